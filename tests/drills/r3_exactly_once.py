"""R3: one form is one enquiry, however often, from wherever and through whatever it is sent."""

import math
import random
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode

from tests.drills import patience
from tests.drills.site import Site
from tests.drills.verdict import Verdict
from tests.drills.visitors import (
    FORM_PATH,
    Answer,
    Letter,
    Letters,
    NoAnswerError,
    Visitor,
    an_address,
    persistently,
    write,
)

EXPECTED = "rows = keys, one reference a key"
PATIENCE = 120
LETTERS_BETWEEN_KILLS = 8


@dataclass(frozen=True)
class Size:
    at_once: int
    while_killed: int
    returning: int
    clients: int
    seconds_between_kills: float


FULL = Size(at_once=1000, while_killed=600, returning=50, clients=4, seconds_between_kills=1.5)
SHORT = Size(at_once=12, while_killed=40, returning=2, clients=4, seconds_between_kills=1.0)


@dataclass
class Told:
    """Which references were named for which letter."""

    references: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    others: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, letter: Letter, reference: str) -> None:
        with self.lock:
            self.references[letter.number].add(reference)

    def odd(self, what: object) -> None:
        with self.lock:
            self.others.append(str(what))


def run(site: Site, size: Size, chance: random.Random) -> Verdict:
    """Post in parallel, post while web workers die, come back and replay; then count."""
    verdict, told, letters = Verdict("R3", EXPECTED), Told(), Letters(chance)
    drill = Drill(site, letters, told)
    plans = [(an_address(chance), chance.randint(2, 5)) for _ in range(size.at_once)]
    drill.do(drill.post_at_once, plans, size.clients)
    others = len(told.others)
    addresses = [(an_address(chance),) for _ in range(size.while_killed)]
    began = time.monotonic()
    killer = Killer(site, size, told)
    drill.do(drill.write_through_kills, addresses, size.clients * 2, killer)
    seconds = time.monotonic() - began
    drill.do(drill.come_back, [(an_address(chance),) for _ in range(size.returning)], size.clients)
    _count(site, letters, told, verdict)
    verdict.check(others == 0, f"{others} odd answers {told.others[:2] or ''}".strip())
    kills = killer.kills
    verdict.check(kills > 0, f"{kills} web workers killed in {seconds:.0f} s")
    return verdict


@dataclass
class Killer:
    """Kills a web worker at most this often, and only when letters came in since the last time.

    A new worker takes a second or more to load the site; killed all the time, none would serve.
    The first one dies as soon as letters come in: a fast machine is done within a second.
    """

    site: Site
    size: Size
    told: Told
    kills: int = 0
    last: float = -math.inf
    letters: int = field(init=False)

    def __post_init__(self) -> None:
        self.letters = len(self.told.references)

    def __call__(self) -> None:
        is_time = time.monotonic() - self.last >= self.size.seconds_between_kills
        if is_time and len(self.told.references) - self.letters >= LETTERS_BETWEEN_KILLS:
            self.site.kill_web_worker()
            self.letters, self.last = len(self.told.references), time.monotonic()
            self.kills += 1


@dataclass
class Drill:
    site: Site
    letters: Letters
    told: Told

    def do(self, work: Callable, plans: list, clients: int, meanwhile=None) -> None:
        """Do the work for each plan; meanwhile do something else, from the main thread."""
        with patience.crowd(clients) as pool:
            jobs = [pool.submit(work, *plan) for plan in plans]
            while not all(job.done() for job in jobs):
                patience.sleep(0.05)
                if meanwhile:
                    meanwhile()
        for job in jobs:
            job.result()

    def post_at_once(self, address: str, sockets: int) -> None:
        """Send one form through several sockets, the last byte of each at the same moment."""
        visitor, letter = Visitor(self.site.at.port, address), self.letters.next()
        form = persistently(visitor.open_form, until=time.monotonic() + PATIENCE)
        answers = _post_together(visitor, form.filled_in(letter), sockets)
        # Two answers that lead to one address lead to one page, with one reference.
        led_to = {answer.location if answer else "": answer for answer in answers}
        for answer in led_to.values():
            self._note(visitor, letter, answer)
        visitor.hang_up()

    def write_through_kills(self, address: str) -> None:
        """Write while web workers die, and send the same again when all is over."""
        visitor, letter = Visitor(self.site.at.port, address), self.letters.next()
        sent = write(visitor, letter, patience=PATIENCE)
        if sent is None:
            self.told.odd(f"letter {letter.number} never got through")
        else:
            self.told.add(letter, sent.reference)
        visitor.hang_up()

    def come_back(self, address: str) -> None:
        """Go back, change a word and send again; and replay the very first post later.

        Persistently: the last web worker that was killed may still break a connection.
        """
        visitor, letter = Visitor(self.site.at.port, address), self.letters.next()
        until = time.monotonic() + PATIENCE
        fields = persistently(visitor.open_form, until=until).filled_in(letter)
        changed = fields | {"message": f"{fields['message']} (and one thing more)"}
        for each in (fields, changed, fields):
            answer = persistently(partial(visitor.send, each), until=until)
            self._note(visitor, letter, answer)
            visitor.hang_up()

    def _note(self, visitor: Visitor, letter: Letter, answer: Answer | None) -> None:
        if answer is None or not answer.is_thanks:
            self.told.odd(answer and answer.status)
            return
        try:
            self.told.add(letter, visitor.read_reference(answer))
        except NoAnswerError as error:
            self.told.odd(error)


def _post_together(visitor: Visitor, fields: dict, sockets: int) -> list[Answer | None]:
    body = urlencode(fields).encode()
    head = visitor.headers(has_form=True) | {"Content-Length": len(body), "Connection": "close"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    whole = f"POST {FORM_PATH} HTTP/1.1\r\n{lines}\r\n".encode() + body
    patience.check()
    opened = [socket.create_connection(("127.0.0.1", visitor.port), 30) for _ in range(sockets)]
    for each in opened:
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        each.sendall(whole[:-1])
    for each in opened:
        each.sendall(whole[-1:])
    return [_answer(each) for each in opened]


def _answer(connection: socket.socket) -> Answer | None:
    """Read a whole answer: status and address are all that we need of it."""
    with connection:
        data = b""
        while chunk := connection.recv(65536):
            data += chunk
    head = data.partition(b"\r\n\r\n")[0].decode(errors="replace").split("\r\n")
    if not head[0].startswith("HTTP/"):
        return None
    named = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
    location = next((line[10:] for line in head if line.lower().startswith("location: ")), "")
    return Answer(int(head[0].split()[1]), str(named), location, 0.0)


def _count(site: Site, letters: Letters, told: Told, verdict: Verdict) -> None:
    rows = [row for row in site.enquiries() if letters.are_in(row)]
    keys = len(told.references)
    named = {row["reference"] for row in rows}
    two = [number for number, references in told.references.items() if len(references) != 1]
    unknown = [each for references in told.references.values() for each in references - named]
    verdict.check(keys == letters.count, f"{keys} keys")
    verdict.check(len(rows) == keys, f"{len(rows)} rows")
    verdict.check(not two, f"{len(two)} with two references")
    verdict.check(not unknown, f"{len(unknown)} references that are not stored")
