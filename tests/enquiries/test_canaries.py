"""C1: a word that stands only in what she wrote is found nowhere but on the page of her enquiry."""

import io
import json
import logging
import re
from uuid import uuid4

import pytest
import structlog
from django.core.cache import caches
from django.db import connection
from django.test import Client
from filling_in import HANDLERS, INBOX, LEADS, page_of, send
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import ModelLogEntry, PageLogEntry, ReferenceIndex

from accounts.roles import ROLES
from enquiries import actions
from enquiries.models import Enquiry, Entry
from enquiries.tasks import deliver
from pofclinic.logs import logging_config

CANARIES = {
    "name": "Quagganame",
    "email": "quaggamail@example.org",
    "phone": "020 7946 0987",
    "message": "Quaggamessage",
    "needs": "Quagganeeds",
}
FOUND_AS = ("quagga", "79460987", "7946 0987")


def hits(text: str) -> list[str]:
    return [word for word in FOUND_AS if word in text.lower()]


@pytest.fixture
def written(staff, mailroom):
    """An enquiry with a canary in each field, a note, a reply and a call; and its handler."""
    response = send(Client(), **CANARIES)
    assert response.status_code == 302
    enquiry, handler = Enquiry.objects.get(), staff(HANDLERS)
    actions.take_enquiry(enquiry.pk, handler.user)
    for add in (actions.add_note, actions.record_call, actions.send_reply):
        add(enquiry.pk, "Quaggaentry", handler.user, uuid4())
    return enquiry, handler, response


def _bytes_read(row: str) -> str:
    """What a row's columns of bytes say, which PostgreSQL prints in hex."""
    held = re.findall(r"\\x((?:[0-9a-f]{2})+)", row)
    return " ".join(bytes.fromhex(text).decode("utf-8", "replace") for text in held)


def test_the_database_holds_none_of_it_in_clear(written):
    """Every column of every table, as a stolen dump would show it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')
            rows = [row for (row,) in cursor.fetchall()]
            found += [(table, row) for row in rows if hits(row) or hits(_bytes_read(row))]
    assert found == []


def test_jobs_logs_of_wagtail_indexes_and_caches_hold_none(written):
    args = json.dumps(list(ProcrastinateJob.objects.values_list("args", flat=True)))
    assert "delivery_id" in args and not hits(args)
    for kind in (ModelLogEntry, PageLogEntry, ReferenceIndex):
        assert not hits(str(list(kind.objects.values())))
    assert not hits(str(vars(caches["default"])))


def test_no_mail_but_the_reply_says_any_of_it(written, mailroom):
    enquiry, _handler, _response = written
    for delivery in enquiry.deliveries.all():
        deliver(delivery_id=delivery.pk)
    assert len(mailroom.messages) == 3
    for recipients, message in mailroom.messages:
        headers = {name: value for name, value in message.items() if name != "To"}
        assert not hits(str(headers))
        if message["Subject"] != "An answer to your message":
            assert not hits(message.as_string().replace(recipients[0], ""))


def test_the_log_of_production_says_none_of_it(written, settings):
    """Every line that the site writes meanwhile, at DEBUG, in production's own format."""
    enquiry, handler, _response = written
    stream = io.StringIO()
    config = logging_config(as_json=True, level="DEBUG")
    formatter = config["formatters"]["structured"]
    kept = {key: value for key, value in formatter.items() if key != "()"}
    line_handler = logging.StreamHandler(stream)
    line_handler.setFormatter(structlog.stdlib.ProcessorFormatter(**kept))
    root = logging.getLogger()
    root.addHandler(line_handler)
    try:
        handler.get(page_of(enquiry))
        send(Client(), **CANARIES, agreement=None)
        kind = "application/x-www-form-urlencoded"
        Client().generic("POST", "/enquire/", b"message=Quagga%ED%B2%80", content_type=kind)
        with connection.execute_wrapper(_failing):
            send_again = Client().post("/enquire/", {**CANARIES, "form_token": "x"})
        assert send_again.status_code == 503
        handler.post(f"{INBOX}person/", {"email": CANARIES["email"]})
    finally:
        root.removeHandler(line_handler)
    assert not hits(stream.getvalue())


def _failing(execute, sql, params, many, context):
    raise connection.Database.OperationalError("Quagga is in the error's own text")


def test_addresses_cookies_and_headers_tell_none_of_it(written):
    enquiry, handler, response = written
    assert not hits(str(response.headers) + str(response.cookies))
    page = handler.get(page_of(enquiry))
    assert hits(page.content.decode())
    assert not hits(str(page.headers) + page_of(enquiry) + str(handler.cookies))
    assert not hits(f"{enquiry!r} {enquiry} {Entry.objects.all()!r}")
    assert not hits(handler.get(INBOX).content.decode())


@pytest.mark.parametrize("role", [role for role in ROLES if role not in (HANDLERS, LEADS)])
def test_no_page_of_another_role_shows_any_of_it(written, staff, role):
    browser = staff(role)
    places = ("", "reports/site-history/", "enquiries/", "persons-data/", "audit/")
    for place in places:
        body = browser.get(f"/admin/{place}", follow=True).content.decode()
        assert not hits(body), place


def test_the_confirmation_shows_none_of_it(written):
    _enquiry, _handler, response = written
    assert not hits(Client().get(response.headers["Location"]).content.decode())
