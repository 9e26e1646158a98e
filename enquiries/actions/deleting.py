"""An enquiry goes for good: its row with all that hangs on it, and a tombstone in its place."""

from collections.abc import Collection
from uuid import UUID

import structlog
from django.db import transaction

from enquiries import tombstones
from enquiries.actions.locking import lock_families
from enquiries.actions.settling import mark
from enquiries.models import Enquiry, EnquiryEvent, Tombstone, Unsettled

log = structlog.get_logger("enquiries.actions")


def delete_for_good(ids: Collection[UUID], reason: str) -> None:
    """Delete enquiries with their entries, receipts and deliveries; in the caller's transaction.

    Messages that have not left yet never do: their jobs find no row. No text is unsealed, so
    that a lost key is in nobody's way. The tombstone goes into the file once the deletion is
    committed; `tombstones.complete` makes up for a file that could not be written then.
    """
    digest = Tombstone.digest_of
    keys = Enquiry.objects.filter(pk__in=ids).values_list("pk", "submission_key")
    stones = [
        Tombstone(digest=digest(pk), form_digest=digest(key), reason=reason) for pk, key in keys
    ]
    Tombstone.objects.bulk_create(stones, ignore_conflicts=True)
    delete_rows(ids)
    digests = [stone.digest for stone in stones]
    transaction.on_commit(lambda: _into_the_file(digests))


def delete_rows(ids: Collection[UUID]) -> None:
    """Delete enquiries. Of those that were merged with them it has to be settled anew how she
    may be reached: what she asked for in those that are gone nobody knows any more.
    """
    gone = set(ids)
    left = [each for each in lock_families(gone).values() if each.pk not in gone]
    Enquiry.objects.filter(pk__in=gone).without_words().delete()
    for each in left:
        mark(each, Unsettled.ERASED)
        is_worked_on = each.merged_into_id is None or each.merged_into_id in gone
        Enquiry.objects.filter(pk=each.pk).update(is_unread=is_worked_on)
    for each in left:
        EnquiryEvent.objects.record(EnquiryEvent.Kind.UNSETTLED, each.pk, reason=Unsettled.ERASED)


def _into_the_file(digests: list[bytes]) -> None:
    try:
        tombstones.write(Tombstone.objects.filter(digest__in=digests))
    except OSError as error:
        log.error("tombstone not written", error=type(error).__name__)
