"""From JSON to studies that can be taken in, or one clear line why not."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import structlog
from django.contrib.postgres.fields import ArrayField
from django.utils import timezone

from content.models import RegisterFacts
from content.registry.cleaning import storable
from content.registry.mapping import NotAStudy, module, registry_fields
from content.registry.notices import MISSING, Notice, notices

log = structlog.get_logger("content.registry_import")
LONGEST_TEXT = 10_000
# No real study has so many of anything; PostgreSQL's search index holds one megabyte a page.
MOST_ITEMS = 2_000


class Unreadable(Exception):
    """Something given is not what it should be; the text is one line for a person."""


@dataclass(frozen=True)
class Study:
    """One study: its record without people, its facts, the day of the register's copy."""

    record: dict
    facts: dict[str, Any]
    copied_on: date

    @property
    def nct_id(self) -> str:
        return self.facts["nct_id"]


def decoded(raw: bytes) -> Any:
    """Return decoded JSON; what is no number there (NaN) is nothing here.

    Raises `Unreadable`.
    """
    if not raw.strip():
        raise Unreadable("It is empty.")
    try:
        return json.loads(raw, parse_constant=lambda name: None)
    except UnicodeDecodeError:
        raise Unreadable("It is not a text.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(f"It is not whole JSON: {error.msg} ({place}).") from None
    except (ValueError, RecursionError):
        raise Unreadable("It is not JSON that can be read.") from None


def listed(data: Any) -> list:
    """Return the studies in JSON: one study, a list of them, or a page of `/studies`."""
    if isinstance(data, list):
        return data
    if isinstance(data, dict) and isinstance(data.get("studies"), list):
        return data["studies"]
    return [data]


def prepared(data: Any, *, is_fresh: bool) -> Study:
    """Return a study from its record, and log what is unusual about it.

    A fresh record is today's. Any other is from the day that the register noted in it.
    Raises `Unreadable`.
    """
    try:
        record = storable(data)
        facts = registry_fields(record)
    except (NotAStudy, ValueError) as error:
        raise Unreadable(str(error)) from None
    found = notices(record, facts)
    facts, shortened = _fitting(facts)
    _log(
        facts["nct_id"], [*found, *(Notice("register value shortened", name) for name in shortened)]
    )
    return Study(record, facts, timezone.localdate() if is_fresh else _copied_on(record))


def newest_of_each(studies: Iterable[Study]) -> list[Study]:
    """Return each study once: of two records the one that the register updated later."""
    found: dict[str, Study] = {}
    for study in studies:
        other = found.get(study.nct_id)
        day = study.facts["registry_updated_on"]
        if other is None or day >= other.facts["registry_updated_on"]:
            found[study.nct_id] = study
    return list(found.values())


def _copied_on(record: dict) -> date:
    """Return the day of the register's copy, today when the record does not say it."""
    noted = module(module(record, "derivedSection"), "miscInfoModule").get("versionHolder")
    try:
        return min(date.fromisoformat(noted), timezone.localdate())
    except (TypeError, ValueError):
        return timezone.localdate()


def _fitting(facts: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return facts that fit their columns, and the names of those that were too long."""
    fitting = {}
    for name, value in facts.items():
        field = RegisterFacts._meta.get_field(name)
        length = getattr(field, "max_length", None) or LONGEST_TEXT
        if isinstance(field, ArrayField):
            length = field.base_field.max_length or LONGEST_TEXT
        fitting[name] = _short(value, length)
    return fitting, [name for name, value in fitting.items() if value != facts[name]]


def _short(value: Any, length: int) -> Any:
    if isinstance(value, list):
        return [_short(each, length) for each in value[:MOST_ITEMS]]
    if isinstance(value, dict):
        return {key: _short(each, length) for key, each in value.items()}
    if isinstance(value, str) and len(value) > length:
        return f"{value[: length - 1]}…"
    return value


def _log(nct_id: str, found: list[Notice]) -> None:
    for notice in found:
        # Many records lack a module; the other things are worth a look.
        write = log.info if notice.event == MISSING else log.warning
        write(notice.event, nct_id=nct_id, field=notice.field, word=notice.word)
