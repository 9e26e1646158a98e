"""When the store is gone, or the form may not be hers: say so and keep what she typed."""

import re
from html import unescape

import html5lib
import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from filling_in import filled_in, send, token_in

from enquiries.models import Enquiry, Wording

pytestmark = pytest.mark.usefixtures("letterbox")


@pytest.fixture
def database_gone():
    """Every statement fails, as it does when the server has been stopped."""

    def fail(execute, sql, params, many, context):
        raise OperationalError("the connection is closed")

    return lambda: connection.execute_wrapper(fail)


def fields_of(body: str) -> dict:
    """What a browser would send from the page, besides the CSRF token."""
    inputs = re.findall(r'<input [^>]*name="([^"]+)"[^>]* value="([^"]*)"', body)
    area = re.search(r'<textarea [^>]*name="message"[^>]*>\r?\n(.*)</textarea>', body, re.DOTALL)
    fields = {name: unescape(value) for name, value in inputs} | {"message": unescape(area[1])}
    fields.pop("csrfmiddlewaretoken")
    return fields


def test_she_is_told_that_it_was_not_saved_and_loses_nothing(client, database_gone, settings):
    settings.FALLBACK_TELEPHONE = "+44 20 7946 0999"
    answers = filled_in(
        client.get("/enquire/"), name="O'Brien <b>", message="\n\none\ntwo </textarea>"
    )
    with database_gone():
        response = client.post("/enquire/", answers)
    body = response.content.decode()
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "no-store" in response.headers["Cache-Control"]
    assert "Your enquiry was not saved" in body
    assert "+44 20 7946 0999" in body
    assert fields_of(body) == answers
    html5lib.HTMLParser(strict=True).parse(body)


def test_sending_again_from_that_page_stores_it_once(client, database_gone):
    answers = filled_in(client.get("/enquire/"))
    with database_gone():
        response = client.post("/enquire/", answers)
    again = fields_of(response.content.decode())
    for _ in range(2):
        assert client.post("/enquire/", again).status_code == 302
    assert Enquiry.objects.get().message == answers["message"]


def test_an_enquiry_that_fails_half_way_is_not_thanked_for(client):
    page = client.get("/enquire/")

    def fail_on_jobs(execute, sql, params, many, context):
        if "procrastinate_defer" in sql:
            raise OperationalError("disk full") from psycopg.OperationalError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_on_jobs):
        response = client.post("/enquire/", filled_in(page))
    assert (response.status_code, Enquiry.objects.count()) == (503, 0)


def test_without_a_database_the_form_says_that_it_cannot_be_shown(client, database_gone):
    with database_gone():
        response = client.get("/enquire/")
    assert response.status_code == 503
    assert "The form cannot be shown just now" in response.content.decode()
    html5lib.HTMLParser(strict=True).parse(response.content)


def test_the_confirmation_says_so_too(client, database_gone):
    address = send(client).headers["Location"]
    with database_gone():
        assert client.get(address).status_code == 503
    assert client.get(address).status_code == 200


def test_without_a_wording_to_agree_to_nothing_is_taken(client):
    page = client.get("/enquire/")
    answers = filled_in(page)
    Wording.objects.all().delete()
    assert client.get("/enquire/").status_code == 503
    response = client.post("/enquire/", answers)
    assert (response.status_code, Enquiry.objects.count()) == (503, 0)
    assert fields_of(response.content.decode()) == answers


def test_a_form_without_its_cookie_keeps_the_words_and_asks_for_the_ticks_again():
    client = Client(enforce_csrf_checks=True)
    answers = filled_in(client.get("/enquire/"), message="dear\nclinic")
    client.cookies.clear()
    response = client.post("/enquire/", answers)
    form = response.context["form"]
    assert (response.status_code, Enquiry.objects.count()) == (403, 0)
    assert "no-store" in response.headers["Cache-Control"]
    assert (form["name"].value(), form["message"].value()) == ("Maryam", "dear\nclinic")
    assert form["agreement"].value() in (None, False)
    assert "Nothing has been sent" in response.content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.content.decode())[1]
    again = {**filled_in(response), "csrfmiddlewaretoken": token}
    assert client.post("/enquire/", again).status_code == 302


def sent_without_cookie(origin: str):
    """A post that fails the check, as a page of that origin sends it: answers and response."""
    client = Client(enforce_csrf_checks=True)
    answers = filled_in(Client().get("/enquire/"), message="dear clinic")
    return answers, client.post("/enquire/", answers, headers={"origin": origin})


def test_another_sites_token_does_not_ride_on_her_enquiry():
    answers, response = sent_without_cookie("https://evil.example")
    assert response.status_code == 403
    assert token_in(response) != answers["form_token"]
    assert "dear clinic" in response.content.decode()
    assert "open for a long time, so nothing" not in response.content.decode()


def test_her_own_token_stays_so_that_sending_again_is_one_enquiry():
    answers, response = sent_without_cookie("http://testserver")
    assert token_in(response) == answers["form_token"]


def test_any_other_form_gets_a_plain_page():
    response = Client(enforce_csrf_checks=True).post("/search/", {"q": "x"})
    assert response.status_code == 403
    assert "We could not take this form" in response.content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/enquire/").status_code == 405
