"""Every role x every address x every method: what is written down, and nothing else.

The table is `matrix/<role>.csv`: a route, and for GET, POST and DELETE how the site answers.
`yes` lets in (also where a form is then found wanting), `login` sends to the sign-in page, `no`
turns away, `absent` says that there is no such thing, `405` that it does not do that, and
`fails` lets in to a view of Wagtail's that raises an error for an empty form. PUT and
PATCH are answered as DELETE is, HEAD as GET; for enquiries each is tried.

A new address, or another answer, fails here until somebody has decided on it:
`WRITE_MATRIX=1 make test ARGS=tests/permissions` writes the table anew, for a reviewer to read.
"""

import csv
import os
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client

from accounts.models import User
from accounts.roles import ROLES
from enquiries.actions import assign_enquiry
from enquiries.models import Enquiry, EnquiryEvent
from tests.permissions.objects import make_objects
from tests.permissions.routes import address_of, routes

TABLE = Path(__file__).parent / "matrix"
METHODS = ("GET", "POST", "DELETE")
ROLE_LESS, NOBODY, SUPERUSER = "no role", "nobody", "superuser"
EVERYBODY = [NOBODY, ROLE_LESS, *ROLES, SUPERUSER]
TURNED_AWAY = "do not have permission"
# What those see of the admin who are not signed in.
PUBLIC = (
    "admin/login/",
    "admin/password_reset/",
    "admin/jsi18n/",
    "admin/sprite/",
    "admin/logout/",
)
# Wagtail's own views that raise an error when they are sent an empty form.
WAGTAILS = re.compile(r"failwhale|/pages/|/choose|/redirects/import/|/locales/delete/")
INBOX = "admin/enquiries/"


def browser_of(who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who != NOBODY:
        user = User.objects.create_user(
            "me@example.org", first_name="Me", is_superuser=who == SUPERUSER
        )
        if who in ROLES:
            user.groups.add(Group.objects.get(name=who))
        client.force_login(user)
        client.user = user
    return client


def answer(client: Client, method: str, address: str) -> str:
    """Ask once, and undo whatever that did."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.generic(method, address)
        said = _class_of(response)
        transaction.set_rollback(True)
    client.cookies = cookies
    return said


def _class_of(response) -> str:
    status, place = response.status_code, response.headers.get("Location", "")
    if status >= 500:
        # 503 is an honest answer: without a worker the site is not ready.
        return "yes" if status == 503 else "fails"
    if status in (302, 303) and "login" in place.split("?")[0]:
        return "login"
    if status in (302, 303) and place.split("?")[0] == "/admin/":
        told = " ".join(str(message) for message in get_messages(response.wsgi_request))
        return "no" if TURNED_AWAY in told or "wagtail_hooks" in told else "yes"
    return {403: "no", 404: "absent", 405: "405"}.get(status, "yes")


def answers_for(who: str) -> dict[str, tuple[str, ...]]:
    objects, client = make_objects(), browser_of(who)
    return {
        route: tuple(answer(client, method, address_of(route, objects)) for method in METHODS)
        for route in routes()
    }


def recorded(who: str) -> dict[str, tuple[str, ...]]:
    with (TABLE / f"{who}.csv").open(newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert tuple(rows[0]) == ("route", *METHODS)
    return {route: tuple(cells) for route, *cells in rows[1:]}


def record(who: str, found: dict[str, tuple[str, ...]]) -> None:
    with (TABLE / f"{who}.csv").open("w", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["route", *METHODS])
        writer.writerows([route, *cells] for route, cells in found.items())


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_address_answers_a_role_as_was_decided(who, db):
    found = answers_for(who)
    if os.environ.get("WRITE_MATRIX"):
        record(who, found)
    decided = recorded(who)
    new = sorted(set(found) - set(decided))
    assert not new, f"Nobody has decided who may do what at: {new}. See the top of this file."
    assert sorted(set(decided) - set(found)) == [], (
        "These addresses are gone; write the table anew."
    )
    changed = {route: (decided[route], found[route]) for route in found}
    assert {route: both for route, both in changed.items() if both[0] != both[1]} == {}


def allowed(who: str, begins: str = "") -> set[str]:
    return {
        route
        for route, cells in recorded(who).items()
        if {"yes", "fails"} & set(cells) and route.startswith(begins)
    }


def test_nothing_of_ours_fails_whoever_asks():
    failing = {
        (who, route)
        for who in EVERYBODY
        for route, cells in recorded(who).items()
        if "fails" in cells and not (route.startswith("admin/") and WAGTAILS.search(route))
    }
    assert failing == set()


@pytest.mark.parametrize("who", [NOBODY, ROLE_LESS])
def test_without_a_role_the_admin_is_closed(who):
    assert {route for route in allowed(who, "admin/") if not route.startswith(PUBLIC)} == set()


@pytest.mark.parametrize(
    "who", [NOBODY, ROLE_LESS, "Editor", "Clinical reviewer", "Site manager", SUPERUSER]
)
def test_only_those_with_the_role_reach_an_enquiry(who):
    assert allowed(who, INBOX) == set()
    assert allowed(who, "admin/persons-data/") == set()
    assert allowed(who, "admin/audit/") == set()


def test_a_privacy_officer_reads_no_inbox_and_a_handler_no_persons_data():
    assert allowed("Privacy officer", INBOX) == set()
    assert allowed("Privacy officer", "admin/persons-data/")
    for who in ("Enquiry handler", "Enquiry lead"):
        assert allowed(who, INBOX)
        assert allowed(who, "admin/persons-data/") == allowed(who, "admin/retention/") == set()


def test_a_handler_exports_and_assigns_nothing():
    for address in (f"{INBOX}export/", f"{INBOX}<uuid:pk>/assign/"):
        assert address not in allowed("Enquiry handler")
        assert address in allowed("Enquiry lead")


@pytest.mark.parametrize("method", ["HEAD", "PUT", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("who", [NOBODY, "Editor", "Enquiry handler"])
def test_other_methods_open_no_enquiry_to_anybody_else(who, method, db):
    objects, client = make_objects(), browser_of(who)
    for route in routes():
        if route.startswith((INBOX, "admin/persons-data/", "admin/audit/")):
            said = answer(client, method, address_of(route, objects))
            opens = said == "yes"
            assert not opens or who == "Enquiry handler", (route, said)


def test_looking_changes_nothing_but_the_record_of_the_look(db):
    objects, client = make_objects(), browser_of("Enquiry lead")
    enquiry = Enquiry.objects.get()
    before = Enquiry.objects.values().get()
    kinds = list(EnquiryEvent.objects.values_list("kind", flat=True))
    for route in routes():
        if route.startswith(INBOX):
            client.get(address_of(route, objects))
    after = Enquiry.objects.values().get()
    assert {name for name in after if after[name] != before[name]} <= {"is_unread"}
    assert [e.kind for e in enquiry.events.all()] == [*kinds, "opened"]


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head"])
def test_what_belongs_to_a_colleague_answers_as_what_does_not_exist(method, db):
    objects, client = make_objects(), browser_of("Enquiry handler")
    colleague = User.objects.create_user("colleague@example.org")
    assign_enquiry(objects["enquiry"], colleague, colleague)
    missing = objects | {"enquiry": "019c0000-0000-7000-8000-000000000000"}
    for route in routes():
        if route.startswith(INBOX) and "<uuid:pk>" in route:
            answers = [
                getattr(client, method)(address_of(route, each)) for each in (objects, missing)
            ]
            codes = [each.status_code for each in answers]
            assert codes[0] == codes[1] and codes[0] in (302, 404, 405), route
