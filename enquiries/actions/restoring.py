"""After a restored backup: what had been deleted is deleted again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from django.db import transaction

from enquiries import tombstones
from enquiries.actions.deleting import delete_rows
from enquiries.models import Enquiry, EnquiryEvent, Tombstone
from enquiries.tombstones import Stone

BATCH = 500


@dataclass(frozen=True)
class Restored:
    """What came of it: enquiries deleted again, tombstones that were new to the database."""

    deleted: int
    learnt: int
    damaged: list[int]


def apply_tombstones() -> Restored:
    """Delete every enquiry whose tombstone stands in the file or in the table.

    Twice does no harm, and half is made whole by the next time: each batch is a transaction,
    and the tombstones become known to the database only when all of it is done, so that
    `/readyz` says no until then. Raises `OSError` when the file cannot be read.
    """
    stones = tombstones.read()
    reasons = dict(Tombstone.objects.values_list("digest", "reason").iterator())
    reasons = {bytes(digest): reason for digest, reason in reasons.items()}
    reasons |= {stone.digest: stone.reason for stone in stones.whole}
    returned = [pk for pk in _every_id() if Tombstone.digest_of(pk) in reasons]
    for start in range(0, len(returned), BATCH):
        _delete_again(returned[start : start + BATCH], reasons)
    learnt = _learn(stones.whole, deleted=len(returned))
    return Restored(len(returned), learnt, stones.damaged)


def _every_id() -> Iterable[UUID]:
    return Enquiry.objects.values_list("pk", flat=True).iterator()


@transaction.atomic
def _delete_again(ids: list[UUID], reasons: dict[bytes, str]) -> None:
    delete_rows(ids)
    for pk in ids:
        reason = reasons[Tombstone.digest_of(pk)]
        EnquiryEvent.objects.record(EnquiryEvent.Kind.RESTORED, pk, reason=reason)


@transaction.atomic
def _learn(stones: Iterable[Stone], deleted: int) -> int:
    """Put the file's tombstones into the table; note the whole when there was something to do."""
    known = {bytes(digest) for digest in Tombstone.objects.values_list("digest", flat=True)}
    new = {stone.digest: stone for stone in stones if stone.digest not in known}
    Tombstone.objects.bulk_create(
        [
            Tombstone(
                digest=stone.digest,
                form_digest=stone.form_digest,
                reason=stone.reason,
                made_at=datetime.combine(stone.day, time(), tzinfo=UTC),
            )
            for stone in new.values()
        ],
        batch_size=BATCH,
    )
    if new or deleted:
        EnquiryEvent.objects.record(EnquiryEvent.Kind.RESTORED, count=deleted)
    return len(new)
