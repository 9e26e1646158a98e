"""What the first page of the admin says about enquiries."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from enquiries.models import Enquiry
from enquiries.permissions import visible_to


class NewEnquiriesPanel(Component):
    """How many enquiries wait, with the way to them. Only for those who may read them."""

    name = "new_enquiries"
    template_name = "enquiries/inbox/dashboard.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict:
        inbox = reverse("enquiry_inbox:index")
        return {
            "waiting": visible_to(parent_context["request"].user).new().count(),
            "inbox": inbox,
            "new_ones": f"{inbox}?state={Enquiry.State.NEW}",
        }
