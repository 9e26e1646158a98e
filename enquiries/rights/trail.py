"""The audit trail as a list: who did what and when, with no word of a person in it."""

import django_filters
from django.contrib.auth import get_user_model
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from enquiries.models import (
    ClosingReason,
    Enquiry,
    EnquiryEvent,
    EnquiryExport,
    HoldReason,
    IdentityCheck,
    RetentionPolicy,
    RetentionRun,
    Unsettled,
    Wording,
)

# The codes that an event's reason can be, in words: of any kind, and of one.
REASONS = {
    code: label
    for choices in (ClosingReason, HoldReason, IdentityCheck, RetentionRun.Refused, Unsettled)
    for code, label in choices.choices
}
REASONS_OF = {
    EnquiryEvent.Kind.SEARCHED: {
        "email": gettext_lazy("by e-mail address"),
        "phone": gettext_lazy("by telephone number"),
        "reference": gettext_lazy("by reference"),
    },
    EnquiryEvent.Kind.EXPORTED: {
        f"{code}{ending}": format_lazy("{} {}", label, words)
        for code, label in EnquiryExport.Format.choices
        for ending, words in (
            ("", gettext_lazy("without names and messages")),
            (EnquiryExport.WITH_WORDS, gettext_lazy("with names, addresses and messages")),
        )
    },
    EnquiryEvent.Kind.WORDING_PUBLISHED: dict(Wording.Purpose.choices),
    EnquiryEvent.Kind.POLICY_CHANGED: {
        name: RetentionPolicy._meta.get_field(name).verbose_name for name in RetentionPolicy.BOUNDS
    },
    EnquiryEvent.Kind.REFUSED: {"on_hold": gettext_lazy("it is on hold")},
}


def _actors() -> list[tuple[int, str]]:
    """Everybody whom an event names and who still has an account."""
    ids = EnquiryEvent.objects.exclude(actor_id=None).values("actor_id").distinct()
    return [(user.pk, str(user)) for user in get_user_model().objects.filter(pk__in=ids)]


class EventFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("What"), choices=EnquiryEvent.Kind.choices
    )
    actor_id = django_filters.ChoiceFilter(label=gettext_lazy("Who"), choices=_actors)
    happened_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("When"), widget=DateRangePickerWidget
    )
    reference = django_filters.CharFilter(
        label=gettext_lazy("Whole reference"), method="filter_by_reference"
    )

    class Meta:
        model = EnquiryEvent
        fields = ["kind", "actor_id", "happened_at", "reference"]

    def filter_by_reference(self, queryset, name: str, value: str):
        """Keep the events of one enquiry. Of one that is gone there is no reference any more."""
        return queryset.filter(enquiry__in=Enquiry.objects.with_reference(value))


class EventIndexView(generic.IndexView):
    page_title = gettext_lazy("Audit")
    permission_required = "view"
    any_permission_required = ["view"]
    filterset_class = EventFilterSet
    default_ordering = "-position"

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self):
        """Without the columns of what people wrote; no row's look-up of its own."""
        return EnquiryEvent.objects.select_related("enquiry", "actor").only(
            "position",
            "kind",
            "happened_at",
            "state_before",
            "state_after",
            "reason",
            "count",
            "subject",
            "enquiry__reference",
            "actor__email",
            "actor__first_name",
            "actor__last_name",
        )

    def paginate_queryset(self, queryset, page_size):
        """Fetch why the exports of this page were made: the one reason that is in words."""
        paginator, page, events, has_others = super().paginate_queryset(queryset, page_size)
        page.object_list = list(events)
        made = [e.subject for e in page.object_list if e.kind == EnquiryEvent.Kind.EXPORTED]
        found = EnquiryExport.objects.filter(pk__in=made) if made else ()
        self.exports = {str(export.pk): export.reason for export in found}
        return paginator, page, page.object_list, has_others

    def _more(self, event: EnquiryEvent) -> str:
        why = self.exports.get(event.subject) if event.kind == EnquiryEvent.Kind.EXPORTED else ""
        return ": ".join(filter(None, [_more(event), why]))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("position", label=_("No."), sort_key="position"),
            Column("happened_at", label=_("When"), accessor=_when),
            Column("kind", label=_("What"), accessor="get_kind_display"),
            Column("enquiry", label=_("Enquiry"), accessor=_reference),
            Column("actor", label=_("Who"), accessor=_actor),
            Column("reason", label=_("More"), accessor=self._more),
        ]


def _when(event: EnquiryEvent) -> str:
    return date_format(timezone.localtime(event.happened_at), "j F Y, H:i:s")


def _reference(event: EnquiryEvent) -> str:
    if event.enquiry_id is None:
        return ""
    return event.enquiry.shown_reference if event.enquiry else _("Deleted")


def _actor(event: EnquiryEvent) -> str:
    if event.actor_id is None:
        return _("The website")
    return str(event.actor) if event.actor else _("Somebody whose account is gone")


def _more(event: EnquiryEvent) -> str:
    """States, the reason in words where it is a code that we know, and the count."""
    known = REASONS | REASONS_OF.get(event.kind, {})
    reason = str(known.get(event.reason, event.reason))
    if event.kind == EnquiryEvent.Kind.COPIED:
        reason = f"{event.subject.upper()}, {reason}"
    return ", ".join(filter(None, (event.shown_states, reason, _counted(event))))


def _counted(event: EnquiryEvent) -> str:
    if event.count is None:
        return ""
    if event.kind == EnquiryEvent.Kind.SEARCHED:
        return ngettext("%d enquiry found", "%d enquiries found", event.count) % event.count
    if event.kind == EnquiryEvent.Kind.EXPORTED:
        return ngettext("%d enquiry", "%d enquiries", event.count) % event.count
    return str(event.count)


class AuditViewSet(ModelViewSet):
    """A list to look at, and nothing that could change it."""

    model = EnquiryEvent
    name = "enquiry_audit"
    url_prefix = "audit"
    icon = "history"
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = EventIndexView
    exclude_form_fields = []
    list_per_page = 100
    ordering = "-position"

    @cached_property
    def search_fields(self) -> None:
        """None: the list is filtered, not searched."""

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
        """Leave it out: there is no page to edit an event."""
