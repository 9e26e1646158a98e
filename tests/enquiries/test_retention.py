"""What is deleted when its time is over, and everything that must not be."""

from datetime import timedelta

import pytest
import time_machine
from aged import aged, kinds
from django.core.management import CommandError, call_command
from django.utils import timezone

from enquiries import retention, tasks
from enquiries.actions import hold, run_retention
from enquiries.models import (
    ConsentReceipt,
    Delivery,
    Enquiry,
    EnquiryEvent,
    Entry,
    RetentionPolicy,
    RetentionRun,
    Tombstone,
)
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("letterbox", "tombstone_file")
MONTHS = 30.5


def left() -> set:
    return set(Enquiry.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("days", "fields"),
    [
        (90, {}),
        (30, {"closing_reason": "became_patient"}),
        (30, {"state": "spam", "closing_reason": ""}),
    ],
)
def test_it_is_deleted_on_its_day_and_not_an_hour_before(days, fields):
    early, due = aged(days - 1 / 24, **fields), aged(days, **fields)
    run = run_retention()
    assert left() == {early.pk}
    assert (run.due, run.refused) == (1, "")
    assert kinds(due.pk)[-1] == "deleted"


@pytest.mark.parametrize("state", ["new", "in_progress", "waiting"])
def test_what_was_never_closed_is_kept_for_twelve_months(state):
    young = aged(364, state=state, closing_reason="")
    old = aged(367, state=state, closing_reason="")
    run_retention()
    assert left() == {young.pk}
    assert EnquiryEvent.objects.get(kind="deleted", enquiry_id=old.pk).reason == "unanswered"


def test_what_staff_still_talk_about_is_not_old():
    enquiry = aged(500, state="in_progress", closing_reason="")
    Entry(enquiry=enquiry, kind="note", text="She rang again.").save(force_insert=True)
    run_retention()
    assert left() == {enquiry.pk}


def test_what_she_sent_after_it_was_closed_is_not_deleted_with_it_a_note_of_staff_is():
    heard, noted = aged(500), aged(500)
    Entry(enquiry=heard, kind="addition", text="Please!").save(force_insert=True)
    Entry(enquiry=noted, kind="note", text="Closed, really.").save(force_insert=True)
    run_retention()
    assert left() == {heard.pk}


def test_what_is_on_hold_is_kept_and_counted():
    enquiry = aged(500)
    hold([enquiry.pk], "hold_complaint", make_staff("Privacy officer"))
    assert run_retention().on_hold == 1
    assert left() == {enquiry.pk}


def test_merged_enquiries_go_together_when_the_time_of_the_last_one_is_over():
    root = aged(100)
    first = aged(400, merged_into=root, closing_reason="merged")
    last = aged(10, merged_into=first, closing_reason="merged")
    run_retention()
    assert left() == {root.pk, first.pk, last.pk}
    Enquiry.objects.filter(pk=last.pk).update(
        created_at=root.created_at, state_changed_at=root.created_at
    )
    assert run_retention().closed == 3
    assert left() == set()


def test_one_of_the_merged_on_hold_keeps_all_of_them():
    root = aged(100)
    kept = aged(100, merged_into=root, is_on_hold=True)
    run_retention()
    assert left() == {root.pk, kept.pk}


def test_a_merged_enquiry_that_was_opened_again_keeps_the_other_one():
    root = aged(100)
    merged = aged(100, merged_into=root, state="in_progress", closing_reason="")
    run_retention()
    assert left() == {root.pk, merged.pk}


def test_enquiries_that_were_merged_in_a_ring_are_left_alone():
    first, second = aged(400), aged(400)
    Enquiry.objects.filter(pk=first.pk).update(merged_into=second)
    Enquiry.objects.filter(pk=second.pk).update(merged_into=first)
    assert run_retention().due == 0


def test_an_open_enquiry_keeps_what_was_merged_into_it():
    root = aged(100, state="in_progress", closing_reason="")
    merged = aged(100, merged_into=root, closing_reason="merged")
    run_retention()
    assert left() == {root.pk, merged.pk}


def test_everything_of_it_goes_and_a_tombstone_and_a_code_stay():
    enquiry = aged(90)
    Entry(enquiry=enquiry, kind="note", text="A note.").save(force_insert=True)
    assert enquiry.receipts.count() == 2
    run = run_retention()
    assert not ConsentReceipt.objects.exists()
    assert not Delivery.objects.exists()
    assert not Entry.objects.exists()
    assert bytes(Tombstone.objects.get().digest) == Tombstone.digest_of(enquiry.pk)
    event = EnquiryEvent.objects.get(kind="retention_run")
    assert (event.subject, event.count, event.enquiry_id) == (str(run.pk), 1, None)


def test_a_message_about_a_deleted_enquiry_never_leaves(mailoutbox):
    enquiry = aged(90)
    delivery = enquiry.deliveries.get(kind="staff_notice")
    run_retention()
    tasks.deliver.func(delivery.pk)
    assert mailoutbox == []


def test_a_dry_run_counts_and_deletes_nothing(capsys):
    enquiry = aged(90)
    before = EnquiryEvent.objects.count()
    call_command("run_retention", "--dry-run")
    assert "1 due, none deleted: 1 closed" in capsys.readouterr().out
    assert left() == {enquiry.pk}
    assert EnquiryEvent.objects.count() == before
    assert RetentionRun.objects.get().is_dry_run


def test_more_than_the_policy_allows_at_once_deletes_nothing_and_says_so():
    RetentionPolicy.objects.create(most_at_once=2)
    for _ in range(3):
        aged(90)
    with pytest.raises(CommandError, match="More were due than the policy allows"):
        call_command("run_retention")
    assert Enquiry.objects.count() == 3
    run = RetentionRun.objects.get()
    assert (run.refused, run.due) == ("too_many", 3)
    event = EnquiryEvent.objects.get(kind="retention_run")
    assert (event.reason, event.count) == ("too_many", 0)


def test_a_policy_that_was_tampered_with_deletes_nothing_before_the_floor():
    aged(29), aged(11 * MONTHS, state="new", closing_reason="")
    RetentionPolicy.objects.create(closed_days=0, unanswered_months=0)
    assert run_retention().refused == "out_of_bounds"
    policy = RetentionPolicy(closed_days=0, unanswered_months=0, spam_days=0, patient_days=0)
    assert retention.due_for_deletion(policy, retention.database_now()) == []
    assert Enquiry.objects.count() == 2


def test_a_policy_that_was_tampered_with_keeps_nothing_beyond_the_ceiling():
    enquiry = aged(1096)
    policy = RetentionPolicy(closed_days=30000)
    assert [e.id for e in retention.due_for_deletion(policy, timezone.now())] == [enquiry.pk]


def test_a_database_clock_that_stands_before_the_last_run_deletes_nothing():
    aged(90)
    RetentionRun.objects.create(ran_at=timezone.now() + timedelta(minutes=5))
    assert run_retention().refused == "clock_went_back"
    assert Enquiry.objects.count() == 1


@pytest.mark.parametrize("hours", [-1.1, 1.1])
def test_clocks_that_differ_by_more_than_an_hour_delete_nothing(hours):
    aged(90)
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        assert run_retention().refused == "clocks_differ"
    assert Enquiry.objects.count() == 1


def test_the_machines_clock_does_not_delete():
    aged(89.99)
    with time_machine.travel(timezone.now() + timedelta(minutes=50)):
        assert run_retention().due == 0


def test_a_second_run_finds_nothing():
    aged(90)
    assert run_retention().due == 1
    assert run_retention().due == 0
    assert Tombstone.objects.count() == 1
