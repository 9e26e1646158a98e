"""What can be done to an enquiry. Each is one transaction and leaves its trace in it."""

from collections.abc import Iterable
from uuid import UUID

import psycopg
import structlog
from django.contrib.auth.models import AbstractBaseUser
from django.db import Error as DatabaseFault
from django.db import transaction
from django.utils import timezone
from procrastinate.exceptions import ConnectorException

from enquiries import notifications, tasks
from enquiries.models import ConsentReceipt, Delivery, Enquiry, EnquiryEvent, Wording
from enquiries.models.consent import sha256_of

# Everything by which the store can fail us. The job queue wraps the database's errors
# in its own.
STORE_FAULTS = (DatabaseFault, psycopg.Error, ConnectorException)
REFERENCE_TRIES = 5

log = structlog.get_logger("enquiries.actions")


def receive_enquiry(*, submission_key: UUID, wordings: Iterable[Wording], **answers) -> Enquiry:
    """Store an enquiry with its receipts, its first event and the job that tells staff.

    Returns the enquiry without its words. The same key again, at the same moment too,
    returns the enquiry that was stored first and writes nothing.
    """
    with transaction.atomic():
        enquiry, is_new = _store_once(submission_key, answers)
        if is_new:
            _write_receipts(enquiry, wordings)
            _record(enquiry, EnquiryEvent.Kind.RECEIVED, state_after=enquiry.state)
            delivery = Delivery.objects.create(
                enquiry=enquiry,
                kind=Delivery.Kind.STAFF_NOTICE,
                message_id=notifications.make_message_id(),
            )
            tasks.notify_staff.defer(delivery_id=delivery.pk)
    if is_new:
        log.info("enquiry stored", object_id=str(enquiry.pk))
    return enquiry


def _store_once(submission_key: UUID, answers: dict) -> tuple[Enquiry, bool]:
    """Insert the enquiry unless its key is there; return what is stored under the key.

    `ON CONFLICT DO NOTHING` waits for a rival that has not committed yet. It raises no
    error, and that matters: PostgreSQL would write the whole row into its log with it.
    """
    for _ in range(REFERENCE_TRIES):
        made = Enquiry(submission_key=submission_key, **answers)
        Enquiry.objects.bulk_create([made], ignore_conflicts=True)
        stored = Enquiry.objects.without_words().filter(submission_key=submission_key).first()
        if stored:
            return stored, stored.pk == made.pk
        # Nothing under our key, so the random reference was taken: draw another.
    raise RuntimeError("No free reference was found.")


def _write_receipts(enquiry: Enquiry, wordings: Iterable[Wording]) -> None:
    how = {
        Wording.Purpose.CONSENT: ConsentReceipt.How.TICKED,
        Wording.Purpose.NOTICE: ConsentReceipt.How.SHOWN,
    }
    ConsentReceipt.objects.bulk_create(
        ConsentReceipt(
            enquiry=enquiry,
            wording=wording,
            sha256=wording.sha256,
            purpose=wording.purpose,
            how=how[wording.purpose],
        )
        for wording in wordings
    )


def _record(
    enquiry: Enquiry,
    kind: EnquiryEvent.Kind,
    actor: AbstractBaseUser | None = None,
    **states: str,
) -> None:
    EnquiryEvent.objects.create(enquiry=enquiry, kind=kind, actor=actor, **states)


@transaction.atomic
def open_enquiry(pk: UUID, actor: AbstractBaseUser) -> Enquiry:
    """Return an enquiry with its words, after writing down who looked.

    Raises `Enquiry.DoesNotExist`.
    """
    enquiry = Enquiry.objects.select_related("topic").get(pk=pk)
    _record(enquiry, EnquiryEvent.Kind.OPENED, actor)
    return enquiry


@transaction.atomic
def change_state(pk: UUID, state: str, actor: AbstractBaseUser) -> Enquiry:
    """Give an enquiry a state and write down who did; the same state again does nothing.

    Raises `Enquiry.DoesNotExist`.
    """
    enquiry = Enquiry.objects.without_words().select_for_update().get(pk=pk)
    if enquiry.state == state:
        return enquiry
    before, enquiry.state = enquiry.state, state
    enquiry.state_changed_at = timezone.now()
    enquiry.save(update_fields=["state", "state_changed_at"])
    _record(enquiry, EnquiryEvent.Kind.STATE_CHANGED, actor, state_before=before, state_after=state)
    return enquiry


@transaction.atomic
def publish_wording(purpose: str, language: str, text: str) -> Wording:
    """Make a text the newest version of its purpose, unless it already is."""
    versions = Wording.objects.filter(purpose=purpose, language=language)
    newest = versions.order_by("-version").first()
    if newest and newest.text == text:
        return newest
    return Wording.objects.create(
        purpose=purpose,
        language=language,
        version=newest.version + 1 if newest else 1,
        text=text,
        sha256=sha256_of(text),
    )
