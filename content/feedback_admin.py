"""What readers said of the pages, for those who write them."""

import django_filters
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page

from content.models import PageFeedback


def _pages_answered() -> list[tuple[int, str]]:
    pages = Page.objects.filter(feedback__isnull=False).distinct().order_by("title")
    return list(pages.values_list("pk", "title"))


class PageFeedbackFilterSet(WagtailFilterSet):
    """By page, by answer, and only those with a remark."""

    page = django_filters.ChoiceFilter(label=_("Page"), choices=_pages_answered)
    is_helpful = django_filters.ChoiceFilter(
        label=_("Helpful"), choices=[(True, _("Yes")), (False, _("No"))]
    )
    has_remark = django_filters.BooleanFilter(label=_("With a remark"), method="filter_by_remark")

    class Meta:
        model = PageFeedback
        fields = ["page", "is_helpful", "has_remark"]

    def filter_by_remark(self, queryset, name: str, value: bool):
        """Keep those with words, or those without."""
        return queryset.exclude(comment="") if value else queryset.filter(comment="")


class PageFeedbackIndexView(generic.IndexView):
    """The list. What was said cannot be changed; a remark that names somebody can be deleted."""

    permission_required = "view"
    any_permission_required = ["view"]
    filterset_class = PageFeedbackFilterSet
    default_ordering = "-given_on"

    def get_base_queryset(self):
        return PageFeedback.objects.select_related("page")

    def order_queryset(self, queryset):
        return super().order_queryset(queryset).order_by(self.ordering, "-pk")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            # With the way to delete, as in Wagtail's own lists.
            self._get_title_column_class(TitleColumn)(
                "page",
                label=_("Page"),
                accessor="page.title",
                get_url=self.get_page_url,
            ),
            Column("is_helpful", label=_("Helpful"), accessor=_answer_words),
            Column("comment", label=_("Remark")),
            Column("given_on", label=_("Day"), accessor=_day, sort_key="given_on"),
        ]

    def get_page_url(self, answer: PageFeedback) -> str:
        """Lead to the page in its editor."""
        return reverse("wagtailadmin_pages:edit", args=[answer.page_id])


class PageFeedbackViewSet(ModelViewSet):
    """A list and a way to delete, among the reports. Nothing else that Wagtail would add."""

    model = PageFeedback
    name = "page_feedback"
    url_prefix = "reports/page-feedback"
    icon = "thumbtack"
    menu_name = "page-feedback"
    menu_order = 900
    menu_hook = "register_reports_menu_item"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = PageFeedbackIndexView
    exclude_form_fields = []
    list_per_page = 50
    ordering = "-given_on"

    @cached_property
    def search_fields(self) -> None:
        """None: the list is filtered, not searched."""

    def get_common_view_kwargs(self, **kwargs) -> dict:
        absent = {f"{view}_url_name": None for view in ("history", "usage", "add", "edit")}
        return super().get_common_view_kwargs(**absent, **kwargs)

    def get_urlpatterns(self) -> list:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]

    def register_admin_url_finder(self) -> None:
        """Leave it out: there is no page to edit an answer."""


def _answer_words(answer: PageFeedback) -> str:
    return _("Yes") if answer.is_helpful else _("No")


def _day(answer: PageFeedback) -> str:
    """The day as a day: "11 hours ago" would make a time of it."""
    return date_format(answer.given_on, "j F Y")
