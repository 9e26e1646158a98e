"""What search engines are told of, and what not."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from content.models import Clinician, PeoplePage
from tests.factories import make_faqs, make_home, make_treatments, make_trials, make_update

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def read(client) -> dict:
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    return {
        url.findtext("s:loc", namespaces=NAMES): {
            "lastmod": url.findtext("s:lastmod", namespaces=NAMES),
            "alternates": {
                link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)
            },
        }
        for url in root.findall("s:url", NAMES)
    }


def test_every_public_page_is_listed_once_with_the_day_of_its_last_change(client, db):
    home = make_home()
    [trial] = make_trials(home)
    pages = [home, *make_treatments(home, 2), *make_faqs(home), trial, make_update(trial, 1)]
    for page in pages:
        page.save_revision().publish()
    found = read(client)
    today = timezone.localdate().isoformat()
    assert {page.full_url for page in pages} <= set(found)
    assert {found[page.full_url]["lastmod"] for page in pages} == {today}


def test_what_readers_cannot_open_is_not_listed(client, db):
    closed, gone, shown = make_treatments(make_home(), 3)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    gone.unpublish()
    found = read(client)
    assert shown.full_url in found
    assert closed.full_url not in found
    assert gone.full_url not in found
    assert not [url for url in found if "/search" in url or "/feedback" in url or "/enquire" in url]


def test_a_person_has_an_address_of_her_own(client, db):
    home = make_home()
    people = home.add_child(instance=PeoplePage(title="People", slug="people", summary="Who."))
    Clinician.objects.create(
        name="A Nurse", slug="a-nurse", role="Nurse", locale=Locale.get_default()
    )
    address = f"{people.full_url}a-nurse/"
    assert address in read(client)
    assert client.get(f"{people.url}a-nurse/").status_code == 200


def test_languages_name_each_other(client, db):
    home = make_home()
    [page] = make_treatments(home)
    german = Locale.objects.get_or_create(language_code="de")[0]
    translated = home.copy_for_translation(german)
    translated.save_revision().publish()
    found = read(client)
    both = {"en": home.full_url, "de": translated.full_url, "x-default": home.full_url}
    assert found[home.full_url]["alternates"] == both
    assert found[translated.full_url]["alternates"] == both
    assert found[page.full_url]["alternates"] == {}


def test_robots_are_led_to_it(client, db):
    make_home()
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in robots


def test_the_sitemap_asks_the_database_as_often_for_five_as_for_two(
    client, db, django_assert_num_queries
):
    [trial] = make_trials(make_home(), 1, updates=2)
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as for_two:
        client.get("/sitemap.xml")
    for number in (3, 4, 5):
        make_update(trial, number)
    with django_assert_num_queries(len(for_two)):
        client.get("/sitemap.xml")


@pytest.mark.parametrize("query", ["?p=2", "?p=x", "?p=%FF"])
def test_a_part_of_the_sitemap_that_is_not_there_is_404(client, db, query):
    make_home()
    assert client.get(f"/sitemap.xml{query}").status_code == 404
