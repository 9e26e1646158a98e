"""Asking PostgreSQL for pages, best first, with the words that matched."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.db.models import Case, Count, F, FloatField, Func, Q, TextField, Value, When
from django.db.models.expressions import Combinable
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from content.models.base import END_OF_QUOTABLE_TEXT
from content.search.kinds import Kind, content_types, kind_of

# Around a word that matched: no writer types them.
MARK_START, MARK_END = "\ue000", "\ue001"
# Of body, headings, summary and what stands above it (PostgreSQL's D, C, B, A).
BODY_WEIGHTS = (0.1, 0.3, 1.0, 1.0)
TITLE_WEIGHTS = (1.0, 1.0, 1.0, 1.0)
KIND_WEIGHTS = [
    (Kind.EXPLAINERS, 1.2),
    (Kind.QUESTIONS, 1.1),
    (Kind.TRIALS, 0.6),
    (Kind.UPDATES, 0.6),
    (Kind.OTHERS, 0.8),
]
_HEADLINE = {
    "start_sel": MARK_START,
    "stop_sel": MARK_END,
    "max_fragments": 2,
    "max_words": 24,
    "min_words": 12,
    "short_word": 2,
    "fragment_delimiter": " … ",
}


def public_pages(locale: Locale) -> PageQuerySet:
    """Pages below home that anybody may read, in one language."""
    return Page.objects.live().public().filter(locale=locale, depth__gt=2)


def any_of(texts: Collection[str], config: str) -> SearchQuery:
    """Return a query for one of some words or phrases."""
    return reduce(or_, (SearchQuery(text, config=config, search_type="phrase") for text in texts))


def all_of(alternatives: list[list[str]], config: str, *, is_any: bool = False) -> SearchQuery:
    """Return a query for one alternative each of all (or of any) of the words."""
    parts = [any_of(texts, config) for texts in alternatives]
    return reduce(or_ if is_any else and_, parts)


@dataclass
class Wanted:
    """What is asked for: her words, their own forms, and what may stand for them."""

    words: list[str]
    own_forms: list[list[str]]
    alternatives: list[list[str]]
    config: str
    has_only_some_words: bool = False

    @property
    def query(self) -> SearchQuery:
        """One alternative each of all the words."""
        return all_of(self.alternatives, self.config, is_any=self.has_only_some_words)

    @property
    def typed(self) -> SearchQuery:
        """Her own words, in any form."""
        return all_of(self.own_forms, self.config, is_any=self.has_only_some_words)


def matching(pages: PageQuerySet, wanted: Wanted, picks: list[int]) -> PageQuerySet:
    """Narrow pages to those that match or were picked, and give each its `score`.

    Titles are also compared with the very words, whatever their language and for stop
    words too.
    """
    title, body = F("index_entries__title"), F("index_entries__body")
    whole = Func(
        title,
        body,
        template="(%(expressions)s)",
        arg_joiner=" || ",
        output_field=SearchVectorField(),
    )
    exact = SearchQuery(" ".join(wanted.words), config="simple")
    texts = [text for texts in wanted.alternatives for text in texts]
    score = _score(wanted.query, wanted.typed, any_of(wanted.words, "simple"))
    return (
        pages.annotate(
            _title=title,
            _title_words=F("index_entries__autocomplete"),
            _title_rest=_rest_of_title(texts, wanted.config),
            _body=body,
            _whole=whole,
        )
        .filter(Q(_whole=wanted.query) | Q(_title_words=exact) | Q(pk__in=picks))
        .annotate(score=score * _weight() + _lift(picks))
    )


def counts(pages: PageQuerySet) -> dict[Kind, int]:
    """Return how many pages there are of each kind that has any, in the order of kinds."""
    found = dict.fromkeys(Kind, 0)
    numbers = pages.order_by().values_list("content_type_id").annotate(number=Count("pk"))
    for content_type_id, number in numbers:
        found[kind_of(content_type_id)] += number
    return {kind: number for kind, number in found.items() if number}


def with_headlines(pages: PageQuerySet, wanted: SearchQuery, config: str) -> PageQuerySet:
    """Add each page's title and best passages with the matched words marked."""
    return pages.annotate(
        marked_title=SearchHeadline(
            "title",
            wanted,
            config=config,
            start_sel=MARK_START,
            stop_sel=MARK_END,
            highlight_all=True,
        ),
        marked_text=SearchHeadline(_quotable_text(), wanted, config=config, **_HEADLINE),
        trial_status=F("trialpage__status"),
        trial_updated_on=F("trialpage__registry_updated_on"),
    ).select_related("locale")


def _quotable_text() -> Func:
    """A page's own sentences, without its headings and the register's words."""
    text = F("index_entries__body_text")
    parts = (text, Value(END_OF_QUOTABLE_TEXT), Value(1))
    return Func(*parts, function="split_part", output_field=TextField())


def _score(wanted: SearchQuery, typed: SearchQuery, single: SearchQuery) -> Combinable:
    """Title before summary before headings before body; her own words before their relatives."""
    has_title = Q(_title=wanted)
    title = (
        _rank("_title", typed) * 4.0 + _rank("_title_words", single) * 3.0 + _value(has_title, 2.0)
    )
    words = Func(F("_title_words"), function="length", output_field=FloatField())
    brevity = Func(words + 1.7, function="ln", output_field=FloatField())
    about_it_alone = _value(has_title & Q(_title_rest=0), 1.0)
    text = _rank("_body", typed, BODY_WEIGHTS) + _rank("_body", wanted, BODY_WEIGHTS)
    return title / brevity + about_it_alone + text


def _rest_of_title(texts: Collection[str], config: str) -> Func:
    """Return how many words of a title are none of these."""
    vector = SearchVector(Value(" ".join(texts)), config=config)
    lexemes = Func(vector, function="tsvector_to_array")
    rest = Func(F("index_entries__title"), lexemes, function="ts_delete")
    return Func(rest, function="length", output_field=FloatField())


def _value(condition: Q, value: float) -> Case:
    return Case(When(condition, then=Value(value)), default=Value(0.0), output_field=FloatField())


def _weight() -> Case:
    """Of two pages that match as well, the one that explains comes first."""
    cases = [When(content_type__in=content_types(kind), then=Value(n)) for kind, n in KIND_WEIGHTS]
    return Case(*cases, default=Value(1.0), output_field=FloatField())


def _lift(picks: list[int]) -> Case:
    """What editors picked stands above all others, in their order."""
    places = [
        When(pk=pk, then=Value(1000.0 * place)) for place, pk in enumerate(reversed(picks), start=1)
    ]
    return Case(*places, default=Value(0.0), output_field=FloatField())


def _rank(
    vector: str, query: SearchQuery, weights: Collection[float] = TITLE_WEIGHTS
) -> SearchRank:
    return SearchRank(F(vector), query, weights=list(weights))
