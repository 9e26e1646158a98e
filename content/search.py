"""Finding pages."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

LONGEST_QUERY = 200
RESULTS_A_PAGE = 10


class SearchForm(forms.Form):
    """The one field of the search page."""

    q = forms.CharField(
        label=_("Search this site"),
        max_length=LONGEST_QUERY,
        required=False,
        error_messages={"max_length": _("Please search for fewer words.")},
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the public pages that match `?q=`, ten a page; 400 where it cannot be read."""
    form = SearchForm(request.GET)
    is_readable = form.is_valid()
    query = " ".join(form.cleaned_data["q"].split()) if is_readable else ""
    results = _paginated(_pages_with(query), request.GET.get("page"))
    context = {
        "query": query,
        "error": "" if is_readable else form.errors["q"][0],
        "results": results,
        "count": results.paginator.count,
    }
    return render(request, "content/search.html", context, status=200 if is_readable else 400)


def _pages_with(query: str):
    """Public live pages in the reader's language with all words, or else with any of them."""
    pages = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gt=2)
    if not query:
        return pages.none()
    found = pages.search(query)
    return found if found.count() else pages.search(query, operator="or")


def _paginated(results, number: str | None):
    """Return the asked page of results, the nearest one when there is no such page."""
    page = Paginator(results, RESULTS_A_PAGE).get_page(number)
    ids = [found.pk for found in page.object_list]
    specific = {found.pk: found for found in Page.objects.filter(pk__in=ids).specific()}
    page.object_list = [specific[pk] for pk in ids]
    return page
