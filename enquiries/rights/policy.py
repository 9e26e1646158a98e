"""The retention policy, what it would delete today, and the runs so far."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from enquiries import retention
from enquiries.actions import change_policy
from enquiries.models import RetentionPolicy, RetentionRun
from enquiries.permissions import held_permissions
from enquiries.rights.forms import PolicyForm

RUNS = "retention_runs:index"


class PolicyView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """The numbers, and beside them how many enquiries they would delete today."""

    model = RetentionPolicy
    permission_required = "change"
    template_name = "enquiries/rights/policy.html"
    page_title = gettext_lazy("How long enquiries are kept")
    header_icon = "bin"
    http_method_names = ["get", "post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PolicyForm(request.POST, instance=RetentionPolicy.load())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if "preview" in request.POST:
            return self.render_to_response(
                self.get_context_data(form=form, tried=RetentionPolicy(**form.cleaned_data))
            )
        change_policy(form.cleaned_data, request.user)
        messages.success(request, _("Saved. It counts from the next night on."))
        return redirect("enquiry_retention")

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        context.setdefault("form", PolicyForm(instance=RetentionPolicy.load()))
        policy = context.get("tried") or RetentionPolicy.load()
        over = retention.time_is_over(policy, retention.database_now())
        due = [each for each in over if not each.is_on_hold]
        return context | {
            "due": len(due),
            "on_hold": len(over) - len(due),
            "most": policy.most_at_once,
            "runs": reverse(RUNS) if may_see_runs(self.request.user) else "",
        }


def may_see_runs(user) -> bool:
    return "view_retentionrun" in held_permissions(user)


class RetentionRunIndexView(generic.IndexView):
    permission_required = "view"
    any_permission_required = ["view"]
    default_ordering = "-ran_at"

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("ran_at", label=_("When"), accessor=_when, sort_key="ran_at"),
            Column("closed", label=_("Closed")),
            Column("became_patient", label=_("Became patients")),
            Column("spam", label=_("Spam")),
            Column("unanswered", label=_("Never closed")),
            Column("on_hold", label=_("On hold, kept")),
            BooleanColumn("is_dry_run", label=_("Dry run")),
            Column("refused", label=_("Refused"), accessor="refused_because"),
        ]


def _when(run: RetentionRun) -> str:
    """The time as a time: Wagtail's own column says "11 hours ago"."""
    return date_format(timezone.localtime(run.ran_at), "j F Y, H:i")


class RetentionRunViewSet(ModelViewSet):
    """A list to look at: a run is nobody's to add, change or delete."""

    model = RetentionRun
    name = "retention_runs"
    url_prefix = "retention/runs"
    icon = "history"
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = RetentionRunIndexView
    exclude_form_fields = []
    list_per_page = 50
    ordering = "-ran_at"

    @cached_property
    def search_fields(self) -> None:
        """None: there is nothing to search for."""

    def get_common_view_kwargs(self, **kwargs) -> dict:
        absent = ("history", "usage", "add", "edit", "delete")
        return super().get_common_view_kwargs(
            **{f"{view}_url_name": None for view in absent}, **kwargs
        )

    def get_urlpatterns(self) -> list:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]

    def register_admin_url_finder(self) -> None:
        """Leave it out: there is no page to edit a run."""


class RefusedRunPanel(Component):
    """Says on the first page that the last run deleted nothing, and why."""

    name = "refused_retention_run"
    template_name = "enquiries/rights/refused_run.html"
    order = 40

    def __init__(self, run: RetentionRun):
        super().__init__()
        self.run = run

    def get_context_data(self, parent_context) -> dict:
        return {"run": self.run, "runs": reverse(RUNS)}


def refused_run() -> RetentionRun | None:
    """The last real run, if it was refused."""
    last = RetentionRun.objects.filter(is_dry_run=False).order_by("-ran_at", "-pk").first()
    return last if last and last.refused else None
