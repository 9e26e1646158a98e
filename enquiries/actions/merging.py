"""Two enquiries of one person become one piece of work. Both keep their references."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from enquiries.actions.due_times import due_time
from enquiries.actions.handling import DUE, WAITS_FOR_US, move
from enquiries.actions.locking import lock_families
from enquiries.models import ClosingReason, Enquiry, EnquiryEvent, State


class CannotMergeError(Exception):
    """They are one and the same, one is spam or merged already, or they are not alike."""


@transaction.atomic
def merge_enquiry(pk: UUID, other_pk: UUID, actor: AbstractBaseUser) -> Enquiry:
    """Merge the other enquiry into the first, and return the first.

    The other one is closed, points to it and belongs to whom it belongs; nothing of its words
    is moved or lost. What waited for us in either waits in the first, since the earlier of the
    two days. Raises `CannotMergeError`, `Enquiry.DoesNotExist`.
    """
    found = lock_families([pk, other_pk])
    if pk not in found or other_pk not in found:
        raise Enquiry.DoesNotExist
    kept, merged = found[pk], found[other_pk]
    is_alike = Enquiry.objects.alike(kept).filter(pk=other_pk).exists()
    is_free = kept.merged_into_id is None and merged.merged_into_id is None
    if not (is_alike and is_free) or State.SPAM in (kept.state, merged.state):
        raise CannotMergeError
    _go_on_waiting(kept, merged, actor)
    kept.is_unread, merged.is_unread = kept.is_unread or merged.is_unread, False
    kept.save(update_fields=[*DUE, "is_unread"])
    merged.merged_into, merged.assignee_id = kept, kept.assignee_id
    merged.save(update_fields=["merged_into", "assignee", "is_unread"])
    merged.merged.update(merged_into=kept, assignee=kept.assignee_id)
    if merged.state != State.CLOSED:
        move(merged, State.CLOSED, actor, ClosingReason.MERGED)
    for enquiry, subject in ((kept, merged), (merged, kept)):
        EnquiryEvent.objects.record(
            EnquiryEvent.Kind.MERGED, enquiry, actor, subject=str(subject.pk)
        )
    return kept


def _go_on_waiting(kept: Enquiry, merged: Enquiry, actor: AbstractBaseUser) -> None:
    """See that nobody who waits for an answer is forgotten with the enquiry that is closed."""
    if merged.state not in WAITS_FOR_US:
        return
    if kept.state not in WAITS_FOR_US:
        move(kept, State.IN_PROGRESS, actor)
    kept.due_from_at, kept.due_at = min(_due(kept), _due(merged))


def _due(enquiry: Enquiry) -> tuple[datetime, datetime]:
    since = enquiry.waits_since
    return since, enquiry.due_at or due_time(since)
