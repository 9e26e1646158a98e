"""Where merged enquiries ask for different ways, nobody is reached in one that she forbade."""

import csv
import io
from dataclasses import replace
from uuid import uuid4

import pytest
from filling_in import HANDLERS, INBOX, LEADS, page_of, store
from ways import BY_TELEPHONE, NEEDS, by_email, typed

from enquiries import actions
from enquiries.models import (
    Enquiry,
    EnquiryEvent,
    Entry,
    Preferences,
    allowed_in,
    may_reply,
)

PASSWORD = "a-long-passphrase"


@pytest.fixture
def handler(staff):
    return staff(HANDLERS)


def merged(user, **changes) -> tuple[Enquiry, Enquiry]:
    """One by e-mail, and one by telephone that was merged into it."""
    kept, other = by_email(), store(**BY_TELEPHONE | changes)
    actions.merge_enquiry(kept.pk, other.pk, user)
    return kept, other


def ask(browser, kept, other):
    return browser.post(f"{page_of(kept)}merge/", {"other": str(other.pk)})


def rows_of(response) -> list[dict[str, str]]:
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    return [dict(zip(lines[1], line, strict=True)) for line in lines[2:]]


def test_the_page_that_is_worked_on_tells_each_way_and_what_all_of_them_allow(handler):
    kept, other = merged(handler.user)
    page = handler.get(page_of(kept))
    assert page.text.count(NEEDS) == 2 and f"As she said in {other.shown_reference}" in page.text
    allowed = page.context["reaching"].allowed
    assert (allowed.channel, allowed.may_leave_message, allowed.may_text) == ("", False, False)
    for label, text in (
        ("How to answer", "Not the same in each: read them"),
        ("May we leave a message?", "No"),
        ("Best time", "Not the same in each: read them"),
        ("What she needs", f"{other.shown_reference}: {NEEDS}"),
    ):
        assert f'<dt>{label}</dt>\n        <dd dir="auto">{text}</dd>' in page.text


def test_no_reply_by_e_mail_leaves_unless_she_agreed_in_each(handler):
    kept, other = merged(handler.user)
    page = handler.get(page_of(kept))
    assert "reply_form" not in page.context
    assert "No e-mail can be written to her" in page.text
    assert f"{page_of(other)}#person-section" in page.text
    typed = {"reply-key": str(uuid4()), "reply-text": "Dear <Maryam>", "reply-then": ""}
    answer = handler.post(f"{page_of(kept)}reply/", typed)
    assert answer.status_code == 422
    assert "merged into this one" in answer.text and "Dear &lt;Maryam&gt;" in answer.text
    assert not Entry.objects.exists()


def test_a_reply_that_was_begun_before_the_merge_does_not_leave_after_it(handler):
    kept, other = by_email(), store(**BY_TELEPHONE)
    form = handler.get(page_of(kept)).context["reply_form"]
    sent = {f"reply-{name}": form[name].value() for name in ("key", "seen", "thread")}
    actions.merge_enquiry(kept.pk, other.pk, handler.user)
    assert handler.post(f"{page_of(kept)}reply/", sent | {"reply-text": "Dear"}).status_code == 422
    assert not Entry.objects.exists()


def test_what_cannot_be_read_of_a_merged_one_allows_nothing(handler):
    kept, other = merged(handler.user, **{**BY_TELEPHONE, "channel": "email"})
    assert may_reply(kept)
    Enquiry.objects.filter(pk=other.pk).update(sealed_details=b"\x01damaged")
    assert not may_reply(kept)
    page = handler.get(page_of(kept))
    assert page.status_code == 200 and "reply_form" not in page.context


def test_when_she_agrees_now_it_is_corrected_in_the_merged_one_and_mail_may_leave(handler):
    kept, other = merged(handler.user)
    form = handler.get(page_of(other)).context["correct_form"]
    shown = {f"correct-{name}": typed(form[name].value()) for name in form.fields}
    answer = handler.post(f"{page_of(other)}correct/", shown | {"correct-channel": "email"})
    assert answer.url == f"{page_of(other)}#person-section"
    assert "reply_form" in handler.get(page_of(kept)).context
    told = handler.get(page_of(kept)).text
    assert f"of {other.shown_reference}" in told and "How to answer: By telephone" in told


def test_where_all_say_the_same_it_is_told_in_one_line_and_nothing_warns(handler):
    kept, other = by_email(), by_email()
    actions.merge_enquiry(kept.pk, other.pk, handler.user)
    page = handler.get(page_of(kept)).text
    assert "Name, address, number and wishes are the same." in page
    assert "These enquiries differ" not in page


def test_another_address_is_named_beside_the_reply(handler):
    kept, other = by_email(), by_email(email="other@example.org")
    actions.merge_enquiry(kept.pk, other.pk, handler.user)
    page = handler.get(page_of(kept)).text
    assert "It goes to maryam@example.org." in page
    assert f"She gave another address in {other.shown_reference}:" in page
    assert "other@example.org" in page


def test_urgent_words_of_a_merged_one_are_marked_where_the_work_is(handler):
    merged_one = store(message="I want to die.")
    kept = store()
    actions.merge_enquiry(kept.pk, merged_one.pk, handler.user)
    assert "words of the list for urgent help" in handler.get(page_of(kept)).text


def test_before_a_merge_both_are_shown_and_what_it_would_forbid(handler):
    kept, other = by_email(), store(**BY_TELEPHONE)
    handler.get(page_of(kept))
    question = ask(handler, kept, other)
    assert question.status_code == 200
    for said in ("words of the e-mail", "words of the telephone", NEEDS, "These enquiries differ"):
        assert said in question.text
    assert "No e-mail can be written to her any more" in question.text
    looks = EnquiryEvent.objects.filter(kind=EnquiryEvent.Kind.OPENED, enquiry_id=other.pk)
    assert looks.get().actor == handler.user
    assert Enquiry.objects.get(pk=other.pk).merged_into is None


def test_before_a_merge_of_two_by_telephone_nothing_is_said_of_e_mail(handler):
    one, two = store(**BY_TELEPHONE), store(**BY_TELEPHONE | {"needs": ""})
    question = ask(handler, one, two).text
    assert "These enquiries differ" in question and "No e-mail can be written" not in question


def test_before_a_merge_what_was_merged_earlier_is_shown_too(handler):
    second, third = merged(handler.user)
    first = by_email()
    question = ask(handler, first, second).text
    assert third.shown_reference in question and NEEDS in question


@pytest.mark.parametrize("searched", ["kept", "other"])
def test_an_export_with_names_has_the_merged_ones_and_only_what_each_allows(staff, searched):
    lead = staff(LEADS)
    kept, other = merged(lead.user)
    store(email="somebody@example.org", phone="")
    given = {"reason": "x", "format": "csv", "with_words": "on", "password": PASSWORD}
    reference = {"kept": kept, "other": other}[searched].shown_reference
    rows = rows_of(lead.post(f"{INBOX}export/?q={reference}", given))
    assert [row["Reference"] for row in rows] == [kept.shown_reference, other.shown_reference]
    for row in rows:
        assert row["How to answer"] == "Not the same in each: read them"
        assert row["May we leave a message?"] == "No"
        assert row["What she needs"] == f"{other.shown_reference}: {NEEDS}"
    assert rows[1]["State"] == f"Merged into {kept.shown_reference}"
    assert rows[1]["Message"] == "words of the telephone"
    assert EnquiryEvent.objects.get(kind="exported").count == 2


def test_an_export_without_names_has_only_what_the_list_shows(staff):
    lead = staff(LEADS)
    kept, _ = merged(lead.user)
    given = {"reason": "x", "format": "csv", "password": PASSWORD}
    rows = rows_of(lead.post(f"{INBOX}export/", given))
    assert [row["Reference"] for row in rows] == [kept.shown_reference]


def test_the_page_of_a_merged_one_tells_what_all_of_them_allow(handler):
    other, kept = by_email(), store(**BY_TELEPHONE)
    actions.merge_enquiry(kept.pk, other.pk, handler.user)
    page = handler.get(page_of(other)).text
    assert "These enquiries differ" in page and f"As she said in {kept.shown_reference}" in page
    assert NEEDS in page


def of(*each: Preferences, phones: bool = True) -> tuple:
    """What enquiries with these wishes allow together."""
    made = [Enquiry(details=one.to_text(), phone="+44207" if phones else "") for one in each]
    for one in made:
        one.reference = f"CDFG346{made.index(one) + 3}"
    found = allowed_in(made)
    return found.channel, found.best_time, found.may_leave_message, found.may_text, found.needs


def test_only_what_is_the_same_in_each_is_allowed_and_no_need_is_cut_up(letterbox):
    one = Preferences("email", "morning", True, True, "mobile; e-mail")
    two = Preferences("email", "any", False, True, "Please never use: landline; e-mail")
    needs = f"CDFG-3463: {one.needs}; CDFG-3464: {two.needs}"
    assert of(one, two) == ("email", "morning", False, True, needs)
    assert of(one, one) == ("email", "morning", True, True, one.needs)
    assert of(one, replace(one, best_time="evening"))[1] == ""
    assert of(one, replace(one, channel="phone"))[0] == ""
    for order in ((one, Preferences()), (Preferences(), one)):
        channel, _, may_leave_message, may_text, _ = of(*order, phones=False)
        assert (channel, may_leave_message, may_text) == ("", False, False)


def test_without_a_number_nothing_was_said_of_calls(handler):
    kept, other = store(), store(**BY_TELEPHONE | {"may_text": "on", "phone": "020 7946 0123"})
    assert allowed_in([kept, other]).may_text
    assert not allowed_in([kept]).may_text
