"""Whatever is sent gets a clear answer: never an error 500, never a false thank-you."""

from urllib.parse import urlencode

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from filling_in import filled_in, send

from enquiries.models import Enquiry

pytestmark = pytest.mark.usefixtures("letterbox")

FORM = "application/x-www-form-urlencoded"


def post(body: bytes | str, kind: str = FORM, address: str = "/enquire/"):
    return Client(raise_request_exception=False).generic("POST", address, body, content_type=kind)


def assert_refused(response, status: int, words: str) -> None:
    body = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(response.content)
    assert (response.status_code, Enquiry.objects.count()) == (status, 0)
    assert words in body
    assert "Nothing was saved" in body
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "iso-8859-1", '"utf-16"', "no-such"])
def test_another_character_set_is_refused_with_a_page(charset):
    assert_refused(post(b"name=x", f"{FORM}; charset={charset}"), 415, "Send it as UTF-8")


def test_a_form_of_more_than_a_megabyte_is_refused_before_it_is_read():
    assert_refused(post(b"message=" + b"a" * 1024 * 1024), 413, "A shorter message gets through")
    kind = "multipart/form-data; boundary=x"
    assert_refused(post(b"--x" + b"a" * 1024 * 1024, kind), 413, "A shorter message gets through")


def test_a_refusal_is_in_her_language():
    body = post(b"name=x", f"{FORM}; charset=utf-7", "/de/enquire/").content.decode()
    assert '<html lang="de"' in body


def test_too_many_fields_are_refused():
    body = "&".join(f"f{number}=1" for number in range(10_001))
    assert_refused(post(body), 400, "does not understand")


def test_ten_thousand_fields_change_nothing(client):
    answers = urlencode(filled_in(client.get("/enquire/")))
    rest = "&".join(f"f{number}=1" for number in range(9_900))
    assert client.generic("POST", "/enquire/", f"{answers}&{rest}", FORM).status_code == 302
    assert Enquiry.objects.get().name == "Maryam"


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary="])
def test_broken_parts_are_refused(kind):
    assert_refused(post(b"--x\r\nbroken", kind), 400, "does not understand")


def test_a_file_is_not_taken_and_does_not_stand_in_the_way(client):
    picture = SimpleUploadedFile("result.png", b"picture", "image/png")
    answers = filled_in(client.get("/enquire/")) | {"file": picture, "message": picture}
    picture.seek(0)
    assert client.post("/enquire/", answers).status_code == 302
    assert Enquiry.objects.get().message == ""


def test_a_field_sent_twice_counts_once(client):
    answers = filled_in(client.get("/enquire/"))
    twice = urlencode([*answers.items(), *answers.items(), ("name", "Last")])
    assert client.generic("POST", "/enquire/", twice, FORM).status_code == 302
    assert Enquiry.objects.get().name == "Last"


def test_a_megabyte_of_e_mail_address_is_an_error_beside_the_field(client):
    response = send(client, email="a" * 900_000 + "@example.org")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["email"]


@pytest.mark.parametrize(
    "field", ["name", "email", "phone", "message", "needs", "topic", "channel"]
)
@pytest.mark.parametrize("octets", ["%ED%A0%80", "%00", "%FF%FE", "%F0%9F", "%E2%80%AE"])
def test_bytes_that_are_no_text_break_nothing(client, field, octets):
    answers = urlencode(filled_in(client.get("/enquire/"), **{field: None}))
    response = client.generic("POST", "/enquire/", f"{answers}&{field}=x{octets}", FORM)
    assert response.status_code in {302, 422}
    response.content.decode()


@pytest.mark.parametrize("field", ["came_from", "homepage", "proof", "wait"])
def test_nonsense_in_a_field_that_she_does_not_see_is_never_her_error(client, field):
    assert send(client, **{field: "\0" + "é" * 5000}).status_code == 302


def test_other_kinds_of_body_are_no_form():
    for kind in ("text/plain", "application/json", "", "application/xml"):
        assert post(b'{"name": "x"}', kind).status_code == 422
        assert Enquiry.objects.count() == 0


def test_without_a_key_nothing_is_asked_and_nothing_taken(client, settings):
    answers = filled_in(client.get("/enquire/"))
    settings.ENQUIRY_KEYS = ""
    page = client.get("/enquire/")
    assert page.status_code == 503
    assert "The form cannot be shown just now" in page.content.decode()
    sent = client.post("/enquire/", answers)
    assert (sent.status_code, Enquiry.objects.count()) == (503, 0)
    assert "Is there a trial near me?" in sent.content.decode()


def test_who_changes_one_form_over_and_over_is_told_so_and_keeps_her_words(client):
    answers = filled_in(client.get("/enquire/"))
    for number in range(11):
        assert client.post("/enquire/", answers | {"message": f"{number}"}).status_code == 302
    response = client.post("/enquire/", answers | {"message": "the last straw"})
    assert response.status_code == 429
    assert "this last change is not" in response.content.decode()
    assert response.context["form"]["message"].value() == "the last straw"
    assert client.post("/enquire/", filled_in(response)).status_code == 302
    assert Enquiry.objects.count() == 2
