"""L: the whole way of an enquiry under load, and the inbox with a hundred thousand of them."""

import random
import threading
import time
from dataclasses import dataclass, field

from tests.drills import inbox, patience
from tests.drills.site import Site
from tests.drills.verdict import Verdict, percentile
from tests.drills.visitors import Letters, NoAnswerError, Visitor, an_address

EXPECTED = ">= 20 enquiries/s, p99 <= 1 s, errors 0; inbox p95 <= 400 ms, <= 12 queries"
LEAST_RATE, LONGEST_ANSWER = 20, 1.0
LONGEST_LIST, MOST_QUERIES = 0.4, 12


@dataclass(frozen=True)
class Size:
    seconds: float
    clients: int
    rows: int
    looks: int
    judges_time: bool


FULL = Size(seconds=60, clients=8, rows=100_000, looks=60, judges_time=True)
SHORT = Size(seconds=3, clients=4, rows=300, looks=3, judges_time=False)


@dataclass
class Tally:
    answers: list[float] = field(default_factory=list)
    visits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def run(site: Site, size: Size, chance: random.Random) -> Verdict:
    """Load the form, then fill and read the inbox."""
    verdict, tally = Verdict("L", EXPECTED), Tally()
    letters = Letters(chance)
    began = time.monotonic()
    end = began + size.seconds
    with patience.crowd(size.clients) as pool:
        chances = [random.Random(chance.random()) for _ in range(size.clients)]
        list(pool.map(lambda each: _keep_writing(site, letters, each, end, tally), chances))
    rate = len(tally.visits) / (time.monotonic() - began)
    verdict.check(rate >= LEAST_RATE or not size.judges_time, f"{rate:.0f} enquiries/s")
    slow = percentile(tally.answers, 0.99)
    verdict.check(slow <= LONGEST_ANSWER or not size.judges_time, f"p99 {slow * 1000:.0f} ms")
    verdict.note(f"whole visit p99 {percentile(tally.visits, 0.99) * 1000:.0f} ms")
    verdict.check(not tally.errors, f"{len(tally.errors)} errors {tally.errors[:2] or ''}".strip())
    stored = sum(letters.are_in(row) for row in site.enquiries())
    verdict.check(stored == len(tally.visits), f"{stored} stored of {len(tally.visits)}")
    _look_into_the_inbox(site, size, verdict)
    return verdict


def _keep_writing(site: Site, letters: Letters, chance: random.Random, end: float, tally: Tally):
    while time.monotonic() < end:
        visitor, began = Visitor(site.at.port, an_address(chance)), time.perf_counter()
        error = _one_enquiry(visitor, letters)
        with tally.lock:
            tally.answers += visitor.times
            if error:
                tally.errors.append(error)
            else:
                tally.visits.append(time.perf_counter() - began)
        visitor.hang_up()


def _one_enquiry(visitor: Visitor, letters: Letters) -> str:
    """Form, post, confirmation; return what went wrong."""
    try:
        thanks = visitor.send(visitor.open_form().filled_in(letters.next()))
        if not thanks.is_thanks:
            return str(thanks.status)
        return "" if visitor.read_reference(thanks) else "no reference"
    except NoAnswerError as error:
        return str(error)


def _look_into_the_inbox(site: Site, size: Size, verdict: Verdict) -> None:
    rows = inbox.fill(site, size.rows)
    handler = inbox.sign_in(site)
    times = [inbox.look(handler, page) for page in _pages(size)]
    slow = percentile(times, 0.95)
    good = slow <= LONGEST_LIST or not size.judges_time
    verdict.check(good, f"inbox of {rows} p95 {slow * 1000:.0f} ms")
    queries = inbox.count_queries(site, handler)
    verdict.check(0 < queries <= MOST_QUERIES, f"{queries} queries")


def _pages(size: Size) -> list[str]:
    """The first page, later ones, and the filter that staff use most."""
    return [("", "?p=2", "?state=new", "?p=40")[number % 4] for number in range(size.looks)]
