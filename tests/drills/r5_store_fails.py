"""R5: the store fails in ways short of dying. Nobody is thanked falsely, and it mends itself."""

import contextlib
import os
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import psycopg

from tests.drills import patience
from tests.drills.site import Site
from tests.drills.verdict import Verdict
from tests.drills.visitors import (
    Answer,
    Letter,
    Letters,
    NoAnswerError,
    Visitor,
    an_address,
    persistently,
    write,
)

EXPECTED = "false thanks 0, only the honest page meanwhile, normal again without a hand"
LONGEST_RETURN = 10.0
# Megabytes above what the database holds already: its start needs some.
ROOM = 24
TRIES_IN_VAIN = 10
END_OTHERS = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE usename = 'pofclinic' AND application_name <> 'drill'
"""


@dataclass(frozen=True)
class Size:
    letters: int
    clients: int
    faults: tuple[str, ...]
    # People who were told "not saved": so many say enough about a fault.
    enough: int


@dataclass
class Told:
    """What people were told while the store was broken."""

    thanked: list[tuple[Letter, str]] = field(default_factory=list)
    honest: int = 0
    others: list[str] = field(default_factory=list)


def run(site: Site, size: Size, chance: random.Random) -> Verdict:
    """Break the store in each way while people write; mend it; look what is there."""
    verdict, letters, told = Verdict("R5", EXPECTED), Letters(chance), Told()
    slowest = 0.0
    with ExitStack() as late:
        for name in size.faults:
            if name == "disk full" and os.geteuid() != 0:
                verdict.note("disk full: left out, needs root")
                continue
            before = told.honest
            fault = FAULTS[name](site, late)
            slowest = max(slowest, _one_fault(site, size, fault, letters, told, chance))
            verdict.check(told.honest > before, f"{name}: {told.honest - before} told 'not saved'")
        verdict.note("cache gone: there is none")
        _judge(site, told, verdict)
    verdict.check(slowest <= LONGEST_RETURN, f"normal after {slowest:.1f} s at most")
    return verdict


def _judge(site: Site, told: Told, verdict: Verdict) -> None:
    rows = {row["reference"]: row for row in site.enquiries()}
    false = [(a, r) for a, r in told.thanked if r not in rows or not a.is_told_by(rows[r])]
    verdict.check(not false, f"{len(false)} of {len(told.thanked)} thanks false")
    others = f" {told.others[:3]}" if told.others else ""
    verdict.check(not told.others, f"{len(told.others)} other answers{others}")
    verdict.check(site.worker.is_running(), "job worker still there")


def _one_fault(site, size: Size, fault, letters: Letters, told: Told, chance) -> float:
    """Return how long after the mending the first letter was taken."""
    visitors = [Visitor(site.at.port, an_address(chance)) for _ in range(size.letters)]
    # A connection that was cut a moment ago is noticed by whoever gets it.
    until = time.monotonic() + LONGEST_RETURN
    forms = [persistently(visitor.open_form, until=until) for visitor in visitors]
    for visitor in visitors:
        visitor.hang_up()  # a browser too sends on a connection of its own after so long
    before = told.honest
    with fault:
        for start in range(0, size.letters, size.clients):
            some = slice(start, start + size.clients)
            posts = [
                (v, f, letters.next()) for v, f in zip(visitors[some], forms[some], strict=True)
            ]
            with patience.crowd(size.clients) as pool:
                list(pool.map(lambda each: _post(*each, told), posts))
            if told.honest - before >= size.enough:
                break
    began = time.monotonic()
    letter, visitor = letters.next(), Visitor(site.at.port, an_address(chance))
    sent = write(visitor, letter, patience=30)
    assert sent, "the site did not come back by itself"
    told.thanked.append((letter, sent.reference))
    return time.monotonic() - began


def _post(visitor: Visitor, form, letter: Letter, told: Told) -> None:
    """Post a form that was opened before, and ask for a new one."""
    for step in (
        lambda: visitor.send(form.filled_in(letter)),
        lambda: visitor.ask("GET", "/enquire/"),
    ):
        try:
            answer = step()
        except NoAnswerError as error:
            told.others.append(str(error))
            continue
        _note(visitor, letter, answer, told)


def _note(visitor: Visitor, letter: Letter, answer: Answer, told: Told) -> None:
    if answer.is_thanks:
        with contextlib.suppress(NoAnswerError):
            told.thanked.append((letter, visitor.read_reference(answer)))
    elif answer.is_honest_failure:
        told.honest += 1
    elif answer.status != 200:
        told.others.append(str(answer.status))


# --- The ways to fail ------------------------------------------------------------------
@contextmanager
def read_only(site: Site, late: ExitStack) -> Iterator[None]:
    """Let the database take no writes, as a standby or a full quota does."""
    _for_new_connections(site, "ALTER ROLE pofclinic SET default_transaction_read_only = on")
    yield
    _for_new_connections(site, "ALTER ROLE pofclinic RESET default_transaction_read_only")


def _for_new_connections(site: Site, statement: str) -> None:
    site.sql(statement, as_superuser=True)
    _end_connections(site)


def _end_connections(site: Site) -> None:
    query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'pofclinic'"
    site.sql(query, as_superuser=True)


@contextmanager
def no_connections(site: Site, late: ExitStack) -> Iterator[None]:
    """Take every connection that there is, those of the site too."""
    url = f"{site.database_url}&application_name=drill"
    with ExitStack() as held:
        connections, vain = [], 0
        while vain < TRIES_IN_VAIN:
            try:
                connection = psycopg.connect(url, autocommit=True)
                connections.append(held.enter_context(contextlib.closing(connection)))
            except psycopg.OperationalError:
                vain = 0 if connections[0].execute(END_OTHERS).fetchone()[0] else vain + 1
                patience.sleep(0.05)
        yield


@contextmanager
def no_key(site: Site, late: ExitStack) -> Iterator[None]:
    """Take the key ring away."""
    away = site.keys.with_name("away")
    site.keys.rename(away)
    yield
    away.rename(site.keys)


@contextmanager
def full_disk(site: Site, late: ExitStack) -> Iterator[None]:
    """Put the database on a small disk, and fill that up.

    It stays there: coming back is a matter of room alone. Should PostgreSQL have stopped for
    want of it, whatever watches over it starts it again, as it does after a crash.
    """
    _move_to_a_small_disk(site, late)
    filler = site.cluster.data / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    yield
    filler.unlink()
    if not site.cluster.child.is_running():
        site.restart_database()


def _move_to_a_small_disk(site: Site, late: ExitStack) -> None:
    data = site.cluster.data
    site.cluster.stop()
    owner, away = data.stat(), data.with_name("moved")
    data.rename(away)
    data.mkdir()
    size = int(_output("du", "-sm", str(away)).split()[0]) + ROOM
    options = f"size={size}m,mode=0700,uid={owner.st_uid},gid={owner.st_gid}"
    _output("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(data))
    late.callback(_output, "umount", "--lazy", str(data))
    late.callback(site.cluster.stop)
    _output("cp", "-a", f"{away}/.", str(data))
    site.restart_database()
    site.wait_for(site._page_answers, 30)


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


FAULTS = {
    "read-only": read_only,
    "no connections": no_connections,
    "no key": no_key,
    "disk full": full_disk,
}
FULL = Size(80, 8, tuple(FAULTS), enough=40)
SHORT = Size(4, 2, ("read-only", "no key"), enough=4)
