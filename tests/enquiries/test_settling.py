"""What she sends since, or what is erased, has to be settled before anybody reaches her."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from filling_in import HANDLERS, filled_in, page_of, store
from ways import BY_TELEPHONE, NEEDS, by_email, change, fresh, settle, stale, typed

from enquiries import actions
from enquiries.actions import publish_wording
from enquiries.models import (
    Delivery,
    Enquiry,
    Entry,
    may_reply,
)
from enquiries.tasks import NotDeliveredYetError, deliver


@pytest.fixture
def handler(staff):
    return staff(HANDLERS)


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": "phone"},
        {"email": "safe@example.org"},
        {"phone": ""},
        {"phone": "+44 20 7946 0999"},
        {"may_leave_message": None},
        {"may_text": "on"},
        {"best_time": "evening"},
        {"needs": NEEDS},
    ],
)
def test_what_she_asks_by_sending_her_form_again_is_settled_before_anybody_is_reached(
    handler, changes
):
    _, _, enquiry = change(**changes)
    assert not may_reply(enquiry)
    page = handler.get(page_of(enquiry))
    assert "is not settled" in page.text and "reply_form" not in page.context
    for label in ("May we leave a message?", "May we send a text message?"):
        assert f'<dt>{label}</dt>\n        <dd dir="auto">No</dd>' in page.text
    with pytest.raises(actions.CannotReplyError):
        actions.send_reply(enquiry.pk, "Dear", handler.user, uuid4())
    settle(handler, enquiry)
    page = handler.get(page_of(enquiry))
    assert "is not settled" not in page.text and "reply_form" in page.context
    assert enquiry.events.filter(kind="corrected").count() == 1


@pytest.mark.parametrize("changes", [{"message": "And this."}, {"name": "Mary"}])
def test_what_she_adds_that_is_not_about_reaching_her_leaves_the_way_open(letterbox, changes):
    _, _, enquiry = change(**changes)
    assert may_reply(enquiry) and enquiry.entries.count() == 1


def test_her_last_word_counts_though_she_had_said_it_before(handler):
    """By telephone, no, by e-mail, no, by telephone after all."""
    browser, answers, enquiry = change(channel="phone")
    settle(handler, enquiry)
    browser.post("/enquire/", answers | {"channel": "phone"})
    assert may_reply(fresh(enquiry)) and enquiry.entries.count() == 1  # a replay
    for channel in ("email", "phone"):
        browser.post("/enquire/", answers | {"channel": channel})
    last = enquiry.entries.last()
    assert (enquiry.entries.count(), last.text) == (3, "How to answer: By telephone")
    assert not may_reply(fresh(enquiry)) and fresh(enquiry).is_unread


def test_what_is_sent_as_it_stands_after_other_answers_is_told_and_unsettles_nothing(handler):
    browser, answers, enquiry = change(message="And this.")
    browser.post("/enquire/", answers)
    assert "as it stands here" in enquiry.entries.last().text
    assert may_reply(fresh(enquiry))


def test_the_same_answers_again_after_a_correction_change_nothing(handler):
    browser, answers, enquiry = change(phone="+44 20 7946 0999")
    settle(handler, enquiry, phone="+44 20 7946 0555")
    actions.change_state(enquiry.pk, "closed", handler.user, reason="answered")
    for _ in range(3):
        browser.post("/enquire/", answers | {"phone": "+44 20 7946 0999"})
    assert (fresh(enquiry).state, fresh(enquiry).unsettled) == ("closed", "")
    assert [event.kind for event in enquiry.events.all()].count("added_to") == 1


def test_new_urgent_words_between_two_posts_add_nothing(letterbox):
    browser = Client()
    answers = filled_in(browser.get("/enquire/"), message="A quagga.")
    browser.post("/enquire/", answers)
    publish_wording("urgent_words", "en", "quagga", None)
    browser.post("/enquire/", answers)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("since", ["sent", "corrected", "erased"])
def test_a_correction_that_was_begun_before_overwrites_nothing(handler, since, tombstone_file):
    browser = Client()
    answers = filled_in(browser.get("/enquire/"))
    browser.post("/enquire/", answers)
    enquiry, other = Enquiry.objects.get(), store()
    actions.merge_enquiry(enquiry.pk, other.pk, handler.user)
    begun = stale(handler, enquiry, name="Miriam")
    if since == "sent":
        number = {"channel": "phone", "phone": "+44 20 7946 0123"}
        browser.post("/enquire/", answers | number)
    elif since == "corrected":
        settle(handler, enquiry, needs=NEEDS)
    else:
        actions.erase([other.pk], "id_in_person", handler.user)
    before = fresh(enquiry)
    wrong = handler.post(f"{page_of(enquiry)}correct/", begun | {"correct-email": "x"})
    assert wrong.status_code == 422
    again = {name: typed(each.value()) for name, each in _fields(wrong).items()}
    answer = handler.post(f"{page_of(enquiry)}correct/", again | {"correct-email": "a@example.org"})
    assert answer.status_code == 422 and "has changed since you" in answer.text
    assert answer.context["correct_form"]["name"].value() == "Miriam"
    now = fresh(enquiry)
    assert (now.name, now.details, now.unsettled) == ("Maryam", before.details, before.unsettled)
    settled = handler.post(f"{page_of(enquiry)}correct/", _as_shown(answer, email="a@example.org"))
    assert settled.status_code == 302 and fresh(enquiry).name == "Miriam"


def _fields(response) -> dict:
    form = response.context["correct_form"]
    return {form.add_prefix(name): form[name] for name in form.fields}


def _as_shown(response, **changes) -> dict[str, str]:
    shown = {name: typed(field.value()) for name, field in _fields(response).items()}
    return shown | {f"correct-{name}": each for name, each in changes.items()}


def test_how_she_may_be_reached_is_kept_by_one_button_though_a_column_cannot_be_read(handler):
    kept, other = by_email(), by_email()
    actions.merge_enquiry(kept.pk, other.pk, handler.user)
    Enquiry.objects.filter(pk=kept.pk).update(sealed_name=b"\x01damaged", unsettled="erased")
    page = handler.get(page_of(kept))
    assert "correct_form" not in page.context and "Keep what stands here" in page.text
    for version in (99, 0):
        answer = handler.post(f"{page_of(kept)}settle/", {"version": version}, follow=True)
        said = "has changed since you" if version else "It is settled how she may be reached"
        assert said in answer.text
    assert may_reply(fresh(kept))
    assert kept.events.filter(kind="settled").count() == 1


@pytest.mark.parametrize("forbids", ["merge", "addition", "correction"])
@pytest.mark.parametrize("kind", ["reply", "acknowledgement"])
def test_a_mail_that_waits_does_not_leave_once_she_forbids_it(handler, mailroom, forbids, kind):
    browser = Client()
    answers = filled_in(browser.get("/enquire/"), phone="+44 20 7946 0123")
    browser.post("/enquire/", answers)
    enquiry = Enquiry.objects.get()
    actions.send_reply(enquiry.pk, "Dear Maryam", handler.user, uuid4())
    delivery = Delivery.objects.get(enquiry=enquiry, kind=kind)
    if forbids == "merge":
        actions.merge_enquiry(store(**BY_TELEPHONE).pk, enquiry.pk, handler.user)
    elif forbids == "addition":
        browser.post("/enquire/", answers | {"channel": "phone"})
        with pytest.raises(NotDeliveredYetError):
            deliver(delivery_id=delivery.pk)
        assert "it waits until it is settled" in handler.get(page_of(enquiry)).text
    if forbids != "merge":
        settle(handler, enquiry, channel="phone")
    deliver(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert delivery.failed_at and delivery.is_forbidden
    assert mailroom.messages == []
    assert "she does not allow e-mail any more" in handler.get(page_of(enquiry)).text
    address = reverse("enquiry_inbox:try_again", args=[enquiry.pk, delivery.pk])
    again = handler.post(address, follow=True)
    assert "No e-mail was sent" in again.text
    delivery.refresh_from_db()
    assert delivery.failed_at


@pytest.mark.parametrize("erased", ["kept", "other"])
def test_when_one_of_the_merged_is_erased_the_rest_is_settled_before_she_is_written_to(
    handler, erased, tombstone_file
):
    kept, other, third = by_email(), store(**BY_TELEPHONE), by_email()
    for each in (other, third):
        actions.merge_enquiry(kept.pk, each.pk, handler.user)
    gone = kept if erased == "kept" else other
    actions.erase([gone.pk], "id_in_person", handler.user)
    left = Enquiry.objects.filter(pk__in=[kept.pk, third.pk])
    assert left and not any(map(may_reply, left))
    assert all(each.events.filter(kind="unsettled", reason="erased").exists() for each in left)
    assert any(each.is_unread for each in left)


def test_a_mail_that_waits_until_it_is_settled_leaves_then(handler, mailroom):
    _, _, enquiry = change(best_time="evening")
    delivery = Delivery.objects.get(kind="acknowledgement")
    with pytest.raises(NotDeliveredYetError):
        deliver(delivery_id=delivery.pk)
    handler.post(f"{page_of(enquiry)}settle/", {"version": enquiry.reach_version})
    deliver(delivery_id=delivery.pk)
    assert len(mailroom.messages) == 1


def test_agreeing_to_e_mail_on_the_form_again_leaves_the_receipt_of_that(letterbox):
    browser = Client()
    answers = filled_in(browser.get("/enquire/"), **BY_TELEPHONE)
    browser.post("/enquire/", answers)
    browser.post("/enquire/", answers | {"channel": "email"})
    assert Enquiry.objects.get().receipts.get(purpose="email").how == "chosen"


def test_agreeing_to_e_mail_at_her_word_leaves_a_receipt(handler):
    enquiry = store(**BY_TELEPHONE)
    for _ in range(2):
        settle(handler, enquiry, channel="email")
    receipt = enquiry.receipts.get(purpose="email")
    assert (receipt.how, receipt.sha256) == ("told", receipt.wording.sha256)
    assert "Told our staff" in handler.get(page_of(enquiry)).text
