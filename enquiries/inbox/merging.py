"""Merging asks once more, for there is no way back from it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from enquiries.actions import open_enquiry
from enquiries.inbox.pages import InboxPage
from enquiries.inbox.reaching import Reaching
from enquiries.models import Enquiry
from enquiries.permissions import visible_to


class AskToMergePage(InboxPage):
    """Shows both with their words and how she may be reached, and says what becomes of them.

    Nothing is changed yet; each look is recorded. Raises `Enquiry.DoesNotExist` when one of
    them is gone.
    """

    permission_required = "change"
    template_name = "enquiries/inbox/merge.html"
    page_title = _("Merge two enquiries")
    header_icon = "group"
    kept: Enquiry | None = None
    other: Enquiry | None = None

    def post(self, request: HttpRequest) -> HttpResponse:
        mine = visible_to(request.user).without_words()
        keys = [each.pk for one in (self.kept, self.other) for each in mine.merged_with([one])]
        if not {self.kept.pk, self.other.pk} <= set(keys):
            raise Enquiry.DoesNotExist
        reaching = Reaching([open_enquiry(pk, request.user) for pk in keys])
        context = self.get_context_data(kept=self.kept, other=self.other, reaching=reaching)
        return self.render_to_response(context)
