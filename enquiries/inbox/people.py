"""Finding every enquiry of one person, by exactly her address or number."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from enquiries.actions import record_search
from enquiries.forms.fields import OneEmailField, PhoneField
from enquiries.inbox.pages import InboxPage
from enquiries.permissions import visible_to

MOST_SHOWN = 100


class PersonForm(forms.Form):
    email = OneEmailField(label=_("E-mail address"), required=False)
    phone = PhoneField(
        label=_("Telephone number"),
        required=False,
        longest=50,
        too_long=_("The telephone number can have at most 50 characters."),
    )

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data.values()):
            raise ValidationError(_("Enter an e-mail address or a telephone number."))


class FindPersonView(InboxPage):
    """Asks by POST and answers it, so that nothing of a person stands in an address."""

    permission_required = "view"
    template_name = "enquiries/inbox/person_search.html"
    page_title = _("Find a person")
    header_icon = "search"
    http_method_names = ["get", "post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PersonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        found = visible_to(request.user).of_person(**form.cleaned_data).for_a_list()
        found = list(found.order_by("-created_at")[:MOST_SHOWN])
        record_search(request.user, len(found))
        return self.render_to_response(self.get_context_data(form=form, found=found))

    def get_context_data(self, **kwargs) -> dict:
        return {"form": PersonForm(), **super().get_context_data(**kwargs)}
