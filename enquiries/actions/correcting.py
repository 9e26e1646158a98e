"""What a person said of herself is corrected at her word; what stood there stays beside it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from enquiries.actions.additions import answers_of, told, what_differs
from enquiries.models import Enquiry, EnquiryEvent, Entry
from enquiries.models.sealed import is_readable

DETAILS = ("name", "email", "phone")
WISHES = ("channel", "best_time", "may_leave_message", "may_text", "needs")


class CannotCorrectError(Exception):
    """What stands there cannot be read, so that it could not be kept."""


def may_correct(enquiry: Enquiry) -> bool:
    """Whether all that would be changed can be read, and so kept beside what takes its place."""
    return all(is_readable(getattr(enquiry, name)) for name in (*DETAILS, "details"))


@transaction.atomic
def correct_details(
    pk: UUID, given: Mapping[str, str | bool], actor: AbstractBaseUser, form_key: UUID
) -> Enquiry:
    """Change who she is and how she is reached, and keep what stood there.

    `given` has all of `DETAILS` (the telephone number in E.164) and `WISHES`. She is found by
    the new address and number from then on, and mail that waits goes to the new address.
    The same with the same key again, or what stands there already, changes nothing. Raises
    `CannotCorrectError`, `Enquiry.DoesNotExist`.
    """
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=pk)
    if not may_correct(enquiry):
        raise CannotCorrectError
    before = answers_of(enquiry)
    wishes = replace(enquiry.preferences, **{name: given[name] for name in WISHES})
    after = before | {name: given[name] for name in DETAILS} | {"details": wishes.to_text()}
    changed = [name for name in after if after[name] != before[name]]
    kind = Entry.Kind.CORRECTION
    key = Entry.key_of(form_key, enquiry.pk, kind, what_differs(told(after), {}))
    if not changed or enquiry.entries.filter(pk=key).exists():
        return enquiry
    for name in changed:
        setattr(enquiry, name, after[name])
    enquiry.index_person()
    columns = [f"sealed_{name}" for name in changed]
    enquiry.save(update_fields=[*columns, "email_index", "phone_index", "index_key_id"])
    Entry.objects.create(
        id=key,
        enquiry=enquiry,
        kind=kind,
        author=actor,
        text=what_differs(told(before), told(after)),
    )
    EnquiryEvent.objects.record(EnquiryEvent.Kind.CORRECTED, enquiry, actor, subject=str(key))
    return enquiry
