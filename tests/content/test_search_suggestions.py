"""Titles offered as she types."""

import pytest
from wagtail.models import Locale

from content.models import Synonyms
from tests.factories import make_faqs, make_home, make_standard, make_treatments


@pytest.fixture
def site(db):
    home = make_home()
    make_treatments(home, 3)
    make_faqs(home)
    return home


def suggested(client, query: str, path: str = "/search/suggest/") -> list[str]:
    response = client.get(path, {"q": query})
    assert response.status_code == 200
    return [each["title"] for each in response.json()["suggestions"]]


def test_a_suggestion_has_a_title_a_kind_and_an_address(client, site):
    answer = client.get("/search/suggest/", {"q": "Treatment 2"})
    assert answer.json() == {
        "suggestions": [
            {"title": "Treatment 2", "kind": "Explainer", "url": "/treatments/treatment-2/"}
        ]
    }
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_last_word_may_be_unfinished(client, site):
    assert suggested(client, "que") == ["Question 1?"]
    assert suggested(client, "QUESTION 1") == ["Question 1?"]


def test_titles_that_begin_so_come_first_and_seven_are_enough(client, site):
    make_standard(site, "About a treatment", "about")
    assert suggested(client, "tre")[-1] == "About a treatment"
    for number in range(10):
        make_standard(site, f"Treasure {number}", f"treasure-{number}")
    assert len(suggested(client, "tre")) == 7


@pytest.mark.parametrize("query", ["t", " t ", "", "🙂🙂", "t" * 61, "&|!"])
def test_too_little_or_too_much_gets_nothing(client, site, query):
    assert suggested(client, query) == []


def test_a_word_that_means_the_same_is_understood(client, site):
    Synonyms.objects.create(words="query\nquestion", locale=Locale.get_default())
    assert suggested(client, "query") == ["Question 1?"]


def test_drafts_and_other_languages_are_not_suggested(client, site):
    Locale.objects.get_or_create(language_code="de")
    page = make_standard(site, "Owls", "owls")
    assert suggested(client, "owl") == ["Owls"]
    assert suggested(client, "owl", "/de/search/suggest/") == []
    page.unpublish()
    assert suggested(client, "owl") == []
