"""What the head of a page tells those who do not see it."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Locale

from content.models import BodyPage, Clinician, ClinicSettings, PeoplePage
from tests.factories import (
    make_faqs,
    make_home,
    make_standard,
    make_treatments,
    make_trials,
    make_update,
)


def head(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    return BeautifulSoup(response.content, "html.parser").head


def meta(found: BeautifulSoup, name: str) -> str | None:
    element = found.find("meta", attrs={"property": name}) or found.find("meta", {"name": name})
    return element["content"] if element else None


def canonical(found: BeautifulSoup) -> str | None:
    link = found.find("link", rel="canonical")
    return link["href"] if link else None


def test_a_shared_page_says_what_it_is(client, db):
    [page] = make_treatments(make_home())
    found = head(client, page.url)
    assert found.title.text == "Treatment 1 – The clinic"
    assert {
        name: meta(found, name)
        for name in (
            "description",
            "og:title",
            "og:description",
            "og:type",
            "og:url",
            "og:locale",
            "og:site_name",
            "og:image:alt",
            "twitter:card",
        )
    } == {
        "description": "Answer 1.",
        "og:title": "Treatment 1",
        "og:description": "Answer 1.",
        "og:type": "article",
        "og:url": page.full_url,
        "og:locale": "en_GB",
        "og:site_name": "The clinic",
        "og:image:alt": "Treatment 1, from The clinic",
        "twitter:card": "summary_large_image",
    }
    assert canonical(found) == page.full_url


def test_an_editors_own_words_for_search_come_first(client, db):
    [page] = make_treatments(make_home())
    page.seo_title, page.search_description = "For search", 'A "quoted" <line>'
    page.save_revision().publish()
    found = head(client, page.url)
    assert found.title.text == "For search – The clinic"
    assert meta(found, "description") == 'A "quoted" <line>'
    assert meta(found, "og:title") == "For search"


def test_every_kind_of_page_has_one_title_one_description_and_its_own_address(client, db):
    home = make_home()
    [faq], [trial], [treatment] = make_faqs(home), make_trials(home), make_treatments(home)
    pages = [home, faq, trial, treatment, make_update(trial, 1), make_standard(home)]
    pages += [page.get_parent().specific for page in (faq, trial, treatment)]
    for page in pages:
        found = head(client, page.url)
        assert len(found.find_all("title")) == 1, page
        assert len(found.find_all("meta", {"name": "description"})) == 1, page
        assert canonical(found) == page.full_url, page
        assert not found.find("meta", {"name": "robots"}), page
        is_read = meta(found, "og:type") == "article"
        assert is_read == isinstance(page, BodyPage), page


def test_a_question_is_described_by_its_short_answer(client, db):
    [faq] = make_faqs(make_home())
    assert meta(head(client, faq.url), "description") == "Short answer 1."


@pytest.mark.parametrize("query", ["?utm_source=x", "?status=completed", "?page=2"])
def test_a_query_makes_no_second_address(client, db, query):
    [trial] = make_trials(make_home())
    index = trial.get_parent()
    found = head(client, f"{index.url}{query}")
    assert canonical(found) == meta(found, "og:url") == index.full_url


@pytest.mark.parametrize("address", ["/search/?q=stem", "/nowhere/"])
def test_what_is_no_page_of_the_site_is_not_to_be_found(client, db, address):
    make_home()
    found = head(client, address)
    assert meta(found, "robots") == "noindex"
    assert canonical(found) is None
    assert found.title.text.strip()


def test_thanks_for_an_answer_are_not_to_be_found(client, db):
    [page] = make_treatments(make_home())
    thanked = client.post(f"/feedback/{page.pk}/", {"answer": "yes"})
    found = head(client, thanked.url)
    assert meta(found, "robots") == "noindex"
    assert canonical(found) is None


def test_languages_name_each_other_and_themselves(client, db):
    home = make_home()
    german = Locale.objects.get_or_create(language_code="de")[0]
    translated = home.copy_for_translation(german)
    translated.save_revision().publish()
    [page] = make_treatments(home)
    both = [("de", translated.full_url), ("en", home.full_url), ("x-default", home.full_url)]
    for shown in (home, translated):
        links = head(client, shown.url).select("link[hreflang]")
        assert [(link["hreflang"], link["href"]) for link in links] == both
    assert meta(head(client, translated.url), "og:locale") == "de_DE"
    assert head(client, page.url).select("link[hreflang]") == []
    translated.refresh_from_db()
    translated.unpublish()
    assert head(client, home.url).select("link[hreflang]") == []


def test_a_person_has_a_title_and_an_address_of_her_own(client, db):
    home = make_home()
    people = home.add_child(instance=PeoplePage(title="People", slug="people", summary="Who."))
    Clinician.objects.create(
        name="A Nurse", slug="a-nurse", role="Nurse", locale=Locale.get_default()
    )
    found = head(client, f"{people.url}a-nurse/")
    assert found.title.text.startswith("A Nurse")
    assert canonical(found) == meta(found, "og:url") == f"{people.full_url}a-nurse/"
    assert meta(found, "og:title") == "A Nurse"
    assert meta(found, "og:type") == "profile"
    assert meta(found, "description") == "A Nurse, Nurse"
    assert len(found.find_all("meta", {"name": "description"})) == 1


def test_the_name_of_the_clinic_can_hold_any_sign(client, db):
    home = make_home()
    clinic = ClinicSettings.for_site(home.get_site())
    clinic.clinic_name = 'A "good" <clinic> & more'
    clinic.save()
    found = head(client, home.url)
    assert meta(found, "og:site_name") == 'A "good" <clinic> & more'
    assert found.find("clinic") is None


def test_an_icon_is_there_for_whoever_asks_without_reading(client, db):
    response = client.get("/favicon.ico")
    assert (response.status_code, response.url) == (302, "/static/img/favicon.ico")
    make_home()
    touch = head(client, "/").find("link", rel="apple-touch-icon")
    assert touch["href"] == "/static/img/apple-touch-icon.png"


def test_a_draft_can_be_previewed_before_it_has_an_address(client, db):
    home = make_home()
    [page] = make_treatments(home)
    page.live = False
    page.save()
    response = page.make_preview_request()
    assert response.status_code == 200
