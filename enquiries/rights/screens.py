"""The screen "A person's data": find, copy, hold, release, erase.

Everything is posted: neither an address nor a list of enquiries ever stands in a URL.
"""

from collections.abc import Collection
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from enquiries import actions
from enquiries.abuse import OwnPasswordForm
from enquiries.encryption import NoKeysError
from enquiries.forms.focus import with_focus
from enquiries.models import Enquiry, RetentionPolicy
from enquiries.retention import kept_until
from enquiries.rights.copies import copy_of
from enquiries.rights.forms import ChosenForm, FindForm, HoldForm, IdentityForm
from enquiries.rights.holds import all_holds, holds

HOME = "enquiry_rights:person"


@method_decorator(never_cache, name="dispatch")
class RightsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """The screen itself. What is done with the list comes back to it when it cannot be done."""

    model = Enquiry
    permission_required = "erase"
    template_name = "enquiries/rights/person.html"
    page_title = gettext_lazy("A person's data")
    header_icon = "user"

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict:
        context = {"form": FindForm(), "identity_form": IdentityForm(), "hold_form": HoldForm()}
        context["password_form"] = OwnPasswordForm(user=self.request.user)
        return super().get_context_data(**context | kwargs)

    def answer(
        self, found: list[Enquiry], ticked: Collection[UUID] | None = None, **context
    ) -> HttpResponse:
        """Show a list of enquiries with what can be done: all are ticked, or those that were."""
        kept = kept_until(RetentionPolicy.load(), [each.pk for each in found])
        held = holds(found)
        rows = [
            (each, kept.get(each.pk), held.get(each.pk), ticked is None or each.pk in ticked)
            for each in found
        ]
        context["is_any_held"] = bool(held)
        amiss = [each for each in context.values() if isinstance(each, forms.Form)]
        for form in amiss:
            if form.visible_fields() and form.errors:
                with_focus(form)
        status = 422 if amiss else 200
        return self.render_to_response(self.get_context_data(rows=rows, **context), status=status)


class PersonView(RightsView):
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data(holds=all_holds()))

    def post(self, request: HttpRequest) -> HttpResponse:
        if "again" in request.POST:
            chosen = ChosenForm(request.POST)
            return self.answer(chosen.listed(), ticked=chosen.ids)
        form = FindForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            return self.answer(actions.find_person(request.user, **form.cleaned_data))
        except NoKeysError:
            form.add_error(None, _("Without its keys the site can only find by the reference."))
            return self.render_to_response(self.get_context_data(form=form), status=503)


class DeedView(RightsView):
    """Something that is done with chosen enquiries."""

    http_method_names = ["post"]
    form_class = ChosenForm
    form_name = "chosen_form"

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST)
        return self.do(form) if form.is_valid() else self.show_again(form)

    def show_again(self, form: ChosenForm, **context) -> HttpResponse:
        return self.answer(self.listed(), ticked=form.ids, **{self.form_name: form}, **context)

    def show_done(self, form: ChosenForm) -> HttpResponse:
        """Show the list as it is now: the same person may need another deed."""
        return self.answer(self.listed(), ticked=form.ids)

    def listed(self) -> list[Enquiry]:
        """The whole list, ticked or not, so that it can be shown again."""
        data = self.request.POST.copy()
        data.setlist("id", data.getlist("listed"))
        return ChosenForm(data).listed()

    def do(self, form: ChosenForm) -> HttpResponse:
        raise NotImplementedError


class CopyView(DeedView):
    """Hands the copy out as a file that no cache keeps, to who knows her password."""

    form_class = IdentityForm
    form_name = "identity_form"

    def do(self, form: IdentityForm) -> HttpResponse:
        password = OwnPasswordForm(self.request.POST, user=self.request.user)
        if not password.is_valid():
            return password.mark(self.show_again(form, password_form=password))
        kind = "json" if self.request.POST.get("kind") == "json" else "html"
        identity, user = form.cleaned_data["identity"], self.request.user
        found = actions.note_copy(form.ids, identity, kind, user)
        if not found:
            _tell(self.request, "", [])
            return redirect(HOME)
        with translation.override(found[0].language):
            held = copy_of(found)
            response = _as_json(held) if kind == "json" else _as_page(self.request, held)
        name = f"copy-of-enquiries-{timezone.localdate():%Y-%m-%d}.{kind}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _as_json(held: dict) -> HttpResponse:
    return JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _as_page(request: HttpRequest, held: dict) -> HttpResponse:
    return HttpResponse(render_to_string("enquiries/rights/copy.html", held, request=request))


class HoldView(DeedView):
    form_class = HoldForm
    form_name = "hold_form"

    def do(self, form: HoldForm) -> HttpResponse:
        held = actions.hold(form.ids, form.cleaned_data["reason"], self.request.user)
        _tell(self.request, _("Put on hold: %(references)s."), held)
        return self.show_done(form)


class ReleaseView(DeedView):
    def do(self, form: ChosenForm) -> HttpResponse:
        released = actions.release(form.ids, self.request.user)
        _tell(self.request, _("No longer on hold: %(references)s."), released)
        return self.show_done(form)


class EraseView(DeedView):
    """Asks once more, for the password too; then it is done, and cannot be undone."""

    form_class = IdentityForm
    form_name = "identity_form"

    def do(self, form: IdentityForm) -> HttpResponse:
        if self.request.POST.get("is_confirmed") != "yes":
            return self._ask(form, OwnPasswordForm(user=self.request.user))
        password = OwnPasswordForm(self.request.POST, user=self.request.user)
        if not password.is_valid():
            return password.mark(self._ask(form, password))
        done = actions.erase(form.ids, form.cleaned_data["identity"], self.request.user)
        _tell(self.request, _("Erased: %(references)s."), done.erased)
        if done.on_hold:
            text = _("Not erased, because it is on hold: %(references)s.")
            messages.warning(self.request, text % {"references": ", ".join(done.on_hold)})
        return redirect(HOME)

    def _ask(self, form: IdentityForm, password: OwnPasswordForm) -> HttpResponse:
        self.template_name = "enquiries/rights/erase.html"
        found = form.listed()
        context = {
            "going": [each for each in found if not each.is_on_hold],
            "staying": list(holds(found).values()),
            "identity": form.cleaned_data["identity"],
            "password_form": password,
        }
        return self.render_to_response(self.get_context_data(**context))


def _tell(request: HttpRequest, text: str, references: list[str]) -> None:
    if references:
        messages.success(request, text % {"references": ", ".join(references)})
    else:
        messages.warning(request, _("There was nothing to change."))
