"""What a person said of herself is corrected at her word; what stood there stays beside it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from enquiries.actions.additions import answers_of, told, what_differs
from enquiries.actions.locking import locked_with_words
from enquiries.actions.settling import NewerWishesError, mark
from enquiries.models import Channel, ConsentReceipt, Enquiry, EnquiryEvent, Entry, Wording
from enquiries.models.sealed import is_readable

DETAILS = ("name", "email", "phone")
INDEXES = ("email_index", "phone_index", "index_key_id")
WISHES = ("channel", "best_time", "may_leave_message", "may_text", "needs")


class CannotCorrectError(Exception):
    """What stands there cannot be read, so that it could not be kept."""


def may_correct(enquiry: Enquiry) -> bool:
    """Whether all that would be changed can be read, and so kept beside what takes its place."""
    return all(is_readable(getattr(enquiry, name)) for name in (*DETAILS, "details"))


@transaction.atomic
def correct_details(
    pk: UUID, given: Mapping[str, str | bool], actor: AbstractBaseUser, version: int | None
) -> Enquiry:
    """Change who she is and how she is reached, keep what stood there, and so settle what counts.

    `given` has all of `DETAILS` (the telephone number in E.164) and `WISHES`; `version` is what
    the page showed. She is found by the new address and number from then on, and mail that
    waits goes to the new address. What stands there already changes nothing. Raises
    `CannotCorrectError`; `NewerWishesError`, so that nothing that came since is overwritten
    unseen; `Enquiry.DoesNotExist`.
    """
    enquiry = locked_with_words(pk)
    if not may_correct(enquiry):
        raise CannotCorrectError
    before = answers_of(enquiry)
    wishes = replace(enquiry.preferences, **{name: given[name] for name in WISHES})
    after = before | {name: given[name] for name in DETAILS} | {"details": wishes.to_text()}
    if after == before and not enquiry.unsettled:
        return enquiry
    if version != enquiry.reach_version:
        raise NewerWishesError
    if given["channel"] == Channel.EMAIL != enquiry.preferences.channel:
        _note_agreement(enquiry)
    _put(enquiry, {name: text for name, text in after.items() if text != before[name]})
    subject = ""
    if text := what_differs(told(before), told(after)):
        entry = Entry(enquiry=enquiry, kind=Entry.Kind.CORRECTION, author=actor, text=text)
        entry.save(force_insert=True)
        subject = str(entry.pk)
    EnquiryEvent.objects.record(EnquiryEvent.Kind.CORRECTED, enquiry, actor, subject=subject)
    return enquiry


def _put(enquiry: Enquiry, changed: Mapping[str, str]) -> None:
    for name, text in changed.items():
        setattr(enquiry, name, text)
    enquiry.index_person()
    columns = [f"sealed_{name}" for name in changed]
    enquiry.save(update_fields=[*columns, *INDEXES])
    mark(enquiry, None)


def _note_agreement(enquiry: Enquiry) -> None:
    """Write down to what she agreed, as she would have read it on the form."""
    purpose = Wording.Purpose.EMAIL
    wording = Wording.objects.by_purpose(enquiry.language).get(purpose)
    if wording:
        receipt = ConsentReceipt(enquiry=enquiry, wording=wording, purpose=purpose)
        receipt.sha256, receipt.how = wording.sha256, ConsentReceipt.How.TOLD
        ConsentReceipt.objects.bulk_create([receipt], ignore_conflicts=True)
