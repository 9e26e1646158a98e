"""Enquiries of a given age and state, and a trail that somebody tampers with."""

from datetime import timedelta
from uuid import uuid4

from django.db import connection
from django.db.models import F

from enquiries import audit
from enquiries.actions import receive_enquiry
from enquiries.models import Enquiry, EnquiryEvent, Wording


def receive(**changes) -> Enquiry:
    """Store an enquiry as the form does, with its receipts."""
    wordings = Wording.objects.by_purpose("en")
    shown = [wordings[purpose] for purpose in ("consent", "notice") if purpose in wordings]
    words = {"name": "Maryam Quagga", "email": "maryam@example.org", "message": "A trial?"}
    words |= {"submission_key": uuid4(), "language": "en", "wordings": shown} | changes
    return Enquiry.objects.get(pk=receive_enquiry(**words).pk)


def aged(days: float = 0, **fields) -> Enquiry:
    """An enquiry that has been in its state for so many days."""
    enquiry = receive()
    fields = {"state": Enquiry.State.CLOSED, "closing_reason": "answered"} | fields
    Enquiry.objects.filter(pk=enquiry.pk).update(**fields)
    let_pass(days, enquiry)
    enquiry.refresh_from_db()
    return enquiry


def let_pass(days: float, *enquiries: Enquiry) -> None:
    """Make enquiries older: the database's clock is nobody's to turn."""
    rows = Enquiry.objects.filter(pk__in=[each.pk for each in enquiries])
    ago = timedelta(days=days)
    rows.update(created_at=F("created_at") - ago, state_changed_at=F("state_changed_at") - ago)


def tamper(sql: str, *values) -> None:
    """Change the audit trail as only the owner of its table can."""
    table = EnquiryEvent._meta.db_table
    with connection.cursor() as cursor:
        # Rows that this transaction wrote have checks waiting, and ALTER TABLE refuses then.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql.replace("{events}", table), values)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def age_trail(years: float, up_to: int) -> None:
    """Rewrite the trail as if its events up to a position had happened so long ago."""
    before = b""
    for event in EnquiryEvent.objects.order_by("position"):
        if event.position <= up_to:
            event.happened_at -= timedelta(days=years * 365.25)
        event.previous_hash = before
        before = audit.hash_of(event)
        tamper(
            "UPDATE {events} SET happened_at = %s, previous_hash = %s, hash = %s"
            " WHERE position = %s",
            event.happened_at,
            event.previous_hash,
            before,
            event.position,
        )


def kinds(enquiry_id=None) -> list[str]:
    """The kinds of events in their order, of one enquiry or of those of none."""
    return list(EnquiryEvent.objects.filter(enquiry_id=enquiry_id).values_list("kind", flat=True))
