"""What the first page of the admin says about enquiries."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from enquiries.actions.rotation import rows_to_rotate
from enquiries.health import health
from enquiries.models import Delivery, Enquiry, State
from enquiries.permissions import visible_to


class NewEnquiriesPanel(Component):
    """How many enquiries wait, with the way to them. Only for those who may read them."""

    name = "new_enquiries"
    template_name = "enquiries/inbox/dashboard.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict:
        user = parent_context["request"].user
        mine = Q(state__in=(State.NEW, State.IN_PROGRESS), assignee=user)
        counted = visible_to(user).in_numbers(mine=mine)
        undelivered = Delivery.objects.not_delivered().values("enquiry_id")
        failed = visible_to(user).filter(pk__in=undelivered).count()
        inbox = reverse("enquiry_inbox:index")
        return {
            "inbox": inbox,
            "waiting": counted["new"],
            "new_ones": f"{inbox}?state={Enquiry.State.NEW}",
            "others": [
                (_("Overdue"), counted["overdue"], f"{inbox}?overdue=yes"),
                (_("Mine"), counted["mine"], f"{inbox}?assignee=me"),
                (_("Not delivered"), failed, f"{inbox}?delivery=failed"),
                (_("Put aside as spam, not looked at"), counted["spam"], f"{inbox}?state=spam"),
            ],
        }


class LetterboxPanel(Component):
    """How the work behind enquiries stands: for those who manage, without anybody's data."""

    name = "letterbox"
    template_name = "enquiries/inbox/letterbox_panel.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict:
        found = health()
        return {
            "health": found,
            "unsent_minutes": (found.oldest_unsent_seconds or 0) // 60,
            "older_keys": rows_to_rotate() if found.can_store else None,
        }
