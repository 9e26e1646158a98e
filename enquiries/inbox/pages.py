"""What the pages of the inbox have in common."""

from django.urls import reverse
from django.utils.text import capfirst
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from enquiries.models import Enquiry


class InboxPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page below the list, for those who have the permission; its breadcrumbs lead back."""

    model = Enquiry
    index_url_name = None

    def get_breadcrumbs_items(self) -> list[dict]:
        inbox = {
            "url": reverse(self.index_url_name),
            "label": capfirst(Enquiry._meta.verbose_name_plural),
        }
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, inbox, here]
