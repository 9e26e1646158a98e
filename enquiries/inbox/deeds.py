"""What can be done with an enquiry: one address, one POST and one action for each deed."""

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from enquiries import actions
from enquiries.inbox.detail import EnquiryDetailView
from enquiries.inbox.forms import AssignForm, CloseForm, MergeForm, NoteForm, ReplyForm, StateForm
from enquiries.inbox.given_away import GivenAwayPage
from enquiries.models import Delivery, Enquiry, Entry, State
from enquiries.permissions import policy, visible_to

REFUSALS = (
    actions.CannotMoveError,
    actions.CannotReplyError,
    actions.CannotMergeError,
    actions.NewerEntryError,
    actions.TakenError,
)


class DeedView(EnquiryDetailView):
    """Does one thing and leads back to the page; what cannot be done keeps what was typed."""

    permission_required = "change"
    http_method_names = ["post"]
    inspect_url_name = None
    form_name = ""
    refusal = gettext_lazy("Nothing was changed: see below.")

    def post(self, request: HttpRequest, pk: UUID, **kwargs) -> HttpResponse:
        visible = visible_to(request.user, "change").without_words()
        self.enquiry = visible.filter(pk=pk).first()
        if self.enquiry is None:
            return self._given_away(pk)
        form = self.get_form()
        if form is not None and not form.is_valid():
            return self._show_again(form, self.refusal)
        try:
            done = self.do(form.cleaned_data if form is not None else {}, **kwargs)
        except REFUSALS as refusal:
            return self._show_again(form, _reason(refusal))
        messages.success(request, done)
        return redirect(self.inspect_url_name, pk)

    def get_form(self) -> Form | None:
        return None

    def do(self, given: dict) -> str:
        """Do it, and return the sentence that says so."""
        raise NotImplementedError

    def _given_away(self, pk: UUID) -> HttpResponse:
        """Give back what was typed when the enquiry is somebody else's by now."""
        page = GivenAwayPage.as_view(index_url_name=self.index_url_name)
        return page(self.request, pk=pk)

    def _show_again(self, form: Form | None, sentence: str) -> HttpResponse:
        messages.error(self.request, sentence)
        if not self.form_name:
            return redirect(self.inspect_url_name, self.enquiry.pk)
        self.enquiry = actions.open_enquiry(self.enquiry.pk, self.request.user)
        if "seen" in form.fields:
            # Whoever sends it again has seen by then where it stands.
            form.data = form.data.copy()
            form.data[form.add_prefix("seen")] = self.enquiry.state
        if "thread" in form.fields:
            form.data[form.add_prefix("thread")] = len(self.entries)
        self.sent = {self.form_name: form}
        return self.render_to_response(self.get_context_data(), status=422)


class StateView(DeedView):
    refusal = gettext_lazy("There is no such state. Nothing was changed.")

    def get_form(self) -> Form:
        return StateForm(self.request.POST)

    def do(self, given: dict) -> str:
        changed = actions.change_state(
            self.enquiry.pk, given["state"], self.request.user, seen=given["seen"]
        )
        return _is_now(changed)


class CloseView(DeedView):
    form_name = "close_form"

    def get_form(self) -> Form:
        return CloseForm(self.request.POST)

    def do(self, given: dict) -> str:
        changed = actions.change_state(
            self.enquiry.pk,
            State.CLOSED,
            self.request.user,
            reason=given["reason"],
            seen=given["seen"],
        )
        return _is_now(changed)


class TakeView(DeedView):
    def do(self, given: dict) -> str:
        actions.take_enquiry(self.enquiry.pk, self.request.user)
        return _("You have enquiry %(reference)s now.") % {"reference": self.enquiry}


class GiveBackView(DeedView):
    def do(self, given: dict) -> str:
        actions.give_back(self.enquiry.pk, self.request.user)
        return _("Enquiry %(reference)s belongs to nobody now.") % {"reference": self.enquiry}


class AssignView(DeedView):
    """Only for those who lead: others take an enquiry or give it back."""

    permission_required = "lead"
    form_name = "assign_form"

    def get_form(self) -> Form:
        return AssignForm(self.request.POST, people=policy().users_with_permission("change"))

    def do(self, given: dict) -> str:
        who = given["assignee"]
        actions.assign_enquiry(self.enquiry.pk, who, self.request.user)
        words = {"reference": self.enquiry, "who": who or _("nobody")}
        return _("Enquiry %(reference)s is assigned to %(who)s.") % words


class NoteView(DeedView):
    form_name = "note_form"

    def get_form(self) -> Form:
        return NoteForm(self.request.POST, prefix="note")

    def do(self, given: dict) -> str:
        add = actions.record_call if given["kind"] == Entry.Kind.CALL else actions.add_note
        add(self.enquiry.pk, given["text"], self.request.user, given["key"])
        return _("That is kept with enquiry %(reference)s.") % {"reference": self.enquiry}


class ReplyView(DeedView):
    """Sends a reply; or, by another button, puts a template below what is typed already."""

    form_name = "reply_form"

    def post(self, request: HttpRequest, pk: UUID, **kwargs) -> HttpResponse:
        if "use_template" not in request.POST:
            return super().post(request, pk, **kwargs)
        if not visible_to(request.user, "change").filter(pk=pk).exists():
            return self._given_away(pk)
        self.enquiry = actions.open_enquiry(pk, request.user)
        begun = [request.POST.get("reply-text", "").strip(), self.filled_template()]
        initial = {
            "text": "\n\n".join(filter(None, begun)),
            "then": request.POST.get("reply-then", ""),
            "seen": self.enquiry.state,
            "thread": request.POST.get("reply-thread", ""),
        }
        self.sent = {self.form_name: ReplyForm(prefix="reply", initial=initial)}
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


class MergeView(DeedView):
    def get_form(self) -> Form:
        mine = visible_to(self.request.user, "change").without_words()
        return MergeForm(self.request.POST, alike=mine.alike(self.enquiry))

    def do(self, given: dict) -> str:
        other: Enquiry = given["other"]
        actions.merge_enquiry(self.enquiry.pk, other.pk, self.request.user)
        words = {"other": other, "reference": self.enquiry}
        return _("Enquiry %(other)s is merged into %(reference)s.") % words


class TryAgainView(DeedView):
    def do(self, given: dict, delivery: int) -> str:
        found = get_object_or_404(Delivery, pk=delivery, enquiry=self.enquiry)
        actions.try_delivery_again(found.pk, self.request.user)
        return _("It is tried again.")


def _is_now(enquiry: Enquiry) -> str:
    words = {"reference": enquiry, "state": enquiry.get_state_display()}
    return _("Enquiry %(reference)s is now: %(state)s.") % words


def _reason(refusal: Exception) -> str:
    if isinstance(refusal, actions.TakenError):
        return _("%(who)s has this enquiry already. Nothing was changed.") % {
            "who": refusal.assignee
        }
    sentences = {
        actions.CannotMoveError: _(
            "This enquiry has changed meanwhile, or cannot go from its state to that one. "
            "Nothing was changed: look at it again."
        ),
        actions.CannotReplyError: _(
            "No e-mail was sent: the person did not agree to it, or her address cannot be read."
        ),
        actions.NewerEntryError: _(
            "Nothing was sent: something was written meanwhile, which you find under "
            "Conversation. Your text is kept. If it still fits, send it again."
        ),
        actions.CannotMergeError: _("These two cannot be merged. Nothing was changed."),
    }
    return sentences[type(refusal)]
