"""One search: the pages for what she typed, or for what she may have meant."""

from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.search import SearchQuery
from wagtail.models import Locale
from wagtail.query import PageQuerySet

from content.search import queries
from content.search.kinds import Kind, content_types
from content.search.languages import search_config
from content.search.promotions import picks_for
from content.search.spelling import corrected
from content.search.synonyms import Relatives
from content.search.words import search_words


@dataclass
class Found:
    """The pages for some words, and how they came to be these words."""

    words: list[str] = field(default_factory=list)
    pages: PageQuerySet | None = None
    facets: dict[Kind, int] = field(default_factory=dict)
    picks: dict[int, str] = field(default_factory=dict)
    query: SearchQuery | None = None
    has_only_some_words: bool = False

    @property
    def total(self) -> int:
        """How many pages there are of all kinds."""
        return sum(self.facets.values())

    def of_kind(self, kind: Kind | None) -> PageQuerySet:
        """Return the pages of one kind, or all, best first."""
        pages = self.pages.filter(content_type__in=content_types(kind)) if kind else self.pages
        return pages.order_by("-score", "pk")


class Search:
    """What a reader typed, and everything that is found for it."""

    def __init__(self, typed: str):
        self.words = search_words(typed)
        self.locale = Locale.get_active()
        self.config = search_config(self.locale.language_code)
        self.found = Found()
        # Pages with her own words: what editors want to know.
        self.own_count = 0
        # Other words that she may have meant.
        self.meant = ""
        if self.words:
            self._find()

    def _find(self) -> None:
        self.found = self._with(self.words)
        self.own_count = self.found.total
        if self.own_count:
            return
        better = corrected(self.words, self.locale, self.config, self.relatives.words)
        if better != self.words:
            self.meant = " ".join(better)
            self.found = self._with(better)
        if not self.found.total and len(self.words) > 1:
            self.found = self._with(self.words, is_any=True)
            self.own_count = self.found.total
        if not self.found.total and self.meant:
            self.found = self._with(better, is_any=True)

    @property
    def is_corrected(self) -> bool:
        """Whether the pages are those of other words than she typed."""
        return bool(self.found.total) and self.found.words != self.words

    @property
    def shown_words(self) -> str:
        """The words that the pages are about, where they are not the ones as typed."""
        return self.meant if self.is_corrected else ""

    @cached_property
    def relatives(self) -> Relatives:
        """What staff have written for her language."""
        return Relatives.of(self.locale)

    @cached_property
    def _pages(self) -> PageQuerySet:
        return queries.public_pages(self.locale)

    def _with(self, words: list[str], *, is_any: bool = False) -> Found:
        wanted = queries.Wanted(
            words,
            self.relatives.own_forms(words),
            self.relatives.alternatives(words),
            self.config,
            has_only_some_words=is_any,
        )
        picks = picks_for(words, self._pages)
        pages = queries.matching(self._pages, wanted, list(picks))
        return Found(words, pages, queries.counts(pages), picks, wanted.query, is_any)
