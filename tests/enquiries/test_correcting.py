"""A mistyped address or number is put right at her word, and what stood there is not lost."""

from uuid import uuid4

import pytest
from filling_in import HANDLERS, INBOX, LEADS, page_of, store

from enquiries import actions
from enquiries.models import Delivery, Enquiry, Entry

RIGHT = {
    "name": "Maryam",
    "email": "maryam.right@example.org",
    "phone": "020 7946 0123",
    "channel": "email",
    "best_time": "morning",
    "may_leave_message": "",
    "may_text": "",
    "needs": "",
}


def correct(browser, enquiry, **changes):
    given = {"version": enquiry.reach_version, **RIGHT, **changes}
    sent = {f"correct-{name}": str(value) for name, value in given.items()}
    return browser.post(f"{page_of(enquiry)}correct/", sent)


def test_a_corrected_address_is_where_she_is_found_and_written_to(staff):
    enquiry, handler = store(name="Mariam"), staff(HANDLERS)
    for _ in range(2):
        answer = correct(handler, enquiry)
        assert answer.url == f"{page_of(enquiry)}#person-section"
    enquiry = Enquiry.objects.get()
    assert (enquiry.name, enquiry.email) == ("Maryam", "maryam.right@example.org")
    assert enquiry.phone == "+442079460123"
    for asked, found in (("maryam.right@example.org", True), ("maryam@example.org", False)):
        page = handler.post(f"{INBOX}person/", {"email": asked})
        assert (enquiry.shown_reference in page.text) is found
    entry = Entry.objects.get()
    assert entry.text == "Name: Mariam\nE-mail: maryam@example.org\nTelephone: -"
    assert entry.author == handler.user and b"Mariam" not in bytes(entry.sealed_text)
    assert "Details corrected; before, they were" in handler.get(page_of(enquiry)).text
    assert [event.kind for event in enquiry.events.all()].count("corrected") == 1
    assert Delivery.objects.filter(kind="acknowledgement").count() == 1


def test_what_stands_there_already_changes_nothing(staff):
    enquiry, handler = store(phone="+44 20 7946 0123"), staff(HANDLERS)
    form = handler.get(page_of(enquiry)).context["correct_form"]
    shown = {name: form[name].value() or "" for name in RIGHT}
    assert shown["phone"] == "+44 20 7946 0123"
    assert correct(handler, enquiry, **shown).status_code == 302
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "The name cannot be empty."),
        ({"email": ""}, "She chose to be answered this way: it cannot be empty."),
        ({"email": "two@example.org, three@example.org"}, "Enter a valid"),
        ({"phone": "12"}, "Enter a telephone number"),
        ({"channel": "phone", "phone": ""}, "She chose to be answered this way"),
        ({"channel": "fax"}, "Select a valid choice"),
        ({"needs": "x" * 2501}, "at most 2,500 characters"),
    ],
)
def test_what_cannot_be_right_is_refused_and_what_was_typed_stays(staff, wrong, said):
    enquiry, handler = store(), staff(HANDLERS)
    answer = correct(handler, enquiry, **{"name": "A <name>", **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    form = answer.context["correct_form"]
    for name, text in {"name": "A <name>", **wrong}.items():
        assert form[name].value() == text
    assert Enquiry.objects.get().email == "maryam@example.org" and not Entry.objects.exists()


def test_how_she_may_be_reached_is_changed_at_her_word_and_kept_to(staff):
    enquiry = store(phone="+44 20 7946 0123", may_leave_message="on")
    handler = staff(HANDLERS)
    asked = {"channel": "phone", "needs": "Never write to me.", "best_time": "evening"}
    correct(handler, enquiry, name="Maryam", email="maryam@example.org", **asked)
    now = Enquiry.objects.get()
    wishes = now.preferences
    assert (wishes.channel, wishes.may_leave_message, wishes.best_time) == (
        "phone",
        False,
        "evening",
    )
    assert wishes.needs == "Never write to me."
    assert Entry.objects.get().text == (
        "How to answer: By e-mail\nBest time: Morning\nMay we leave a message? Yes\n"
        "What she needs: -"
    )
    page = handler.get(page_of(enquiry))
    assert "reply_form" not in page.context and "Never write to me." in page.text
    with pytest.raises(actions.CannotReplyError):
        actions.send_reply(enquiry.pk, "Dear Maryam", handler.user, uuid4())


def test_what_the_site_found_out_itself_stays_when_her_wishes_are_corrected(staff):
    enquiry, handler = store(message="I want to die."), staff(HANDLERS)
    assert correct(handler, enquiry, channel="phone").status_code == 302
    wishes = Enquiry.objects.get().preferences
    assert (wishes.channel, wishes.has_urgent_words) == ("phone", True)


@pytest.mark.parametrize("column", ["sealed_phone", "sealed_details"])
def test_what_cannot_be_read_is_not_overwritten(staff, column):
    enquiry, handler = store(), staff(HANDLERS)
    Enquiry.objects.update(**{column: b"\x01damaged"})
    assert "Correct who she is" not in handler.get(page_of(enquiry)).text
    answer = correct(handler, enquiry)
    assert answer.status_code == 422 and "would be lost" in answer.text
    assert Enquiry.objects.get().email == "maryam@example.org"


def test_nobody_corrects_what_a_colleague_has(staff):
    enquiry, handler, lead = store(), staff(HANDLERS), staff(LEADS)
    actions.take_enquiry(enquiry.pk, lead.user)
    assert correct(handler, enquiry).status_code == 404
    assert Enquiry.objects.get().email == "maryam@example.org"
