"""People who write to the clinic: browsers that fill in what the page asks, and try again."""

import http.client
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

from tests.drills import patience
from tests.drills.form import Form, forms_in
from tests.drills.one_more_step import step_on

FORM_PATH = "/enquire/"
NOT_SAVED = "Your enquiry was not saved"
NOT_SHOWN = "The form cannot be shown just now"
RETRY_PAUSE = 0.1
# Who is asked for one more step again and again has been refused.
MOST_STEPS = 3
# Real words: scripts, quotes, line ends, leading signs. Each enquiry's own number stands before.
WORDS = [
    "Is there a trial near me?",
    "O'Brien <b>asked</b> & I do too; -5 since Monday =) thanks",
    "Nguyễn, 李, عبد الله, Žofie 🌼",
    "First line\r\nsecond line\r\n\r\nlast line",
    "x" * 700,
]
_REFERENCE = re.compile(r'reference-slip__number">\s*([^<\s]+)\s*<')


class NoAnswerError(Exception):
    """The connection broke before an answer was complete."""


class RefusedError(Exception):
    """She did what was asked of her, and was asked for it again."""


@dataclass(frozen=True)
class Answer:
    """What the site said."""

    status: int
    text: str
    location: str
    seconds: float

    @property
    def is_thanks(self) -> bool:
        return self.status == 302 and "/received/" in self.location

    @property
    def is_honest_failure(self) -> bool:
        """Whether it is the page that says "not saved", or that the form cannot be shown."""
        return self.status == 503 and (NOT_SAVED in self.text or NOT_SHOWN in self.text)

    @property
    def reference(self) -> str:
        found = _REFERENCE.search(self.text)
        return unescape(found[1]) if found else ""


@dataclass(frozen=True)
class Letter:
    """What one person writes."""

    number: int
    name: str
    email: str
    message: str

    @property
    def stored_message(self) -> str:
        return self.message.replace("\r\n", "\n")

    def is_told_by(self, row: dict) -> bool:
        """Whether a stored row says what was written."""
        written = (self.name, self.email, self.stored_message)
        return (row["name"], row["email"], row["message"]) == written


class Letters:
    """Makes letters that can be told apart, the same ones for the same seed."""

    def __init__(self, chance: random.Random, domain: str = "example.org"):
        self.chance, self.domain = chance, domain
        self.run = f"{chance.getrandbits(40):010x}"
        self._lock = threading.Lock()
        self.count = 0

    def next(self) -> Letter:
        with self._lock:
            self.count += 1
            words = self.chance.choice(WORDS)
            number = self.count
        address = f"drill-{self.run}-{number}@{self.domain}"
        return Letter(number, f"Drill {number}", address, f"{self.run}-{number}: {words}")

    def are_in(self, row: dict) -> bool:
        """Whether a stored row is of these letters."""
        return row["message"].startswith(f"{self.run}-")


def an_address(chance: random.Random) -> str:
    """Return an address of the range that is kept for benchmarks (RFC 2544)."""
    return f"198.{chance.choice((18, 19))}.{chance.randrange(256)}.{chance.randrange(1, 255)}"


@dataclass
class Visitor:
    """One browser: its cookies, its address and its connection."""

    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    timeout: float = 30.0
    _connection: http.client.HTTPConnection | None = None

    # --- One question ------------------------------------------------------------
    def ask(self, method: str, path: str, fields: dict | None = None) -> Answer:
        """Ask once. Raises `NoAnswerError`."""
        patience.check()
        body = urlencode(fields) if fields is not None else None
        began = time.perf_counter()
        try:
            connection = self._connected()
            connection.request(method, path, body, self.headers(fields is not None))
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self.hang_up()
            raise NoAnswerError(str(error)) from None
        self._keep_cookies(response)
        answer = Answer(
            response.status, text, response.headers.get("Location", ""), time.perf_counter() - began
        )
        self.times.append(answer.seconds)
        return answer

    def headers(self, has_form: bool) -> dict[str, str]:
        headers = {"X-Forwarded-For": self.address, "Host": f"127.0.0.1:{self.port}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if has_form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return headers

    def hang_up(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=self.timeout
            )
        return self._connection

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()

    # --- An enquiry ----------------------------------------------------------------
    def open_form(self) -> Form:
        """Return the form as the page gives it. Raises `NoAnswerError` without one."""
        answer = self.ask("GET", FORM_PATH)
        if answer.status != 200:
            raise NoAnswerError(f"GET {answer.status}")
        return forms_in(answer.text, FORM_PATH)[0]

    def send(self, fields: dict) -> Answer:
        """Send the form as it is filled in."""
        return self.ask("POST", FORM_PATH, fields)

    def read_reference(self, thanks: Answer) -> str:
        """Open the confirmation and return the reference that it shows; nothing if it is gone."""
        answer = self.ask("GET", urlsplit(thanks.location).path)
        if answer.status not in {200, 404, 410}:
            raise NoAnswerError(f"confirmation {answer.status}")
        return answer.reference


@dataclass
class Sent:
    """A letter that the site has thanked for."""

    letter: Letter
    reference: str
    tries: int
    # How often she was asked for one more step.
    steps: int


def persistently(step: Callable, *, until: float, watch: Callable[[object], None] | None = None):
    """Do a step again and again until it gives something; return None when the time is up."""
    while time.monotonic() < until:
        try:
            if (result := step()) is not None:
                return result
        except NoAnswerError as error:
            if watch:
                watch(error)
        time.sleep(RETRY_PAUSE)
    return None


def write(visitor: Visitor, letter: Letter, *, patience: float = 120, watch=None) -> Sent | None:
    """Write a letter as a stubborn person does: the same form again, until a reference shows.

    `watch` is shown every answer to a post, and every connection that broke. None when she
    was refused, or lost her patience.
    """
    until = time.monotonic() + patience
    form = persistently(visitor.open_form, until=until)
    if form is None:
        return None
    sending = _Sending(visitor, form.filled_in(letter), watch)
    try:
        thanks = persistently(sending, until=until, watch=watch)
    except RefusedError:
        return None
    if thanks is None:
        return None
    reference = persistently(lambda: visitor.read_reference(thanks), until=until)
    return Sent(letter, reference or "", sending.tries, sending.steps)


@dataclass
class _Sending:
    """One form on its way; on demand it comes back with a sum and goes again."""

    visitor: Visitor
    fields: dict[str, str]
    watch: Callable[[object], None] | None
    tries: int = 0
    steps: int = 0

    def __call__(self) -> Answer | None:
        self.tries += 1
        answer = self.visitor.send(self.fields)
        if step := step_on(answer.text, FORM_PATH):
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise RefusedError
            self.fields = step
            return self()
        if self.watch:
            self.watch(answer)
        return answer if answer.is_thanks else None
