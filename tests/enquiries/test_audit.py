"""The audit trail: nobody changes it unseen, and everybody's deeds stand in one chain."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from aged import receive, tamper
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from enquiries import audit
from enquiries.models import EnquiryEvent
from tests.factories import make_staff

EVENTS = EnquiryEvent.objects


@pytest.fixture
def trail(letterbox):
    """Nine events, with every field used."""
    actor, enquiry = make_staff("Enquiry lead"), receive()
    for number in range(8):
        EVENTS.record(
            "state_changed",
            enquiry,
            actor,
            state_before="new",
            state_after="closed",
            reason='„odd" \\ \n ü',
            subject=str(number),
            count=number,
        )
    return enquiry


def finding() -> audit.Finding | None:
    return audit.verify()[1]


def verify(*arguments: str) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("verify_audit", *arguments)
    return str(caught.value)


def test_a_trail_that_nobody_touched_is_whole_and_its_head_is_printed(trail, capsys):
    call_command("verify_audit")
    last = EVENTS.last()
    assert f"Its head: {last.position}:{bytes(last.hash).hex()}" in capsys.readouterr().out
    assert last.position == 9


CHANGES = {
    "kind": "kind = 'opened'",
    "enquiry_id": "enquiry_id = '019c0000-0000-7000-8000-000000000000'",
    "no_enquiry": "enquiry_id = NULL",
    "actor_id": "actor_id = actor_id + 1",
    "no_actor": "actor_id = NULL",
    "state_before": "state_before = ''",
    "state_after": "state_after = 'spam'",
    "reason": "reason = reason || ' '",
    "subject": "subject = ''",
    "count": "count = count + 1",
    "no_count": "count = NULL",
    "happened_at": "happened_at = happened_at + interval '1 microsecond'",
    "no_time": "happened_at = NULL",
    "previous_hash": "previous_hash = sha256('x')",
    "no_previous_hash": "previous_hash = NULL",
    "hash": "hash = sha256('x')",
    "no_hash": "hash = NULL",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_field_that_is_changed_is_found_and_its_row_named(trail, change):
    tamper(f"UPDATE {{events}} SET {change} WHERE position = 5")
    assert finding() == audit.Finding(5, audit.Fault.TOUCHED)
    assert "Event 5 was changed" in verify()


def test_a_change_with_a_fitting_new_hash_is_found_by_the_row_after_it(trail):
    event = EVENTS.get(position=5)
    event.reason = "something else"
    tamper(
        "UPDATE {events} SET reason = %s, hash = %s WHERE position = 5",
        event.reason,
        audit.hash_of(event),
    )
    assert finding() == audit.Finding(5, audit.Fault.UNCHAINED)


@pytest.mark.parametrize("position", [1, 5])
def test_a_row_that_was_taken_out_is_named(trail, position):
    tamper("DELETE FROM {events} WHERE position = %s", position)
    assert finding() == audit.Finding(position, audit.Fault.MISSING)


def test_two_rows_that_changed_places_are_found(trail):
    tamper("UPDATE {events} SET position = -position WHERE position IN (4, 6)")
    tamper("UPDATE {events} SET position = 10 + position WHERE position < 0")
    assert finding() == audit.Finding(4, audit.Fault.TOUCHED)


def test_a_cut_off_end_is_found_by_a_head_that_was_noted_before(trail):
    noted, _ = audit.verify()
    tamper("DELETE FROM {events} WHERE position > 7")
    assert audit.verify()[1] is None
    assert "Event 8 is missing: the end of the trail was cut off." in verify("--expect", str(noted))


def test_a_trail_that_was_written_anew_is_found_by_a_head_that_was_noted_before(trail):
    noted, _ = audit.verify()
    tamper("TRUNCATE {events}")
    for _ in range(12):
        EVENTS.record("opened", trail)
    assert audit.verify()[1] is None
    assert "it is not the one that was noted" in verify("--expect", str(noted))
    assert "takes POSITION:HASH" in verify("--expect", "12")


def test_a_head_that_was_noted_long_ago_is_no_fault(trail):
    noted, _ = audit.verify()
    EVENTS.record("opened", trail)
    assert audit.verify(noted) == (audit.verify()[0], None)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE {} SET reason = ''", "DELETE FROM {} WHERE position = 9", "TRUNCATE {}"],
)
def test_the_database_refuses_to_change_or_delete_events(trail, sql):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql.format(EnquiryEvent._meta.db_table))
    assert EVENTS.count() == 9


def test_whoever_writes_a_row_cannot_choose_its_place_its_time_or_its_hash(trail):
    long_ago = timezone.now() - timedelta(days=900)
    EVENTS.create(kind="opened", position=77, happened_at=long_ago, hash=b"x", previous_hash=b"y")
    assert audit.verify()[0].position == 10
    assert EVENTS.get(position=10).happened_at > long_ago + timedelta(days=800)
    assert finding() is None


def test_eight_writers_at_once_make_one_chain_without_a_gap(committed_letterbox):
    enquiry = receive()

    def write(number: int) -> None:
        try:
            for turn in range(25):
                with transaction.atomic():
                    EVENTS.record("opened", enquiry, count=number, subject=str(turn))
                    if turn % 10 == 9:
                        transaction.set_rollback(True)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    head, fault = audit.verify()
    assert fault is None
    # The enquiry's own event and eight times the 23 that were not rolled back.
    assert head.position == EVENTS.count() == 1 + 8 * 23
