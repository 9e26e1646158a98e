"""What the page of results shows of each page, and of the whole."""

import re
from dataclasses import dataclass

from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from content.models import (
    FaqIndexPage,
    FaqPage,
    GlossaryPage,
    GlossaryTerm,
    Topic,
    TreatmentIndexPage,
)
from content.registry.meanings import stated_status, status_meaning
from content.search.kinds import Kind, kind_label
from content.search.queries import MARK_END, MARK_START, with_headlines
from content.search.results import Found, Search
from content.search.words import folded

RESULTS_A_PAGE = 10
_MARKS = re.compile(f"{MARK_START}(.*?){MARK_END}", re.S)


@dataclass
class Result:
    """One page in the list: what it is, its name and its passages with the matches apart."""

    page: Page
    kind: str
    title: list[tuple[str, bool]]
    text: list[tuple[str, bool]]
    is_picked: bool
    status: str


class CountedPaginator(Paginator):
    """A paginator that is told the number instead of asking for it again."""

    def __init__(self, pages: QuerySet, count: int):
        super().__init__(pages, RESULTS_A_PAGE)
        self.count = count


def page_of_results(search: Search, kind: Kind | None, number: str | None) -> ResultPage:
    """Return the asked page of results, the nearest one when there is no such page."""
    found = search.found
    if not found.total:
        return CountedPaginator(Page.objects.none(), 0).get_page(1)
    pages = with_headlines(found.of_kind(kind), found.query, search.config)
    count = found.facets.get(kind, 0) if kind else found.total
    page = CountedPaginator(pages, count).get_page(number)
    page.object_list = [_result(each, found) for each in page.object_list]
    return page


def marked_parts(text: str) -> list[tuple[str, bool]]:
    """Return a marked text in pieces: (piece, whether it matched). A template escapes them."""
    pieces = _MARKS.split(" ".join(text.split()).replace("., ", ". "))
    return [(piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece]


def explained_term(words: list[str], pages: PageQuerySet, locale: Locale) -> dict:
    """Return the glossary's `term` that is just what was searched for, and the `glossary`."""
    wanted = folded(" ".join(words))
    terms = GlossaryTerm.objects.filter(locale=locale) if wanted else []
    term = next((each for each in terms if wanted in map(folded, each.forms)), None)
    return {"term": term, "glossary": pages.type(GlossaryPage).first()} if term else {}


def ways_on(pages: PageQuerySet) -> dict:
    """Return where somebody can go who found nothing: explainers, glossary, questions by topic."""
    ways = pages.type(TreatmentIndexPage, FaqIndexPage, GlossaryPage).order_by("path")
    questions = pages.type(FaqPage).values("pk")
    return {
        "pages": ways.select_related("locale"),
        "questions": pages.type(FaqIndexPage).first(),
        "topics": Topic.objects.filter(faqs__in=questions).distinct(),
    }


def _result(page: Page, found: Found) -> Result:
    own_words = found.picks.get(page.pk)
    return Result(
        page=page,
        kind=kind_label(page.content_type_id),
        title=marked_parts(page.marked_title),
        text=[(own_words, False)] if own_words else marked_parts(_passage(page)),
        is_picked=page.pk in found.picks,
        status=_status(page),
    )


def _status(page: Page) -> str:
    """Return a trial's status as its own page says it; nothing for any other page."""
    if not page.trial_status:
        return ""
    return status_meaning(stated_status(page.trial_status, page.trial_updated_on)).label


def _passage(page: Page) -> str:
    """Return the marked passages, with dots where they begin or stop inside a sentence."""
    text = (page.marked_text or "").strip()
    words = text.strip(MARK_START + MARK_END)
    if words[:1].islower():
        text = f"… {text}"
    return text if words[-1:] in ".!?…" else f"{text} …"
