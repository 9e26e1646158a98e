"""Puts the file's enquiries into the inbox, by the same deeds as people do.

Only their times are set by hand, for nobody waits three weeks for an overdue enquiry. The
audit trail cannot be told a time, and so says when they were loaded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from enquiries import actions
from enquiries.actions.due_times import due_time
from enquiries.demo.reader import DemoEnquiry, DemoFileError, demo_key
from enquiries.models import Delivery, Enquiry, EnquiryTopic, Preferences, State, Wording

CANNOT = (
    actions.CannotMoveError,
    actions.CannotMergeError,
    actions.CannotReplyError,
    actions.TakenError,
    Enquiry.DoesNotExist,
    ValueError,
)
TIMES = ("created_at", "state_changed_at", "first_answered_at", "due_from_at", "due_at")
STAFF = {"handler": "handler@example.org", "lead": "lead@example.org"}


def load_enquiries(enquiries: list[DemoEnquiry]) -> int:
    """Store those that were never stored here, all or none; return how many.

    No mail leaves. One that has been deleted since does not come back. Raises
    `DemoFileError`, and one of `actions.STORE_FAULTS`.
    """
    with transaction.atomic():
        return sum(_load(each) for each in enquiries)


def _load(demo: DemoEnquiry) -> bool:
    if Enquiry.objects.filter(submission_key=demo.submission_key).exists():
        return False
    try:
        enquiry = _receive(demo)
    except actions.DeletedSinceError:
        return False
    for number, deed in enumerate(_deeds(demo)):
        try:
            DEEDS[deed.what](enquiry.pk, deed, uuid5(demo.submission_key, str(number)))
        except CANNOT as error:
            raise DemoFileError(f"{demo.key}: {deed} cannot be done.") from error
    _let_time_pass(enquiry.pk, demo)
    return True


def _receive(demo: DemoEnquiry) -> Enquiry:
    topic = EnquiryTopic.objects.in_language(demo.language).filter(name=demo.topic).first()
    if topic is None:
        raise DemoFileError(f"{demo.key}: there is no topic {demo.topic!r} in {demo.language!r}.")
    wordings = Wording.objects.by_purpose(demo.language)
    purposes = [Wording.Purpose.CONSENT, Wording.Purpose.NOTICE]
    if demo.channel == "email":
        purposes.append(Wording.Purpose.EMAIL)
    wishes = {each.name: getattr(demo, each.name) for each in fields(Preferences)}
    return actions.receive_enquiry(
        submission_key=demo.submission_key,
        name=demo.name,
        email=demo.email,
        phone=demo.phone,
        message=demo.message.strip(),
        preferences=Preferences(**wishes),
        topic=topic,
        language=demo.language,
        wordings=[wordings[purpose] for purpose in purposes],
        is_spam=demo.spam,
    )


@dataclass(frozen=True)
class Deed:
    """What was done, and by whom."""

    what: str
    value: str
    actor: AbstractBaseUser

    def __str__(self) -> str:
        return f"{self.what}: {self.value}"


def _deeds(demo: DemoEnquiry) -> Iterator[Deed]:
    """What is to be done with an enquiry; who took it last does what follows."""
    actor = _staff("handler")
    for each in demo.then:
        [(what, value)] = each.items()
        if what not in DEEDS:
            raise DemoFileError(f"{demo.key}: what is to be done here? {each!r}")
        if what == "take":
            actor = _staff(value)
        yield Deed(what, value, actor)


def _merge(pk: UUID, deed: Deed, _key: UUID) -> None:
    other = Enquiry.objects.without_words().get(submission_key=demo_key(deed.value))
    actions.merge_enquiry(pk, other.pk, deed.actor)


def _bounce(pk: UUID, deed: Deed, _key: UUID) -> None:
    Delivery.objects.filter(enquiry=pk, kind=deed.value).update(
        attempts=1, failed_at=timezone.now(), last_error="SMTPRecipientsRefused"
    )


DEEDS = {
    "take": lambda pk, deed, key: actions.take_enquiry(pk, deed.actor),
    "assign": lambda pk, deed, key: actions.assign_enquiry(pk, _staff(deed.value), _staff("lead")),
    "note": lambda pk, deed, key: actions.add_note(pk, deed.value, deed.actor, key),
    "call": lambda pk, deed, key: actions.record_call(pk, deed.value, deed.actor, key),
    "reply": lambda pk, deed, key: actions.send_reply(pk, deed.value, deed.actor, key),
    "state": lambda pk, deed, key: actions.change_state(pk, deed.value, deed.actor),
    "close": lambda pk, deed, key: actions.change_state(
        pk, State.CLOSED, deed.actor, reason=deed.value
    ),
    "merge": _merge,
    "hold": lambda pk, deed, key: actions.hold([pk], deed.value, deed.actor),
    "bounced": _bounce,
}


def _staff(who: str) -> AbstractBaseUser:
    found = get_user_model().objects.filter(email=STAFF.get(who, who)).first()
    if found is None:
        raise DemoFileError(f"There is no {who!r}: run create_demo_staff first.")
    return found


def _let_time_pass(pk: UUID, demo: DemoEnquiry) -> None:
    """Give the enquiry, what was said of it and its mails the times of the file."""
    now = timezone.now()
    received = now - timedelta(days=demo.received)
    answered = now - timedelta(days=demo.received if demo.answered is None else demo.answered)
    enquiry = Enquiry.objects.without_words().get(pk=pk)
    enquiry.created_at, enquiry.state_changed_at = received, answered
    if enquiry.first_answered_at:
        enquiry.first_answered_at = answered
    if enquiry.due_at:
        enquiry.due_from_at, enquiry.due_at = received, due_time(received)
    # Whoever did something with it has read it.
    enquiry.is_unread = not any(deed.keys() - {"assign"} for deed in demo.then)
    enquiry.save(update_fields=[*TIMES, "is_unread"])
    for days, key in enumerate(enquiry.entries.values_list("pk", flat=True)):
        then = min(now, answered + timedelta(days=days))
        enquiry.entries.filter(pk=key).update(created_at=then)
    _settle(enquiry, received, answered)


def _settle(enquiry: Enquiry, received: datetime, answered: datetime) -> None:
    """No mail leaves: the jobs find their messages settled, and nobody is at these addresses."""
    enquiry.deliveries.update(created_at=received)
    enquiry.deliveries.unsettled().update(sent_at=received, attempts=1, last_attempt_at=received)
    replies = enquiry.deliveries.filter(kind=Delivery.Kind.REPLY)
    replies.update(created_at=answered, last_attempt_at=answered)
    replies.filter(failed_at=None).update(sent_at=answered)
