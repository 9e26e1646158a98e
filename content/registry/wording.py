"""A register's fact in words, for staff who look at what changed."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from content.registry.countries import country_name
from content.registry.meanings import phase_meanings, status_meaning

PLANNED_OR_ACTUAL = {"ESTIMATED": gettext_lazy("planned"), "ACTUAL": gettext_lazy("actual")}


def fact_in_words(field: str, value: Any) -> str | Promise:
    """Return the value of a field of a trial as a person would say it."""
    if value in ("", None, []):
        return gettext("Not stated")
    if field in {"status", "last_known_status"}:
        return status_meaning(value).label
    if field.endswith("_type") and value in PLANNED_OR_ACTUAL:
        return PLANNED_OR_ACTUAL[value]
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return _list_in_words(field, value) if isinstance(value, list) else str(value)


def _list_in_words(field: str, items: list) -> str:
    if field == "phases":
        return " / ".join(str(meaning.label) for meaning in phase_meanings(items))
    if field == "countries":
        return ", ".join(map(country_name, items))
    if field == "places":
        return "; ".join(map(_place_in_words, items))
    return "; ".join(map(str, items))


def _place_in_words(place: dict) -> str:
    parts = (place["facility"], place["city"], country_name(place["country"]))
    return ", ".join(filter(None, parts))
