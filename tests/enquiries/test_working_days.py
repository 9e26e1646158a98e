"""By when staff want to answer: working days, in the clinic's own time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from filling_in import store
from hypothesis import given
from hypothesis import strategies as st

from enquiries.actions.due_times import renew_due_times
from enquiries.models import AnsweringSettings, Enquiry, Holiday
from enquiries.working_days import WorkingDays

WEEK = frozenset(range(5))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
days = st.dates(date(2024, 1, 1), date(2030, 2, 1))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-26 10:00", "2026-11-30"),  # Thursday, then Friday and Monday
        ("2026-11-27 23:59", "2026-12-01"),
        ("2026-11-28 12:00", "2026-12-01"),  # Saturday
        ("2026-03-27 10:00", "2026-03-31"),  # over the change of the clocks
    ],
)
def test_two_working_days_leave_out_the_weekend(received, due):
    moment = datetime.fromisoformat(received).replace(tzinfo=timezone.get_default_timezone())
    found = timezone.localtime(WorkingDays(WEEK).due_at(moment, 2))
    assert (f"{found:%Y-%m-%d}", f"{found:%H:%M}") == (due, "23:59")


@given(
    moment=moments,
    within=st.integers(1, 30),
    off=st.frozensets(days, max_size=40),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_it_is_never_due_on_a_day_off_nor_before_the_next_day(moment, within, off, weekdays):
    found = WorkingDays(weekdays, off)
    due = timezone.localtime(found.due_at(moment, within)).date()
    assert found.is_working(due)
    assert (due - timezone.localtime(moment).date()).days >= within


@given(
    moment=moments, later=st.timedeltas(timedelta(0), timedelta(days=9)), within=st.integers(1, 9)
)
def test_what_comes_later_is_never_due_earlier(moment, later, within):
    found = WorkingDays(WEEK)
    assert found.due_at(moment + later, within) >= found.due_at(moment, within)


@pytest.mark.parametrize("weekdays", [(), WEEK])
def test_a_timetable_without_a_working_day_does_not_hang(weekdays):
    everything = {date(2026, 1, 1) + timedelta(days=n) for n in range(1000)}
    due = WorkingDays(weekdays, everything).due_at(datetime(2026, 6, 1, tzinfo=UTC), 3)
    assert due > datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_a_day_ends_at_the_clinic_wherever_a_member_of_staff_is(zone):
    received = datetime(2026, 11, 26, 16, tzinfo=UTC)
    days = WorkingDays(range(5))
    at_home = days.due_at(received, 2)
    with timezone.override(zone):
        assert days.due_at(received, 2) == at_home == datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)


def test_a_new_holiday_moves_what_waits_and_nothing_else(letterbox):
    waiting, closed = store(), store(email="two@example.org")
    Enquiry.objects.filter(pk=closed.pk).update(state="closed", due_at=None)
    before = waiting.due_at
    Holiday.objects.create(day=timezone.localtime(before).date(), name="A holiday")
    assert renew_due_times() == 1
    waiting.refresh_from_db()
    assert waiting.due_at > before
    assert Enquiry.objects.get(pk=closed.pk).due_at is None
    promised = AnsweringSettings.load()
    promised.answer_within_days = 10
    promised.save()
    assert renew_due_times() == 1
