"""Taking enquiries out: with a permission, a reason and the password, and written down."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enquiries.abuse import OwnPasswordForm
from enquiries.actions import record_export
from enquiries.forms.fields import ReadableField
from enquiries.forms.focus import with_focus
from enquiries.inbox.export_rows import pieces_of_work, plain_rows, rows_with_words, shown_time
from enquiries.inbox.filters import EnquiryFilterSet
from enquiries.inbox.pages import InboxPage
from enquiries.inbox.spreadsheet import as_csv, as_xlsx
from enquiries.models import Enquiry, EnquiryExport
from enquiries.models.finding import EnquiryQuerySet
from enquiries.permissions import visible_to

MOST_ROWS = 5000
KINDS = {
    EnquiryExport.Format.CSV: (as_csv, "text/csv; charset=utf-8"),
    EnquiryExport.Format.XLSX: (
        as_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


class ExportForm(OwnPasswordForm):
    """What is taken out, how and why."""

    reason = ReadableField(
        label=gettext_lazy("Why do you need it?"),
        help_text=gettext_lazy("It is kept with the record of this export."),
        longest=500,
        too_long=gettext_lazy("The reason can have at most 500 characters."),
        error_messages={"required": gettext_lazy("Say why you need it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=EnquiryExport.Format,
        widget=forms.RadioSelect,
        initial=EnquiryExport.Format.XLSX,
    )
    with_words = forms.BooleanField(
        label=gettext_lazy("With names, addresses and messages"),
        help_text=gettext_lazy(
            "What was merged comes with them. Notes, calls and replies are in no export."
        ),
        required=False,
    )
    field_order = ["reason", "format", "with_words", "password"]


class ExportView(InboxPage):
    """Exports what the filter of the list shows."""

    permission_required = "export"
    template_name = "enquiries/inbox/export.html"
    page_title = gettext_lazy("Export enquiries")
    header_icon = "download"
    http_method_names = ["get", "post"]

    @cached_property
    def narrowed(self) -> EnquiryFilterSet:
        return EnquiryFilterSet(
            self.request.GET, queryset=self.visible.with_related(), request=self.request
        )

    @property
    def visible(self) -> EnquiryQuerySet:
        return visible_to(self.request.user, "view")

    def get_queryset(self):
        """What the list shows; nothing, where it is narrowed by what cannot be understood."""
        if not self.narrowed.is_valid():
            return Enquiry.objects.none()
        found = self.narrowed.qs.order_by("-created_at", "-pk")
        searched = self.request.GET.get("q", "").strip()
        return found.with_reference(searched) if searched else found

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ExportForm(request.POST, user=request.user)
        rows = self.get_queryset()
        if form.is_valid() and not self.narrowed.is_valid():
            form.add_error(None, _("The list cannot be narrowed like that: go back to it first."))
        if form.is_valid() and rows.count() > MOST_ROWS:
            form.add_error(
                None,
                _("At most 5,000 enquiries at once: narrow the list by dates, then export it."),
            )
        if not form.is_valid():
            with_focus(form)
            return form.mark(self.render_to_response(self.get_context_data(form=form)))
        return self._export(rows, form.cleaned_data)

    def _export(self, rows, given: dict) -> HttpResponse:
        kind, user, now = given["format"], self.request.user, timezone.localtime()
        listed, with_words = list(rows.without_words()), given["with_words"]
        if with_words:
            table = rows_with_words(pieces_of_work(listed, self.visible.with_related()))
        else:
            table = plain_rows(listed)
        record_export(user, kind, len(table) - 1, given["reason"], has_words=with_words)
        first = [_("Exported by %(who)s, %(when)s") % {"who": user, "when": shown_time(now)}]
        write, content_type = KINDS[kind]
        response = HttpResponse(write([first, *table]), content_type=content_type)
        response.headers["Content-Disposition"] = (
            f'attachment; filename="enquiries-{now:%Y-%m-%d}.{kind}"'
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        context.setdefault("form", ExportForm(user=self.request.user))
        return context | {"count": self.get_queryset().count(), "most": MOST_ROWS}
