"""What staff do with an enquiry: each deed once, by one person, and nothing typed is lost."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from filling_in import EDITORS, HANDLERS, INBOX, LEADS, page_of, send, store
from wagtail.models import Locale
from waiting import wait_until_somebody_waits

from accounts.models import User
from enquiries import actions
from enquiries.models import Delivery, Enquiry, EnquiryEvent, Entry, ReplyTemplate


def kinds(enquiry: Enquiry) -> list[str]:
    return [event.kind for event in enquiry.events.all()]


def test_somebody_takes_an_enquiry_and_works_on_it(staff):
    enquiry, handler = store(), staff(HANDLERS)
    body = handler.post(f"{page_of(enquiry)}take/", follow=True).content.decode()
    assert f"You have enquiry {enquiry.shown_reference} now." in body
    enquiry.refresh_from_db()
    assert (enquiry.assignee, enquiry.state) == (handler.user, "in_progress")
    handler.post(f"{page_of(enquiry)}give-back/")
    enquiry.refresh_from_db()
    assert enquiry.assignee is None


def test_of_two_who_take_it_at_the_same_time_one_has_it_and_the_other_is_told(
    committed_letterbox,
):
    call_command("setup_roles", verbosity=0)
    send(Client())
    enquiry = Enquiry.objects.get()
    people = [User.objects.create_user(f"h{n}@example.org") for n in range(2)]
    together = Barrier(2)

    def take(person: User) -> str:
        try:
            together.wait(timeout=10)
            actions.take_enquiry(enquiry.pk, person)
            return "has it"
        except actions.TakenError as taken:
            return f"{taken.assignee.email} has it"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(take, people))
    enquiry.refresh_from_db()
    assert sorted(answers) == sorted(["has it", f"{enquiry.assignee.email} has it"])
    assert kinds(enquiry).count("assigned") == 1


def test_what_belongs_to_a_colleague_is_not_there_for_a_handler_and_is_for_the_lead(staff):
    enquiry, handler, lead = store(), staff(HANDLERS), staff(LEADS)
    colleague = User.objects.create_user("colleague@example.org")
    actions.assign_enquiry(enquiry.pk, colleague, lead.user)
    missing = f"{INBOX}019c0000-0000-7000-8000-000000000000/"
    for deed in ("", "take/", "note/", "close/", "reply/", "state/", "merge/", "give-back/"):
        method = "post" if deed else "get"
        answers = [
            getattr(handler, method)(f"{base}{deed}") for base in (page_of(enquiry), missing)
        ]
        assert [answer.status_code for answer in answers] == [404, 404], deed
    assert enquiry.shown_reference not in handler.get(INBOX).content.decode()
    assert enquiry.shown_reference in lead.get(INBOX).content.decode()
    assert lead.get(page_of(enquiry)).status_code == 200


def test_the_lead_assigns_to_those_who_may_handle_and_a_handler_cannot(staff):
    enquiry, handler, lead = store(), staff(HANDLERS), staff(LEADS)
    editor = staff("Editor")
    address = f"{page_of(enquiry)}assign/"
    assert handler.post(address, {"assignee": handler.user.pk}).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.assignee is None
    assert lead.post(address, {"assignee": editor.user.pk}).status_code == 422
    lead.post(address, {"assignee": handler.user.pk})
    enquiry.refresh_from_db()
    assert enquiry.assignee == handler.user
    lead.post(address, {"assignee": ""})
    enquiry.refresh_from_db()
    assert enquiry.assignee is None


def test_closing_needs_a_reason_and_clears_the_due_time_and_opening_sets_a_new_one(staff):
    enquiry, handler = store(), staff(HANDLERS)
    address = f"{page_of(enquiry)}close/"
    answer = handler.post(address, {"seen": "new", "reason": ""})
    assert answer.status_code == 422
    assert "Choose why it is closed." in answer.content.decode()
    handler.post(address, {"seen": "new", "reason": "answered"})
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.closing_reason, enquiry.due_at) == ("closed", "answered", None)
    handler.post(f"{page_of(enquiry)}state/", {"seen": "closed", "state": "in_progress"})
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.closing_reason) == ("in_progress", "")
    assert enquiry.due_at is not None


def test_there_is_no_way_from_closed_to_spam_or_to_closed_without_a_reason(staff):
    enquiry, handler = store(), staff(HANDLERS)
    for state in ("closed", "new"):
        handler.post(f"{page_of(enquiry)}state/", {"seen": "new", "state": state})
        enquiry.refresh_from_db()
        assert enquiry.state == "new"
    actions.change_state(enquiry.pk, "closed", handler.user, reason="answered")
    handler.post(f"{page_of(enquiry)}state/", {"seen": "closed", "state": "spam"})
    enquiry.refresh_from_db()
    assert enquiry.state == "closed"


def test_a_deed_on_what_has_changed_meanwhile_is_not_done(staff):
    enquiry, handler = store(), staff(HANDLERS)
    actions.change_state(enquiry.pk, "in_progress", handler.user)
    answer = handler.post(f"{page_of(enquiry)}close/", {"seen": "new", "reason": "answered"})
    assert answer.status_code == 422
    assert "has changed meanwhile" in answer.content.decode()
    enquiry.refresh_from_db()
    assert enquiry.state == "in_progress"


def test_a_note_and_a_call_are_kept_once_and_sealed(staff):
    enquiry, handler = store(), staff(HANDLERS)
    for kind in ("note", "call"):
        given = {"note-key": str(uuid4()), "note-kind": kind, "note-text": "Quagga <b>"}
        for _ in range(2):
            handler.post(f"{page_of(enquiry)}note/", given)
    assert [entry.kind for entry in Entry.objects.all()] == ["note", "call"]
    assert all(b"Quagga" not in bytes(entry.sealed_text) for entry in Entry.objects.all())
    body = handler.get(page_of(enquiry)).content.decode()
    assert body.count("Quagga &lt;b&gt;") == 2
    enquiry.refresh_from_db()
    assert enquiry.first_answered_at is not None


@pytest.mark.parametrize(("text", "error"), [("", "Write something first."), ("x" * 10_001, "")])
def test_what_was_typed_is_still_there_when_it_cannot_be_taken(staff, text, error):
    enquiry, handler = store(), staff(HANDLERS)
    given = {"reply-key": str(uuid4()), "reply-text": text, "reply-then": "waiting"}
    answer = handler.post(f"{page_of(enquiry)}reply/", given)
    assert answer.status_code == 422
    assert answer.context["reply_form"]["text"].value() == text
    assert error in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_reply_from_a_template_leaves_and_the_enquiry_waits_for_her(staff):
    enquiry, handler = store(name="[signature]"), staff(HANDLERS)
    template = ReplyTemplate.objects.create(
        title="First", text="Dear [name], [reference]. [signature]", locale=Locale.get_default()
    )
    chosen = {"template": template.pk, "use_template": "yes"}
    page = handler.post(f"{page_of(enquiry)}reply/", chosen)
    assert not Delivery.objects.filter(kind="reply").exists()
    text = page.context["reply_form"]["text"].value()
    expected = f"Dear [signature], {enquiry.shown_reference}. With kind regards\nThe clinic"
    assert text == expected
    given = {"reply-key": str(uuid4()), "reply-text": text, "reply-then": "waiting"}
    for _ in range(2):
        answer = handler.post(f"{page_of(enquiry)}reply/", given)
        assert answer.status_code == 302
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.due_at) == ("waiting", None)
    assert Delivery.objects.filter(kind="reply").count() == 1


def test_a_reply_does_not_leave_with_the_gap_for_ones_own_words_in_it(staff):
    enquiry, handler = store(), staff(HANDLERS)
    address = f"{page_of(enquiry)}reply/"
    template = ReplyTemplate.objects.get(title="An answer, with room for your own words")
    page = handler.post(address, {"template": template.pk, "use_template": "yes"})
    text = page.context["reply_form"]["text"].value()
    assert text.startswith("Dear Maryam,") and "[your words]" in text
    given = {"reply-key": str(uuid4()), "reply-text": text}
    answer = handler.post(address, given)
    assert answer.status_code == 422
    assert "Put your own words where it says [your words]" in answer.text
    assert answer.context["reply_form"]["text"].value() == text
    assert not Entry.objects.exists()
    filled = text.replace("[your words]", "Yes.")
    assert handler.post(address, given | {"reply-text": filled}).status_code == 302


def test_after_a_reply_she_is_waited_for_unless_one_says_otherwise(staff):
    enquiry, handler = store(), staff(HANDLERS)
    form = handler.get(page_of(enquiry)).context["reply_form"]
    assert form["then"].value() == "waiting"
    assert ">Answered</span>" not in handler.get(INBOX).text
    given = {"reply-key": str(uuid4()), "reply-text": "More follows.", "reply-then": ""}
    handler.post(f"{page_of(enquiry)}reply/", given)
    enquiry.refresh_from_db()
    assert enquiry.state == "new" and enquiry.due_at
    assert ">Answered</span>" in handler.get(INBOX).text


@pytest.mark.parametrize(
    ("state", "way"), [("closed", "open it again first"), ("spam", "choose “Not spam” first")]
)
def test_to_write_about_what_is_at_its_end_it_is_opened_first(staff, state, way):
    enquiry, handler = store(), staff(HANDLERS)
    reason = "answered" if state == "closed" else ""
    actions.change_state(enquiry.pk, state, handler.user, reason=reason)
    page = handler.get(page_of(enquiry))
    assert "Send the reply" not in page.text and way in page.text
    assert "She did not agree" not in page.text


def test_the_keyboard_goes_on_where_the_work_is(staff):
    enquiry, handler = store(), staff(HANDLERS)
    page = page_of(enquiry)
    given = {"note-key": str(uuid4()), "note-kind": "note", "note-text": "Called."}
    assert handler.post(f"{page}note/", given).url == f"{page}#conversation-section"
    assert handler.post(f"{page}take/").url == f"{page}#standing"
    body = handler.get(page).text
    for place in ("standing", "message-section", "person-section", "conversation-section"):
        assert f'id="{place}"' in body
    for deed, sent, field in (
        ("reply", {"use_template": "yes"}, "id_reply-text"),
        ("note", {"note-key": str(uuid4())}, "id_note-text"),
        ("close", {"seen": "in_progress"}, "id_reason"),
    ):
        answer = handler.post(f"{page}{deed}/", sent)
        (focused,) = re.findall(r"<[^>]*\bautofocus\b[^>]*>", answer.text)
        assert f'id="{field}"' in focused, deed


def test_what_was_changed_before_it_was_sent_again_is_kept_beside_the_first(staff):
    enquiry, handler = store(), staff(HANDLERS)
    given = {"note-key": str(uuid4()), "note-kind": "note", "note-text": "She called."}
    changed = [{}, {}, {"note-text": "She called twice."}, {"note-kind": "call"}]
    for each in changed:
        assert handler.post(f"{page_of(enquiry)}note/", given | each).status_code == 302
    said = [(entry.kind, entry.text) for entry in enquiry.entries.all()]
    assert said == [("note", "She called."), ("note", "She called twice."), ("call", "She called.")]


def test_a_form_key_of_another_enquiry_takes_nothing_away(staff):
    one, two, handler = store(), store(email="two@example.org"), staff(HANDLERS)
    given = {"note-key": str(uuid4()), "note-kind": "note", "note-text": "She called."}
    for each in (one, two):
        assert handler.post(f"{page_of(each)}note/", given).status_code == 302
    assert [each.entries.count() for each in (one, two)] == [1, 1]


def test_a_template_leaves_what_is_typed_already(staff):
    enquiry, handler = store(), staff(HANDLERS)
    template = ReplyTemplate.objects.create(
        title="First", text="With kind regards", locale=Locale.get_default()
    )
    given = {"reply-text": " Come on <Monday>. ", "reply-then": "closed", "template": template.pk}
    page = handler.post(f"{page_of(enquiry)}reply/", given | {"use_template": "yes"})
    form = page.context["reply_form"]
    assert form["text"].value() == "Come on <Monday>.\n\nWith kind regards"
    assert form["then"].value() == "closed"
    for wrong in ("x", "9" * 40, ""):
        again = {"reply-text": "Hello", "template": wrong, "use_template": "yes"}
        page = handler.post(f"{page_of(enquiry)}reply/", again)
        assert page.context["reply_form"]["text"].value() == "Hello"
        assert "Choose a template first." in page.text
    assert not Entry.objects.exists()


def test_a_reply_to_what_a_colleague_has_closed_meanwhile_is_kept_and_not_sent(staff):
    enquiry, handler = store(), staff(HANDLERS)
    actions.change_state(enquiry.pk, "closed", handler.user, reason="answered")
    given = {"reply-key": str(uuid4()), "reply-text": "Come on Monday.", "reply-seen": "new"}
    page = handler.post(f"{page_of(enquiry)}reply/", given | {"reply-then": "waiting"})
    assert page.status_code == 422
    assert page.context["reply_form"]["text"].value() == "Come on Monday."
    assert "has changed meanwhile" in page.content.decode()
    assert not Entry.objects.exists() and not Delivery.objects.filter(kind="reply").exists()
    shown = {"reply-seen": page.context["reply_form"]["seen"].value()}
    assert handler.post(f"{page_of(enquiry)}reply/", given | shown).status_code == 302
    assert Entry.objects.get().text == "Come on Monday."


def test_what_was_typed_comes_back_when_a_colleague_has_the_enquiry_by_now(staff):
    enquiry, handler, lead = store(), staff(HANDLERS), staff(LEADS)
    handler.get(page_of(enquiry))
    actions.take_enquiry(enquiry.pk, lead.user)
    for deed, name in (("note", "note-text"), ("reply", "reply-text"), ("take", "")):
        answer = handler.post(f"{page_of(enquiry)}{deed}/", {name: "All that I <wrote>."})
        assert answer.status_code == 409
        assert f"{lead.user} has this enquiry now" in answer.text
        assert ("All that I &lt;wrote&gt;." in answer.text) is bool(name)
        assert enquiry.unsealed("message") not in answer.text
    assert not Entry.objects.exists()


def test_what_was_typed_comes_back_when_the_enquiry_has_been_erased_meanwhile(staff):
    enquiry, handler, other = store(), staff(HANDLERS), staff(LEADS)
    handler.get(page_of(enquiry))
    actions.erase([enquiry.pk], "id_in_person", other.user)
    answer = handler.post(f"{page_of(enquiry)}note/", {"note-text": "All that I wrote."})
    assert answer.status_code == 409
    assert "has been deleted" in answer.text and "All that I wrote." in answer.text
    assert other.post(f"{page_of(enquiry)}note/", {"note-text": "x"}).status_code == 404


def test_a_deed_that_is_overtaken_by_an_erasure_says_so(committed_letterbox, tombstone_file):
    """The row goes between the look whether she may and the deed: by a second connection."""
    call_command("setup_roles", verbosity=0)
    send(Client())
    enquiry = Enquiry.objects.get()
    user = User.objects.create_user("overtaken@example.org", "x")
    user.groups.add(user.groups.model.objects.get(name=HANDLERS))
    handler = Client()
    handler.force_login(user)
    handler.get(page_of(enquiry))
    going = threading.Event()

    def erase_first() -> None:
        with transaction.atomic():
            list(Enquiry.objects.select_for_update().filter(pk=enquiry.pk).values_list("pk"))
            going.set()
            wait_until_somebody_waits()
            actions.erase([enquiry.pk], "id_in_person", user)
        connection.close()

    eraser = threading.Thread(target=erase_first)
    eraser.start()
    going.wait(10)
    given = {"note-key": str(uuid4()), "note-kind": "note", "note-text": "All that I wrote."}
    answer = handler.post(f"{page_of(enquiry)}note/", given)
    eraser.join()
    assert answer.status_code == 409 and "All that I wrote." in answer.text


def test_who_never_opened_a_colleagues_enquiry_learns_nothing_of_it(staff):
    enquiry, handler, lead = store(), staff(HANDLERS), staff(LEADS)
    actions.take_enquiry(enquiry.pk, lead.user)
    answer = handler.post(f"{page_of(enquiry)}note/", {"note-text": "Hello"})
    assert answer.status_code == 404
    assert str(lead.user) not in answer.text


def test_of_two_replies_written_at_the_same_time_the_second_is_read_over_first(staff):
    enquiry, leads = store(), [staff(LEADS), staff(HANDLERS)]
    forms = [lead.get(page_of(enquiry)).context["reply_form"] for lead in leads]
    sent = [
        {f"reply-{name}": form[name].value() for name in ("key", "seen", "thread")}
        for form in forms
    ]
    answers = [
        lead.post(f"{page_of(enquiry)}reply/", {**fields, "reply-text": f"Reply {number}"})
        for number, (lead, fields) in enumerate(zip(leads, sent, strict=True))
    ]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "Nothing was sent: something was written meanwhile" in answers[1].text
    assert "Reply 0" in answers[1].text
    again = answers[1].context["reply_form"]
    fields = {f"reply-{name}": again[name].value() for name in ("key", "seen", "thread", "text")}
    assert fields["reply-text"] == "Reply 1"
    assert leads[1].post(f"{page_of(enquiry)}reply/", fields).status_code == 302
    assert [entry.text for entry in Entry.objects.order_by("created_at")] == ["Reply 0", "Reply 1"]


def test_nobody_gives_back_what_the_lead_has_given_to_a_colleague(staff):
    enquiry, handler, lead = store(), staff(HANDLERS), staff(LEADS)
    actions.take_enquiry(enquiry.pk, handler.user)
    actions.assign_enquiry(enquiry.pk, lead.user, lead.user)
    with pytest.raises(actions.TakenError):
        actions.give_back(enquiry.pk, handler.user)
    enquiry.refresh_from_db()
    assert enquiry.assignee == lead.user


def test_without_her_agreement_no_reply_is_offered_or_taken(staff):
    enquiry, handler = store(channel="phone", phone="020 7946 0123"), staff(HANDLERS)
    body = handler.get(page_of(enquiry)).content.decode()
    assert "Send the reply" not in body
    assert "She did not agree to be answered by e-mail." in body
    given = {"reply-key": str(uuid4()), "reply-text": "Hello", "reply-then": ""}
    answer = handler.post(f"{page_of(enquiry)}reply/", given)
    assert answer.status_code == 422
    assert "No e-mail was sent" in answer.content.decode()
    assert not Delivery.objects.filter(kind="reply").exists()


def test_enquiries_of_one_person_are_marked_found_and_merged(staff):
    first = store(message="first words")
    second = store(message="second words")
    other = store(email="other@example.org")
    handler = staff(HANDLERS)
    assert handler.get(INBOX).content.decode().count("Has written before or since") == 2
    assert second.shown_reference in handler.get(page_of(first)).content.decode()
    address = f"{page_of(first)}merge/"
    for wrong in (first, other):
        handler.post(address, {"other": str(wrong.pk), "is_confirmed": "yes"})
        wrong.refresh_from_db()
        assert wrong.merged_into is None
    question = handler.post(address, {"other": str(second.pk)})
    second.refresh_from_db()
    assert "It cannot be undone." in question.text and second.merged_into is None
    sure = {"is_confirmed": "yes"}
    handler.post(address, {"other": str(second.pk), **sure})
    second.refresh_from_db()
    assert (second.merged_into, second.state, second.closing_reason) == (first, "closed", "merged")
    assert "second words" in handler.get(page_of(first)).content.decode()
    assert kinds(second).count("merged") == kinds(first).count("merged") == 1
    assert "opened" in kinds(second)
    handler.post(f"{page_of(second)}merge/", {"other": str(first.pk), **sure})
    first.refresh_from_db()
    assert first.merged_into is None
    found = handler.post(f"{INBOX}person/", {"email": "maryam@example.org"})
    closed = handler.get(INBOX, {"state": "closed"})
    looked_for = handler.get(INBOX, {"q": second.shown_reference})
    for shown in (closed, looked_for, found, handler.get(page_of(second))):
        assert f"Merged into {first.shown_reference}" in shown.text
    assert second.shown_reference not in handler.get(INBOX).text
    assert "first words" not in handler.get(INBOX).text


def test_several_are_taken_put_aside_and_closed_at_once(staff):
    mine, theirs = [store(email=f"p{n}@example.org") for n in range(3)], store()
    handler, lead = staff(HANDLERS), staff(LEADS)
    actions.assign_enquiry(theirs.pk, lead.user, lead.user)
    ids = [str(enquiry.pk) for enquiry in [*mine, theirs]]
    unknown = "019c0000-0000-7000-8000-000000000000"
    answer = handler.post(f"{INBOX}bulk/", {"do": "take", "id": [*ids, unknown, "x"]}, follow=True)
    body = answer.content.decode()
    names = sorted(enquiry.shown_reference for enquiry in mine)
    assert f"Yours now (3): {', '.join(names)}" in body
    assert "3 were left as they are" in body
    assert theirs.shown_reference not in body
    theirs.refresh_from_db()
    assert theirs.assignee == lead.user
    for read in mine[:2]:
        handler.get(page_of(read))
    closing = {"do": "close:answered", "id": ids[:3]}
    answer = handler.post(f"{INBOX}bulk/", closing, follow=True).text
    assert "Closed (2): " in answer and "1 was not closed: nobody has read it yet." in answer
    answer = handler.post(f"{INBOX}bulk/", closing, follow=True).text
    assert "Closed (" not in answer and "2 were left as they are" in answer
    handler.post(f"{INBOX}bulk/", {"do": "spam", "id": ids})
    states = [Enquiry.objects.get(pk=pk).state for pk in ids]
    assert states == ["closed", "closed", "spam", "new"]


def test_the_lead_assigns_several_at_once_and_a_handler_cannot(staff):
    several = [store(email=f"p{n}@example.org") for n in range(3)]
    handler, lead, editor = staff(HANDLERS), staff(LEADS), staff(EDITORS)
    option = f'value="assign:{handler.user.pk}"'
    assert option in lead.get(INBOX).text and "assign:" not in handler.get(INBOX).text
    ids = [str(enquiry.pk) for enquiry in several]
    for browser, who in ((handler, lead), (lead, editor)):
        browser.post(f"{INBOX}bulk/", {"do": f"assign:{who.user.pk}", "id": ids})
        assert not Enquiry.objects.exclude(assignee=None).exists()
    given = {"do": f"assign:{handler.user.pk}", "id": ids}
    assert "Assigned (3): " in lead.post(f"{INBOX}bulk/", given, follow=True).text
    assert Enquiry.objects.filter(assignee=handler.user).count() == 3
    assert kinds(several[0]).count("assigned") == 1


@pytest.mark.parametrize("given", [{}, {"do": "take"}, {"do": "delete", "id": ["x"]}, {"id": "x"}])
def test_a_bulk_deed_that_says_nothing_does_nothing(staff, given):
    store()
    answer = staff(HANDLERS).post(f"{INBOX}bulk/", given, follow=True)
    assert answer.status_code == 200
    assert Enquiry.objects.get().state == "new"


def test_a_person_is_found_by_address_without_it_standing_anywhere(staff):
    enquiry, handler = store(), staff(HANDLERS)
    store(email="other@example.org")
    answer = handler.post(f"{INBOX}person/", {"email": "MARYAM@example.org", "phone": ""})
    body = answer.content.decode()
    assert enquiry.shown_reference in body and "1 enquiry" in body
    searched = EnquiryEvent.objects.get(kind="searched")
    assert (searched.count, searched.reason, searched.subject) == (1, "", "")
    assert handler.get(f"{INBOX}person/", {"email": "maryam@example.org"}).status_code == 200
    assert EnquiryEvent.objects.filter(kind="searched").count() == 1
    assert handler.post(f"{INBOX}person/", {}).status_code == 422
    for personal in ("maryam@example.org", "+44 20 7946 0123"):
        answer = handler.get(INBOX, {"q": personal}, follow=True)
        assert answer.redirect_chain == [(f"{INBOX}person/", 302)]
        assert "Use “Find a person”" in answer.text and personal not in answer.text
        fragment = handler.get(f"{INBOX}results/", {"q": personal}).text
        assert "Use “Find a person”" in fragment and personal not in fragment


def test_the_list_leaves_spam_out_and_can_be_narrowed_by_assignee_and_due(staff):
    handler = staff(HANDLERS)
    late, spam, own = store(), store(), store()
    Enquiry.objects.filter(pk=late.pk).update(due_at=late.created_at)
    actions.change_state(spam.pk, "spam", handler.user)
    actions.take_enquiry(own.pk, handler.user)

    def listed(**query) -> set[str]:
        body = handler.get(f"{INBOX}results/", query).content.decode()
        return {each.shown_reference for each in (late, spam, own) if each.shown_reference in body}

    assert listed() == {late.shown_reference, own.shown_reference}
    assert listed(state="spam") == {spam.shown_reference}
    assert listed(assignee="me") == {own.shown_reference}
    assert listed(assignee="nobody") == {late.shown_reference}
    assert listed(overdue="yes") == {late.shown_reference}
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert listed(received_from=today, received_to=today) == listed()
    assert listed(received_from="2999-01-01") == listed(received_to="2020-01-01") == set()
    assert listed(received_from="0001-01-01", received_to="9999-12-31") == listed()
    assert listed(delivery="failed") == set()
    assert listed(q=spam.reference) == {spam.shown_reference}
    assert listed(q=spam.reference, state="new") == set()
    assert listed(assignee="9999999999999999999", topic="'; --", received_to="x")
