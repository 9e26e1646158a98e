"""Checking the audit trail: each event's hash, computed anew and compared.

The database chains events (migration 0002); this computes the same in Python, so that a
change of a row, of the trigger or of its function shows.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum

from enquiries.models import EnquiryEvent, TrailStart

CHUNK = 2000


class Fault(StrEnum):
    """What is wrong with an event; each is a sentence that names its position."""

    MISSING = "Event {position} is missing."
    TOUCHED = "Event {position} was changed: its hash is not that of what it says."
    UNCHAINED = "Event {position} was changed: the next one was chained to another hash."
    BEHIND = "Event {position} is missing: the end of the trail was cut off."
    OTHER = "Event {position} was changed: it is not the one that was noted."
    DELETED_IN_TIME = "Event {position} was deleted after its six years: take a later head."


@dataclass(frozen=True)
class Head:
    """The last event that a check came to: its position and its hash in hex."""

    position: int = 0
    hash: str = ""

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"


@dataclass(frozen=True)
class Finding:
    """The first event with which something is wrong."""

    position: int
    fault: Fault

    def __str__(self) -> str:
        return self.fault.format(position=self.position)


def verify(expected: Head | None = None) -> tuple[Head, Finding | None]:
    """Go through the trail; return how far it is whole, and the first fault.

    Nothing in the trail itself tells that its end was cut off, or that everything was
    written anew: that takes a head that was noted elsewhere before (the daily job logs it).
    What was deleted after its six years is not missing; a head from before it tells nothing.
    """
    head = start = _start()
    if expected and expected.position == start.position and expected != start:
        return head, Finding(start.position, Fault.OTHER)
    for event in _events():
        if finding := _fault_of(event, head, expected):
            return head, finding
        head = Head(event.position, bytes(event.hash).hex())
    if expected and expected.position < start.position:
        return head, Finding(expected.position, Fault.DELETED_IN_TIME)
    if expected and head.position < expected.position:
        return head, Finding(head.position + 1, Fault.BEHIND)
    return head, None


def _start() -> Head:
    """Where the trail begins: after the last event that was deleted in its time, if any was."""
    last = TrailStart.objects.last()
    return Head(last.position, bytes(last.hash).hex()) if last else Head()


def _events() -> Iterable[EnquiryEvent]:
    """Every event in its order, by a cursor in the database: one state, little memory."""
    return EnquiryEvent.objects.order_by("position").iterator(chunk_size=CHUNK)


def _fault_of(event: EnquiryEvent, before: Head, expected: Head | None) -> Finding | None:
    if event.position != before.position + 1:
        return Finding(before.position + 1, Fault.MISSING)
    if None in (event.hash, event.previous_hash) or bytes(event.hash) != hash_of(event):
        return Finding(event.position, Fault.TOUCHED)
    if bytes(event.previous_hash).hex() != before.hash:
        return Finding(max(before.position, 1), Fault.UNCHAINED)
    if (
        expected
        and expected.position == event.position
        and expected.hash != bytes(event.hash).hex()
    ):
        return Finding(event.position, Fault.OTHER)
    return None


def hash_of(event: EnquiryEvent) -> bytes:
    """The hash that an event should have: as `enquiry_event_chain` computes it."""
    happened = event.happened_at and event.happened_at.astimezone(UTC)
    says = [
        event.position,
        event.kind,
        event.enquiry_id and str(event.enquiry_id),
        event.actor_id,
        event.state_before,
        event.state_after,
        event.reason,
        event.subject,
        event.count,
        happened and f"{happened:%Y-%m-%dT%H:%M:%S.%f}",
        bytes(event.previous_hash or b"").hex(),
    ]
    return hashlib.sha256(json.dumps(says, ensure_ascii=False).encode()).digest()
