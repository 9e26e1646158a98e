"""What a person said of herself is corrected at her word; what stood there stays beside it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from enquiries.actions.additions import answers_of, told, what_differs
from enquiries.actions.conversation import NewerEntryError
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
    pk: UUID,
    given: Mapping[str, str | bool],
    actor: AbstractBaseUser,
    form_key: UUID,
    *,
    thread: int | None = None,
) -> Enquiry:
    """Change who she is and how she is reached, keep what stood there, and so settle what counts.

    `given` has all of `DETAILS` (the telephone number in E.164) and `WISHES`. She is found by
    the new address and number from then on, and mail that waits goes to the new address.
    The same with the same key again, or what stands there already, changes nothing. Raises
    `CannotCorrectError`; `NewerEntryError` when there are no longer as many entries as `thread`
    says, so that nothing that she sent since is overwritten unseen; `Enquiry.DoesNotExist`.
    """
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=pk)
    if not may_correct(enquiry):
        raise CannotCorrectError
    before, kind = answers_of(enquiry), Entry.Kind.CORRECTION
    wishes = replace(enquiry.preferences, **{name: given[name] for name in WISHES})
    after = before | {name: given[name] for name in DETAILS} | {"details": wishes.to_text()}
    key = Entry.key_of(form_key, enquiry.pk, kind, what_differs(told(after), {}))
    is_settled = after == before and not enquiry.has_newer_wishes
    if is_settled or enquiry.entries.filter(pk=key).exists():
        return enquiry
    if thread not in (None, Entry.objects.about(enquiry).count()):
        raise NewerEntryError
    if given["channel"] == Channel.EMAIL != enquiry.preferences.channel:
        _note_agreement(enquiry)
    _put(enquiry, {name: text for name, text in after.items() if text != before[name]})
    if text := what_differs(told(before), told(after)):
        entry = Entry(id=key, enquiry=enquiry, kind=kind, author=actor, text=text)
        entry.save(force_insert=True)
    EnquiryEvent.objects.record(EnquiryEvent.Kind.CORRECTED, enquiry, actor, subject=str(key))
    return enquiry


def _put(enquiry: Enquiry, changed: Mapping[str, str]) -> None:
    for name, text in changed.items():
        setattr(enquiry, name, text)
    enquiry.has_newer_wishes = False
    enquiry.index_person()
    columns = [f"sealed_{name}" for name in changed]
    enquiry.save(update_fields=[*columns, *INDEXES, "has_newer_wishes"])


def _note_agreement(enquiry: Enquiry) -> None:
    """Write down to what she agreed, as she would have read it on the form."""
    purpose = Wording.Purpose.EMAIL
    wording = Wording.objects.by_purpose(enquiry.language).get(purpose)
    if wording:
        receipt = ConsentReceipt(enquiry=enquiry, wording=wording, purpose=purpose)
        receipt.sha256, receipt.how = wording.sha256, ConsentReceipt.How.TOLD
        ConsentReceipt.objects.bulk_create([receipt], ignore_conflicts=True)
