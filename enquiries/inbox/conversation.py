"""What is said about an enquiry, by its page: notes, calls, and replies that leave by e-mail."""

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.admin import messages

from enquiries import actions
from enquiries.forms.focus import with_focus
from enquiries.inbox.deeds import DeedView
from enquiries.inbox.forms import NoteForm, ReplyForm
from enquiries.models import Delivery, Entry


class NoteView(DeedView):
    form_name = "note_form"
    lands_on = "conversation-section"

    def get_form(self) -> Form:
        return NoteForm(self.request.POST, prefix="note")

    def do(self, given: dict) -> str:
        add = actions.record_call if given["kind"] == Entry.Kind.CALL else actions.add_note
        add(self.enquiry.pk, given["text"], self.request.user, given["key"])
        return _("That is kept with enquiry %(reference)s.") % {"reference": self.enquiry}


class ReplyView(DeedView):
    """Sends a reply; or, by another button, puts a template below what is typed already."""

    form_name = "reply_form"
    lands_on = "conversation-section"

    def post(self, request: HttpRequest, pk: UUID, **kwargs) -> HttpResponse:
        if "use_template" not in request.POST:
            return super().post(request, pk, **kwargs)
        if self.to_work_on(pk) is None:
            return self._given_away(pk)
        self.enquiry = actions.open_enquiry(pk, request.user)
        template = self.filled_template()
        if not template:
            messages.warning(request, _("Choose a template first."))
        begun = [request.POST.get("reply-text", "").strip(), template]
        initial = {
            "text": "\n\n".join(filter(None, begun)),
            "then": request.POST.get("reply-then", ""),
            "seen": self.enquiry.state,
            "thread": request.POST.get("reply-thread", ""),
        }
        self.sent = {self.form_name: with_focus(ReplyForm(prefix="reply", initial=initial))}
        return self.render_to_response(self.get_context_data())

    def get_form(self) -> Form:
        return ReplyForm(self.request.POST, prefix="reply")

    def do(self, given: dict) -> str:
        actions.send_reply(
            self.enquiry.pk,
            given["text"],
            self.request.user,
            given["key"],
            then=given["then"],
            seen=given["seen"],
            thread=given["thread"],
        )
        return _("The reply to %(reference)s is on its way.") % {"reference": self.enquiry}


class DeliveryView(DeedView):
    """What is done about an e-mail that was not delivered."""

    lands_on = "deliveries-section"
    is_for_merged_ones = True

    def do(self, given: dict, delivery: int) -> str:
        found = get_object_or_404(Delivery, pk=delivery, enquiry=self.enquiry)
        return self.do_with(found)

    def do_with(self, delivery: Delivery) -> str:
        raise NotImplementedError


class TryAgainView(DeliveryView):
    def do_with(self, delivery: Delivery) -> str:
        actions.try_delivery_again(delivery.pk, self.request.user)
        return _("It is tried again.")


class LetGoView(DeliveryView):
    """She was reached otherwise: it is not to be seen as undelivered any more."""

    def do_with(self, delivery: Delivery) -> str:
        actions.let_delivery_go(delivery.pk, self.request.user)
        return _("Nothing is left to do about this e-mail.")
