"""Choosing among trials, by links that can be shared; and following them."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_home, make_trials


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


@pytest.fixture
def trials(db) -> list:
    """Three trials: ended in Iran, ended in China with fat, and unknown."""
    first, second, third = make_trials(make_home(), count=3)
    first.status, first.countries = "COMPLETED", ["Iran, Islamic Republic of"]
    first.phases = ["PHASE1", "PHASE2"]
    second.status, second.countries, second.cell_source = "COMPLETED", ["China"], "fat"
    third.status, third.kind = "UNKNOWN", "cell_free"
    for trial in (first, second, third):
        trial.save_revision().publish()
    return [first, second, third]


def listed(client, trials, query="") -> BeautifulSoup:
    index = trials[0].get_parent()
    response = client.get(f"{index.url}{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(html) -> list[str]:
    return [words(each) for each in html.select("#trials .page-list__title")]


def test_all_trials_stand_in_their_lists(client, trials):
    html = listed(client, trials)
    assert words(html.find(id="trials-title")) == "3 trials"
    assert [words(each) for each in html.select("#trials h3")] == [
        "Cells for POI",
        "Cell-free or platelet products",
    ]
    assert titles(html) == ["Trial 1", "Trial 2", "Trial 3"]


def test_a_reader_follows_links_to_a_shorter_list_and_the_heading_says_what_it_is(client, trials):
    html = listed(client, trials)
    assert "All 3 trials" in {words(a) for a in html.select("nav a")}
    [link] = [a for a in html.select("nav a") if "Completed" in words(a)]
    assert words(link) == "Completed 2 trials"
    html = listed(client, trials, link["href"].partition("/trials/")[2])
    assert words(html.find(id="trials-title")) == "2 trials: Completed"
    assert titles(html) == ["Trial 1", "Trial 2"]
    [link] = [a for a in html.select("nav a") if "Iran" in words(a)]
    html = listed(client, trials, link["href"].partition("/trials/")[2])
    assert words(html.find(id="trials-title")) == "1 trial: Completed, Iran"
    assert titles(html) == ["Trial 1"]
    assert html.select_one('nav a[aria-current="true"]')


def test_a_study_of_two_phases_is_found_under_each(client, trials):
    assert titles(listed(client, trials, "?phase=phase1")) == ["Trial 1"]
    assert titles(listed(client, trials, "?phase=phase2")) == ["Trial 1"]


def test_recruiting_does_not_find_what_is_not_yet_recruiting(client, trials):
    trials[0].status, trials[0].registry_updated_on = "NOT_YET_RECRUITING", "2026-11-01"
    trials[0].save_revision().publish()
    assert titles(listed(client, trials, "?status=recruiting")) == []
    assert titles(listed(client, trials, "?status=not-yet-recruiting")) == ["Trial 1"]


def test_a_choice_that_no_trial_has_says_so_and_leads_back(client, trials):
    for query in ("?status=nonsense", "?status=%3Cscript%3E", "?country=&phase=phase4"):
        html = listed(client, trials, query)
        assert titles(html) == []
        assert "No trial that we list fits all of this." in words(html.main)
        assert html.find("a", string="Show all trials")


def test_the_list_asks_as_little_for_three_as_for_one(client, trials):
    listed(client, trials)
    with CaptureQueriesContext(connection) as three:
        listed(client, trials)
    for trial in trials[1:]:
        trial.unpublish()
    with CaptureQueriesContext(connection) as one:
        listed(client, trials)
    assert len(three) == len(one)


def feed(client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own feed


def test_updates_can_be_followed_for_all_trials_and_for_one(client, db):
    make_trials(make_home(), count=2, updates=2)
    every = feed(client, "/feeds/trials.rss")
    assert len(every.findall("channel/item")) == 4
    one = feed(client, "/feeds/trials/nct00000001.rss")
    found = [item.findtext("title") for item in one.findall("channel/item")]
    assert sorted(found) == ["Update 1 of Trial 1", "Update 2 of Trial 1"]
    link = one.find("channel/item").findtext("link")
    assert link.startswith("http://") and "/trials/trial-1/" in link
    atom = feed(client, "/feeds/trials.atom")
    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == 4


def test_a_feed_leaves_out_what_was_taken_down_and_unknown_trials_have_none(client, db):
    [trial] = make_trials(make_home(), updates=2)
    trial.get_children().first().unpublish()
    assert len(feed(client, "/feeds/trials.rss").findall("channel/item")) == 1
    assert client.get("/feeds/trials/NCT99999999.rss").status_code == 404
    assert client.get("/de/feeds/trials.rss").status_code == 404


def test_a_trial_page_names_its_feed(client, db):
    [trial] = make_trials(make_home(), updates=1)
    html = BeautifulSoup(client.get(trial.url).content, "html.parser")
    kinds = [link["type"] for link in html.select('head link[rel="alternate"]')]
    assert {"application/rss+xml", "application/atom+xml"} <= set(kinds)


def test_a_trial_says_what_the_register_says_in_plain_words(client, db):
    [trial] = make_trials(
        make_home(),
        status="TERMINATED",
        why_stopped="Too few people joined",
        last_known_status="RECRUITING",
        allocation="NA",
        masking="NONE",
        study_type="INTERVENTIONAL",
        start_date="2024-03",
        start_date_type="ACTUAL",
        completion_date="2027",
        completion_date_type="ESTIMATED",
        minimum_age="18 Years",
        maximum_age="38 Years",
        countries=["Iran, Islamic Republic of"],
        places=[
            {"facility": "A hospital", "city": "Tehran", "country": "Iran, Islamic Republic of"}
        ],
        sponsor_class="INDIV",
        sponsor_name="A Person",
        has_results=True,
    )
    text = words(BeautifulSoup(client.get(trial.url).content, "html.parser").main)
    for sentence in (
        "“Too few people joined”",
        "Before that, the record said: Looking for people.",
        "There is only one group, so there is nothing to compare with.",
        "Everybody knows who is given what.",
        "A hospital, Tehran, Iran",
        "from 18 years to 38 years",
        "March 2024",
        "2027 (planned)",
        "One person runs this study, not an institution.",
        "Yes, in the register",
    ):
        assert sentence in text, sentence


def test_nobody_is_said_to_be_looked_for_by_a_record_without_a_day(client, db):
    [trial] = make_trials(make_home(), status="RECRUITING", registry_updated_on="")
    page = client.get(trial.url).content.decode()
    assert "Looking for people" not in page and "Not certain" in page
    assert titles(listed(client, [trial], "?status=recruiting")) == []
    assert "Looking for people" not in client.get("/search/?q=trial").content.decode()
    trial.registry_updated_on = "2025-08-11"
    trial.save_revision().publish()
    page = client.get(trial.url).content.decode()
    assert "Looking for people" in page and "11 August 2025" in page
