"""A log of searches that cannot hold a person."""

from datetime import date, timedelta

import pytest
import structlog
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import SearchCount, SearchSighting
from content.search.log import KEEP_COUNTS, KEEP_SIGHTINGS, countable, digest, purge
from pofclinic import jobs
from tests.factories import make_home, make_staff, make_treatments

NOON = "T12:00:00+00:00"


@pytest.fixture
def site(db):
    home = make_home()
    make_treatments(home, 2)
    return home


def search_on(client, day: str, query: str = "Treatment?", **parameters) -> None:
    with time_machine.travel(day + NOON, tick=False):
        assert client.get("/search/", {"q": query, **parameters}).status_code == 200


def rows() -> list[tuple]:
    return list(SearchCount.objects.values_list("query", "language", "count", "results"))


def test_the_words_of_a_search_are_kept_from_the_third_day_on(client, site):
    for day in ("2026-11-01", "2026-11-01", "2026-11-02", "2026-11-02"):
        search_on(client, day)
    assert rows() == []
    [sighting] = SearchSighting.objects.all()
    assert (sighting.days, sighting.last_on) == (2, date(2026, 11, 2))
    assert sighting.digest == digest("treatment", "en")
    search_on(client, "2026-11-09")
    assert rows() == [("treatment", "en", 1, 3)]
    search_on(client, "2026-11-09", "  TREATMENT ")
    assert rows() == [("treatment", "en", 2, 3)]
    assert SearchSighting.objects.count() == 1


def test_before_that_the_database_holds_nothing_that_can_be_read(client, site):
    search_on(client, "2026-11-01", "rare words")
    dumped = str(list(SearchSighting.objects.values()))
    assert "rare" not in dumped
    assert len(SearchSighting.objects.get().digest) == 64


def test_the_digest_needs_the_sites_own_key(settings):
    before = digest("poi", "en")
    assert before == digest("poi", "en") != digest("poi", "de")
    settings.SECRET_KEY = "another key that is long enough for a test"
    assert digest("poi", "en") != before


@pytest.mark.parametrize(
    "typed",
    [
        "ada@example.org",
        "ada ＠ example.org",
        "ada at example.org",
        "https://example.org/me",
        "www.example.org",
        "07700 900123",
        "+44 (20) 7946-0123",
        "943 476 5919",
        "born 24/11/1990",
        "24.11.90 1",
        "1990",
        "٠٧٧٠٠٩٠٠",
        "02603744",
        "ada sw1a 1aa",
        "one two three four five six seven",
        "x" * 61,
        "",
        "?!",
    ],
)
def test_what_may_name_a_person_is_never_counted(typed, client, site):
    assert countable(typed) == ""
    for day in ("2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04"):
        search_on(client, day, typed)
    assert SearchSighting.objects.count() == SearchCount.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("NCT02603744", "nct02603744"),
        ("Stem-cells, phase 2?", "stem-cells phase 2"),
        ("=1+1", "1 1"),
        ("HRT\u202e\u200b", "hrt"),
    ],
)
def test_a_search_is_counted_in_its_plainest_form(typed, kept):
    assert countable(typed) == kept


def test_only_the_first_look_of_a_reader_is_counted(client, site):
    search_on(client, "2026-11-01", page=2)
    search_on(client, "2026-11-01", kind="explainers")
    client.get("/search/suggest/", {"q": "treatment"})
    client.head("/search/", {"q": "treatment"})
    client.get("/search/", {"q": "treatment"}, headers={"user-agent": "Examplebot/1.0"})
    client.get("/search/", {"q": "treatment"}, headers={"sec-purpose": "prefetch"})
    client.force_login(make_staff("Editor"))
    search_on(client, "2026-11-01")
    assert SearchSighting.objects.count() == 0


def test_a_search_without_result_is_counted_with_none_though_other_words_were_meant(client, site):
    for day in ("2026-11-01", "2026-11-02", "2026-11-03"):
        search_on(client, day, "treatmnet")
    assert rows() == [("treatmnet", "en", 1, 0)]


def test_a_log_that_cannot_be_written_does_not_stop_a_search(client, db, site):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE content_searchsighting RENAME TO gone")
    with structlog.testing.capture_logs() as logs:
        assert b"/treatments/treatment-1/" in client.get("/search/", {"q": "treatment"}).content
    [line] = [line for line in logs if line["event"] == "search not counted"]
    assert line["error"] == "ProgrammingError"
    assert "treatment" not in str(logs)


def test_counting_takes_one_statement(client, site):
    client.get("/search/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/search/", {"q": "treatment"})
    writing = [each["sql"] for each in queries if "INSERT" in each["sql"]]
    assert len(writing) == 1


def test_what_does_not_come_back_is_forgotten(db):
    today = date(2026, 11, 24)
    for extra in (0, 1):
        SearchSighting.objects.create(
            digest=str(extra), last_on=today - KEEP_SIGHTINGS - timedelta(days=extra)
        )
        SearchCount.objects.create(
            query=str(extra), language="en", last_on=today - KEEP_COUNTS - timedelta(days=extra)
        )
    purge(today)
    assert [each.digest for each in SearchSighting.objects.all()] == ["0"]
    assert [each.query for each in SearchCount.objects.all()] == ["0"]
    with time_machine.travel("2028-01-01"):
        jobs.forget_old_searches.func(timestamp=0)
    assert SearchSighting.objects.count() == SearchCount.objects.count() == 0
