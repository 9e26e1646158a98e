"""Two enquiries of one person are one piece of work: nothing that waits in either is forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from filling_in import HANDLERS, INBOX, LEADS, filled_in, page_of, store

from enquiries import actions
from enquiries.actions.due_times import due_time, renew_due_times
from enquiries.models import Delivery, Enquiry, EnquiryEvent, Entry, Holiday, State


@pytest.fixture
def lead(staff):
    return staff(LEADS)


def fresh(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.get(pk=enquiry.pk)


def standing(enquiry: Enquiry, state: str, days_ago: float = 0) -> Enquiry:
    """Bring an enquiry into a state, received so long ago."""
    since = timezone.now() - timedelta(days=days_ago)
    waits = state in (State.NEW, State.IN_PROGRESS)
    Enquiry.objects.filter(pk=enquiry.pk).update(
        state=state,
        closing_reason="answered" if state == State.CLOSED else "",
        created_at=since,
        due_from_at=since if waits else None,
        due_at=due_time(since) if waits else None,
        is_unread=False,
    )
    return fresh(enquiry)


def two(state: str, other: str, days_ago: float = 0) -> tuple[Enquiry, Enquiry]:
    """Two enquiries of one person in these states, the second received so long ago."""
    first, second = store(message="first words"), store(message="second words")
    return standing(first, state), standing(second, other, days_ago)


@pytest.mark.parametrize("state", [State.CLOSED, State.WAITING])
@pytest.mark.parametrize("other", [State.NEW, State.IN_PROGRESS])
def test_what_waited_for_us_still_waits_when_it_is_merged_into_what_did_not(lead, state, other):
    first, second = two(state, other, days_ago=3)
    Enquiry.objects.filter(pk=second.pk).update(is_unread=True)
    actions.merge_enquiry(first.pk, second.pk, lead.user)
    kept, merged = fresh(first), fresh(second)
    assert (kept.state, kept.is_unread, kept.due_at) == (State.IN_PROGRESS, True, second.due_at)
    assert (merged.state, merged.due_at, merged.due_from_at) == (State.CLOSED, None, None)


@pytest.mark.parametrize("days_ago", [0, 5])
def test_of_two_that_wait_for_us_the_earlier_day_counts(lead, days_ago):
    first, second = two(State.IN_PROGRESS, State.NEW, days_ago)
    actions.merge_enquiry(first.pk, second.pk, lead.user)
    assert fresh(first).due_at == min(first.due_at, second.due_at)
    assert fresh(first).state == State.IN_PROGRESS


@pytest.mark.parametrize("other", [State.CLOSED, State.WAITING])
def test_what_does_not_wait_for_us_leaves_the_other_as_it_stands(lead, other):
    first, second = two(State.CLOSED, other)
    actions.merge_enquiry(first.pk, second.pk, lead.user)
    assert (fresh(first).state, fresh(first).due_at) == (State.CLOSED, None)


def test_whoever_has_the_one_reads_the_other_too_and_it_goes_along(staff, lead):
    handler, other = staff(HANDLERS), lead
    first, second = two(State.NEW, State.NEW)
    third = store(message="third words")
    actions.merge_enquiry(second.pk, third.pk, other.user)
    actions.take_enquiry(second.pk, other.user)
    actions.take_enquiry(first.pk, handler.user)
    actions.merge_enquiry(first.pk, second.pk, other.user)
    page = handler.get(page_of(first)).text
    assert "second words" in page and "third words" in page
    actions.give_back(first.pk, handler.user)
    assert {fresh(each).assignee for each in (first, second, third)} == {None}
    actions.assign_enquiry(first.pk, other.user, other.user)
    assert {fresh(each).assignee for each in (first, second, third)} == {other.user}
    assert handler.get(page_of(third)).status_code == 404


def test_what_was_said_of_both_is_one_conversation(staff):
    handler = staff(HANDLERS)
    first, second = two(State.NEW, State.NEW)
    actions.add_note(second.pk, "She sounded tired.", handler.user, uuid4())
    actions.merge_enquiry(first.pk, second.pk, handler.user)
    actions.add_note(first.pk, "Called back.", handler.user, uuid4())
    page = handler.get(page_of(first)).text
    assert page.index("She sounded tired.") < page.index("Called back.")
    assert page.count(f"of {second.shown_reference}") == 1


def test_a_reply_waits_when_another_enquiry_was_merged_in_meanwhile(staff):
    handler = staff(HANDLERS)
    first, second = two(State.NEW, State.NEW)
    actions.add_note(second.pk, "Read this first.", handler.user, uuid4())
    form = handler.get(page_of(first)).context["reply_form"]
    sent = {f"reply-{name}": form[name].value() for name in ("key", "seen", "thread")}
    actions.merge_enquiry(first.pk, second.pk, handler.user)
    answer = handler.post(f"{page_of(first)}reply/", sent | {"reply-text": "Dear Maryam"})
    assert answer.status_code == 422
    assert "Read this first." in answer.text
    assert not Entry.objects.filter(kind="reply").exists()


@pytest.mark.parametrize("deed", ["take", "state", "close", "assign", "note", "reply", "merge"])
def test_what_was_merged_is_worked_on_in_the_other_and_nothing_typed_is_lost(lead, deed):
    first, second = two(State.NEW, State.NEW)
    lead.get(page_of(second))
    actions.merge_enquiry(first.pk, second.pk, lead.user)
    typed = {f"{deed}-text": "All that I <wrote>.", "state": "in_progress", "reason": "answered"}
    answer = lead.post(f"{page_of(second)}{deed}/", typed | {"assignee": str(lead.user.pk)})
    assert answer.status_code == 409
    assert f"Merged into {first.shown_reference}" in answer.text
    assert ("All that I &lt;wrote&gt;." in answer.text) is (deed in ("note", "reply"))
    assert (fresh(second).state, fresh(second).assignee) == (State.CLOSED, None)
    assert not Entry.objects.exists()


def test_the_page_of_a_merged_one_leads_to_where_the_work_is_and_offers_no_other(lead):
    first, second = two(State.NEW, State.NEW)
    actions.merge_enquiry(first.pk, second.pk, lead.user)
    page = lead.get(page_of(second))
    assert "it is worked on there." in page.text and page_of(first) in page.text
    assert "reply_form" not in page.context and "moves" not in page.context


def test_a_merged_one_is_passed_over_where_several_are_ticked(lead):
    first, second = two(State.NEW, State.NEW)
    actions.merge_enquiry(first.pk, second.pk, lead.user)
    for deed in ("take", "spam", f"assign:{lead.user.pk}"):
        answer = lead.post(f"{INBOX}bulk/", {"do": deed, "id": [str(second.pk)]}, follow=True)
        assert "1 was left as it is" in answer.text
    assert (fresh(second).state, fresh(second).assignee) == (State.CLOSED, None)


def test_a_mail_of_a_merged_one_is_found_and_can_still_be_tried_again(lead):
    first, second = two(State.NEW, State.NEW)
    Delivery.objects.filter(enquiry=second).update(failed_at=timezone.now())
    actions.merge_enquiry(first.pk, second.pk, lead.user)
    assert "Not delivered: 1" in lead.get("/admin/").text
    assert second.shown_reference in lead.get(INBOX, {"delivery": "failed"}).text
    delivery = second.deliveries.first()
    address = reverse("enquiry_inbox:try_again", args=[second.pk, delivery.pk])
    assert address in lead.get(page_of(second)).text
    lead.post(address)
    delivery.refresh_from_db()
    assert delivery.failed_at is None


@pytest.mark.parametrize("state", [State.CLOSED, State.WAITING, State.IN_PROGRESS, State.NEW])
def test_what_she_sends_again_changed_waits_for_an_answer_whatever_we_had_done(letterbox, state):
    browser = Client()
    answers = filled_in(browser.get("/enquire/"))
    browser.post("/enquire/", answers)
    enquiry = standing(Enquiry.objects.get(), state)
    browser.post("/enquire/", answers | {"message": "It has become worse."})
    now = fresh(enquiry)
    wanted = State.NEW if state == State.NEW else State.IN_PROGRESS
    assert (now.state, now.closing_reason, now.is_unread) == (wanted, "", True)
    assert now.due_at is not None
    assert now.events.last().kind == EnquiryEvent.Kind.ADDED_TO


def test_urgent_words_that_she_adds_show_help_again_and_a_mark_to_staff(staff):
    browser, handler = Client(), staff(HANDLERS)
    answers = filled_in(browser.get("/enquire/"))
    before = browser.post("/enquire/", answers, follow=True)
    after = browser.post("/enquire/", answers | {"message": "I want to die."}, follow=True)
    assert (before.context["has_urgent_words"], after.context["has_urgent_words"]) == (False, True)
    enquiry = Enquiry.objects.get()
    assert enquiry.preferences.has_urgent_words and enquiry.preferences.channel == "email"
    assert "words of the list for urgent help" in handler.get(page_of(enquiry)).text


def test_spam_that_is_sent_again_stays_put_aside(letterbox):
    browser = Client()
    answers = filled_in(browser.get("/enquire/"))
    browser.post("/enquire/", answers)
    enquiry = standing(Enquiry.objects.get(), State.SPAM)
    browser.post("/enquire/", answers | {"message": "Buy now."})
    assert (fresh(enquiry).state, fresh(enquiry).entries.count()) == (State.SPAM, 1)


def test_what_she_sends_again_after_a_merge_is_seen_where_the_work_is(lead):
    browser = Client()
    answers = filled_in(browser.get("/enquire/"))
    browser.post("/enquire/", answers)
    merged = Enquiry.objects.get()
    kept = store()
    actions.merge_enquiry(kept.pk, merged.pk, lead.user)
    actions.change_state(kept.pk, State.CLOSED, lead.user, reason="answered")
    Enquiry.objects.update(is_unread=False)
    browser.post("/enquire/", answers | {"message": "It has become worse."})
    assert (fresh(kept).state, fresh(kept).is_unread) == (State.IN_PROGRESS, True)
    assert (fresh(merged).state, fresh(merged).is_unread) == (State.CLOSED, False)
    assert "It has become worse." in lead.get(page_of(kept)).text


def test_what_is_opened_again_is_due_from_then_after_a_new_holiday_too(lead):
    enquiry = standing(store(), State.CLOSED, days_ago=30)
    actions.change_state(enquiry.pk, State.IN_PROGRESS, lead.user)
    before = fresh(enquiry).due_at
    Holiday.objects.create(day=timezone.localtime(before).date(), name="A holiday")
    assert renew_due_times() == 1
    assert fresh(enquiry).due_at > before > timezone.now()
