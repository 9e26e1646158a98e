"""The search page."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from content.search.kinds import Kind
from content.search.log import count_search
from content.search.queries import public_pages
from content.search.results import Search
from content.search.showing import explained_term, page_of_results, ways_on
from content.search.words import LONGEST, shown


class SearchForm(forms.Form):
    """The one field of the search page."""

    q = forms.CharField(
        label=_("Search this site"),
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": _("Please search for fewer words.")},
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the public pages that match `?q=`, ten a page; 400 where it cannot be read."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        context = {"query": "", "error": form.errors["q"][0]}
        return render(request, "content/search.html", context, status=400)
    typed = shown(form.cleaned_data["q"])
    done = Search(typed)
    kind = _kind(request, done)
    pages = public_pages(done.locale)
    context = {
        "query": typed,
        "search": done,
        "kind": kind,
        "facets": _facets(done),
        "results": page_of_results(done, kind, request.GET.get("page")),
        **explained_term(done.found.words, pages, done.locale),
    }
    if typed and not done.found.total:
        context["ways_on"] = ways_on(pages)
    count_search(request, typed, done.own_count, done.locale.language_code)
    return render(request, "content/search.html", context)


def _kind(request: HttpRequest, done: Search) -> Kind | None:
    """Return the kind that she asked for; all where there is none of it."""
    asked = request.GET.get("kind")
    return Kind(asked) if asked in Kind.values and Kind(asked) in done.found.facets else None


def _facets(done: Search) -> list[tuple[Kind, int]]:
    """Return kinds and numbers where there is something to choose between."""
    found = done.found.facets
    return list(found.items()) if len(found) > 1 else []
