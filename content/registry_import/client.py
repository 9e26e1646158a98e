"""The register's API v2 (domain brief, sections 5.1 to 5.3), asked politely.

One question a second, growing waits with some chance in them when the register is busy,
a limit on time and size, and a name that says who asks.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings

from content.registry_import.studies import Unreadable, decoded

TRIES = 5
LONGEST_WAIT = 60
LARGEST = 64 * 1024 * 1024
BUSY = frozenset({429, 500, 502, 503, 504})
MOVED = frozenset({301, 302, 307, 308})
MOST_MOVES = 3


class RegisterError(Exception):
    """The register gave no usable answer; the text is one line for a person."""


class NoSuchStudy(RegisterError):
    """The register does not have this number."""


class Refused(RegisterError):
    """The register calls the question a bad one."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Register:
    """A line to the register. `sleep` stands open, so that a test need not wait."""

    address: str = field(default_factory=lambda: settings.TRIAL_REGISTER_API)
    pause: float = field(default_factory=lambda: settings.TRIAL_REGISTER_PAUSE)
    tell: Callable[[str], None] = print
    sleep: Callable[[float], None] = time.sleep
    timeout: float = 30
    largest: int = LARGEST

    def __post_init__(self) -> None:
        if not _is_web_address(self.address):
            raise RegisterError("TRIAL_REGISTER_API is not an http or https address.")
        self.address = self.address.rstrip("/")
        self._session = requests.Session()
        self._session.headers["User-Agent"] = _who_asks()
        self._asked_at = -self.pause

    def study(self, nct_id: str) -> Any:
        """Return one study's record; a former number leads to the study's own.

        Raises `NoSuchStudy` and `RegisterError`.
        """
        answer = self._ask(f"{self.address}/studies/{nct_id}", {})
        if answer.status == 404:
            raise NoSuchStudy(f"The register has no study {nct_id}.")
        return _content(answer)

    def pages(self, query: Mapping[str, str]) -> Iterator[dict]:
        """Return the pages of a search one by one.

        Raises `Refused` for a question, or the way to its next page, that the register
        does not take, and `RegisterError`.
        """
        params, seen = dict(query), set()
        while True:
            page = _content(self._ask(f"{self.address}/studies", params))
            if not isinstance(page, dict) or not isinstance(page.get("studies"), list):
                raise RegisterError("The register's answer is no page of studies.")
            yield page
            token = page.get("nextPageToken")
            if not token or not isinstance(token, str):
                return
            if token in seen:
                raise RegisterError("The register gives the same page again and again.")
            seen.add(token)
            params["pageToken"] = token

    def _ask(self, url: str, params: Mapping[str, str]) -> Answer:
        """Return the first answer that is not "busy"; try again with growing waits."""
        reason, wait = "", 0.0
        for number in range(TRIES):
            if number:
                self.tell(f"{reason} Trying again in {wait:.0f} seconds.")
                self.sleep(wait)
            wait = _growing_wait(self.pause, number)
            try:
                answer = self._follow(url, params)
            except requests.RequestException as error:
                reason = f"The register could not be reached ({type(error).__name__})."
                continue
            except ValueError:
                # Nothing else in an answer's head is read that closely.
                raise RegisterError("The register points to no readable address.") from None
            if answer.status not in BUSY:
                return answer
            reason = f"The register is busy (it answered {answer.status})."
            wait = _asked_for(answer.headers.get("Retry-After")) or wait
        raise RegisterError(f"{reason} {TRIES} tries were made.")

    def _follow(self, url: str, params: Mapping[str, str]) -> Answer:
        """Return an answer, going along with moves inside the register only."""
        for _ in range(MOST_MOVES + 1):
            answer = self._get(url, params)
            target = answer.headers.get("Location")
            if answer.status not in MOVED or not target:
                return answer
            url, former, params = urljoin(url, target), url, {}
            if urlsplit(url)[:2] != urlsplit(former)[:2]:
                raise RegisterError("The register points to another site. It was not followed.")
        raise RegisterError("The register moves in circles.")

    def _get(self, url: str, params: Mapping[str, str]) -> Answer:
        self._keep_pace()
        with self._session.get(
            url, params=params, timeout=self.timeout, stream=True, allow_redirects=False
        ) as response:
            body = bytearray()
            for part in response.iter_content(64 * 1024):
                body += part
                if len(body) > self.largest:
                    raise RegisterError(
                        f"The register's answer is larger than {self.largest // 1024**2} MB."
                    )
            return Answer(response.status_code, response.headers, bytes(body))

    def _keep_pace(self) -> None:
        rest = self._asked_at + self.pause - time.monotonic()
        if self.pause and rest > 0:
            self.sleep(rest)
        self._asked_at = time.monotonic()


def _is_web_address(given: str) -> bool:
    try:
        parts = urlsplit(given)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _content(answer: Answer) -> Any:
    if answer.status == 400:
        raise Refused("The register does not take this question (it answered 400).")
    if answer.status != 200:
        raise RegisterError(f"The register answered {answer.status}.")
    try:
        return decoded(answer.body)
    except Unreadable as error:
        raise RegisterError(f"The register's answer cannot be read. {error}") from None


def _growing_wait(pause: float, number: int) -> float:
    """Return 1, 2, 4, 8 pauses with up to half as much again, so that two do not march."""
    return min(pause * 2**number * random.uniform(1, 1.5), LONGEST_WAIT)  # noqa: S311


def _asked_for(retry_after: str | None) -> float:
    """Return the seconds that a Retry-After header asks for, within reason."""
    given = (retry_after or "").strip()
    try:
        if given.isdecimal():
            seconds = float(given[:9])
        else:
            seconds = (parsedate_to_datetime(given) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return 0
    return min(max(seconds, 0), LONGEST_WAIT)


def _who_asks() -> str:
    contact = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    name = f"pofclinic-import-trials (+{settings.SITE_URL}; {contact})"
    return name.encode("ascii", "ignore").decode()
