"""What a privacy officer sees first."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from enquiries.models import Enquiry, RetentionRun
from enquiries.rights.policy import RUNS


class PrivacyPanel(Component):
    """The way to a person's data, what is on hold, and when old enquiries were last deleted."""

    name = "privacy"
    template_name = "enquiries/rights/panel.html"
    order = 45

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict:
        return {
            "person": reverse("enquiry_rights:person"),
            "runs": reverse(RUNS),
            "audit": reverse("enquiry_audit:index"),
            "on_hold": Enquiry.objects.filter(is_on_hold=True).count(),
            "last_run": RetentionRun.objects.filter(is_dry_run=False, refused="").first(),
        }
