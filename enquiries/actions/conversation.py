"""What is said about an enquiry: notes, calls, and replies that leave by e-mail."""

from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from enquiries import notifications, tasks
from enquiries.actions.handling import TRANSITIONS, CannotMoveError, move
from enquiries.models import (
    ClosingReason,
    Delivery,
    Enquiry,
    EnquiryEvent,
    Entry,
    State,
    may_reply,
)
from enquiries.models.deliveries import GIVE_UP_AFTER

LONGEST_TEXT = 10_000
EVENTS = {
    Entry.Kind.NOTE: EnquiryEvent.Kind.NOTED,
    Entry.Kind.CALL: EnquiryEvent.Kind.CALLED,
    Entry.Kind.REPLY: EnquiryEvent.Kind.REPLIED,
}


class CannotReplyError(Exception):
    """She did not agree to be answered by e-mail, here or in one that was merged with this
    one, it is not settled, or her address cannot be read.
    """


class NewerEntryError(Exception):
    """Something was said after the page was loaded that now wants to send a reply."""


@transaction.atomic
def add_note(pk: UUID, text: str, actor: AbstractBaseUser, form_key: UUID) -> Entry:
    """Keep a note for colleagues; the same text with the same key is kept once."""
    return _add(pk, Entry.Kind.NOTE, text, actor, form_key)


@transaction.atomic
def record_call(pk: UUID, text: str, actor: AbstractBaseUser, form_key: UUID) -> Entry:
    """Keep what was said on the telephone; it counts as an answer."""
    return _add(pk, Entry.Kind.CALL, text, actor, form_key)


@transaction.atomic
def send_reply(
    pk: UUID,
    text: str,
    actor: AbstractBaseUser,
    form_key: UUID,
    *,
    then: str = "",
    seen: str = "",
    thread: int | None = None,
) -> Entry:
    """Store a reply with the job that sends it; the same text with the same key leaves once.

    The enquiry goes to the state `then`, as answered when that is closed, if there is a way.
    Raises `CannotReplyError`; `NewerEntryError` when there are no longer as many entries as
    `thread` says; `CannotMoveError` when it no longer stands where it was `seen`; `ValueError`
    for no text or too much of it; or `Enquiry.DoesNotExist`.
    """
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=pk)
    if known := _known(enquiry, Entry.Kind.REPLY, text, form_key):
        return known
    if thread not in (None, Entry.objects.about(enquiry).count()):
        raise NewerEntryError
    if seen not in ("", enquiry.state):
        raise CannotMoveError
    entry = _add(pk, Entry.Kind.REPLY, text, actor, form_key)
    if then in TRANSITIONS[enquiry.state]:
        move(enquiry, then, actor, ClosingReason.ANSWERED if then == State.CLOSED else "")
    return entry


@transaction.atomic
def try_delivery_again(delivery_pk: int, actor: AbstractBaseUser) -> Delivery:
    """Begin a delivery that was given up anew, under its old `Message-ID`.

    One that has left or is still on its way stays as it is. Raises `Delivery.DoesNotExist`;
    `CannotReplyError` for what would go to her while she may not be written to.
    """
    delivery = Delivery.objects.select_for_update().get(pk=delivery_pk)
    if delivery.failed_at is None:
        return delivery
    if delivery.goes_to_her and not may_reply(delivery.enquiry):
        raise CannotReplyError
    delivery.failed_at, delivery.let_go_at, delivery.last_error = None, None, ""
    delivery.give_up_at = timezone.now() + GIVE_UP_AFTER
    delivery.save()
    tasks.deliver.defer(delivery_id=delivery.pk)
    EnquiryEvent.objects.record(
        EnquiryEvent.Kind.TRIED_AGAIN, delivery.enquiry_id, actor, subject=str(delivery.pk)
    )
    return delivery


@transaction.atomic
def let_delivery_go(delivery_pk: int, actor: AbstractBaseUser) -> Delivery:
    """Say that nothing is left to do about what was not delivered; twice does nothing.

    What has left or is on its way stays as it is. Raises `Delivery.DoesNotExist`.
    """
    delivery = Delivery.objects.select_for_update().get(pk=delivery_pk)
    if not delivery.is_not_delivered:
        return delivery
    delivery.let_go_at = timezone.now()
    delivery.save(update_fields=["let_go_at"])
    EnquiryEvent.objects.record(
        EnquiryEvent.Kind.LET_GO, delivery.enquiry_id, actor, subject=str(delivery.pk)
    )
    return delivery


def _known(enquiry: Enquiry, kind: str, text: str, form_key: UUID) -> Entry | None:
    return enquiry.entries.filter(pk=Entry.key_of(form_key, enquiry.pk, kind, text)).first()


def _add(pk: UUID, kind: str, text: str, actor: AbstractBaseUser, form_key: UUID) -> Entry:
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise ValueError("There is no text, or too much of it.")
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=pk)
    if known := _known(enquiry, kind, text, form_key):
        return known
    if kind == Entry.Kind.REPLY and not may_reply(enquiry):
        raise CannotReplyError
    key = Entry.key_of(form_key, enquiry.pk, kind, text)
    entry = Entry(id=key, enquiry=enquiry, kind=kind, author=actor, text=text)
    entry.save(force_insert=True)
    if kind == Entry.Kind.REPLY:
        delivery = Delivery.objects.create(
            enquiry=enquiry,
            entry=entry,
            kind=Delivery.Kind.REPLY,
            message_id=notifications.make_message_id(),
        )
        tasks.deliver.defer(delivery_id=delivery.pk)
    if kind != Entry.Kind.NOTE and enquiry.first_answered_at is None:
        enquiry.first_answered_at = entry.created_at
        enquiry.save(update_fields=["first_answered_at"])
    EnquiryEvent.objects.record(EVENTS[kind], enquiry, actor, subject=str(entry.pk))
    return entry
