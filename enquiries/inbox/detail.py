"""One enquiry on a page of its own, and the form that changes its state."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from enquiries.actions import change_state, open_enquiry
from enquiries.forms.fields import shown_phone
from enquiries.models import Enquiry
from enquiries.permissions import visible_to


class StateForm(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=Enquiry.State)


class EnquiryDetailView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows what the person wrote, after the look has been written down."""

    model = Enquiry
    permission_required = "view"
    template_name = "enquiries/inbox/enquiry.html"
    page_title = gettext_lazy("Enquiry")
    header_icon = "mail"
    index_url_name = None
    state_url_name = None

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        get_object_or_404(visible_to(request.user).without_words(), pk=pk)
        self.enquiry = open_enquiry(pk, request.user)
        return super().get(request)

    def get_page_subtitle(self) -> str:
        return str(self.enquiry)

    def get_breadcrumbs_items(self) -> list[dict]:
        inbox = {
            "url": reverse(self.index_url_name),
            "label": capfirst(Enquiry._meta.verbose_name_plural),
        }
        here = {"url": "", "label": self.get_page_title(), "sublabel": str(self.enquiry)}
        return [*self.breadcrumbs_items, inbox, here]

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        context |= {
            "enquiry": self.enquiry,
            "shown_phone": shown_phone(self.enquiry.phone),
            "preferences": self.enquiry.preferences,
            "receipts": self.enquiry.receipts.select_related("wording").order_by("purpose"),
            "deliveries": self.enquiry.deliveries.all(),
            "events": self.enquiry.events.select_related("actor"),
        }
        if self.user_has_permission("change"):
            context["state_form"] = StateForm(initial={"state": self.enquiry.state})
            context["state_url"] = reverse(self.state_url_name, args=[self.enquiry.pk])
        return context


class EnquiryStateView(PermissionCheckedMixin, View):
    """Takes the new state of an enquiry; the way back leads to its page."""

    model = Enquiry
    permission_required = "change"
    inspect_url_name = None
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        form = StateForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("There is no such state. Nothing was changed."))
            return redirect(self.inspect_url_name, pk)
        get_object_or_404(visible_to(request.user, "change").without_words(), pk=pk)
        enquiry = change_state(pk, form.cleaned_data["state"], request.user)
        messages.success(
            request,
            _("Enquiry %(reference)s is now: %(state)s.")
            % {"reference": enquiry, "state": enquiry.get_state_display()},
        )
        return redirect(self.inspect_url_name, pk)
