"""Taking enquiries out: who may, what is written down, and that no cell comes alive."""

import csv
import io
import re
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.utils import timezone
from filling_in import HANDLERS, INBOX, LEADS, store

from enquiries.inbox.spreadsheet import as_csv, as_xlsx, harmless
from enquiries.models import Enquiry, EnquiryEvent, EnquiryExport

PASSWORD = "a-long-passphrase"
FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1+1", "\u3000=1", "|x", "%x"]


def export(browser, **changes):
    given = {"reason": "A report", "format": "csv", "with_words": "on", "password": PASSWORD}
    query = changes.pop("query", "")
    return browser.post(f"{INBOX}export/{query}", {**given, **changes})


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_lead_exports_what_the_list_shows_with_a_reason_that_is_sealed(staff):
    one, two = store(name="Quagga"), store(email="two@example.org")
    Enquiry.objects.filter(pk=two.pk).update(state="closed")
    lead = staff(LEADS)
    response = export(lead, query="?state=new", reason="For Quagga")
    rows = rows_of(response)
    assert rows[0][0].startswith("Exported by")
    assert rows[1][0] == "Reference"
    assert [row[0] for row in rows[2:]] == [one.shown_reference]
    assert "Quagga" in rows[2]
    assert "no-store" in response.headers["Cache-Control"]
    assert "Quagga" not in str(response.headers)
    made, event = EnquiryExport.objects.get(), EnquiryEvent.objects.get(kind="exported")
    assert (made.reason, made.rows, made.made_by) == ("For Quagga", 1, lead.user)
    assert (event.actor, event.count, event.subject) == (lead.user, 1, str(made.pk))
    assert b"Quagga" not in bytes(made.sealed_reason)


def test_without_words_no_word_is_in_it(staff):
    store(name="Quagga", message="Quagga")
    response = export(staff(LEADS), with_words="")
    assert b"Quagga" not in response.content and b"maryam" not in response.content


@pytest.mark.parametrize(
    "changes", [{"password": "wrong"}, {"password": ""}, {"reason": " "}, {"format": "pdf"}]
)
def test_without_password_or_reason_nothing_is_taken_out(staff, changes):
    store()
    response = export(staff(LEADS), **changes)
    assert response.status_code == 422
    assert not EnquiryExport.objects.exists()


def test_who_guesses_the_password_is_stopped_even_with_the_right_one(staff):
    store()
    lead = staff(LEADS)
    for _ in range(5):
        assert export(lead, password="wrong").status_code == 422
    response = export(lead)
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 600
    assert "wrong too often" in response.text and "A report" in response.text
    assert not EnquiryExport.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert export(lead).status_code == 200


@pytest.mark.parametrize("query", ["?state=open", "?received_from=yesterday", "?topic=x"])
def test_what_cannot_narrow_the_list_exports_nothing(staff, query):
    store()
    response = export(staff(LEADS), query=query)
    assert response.status_code == 422
    assert "cannot be narrowed like that" in response.text
    assert not EnquiryExport.objects.exists()


def test_a_searched_reference_is_all_that_is_exported(staff):
    one = store()
    store(email="two@example.org")
    lead = staff(LEADS)
    page = lead.get(INBOX, {"q": one.shown_reference}).text
    [link] = re.findall(r'href="(/admin/enquiries/export/[^"]*)"', page)
    response = lead.post(link, {"reason": "x", "format": "csv", "password": PASSWORD})
    assert [row[0] for row in rows_of(response)[2:]] == [one.shown_reference]


def test_a_handler_cannot_export(staff):
    store()
    browser = staff(HANDLERS)
    for response in (browser.get(f"{INBOX}export/"), export(browser)):
        assert response.headers["Location"].split("?")[0] == "/admin/"
    assert not EnquiryExport.objects.exists()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_in_either_kind(text):
    (cell,) = next(iter(csv.reader(io.StringIO(as_csv([[text]]).decode("utf-8-sig"), newline=""))))
    assert cell.startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx([[text, "\x0bok", "x" * 40_000]]))).active
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row)
    assert sheet["A1"].value == text.replace("\r", "\n") or sheet["A1"].value == text


def test_plain_words_stay_as_they_are():
    words = ["O'Brien", "Nguyễn", "李", "عبد الله", "a=b", "🙂"]
    assert rows_of_bytes(as_csv([words])) == [words]


def rows_of_bytes(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_whole_inbox_is_not_taken_out_at_once(staff, monkeypatch):
    from enquiries.inbox import export as page

    monkeypatch.setattr(page, "MOST_ROWS", 1)
    store()
    store(email="two@example.org")
    response = export(staff(LEADS))
    assert response.status_code == 422
    assert "narrow the list" in response.content.decode()


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("hello;=1+1", "hello;'=1+1"),
        ("hello; =cmd|'/C calc'!A0", "hello; '=cmd|'/C calc'!A0"),
        ("a;\uff1d1", "a;'\uff1d1"),
        ("O'Brien; thanks", "O'Brien; thanks"),
    ],
)
def test_a_program_that_splits_at_semicolons_finds_no_formula_either(text, cell):
    assert harmless(text) == cell
