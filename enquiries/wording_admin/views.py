"""The list of texts, one text with its preview, and the history of each."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.compare import diff_text
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from enquiries import promise
from enquiries.actions import publish_wording
from enquiries.charts import shown as shown_figure
from enquiries.forms import EnquiryForm, shown_words
from enquiries.models import Wording
from enquiries.models.identity import shown as shown_reference
from enquiries.views.form_page import render_confirmation, render_form
from enquiries.wording_admin.forms import WordingForm
from enquiries.wording_admin.purposes import ABOUT

Purpose = Wording.Purpose
INDEX = "enquiry_wordings"
ON_CONFIRMATION = {Purpose.NEXT_STEPS, Purpose.CHANGES}
IN_MAIL = {Purpose.ACK_SUBJECT, Purpose.ACK_TEXT, Purpose.REPLY_SUBJECT, Purpose.SIGNATURE}


@dataclass
class Cell:
    """A text in one language; `is_behind` when the first language's is newer."""

    language: str
    name: str
    wording: Wording | None = None
    is_behind: bool = False


@dataclass
class Row:
    purpose: str
    label: str
    cells: list[Cell] = field(default_factory=list)


class WordingPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = Wording
    permission_required = "view"
    header_icon = "form"
    http_method_names = ["get"]

    def get_breadcrumbs_items(self) -> list[dict]:
        index = {"url": reverse(INDEX), "label": _("Form wordings")}
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, index, here]


class WordingListView(WordingPage):
    """Every text, in every language, with what is missing or behind."""

    template_name = "enquiries/wordings/index.html"
    page_title = gettext_lazy("Form wordings")

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict:
        newest: dict[tuple[str, str], Wording] = {}
        for wording in (
            Wording.objects.in_force().select_related("published_by").order_by("version")
        ):
            newest[wording.purpose, wording.language] = wording
        rows = [_row(purpose, newest) for purpose in ABOUT]
        return super().get_context_data(**kwargs) | {"rows": rows}


def _row(purpose: str, newest: dict) -> Row:
    row = Row(purpose, Purpose(purpose).label)
    source = newest.get((purpose, settings.LANGUAGE_CODE))
    for code, name in settings.LANGUAGES:
        wording = newest.get((purpose, code))
        is_behind = wording is not None and wording.is_older_than(source)
        row.cells.append(Cell(code, name, wording, is_behind))
    return row


class OneWordingPage(WordingPage):
    """A page about one purpose in one language; anything else is not there."""

    def setup(self, request: HttpRequest, *args, purpose: str, language: str, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if purpose not in ABOUT or language not in dict(settings.LANGUAGES):
            raise Http404
        self.purpose, self.language = purpose, language

    def get_page_title(self) -> str:
        language = get_language_info(self.language)["name_translated"]
        return f"{Purpose(self.purpose).label} ({language})"

    def versions(self):
        return Wording.objects.filter(purpose=self.purpose, language=self.language).order_by(
            "-version"
        )

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "about": ABOUT[self.purpose],
            "purpose": self.purpose,
            "language": self.language,
        }


class WordingView(OneWordingPage):
    """The text in force. Whoever may only look sees it; the others change and preview it."""

    template_name = "enquiries/wordings/wording.html"
    http_method_names = ["get", "post"]

    @cached_property
    def newest(self) -> Wording | None:
        return self.versions().first()

    @cached_property
    def source(self) -> Wording | None:
        """The text that this one translates."""
        if self.language == settings.LANGUAGE_CODE:
            return None
        return Wording.objects.by_purpose(settings.LANGUAGE_CODE).get(self.purpose)

    @property
    def is_behind(self) -> bool:
        return self.newest is not None and self.newest.is_older_than(self.source)

    def get_form(self, data=None) -> WordingForm:
        version = self.newest.version if self.newest else 0
        return WordingForm(
            data,
            purpose=self.purpose,
            newest=version,
            initial={"base": version, "text": self.newest.text if self.newest else ""},
            is_published="preview" not in self.request.POST,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if not self.user_has_permission("add"):
            raise PermissionDenied
        form = self.get_form(request.POST)
        if not form.is_valid():
            form.data = form.data.copy()
            form.data["base"] = form.newest
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if "preview" in request.POST:
            return self._preview(form.cleaned_data["text"])
        made = publish_wording(
            self.purpose,
            self.language,
            form.cleaned_data["text"],
            request.user,
            is_renewal=self.is_behind,
        )
        if made.version == form.newest:
            messages.info(request, _("That is the text in force already. Nothing was published."))
        else:
            words = {"text": self.get_page_title(), "version": made.version}
            told = _("“%(text)s” is published as version %(version)d.")
            messages.success(request, told % words)
        return redirect(INDEX)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        context.setdefault("form", self.get_form())
        return context | {
            "may_publish": self.user_has_permission("add"),
            "source": self.source,
            "is_behind": self.is_behind,
            "says_working_days": self.purpose in promise.SAY_IT,
            "placeholder": promise.PLACEHOLDER,
            "next_version": context["form"].newest + 1,
        }

    def _preview(self, text: str) -> HttpResponse:
        """Show where the text would stand, with nothing stored."""
        words = Wording.objects.by_purpose(self.language)
        words[self.purpose] = Wording(purpose=self.purpose, language=self.language, text=text)
        if self.purpose in IN_MAIL:
            shown = shown_words(words, self.language)
            context = {"words": shown, "reference": shown_reference("CDFG3467")}
            return render(self.request, "enquiries/wordings/mail_preview.html", context)
        if self.purpose in ON_CONFIRMATION:
            return render_confirmation(
                self.request,
                reference=shown_reference("CDFG3467"),
                wordings=words,
                language=self.language,
                is_preview=True,
            )
        form = EnquiryForm(language=self.language, wordings=words)
        return render_form(self.request, form, is_preview=True)


class WordingHistoryView(OneWordingPage):
    """Every version, what changed in it, and how many have agreed to it."""

    template_name = "enquiries/wordings/history.html"

    def get_context_data(self, **kwargs) -> dict:
        found = self.versions().select_related("published_by").annotate(agreed=Count("receipts"))
        versions = list(found)
        older = [*versions[1:], None]
        rows = [
            (each, _changes(before, each), shown_figure(each.agreed))
            for each, before in zip(versions, older, strict=True)
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}


def _changes(before: Wording | None, after: Wording) -> str:
    if before is None:
        return format_html("{}", after.text)
    return diff_text(before.text, after.text).to_html()
