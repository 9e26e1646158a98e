"""A person's data: found, copied, held and erased by the privacy officer, and nobody else."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from aged import aged, kinds, receive
from django.db import connection
from django.utils import timezone
from filling_in import EDITORS, HANDLERS, LEADS

from enquiries import actions
from enquiries.models import (
    ConsentReceipt,
    Delivery,
    Enquiry,
    EnquiryEvent,
    Entry,
    Preferences,
    RetentionPolicy,
    RetentionRun,
    Tombstone,
)

pytestmark = pytest.mark.usefixtures("letterbox", "tombstone_file")
OFFICER = "Privacy officer"
PERSON = "/admin/persons-data/"
SHEDS = [PERSON, *(f"{PERSON}{deed}/" for deed in ("copy", "hold", "release", "erase"))]
SURE = "id_wrote_back"
CONFIRMED = {"is_confirmed": "yes", "password": "a-long-passphrase"}


@pytest.fixture
def officer(staff):
    return staff(OFFICER)


def whole() -> Enquiry:
    """An enquiry with something in every table."""
    enquiry = receive(
        phone="+442079460123", preferences=Preferences(channel="email", needs="A sign interpreter")
    )
    entry = Entry(enquiry=enquiry, kind="reply", text="Her sister Ruth rang & asked.")
    entry.save(force_insert=True)
    Delivery.objects.create(
        enquiry=enquiry, entry=entry, kind="reply", message_id=f"<{entry.pk}@x>"
    )
    return enquiry


def references(response) -> set[str]:
    return set(re.findall(r"[34679A-Z]{4}-[34679A-Z]{4}", response.content.decode()))


def ticked(response) -> list[str]:
    return re.findall(r'name="id" value="([^"]+)" checked', response.text)


def rows_with(pk) -> dict[str, int]:
    """In which tables something still points to an enquiry."""
    tables = {"enquiries_enquiry": "id", "enquiries_entry": "enquiry_id"}
    tables |= {"enquiries_delivery": "enquiry_id", "enquiries_consentreceipt": "enquiry_id"}
    found = {}
    with connection.cursor() as cursor:
        for table, column in tables.items():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [pk])
            found[table] = cursor.fetchone()[0]
    return {table: count for table, count in found.items() if count}


@pytest.mark.parametrize("who", [HANDLERS, LEADS, EDITORS, "Site manager", None])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_but_the_privacy_officer_gets_in(staff, who, method):
    enquiry, browser = receive(), staff(who)
    sent = {"id": str(enquiry.pk), "identity": SURE, "is_confirmed": "yes", "reason": "hold_claim"}
    others = ["/admin/audit/", "/admin/retention/", "/admin/retention/runs/"]
    for address in [*SHEDS, *others]:
        response = getattr(browser, method)(address, sent)
        assert response.headers.get("Location") == "/admin/", address
    assert kinds(enquiry.pk) == ["received"]
    assert "persons-data" not in browser.get("/admin/").content.decode()


def test_she_is_found_by_address_number_or_whole_reference_and_the_look_is_recorded(officer):
    mine = [
        receive(),
        receive(email="MARYAM@Example.org "),
        receive(email="", phone="+442079460123"),
    ]
    other = receive(email="ruth@example.org", phone="")
    for asked, found in (
        ({"email": "maryam@example.org"}, mine[:2]),
        ({"phone": "020 7946 0123"}, mine[2:]),
        ({"reference": f" {other.shown_reference.lower()} "}, [other]),
    ):
        response = officer.post(PERSON, asked)
        assert references(response) == {each.shown_reference for each in found}, asked
        assert "no-store" in response.headers["Cache-Control"]
    looks = EnquiryEvent.objects.filter(kind="searched").values_list("reason", "count")
    assert list(looks) == [("email", 2), ("phone", 1), ("reference", 1)]


def test_a_reference_finds_what_was_merged_with_it(officer):
    root, loose = receive(), receive()
    merged = aged(0, merged_into=root)
    for asked in (root, merged):
        response = officer.post(PERSON, {"reference": asked.reference})
        assert references(response) == {root.shown_reference, merged.shown_reference}
    assert references(officer.post(PERSON, {"reference": loose.reference})) == {
        loose.shown_reference
    }


def test_half_a_reference_and_two_answers_at_once_find_nothing(officer):
    enquiry = receive()
    for asked in (
        {"reference": enquiry.reference[:5]},
        {"reference": enquiry.reference, "email": "maryam@example.org"},
        {},
        {"email": "maryam@"},
    ):
        response = officer.post(PERSON, asked)
        assert response.status_code == 422
        assert enquiry.shown_reference not in response.content.decode()
    assert not EnquiryEvent.objects.filter(kind="searched").exists()


def test_the_list_shows_references_and_none_of_her_words(officer):
    whole()
    body = officer.post(PERSON, {"phone": "+44 20 7946 0123"}).content.decode()
    for word in ("Quagga", "maryam", "7946", "A trial?", "Ruth"):
        assert word not in body


def copied(officer, *enquiries, kind="json"):
    ids = [str(each.pk) for each in enquiries]
    sent = {"id": ids, "identity": SURE, "kind": kind, "password": CONFIRMED["password"]}
    return officer.post(f"{PERSON}copy/", sent)


def test_the_copy_holds_everything_and_names_staff_by_their_role(officer, staff):
    enquiry, handler = whole(), staff(HANDLERS)
    for _ in range(2):
        actions.open_enquiry(enquiry.pk, handler.user)
    response = copied(officer, enquiry)
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in response.headers["Cache-Control"]
    [copy] = response.json()["enquiries"]
    words = copy["what_she_wrote"]
    assert (words["name"], words["email"], words["message"], words["needs"]) == (
        "Maryam Quagga",
        "maryam@example.org",
        "A trial?",
        "A sign interpreter",
    )
    assert words["phone"] == "+44 20 7946 0123"
    assert [entry["text"] for entry in copy["conversation"]] == ["Her sister Ruth rang & asked."]
    receipts = ConsentReceipt.objects.filter(enquiry=enquiry)
    assert {each["wording"] for each in copy["agreements"]} == {r.wording.text for r in receipts}
    assert {each["sha256"] for each in copy["agreements"]} == {r.sha256 for r in receipts}
    assert [(each["by"], len(each["at"])) for each in copy["opened"]] == [(HANDLERS, 2)]
    assert [each["by"] for each in copy["history"]] == ["The website", OFFICER]
    assert copy["kept_until"]
    assert "Enquiry handler, Enquiry lead" in copy["recipients"][0]
    assert "@example.org" not in json.dumps(copy).replace("maryam@example.org", "")


def test_the_copy_to_read_says_the_same(officer):
    enquiry = whole()
    response = copied(officer, enquiry, kind="html")
    body = response.content.decode()
    assert 'filename="copy-of-enquiries-' in response.headers["Content-Disposition"]
    for words in ("Maryam Quagga", "A trial?", "Her sister Ruth rang &amp; asked.", OFFICER):
        assert words in body
    assert enquiry.receipts.get(purpose="consent").wording.text in body.replace("&#x27;", "'")
    assert "<script" not in body and "SHA-256" not in body


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("staff_notice", "mail server: the reference only"),
        ("acknowledgement", "the reference, none of your answers"),
        ("reply", "what we wrote to you"),
    ],
)
def test_the_copy_says_what_e_mail_has_carried(officer, kind, said):
    enquiry = whole()
    assert len(copied(officer, enquiry).json()["enquiries"][0]["recipients"]) == 1
    enquiry.deliveries.filter(kind=kind).update(sent_at=timezone.now())
    [_roles, mail] = copied(officer, enquiry).json()["enquiries"][0]["recipients"]
    assert said in mail


def test_a_copy_is_written_down_with_how_identity_was_checked(officer):
    first, second = receive(), receive()
    copied(officer, first, second)
    for enquiry in (first, second):
        event = EnquiryEvent.objects.get(kind="copied", enquiry_id=enquiry.pk)
        assert (event.actor, event.reason, event.subject) == (officer.user, SURE, "json")


def test_the_audit_page_says_what_kind_of_copy_was_made(officer):
    enquiry = receive()
    for kind in ("html", "json"):
        sent = {"id": [str(enquiry.pk)], "identity": SURE, "kind": kind}
        officer.post(f"{PERSON}copy/", sent | {"password": "a-long-passphrase"})
    body = officer.get("/admin/audit/").text
    for kind in ("HTML", "JSON"):
        assert f"{kind}, She answered from the address or number in the enquiry" in body


def test_what_is_on_hold_is_listed_with_its_reason_and_leads_to_the_person(officer):
    enquiry, other = receive(), receive(email="ruth@example.org")
    actions.hold([enquiry.pk], "hold_her_wish", officer.user)
    actions.release([enquiry.pk], officer.user)
    assert "On hold now" not in officer.get(PERSON).text
    actions.hold([enquiry.pk], "hold_complaint", officer.user)
    assert "1 enquiry is on hold." in officer.get("/admin/").text
    page = officer.get(PERSON).text
    assert "On hold now" in page and "A complaint is open" in page
    assert "The person asked us to keep it" not in page and str(officer.user) in page
    assert other.shown_reference not in page and "maryam" not in page
    found = officer.post(PERSON, {"reference": enquiry.shown_reference})
    assert "A complaint is open" in found.text and ticked(found) == [str(enquiry.pk)]
    asked = officer.post(f"{PERSON}erase/", {"id": [str(enquiry.pk)], "identity": SURE})
    assert "Nothing can be erased" in asked.text and "A complaint is open" in asked.text


def test_who_leaves_everything_as_it_is_comes_back_to_the_list(officer):
    first, second = receive(), receive()
    asked = officer.post(f"{PERSON}erase/", {"id": [str(first.pk)], "identity": SURE})
    assert 'name="again"' in asked.text and 'action="/admin/persons-data/"' in asked.text
    back = officer.post(PERSON, {"again": "yes", "id": [str(first.pk), str(second.pk)]})
    assert ticked(back) == [str(second.pk), str(first.pk)]
    assert Enquiry.objects.count() == 2
    assert officer.post(PERSON, {"again": "yes", "id": "x"}).status_code == 200


@pytest.mark.parametrize("deed", ["copy", "erase"])
def test_without_a_checked_identity_nothing_is_done_and_the_list_stays(officer, deed):
    first, second = receive(), receive()
    sent = {"id": [str(first.pk)], "listed": [str(first.pk), str(second.pk)], "is_confirmed": "yes"}
    response = officer.post(f"{PERSON}{deed}/", sent)
    assert response.status_code == 422
    assert references(response) == {first.shown_reference, second.shown_reference}
    assert "Say how you know that it is she who asks." in response.content.decode()
    assert ticked(response) == [str(first.pk)]
    assert kinds(first.pk) == ["received"]


def test_a_copy_takes_the_password_of_who_is_signed_in(officer):
    hers, her_husbands = receive(), receive()
    sent = {"id": [str(hers.pk)], "listed": [str(hers.pk), str(her_husbands.pk)], "identity": SURE}
    for wrong in ("", "wrong", "Wrong", "wr ong", "wrong?", "wrong!"):
        response = officer.post(f"{PERSON}copy/", sent | {"password": wrong})
        assert response.status_code == 422
        words = "That is not your password." if wrong else "Enter your password."
        assert words in response.text
        assert ticked(response) == [str(hers.pk)]
        assert response.context["identity_form"]["identity"].value() == SURE
    response = officer.post(f"{PERSON}copy/", sent | CONFIRMED)
    assert response.status_code == 429
    assert "wrong too often" in response.text and "Retry-After" in response.headers
    assert kinds(hers.pk) == ["received"]
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert officer.post(f"{PERSON}copy/", sent | CONFIRMED).status_code == 200
    assert kinds(hers.pk) == ["received", "copied"]
    assert kinds(her_husbands.pk) == ["received"]


def test_a_list_that_was_just_found_is_ticked_and_says_no_error(officer):
    enquiry = receive()
    response = officer.post(PERSON, {"reference": enquiry.reference})
    assert ticked(response) == [str(enquiry.pk)]
    assert "Enter your password." not in response.text


def test_erasing_asks_once_more_with_references_only(officer):
    going, staying = whole(), aged(0, is_on_hold=True)
    sent = {"id": [str(going.pk), str(staying.pk)], "identity": SURE}
    response = officer.post(f"{PERSON}erase/", sent)
    body = response.content.decode()
    assert references(response) == {going.shown_reference, staying.shown_reference}
    assert "because they are on hold" in body
    assert "Quagga" not in body
    assert Enquiry.objects.count() == 2


def test_erasing_leaves_nothing_of_her_and_names_what_is_refused(officer, mailoutbox):
    going, staying = whole(), aged(0, is_on_hold=True)
    sent = {"id": [str(going.pk), str(staying.pk)], "identity": SURE, **CONFIRMED}
    body = officer.post(f"{PERSON}erase/", sent, follow=True).content.decode()
    assert f"Erased: {going.shown_reference}." in body
    assert f"Not erased, because it is on hold: {staying.shown_reference}." in body
    assert rows_with(going.pk) == {}
    assert Tombstone.objects.get().reason == "erased"
    erased = EnquiryEvent.objects.get(kind="erased")
    assert (erased.enquiry_id, erased.actor, erased.reason) == (going.pk, officer.user, SURE)
    refused = EnquiryEvent.objects.get(kind="refused")
    assert (refused.enquiry_id, refused.reason) == (staying.pk, "on_hold")


def test_erasing_takes_the_password_of_who_is_signed_in(officer):
    enquiry = receive()
    sent = {"id": [str(enquiry.pk)], "identity": SURE, "is_confirmed": "yes"}
    for wrong in ("", "wrong", "Wrong", "wr ong", "wrong?", "wrong!"):
        response = officer.post(f"{PERSON}erase/", sent | {"password": wrong})
        assert response.status_code == 422
        assert references(response) == {enquiry.shown_reference}
        assert f'name="identity" value="{SURE}"' in response.text
    response = officer.post(f"{PERSON}erase/", sent | CONFIRMED)
    assert response.status_code == 429
    assert "wrong too often" in response.text and "Retry-After" in response.headers
    assert kinds(enquiry.pk) == ["received"]
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert officer.post(f"{PERSON}erase/", sent | CONFIRMED).status_code == 302
    assert kinds(enquiry.pk) == ["received", "erased"]


def test_erasing_works_when_the_keys_are_lost_and_finds_by_reference(officer, settings):
    enquiry = whole()
    settings.ENQUIRY_KEYS = ""
    response = officer.post(PERSON, {"email": "maryam@example.org"})
    assert response.status_code == 503
    assert references(officer.post(PERSON, {"reference": enquiry.reference})) == {
        enquiry.shown_reference
    }
    copy = copied(officer, enquiry).json()["enquiries"][0]
    assert copy["what_she_wrote"]["message"].startswith("This cannot be read")
    sent = {"id": [str(enquiry.pk)], "identity": SURE, **CONFIRMED}
    officer.post(f"{PERSON}erase/", sent)
    assert rows_with(enquiry.pk) == {}


def test_erasing_twice_and_forged_ids_do_no_harm(officer):
    enquiry = receive()
    sent = {"id": [str(enquiry.pk), "nonsense"], "identity": SURE, **CONFIRMED}
    officer.post(f"{PERSON}erase/", sent)
    body = officer.post(f"{PERSON}erase/", sent, follow=True).content.decode()
    assert "There was nothing to change." in body
    assert kinds(enquiry.pk) == ["received", "erased"]
    assert copied(officer, enquiry).status_code == 302


def test_a_hold_has_a_reason_and_an_end_and_both_are_recorded(officer):
    enquiry = aged(100)
    key = str(enquiry.pk)
    sent = {"id": [key], "listed": [key], "reason": "hold_legal_claim"}
    assert "End the hold" not in officer.post(PERSON, {"reference": enquiry.reference}).text
    for said in (f"Put on hold: {enquiry.shown_reference}.", "There was nothing to change."):
        page = officer.post(f"{PERSON}hold/", sent)
        assert (page.status_code, ticked(page)) == (200, [key])
        assert said in page.text and "End the hold" in page.text
    assert actions.run_retention().on_hold == 1
    assert "End the hold" not in officer.post(f"{PERSON}release/", sent).text
    assert kinds(enquiry.pk) == ["received", "held", "released"]
    assert EnquiryEvent.objects.get(kind="held").reason == "hold_legal_claim"
    assert actions.run_retention().closed == 1
    assert officer.post(f"{PERSON}hold/", {"id": [str(enquiry.pk)]}).status_code == 422


@pytest.mark.parametrize("address", SHEDS[1:])
def test_what_is_done_is_posted_and_nothing_personal_stands_in_an_address(officer, address):
    assert officer.get(address).status_code == 405


def as_saved() -> dict[str, int]:
    return {name: getattr(RetentionPolicy.load(), name) for name in RetentionPolicy.BOUNDS}


def test_a_changed_policy_is_saved_within_bounds_and_written_down(officer):
    numbers = {
        name: RetentionPolicy._meta.get_field(name).default for name in RetentionPolicy.BOUNDS
    }
    body = officer.get("/admin/retention/").content.decode()
    assert "From 12 to 36. Never by its age alone before 12 months." in body
    assert officer.post("/admin/retention/", numbers | {"closed_days": 60}).status_code == 302
    assert RetentionPolicy.load().closed_days == 60
    event = EnquiryEvent.objects.get(kind="policy_changed")
    assert (event.actor, event.reason, event.count) == (officer.user, "closed_days", 60)
    for wrong in (
        {"unanswered_months": 11},
        {"closed_days": 29},
        {"spam_days": 91},
        {"spam_days": ""},
    ):
        assert officer.post("/admin/retention/", numbers | wrong).status_code == 422
    assert EnquiryEvent.objects.filter(kind="policy_changed").count() == 1


def test_the_policy_page_says_what_would_be_deleted_today_and_deletes_nothing(officer):
    for days in (40, 80, 100):
        aged(days)
    assert "today 1 enquiry would be deleted" in officer.get("/admin/retention/").content.decode()
    numbers = {
        name: RetentionPolicy._meta.get_field(name).default for name in RetentionPolicy.BOUNDS
    }
    tried = numbers | {"closed_days": 30, "most_at_once": 2, "preview": "yes"}
    body = officer.post("/admin/retention/", tried).content.decode()
    assert "today 3 enquiries would be deleted" in body
    assert "a run would delete nothing and tell you" in body
    assert RetentionPolicy.load().closed_days == 90
    assert Enquiry.objects.count() == 3
    assert not RetentionRun.objects.exists()


def test_a_refused_run_is_shown_on_the_first_page_and_in_the_list(officer, staff):
    RetentionPolicy.objects.create(most_at_once=1)
    aged(100), aged(100)
    actions.run_retention()
    words = "More were due than the policy allows at once"
    assert words in officer.get("/admin/").content.decode()
    assert words in officer.get("/admin/retention/runs/").content.decode()
    assert words not in staff(LEADS).get("/admin/").content.decode()


def test_the_audit_page_lists_events_and_no_word_of_a_person(
    officer, staff, django_assert_max_num_queries
):
    enquiry, erased = whole(), whole()
    actions.open_enquiry(enquiry.pk, staff(HANDLERS).user)
    actions.erase([erased.pk], SURE, officer.user)
    with django_assert_max_num_queries(25):
        body = officer.get("/admin/audit/").content.decode()
    assert enquiry.shown_reference in body
    assert "She answered from the address or number in the enquiry" in body
    assert "Deleted" in body
    for word in ("Quagga", "maryam", "7946", "A trial?", "Ruth"):
        assert word not in body


def test_the_audit_page_says_why_somebody_exported_and_whether_names_were_in_it(officer, staff):
    lead = staff(LEADS)
    actions.record_export(lead.user, "csv", 7, "For the yearly <report>", has_words=True)
    actions.record_export(lead.user, "xlsx", 1, "For the board", has_words=False)
    body = officer.get("/admin/audit/").text
    words = "with names, addresses and messages, 7 enquiries: For the yearly &lt;report&gt;"
    assert f"CSV {words}" in body
    assert "XLSX without names and messages, 1 enquiry: For the board" in body
    assert "For the board" not in lead.get("/admin/audit/", follow=True).text


def test_the_audit_page_says_in_words_by_what_somebody_looked_and_what_was_changed(officer):
    enquiry = aged(0)
    officer.post(PERSON, {"email": "nobody@example.org"})
    officer.post(PERSON, {"reference": enquiry.reference})
    actions.publish_wording("next_steps", "en", "New.", officer.user)
    actions.change_policy({"closed_days": 60}, officer.user)
    body = officer.get("/admin/audit/").text
    for words in (
        "by e-mail address, 0 enquiries found",
        "by reference, 1 enquiry found",
        "What happens next, after sending",
    ):
        assert words in body, words
    assert "closed_days" not in body


def test_the_privacy_officers_first_page_leads_to_a_persons_data(officer, staff):
    aged(100, is_on_hold=True), aged(100)
    assert "that is done every night" in officer.get("/admin/").text
    actions.run_retention()
    body = officer.get("/admin/").text
    assert f'href="{PERSON}">Find a person' in body
    assert " 1 enquiry was deleted because its time was over." in body
    assert "1 enquiry is on hold." in body
    assert "on hold" not in staff(LEADS).get("/admin/").text


def test_the_audit_page_is_narrowed_by_kind_person_day_and_reference(officer, staff):
    enquiry, handler = receive(), staff(HANDLERS)
    receive()
    actions.open_enquiry(enquiry.pk, handler.user)

    def numbers(**asked) -> list[int]:
        body = officer.get("/admin/audit/", asked).content.decode()
        return [int(n) for n in re.findall(r"<td[^>]*>\s*(\d+)\s*</td>", body)]

    assert numbers() == [3, 2, 1]
    assert numbers(kind="opened") == [3]
    assert numbers(actor_id=handler.user.pk) == [3]
    assert numbers(reference=enquiry.shown_reference) == [3, 1]
    assert numbers(happened_at_from="2099-01-01") == []


@pytest.mark.parametrize("verb", ["new", "add", "edit/1", "delete/1", "history/1", "copy/1"])
def test_nobody_adds_changes_or_deletes_events_or_runs(officer, verb):
    for base in ("/admin/audit/", "/admin/retention/runs/"):
        assert officer.post(f"{base}{verb}/").status_code == 404
    assert officer.get("/admin/audit/?export=csv").headers["Content-Type"].startswith("text/html")
