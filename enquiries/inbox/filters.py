"""What the list of enquiries can be narrowed by."""

from datetime import date, datetime, time, timedelta

import django_filters
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput

from enquiries.models import Delivery, Enquiry, EnquiryTopic, State
from enquiries.permissions import may, policy

ME, NOBODY = "me", "nobody"


class EnquiryFilterSet(WagtailFilterSet):
    """Spam, and what was merged into another, are left out unless they are asked for.

    By their state, by their reference, or because their mail was not delivered.
    """

    state = django_filters.ChoiceFilter(label=_("State"), choices=Enquiry.State.choices)
    topic = django_filters.ChoiceFilter(label=_("Topic"), field_name="topic__translation_key")
    assignee = django_filters.ChoiceFilter(label=_("Assigned to"), method="by_assignee")
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)
    overdue = django_filters.ChoiceFilter(
        label=_("Due"), choices=[("yes", _("Overdue"))], method="only_overdue"
    )
    delivery = django_filters.ChoiceFilter(
        label=_("E-mail"), choices=[("failed", _("Not delivered"))], method="only_not_delivered"
    )
    received_from = django_filters.DateFilter(
        label=_("Received from"), method="from_day", widget=AdminDateInput
    )
    received_to = django_filters.DateFilter(
        label=_("Received to"), method="to_day", widget=AdminDateInput
    )

    class Meta:
        model = Enquiry
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["topic"].extra["choices"] = lambda: self._choices["topic"]
        self.filters["assignee"].extra["choices"] = lambda: [
            (ME, _("Me")),
            (NOBODY, _("Nobody")),
            *self._choices["person"],
        ]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        given = self.form.cleaned_data
        if given.get("state") or given.get("delivery") or self.data.get("q", "").strip():
            return found
        return found.exclude(state=State.SPAM).filter(merged_into=None)

    def by_assignee(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == ME:
            return queryset.filter(assignee=self.request.user)
        if value == NOBODY:
            return queryset.filter(assignee=None)
        return queryset.filter(assignee=int(value))

    def only_overdue(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.overdue()

    def from_day(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """By the moment at which the day begins, which the index knows; it knows no days."""
        return queryset.filter(created_at__gte=_beginning_of(value))

    def to_day(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        return queryset.filter(created_at__lt=_beginning_of(value) + timedelta(days=1))

    def only_not_delivered(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        failed = Delivery.objects.not_delivered()
        return queryset.filter(pk__in=failed.values("enquiry_id"))

    @property
    def people(self) -> list[tuple[str, str]]:
        """Those who handle enquiries, as (key, name): for who leads."""
        return self._choices["person"]

    @cached_property
    def _choices(self) -> dict[str, list[tuple[str, str]]]:
        """The topics, named once for all languages, and the people; in one query."""
        topics: dict[str, str] = {}
        people = []
        for kind, key, name, language in self._rows():
            if kind == "person":
                people.append((key, name))
            elif key not in topics or language == settings.LANGUAGE_CODE:
                topics[key] = name
        return {"topic": list(topics.items()), "person": people}

    def _rows(self) -> QuerySet:
        topics = EnquiryTopic.objects.order_by().values_list(
            Value("topic"),
            Cast("translation_key", CharField()),
            "name",
            F("locale__language_code"),
        )
        if not may(self.request.user, "lead"):
            return topics
        people = get_user_model().objects.filter(
            pk__in=policy().users_with_permission("change").values("pk")
        )
        name = Concat("first_name", Value(" "), "last_name", output_field=CharField())
        own = people.values_list(Value("person"), Cast("pk", CharField()), name, Value(""))
        return topics.union(own.order_by(), all=True).order_by()


def _beginning_of(day: date) -> datetime:
    """Return a moment that every time zone has, whatever year somebody types."""
    day = min(max(day, date(1900, 1, 1)), date(9000, 1, 1))
    return timezone.make_aware(datetime.combine(day, time.min))
