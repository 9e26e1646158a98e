"""Choosing among trials: by status, phase, source of the cells and country.

The choice stands in the address, so that a list can be shared and works without
JavaScript. A value that no trial has leads to an empty list, never to an error.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from content.registry.countries import country_name
from content.registry.meanings import phase_meanings

# A trial's values of one filter: (value in the address, words).
Values = Callable[[Any], list[tuple[str, str | Promise]]]


def _statuses(trial: Any) -> list[tuple[str, str | Promise]]:
    slug = trial.stated_status.lower().replace("_", "-") or "not-seen"
    return [(slug, trial.status_label)]


def _phases(trial: Any) -> list[tuple[str, str | Promise]]:
    slugs = [phase.lower().replace("_", "-") for phase in trial.phases] or ["not-stated"]
    labels = [meaning.label for meaning in phase_meanings(trial.phases)]
    return list(zip(slugs, labels, strict=True))


def _cells(trial: Any) -> list[tuple[str, str | Promise]]:
    if not trial.cell_source:
        return []
    return [(trial.cell_source.replace("_", "-"), trial.get_cell_source_display())]


def _countries(trial: Any) -> list[tuple[str, str | Promise]]:
    names = [country_name(country) for country in trial.countries]
    return [(slugify(name, allow_unicode=True), name) for name in names] or [
        ("not-stated", _("Not stated"))
    ]


FILTERS: dict[str, tuple[str | Promise, Values]] = {
    "status": (_("Status"), _statuses),
    "phase": (_("Phase"), _phases),
    "cells": (_("Cells from"), _cells),
    "country": (_("Country"), _countries),
}


@dataclass(frozen=True)
class Option:
    """One link above the list."""

    label: str | Promise
    query: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """One question that the list can be asked, with its answers."""

    name: str
    title: str | Promise
    options: list[Option]
    chosen: str | Promise


class Choice:
    """What a reader chose, and the trials that are left."""

    def __init__(self, trials: Iterable[Any], given: Mapping[str, str]):
        self.all = list(trials)
        self.chosen = {name: given[name] for name in FILTERS if given.get(name)}
        self.trials = [trial for trial in self.all if self._fits(trial)]
        self.filters = [self._filter(name) for name in FILTERS]

    @property
    def words(self) -> list[str | Promise]:
        """The chosen answers in words, for the heading."""
        return [each.chosen for each in self.filters if each.chosen]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.chosen)

    def _fits(self, trial: Any, leave_out: str = "") -> bool:
        """Whether a trial has every chosen value, one filter left aside."""
        return all(
            value in dict(FILTERS[name][1](trial))
            for name, value in self.chosen.items()
            if name != leave_out
        )

    def _filter(self, name: str) -> Filter:
        """Return a filter with the answers that still lead to a trial, each with how many."""
        title, values = FILTERS[name]
        counts: dict[str, int] = {}
        labels: dict[str, str | Promise] = {}
        fitting = [trial for trial in self.all if self._fits(trial, leave_out=name)]
        for trial in fitting:
            for value, label in values(trial):
                labels[value] = label
                counts[value] = counts.get(value, 0) + 1
        chosen = self.chosen.get(name, "")
        options = [
            Option(labels[value], self._query(name, value), count, value == chosen)
            for value, count in sorted(counts.items(), key=lambda item: str(labels[item[0]]))
        ]
        every = Option(_("All"), self._query(name, ""), len(fitting), not chosen)
        words = labels.get(chosen, _("something that no trial here has")) if chosen else ""
        return Filter(name, title, [every, *options], words)

    def _query(self, name: str, value: str) -> str:
        """Return the query string of a link; "" asks for the whole list."""
        wanted = {**self.chosen, name: value}
        return urlencode({key: wanted[key] for key in FILTERS if wanted.get(key)})
