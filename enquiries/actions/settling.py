"""Whether it is settled how she may be reached. Until it is, nobody writes to her."""

from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from enquiries.actions.locking import locked
from enquiries.models import Enquiry, EnquiryEvent, Unsettled


class NewerWishesError(Exception):
    """Who she is or how she may be reached has changed since the page was loaded."""


def mark(enquiry: Enquiry, unsettled: Unsettled | None) -> None:
    """Write why it is not settled, or that it is (None); the row is locked."""
    enquiry.unsettled = unsettled or ""
    enquiry.reach_version += 1
    enquiry.save(update_fields=["unsettled", "reach_version"])


@transaction.atomic
def settle(pk: UUID, version: int | None, actor: AbstractBaseUser) -> Enquiry:
    """Keep how she may be reached as it stands; nothing is read, so that it needs no keys.

    What is settled already stays so. `version` is what the page showed. Raises
    `NewerWishesError`, `Enquiry.DoesNotExist`.
    """
    enquiry = locked(pk)
    if not enquiry.unsettled:
        return enquiry
    if version != enquiry.reach_version:
        raise NewerWishesError
    mark(enquiry, None)
    EnquiryEvent.objects.record(EnquiryEvent.Kind.SETTLED, enquiry, actor)
    return enquiry
