"""A: many people behind one address, and a flood with honest visitors in its midst."""

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

from tests.drills import patience
from tests.drills.form import Form
from tests.drills.site import Site
from tests.drills.verdict import Verdict
from tests.drills.visitors import Letters, NoAnswerError, Sent, Visitor, an_address, write

EXPECTED = "60 of 60 behind one address accepted; in a flood of 5,000 posts honest 100 %"
SHARED, FLOODER = "198.18.7.7", "198.18.9.9"


@dataclass(frozen=True)
class Size:
    people: int
    posts: int
    robots: int
    honest: int
    honest_there: int
    # So many posts in, one more step is asked for at the flood's address: then others write, too.
    before: int
    # A form that is stored counts once, however often it is posted.
    posts_a_form: int
    # How many seconds somebody tries before she has been refused.
    patience: int


FULL = Size(60, 5000, 6, 40, 10, before=1000, posts_a_form=5, patience=90)
SHORT = Size(8, 160, 1, 2, 2, before=80, posts_a_form=1, patience=30)


@dataclass
class Flood:
    """Robots that post what they like, and solve nothing."""

    site: Site
    size: Size
    chance: random.Random
    answers: Counter = field(default_factory=Counter)
    is_over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def pour(self, number: int) -> None:
        """Post this robot's share: every other robot sits at one address, the others move."""
        letters = Letters(random.Random(f"{self.size}{number}"), "robots.example.org")
        left = -(-self.size.posts // self.size.robots)
        while left > 0:
            address = FLOODER if number % 2 == 0 else an_address(letters.chance)
            robot = Visitor(self.site.at.port, address)
            form = self._form(robot)
            for _ in range(min(left, self.size.posts_a_form)):
                self._post(robot, form, letters)
                left -= 1
            robot.hang_up()

    def _form(self, robot: Visitor) -> Form | None:
        try:
            return robot.open_form()
        except (NoAnswerError, IndexError):
            return None

    def _post(self, robot: Visitor, form: Form | None, letters: Letters) -> None:
        fields = form.filled_in(letters.next()) if form else {"message": "x"}
        try:
            answer = str(robot.send(fields).status)
        except NoAnswerError:
            answer = "broken"
        with self.lock:
            self.answers[answer] += 1


def run(site: Site, size: Size, chance: random.Random) -> Verdict:
    """Let people write from one address, then in the midst of a flood."""
    verdict, letters = Verdict("A", EXPECTED), Letters(chance)
    write_all = partial(_write_all, site, letters, size.patience)
    behind = write_all([SHARED] * size.people, 6)
    asked = sum(sent.steps > 0 for sent in behind)
    fact = f"{len(behind)} of {size.people} behind one address, {asked} asked for a step"
    verdict.check(len(behind) == size.people, fact)
    flood = Flood(site, size, chance)
    away = [an_address(chance) for _ in range(size.honest)]
    there = [FLOODER] * size.honest_there
    with patience.crowd(size.robots) as robots:
        jobs = [robots.submit(flood.pour, number) for number in range(size.robots)]
        _wait_for_the_flood(flood, size)
        honest = write_all(away, 2)
        among = write_all(there, 2)
        still = not all(job.done() for job in jobs)
    for job in jobs:
        job.result()
    verdict.check(len(honest) == size.honest, f"honest {len(honest)} of {size.honest}")
    same = f"{len(among)} of {size.honest_there} at the flood's own address"
    verdict.check(len(among) == size.honest_there, same)
    verdict.check(all(sent.steps for sent in among), "each of these asked for a step")
    verdict.note(f"flood of {flood.answers.total()} posts: {dict(flood.answers.most_common(4))}")
    verdict.note("lasting till the end" if still else "over before the end")
    verdict.note(f"{sum(sent.steps > 0 for sent in [*honest, *among])} honest asked for a step")
    _compare(site, [*behind, *honest, *among], verdict)
    return verdict


def _wait_for_the_flood(flood: Flood, size: Size) -> None:
    while flood.answers.total() < size.before:
        patience.sleep(0.1)


def _write_all(
    site: Site, letters: Letters, patience_of_each: int, addresses: list[str], clients: int
) -> list[Sent]:
    def one(address: str) -> Sent | None:
        visitor = Visitor(site.at.port, address)
        try:
            return write(visitor, letters.next(), patience=patience_of_each)
        finally:
            visitor.hang_up()

    with patience.crowd(clients) as pool:
        return [sent for sent in pool.map(one, addresses) if sent]


def _compare(site: Site, sent: list[Sent], verdict: Verdict) -> None:
    rows = {row["reference"]: row for row in site.enquiries()}
    good = [s for s in sent if s.reference in rows and s.letter.is_told_by(rows[s.reference])]
    verdict.check(len(good) == len(sent), f"{len(sent) - len(good)} of {len(sent)} not stored")
    aside = [s for s in sent if rows.get(s.reference, {}).get("state") == "spam"]
    verdict.check(not aside, f"{len(aside)} put aside as spam")
