"""The audit trail is not kept for ever: what is older than six years goes, from the oldest on.

Six years are what HIPAA asks for documentation, 45 CFR 164.316(b)(2)(i); the trigger of the
second migration knows the same period, so that nobody can set it shorter.
"""

import structlog
from django.db import connection, transaction

from enquiries import audit
from enquiries.models import EnquiryEvent, EnquiryExport, TrailStart

KEPT_YEARS = 6
# The lock under which events are chained (migration 0002): nobody writes one meanwhile.
CHAIN_LOCK = (7303, 1)

log = structlog.get_logger("enquiries.retention")


def shorten_trail() -> int:
    """Delete the events older than six years, and the exports of that age with their reasons.

    By the database's clock. What stays is chained to the hash of the last one that went, and
    that so many went is an event itself. Returns how many went: none of a trail that is not
    whole, for it would take the evidence away.
    """
    if _last_to_go() is None:
        return 0
    _, finding = audit.verify()
    if finding:
        log.error("audit trail not shortened", position=finding.position, error=finding.fault.name)
        return 0
    return _shorten()


@transaction.atomic
def _shorten() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", CHAIN_LOCK)
    last = _last_to_go()
    if last is None:
        return 0
    TrailStart.objects.create(position=last.position, hash=last.hash)
    gone, _ = EnquiryEvent.objects.filter(position__lte=last.position).delete()
    EnquiryExport.objects.filter(made_at__lte=last.happened_at).delete()
    EnquiryEvent.objects.record(EnquiryEvent.Kind.TRAIL_SHORTENED, count=gone)
    log.info("audit trail shortened", count=gone, position=last.position)
    return gone


def _last_to_go() -> EnquiryEvent | None:
    """The last of the events from the oldest on that are all older than six years."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() - make_interval(years => %s)", [KEPT_YEARS])
        oldest_kept = cursor.fetchone()[0]
    first_kept = EnquiryEvent.objects.filter(happened_at__gte=oldest_kept).first()
    going = EnquiryEvent.objects.all()
    if first_kept:
        going = going.filter(position__lt=first_kept.position)
    return going.last()
