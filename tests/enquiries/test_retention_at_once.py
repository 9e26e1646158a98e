"""Retention runs that meet each other, are killed, or meet somebody at work."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from aged import aged
from django.db import DatabaseError, connection, transaction
from waiting import execute, wait_until_somebody_waits

from enquiries import retention
from enquiries.actions import AnotherRunError, erase, hold, run_retention
from enquiries.actions.retention_run import LOCK
from enquiries.models import Enquiry, EnquiryEvent, RetentionPolicy, Tombstone
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("committed_letterbox", "tombstone_file")


def run() -> int | None:
    """How many a run deleted; None when another one was at work."""
    try:
        return run_retention().due
    except AnotherRunError:
        return None
    finally:
        connection.close()


def test_a_run_beside_another_one_does_nothing():
    aged(90)
    execute("SELECT pg_advisory_lock(%s, %s)", *LOCK)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(run).result() is None
    assert Enquiry.objects.count() == 1
    execute("SELECT pg_advisory_unlock(%s, %s)", *LOCK)
    assert run() == 1


def test_four_runs_at_once_delete_each_enquiry_once():
    for _ in range(12):
        aged(90)
    with ThreadPoolExecutor(4) as pool:
        counts = [future.result() for future in [pool.submit(run) for _ in range(4)]]
    assert sum(count or 0 for count in counts) == 12
    assert EnquiryEvent.objects.filter(kind="deleted").count() == 12
    assert Tombstone.objects.count() == 12


def test_a_run_that_was_killed_half_way_is_made_whole_by_the_next():
    for _ in range(4):
        aged(90)
    due = retention.due_for_deletion(RetentionPolicy.load(), retention.database_now())
    # At the third deletion the server ends the connection: what a kill leaves behind.
    execute(
        "CREATE FUNCTION fall() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " PERFORM pg_terminate_backend(pg_backend_pid()); RETURN OLD; END $$"
    )
    execute(
        "CREATE TRIGGER fall BEFORE DELETE ON enquiries_enquiry FOR EACH ROW"
        f" WHEN (OLD.id = '{due[2].id}') EXECUTE FUNCTION fall()"
    )
    with pytest.raises(DatabaseError):
        run_retention()
    connection.close()
    left = set(Enquiry.objects.values_list("pk", flat=True))
    assert left == {due[2].id, due[3].id}
    assert EnquiryEvent.objects.filter(kind="deleted").count() == Tombstone.objects.count() == 2
    execute("DROP TRIGGER fall ON enquiries_enquiry")
    assert run() == 2
    assert Tombstone.objects.count() == 4


def test_what_is_put_on_hold_while_a_run_is_at_work_is_kept():
    enquiry, officer = aged(90), make_staff("Privacy officer")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hold([enquiry.pk], "hold_complaint", officer)
            running = pool.submit(run)
            wait_until_somebody_waits()
        assert running.result() == 0
    assert Enquiry.objects.get().is_on_hold


def test_an_erasure_and_a_run_at_the_same_moment_leave_one_tombstone():
    enquiry, officer = aged(90), make_staff("Privacy officer")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            erase([enquiry.pk], "id_wrote_back", officer)
            running = pool.submit(run)
            wait_until_somebody_waits()
        assert running.result() == 0
    assert Tombstone.objects.get().reason == "erased"
    assert set(EnquiryEvent.objects.values_list("kind", flat=True)) == {
        "received",
        "erased",
        "retention_run",
    }
