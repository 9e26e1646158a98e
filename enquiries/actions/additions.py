"""The same form sent again with other answers: it belongs to the enquiry that is there."""

from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from enquiries.actions.handling import locked, move
from enquiries.models import Enquiry, EnquiryEvent, Entry, Preferences, State
from enquiries.models.sealed import is_readable

MOST_ADDITIONS = 10
NOTHING = "-"


class DeletedSinceError(Exception):
    """This form was sent before, and its enquiry has been deleted: it must not come back."""


class TooManyAdditionsError(Exception):
    """One form was changed and sent again more often than anybody would."""


def store_addition(pk: UUID, words: dict[str, str], digest: bytes) -> None:
    """Keep changed answers beside the first ones, once; inside the caller's transaction.

    Staff see them in the conversation. Where the enquiry is worked on it counts as unread
    again, and waits for us again if it was closed or waited for her. Raises
    `TooManyAdditionsError`; `DeletedSinceError` when a deletion had the enquiry first.
    """
    enquiry = Enquiry.objects.select_for_update().filter(pk=pk).first()
    if enquiry is None:
        raise DeletedSinceError
    if enquiry.entries.filter(digest=digest).exists():
        return
    if enquiry.entries.filter(kind=Entry.Kind.ADDITION).count() >= MOST_ADDITIONS:
        raise TooManyAdditionsError
    text = _in_words(enquiry, words)
    entry = Entry(enquiry=enquiry, kind=Entry.Kind.ADDITION, digest=digest, text=text)
    entry.save(force_insert=True)
    _mark_urgent_words(enquiry, words)
    _bring_back(enquiry)
    EnquiryEvent.objects.record(
        EnquiryEvent.Kind.ADDED_TO, enquiry, state_before=enquiry.state, state_after=enquiry.state
    )


def _mark_urgent_words(enquiry: Enquiry, words: dict[str, str]) -> None:
    """Let her and staff see help and the mark when it is what she added that holds such words."""
    wishes, details = Preferences.from_text(words["details"]), enquiry.details
    if not (wishes.has_urgent_words and is_readable(details)):
        return
    enquiry.details = replace(Preferences.from_text(details), has_urgent_words=True).to_text()
    enquiry.save(update_fields=["sealed_details"])


def _bring_back(enquiry: Enquiry) -> None:
    """Let staff see that she wrote: in her enquiry, or in that into which it was merged."""
    worked_on = locked(enquiry.merged_into_id) if enquiry.merged_into_id else enquiry
    worked_on.is_unread = True
    worked_on.save(update_fields=["is_unread"])
    if worked_on.state in (State.WAITING, State.CLOSED):
        move(worked_on, State.IN_PROGRESS, actor=None)


def _in_words(enquiry: Enquiry, words: dict[str, str]) -> str:
    """Return what is new in the answers, as lines for staff to read."""
    with translation.override(settings.LANGUAGE_CODE):
        names = labels()
        changed = {name: text for name, text in words.items() if text != getattr(enquiry, name)}
        lines = [
            f"{label}: {changed[name] or NOTHING}"
            for name, label in names.items()
            if name in changed
        ]
        if "details" in changed:
            lines += _preferences_in_words(Preferences.from_text(changed["details"]))
    return "\n".join(lines)


def labels() -> dict[str, str]:
    """Return what her answers are called, in the order in which they are told."""
    return {
        "name": _("Name"),
        "email": _("E-mail"),
        "phone": _("Telephone"),
        "message": _("Message"),
    }


def _preferences_in_words(wishes: Preferences) -> list[str]:
    yes_or_no = {True: _("Yes"), False: _("No")}
    return [
        f"{_('How to answer')}: {wishes.shown_channel or NOTHING}",
        f"{_('Best time')}: {wishes.shown_best_time or NOTHING}",
        f"{_('May we leave a message?')}: {yes_or_no[wishes.may_leave_message]}",
        f"{_('May we send a text message?')}: {yes_or_no[wishes.may_text]}",
        f"{_('What she needs')}: {wishes.needs or NOTHING}",
    ]
