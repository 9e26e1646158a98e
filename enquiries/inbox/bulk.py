"""The same done with several enquiries at once."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from enquiries import actions
from enquiries.inbox.forms import REASONS
from enquiries.models import Enquiry, State
from enquiries.models.identity import keys_in, shown
from enquiries.permissions import may, policy, visible_to

Deed = Callable[[UUID], object]

MOST_AT_ONCE = 200
MOST_NAMED = 20
TAKE, SPAM, CLOSE, ASSIGN = "take", "spam", "close", "assign"
TOLD = {
    TAKE: gettext_lazy("Yours now"),
    SPAM: gettext_lazy("Put aside as spam"),
    CLOSE: gettext_lazy("Closed"),
    ASSIGN: gettext_lazy("Assigned"),
}


class BulkForm(forms.Form):
    """Which ones, and what: closing needs a reason, as it does for one."""

    do = forms.ChoiceField(
        choices=[
            (TAKE, gettext_lazy("Take them")),
            (SPAM, gettext_lazy("Put them aside as spam")),
            *[(f"{CLOSE}:{reason}", label) for reason, label in REASONS],
        ],
        error_messages={"required": gettext_lazy("Choose what is to be done.")},
    )
    id = forms.TypedMultipleChoiceField(
        choices=[],
        coerce=UUID,
        error_messages={"required": gettext_lazy("Tick at least one enquiry.")},
    )

    def __init__(self, data, *, visible, people=()):
        """What somebody may not see is answered as what is not there: it is passed over.

        `people` are those to whom enquiries may be assigned; without any, nothing is.
        """
        super().__init__(data.copy())
        self.fields["do"].choices += [(f"{ASSIGN}:{who.pk}", str(who)) for who in people]
        asked = data.getlist("id")[:MOST_AT_ONCE]
        found = visible.filter(pk__in=keys_in(asked)).values_list("pk", flat=True)
        keys = [str(pk) for pk in found]
        self.asked = len(set(asked))
        self.fields["id"].choices = [(key, key) for key in keys]
        self.data.setlist("id", keys)


class BulkView(PermissionCheckedMixin, View):
    """Takes the ticks of the list. Each enquiry is a transaction of its own.

    Nothing is closed here that nobody has read: many ticks are made in a hurry.
    """

    model = Enquiry
    permission_required = "change"
    http_method_names = ["post"]
    index_url_name = None

    def post(self, request: HttpRequest) -> HttpResponse:
        visible = visible_to(request.user, "change").without_words()
        leads = may(request.user, "lead")
        people = policy().users_with_permission("change") if leads else ()
        form = BulkForm(request.POST, visible=visible, people=people)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, errors[0])
            return redirect(self.index_url_name)
        kind, _sign, what = form.cleaned_data["do"].partition(":")
        deed = self._deed(kind, what, {str(person.pk): person for person in people})
        ticked, unread = form.cleaned_data["id"], []
        if kind == CLOSE:
            found = visible.filter(pk__in=ticked, is_unread=True)
            unread = list(found.values_list("pk", flat=True))
        done = [pk for pk in ticked if pk not in unread and _is_done(deed, pk)]
        self._tell(TOLD[kind], done, len(unread), form.asked - len(done) - len(unread))
        return redirect(self.index_url_name)

    def _deed(self, kind: str, what: str, people: dict[str, AbstractBaseUser]) -> Deed:
        """What is done with each: `what` is the reason for closing, or who has it from now on."""
        user = self.request.user
        return {
            TAKE: lambda pk: actions.take_enquiry(pk, user),
            ASSIGN: lambda pk: actions.assign_enquiry(pk, people[what], user),
            SPAM: lambda pk: actions.change_state(pk, State.SPAM, user),
            CLOSE: lambda pk: actions.change_state(pk, State.CLOSED, user, reason=what),
        }[kind]

    def _tell(self, told: str, done: list[UUID], unread: int, left: int) -> None:
        """Name what was changed: it may be gone from the list, and have to be found again."""
        if done:
            found = Enquiry.objects.filter(pk__in=done[:MOST_NAMED]).order_by("reference")
            names = [shown(each) for each in found.values_list("reference", flat=True)]
            names += ["…"] if len(done) > MOST_NAMED else []
            words = {"n": len(done), "told": told, "names": ", ".join(names)}
            messages.success(self.request, _("%(told)s (%(n)d): %(names)s") % words)
        if unread:
            text = ngettext(
                "%(n)d was not closed: nobody has read it yet.",
                "%(n)d were not closed: nobody has read them yet.",
                unread,
            )
            messages.warning(self.request, text % {"n": unread})
        if left:
            text = ngettext(
                "%(n)d was left as it is: it is so already, cannot go there from its state, or "
                "belongs to somebody else.",
                "%(n)d were left as they are: they are so already, cannot go there from their "
                "state, or belong to somebody else.",
                left,
            )
            messages.warning(self.request, text % {"n": left})


def _is_done(deed: Deed, pk: UUID) -> bool:
    """Do it to one enquiry; return whether anything is other than before."""
    before = _standing(pk)
    try:
        deed(pk)
    except (actions.CannotMoveError, actions.TakenError, Enquiry.DoesNotExist):
        return False
    return _standing(pk) != before


def _standing(pk: UUID) -> tuple | None:
    rows = Enquiry.objects.filter(pk=pk)
    return rows.values_list("state", "closing_reason", "assignee_id").first()
