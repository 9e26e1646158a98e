"""What was typed for an enquiry that is worked on elsewhere by now: it comes back to its author."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from enquiries.inbox.pages import InboxPage
from enquiries.models import Enquiry, EnquiryEvent

TYPED = ("reply-text", "note-text")


class GivenAwayPage(InboxPage):
    """Tells those who had opened the enquiry who has it now, or into which one it was merged,
    and shows only their own words.

    To everybody else there is no such enquiry.
    """

    permission_required = "view"
    template_name = "enquiries/inbox/given_away.html"
    page_title = _("Enquiry")
    header_icon = "mail"

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        opened = EnquiryEvent.objects.filter(kind=EnquiryEvent.Kind.OPENED, actor=request.user)
        known = Enquiry.objects.without_words().filter(pk__in=opened.values("enquiry_id"))
        self.enquiry = get_object_or_404(known.select_related("assignee", "merged_into"), pk=pk)
        return self.render_to_response(self.get_context_data(), status=409)

    def get_page_subtitle(self) -> str:
        return str(self.enquiry)

    def get_context_data(self, **kwargs) -> dict:
        typed = (self.request.POST.get(name, "") for name in TYPED)
        return super().get_context_data(**kwargs) | {
            "enquiry": self.enquiry,
            "typed": "\n\n".join(filter(None, typed)),
            "inbox": self.index_url_name,
        }
