"""The audit trail is kept for six years, and what is left of it can still be checked."""

import pytest
from aged import age_trail, receive, tamper
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from enquiries import audit
from enquiries.actions import record_export, shorten_trail
from enquiries.models import EnquiryEvent, EnquiryExport, TrailStart
from tests.factories import make_staff

EVENTS = EnquiryEvent.objects


@pytest.fixture
def trail(letterbox):
    """Ten events, the first of them the arrival of an enquiry."""
    enquiry = receive()
    for number in range(9):
        EVENTS.record("opened", enquiry, count=number)
    return enquiry


def positions() -> list[int]:
    return list(EVENTS.values_list("position", flat=True))


def run_sql(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql)


def test_what_is_older_than_six_years_goes_and_the_rest_is_whole(trail):
    age_trail(6.1, up_to=4)
    assert shorten_trail() == 4
    assert positions() == [5, 6, 7, 8, 9, 10, 11]
    assert (EVENTS.last().kind, EVENTS.last().count) == ("trail_shortened", 4)
    assert audit.verify() == (audit.Head(11, bytes(EVENTS.last().hash).hex()), None)
    assert shorten_trail() == 0
    assert positions() == [5, 6, 7, 8, 9, 10, 11]


def test_what_is_younger_stays(trail):
    age_trail(5.9, up_to=10)
    assert shorten_trail() == 0
    assert positions() == list(range(1, 11))
    assert not TrailStart.objects.exists()


def test_a_trail_of_which_everything_is_old_goes_on_where_it_was(trail):
    age_trail(7, up_to=10)
    assert shorten_trail() == 10
    assert positions() == [11]
    EVENTS.record("opened", trail)
    assert positions() == [11, 12]
    assert audit.verify()[1] is None


def test_an_empty_trail_is_left_alone(letterbox):
    tamper("TRUNCATE {events}")
    assert shorten_trail() == 0
    assert positions() == []


def test_the_reasons_of_exports_go_with_their_events(trail):
    record_export(make_staff("Enquiry lead"), "csv", 3, "For the yearly report", has_words=False)
    age_trail(6.1, up_to=11)
    EnquiryExport.objects.update(made_at=EVENTS.get(position=11).happened_at)
    record_export(make_staff("Enquiry handler"), "csv", 2, "For the next one", has_words=True)
    assert shorten_trail() == 11
    assert EnquiryExport.objects.get().reason == "For the next one"


def test_what_is_taken_out_of_a_shortened_trail_is_found(trail):
    age_trail(6.1, up_to=4)
    shorten_trail()
    tamper("DELETE FROM {events} WHERE position = 5")
    assert audit.verify()[1] == audit.Finding(5, audit.Fault.MISSING)


def test_a_trail_that_was_touched_is_not_shortened(trail):
    age_trail(6.1, up_to=4)
    tamper("UPDATE {events} SET reason = 'changed' WHERE position = 2")
    assert shorten_trail() == 0
    assert audit.verify()[1] == audit.Finding(2, audit.Fault.TOUCHED)


def test_a_head_from_before_the_start_says_that_it_is_too_old(trail):
    age_trail(6.1, up_to=4)
    noted = [audit.Head(each.position, bytes(each.hash).hex()) for each in EVENTS.all()]
    shorten_trail()
    assert [audit.verify(head)[1] for head in noted[3:]] == [None] * 7
    with pytest.raises(CommandError, match="Event 3 was deleted after its six years"):
        call_command("verify_audit", "--expect", str(noted[2]))
    other = audit.Head(4, "0" * 64)
    assert audit.verify(other)[1] == audit.Finding(4, audit.Fault.OTHER)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM enquiries_enquiryevent WHERE position = 4",
        "DELETE FROM enquiries_enquiryevent WHERE position = 5",
        "INSERT INTO enquiries_trailstart (position, hash, made_at)"
        " SELECT position, hash, now() FROM enquiries_enquiryevent WHERE position = 5",
        "INSERT INTO enquiries_trailstart (position, hash, made_at) VALUES (4, 'x', now())",
    ],
    ids=["old but no start", "young", "start after a young one", "start with another hash"],
)
def test_the_database_lets_nothing_go_before_its_time(trail, sql):
    age_trail(6.1, up_to=4)
    with pytest.raises(DatabaseError, match="audit trail"):
        run_sql(sql)
    assert positions() == list(range(1, 11))


@pytest.mark.parametrize(
    "sql", ["UPDATE {} SET hash = 'x'", "DELETE FROM {}", "TRUNCATE {}"], ids=lambda sql: sql[:8]
)
def test_the_database_refuses_to_change_where_the_trail_begins(trail, sql):
    age_trail(6.1, up_to=4)
    shorten_trail()
    with pytest.raises(DatabaseError, match="append-only"):
        run_sql(sql.format(TrailStart._meta.db_table))
