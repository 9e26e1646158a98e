"""What editors learn of searches, and do about them."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from content.models import SearchCount
from tests.factories import make_home, make_staff, make_standard


@pytest.fixture
def searches(db):
    for query, count, results in (("hrt", 9, 4), ("klimakterium", 5, 0)):
        SearchCount.objects.create(
            query=query, language="en", count=count, results=results, last_on=date(2026, 11, 3)
        )


def read(client, path: str, **parameters) -> BeautifulSoup:
    response = client.get(path, parameters)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows(html: BeautifulSoup) -> list[list[str]]:
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("td")[:4]]
        for row in html.select("table tbody tr")
    ]


@pytest.mark.parametrize("role", ["Editor", "Site manager"])
def test_editors_read_what_was_searched_for_most_often_first(client, searches, role):
    client.force_login(make_staff(role))
    html = read(client, "/admin/reports/searches/")
    assert rows(html) == [["hrt", "en", "9", "4"], ["klimakterium", "en", "5", "0"]]
    assert "/admin/reports/searches/" in str(read(client, "/admin/"))


def test_searches_without_result_can_be_listed(client, searches):
    client.force_login(make_staff("Editor"))
    html = read(client, "/admin/reports/searches/", found="none")
    assert rows(html) == [["klimakterium", "en", "5", "0"]]
    assert rows(read(client, "/admin/reports/searches/", q="hrt")) == [["hrt", "en", "9", "4"]]


def test_a_search_leads_to_the_two_things_that_help(client, searches):
    client.force_login(make_staff("Editor"))
    html = read(client, "/admin/reports/searches/", found="none")
    synonyms, pick = [link["href"] for link in html.select("table td a")]
    assert read(client, synonyms).select_one("[name=words]").get_text().strip() == "klimakterium"
    assert read(client, pick).select_one("[name=query_string]")["value"] == "klimakterium"


def test_who_answers_enquiries_sees_nothing_of_it(client, searches):
    client.force_login(make_staff("Enquiry handler"))
    for path in ("/admin/reports/searches/", "/admin/searchpicks/", "/admin/searchpicks/add/"):
        response = client.get(path)
        assert (response.status_code, response.url) == (302, "/admin/")
    assert "/admin/reports/searches/" not in str(read(client, "/admin/"))


def test_an_editor_picks_a_page_and_takes_it_back(client, db):
    page = make_standard(make_home(), "Contact", "contact")
    client.force_login(make_staff("Editor"))
    form = {
        "query_string": "Telephone",
        "editors_picks-TOTAL_FORMS": 1,
        "editors_picks-INITIAL_FORMS": 0,
        "editors_picks-MIN_NUM_FORMS": 0,
        "editors_picks-MAX_NUM_FORMS": 1000,
        "editors_picks-0-page": page.pk,
        "editors_picks-0-ORDER": 1,
    }
    client.post("/admin/searchpicks/add/", form)
    [pick] = SearchPromotion.objects.all()
    assert (pick.query.query_string, pick.page_id) == ("telephone", page.pk)
    assert "telephone" in str(read(client, "/admin/searchpicks/"))
    read(client, f"/admin/searchpicks/{pick.query_id}/")
    client.post(f"/admin/searchpicks/{pick.query_id}/delete/")
    assert SearchPromotion.objects.count() == 0


def test_wagtails_own_lists_of_searches_that_would_stay_empty_are_out_of_sight(client, db):
    client.force_login(make_staff())
    Query.get("hrt").editors_picks.create(page=make_home())
    assert client.get(reverse("wagtailsearchpromotions:search_terms")).url == reverse("searches")
    assert "search-terms" not in str(read(client, "/admin/"))
    assert "Views" not in str(read(client, "/admin/searchpicks/").select("th"))
    form = read(client, "/admin/searchpicks/add/")
    assert form.select("#id_query_string-chooser") == []
    assert "popular" not in form.main.get_text()


def test_the_list_can_be_taken_along(client, searches):
    client.force_login(make_staff("Editor"))
    response = client.get("/admin/reports/searches/", {"export": "csv"})
    assert b"klimakterium,en,5,0,2026-11-03" in response.getvalue()
