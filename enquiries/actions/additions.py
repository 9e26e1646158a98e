"""The same form sent again with other answers: it belongs to the enquiry that is there."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from enquiries.actions.handling import locked, move
from enquiries.models import Enquiry, EnquiryEvent, EnquiryTopic, Entry, Preferences, State
from enquiries.models.sealed import is_readable

MOST_ADDITIONS = 10
NOTHING = "-"


class DeletedSinceError(Exception):
    """This form was sent before, and its enquiry has been deleted: it must not come back."""


class TooManyAdditionsError(Exception):
    """One form was changed and sent again more often than anybody would."""


def store_addition(
    pk: UUID, words: dict[str, str], topic: EnquiryTopic | None, digest: bytes
) -> None:
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
    before = told(answers_of(enquiry) | {"topic": str(enquiry.topic or "")})
    text = what_differs(told(words | {"topic": str(topic or "")}), before)
    if not text:
        return
    entry = Entry(enquiry=enquiry, kind=Entry.Kind.ADDITION, digest=digest, text=text)
    entry.save(force_insert=True)
    _keep_to_what_she_asks(enquiry, words)
    _bring_back(enquiry)
    EnquiryEvent.objects.record(
        EnquiryEvent.Kind.ADDED_TO, enquiry, state_before=enquiry.state, state_after=enquiry.state
    )


def _keep_to_what_she_asks(enquiry: Enquiry, words: Mapping[str, str]) -> None:
    """Do from now on only what both her first answers and the changed ones allow.

    What she allows only now stands in the conversation, for staff to ask her. Urgent words in
    what she added mark the enquiry as well.
    """
    if not is_readable(enquiry.details):
        return
    asked = Preferences.from_text(words["details"]), words["phone"]
    wishes = Preferences.allowed_by_each([enquiry.wishes, asked])
    if wishes != enquiry.preferences:
        enquiry.details = wishes.to_text()
        enquiry.save(update_fields=["sealed_details"])


def _bring_back(enquiry: Enquiry) -> None:
    """Let staff see that she wrote: in her enquiry, or in that into which it was merged."""
    worked_on = locked(enquiry.merged_into_id) if enquiry.merged_into_id else enquiry
    worked_on.is_unread = True
    worked_on.save(update_fields=["is_unread"])
    if worked_on.state in (State.WAITING, State.CLOSED):
        move(worked_on, State.IN_PROGRESS, actor=None)


def answers_of(enquiry: Enquiry) -> dict[str, str]:
    """Return what she answered, by the names of its columns."""
    return {name: getattr(enquiry, name) for name in Enquiry.SEALED}


def told(answers: Mapping[str, str]) -> dict[str, str]:
    """Return answers as staff read them in the conversation: what is said by its label.

    In the site's first language, for they are stored; how she is to be reached is left out
    where it cannot be read.
    """
    with translation.override(settings.LANGUAGE_CODE):
        labels = {
            "name": _("Name"),
            "email": _("E-mail"),
            "phone": _("Telephone"),
            "topic": _("Topic"),
            "message": _("Message"),
        }
        words = {label: answers[name] for name, label in labels.items() if name in answers}
        if is_readable(answers["details"]):
            words |= Preferences.from_text(answers["details"]).in_words()
    return words


def what_differs(these: Mapping[str, str], others: Mapping[str, str]) -> str:
    """Return as lines what these say otherwise than the others."""
    return "\n".join(
        f"{label}{'' if label.endswith('?') else ':'} {text or NOTHING}"
        for label, text in these.items()
        if text != others.get(label)
    )
