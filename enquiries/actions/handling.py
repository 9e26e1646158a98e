"""Staff take an enquiry up, pass it on, and say where it stands."""

from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from enquiries.actions.due_times import due_time
from enquiries.actions.locking import locked
from enquiries.models import ClosingReason, Enquiry, EnquiryEvent, State

# From where to where. What was put aside as spam by mistake begins anew.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    State.NEW: (State.IN_PROGRESS, State.WAITING, State.CLOSED, State.SPAM),
    State.IN_PROGRESS: (State.WAITING, State.CLOSED, State.SPAM),
    State.WAITING: (State.IN_PROGRESS, State.CLOSED, State.SPAM),
    State.CLOSED: (State.IN_PROGRESS,),
    State.SPAM: (State.NEW,),
}
WAITS_FOR_US = (State.NEW, State.IN_PROGRESS)
STANDING = ("state", "closing_reason", "state_changed_at")
DUE = ("due_from_at", "due_at")


class CannotMoveError(Exception):
    """There is no way from the enquiry's state to the wanted one."""


class TakenError(Exception):
    """Somebody else has it already."""

    def __init__(self, assignee: AbstractBaseUser):
        super().__init__()
        self.assignee = assignee


@transaction.atomic
def open_enquiry(pk: UUID, actor: AbstractBaseUser) -> Enquiry:
    """Return an enquiry with its words, after writing down who looked.

    It counts as read from then on. Raises `Enquiry.DoesNotExist`.
    """
    enquiry = Enquiry.objects.with_related().get(pk=pk)
    if enquiry.is_unread:
        Enquiry.objects.filter(pk=pk).update(is_unread=False)
    EnquiryEvent.objects.record(EnquiryEvent.Kind.OPENED, enquiry, actor)
    return enquiry


@transaction.atomic
def change_state(
    pk: UUID, state: str, actor: AbstractBaseUser, *, reason: str = "", seen: str = ""
) -> Enquiry:
    """Give an enquiry a state and write down who did; the same state again does nothing.

    Closing needs a reason. Raises `Enquiry.DoesNotExist`; `CannotMoveError` when there is no
    way, when it no longer stands where it was `seen`, or when it was merged into another.
    """
    enquiry = locked(pk)
    if enquiry.state == state:
        return enquiry
    is_free = enquiry.merged_into_id is None
    is_known = reason in ClosingReason.values if state == State.CLOSED else not reason
    is_as_seen = seen in ("", enquiry.state)
    if not (is_free and is_known and is_as_seen and state in TRANSITIONS[enquiry.state]):
        raise CannotMoveError
    if state == State.SPAM:
        # Somebody has judged it: it is not among those that only a machine put aside.
        enquiry.is_unread = False
        enquiry.save(update_fields=["is_unread"])
    move(enquiry, state, actor, reason)
    return enquiry


@transaction.atomic
def take_enquiry(pk: UUID, actor: AbstractBaseUser) -> Enquiry:
    """Assign an enquiry to oneself; a new one is in progress then.

    Of two at the same time one wins. Raises `TakenError`, `Enquiry.DoesNotExist`, and
    `CannotMoveError` for one that was merged.
    """
    enquiry = locked(pk)
    if enquiry.assignee_id not in (None, actor.pk):
        raise TakenError(enquiry.assignee)
    if enquiry.assignee_id is None:
        _assign(enquiry, actor, actor)
    if enquiry.state == State.NEW:
        move(enquiry, State.IN_PROGRESS, actor)
    return enquiry


@transaction.atomic
def assign_enquiry(pk: UUID, assignee: AbstractBaseUser | None, actor: AbstractBaseUser) -> Enquiry:
    """Give an enquiry to somebody, or back to all; to the same person again does nothing.

    Raises `CannotMoveError` for one that was merged, `Enquiry.DoesNotExist`.
    """
    enquiry = locked(pk)
    if enquiry.assignee_id != (assignee and assignee.pk):
        _assign(enquiry, assignee, actor)
    return enquiry


@transaction.atomic
def give_back(pk: UUID, actor: AbstractBaseUser) -> Enquiry:
    """Make nobody's what is one's own. Raises `TakenError`, `Enquiry.DoesNotExist`."""
    enquiry = locked(pk)
    if enquiry.assignee_id not in (None, actor.pk):
        raise TakenError(enquiry.assignee)
    if enquiry.assignee_id is not None:
        _assign(enquiry, None, actor)
    return enquiry


def move(enquiry: Enquiry, state: str, actor: AbstractBaseUser | None, reason: str = "") -> None:
    """Write a change of state, whether it waits for us, and its event."""
    before, enquiry.state = enquiry.state, state
    enquiry.closing_reason = reason
    enquiry.state_changed_at = timezone.now()
    if before not in WAITS_FOR_US and state in WAITS_FOR_US:
        enquiry.due_from_at = enquiry.state_changed_at
        enquiry.due_at = due_time(enquiry.due_from_at)
    elif state not in WAITS_FOR_US:
        enquiry.due_from_at = enquiry.due_at = None
    enquiry.save(update_fields=[*STANDING, *DUE])
    EnquiryEvent.objects.record(
        EnquiryEvent.Kind.STATE_CHANGED,
        enquiry,
        actor,
        state_before=before,
        state_after=state,
        reason=reason,
    )


def _assign(enquiry: Enquiry, assignee: AbstractBaseUser | None, actor: AbstractBaseUser) -> None:
    """Write whose it is, with all that was merged into it, and its event."""
    if enquiry.merged_into_id is not None:
        raise CannotMoveError
    enquiry.assignee = assignee
    enquiry.save(update_fields=["assignee"])
    enquiry.merged.update(assignee=assignee)
    subject = str(assignee.pk) if assignee else ""
    EnquiryEvent.objects.record(EnquiryEvent.Kind.ASSIGNED, enquiry, actor, subject=subject)
