"""What stands around every page is kept for a moment, and read afresh when it has changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from content import kept
from content.models import ClinicSettings, HomePage
from tests.factories import make_home, make_treatments


@pytest.fixture
def home(db, settings) -> HomePage:
    settings.KEPT_SECONDS = 3600
    home = make_home()
    make_treatments(home)
    home.save()  # whatever an earlier test has kept is forgotten
    return home


def asked(client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get("/search/")
    return len(queries)


def test_a_second_reader_asks_the_database_for_less(home, client):
    first, second = asked(client), asked(client)
    assert second <= first - 4
    assert asked(client) == second


def test_a_new_telephone_number_shows_at_once(home, client):
    assert "020 7946 0999" not in client.get("/").text
    clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
    clinic.telephone = "020 7946 0999"
    clinic.save()
    assert "020 7946 0999" in client.get("/").text


@pytest.mark.parametrize("change", ["rename", "unpublish", "close", "delete", "move"])
def test_a_menu_entry_changes_at_once(home, client, change):
    index = home.get_children().get()
    link = f'href="{index.get_url()}"'
    assert link in client.get("/search/").text
    match change:
        case "rename":
            page = index.specific
            page.title = "What can be done"
            page.save_revision().publish()
        case "unpublish":
            index.specific.unpublish()
        case "close":
            PageViewRestriction.objects.create(page=index, restriction_type="login")
        case "delete":
            index.specific.delete()
        case "move":
            index.specific.move(home.get_parent(), pos="last-child")
    text = client.get("/search/").text
    assert ("What can be done" in text) if change == "rename" else (link not in text)


def test_it_is_read_again_when_the_moment_is_over(home, client, settings):
    client.get("/")
    ClinicSettings.objects.update(clinic_name="As another process has it")
    assert "As another process has it" not in client.get("/").text
    settings.KEPT_SECONDS = 0
    assert "As another process has it" in client.get("/").text


def test_a_host_of_ones_own_fills_no_memory(home, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for number in range(200):
        client.get("/search/", headers={"host": f"host-{number}.example.org"})
    assert len(kept._kept) <= kept.MOST
