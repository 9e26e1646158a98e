"""R6: the job worker is killed again and again, at random and in the midst of each step."""

import random
import sys
from dataclasses import dataclass

from pofclinic.local import modes
from pofclinic.local.children import Child
from tests.drills import patience, post
from tests.drills.site import Site
from tests.drills.verdict import Verdict
from tests.drills.visitors import Letters, Visitor, an_address, write

EXPECTED = "lost 0, stuck 0 after two sweeps"
STEPS = ("connected", "EHLO", "STARTTLS", "MAIL", "RCPT", "DATA", "QUIT")
SWEEPS = 2
# Jobs that are at work for a worker that is not there.
STUCK = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND task_name = %s"


@dataclass(frozen=True)
class Size:
    kills: int
    letters_each: int
    seconds_to_leave: float


FULL = Size(kills=50, letters_each=3, seconds_to_leave=90)
SHORT = Size(kills=3, letters_each=2, seconds_to_leave=30)


def run(site: Site, size: Size, chance: random.Random) -> Verdict:
    """Kill, sweep, count."""
    verdict, letters = Verdict("R6", EXPECTED), Letters(chance)
    fleet, before = Fleet(site), site.number("SELECT coalesce(max(id), 0) FROM enquiries_delivery")
    at_steps = 0
    for number in range(size.kills):
        step = chance.choice(STEPS) if number % 3 else ""
        at_steps += _kill_while_mail_leaves(site, size, fleet, letters, chance, step)
    stuck_before = site.number(STUCK, post.DELIVER)
    for _ in range(SWEEPS):
        _sweep(site)
    post.make_due(site)
    left = post.wait_until_out(site, size.seconds_to_leave)
    _count(site, verdict, letters, left, before)
    verdict.note(f"{size.kills} kills, {at_steps} at a step, {stuck_before} cut short at the end")
    fleet.stop()
    return verdict


class Fleet:
    """Two workers: the older one is killed while the younger one starts."""

    def __init__(self, site: Site):
        self.site, self.workers = site, [site.worker]
        self._add()

    def kill_oldest(self) -> None:
        worker = self.workers.pop(0)
        worker.process.kill()
        worker.process.wait()
        self._add()

    def stop(self) -> None:
        for worker in self.workers[1:]:
            worker.process.kill()
            worker.process.wait()
        self.site.worker = self.workers[0]

    def _add(self) -> None:
        self.workers.append(self._start())
        # Whatever happens, the site knows the younger ones and stops them.
        self.site.others = self.workers

    def _start(self) -> Child:
        return self.site.start_process("worker", modes.worker())


def _kill_while_mail_leaves(site, size: Size, fleet: Fleet, letters: Letters, chance, step) -> bool:
    """Write letters, and kill a worker when one of their messages is at this step."""
    site.mail.reached.clear()
    site.mail.hold_at = step
    for _ in range(size.letters_each):
        visitor = Visitor(site.at.port, an_address(chance))
        assert write(visitor, letters.next()), "a letter was refused"
        visitor.hang_up()
    if step:
        post.make_due(site)
        site.mail.reached.wait(10)
    else:
        patience.sleep(chance.uniform(0, 0.8))
    fleet.kill_oldest()
    site.mail.hold_at = ""
    return site.mail.reached.is_set()


def _sweep(site: Site) -> None:
    """Let the time pass after which a worker is given up for dead, and run the sweep once."""
    site.sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    patience.sleep(11)  # the living ones have told that they live
    site.run([sys.executable, "-m", "tests.drills.sweep"])


def _count(site: Site, verdict: Verdict, letters: Letters, left, before: int) -> None:
    rows = sum(letters.are_in(row) for row in site.enquiries())
    verdict.check(rows == letters.count, f"{rows} of {letters.count} letters stored")
    stuck = max(post.unsettled(site), site.number(STUCK, post.DELIVER))
    verdict.check(stuck == 0, f"{stuck} stuck")
    query = "SELECT message_id FROM enquiries_delivery WHERE id > %s"
    wanted = {name for (name,) in site.sql(query, before)}
    lost = wanted - set(site.mail.accepted())
    verdict.check(not lost, f"{len(lost)} lost of {len(wanted)} messages")
    verdict.check(left is not None, f"all out after {left or -1:.0f} s")
