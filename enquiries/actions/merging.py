"""Two enquiries of one person become one piece of work. Both keep their references."""

from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from enquiries.actions.handling import move
from enquiries.models import ClosingReason, Enquiry, EnquiryEvent, State


class CannotMergeError(Exception):
    """They are one and the same, one is spam or merged already, or they are not alike."""


@transaction.atomic
def merge_enquiry(pk: UUID, other_pk: UUID, actor: AbstractBaseUser) -> Enquiry:
    """Merge the other enquiry into the first, and return the first.

    The other one is closed and points to it; nothing of its words is moved or lost. Raises
    `CannotMergeError`, `Enquiry.DoesNotExist`.
    """
    rows = Enquiry.objects.without_words().select_for_update(of=("self",)).order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[pk, other_pk])}
    if pk not in found or other_pk not in found:
        raise Enquiry.DoesNotExist
    kept, merged = found[pk], found[other_pk]
    is_alike = Enquiry.objects.alike(kept).filter(pk=other_pk).exists()
    is_free = kept.merged_into_id is None and merged.merged_into_id is None
    if not (is_alike and is_free) or State.SPAM in (kept.state, merged.state):
        raise CannotMergeError
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    Enquiry.objects.filter(merged_into=merged).update(merged_into=kept)
    if merged.state != State.CLOSED:
        move(merged, State.CLOSED, actor, ClosingReason.MERGED)
    for enquiry, subject in ((kept, merged), (merged, kept)):
        EnquiryEvent.objects.record(
            EnquiryEvent.Kind.MERGED, enquiry, actor, subject=str(subject.pk)
        )
    return kept
