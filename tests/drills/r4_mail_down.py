"""R4: mail is down in eight ways for a day. The form does not notice, and nothing is lost."""

import random
import time
from collections import Counter
from dataclasses import dataclass

from tests.drills import patience, post
from tests.drills.mail_server import FAULTS, UNKNOWN_DOMAIN
from tests.drills.site import Site
from tests.drills.verdict import Verdict, percentile
from tests.drills.visitors import Letters, Sent, Visitor, an_address, write

EXPECTED = (
    "form's p99 <= 1.2 x, all out <= 60 s per 500, one acknowledgement each, "
    "550 shown as failed, nothing in clear"
)
MOST_SLOWER = 1.2
# Differences below this are the noise of a machine with two cores.
NOISE_SECONDS = 0.06
SECONDS_PER_MESSAGE = 60 / 500
# What waits for an answer that never comes is tried for fifteen seconds.
LONGEST_TRY = 17
SECRETS = (b"MAIL FROM", b"RCPT", b"DATA", b"AUTH", b"Subject", b"example.org>", b"reference")


@dataclass(frozen=True)
class Size:
    letters: int
    clients: int
    hours: int
    unknown: int
    faults: tuple[str, ...]
    least_seconds: float
    judges_time: bool


FULL = Size(200, 2, 2, 10, tuple(FAULTS), least_seconds=10, judges_time=True)
SHORT = Size(6, 2, 1, 1, ("refuses", "no STARTTLS", "4xx"), least_seconds=60, judges_time=False)


def run(site: Site, size: Size, chance: random.Random) -> Verdict:
    """Write with mail up, down in each way, and up again; then see what came out."""
    verdict, office = Verdict("R4", EXPECTED), Office(site, size, chance)
    normal = office.write(size.letters // 2)
    post.wait_until_out(site, 60)
    down = []
    for fault in size.faults:
        site.mail.become(fault)
        down += office.write(size.letters // len(size.faults))
        _let_hours_pass(site, size.hours)
    waiting = post.unsettled(site)
    seconds = _recover(site, size, waiting)
    normal += office.write(size.letters // 2)
    office.write(size.unknown, UNKNOWN_DOMAIN)
    post.wait_until_out(site, 60)
    _judge_form(size, normal, down, verdict)
    verdict.check(seconds is not None, f"{waiting} waited, out after {seconds or -1:.0f} s")
    _judge_mail(site, size, office, verdict)
    return verdict


class Office:
    """Letters that are written while mail is as it is."""

    def __init__(self, site: Site, size: Size, chance: random.Random):
        self.site, self.size, self.chance = site, size, chance
        self.letters = Letters(chance)
        self.sent: list[Sent] = []

    def write(self, count: int, domain: str = "example.org") -> list[float]:
        """Write so many letters; return how long each answer of the site took."""
        self.letters.domain = domain
        visitors = [Visitor(self.site.at.port, an_address(self.chance)) for _ in range(count)]
        with patience.crowd(self.size.clients) as pool:
            sent = list(pool.map(lambda each: write(each, self.letters.next()), visitors))
        assert all(sent), "a letter was refused while mail was down"
        self.sent += sent
        return [seconds for visitor in visitors for seconds in visitor.times]


def _let_hours_pass(site: Site, hours: int) -> None:
    """Let each hour's tries be made, as far as a server that hangs lets them."""
    for _ in range(hours):
        before, end = post.attempts(site), time.monotonic() + LONGEST_TRY
        wanted = min(post.unsettled(site), 8)
        post.make_due(site)
        while post.attempts(site) - before < wanted and time.monotonic() < end:
            patience.sleep(0.2)


def _recover(site: Site, size: Size, waiting: int) -> float | None:
    """Bring mail back. One message tries when its hour comes; the others have to notice."""
    site.mail.become("")
    post.make_due(site, most=1)
    return post.wait_until_out(site, max(waiting * SECONDS_PER_MESSAGE, size.least_seconds))


def _judge_form(size: Size, normal: list, down: list, verdict: Verdict) -> None:
    usual, slow = percentile(normal, 0.99), percentile(down, 0.99)
    good = slow <= max(usual * MOST_SLOWER, usual + NOISE_SECONDS)
    fact = f"p99 {slow * 1000:.0f} ms of {len(down)} answers, with mail {usual * 1000:.0f} ms"
    verdict.check(good or not size.judges_time, fact)


def _judge_mail(site: Site, size: Size, office: Office, verdict: Verdict) -> None:
    accepted = Counter(site.mail.accepted())
    sent = post.message_ids(site, "acknowledgement")
    wanted = len(office.sent) - size.unknown
    verdict.check(len(set(sent)) == wanted, f"{len(set(sent))} of {wanted} acknowledged")
    notices = post.message_ids(site, "staff_notice")
    verdict.check(len(notices) == len(office.sent), f"{len(notices)} notices")
    others = [name for name in {*sent, *notices, *accepted} if accepted[name] != 1]
    strange = set(accepted) - {*sent, *notices}
    verdict.check(not others and not strange, f"{len(others)} not just once by Message-ID")
    failed = post.message_ids(site, "acknowledgement", sent=False)
    verdict.check(len(failed) == size.unknown, f"{len(failed)} of {size.unknown} shown as refused")
    clear = [word.decode() for word in SECRETS if word in bytes(site.mail.in_clear)]
    verdict.check(not clear, f"in clear: {', '.join(clear) or 'nothing'}")
