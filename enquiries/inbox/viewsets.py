"""What the Wagtail admin is given: the inbox, and the topics as a snippet."""

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, LocaleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from enquiries.inbox.bulk import BulkView
from enquiries.inbox.conversation import LetGoView, NoteView, ReplyView, TryAgainView
from enquiries.inbox.deeds import (
    AssignView,
    CloseView,
    GiveBackView,
    MergeView,
    StateView,
    TakeView,
)
from enquiries.inbox.detail import EnquiryDetailView
from enquiries.inbox.export import ExportView
from enquiries.inbox.listing import EnquiryIndexView
from enquiries.inbox.people import FindPersonView
from enquiries.inbox.settling import CorrectView, SettleView
from enquiries.models import Enquiry, EnquiryTopic
from enquiries.permissions import may


class InboxMenuItem(MenuItem):
    """The menu entry. Only for those who may read enquiries."""

    def is_shown(self, request) -> bool:
        return may(request.user, "view")


class InboxViewSet(ModelViewSet):
    """A list, a page for each enquiry, and an address for each deed.

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
    # Below the address of an enquiry.
    deeds = {
        "state": StateView,
        "close": CloseView,
        "take": TakeView,
        "give-back": GiveBackView,
        "assign": AssignView,
        "correct": CorrectView,
        "settle": SettleView,
        "note": NoteView,
        "reply": ReplyView,
        "merge": MergeView,
    }

    @cached_property
    def search_fields(self):
        return self.index_view_class.search_fields

    @cached_property
    def search_backend_name(self):
        return None

    def get_common_view_kwargs(self, **kwargs) -> dict:
        absent = ("history", "usage", "add", "edit", "delete")
        return super().get_common_view_kwargs(
            **{f"{view}_url_name": None for view in absent}, **kwargs
        )

    def get_index_view_kwargs(self, **kwargs) -> dict:
        return super().get_index_view_kwargs(
            person_url_name=self.get_url_name("find_person"),
            export_url_name=self.get_url_name("export"),
            bulk_url_name=self.get_url_name("bulk"),
            template_name=EnquiryIndexView.template_name,
            results_template_name=EnquiryIndexView.results_template_name,
            **kwargs,
        )

    def get_inspect_view_kwargs(self, **kwargs) -> dict:
        return kwargs

    def get_urlpatterns(self) -> list:
        view = self.construct_view
        deeds = [
            path(f"<uuid:pk>/{name}/", view(each), name=name) for name, each in self.deeds.items()
        ]
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("person/", view(FindPersonView), name="find_person"),
            path("export/", view(ExportView), name="export"),
            path("bulk/", view(BulkView), name="bulk"),
            path("<uuid:pk>/", self.inspect_view, name="inspect"),
            *deeds,
            path("<uuid:pk>/try-again/<int:delivery>/", view(TryAgainView), name="try_again"),
            path("<uuid:pk>/let-go/<int:delivery>/", view(LetGoView), name="let_go"),
        ]

    def register_admin_url_finder(self) -> None:
        """Leave it out: Wagtail's reports would link to an edit page that does not exist."""


class EnquiryTopicViewSet(SnippetViewSet):
    model = EnquiryTopic
    icon = "tag"
    menu_label = _("Enquiry topics")
    list_display = [
        "name",
        BooleanColumn("is_offered", label=_("On the form")),
        LocaleColumn(label=_("Language")),
    ]
    list_filter = ["is_offered"]
    copy_view_enabled = False
    add_to_settings_menu = True
    panels = [FieldPanel("name"), FieldPanel("is_offered")]
