"""Merging asks once more, for there is no way back from it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from enquiries.inbox.pages import InboxPage
from enquiries.models import Enquiry


class AskToMergePage(InboxPage):
    """Says what becomes of the two. Nothing is changed yet."""

    permission_required = "change"
    template_name = "enquiries/inbox/merge.html"
    page_title = _("Merge two enquiries")
    header_icon = "group"
    kept: Enquiry | None = None
    other: Enquiry | None = None

    def post(self, request: HttpRequest) -> HttpResponse:
        both = [self.kept, self.other]
        context = self.get_context_data(kept=self.kept, other=self.other, both=both)
        return self.render_to_response(context)
