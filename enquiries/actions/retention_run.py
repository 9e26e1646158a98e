"""A retention run: what is due is deleted, family by family, or nothing is and a code says why."""

from collections import Counter
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone

from enquiries import retention
from enquiries.actions.deleting import delete_for_good
from enquiries.models import Enquiry, EnquiryEvent, RetentionPolicy, RetentionRun, Tombstone
from enquiries.retention import Kept

# Of PostgreSQL's advisory locks: 7303 is this app, 1 the audit trail, 2 a retention run.
LOCK = (7303, 2)
FARTHEST_APART = timedelta(hours=1)

log = structlog.get_logger("enquiries.retention")


class AnotherRunError(Exception):
    """A run is at work at this moment. Nothing was done, for it does it."""


def run_retention(*, is_dry_run: bool = False) -> RetentionRun:
    """Delete every enquiry whose time is over by the database's clock; return the run's record.

    Deletes nothing, and says why in `refused`, when the policy's row is out of bounds, when
    a clock cannot be trusted or when more is due than the policy allows at once. Each family
    of merged enquiries is a transaction of its own: a run that is killed half-way is simply
    continued by the next one. A dry run writes down what it would have deleted, and nothing
    else. Raises `AnotherRunError`.
    """
    with _only_one():
        policy, now = RetentionPolicy.load(), retention.database_now()
        over = retention.time_is_over(policy, now)
        due = [each for each in over if not each.is_on_hold]
        run = RetentionRun(ran_at=now, is_dry_run=is_dry_run, on_hold=len(over) - len(due))
        run.refused = _reason_to_refuse(policy, now, len(due))
        if is_dry_run or run.refused:
            return _recorded(run, due, deleted=0)
        deleted = [each for root in _roots(due) for each in _delete_family(root, policy, now)]
        return _recorded(run, deleted, deleted=len(deleted))


@contextmanager
def _only_one():
    """Hold the lock of the whole run, or raise `AnotherRunError`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", LOCK)
        if not cursor.fetchone()[0]:
            raise AnotherRunError
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", LOCK)


def _reason_to_refuse(policy: RetentionPolicy, now: datetime, due: int) -> str:
    last = RetentionRun.objects.order_by("-ran_at").first()
    if last and now < last.ran_at:
        return RetentionRun.Refused.CLOCK_WENT_BACK
    if abs(now - timezone.now()) > FARTHEST_APART:
        return RetentionRun.Refused.CLOCKS_DIFFER
    if not retention.is_within_bounds(policy):
        return RetentionRun.Refused.OUT_OF_BOUNDS
    return RetentionRun.Refused.TOO_MANY if due > policy.most_at_once else ""


def _roots(due: Iterable[Kept]) -> list[UUID]:
    """The families, each once, the oldest first."""
    return list(dict.fromkeys(each.root for each in due))


@transaction.atomic
def _delete_family(root: UUID, policy: RetentionPolicy, now: datetime) -> list[Kept]:
    """Delete a family that is still due once nobody else can change it; return what went."""
    due = retention.due_for_deletion(policy, now, root)
    ids = [each.id for each in due]
    list(Enquiry.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    # Somebody may have put it on hold or opened it anew before we had the lock.
    due = retention.due_for_deletion(policy, now, root)
    if {each.id for each in due} != set(ids):
        return []
    delete_for_good(ids, Tombstone.Reason.RETENTION)
    for each in due:
        EnquiryEvent.objects.record(EnquiryEvent.Kind.DELETED, each.id, reason=each.reason)
    return due


@transaction.atomic
def _recorded(run: RetentionRun, counted: list[Kept], deleted: int) -> RetentionRun:
    """Store a run with its counts. A dry run leaves no event, for nothing happened."""
    for reason, count in Counter(each.reason for each in counted).items():
        setattr(run, reason, count)
    run.save()
    if not run.is_dry_run:
        EnquiryEvent.objects.record(
            EnquiryEvent.Kind.RETENTION_RUN, subject=str(run.pk), reason=run.refused, count=deleted
        )
    if run.refused:
        log.error("retention refused", error=str(run.refused), count=len(counted))
    else:
        log.info("retention run", count=deleted)
    return run
