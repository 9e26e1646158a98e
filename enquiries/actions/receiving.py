"""An enquiry comes in: stored once, whatever happens, and before anybody is thanked."""

import json
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

import psycopg
import structlog
from django.db import Error as DatabaseFault
from django.db import transaction
from procrastinate.exceptions import ConnectorException

from enquiries.actions.additions import (
    DeletedSinceError,
    TooManyAdditionsError,
    store_again,
)
from enquiries.actions.due_times import due_time
from enquiries.actions.telling import tell_people
from enquiries.encryption import NoKeysError, blind_index, blind_indexes
from enquiries.models import (
    ConsentReceipt,
    Enquiry,
    EnquiryEvent,
    EnquiryTopic,
    Preferences,
    State,
    Tombstone,
    Wording,
)

# Everything by which the store can fail us. The job queue wraps the database's errors
# in its own; without keys nothing is stored in clear instead.
STORE_FAULTS = (DatabaseFault, psycopg.Error, ConnectorException, NoKeysError)
REFERENCE_TRIES = 5
HOW = {
    Wording.Purpose.CONSENT: ConsentReceipt.How.TICKED,
    Wording.Purpose.NOTICE: ConsentReceipt.How.SHOWN,
    Wording.Purpose.EMAIL: ConsentReceipt.How.CHOSEN,
}

log = structlog.get_logger("enquiries.actions")

__all__ = ["STORE_FAULTS", "DeletedSinceError", "TooManyAdditionsError", "receive_enquiry"]


def receive_enquiry(
    *,
    submission_key: UUID,
    name: str,
    email: str = "",
    phone: str = "",
    message: str = "",
    preferences: Preferences = Preferences(),  # noqa: B008 - frozen
    topic: EnquiryTopic | None = None,
    language: str,
    wordings: Iterable[Wording] = (),
    is_spam: bool = False,
) -> Enquiry:
    """Store an enquiry with its receipts, its first event and the job that tells staff.

    Returns the enquiry without its words. The same key again, at the same moment too,
    returns the enquiry that was stored first: with the same answers it writes nothing, with
    changed ones it adds them to that enquiry, so that nothing she wrote is lost. Spam is put
    aside and tells nobody. Raises one of `STORE_FAULTS`, and then nothing is stored;
    `TooManyAdditionsError` when one form was changed and sent again over and over;
    `DeletedSinceError` when what was sent with this form has been deleted.
    """
    words = {"name": name, "email": email, "phone": phone, "message": message}
    words["details"] = preferences.to_text()
    with transaction.atomic():
        digests = _digests(words, preferences, topic)
        made = _new_enquiry(submission_key, words, topic, language, digests[0], is_spam=is_spam)
        enquiry, is_new = _store_once(made)
        if is_new:
            _refuse_what_was_deleted(submission_key)
            ConsentReceipt.objects.bulk_create(_receipts(enquiry, wordings))
            tell_people(made)
            EnquiryEvent.objects.record(
                EnquiryEvent.Kind.RECEIVED, enquiry, state_after=enquiry.state
            )
        else:
            store_again(enquiry.pk, words, topic, digests, _receipts(enquiry, wordings))
    if is_new:
        log.info("enquiry stored", object_id=str(enquiry.pk))
    return enquiry


def _refuse_what_was_deleted(key: UUID) -> None:
    """Looked at after storing, which waits for a deletion that is not committed yet."""
    if Tombstone.objects.filter(form_digest=Tombstone.digest_of(key)).exists():
        raise DeletedSinceError


def _new_enquiry(
    key: UUID,
    words: dict,
    topic: EnquiryTopic | None,
    language: str,
    digest: bytes,
    *,
    is_spam: bool,
) -> Enquiry:
    made = Enquiry(submission_key=key, topic=topic, language=language, **words)
    made.answers_digest = digest
    made.index_person()
    made.state = State.SPAM if is_spam else State.NEW
    if not is_spam:
        made.due_from_at, made.due_at = made.created_at, due_time(made.created_at)
    return made


def _digests(
    words: dict[str, str], preferences: Preferences, topic: EnquiryTopic | None
) -> list[bytes]:
    """Return the digests of what she answered, by each key, the active one first.

    Without what the site found out itself: that may change while she does not.
    """
    own = replace(preferences, came_from="", has_urgent_words=False).to_text()
    answers = words | {"details": own, "topic": str(topic and topic.pk)}
    text = json.dumps(answers, ensure_ascii=False, sort_keys=True)
    newest = blind_index("answers", text)
    return [newest, *blind_indexes("answers", text)]


def _store_once(made: Enquiry) -> tuple[Enquiry, bool]:
    """Insert the enquiry unless its key is there; return what is stored under the key.

    `ON CONFLICT DO NOTHING` waits for a rival that has not committed yet. It raises no
    error, and that matters: PostgreSQL would write the whole row into its log with it.
    """
    for _ in range(REFERENCE_TRIES):
        Enquiry.objects.bulk_create([made], ignore_conflicts=True)
        stored = Enquiry.objects.without_words().filter(submission_key=made.submission_key).first()
        if stored:
            return stored, stored.pk == made.pk
        # Nothing under our key, so the random reference was taken: draw another.
        made.reference = Enquiry._meta.get_field("reference").get_default()
    raise RuntimeError("No free reference was found.")


def _receipts(enquiry: Enquiry, wordings: Iterable[Wording]) -> list[ConsentReceipt]:
    return [
        ConsentReceipt(
            enquiry=enquiry,
            wording=wording,
            sha256=wording.sha256,
            purpose=wording.purpose,
            how=HOW[wording.purpose],
        )
        for wording in wordings
    ]
