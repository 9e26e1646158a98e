"""What readers search for, told to editors, and the pages that editors put first."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.search_promotions.views.settings import CreateView, IndexView

from content.models import SearchCount

MAY_SEE = "content.view_searchcount"


class SearchFilters(WagtailFilterSet):
    """Searches that found nothing, and searches in one language."""

    found = django_filters.ChoiceFilter(
        label=_("Pages found"),
        choices=[("none", _("Without result")), ("some", _("With results"))],
        method="of_success",
    )

    class Meta:
        model = SearchCount
        fields = ["language"]

    def of_success(self, searches: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the searches without result, or the others."""
        return searches.filter(results=0) if value == "none" else searches.filter(results__gt=0)


class DeedsColumn(Column):
    """Links to what an editor can do about a search."""

    cell_template_name = "content/admin/search_deeds.html"

    def get_cell_context_data(self, instance: SearchCount, parent_context: dict) -> dict:
        context = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        synonyms, pick = "content.add_synonyms", "wagtailsearchpromotions.add_searchpromotion"
        context["search"] = instance
        context["synonyms_url"] = user.has_perm(synonyms) and _address(
            "wagtailsnippets_content_synonyms:add", words=instance.query, locale=instance.language
        )
        context["pick_url"] = user.has_perm(pick) and _address(
            "wagtailsearchpromotions:add", query=instance.query
        )
        return context


class SearchesView(ReportView):
    """What is searched for: words that came on three days at least, and never who."""

    model = SearchCount
    page_title = _("Searches")
    header_icon = "search"
    permission_required = "view"
    filterset_class = SearchFilters
    is_searchable = True
    search_fields = ["query"]
    default_ordering = "-count"
    index_url_name = "searches"
    index_results_url_name = "searches_results"
    results_template_name = "content/admin/searches_results.html"
    columns = [
        Column("query", label=_("Search"), sort_key="query"),
        Column("language", label=_("Language")),
        NumberColumn("count", label=_("Times"), sort_key="count"),
        NumberColumn("results", label=_("Pages found"), sort_key="results"),
        DateColumn("last_on", label=_("Last searched on"), sort_key="last_on"),
        DeedsColumn("deeds", label=_("What you can do")),
    ]
    list_export = ["query", "language", "count", "results", "last_on"]


class PicksView(IndexView):
    """Wagtail's list of promoted results without its number of views, which is always 0 here."""

    columns = [column for column in IndexView.columns if column.name != "views"]


class AddPickView(CreateView):
    """Wagtail's form, begun with a search from our list."""

    template_name = "content/admin/pick_add.html"

    def get_initial(self) -> dict[str, str]:
        return {"query_string": self.request.GET.get("query", "")}


class SearchesMenuItem(MenuItem):
    """Shown to those who may read the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_SEE)


def addresses() -> list[URLPattern]:
    """The list's own addresses, and those of Wagtail's that it stands in for."""
    instead = RedirectView.as_view(pattern_name="searches")
    return [
        path("reports/searches/", SearchesView.as_view(), name="searches"),
        path(
            "reports/searches/results/",
            SearchesView.as_view(results_only=True),
            name="searches_results",
        ),
        path("searchpicks/", PicksView.as_view()),
        path("searchpicks/results/", PicksView.as_view(results_only=True)),
        path("searchpicks/add/", AddPickView.as_view()),
        path("searchpicks/reports/search-terms/", instead),
    ]


def menu_item() -> MenuItem:
    """The list's place among the reports."""
    return SearchesMenuItem(
        _("Searches"), reverse("searches"), name="searches", icon_name="search", order=1300
    )


def leave_wagtails_own_list_out(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's list of search terms would stay empty: no search is written down for it."""
    items[:] = [item for item in items if item.name != "search-terms"]


def _address(name: str, **query: str) -> str:
    return f"{reverse(name)}?{urlencode(query)}"
