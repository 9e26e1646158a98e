"""Staff change the words around the form: as versions, with a preview, and never over another."""

import pytest
from django.test import Client
from django.utils import timezone
from filling_in import HANDLERS, LEADS, send, store

from enquiries.models import (
    AnsweringSettings,
    ConsentReceipt,
    Enquiry,
    EnquiryEvent,
    EnquiryTopic,
    Holiday,
    ReplyTemplate,
    Wording,
)

BASE = "/admin/enquiry-wordings/"


def newest(purpose: str, language: str = "en") -> Wording:
    versions = Wording.objects.filter(purpose=purpose, language=language)
    return versions.order_by("-version").first()


def publish(browser, purpose: str, text: str, base: int = 1, language: str = "en", **more):
    given = {"text": text, "base": base, "is_checked": "on", **more}
    return browser.post(f"{BASE}{purpose}/{language}/", given)


def test_an_editor_publishes_a_new_version_and_the_form_shows_it(staff):
    editor = staff("Editor")
    assert publish(editor, "introduction", "Write to us <b>freely</b>.").status_code == 302
    made = newest("introduction")
    assert (made.version, made.published_by) == (2, editor.user)
    assert "Write to us &lt;b&gt;freely&lt;/b&gt;." in Client().get("/enquire/").content.decode()
    event = EnquiryEvent.objects.get(kind="wording_published")
    assert (event.actor, event.reason, event.subject) == (editor.user, "introduction", str(made.pk))
    assert Wording.objects.filter(purpose="introduction", language="en").count() == 2


def test_what_she_agreed_to_stays_as_it_was(staff):
    enquiry, editor = store(), staff("Editor")
    publish(editor, "consent", "I agree to something new.")
    receipt = ConsentReceipt.objects.get(enquiry=enquiry, purpose="consent")
    assert "I agree that the clinic may use" in receipt.wording.text
    body = editor.get(f"{BASE}consent/en/history/").content.decode()
    assert "Version 2" in body and "Receipts: &lt;5." in body and receipt.sha256 in body


@pytest.mark.parametrize(
    ("purpose", "where"),
    [("introduction", "Your message"), ("next_steps", "CDFG-3467"), ("ack_text", "Confirmation")],
)
def test_a_preview_shows_the_text_in_its_place_and_stores_nothing(staff, purpose, where):
    body = publish(staff("Editor"), purpose, "Quagga <i>", preview="1").content.decode()
    assert "Quagga &lt;i&gt;" in body and where in body
    assert newest(purpose).version == 1
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("purpose", ["introduction", "message_hint", "next_steps"])
def test_a_preview_says_that_it_is_one_and_cannot_be_sent(staff, client, purpose):
    body = publish(staff("Editor"), purpose, "Quagga", preview="1").text
    assert "This is a preview." in body
    buttons = [line for line in body.splitlines() if "Send the enquiry</button>" in line]
    assert all("disabled" in line for line in buttons)
    assert bool(buttons) is (purpose != "next_steps")
    public = client.get("/enquire/").text
    assert "This is a preview." not in public and "disabled" not in public


def test_what_was_published_is_named(staff):
    editor = staff("Editor")
    publish(editor, "message_hint", "New.")
    told = editor.get(f"{BASE}").text
    assert "“Hint at the message (English)” is published as version 2." in told


def test_somebody_elses_newer_version_is_not_overwritten(staff):
    editor, manager = staff("Editor"), staff("Site manager")
    publish(manager, "changes", "By the manager.")
    answer = publish(editor, "changes", "By the editor.")
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "newer version meanwhile" in body and "By the editor." in body
    assert newest("changes").text == "By the manager."
    assert publish(editor, "changes", "By the editor.", base=2).status_code == 302
    assert newest("changes").version == 3


def test_the_same_text_again_publishes_nothing(staff):
    publish(staff("Editor"), "changes", newest("changes").text)
    assert newest("changes").version == 1


@pytest.mark.parametrize(
    ("purpose", "text"),
    [
        ("consent", " "),
        ("ack_subject", "one\ntwo"),
        ("ack_subject", "x" * 121),
        ("notice", ""),
        ("reply_subject", ""),
    ],
)
def test_what_cannot_stand_there_is_refused_and_kept(staff, purpose, text):
    answer = publish(staff("Editor"), purpose, text)
    assert answer.status_code == 422
    assert newest(purpose).version == 1
    assert answer.context["form"]["text"].value() == text


@pytest.mark.parametrize("purpose", ["urgent_words", "message_hint"])
def test_a_text_is_emptied_only_by_who_says_that_it_is_meant(staff, purpose):
    editor = staff("Editor")
    assert "Nothing is to stand there" not in editor.get(f"{BASE}{purpose}/en/").text
    answer = publish(editor, purpose, "\n")
    assert answer.status_code == 422 and "Nothing is published yet" in answer.text
    assert newest(purpose).text
    assert publish(editor, purpose, "", preview="1").status_code == 200
    publish(editor, purpose, "", is_emptied="on")
    assert newest(purpose).text == ""


def test_the_list_of_urgent_words_is_tidied(staff):
    publish(staff("Editor"), "urgent_words", " one \n\ntwo\none\n")
    assert newest("urgent_words").text == "one\ntwo"


@pytest.mark.parametrize(
    ("role", "reads", "publishes"),
    [
        ("Editor", True, True),
        ("Site manager", True, True),
        ("Clinical reviewer", True, False),
        (LEADS, True, False),
        ("Privacy officer", True, False),
        (HANDLERS, False, False),
    ],
)
def test_who_may_read_and_who_may_publish(staff, role, reads, publishes):
    browser = staff(role)
    for address in (BASE, f"{BASE}consent/en/", f"{BASE}consent/en/history/"):
        assert (browser.get(address).status_code == 200) is reads, address
    publish(browser, "changes", "New.")
    publish(browser, "changes", "New.", preview="1")
    assert (newest("changes").version == 2) is publishes
    assert (BASE in browser.get("/admin/").content.decode()) is reads


@pytest.mark.parametrize("address", ["nothing/en/", "consent/fr/", "consent/fr/history/"])
def test_a_text_that_does_not_exist_is_not_there(staff, address):
    assert staff("Editor").get(f"{BASE}{address}").status_code == 404


def test_a_translation_stands_beside_its_source_and_is_marked_when_behind(staff):
    editor = staff("Editor")
    body = editor.get(f"{BASE}changes/de/").content.decode()
    assert newest("changes").text in body and newest("changes", "de").text in body
    assert "Older than its source" not in editor.get(BASE).content.decode()
    for text in ("New.", "Newer."):
        publish(editor, "changes", text, base=newest("changes").version)
        assert "Older than its source" in editor.get(BASE).text
        assert "after this translation" in editor.get(f"{BASE}changes/de/").text
        made = newest("changes", "de")
        publish(editor, "changes", made.text, base=made.version, language="de")
        again = newest("changes", "de")
        assert (again.version, again.text) == (made.version + 1, made.text)
        assert "Older than its source" not in editor.get(BASE).text
    publish(editor, "changes", made.text, base=again.version, language="de")
    assert newest("changes", "de") == again


@pytest.mark.parametrize("purpose", ["consent", "notice", "email"])
def test_a_legal_text_is_published_by_who_says_that_it_was_checked(staff, purpose):
    editor = staff("Editor")
    answer = publish(editor, purpose, "New.", is_checked="")
    assert answer.status_code == 422
    assert "Nothing is published yet." in answer.text and newest(purpose).version == 1
    assert publish(editor, purpose, "New.", is_checked="", preview="1").status_code == 200
    publish(editor, purpose, "New.")
    assert newest(purpose).text == "New."
    assert "This legal text" not in editor.get(f"{BASE}changes/en/").text


def test_the_form_says_the_time_that_is_set_and_follows_it(staff):
    def told(language: str) -> list[str]:
        form = f"/{language}enquire/"
        return [Client().get(form).text, send(Client(), form, topic=topics[language]).url]

    editor = staff("Editor")
    topics = {
        path: str(EnquiryTopic.objects.for_form(language)[0].pk)
        for path, language in (("", "en"), ("de/", "de"))
    }
    for days, english, german in (
        (2, "within 2 working days,", "innerhalb von 2 Arbeitstagen antworten"),
        (1, "within 1 working day,", "innerhalb von 1 Arbeitstag antworten"),
    ):
        AnsweringSettings.objects.update_or_create(defaults={"answer_within_days": days})
        for language, words in (("", english), ("de/", german)):
            form, confirmation = told(language)
            assert words in form and words in Client().get(confirmation).text
    preview = publish(editor, "ack_text", "Within [working days].", preview="1").text
    assert "Within 1 working day." in preview


@pytest.mark.parametrize(
    ("purpose", "text", "name"),
    [
        ("next_steps", "In [working dyas].", "working dyas"),
        ("consent", "I agree for [working days].", "working days"),
        ("name_hint", "[working days]", "working days"),
    ],
)
def test_what_nothing_fills_in_is_not_published(staff, purpose, text, name):
    answer = publish(staff("Editor"), purpose, text)
    assert answer.status_code == 422
    assert f"[{name}] is not filled in here" in answer.text
    assert newest(purpose).version == 1


TEMPLATES = "/admin/snippets/enquiries/replytemplate/"


def test_the_lead_keeps_reply_templates_and_deletes_none(staff):
    lead = staff(LEADS)
    template = ReplyTemplate.objects.first()
    address = f"{TEMPLATES}edit/{template.pk}/"
    given = {"title": "T", "text": "Dear [nmae]", "is_offered": "on"}
    assert "There is no placeholder [nmae]" in lead.post(address, given).content.decode()
    assert lead.post(address, {**given, "text": "Dear [name]"}).status_code == 302
    template.refresh_from_db()
    assert template.text == "Dear [name]"
    lead.post(f"{TEMPLATES}delete/{template.pk}/")
    assert ReplyTemplate.objects.filter(pk=template.pk).exists()
    assert staff(HANDLERS).get(TEMPLATES).status_code == 302


def test_a_holiday_moves_what_is_due_and_says_how_much(staff):
    enquiry, lead = store(), staff(LEADS)
    before = enquiry.due_at
    day = f"{timezone.localtime(before):%Y-%m-%d}"
    add = "/admin/enquiry-holidays/new/"
    body = lead.post(add, {"day": day, "name": "A day"}, follow=True).content.decode()
    assert "1 enquiry is due at another time now." in body
    enquiry.refresh_from_db()
    assert enquiry.due_at > before
    lead.post(f"/admin/enquiry-holidays/delete/{Holiday.objects.get().pk}/")
    enquiry.refresh_from_db()
    assert enquiry.due_at == before


@pytest.mark.parametrize("typed", ["2026-12-24", "24/12/2026", "24.12.2026", "24 December 2026"])
def test_a_holiday_is_typed_as_days_are_written_here_the_day_first(staff, typed):
    staff(LEADS).post("/admin/enquiry-holidays/new/", {"day": typed, "name": "Christmas Eve"})
    assert f"{Holiday.objects.get().day}" == "2026-12-24"


def test_the_month_is_never_taken_for_the_day(staff):
    lead = staff(LEADS)
    lead.post("/admin/enquiry-holidays/new/", {"day": "03/04/2027", "name": "A day"})
    assert f"{Holiday.objects.get().day}" == "2027-04-03"
    answer = lead.post("/admin/enquiry-holidays/new/", {"day": "12/24/2027", "name": "Another"})
    assert answer.status_code == 200 and "24/12/2026" in answer.text
    assert Holiday.objects.count() == 1


def test_the_settings_need_a_working_day_and_plain_addresses(staff):
    lead = staff(LEADS)
    AnsweringSettings.load()
    address = "/admin/settings/enquiries/answeringsettings/1/"
    page = lead.get("/admin/settings/enquiries/answeringsettings/", follow=True)
    address = page.redirect_chain[-1][0]
    given = {"answer_within_days": "3", "digest_to": "a@example.org"}
    assert "At least one day" in lead.post(address, given).content.decode()
    given["works_on_monday"] = "on"
    lead.post(address, {**given, "digest_to": "nobody"})
    assert AnsweringSettings.load().answer_within_days == 2
    enquiry = store()
    saved = lead.post(address, given, follow=True)
    assert "Texts that name a time in words do not" in saved.text
    assert AnsweringSettings.objects.get().answer_within_days == 3
    before = enquiry.due_at
    enquiry.refresh_from_db()
    assert enquiry.due_at > before
