"""What can be done with an enquiry: one address, one POST and one action for each deed."""

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from enquiries import actions
from enquiries.forms.focus import with_focus
from enquiries.inbox.detail import EnquiryDetailView
from enquiries.inbox.forms import AssignForm, CloseForm, MergeForm, StateForm
from enquiries.inbox.given_away import GivenAwayPage
from enquiries.inbox.merging import AskToMergePage
from enquiries.models import Enquiry, State
from enquiries.permissions import policy, visible_to

REFUSALS = (
    actions.CannotCorrectError,
    actions.CannotMoveError,
    actions.CannotReplyError,
    actions.CannotMergeError,
    actions.NewerEntryError,
    actions.NewerWishesError,
    actions.TakenError,
    Enquiry.DoesNotExist,
)


class DeedView(EnquiryDetailView):
    """Does one thing and leads back to the page; what cannot be done keeps what was typed."""

    permission_required = "change"
    http_method_names = ["post"]
    inspect_url_name = None
    form_name = ""
    # The part of the page where what was done shows, and where the keyboard goes on.
    lands_on = "standing"
    refusal = gettext_lazy("Nothing was changed: see below.")
    # Of one that was merged, too: its words and mails are its own.
    is_for_merged_ones = False

    def post(self, request: HttpRequest, pk: UUID, **kwargs) -> HttpResponse:
        self.enquiry = self.to_work_on(pk)
        if self.enquiry is None:
            return self._given_away(pk)
        form = self.get_form()
        if form is not None and not form.is_valid():
            return self._show_again(form, self.refusal)
        try:
            if question := self.ask_first(form):
                return question
            done = self.do(form.cleaned_data if form is not None else {}, **kwargs)
        except REFUSALS as refusal:
            if self.to_work_on(pk) is None:
                return self._given_away(pk)
            return self._show_again(form, _reason(refusal), refusal)
        messages.success(request, done)
        return redirect(f"{reverse(self.inspect_url_name, args=[pk])}#{self.lands_on}")

    def to_work_on(self, pk: UUID) -> Enquiry | None:
        """The enquiry, if it is still this person's, and not worked on in another."""
        found = visible_to(self.request.user, "change").without_words().filter(pk=pk)
        return (found if self.is_for_merged_ones else found.filter(merged_into=None)).first()

    def get_form(self) -> Form | None:
        return None

    def ask_first(self, form: Form | None) -> HttpResponse | None:
        """Return a page that asks, before what cannot be undone."""
        return None

    def do(self, given: dict) -> str:
        """Do it, and return the sentence that says so."""
        raise NotImplementedError

    def _given_away(self, pk: UUID) -> HttpResponse:
        """Give back what was typed when the enquiry is worked on elsewhere by now."""
        page = GivenAwayPage.as_view(index_url_name=self.index_url_name)
        return page(self.request, pk=pk)

    def _show_again(
        self, form: Form | None, sentence: str, refusal: Exception | None = None
    ) -> HttpResponse:
        messages.error(self.request, sentence)
        if not self.form_name:
            return redirect(self.inspect_url_name, self.enquiry.pk)
        self.enquiry = actions.open_enquiry(self.enquiry.pk, self.request.user)
        # Whoever sends it again has seen by then where it stands.
        form.data = form.data.copy()
        if "seen" in form.fields:
            form.data[form.add_prefix("seen")] = self.enquiry.state
        if "thread" in form.fields:
            form.data[form.add_prefix("thread")] = len(self.entries)
        if isinstance(refusal, actions.NewerWishesError):
            form.data[form.add_prefix("version")] = self.enquiry.reach_version
        if form.is_valid():
            form.add_error(None, sentence)
        self.sent = {self.form_name: with_focus(form)}
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


class MergeView(DeedView):
    lands_on = "message-section"

    def get_form(self) -> Form:
        mine = visible_to(self.request.user, "change").without_words()
        return MergeForm(self.request.POST, alike=mine.alike(self.enquiry))

    def ask_first(self, form: MergeForm) -> HttpResponse | None:
        if self.request.POST.get("is_confirmed") == "yes":
            return None
        page = AskToMergePage.as_view(
            index_url_name=self.index_url_name,
            kept=self.enquiry,
            other=form.cleaned_data["other"],
        )
        return page(self.request)

    def do(self, given: dict) -> str:
        other: Enquiry = given["other"]
        actions.merge_enquiry(self.enquiry.pk, other.pk, self.request.user)
        words = {"other": other, "reference": self.enquiry}
        return _("Enquiry %(other)s is merged into %(reference)s.") % words


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
            "No e-mail was sent: the person did not agree to it, here or in an enquiry that was "
            "merged with this one, it is not settled, or her address cannot be read."
        ),
        actions.NewerEntryError: _(
            "Nothing was sent: something was written meanwhile, which you find under "
            "Conversation. Your text is kept. If it still fits, send it again."
        ),
        actions.NewerWishesError: _(
            "Nothing was changed: who she is or how she may be reached has changed since you "
            "opened this page. Read The person and Conversation before you send it again."
        ),
        actions.CannotCorrectError: _(
            "What stands there cannot be read, and would be lost. Nothing was changed."
        ),
        Enquiry.DoesNotExist: _("The other one has been deleted. Nothing was changed."),
        actions.CannotMergeError: _("These two cannot be merged. Nothing was changed."),
    }
    return sentences[type(refusal)]
