"""Reads the file of invented enquiries and says clearly what is wrong with it."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml

FILE = Path(__file__).parent / "enquiries.yaml"


class DemoFileError(Exception):
    """The file cannot be used; the text names the enquiry and the reason."""


@dataclass(frozen=True)
class DemoEnquiry:
    """One enquiry of the file; `received` and `answered` are days ago."""

    key: str
    name: str
    topic: str
    channel: str
    received: int
    email: str = ""
    phone: str = ""
    message: str = ""
    language: str = "en"
    best_time: str = "any"
    may_leave_message: bool = False
    may_text: bool = False
    needs: str = ""
    came_from: str = ""
    has_urgent_words: bool = False
    spam: bool = False
    answered: int | None = None
    then: list[dict[str, str]] = field(default_factory=list)

    @property
    def submission_key(self) -> UUID:
        """The key of the form that it would have come by: the same in every run."""
        return demo_key(self.key)


def demo_key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"pofclinic:demo-enquiry:{name}")


def read_enquiries(file: Path = FILE) -> list[DemoEnquiry]:
    """Return the enquiries in the file's order. Raises `DemoFileError`."""
    try:
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise DemoFileError(f"{file.name}: {error}") from error
    if not isinstance(rows, list):
        raise DemoFileError(f"{file.name}: not a list.")
    found = [_enquiry(row) for row in rows]
    keys = [each.key for each in found]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise DemoFileError(f"There more than once: {', '.join(sorted(twice))}.")
    return found


def _enquiry(row: Any) -> DemoEnquiry:
    if not isinstance(row, dict) or not isinstance(row.get("key"), str):
        raise DemoFileError(f"Each enquiry is a set of fields with a key; this is none: {row!r}")
    if unknown := row.keys() - {each.name for each in fields(DemoEnquiry)}:
        raise DemoFileError(f"{row['key']}: unknown: {', '.join(map(str, unknown))}.")
    try:
        made = DemoEnquiry(**row)
    except TypeError as error:
        raise DemoFileError(f"{row['key']}: {error}") from error
    _check(made)
    return made


def _check(demo: DemoEnquiry) -> None:
    answered = demo.received if demo.answered is None else demo.answered
    for name, days in (("received", demo.received), ("answered", answered)):
        if not isinstance(days, int) or days < 0:
            raise DemoFileError(f"{demo.key}: {name} is a number of days.")
    if not isinstance(demo.then, list):
        raise DemoFileError(f"{demo.key}: then is a list of what was done.")
    for deed in demo.then:
        if not isinstance(deed, dict) or len(deed) != 1:
            raise DemoFileError(f"{demo.key}: what is to be done here? {deed!r}")
