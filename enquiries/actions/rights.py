"""What a privacy officer does at a person's wish: find, copy, hold, erase."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from enquiries.actions.deleting import delete_for_good
from enquiries.actions.locking import lock_families
from enquiries.models import Enquiry, EnquiryEvent, Tombstone


@dataclass(frozen=True)
class Erasure:
    """What became of a wish to be erased: references, as they are printed."""

    erased: list[str]
    on_hold: list[str]


@transaction.atomic
def find_person(
    actor: AbstractBaseUser, *, reference: str = "", email: str = "", phone: str = ""
) -> list[Enquiry]:
    """Return a person's enquiries without their words, newest first; that somebody looked is noted.

    A reference has to be whole. What was merged with what is found is found, too: it is one
    piece of work, and how she may be reached stands in all of it. The event says by what was
    looked, not for whom. Raises `NoKeysError` for an address or a number.
    """
    rows = Enquiry.objects.of_person(email, phone)
    if reference:
        rows = Enquiry.objects.with_reference(reference)
    rows = Enquiry.objects.merged_with(rows.for_a_list())
    found = list(rows.for_a_list().order_by("-created_at", "-pk"))
    by = "reference" if reference else "email" if email else "phone"
    EnquiryEvent.objects.record(
        EnquiryEvent.Kind.SEARCHED, actor=actor, reason=by, count=len(found)
    )
    return found


@transaction.atomic
def hold(ids: Collection[UUID], reason: str, actor: AbstractBaseUser) -> list[str]:
    """Keep enquiries whatever their age, until they are released; return their references."""
    return _set_hold(ids, EnquiryEvent.Kind.HELD, reason, actor, is_on_hold=True)


@transaction.atomic
def release(ids: Collection[UUID], actor: AbstractBaseUser) -> list[str]:
    """Let retention have enquiries again; return the references of those that were held."""
    return _set_hold(ids, EnquiryEvent.Kind.RELEASED, "", actor, is_on_hold=False)


def _set_hold(
    ids: Collection[UUID], kind: str, reason: str, actor: AbstractBaseUser, *, is_on_hold: bool
) -> list[str]:
    changed = [each for each in _locked(ids) if each.is_on_hold != is_on_hold]
    for enquiry in changed:
        enquiry.is_on_hold = is_on_hold
        enquiry.save(update_fields=["is_on_hold"])
        EnquiryEvent.objects.record(kind, enquiry, actor, reason=reason)
    return [each.shown_reference for each in changed]


@transaction.atomic
def note_copy(
    ids: Collection[UUID], identity: str, form: str, actor: AbstractBaseUser
) -> list[Enquiry]:
    """Write down that a copy is made, then return the enquiries with their words.

    `identity` says how the person's identity was checked, `form` what the copy is.
    """
    rows = Enquiry.objects.filter(pk__in=ids).with_related()
    found = list(rows.order_by("created_at", "pk"))
    for enquiry in found:
        EnquiryEvent.objects.record(
            EnquiryEvent.Kind.COPIED, enquiry, actor, reason=identity, subject=form
        )
    return found


@transaction.atomic
def erase(ids: Collection[UUID], identity: str, actor: AbstractBaseUser) -> Erasure:
    """Erase enquiries at the person's wish, all at once or none; those on hold stay.

    Nothing is unsealed, so that it works without keys. Messages that have not left yet
    never do. What stays of an enquiry is its audit trail, which holds no word of hers, and
    a tombstone.
    """
    rows = _locked(ids)
    going = [each for each in rows if not each.is_on_hold]
    delete_for_good([each.pk for each in going], Tombstone.Reason.ERASED)
    for enquiry in going:
        EnquiryEvent.objects.record(EnquiryEvent.Kind.ERASED, enquiry.pk, actor, reason=identity)
    staying = [each for each in rows if each.is_on_hold]
    for enquiry in staying:
        EnquiryEvent.objects.record(EnquiryEvent.Kind.REFUSED, enquiry, actor, reason="on_hold")
    return Erasure(*([each.shown_reference for each in part] for part in (going, staying)))


def _locked(ids: Collection[UUID]) -> list[Enquiry]:
    """The enquiries that are there, locked in one order, so that no two officers wait in a ring."""
    return [row for pk, row in lock_families(ids).items() if pk in ids]
