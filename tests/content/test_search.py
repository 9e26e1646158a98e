"""Finding pages, whatever is typed."""

import pytest
from bs4 import BeautifulSoup

from content.models import TreatmentPage
from tests.factories import make_faqs, make_home, make_treatments


@pytest.fixture
def site(db):
    home = make_home()
    make_treatments(home, 2)
    make_faqs(home)
    return home


def found(client, query: str) -> list[str]:
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    html = BeautifulSoup(response.content, "html.parser")
    return [link["href"] for link in html.main.select("ol a, ul a")]


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
    assert found(client, "Secretword") == found(client, "nothing-has-this-word")


@pytest.mark.parametrize(
    "query",
    [
        "'; DROP TABLE content_treatmentpage; --",
        "a' OR '1'='1",
        "((((",
        "[a-z]*+?{1,99}\\",
        "& | ! <-> :*",
        "%_%",
        "\u202e\u200b\ufeff",
        "🙂",
        "عبد الله",
        "\r\n\t",
        "-",
        "",
    ],
)
def test_a_strange_query_gets_a_normal_page(client, site, query):
    assert client.get("/search/", {"q": query}).status_code == 200


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "q=" + "x" * 10_000])
def test_a_query_that_cannot_be_read_gets_a_400_and_not_a_500(client, site, query):
    assert client.get(f"/search/?{query}").status_code == 400


def test_a_query_with_a_tag_is_shown_as_text(client, site):
    response = client.get("/search/", {"q": "<script>alert(1)</script>"})
    assert b"<script>alert(1)" not in response.content


@pytest.mark.parametrize("number", ["0", "-1", "999999", "x", ""])
def test_a_page_number_that_is_none_gets_the_nearest_page(client, site, number):
    assert client.get("/search/", {"q": "treatment", "page": number}).status_code == 200


def test_one_egg_is_found_where_the_page_says_eggs(client, site):
    page = TreatmentPage.objects.get(slug="treatment-1")
    page.summary = "About eggs."
    page.save_revision().publish()
    assert found(client, "egg") == ["/treatments/treatment-1/"]


def test_a_word_that_no_page_has_does_not_hide_the_pages_with_the_others(client, site):
    assert "/treatments/treatment-2/" in found(client, "treatment osteoporosis")
