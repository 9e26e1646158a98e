"""What a person said of herself is corrected at her word; what stood there stays beside it."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import translation

from enquiries.actions.additions import NOTHING, labels
from enquiries.models import Enquiry, EnquiryEvent, Entry
from enquiries.models.sealed import is_readable

DETAILS = ("name", "email", "phone")


class CannotCorrectError(Exception):
    """What stands there cannot be read, so that it could not be kept."""


@transaction.atomic
def correct_details(
    pk: UUID, details: Mapping[str, str], actor: AbstractBaseUser, entry_key: UUID
) -> Enquiry:
    """Change name, e-mail address and telephone number (E.164), and keep what was changed.

    She is found by the new ones from then on, and mail that waits goes to the new address.
    The same key again, or what stands there already, changes nothing. Raises
    `CannotCorrectError`, `Enquiry.DoesNotExist`.
    """
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=pk)
    before = {name: getattr(enquiry, name) for name in DETAILS}
    if not all(map(is_readable, before.values())):
        raise CannotCorrectError
    changed = [name for name in DETAILS if details[name] != before[name]]
    if not changed or enquiry.entries.filter(pk=entry_key).exists():
        return enquiry
    for name in changed:
        setattr(enquiry, name, details[name])
    enquiry.index_person()
    columns = [f"sealed_{name}" for name in changed]
    enquiry.save(update_fields=[*columns, "email_index", "phone_index", "index_key_id"])
    Entry.objects.create(
        id=entry_key,
        enquiry=enquiry,
        kind=Entry.Kind.CORRECTION,
        author=actor,
        text=_in_words({name: before[name] for name in changed}),
    )
    EnquiryEvent.objects.record(EnquiryEvent.Kind.CORRECTED, enquiry, actor, subject=str(entry_key))
    return enquiry


def _in_words(before: Mapping[str, str]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        names = labels()
        return "\n".join(f"{names[name]}: {text or NOTHING}" for name, text in before.items())
