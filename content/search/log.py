"""What is searched for, in a log that cannot hold a person.

A search is only counted by a digest that nobody can turn back, until it has come on three
days. Then it is nobody's own, and its words are kept. What looks like a person's number,
address or date is never counted at all.
"""

import re
import unicodedata
from datetime import timedelta

import structlog
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from content.models import SearchCount, SearchSighting
from content.search.words import normalised, shown

DAYS_UNTIL_KEPT = 3
MOST_WORDS, LONGEST, MOST_DIGITS = 6, 60, 3
# Somebody who floods the search fills no more of the disk than this.
MOST_SIGHTINGS = 100_000
KEEP_SIGHTINGS = timedelta(days=30)
KEEP_COUNTS = timedelta(days=365)
# A study's number is public.
_STUDY = re.compile(r"\bnct\d{8}\b")
_ADDRESS = re.compile(r"@|://|\bwww\.|\w\.[a-z]{2,}\b")
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b")
_ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor", re.I)

log = structlog.get_logger("content.search")

_COUNT = f"""
    WITH seen AS (
        INSERT INTO {SearchSighting._meta.db_table} AS sighting (digest, days, last_on)
        SELECT %(digest)s, 1, %(today)s
        WHERE (SELECT reltuples FROM pg_class
               WHERE oid = '{SearchSighting._meta.db_table}'::regclass) < {MOST_SIGHTINGS}
        ON CONFLICT (digest) DO UPDATE SET
            days = LEAST(sighting.days + (sighting.last_on < excluded.last_on)::int, 1000),
            last_on = excluded.last_on
        RETURNING days
    )
    INSERT INTO {SearchCount._meta.db_table} AS kept (query, language, count, results, last_on)
    SELECT %(query)s, %(language)s, 1, %(results)s, %(today)s
    FROM seen WHERE days >= {DAYS_UNTIL_KEPT}
    ON CONFLICT (query, language) DO UPDATE SET
        count = kept.count + 1, results = excluded.results, last_on = excluded.last_on
"""  # noqa: S608 - names of our own tables and numbers


def count_search(request: HttpRequest, typed: str, results: int, language: str) -> None:
    """Count a reader's search, with the pages found; a failure is no trouble of hers."""
    query = countable(typed)
    if not query or not _is_a_readers_first_look(request):
        return
    values = {
        "digest": digest(query, language),
        "query": query,
        "language": language,
        "results": results,
        "today": timezone.localdate(),
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_COUNT, values)
    except DatabaseError as error:
        log.warning("search not counted", error=type(error).__name__)


def countable(typed: str) -> str:
    """Return the words in the one form that may be kept; nothing where they may name somebody."""
    text = unicodedata.normalize("NFKC", shown(typed)).casefold()
    query = normalised(typed)
    without_studies = _STUDY.sub("", query)
    digits = sum(char.isdigit() or char.isnumeric() for char in without_studies)
    if _ADDRESS.search(text) or _POSTCODE.search(without_studies) or digits > MOST_DIGITS:
        return ""
    return query if len(query) <= LONGEST and len(query.split()) <= MOST_WORDS else ""


def digest(query: str, language: str) -> str:
    """Return what a search is known by before it is kept: useless without this site's key."""
    text = f"{language} {query}"
    return salted_hmac("content.search.log", text, algorithm="sha256").hexdigest()


def purge(today=None) -> None:
    """Forget searches that have not come back: for a month by digest, for a year in words."""
    today = today or timezone.localdate()
    SearchSighting.objects.filter(last_on__lt=today - KEEP_SIGHTINGS).delete()
    SearchCount.objects.filter(last_on__lt=today - KEEP_COUNTS).delete()


def _is_a_readers_first_look(request: HttpRequest) -> bool:
    """Staff, robots, pages that a browser fetches ahead, further pages and facets do not count."""
    is_reader = not request.user.is_authenticated and request.method == "GET"
    is_robot = _ROBOT.search(request.headers.get("User-Agent", ""))
    is_ahead = "Sec-Purpose" in request.headers
    return is_reader and not is_robot and not is_ahead and not {"page", "kind"} & set(request.GET)
