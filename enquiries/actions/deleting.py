"""An enquiry goes for good: its row with all that hangs on it, and a tombstone in its place."""

from collections.abc import Collection
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q

from enquiries import tombstones
from enquiries.models import Enquiry, Tombstone

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
    """Delete enquiries; of those that were merged with them nobody is reached unseen.

    What was asked for in what is gone is not known any more.
    """
    near = Q(merged_into__in=ids) | Q(
        pk__in=Enquiry.objects.filter(pk__in=ids).values("merged_into")
    )
    Enquiry.objects.filter(near).exclude(pk__in=ids).update(has_newer_wishes=True)
    Enquiry.objects.filter(pk__in=ids).without_words().delete()


def _into_the_file(digests: list[bytes]) -> None:
    try:
        tombstones.write(Tombstone.objects.filter(digest__in=digests))
    except OSError as error:
        log.error("tombstone not written", error=type(error).__name__)
