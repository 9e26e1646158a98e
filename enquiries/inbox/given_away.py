"""What was typed for an enquiry that is worked on elsewhere by now: it comes back to its author."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from enquiries.inbox.pages import InboxPage
from enquiries.models import Enquiry, EnquiryEvent

TYPED = ("reply-text", "note-text")


class GivenAwayPage(InboxPage):
    """Tells those who had opened the enquiry who has it now, into which one it was merged, or
    that it is gone, and shows only their own words.

    To everybody else there is no such enquiry.
    """

    permission_required = "view"
    template_name = "enquiries/inbox/given_away.html"
    page_title = _("Enquiry")
    header_icon = "mail"

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        looks = EnquiryEvent.objects.filter(kind=EnquiryEvent.Kind.OPENED, enquiry_id=pk)
        if not looks.filter(actor=request.user).exists():
            raise Http404
        found = Enquiry.objects.for_a_list()
        # None: it was erased, or its time was over.
        self.enquiry = found.filter(pk=pk).first()
        return self.render_to_response(self.get_context_data(), status=409)

    def get_page_subtitle(self) -> str:
        return str(self.enquiry or "")

    def get_context_data(self, **kwargs) -> dict:
        typed = (self.request.POST.get(name, "") for name in TYPED)
        return super().get_context_data(**kwargs) | {
            "enquiry": self.enquiry,
            "typed": "\n\n".join(filter(None, typed)),
            "inbox": self.index_url_name,
        }
