"""Finding pages, whatever is typed."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, PageViewRestriction

from content.models import StandardPage, TreatmentPage
from tests.factories import make_faqs, make_home, make_standard, make_treatments, make_trials


@pytest.fixture
def site(db):
    home = make_home()
    make_treatments(home, 2)
    make_faqs(home)
    return home


def results(client, query: str, path: str = "/search/", **parameters) -> BeautifulSoup:
    response = client.get(path, {"q": query, **parameters})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").main


def found(client, query: str, **parameters) -> list[str]:
    html = results(client, query, **parameters)
    return [link["href"] for link in html.select(".search-results a")]


def words(tag) -> str:
    return " ".join(tag.get_text().split())


def test_a_word_of_the_title_finds_the_page(client, site):
    assert "/treatments/treatment-2/" in found(client, "treatment 2")


def test_a_word_inside_a_block_finds_the_page(client, site):
    assert set(found(client, "studied")) >= {
        "/treatments/treatment-1/",
        "/treatments/treatment-2/",
    }


def test_a_draft_and_a_page_taken_down_are_not_found(client, site):
    page = TreatmentPage.objects.get(slug="treatment-2")
    page.unpublish()
    draft = TreatmentPage(title="Secretword", slug="draft", summary="Draft.", live=False)
    page.get_parent().add_child(instance=draft)
    assert "/treatments/treatment-2/" not in found(client, "treatment")
    assert found(client, "Secretword") == []


def test_a_private_page_is_neither_found_nor_suggested_nor_meant(client, site):
    page = make_standard(site, "Xylophones", "xylophones")
    assert found(client, "xylophones") == ["/xylophones/"]
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert found(client, "xylophones") == []
    assert "xylophon" not in words(results(client, "xylofones")).replace("xylofones", "")
    assert client.get("/search/suggest/", {"q": "xylo"}).json() == {"suggestions": []}


@pytest.mark.parametrize(
    "query",
    [
        "'; DROP TABLE content_treatmentpage; --",
        "a' OR '1'='1",
        "((((",
        "[a-z]*+?{1,99}\\",
        "& | ! <-> :*",
        "!a & (b | c) <2> d:*A",
        "'a' \\' \\\\",
        "%_% %s %(x)s {0} {{ x }}",
        "\u202e\u200b\ufeff",
        "🙂",
        "عبد الله",
        "हिन्दी",
        "ﷺ" * 200,
        "a" * 200,
        "a " * 100,
        "-" * 200,
        "http://example.org/a/b?c=d",
        "\r\n\t\x01\x1f",
        "what is it",
        "-",
        "",
    ],
)
def test_a_strange_query_gets_a_normal_page(client, site, query):
    assert client.get("/search/", {"q": query}).status_code == 200
    assert client.get("/search/suggest/", {"q": query}).status_code == 200


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=st.text(max_size=250), kind=st.text(max_size=12), number=st.text(max_size=6))
def test_no_text_at_all_breaks_the_search(client, site, query, kind, number):
    given = {
        name: value.encode("utf-8", "surrogatepass")
        for name, value in {"q": query, "kind": kind, "page": number}.items()
    }
    assert client.get("/search/", given).status_code in (200, 400)
    assert client.get("/search/suggest/", given).status_code in (200, 400)


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "q=" + "x" * 10_000])
def test_a_query_that_cannot_be_read_gets_a_400_and_not_a_500(client, site, query):
    assert client.get(f"/search/?{query}").status_code == 400
    assert client.get(f"/search/suggest/?{query}").status_code in (200, 400)


@pytest.mark.parametrize("query", ["q=a&q=b", "q=%ED%A0%80", "q=%ff%fe", "q", "q[]=a"])
def test_a_query_in_a_strange_form_gets_a_normal_page(client, site, query):
    assert client.get(f"/search/?{query}").status_code == 200


def test_a_query_with_a_tag_is_shown_as_text(client, site):
    response = client.get("/search/", {"q": "<script>alert(1)</script>"})
    assert b"<script>alert(1)" not in response.content


def test_what_looks_like_a_tag_in_a_page_stays_text_between_the_marks(client, site):
    page = make_standard(site, "<b>Owls</b>", "owls")
    page.summary = "Owls & <img src=x onerror=alert(1)> owls."
    page.save_revision().publish()
    html = results(client, "owl")
    assert [words(mark) for mark in html.select(".search-results mark")] == ["Owls", "Owls", "owls"]
    assert html.select(".search-results b, .search-results img") == []
    assert "Owls & <img src=x onerror=alert(1)> owls" in words(html)


@pytest.mark.parametrize("number", ["0", "-1", "999999", "x", "", "1e9", "２"])
def test_a_page_number_that_is_none_gets_the_nearest_page(client, site, number):
    assert client.get("/search/", {"q": "treatment", "page": number}).status_code == 200


def test_one_egg_is_found_where_the_page_says_eggs_and_is_marked(client, site):
    page = TreatmentPage.objects.get(slug="treatment-1")
    page.summary = "About eggs."
    page.save_revision().publish()
    assert found(client, "egg") == ["/treatments/treatment-1/"]
    assert words(results(client, "egg").select_one(".search-results mark")) == "eggs"


def test_a_word_that_no_page_has_does_not_hide_the_pages_with_the_others(client, site):
    assert "/treatments/treatment-2/" in found(client, "treatment qqqqq")
    assert "some of them" in words(results(client, "treatment qqqqq"))


def test_the_page_of_a_german_reader_has_german_stems(client, site):
    german = Locale.objects.get_or_create(language_code="de")[0]
    home = site.copy_for_translation(german)
    home.save_revision().publish()
    home.add_child(
        instance=StandardPage(
            title="Behandlungen", slug="behandlungen", summary="Häuser.", locale=german
        )
    )
    assert found(client, "Behandlung", path="/de/search/") == ["/de/behandlungen/"]
    assert found(client, "haus", path="/de/search/") == ["/de/behandlungen/"]
    assert found(client, "Behandlungen") == []


def test_results_can_be_narrowed_to_a_kind_without_javascript(client, site):
    html = results(client, "answer", kind="nonsense")
    links = {words(a): a["href"] for a in html.select(".search-kinds a")}
    assert links == {
        "All 3": "?q=answer",
        "Explainers 2": "?q=answer&kind=explainers",
        "Questions 1": "?q=answer&kind=questions",
    }
    narrowed = results(client, "answer", kind="questions", page="7")
    assert words(narrowed.h1) == "1 page about “answer”: Questions"
    assert words(narrowed.select_one("[aria-current]")) == "Questions 1"
    assert found(client, "answer", kind="questions") == ["/faqs/question-1/"]


def test_further_pages_keep_the_words_and_the_kind(client, db):
    make_treatments(make_home(), 12)
    html = results(client, "studied", kind="explainers")
    assert len(html.select(".search-results li")) == 10
    assert html.select_one("a[rel=next]")["href"] == "?q=studied&kind=explainers&page=2"
    assert len(found(client, "studied", page=2)) == 2


def test_a_trial_says_its_status(client, site):
    make_trials(site, status="RECRUITING")
    kind = results(client, "00000001").select_one(".search-results__kind")
    assert words(kind).startswith("Trial: ")


def test_a_search_without_result_leads_on(client, site):
    html = results(client, "qqqqq")
    assert words(html.h1) == "0 pages about “qqqqq”"
    assert {"/treatments/", "/faqs/", "/enquire/"} <= {a["href"] for a in html.select("a")}
    assert "/faqs/#topic-topic-1" in str(html)


def test_the_search_page_is_not_for_search_engines(client, site):
    assert b'<meta name="robots" content="noindex">' in client.get("/search/").content


@pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
def test_a_search_asks_the_database_as_often_for_three_pages_as_for_one(client, db, path):
    home = make_home()
    asked = []
    for number in (1, 3):
        make_treatments(home, number)
        client.get(path, {"q": "treatment"})
        with CaptureQueriesContext(connection) as queries:
            client.get(path, {"q": "treatment"})
        asked.append(len(queries))
        TreatmentPage.objects.all().delete()
    assert asked[0] == asked[1]
    assert asked[1] <= {"/search/": 22, "/search/suggest/": 8}[path]
