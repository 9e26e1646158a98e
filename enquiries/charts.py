"""Figures about enquiries by week: how many of which topic, and how long the first answer took.

Counts under five are never told, and cannot be worked out from a total: the topics of a week
are shown only as far as each has five or more, and the rest of that week is one figure, which
is itself hidden when it is under five.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils import timezone

from enquiries.models import Enquiry, State

WEEKS = 26
FEWEST = 5
HIDDEN = f"<{FEWEST}"
_ANSWERED = """
    SELECT date_trunc('week', created_at AT TIME ZONE %s)::date AS week, count(*),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM
               first_answered_at - created_at)),
           percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM
               first_answered_at - created_at))
    FROM enquiries_enquiry
    WHERE first_answered_at IS NOT NULL AND created_at >= %s GROUP BY week
"""


@dataclass(frozen=True)
class Week:
    """One week: what is shown of each topic, of all the others together, and the total.

    A figure is a number, `HIDDEN`, or 0.
    """

    begins_on: date
    topics: dict[str, int | str]
    others: int | str
    total: int | str


@dataclass(frozen=True)
class Answering:
    """Hours to the first answer, weekends included, of what came in during one week.

    None where fewer than five were answered.
    """

    begins_on: date
    median: float | None
    ninth: float | None


def first_week() -> date:
    """Return the Monday with which the figures begin."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def enquiries_by_week() -> list[Week]:
    """Return the weeks, oldest first, spam left out."""
    begin = first_week()
    rows = (
        Enquiry.objects.filter(created_at__date__gte=begin)
        .exclude(state=State.SPAM)
        .annotate(week=TruncWeek("created_at"))
        .values("week", "topic__translation_key", "topic__name")
        .annotate(number=Count("pk"))
        .order_by("week")
    )
    weeks: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    names: dict[object, str] = {}
    for row in rows:
        key = row["topic__translation_key"]
        name = names.setdefault(key, row["topic__name"] or "–")  # noqa: RUF001
        weeks[timezone.localtime(row["week"]).date()][name] += row["number"]
    return [_week(day, weeks[day]) for day in _mondays(begin)]


def time_to_first_answer() -> list[Answering]:
    """Return the weeks, oldest first."""
    begin = first_week()
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERED, [timezone.get_current_timezone_name(), begin])
        found = {week: (number, *times) for week, number, *times in cursor.fetchall()}
    return [_answering(day, found.get(day)) for day in _mondays(begin)]


def shown(number: int) -> int | str:
    """Return a count as it may be shown."""
    return HIDDEN if 0 < number < FEWEST else number


def _week(day: date, counts: dict[str, int]) -> Week:
    told = {name: number for name, number in counts.items() if number >= FEWEST}
    rest = sum(counts.values()) - sum(told.values())
    total = sum(counts.values())
    together = shown(total)
    if told and 0 < rest < FEWEST:  # it could be worked out from the total
        together = f">{sum(told.values())}"
    return Week(day, told, shown(rest), together)


def _answering(day: date, found: tuple | None) -> Answering:
    if found is None or found[0] < FEWEST:
        return Answering(day, None, None)
    return Answering(day, round(found[1] / 3600, 1), round(found[2] / 3600, 1))


def _mondays(begin: date) -> list[date]:
    return [begin + timedelta(weeks=n) for n in range(WEEKS)]
