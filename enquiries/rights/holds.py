"""What is on hold, since when, why and by whom: as the audit trail tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from enquiries.models import Enquiry, EnquiryEvent, HoldReason


@dataclass(frozen=True)
class Hold:
    """A hold in words. Without an event (older than the trail is kept) only that it is there."""

    enquiry: Enquiry
    reason: str = ""
    since: datetime | None = None
    by: str = ""


def holds(enquiries: Iterable[Enquiry]) -> dict[UUID, Hold]:
    """Return the holds of those of the enquiries that are on hold."""
    held = {each.pk: each for each in enquiries if each.is_on_hold}
    events = EnquiryEvent.objects.filter(kind=EnquiryEvent.Kind.HELD, enquiry_id__in=held)
    last = {event.enquiry_id: event for event in events.select_related("actor")}
    return {pk: _hold(enquiry, last.get(pk)) for pk, enquiry in held.items()}


def all_holds() -> list[Hold]:
    """Return every hold, that of the oldest enquiry first."""
    held = Enquiry.objects.filter(is_on_hold=True).for_a_list().order_by("created_at", "pk")
    return list(holds(held).values())


def _hold(enquiry: Enquiry, event: EnquiryEvent | None) -> Hold:
    if event is None:
        return Hold(enquiry)
    reason = str(dict(HoldReason.choices).get(event.reason, event.reason))
    return Hold(enquiry, reason, event.happened_at, str(event.actor or ""))
