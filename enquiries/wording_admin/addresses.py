"""Where the texts are found in the admin."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from enquiries.models import Wording
from enquiries.wording_admin.views import INDEX, WordingHistoryView, WordingListView, WordingView


class WordingsMenuItem(MenuItem):
    """Only for those who may at least read the texts."""

    def is_shown(self, request) -> bool:
        policy = policy_registry.get_by_type(Wording)
        return policy.user_has_permission(request.user, "view")


def addresses() -> list:
    one = "enquiry-wordings/<slug:purpose>/<slug:language>/"
    return [
        path("enquiry-wordings/", WordingListView.as_view(), name=INDEX),
        path(one, WordingView.as_view(), name="enquiry_wording"),
        path(f"{one}history/", WordingHistoryView.as_view(), name="enquiry_wording_history"),
    ]


def menu_item() -> MenuItem:
    return WordingsMenuItem(_("Form wordings"), reverse_lazy(INDEX), icon_name="form", order=900)
