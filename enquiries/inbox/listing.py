"""The list of enquiries: what they are about and where they stand, without their words."""

import django_filters
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from enquiries.models import Enquiry, EnquiryTopic
from enquiries.models.identity import typed
from enquiries.permissions import visible_to


def _topics_by_key() -> list[tuple[str, str]]:
    """One entry for a topic in all its languages, named in the first one."""
    own, others = {}, {}
    for topic in EnquiryTopic.objects.select_related("locale"):
        is_first = topic.locale.language_code == settings.LANGUAGE_CODE
        (own if is_first else others)[str(topic.translation_key)] = topic.name
    return list({**own, **{key: name for key, name in others.items() if key not in own}}.items())


class EnquiryFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=Enquiry.State.choices)
    topic = django_filters.ChoiceFilter(
        label=_("Topic"), field_name="topic__translation_key", choices=_topics_by_key
    )
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = Enquiry
        fields = ["state", "topic", "language"]


class StateColumn(Column):
    """Where an enquiry stands; one that nobody has taken up yet stands out."""

    cell_template_name = "enquiries/inbox/state_cell.html"

    class Media:
        css = {"all": ["enquiries/inbox.css"]}


class EnquiryIndexView(generic.IndexView):
    """Searches by the whole reference only, however it is typed, and exports nothing."""

    permission_required = "view"
    any_permission_required = ["view"]
    filterset_class = EnquiryFilterSet
    default_ordering = "-created_at"
    search_fields = ["reference"]
    search_backend_name = None

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self):
        return visible_to(self.request.user).without_words().select_related("topic")

    def order_queryset(self, queryset):
        return super().order_queryset(queryset).order_by(*self._ordering_with_tie_break())

    def _ordering_with_tie_break(self) -> tuple[str, str]:
        is_descending = self.ordering.startswith("-")
        return self.ordering, "-pk" if is_descending else "pk"

    def get_search_form(self) -> SearchForm:
        given = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(given, placeholder=_("Whole reference"))

    @property
    def no_results_message(self) -> str:
        if self.is_searching:
            return _(
                "No enquiry has this reference. Enter the whole reference, such as CDFG-3467: "
                "names and words cannot be searched for."
            )
        return super().no_results_message

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        return queryset.filter(reference=typed(self.search_query))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "reference",
                label=_("Reference"),
                accessor="shown_reference",
                get_url=self.get_inspect_url,
            ),
            Column("topic", label=_("Topic"), accessor="topic.name"),
            StateColumn("state", label=_("State"), accessor="get_state_display"),
            Column("language", label=_("Language"), accessor="language_name"),
            DateColumn(
                "created_at", label=_("Received"), accessor="created_at", sort_key="created_at"
            ),
        ]
