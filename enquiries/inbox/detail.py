"""One enquiry on a page of its own: her words, what was said about it, and what can be done."""

from collections.abc import Iterable
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from enquiries.actions import TRANSITIONS, open_enquiry
from enquiries.actions.correcting import may_correct
from enquiries.inbox.forms import AssignForm, CloseForm, CorrectForm, NoteForm, ReplyForm
from enquiries.inbox.pages import InboxPage
from enquiries.inbox.reaching import Reaching
from enquiries.models import (
    Delivery,
    Enquiry,
    EnquiryEvent,
    Entry,
    ReplyTemplate,
    State,
    Wording,
    may_reply,
)
from enquiries.models.sealed import is_readable
from enquiries.permissions import may, policy, visible_to
from enquiries.reply_templates import fill_template

# Closing has a form of its own, for it needs a reason.
MOVES = {
    State.IN_PROGRESS: _("Mark as in progress"),
    State.WAITING: _("Wait for the patient"),
    State.SPAM: _("Put aside as spam"),
    State.NEW: _("Not spam"),
}
# To write to her, what is closed or put aside is opened first.
WORKED_ON = (State.NEW, State.IN_PROGRESS, State.WAITING)


class EnquiryDetailView(InboxPage):
    """Shows what the person wrote, after the look has been written down."""

    permission_required = "view"
    template_name = "enquiries/inbox/enquiry.html"
    page_title = _("Enquiry")
    header_icon = "mail"
    # A form that was sent and could not be taken, to be shown again with its words.
    sent: dict[str, Form] = {}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        get_object_or_404(visible_to(request.user).without_words(), pk=pk)
        try:
            self.enquiry = open_enquiry(pk, request.user)
        except Enquiry.DoesNotExist:  # erased since the line before
            raise Http404 from None
        return super().get(request)

    def get_page_subtitle(self) -> str:
        return str(self.enquiry)

    def get_context_data(self, **kwargs) -> dict:
        enquiry, reaching = self.enquiry, Reaching([self.enquiry, *self.family])
        context = super().get_context_data(**kwargs) | {
            "enquiry": enquiry,
            "reaching": reaching,
            "entries": self.entries,
            "receipts": enquiry.receipts.select_related("wording").order_by("purpose"),
            "deliveries": self.deliveries,
            "has_failed_mail": any(each.is_not_delivered for each in self.deliveries),
            "may_try_again": may(self.request.user, "change", enquiry),
            "events": _with_looks_folded(enquiry.events.select_related("actor")),
            "alike": self.alike,
            "merged": self.merged,
        }
        if not may(self.request.user, "change", enquiry):
            return context
        context |= {"may_settle": True, "may_reply": may_reply(enquiry, reaching.allowed)}
        if may_correct(enquiry):
            context["correct_form"] = CorrectForm(enquiry=enquiry)
        if enquiry.merged_into_id is None:
            context |= self._deeds(may_reply=context["may_reply"])
        return context | self.sent

    @cached_property
    def deliveries(self) -> list[Delivery]:
        return list(self.enquiry.deliveries.all())

    @cached_property
    def entries(self) -> list[Entry]:
        """What was said so far, of those that were merged into this one, too."""
        found = Entry.objects.about(self.enquiry).select_related("author", "delivery")
        others = {each.pk: each for each in self.merged}
        entries = list(found)
        for entry in entries:
            entry.said_of = others.get(entry.enquiry_id)
        return entries

    @cached_property
    def alike(self) -> list[Enquiry]:
        """The other enquiries of this person, as far as somebody may see them."""
        found = visible_to(self.request.user).alike(self.enquiry).for_a_list()
        family = [each.pk for each in self.family]
        return list(found.exclude(pk__in=family).order_by("-created_at")[:20])

    @cached_property
    def family(self) -> list[Enquiry]:
        """The others that this one was merged with, with their words; each look recorded."""
        visible = visible_to(self.request.user).merged_with([self.enquiry])
        keys = visible.exclude(pk=self.enquiry.pk).values_list("pk", flat=True)
        return [open_enquiry(pk, self.request.user) for pk in keys]

    @property
    def merged(self) -> list[Enquiry]:
        """The enquiries that were merged into this one."""
        return [each for each in self.family if each.merged_into_id == self.enquiry.pk]

    def _deeds(self, *, may_reply: bool) -> dict:
        enquiry, seen = self.enquiry, {"seen": self.enquiry.state}
        is_worked_on = enquiry.state in WORKED_ON
        moves = [state for state in TRANSITIONS[enquiry.state] if state in MOVES]
        if enquiry.first_answered_at is None and State.WAITING in moves:
            # She waits for us: the clock is not stopped before anybody has answered.
            moves.remove(State.WAITING)
        deeds = {
            "may_change": True,
            "moves": [(state, MOVES[state]) for state in moves],
            "close_form": CloseForm(initial=seen)
            if State.CLOSED in TRANSITIONS[enquiry.state]
            else None,
            "note_form": NoteForm(prefix="note"),
            "may_merge": enquiry.state != State.SPAM,
            "may_take": is_worked_on and enquiry.assignee_id is None,
            "may_give_back": is_worked_on and enquiry.assignee_id == self.request.user.pk,
            "templates": self._templates(),
        }
        if may(self.request.user, "lead"):
            deeds["assign_form"] = AssignForm(
                people=policy().users_with_permission("change"),
                initial={"assignee": enquiry.assignee_id},
            )
        if may_reply and is_worked_on:
            thread = {"thread": len(self.entries)}
            deeds["reply_form"] = ReplyForm(prefix="reply", initial=seen | thread)
        return deeds

    def _templates(self):
        offered = ReplyTemplate.objects.filter(is_offered=True)
        own = offered.filter(locale__language_code=self.enquiry.language)
        return own if own.exists() else offered

    def filled_template(self) -> str:
        """The text of the template that was chosen, filled in; empty when there is none."""
        wanted = self.request.POST.get("template", "")[:9]
        template = ReplyTemplate.objects.filter(pk=wanted).first() if wanted.isdecimal() else None
        if template is None:
            return ""
        wordings = Wording.objects.by_purpose(self.enquiry.language)
        signature = wordings.get(Wording.Purpose.SIGNATURE)
        values = {"reference": self.enquiry.shown_reference}
        values["signature"] = signature.text if signature else ""
        if is_readable(self.enquiry.name):
            values["name"] = self.enquiry.name
        return fill_template(template.text, values)


def _with_looks_folded(events: Iterable[EnquiryEvent]) -> list[EnquiryEvent]:
    """The history as it is read: the same person's looks, one after another, are one row.

    The page is loaded anew after each deed; what was done would drown in it. The last look of
    each row is told, and `looks` says how many there were.
    """
    rows: list[EnquiryEvent] = []
    for event in events:
        event.looks = 1
        last = rows[-1] if rows else None
        is_look = event.kind == EnquiryEvent.Kind.OPENED
        if is_look and last and (last.kind, last.actor_id) == (event.kind, event.actor_id):
            event.looks += rows.pop().looks
        rows.append(event)
    return rows
