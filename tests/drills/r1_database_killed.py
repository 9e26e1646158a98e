"""R1: PostgreSQL is killed while people write. Who was thanked is stored, once, word for word."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.drills import patience
from tests.drills.site import Site
from tests.drills.verdict import Verdict
from tests.drills.visitors import (
    Answer,
    Letter,
    Letters,
    NoAnswerError,
    Sent,
    Visitor,
    an_address,
    persistently,
    write,
)

EXPECTED = "absent 0, doubled 0, wrong text 0, only 503 meanwhile, first success <= 1 s"
LONGEST_RECOVERY = 1.0
# A job that was cut short is given up for dead after half a minute, and looked for every minute.
LONGEST_WAIT_FOR_WORKER = 100


@dataclass(frozen=True)
class Size:
    letters: int
    clients: int
    kills: int
    seconds_down: float
    judges_time: bool


FULL = Size(5000, 16, 5, seconds_down=2.5, judges_time=True)
SHORT = Size(60, 4, 1, seconds_down=2.5, judges_time=False)


@dataclass
class Watch:
    """What the clients were told, and when they were thanked."""

    others: Counter = field(default_factory=Counter)
    not_saved: int = 0
    thanked_at: list[float] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, told: object) -> None:
        with self.lock:
            if isinstance(told, Answer) and told.is_thanks:
                self.thanked_at.append(time.monotonic())
            elif isinstance(told, Answer) and told.is_honest_failure:
                self.not_saved += 1
            else:
                self.others[getattr(told, "status", str(told))] += 1

    def first_after(self, moment: float) -> float | None:
        """Return the seconds from a moment to the next thanks."""
        with self.lock:
            return next((t - moment for t in sorted(self.thanked_at) if t > moment), None)


def run(site: Site, size: Size, chance: random.Random) -> Verdict:
    """Write, kill, compare."""
    verdict, watch, letters = Verdict("R1", EXPECTED), Watch(), Letters(chance)
    addresses = [an_address(chance) for _ in range(size.letters)]
    moments = sorted(chance.uniform(0.1, 0.9) * size.letters for _ in range(size.kills))

    def client(address: str) -> None:
        if sent := write(Visitor(site.at.port, address), letters.next(), watch=watch):
            with watch.lock:
                watch.sent.append(sent)

    with patience.crowd(size.clients) as pool:
        done = [pool.submit(client, address) for address in addresses]
        recoveries = []
        for moment in moments:
            site.wait_for(lambda n=moment: len(watch.thanked_at) >= n, 600, pause=0.005)
            witness = Visitor(site.at.port, an_address(chance))
            recoveries.append(_kill(site, size, watch, witness, letters.next()))
    for each in done:
        each.result()
    works = _worker_works(site)
    _compare(site, letters, watch, verdict)
    _judge_answers(size, watch, recoveries, verdict)
    verdict.check(works, f"job worker {'works on' if works else 'is gone'}")
    return verdict


def _kill(site: Site, size: Size, watch: Watch, witness: Visitor, letter: Letter) -> float:
    """Kill PostgreSQL and start it again; return how long the first success took.

    Somebody who opened the form before sends it meanwhile, for certain.
    """
    form = persistently(witness.open_form, until=time.monotonic() + 30)
    site.kill_database()
    end = time.monotonic() + size.seconds_down
    try:
        watch(witness.send(form.filled_in(letter)))
    except NoAnswerError as error:
        watch(error)
    patience.sleep(end - time.monotonic())
    site.restart_database()
    back = time.monotonic()
    return site.wait_for(lambda: watch.first_after(back), 60, pause=0.01)


def _worker_works(site: Site) -> bool:
    """Whether messages leave, without anybody's having started the worker again."""
    query = "SELECT count(*) FROM enquiries_delivery WHERE sent_at > %s"
    now = site.sql("SELECT now()")[0][0]
    end = time.monotonic() + LONGEST_WAIT_FOR_WORKER
    while not (works := site.number(query, now) > 0) and time.monotonic() < end:
        patience.sleep(0.2)
    return works


def _compare(site: Site, letters: Letters, watch: Watch, verdict: Verdict) -> None:
    rows = [row for row in site.enquiries() if letters.are_in(row)]
    by_reference = {row["reference"]: row for row in rows}
    absent = [sent for sent in watch.sent if sent.reference not in by_reference]
    wrong = [
        sent
        for sent in watch.sent
        if sent not in absent and not sent.letter.is_told_by(by_reference[sent.reference])
    ]
    addresses = Counter(row["email"] for row in rows)
    verdict.note(f"{len(watch.sent)} acknowledged")
    verdict.check(len(absent) == 0, f"{len(absent)} absent")
    verdict.check(len(rows) == len(addresses), f"{len(rows) - len(addresses)} doubled")
    verdict.check(len(wrong) == 0, f"{len(wrong)} wrong")


def _judge_answers(size: Size, watch: Watch, recoveries: list, verdict: Verdict) -> None:
    never = size.letters - len(watch.sent)
    verdict.check(never == 0, f"{never} never got through")
    verdict.check(watch.not_saved > 0, f"{watch.not_saved} told 'not saved'")
    verdict.check(not watch.others, f"{sum(watch.others.values())} other answers{_few(watch)}")
    longest = max(recoveries)
    good = longest <= LONGEST_RECOVERY or not size.judges_time
    verdict.check(good, f"first success after {longest:.2f} s at most, {size.kills} kills")


def _few(watch: Watch) -> str:
    return f" {dict(watch.others.most_common(3))}" if watch.others else ""
