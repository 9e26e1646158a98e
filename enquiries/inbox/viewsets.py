"""What the Wagtail admin is given: the inbox, and the topics as a snippet."""

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, LocaleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from enquiries.inbox.detail import EnquiryDetailView, EnquiryStateView
from enquiries.inbox.listing import EnquiryIndexView
from enquiries.models import Enquiry, EnquiryTopic
from enquiries.permissions import may


class InboxMenuItem(MenuItem):
    """The menu entry, with the number of new enquiries. Only for those who may read them."""

    def is_shown(self, request) -> bool:
        return may(request.user, "view")

    def render_component(self, request):
        component = super().render_component(request)
        if waiting := Enquiry.objects.new().count():
            component.label = f"{self.label} ({waiting})"
        return component


class InboxViewSet(ModelViewSet):
    """A list, a page for each enquiry, and its state.

    Of the views that Wagtail would add, none is here: no add, edit, copy, delete, history
    or usage, and no way to an enquiry from the reference index or other reports.
    """

    model = Enquiry
    name = "enquiry_inbox"
    url_prefix = "enquiries"
    icon = "mail"
    menu_label = _("Enquiries")
    menu_name = "enquiries"
    menu_order = 150
    add_to_admin_menu = True
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = EnquiryIndexView
    inspect_view_class = EnquiryDetailView
    list_per_page = 50
    ordering = "-created_at"
    menu_item_class = InboxMenuItem

    @cached_property
    def search_fields(self):
        return self.index_view_class.search_fields

    @cached_property
    def search_backend_name(self):
        return None

    def get_common_view_kwargs(self, **kwargs) -> dict:
        absent = ("history", "usage", "add", "edit", "delete")
        return super().get_common_view_kwargs(
            **{f"{view}_url_name": None for view in absent},
            state_url_name=self.get_url_name("state"),
            **kwargs,
        )

    def get_inspect_view_kwargs(self, **kwargs) -> dict:
        return kwargs

    @property
    def state_view(self):
        return self.construct_view(EnquiryStateView)

    def get_urlpatterns(self) -> list:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<uuid:pk>/", self.inspect_view, name="inspect"),
            path("<uuid:pk>/state/", self.state_view, name="state"),
        ]

    def register_admin_url_finder(self) -> None:
        """Leave it out: Wagtail's reports would link to an edit page that does not exist."""


class EnquiryTopicViewSet(SnippetViewSet):
    model = EnquiryTopic
    icon = "tag"
    menu_label = _("Enquiry topics")
    list_display = ["name", BooleanColumn("is_offered", label=_("On the form")), LocaleColumn()]
    list_filter = ["is_offered"]
    copy_view_enabled = False
    add_to_settings_menu = True
    panels = [FieldPanel("name"), FieldPanel("is_offered")]
