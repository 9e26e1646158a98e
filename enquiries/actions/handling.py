"""Staff take an enquiry up: they read it and say where it stands."""

from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from enquiries.models import Enquiry, EnquiryEvent


@transaction.atomic
def open_enquiry(pk: UUID, actor: AbstractBaseUser) -> Enquiry:
    """Return an enquiry with its words, after writing down who looked.

    It counts as read from then on. Raises `Enquiry.DoesNotExist`.
    """
    enquiry = Enquiry.objects.select_related("topic", "assignee").get(pk=pk)
    if enquiry.is_unread:
        Enquiry.objects.filter(pk=pk).update(is_unread=False)
    EnquiryEvent.objects.record(EnquiryEvent.Kind.OPENED, enquiry, actor)
    return enquiry


@transaction.atomic
def change_state(pk: UUID, state: str, actor: AbstractBaseUser) -> Enquiry:
    """Give an enquiry a state and write down who did; the same state again does nothing.

    Raises `Enquiry.DoesNotExist`.
    """
    enquiry = Enquiry.objects.without_words().select_for_update().get(pk=pk)
    if enquiry.state == state:
        return enquiry
    before, enquiry.state = enquiry.state, state
    enquiry.state_changed_at = timezone.now()
    enquiry.save(update_fields=["state", "state_changed_at"])
    EnquiryEvent.objects.record(
        EnquiryEvent.Kind.STATE_CHANGED, enquiry, actor, state_before=before, state_after=state
    )
    return enquiry
