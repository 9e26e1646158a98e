"""The same form sent again with other answers: it belongs to the enquiry that is there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from enquiries.actions.handling import move
from enquiries.actions.locking import locked, locked_with_words
from enquiries.actions.settling import mark
from enquiries.models import (
    ConsentReceipt,
    Enquiry,
    EnquiryEvent,
    EnquiryTopic,
    Entry,
    Preferences,
    State,
    Unsettled,
)
from enquiries.models.sealed import is_readable

MOST_ADDITIONS = 10
NOTHING = "-"


class DeletedSinceError(Exception):
    """This form was sent before, and its enquiry has been deleted: it must not come back."""


class TooManyAdditionsError(Exception):
    """One form was changed and sent again more often than anybody would."""


def store_again(
    pk: UUID,
    words: Mapping[str, str],
    topic: EnquiryTopic | None,
    digests: Sequence[bytes],
    receipts: Iterable[ConsentReceipt],
) -> None:
    """Keep what one form brought again, if it is other than what it brought last.

    Inside the caller's transaction. Staff see it in the conversation. Where the enquiry is
    worked on it counts as unread again, and waits for us again if it was closed or waited for
    her. Where she asks to be reached otherwise than stands there, staff settle it first.
    `digests` are those of the answers, by each key, the active one first. Raises
    `TooManyAdditionsError`; `DeletedSinceError` when a deletion had the enquiry first.
    """
    try:
        enquiry = locked_with_words(pk)
    except Enquiry.DoesNotExist:
        raise DeletedSinceError from None
    if bytes(enquiry.answers_digest) in digests:
        return
    if enquiry.entries.filter(kind=Entry.Kind.ADDITION).count() >= MOST_ADDITIONS:
        raise TooManyAdditionsError
    before = told(answers_of(enquiry) | {"topic": str(enquiry.topic or "")})
    text = what_differs(told({**words, "topic": str(topic or "")}), before)
    entry = Entry(enquiry=enquiry, kind=Entry.Kind.ADDITION, text=text or _as_it_stands())
    entry.save(force_insert=True)
    ConsentReceipt.objects.bulk_create(receipts, ignore_conflicts=True)
    enquiry.answers_digest = digests[0]
    enquiry.save(update_fields=["answers_digest"])
    _mark_urgent_words(enquiry, words)
    if _asks_otherwise(enquiry, words):
        mark(enquiry, Unsettled.SENT)
    _bring_back(enquiry)
    EnquiryEvent.objects.record(
        EnquiryEvent.Kind.ADDED_TO, enquiry, state_before=enquiry.state, state_after=enquiry.state
    )


def _asks_otherwise(enquiry: Enquiry, words: Mapping[str, str]) -> bool:
    """Whether she gives another address, number or way to reach her than what stands there."""
    wishes = Preferences.from_text(words["details"])
    stands = (enquiry.email, enquiry.phone, enquiry.preferences.in_words())
    return stands != (words["email"], words["phone"], wishes.in_words())


def _mark_urgent_words(enquiry: Enquiry, words: Mapping[str, str]) -> None:
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


def _as_it_stands() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Sent once more as it stands here, after other answers.")


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
