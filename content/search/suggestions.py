"""Titles that match as she types: a small answer for the search field."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from content.search.kinds import KINDS, Kind, kind_label, kind_of
from content.search.languages import search_config
from content.search.queries import all_of, public_pages
from content.search.synonyms import Relatives
from content.search.words import search_words

SHORTEST, LONGEST = 2, 60
MOST = 7
# Enough to put titles that begin with her letters before those that only hold them.
CANDIDATES = 30
_ORDER = list(dict.fromkeys(KINDS.values()))


@require_safe
@cache_control(private=True, max_age=60)
def suggest(request: HttpRequest) -> JsonResponse:
    """Return up to seven public pages whose titles have the words of `?q=`, the last unfinished.

    Nothing is recorded. The answer is kept for a minute, in her own browser alone.
    """
    typed = request.GET.get("q", "")
    words = search_words(typed)
    is_askable = len(typed) <= LONGEST and len("".join(words)) >= SHORTEST
    found = _pages_for(words) if is_askable else []
    suggestions = [
        {
            "title": page.title,
            "kind": str(kind_label(page.content_type_id)),
            "url": page.get_url(request),
        }
        for page in found
    ]
    response = JsonResponse({"suggestions": suggestions})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _pages_for(words: list[str]) -> list[Page]:
    locale = Locale.get_active()
    pages = public_pages(locale).select_related("locale")
    begun = list(pages.autocomplete(" ".join(words))[:CANDIDATES])
    if begun:
        begun.sort(key=lambda page: _place(page, words))
        return begun[:MOST]
    config = search_config(locale.language_code)
    wanted = all_of(Relatives.of(locale).alternatives(words), config)
    return list(pages.filter(index_entries__title=wanted).order_by("pk")[:MOST])


def _place(page: Page, words: list[str]) -> tuple:
    """News comes last, titles that begin so come first, then by kind, then the shorter."""
    begins = search_words(page.title)[: len(words)]
    is_same = begins[:-1] == words[:-1] and begins[-1:] and begins[-1].startswith(words[-1])
    kind = kind_of(page.content_type_id)
    order = _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
    return kind == Kind.UPDATES, not is_same, order, len(page.title)
