"""What imports from the trial register found new: the staff's list of what to look at."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.models import RegisterChange, TrialPage


def may_look(user) -> bool:
    """Whether somebody works with what the register changed."""
    return policy_registry.get_by_type(RegisterChange).user_has_permission(user, "view")


def mark_done(changes, user) -> int:
    """Write down who ended these tasks; return how many were still to be ended."""
    return changes.filter(done_at=None).update(done_at=timezone.now(), done_by=user)


def end_tasks_of_published(request: HttpRequest, page: Page) -> None:
    """Publishing a draft ends the tasks that led to it."""
    if isinstance(page, TrialPage):
        published = page.live_revision_id or 0
        mark_done(page.register_changes.filter(revision__lte=published), request.user)


class RegisterChangeFilterSet(WagtailFilterSet):
    """Those to be looked at, or those that are done."""

    is_open = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[("True", gettext_lazy("To be looked at")), ("False", gettext_lazy("Done"))],
    )

    class Meta:
        model = RegisterChange
        fields = ["is_open"]


class ChangesColumn(Column):
    """Each fact, before and after, in words."""

    cell_template_name = "content/register_changes/changes_cell.html"


class StateColumn(Column):
    """Whether it is done, since when and by whom; if not, the button that ends it."""

    cell_template_name = "content/register_changes/state_cell.html"

    def get_cell_context_data(self, instance, parent_context) -> dict:
        context = super().get_cell_context_data(instance, parent_context)
        context["csrf_token"] = get_token(parent_context["request"])
        context["done_url"] = reverse("register_changes:done", args=[instance.pk])
        return context


class RegisterChangeIndexView(generic.IndexView):
    """Open ones first, then the newest."""

    permission_required = "view"
    any_permission_required = ["view"]
    filterset_class = RegisterChangeFilterSet
    page_title = gettext_lazy("Changes in the register")

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self):
        return RegisterChange.objects.with_state().select_related("page", "done_by")

    def order_queryset(self, queryset):
        return queryset.order_by("-is_open", "-found_at", "-pk")

    @property
    def no_results_message(self) -> str:
        return _("No import has found anything new.")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "page",
                label=_("Trial"),
                accessor="page.draft_title",
                width="30%",
                get_url=lambda change: reverse("wagtailadmin_pages:edit", args=[change.page_id]),
            ),
            ChangesColumn("changes", label=_("What the register says now")),
            StateColumn("state", label=_("State")),
        ]


class RegisterChangeDoneView(PermissionCheckedMixin, View):
    """Ends a task; the way back leads to the list."""

    model = RegisterChange
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        change = get_object_or_404(RegisterChange.objects.select_related("page"), pk=pk)
        mark_done(RegisterChange.objects.filter(pk=pk), request.user)
        messages.success(
            request, _("Done: %(title)s.") % {"title": change.page.get_admin_display_title()}
        )
        return redirect("register_changes:index")


class RegisterChangesMenuItem(MenuItem):
    """The menu entry, with the number of open ones. Only for those who may change trials."""

    def is_shown(self, request) -> bool:
        return may_look(request.user)

    def render_component(self, request):
        component = super().render_component(request)
        if waiting := RegisterChange.objects.open().count():
            component.label = f"{self.label} ({waiting})"
        return component


class RegisterChangeViewSet(ModelViewSet):
    """A list, and one button. Imports alone make its rows, and nobody deletes them."""

    model = RegisterChange
    name = "register_changes"
    url_prefix = "register-changes"
    icon = "rotate"
    menu_label = gettext_lazy("Register")
    menu_name = "register_changes"
    menu_order = 160
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = []
    index_view_class = RegisterChangeIndexView
    list_per_page = 50
    menu_item_class = RegisterChangesMenuItem

    def get_common_view_kwargs(self, **kwargs) -> dict:
        absent = ("history", "usage", "add", "edit", "delete")
        return super().get_common_view_kwargs(
            **{f"{view}_url_name": None for view in absent}, **kwargs
        )

    def get_urlpatterns(self) -> list:
        done = self.construct_view(
            RegisterChangeDoneView, index_url_name=self.get_url_name("index")
        )
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/done/", done, name="done"),
        ]

    def register_admin_url_finder(self) -> None:
        """Leave it out: Wagtail's reports would link to an edit page that does not exist."""


class RegisterChangesPanel(Component):
    """How many changes wait, with the way to them."""

    name = "register_changes"
    template_name = "content/register_changes/dashboard.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict:
        return {
            "waiting": RegisterChange.objects.open().count(),
            "changes": reverse("register_changes:index"),
        }
