"""The list of enquiries: what they are about and where they stand, without their words."""

import re

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from enquiries.inbox.filters import EnquiryFilterSet
from enquiries.inbox.forms import REASONS
from enquiries.models import Delivery, Enquiry, identity
from enquiries.permissions import may, visible_to

# An address or a telephone number: neither is searched for in an address that can be seen.
LOOKS_PERSONAL = re.compile(r"@|\+?\d[\d ()/-]{5,}\d")

# On a phone these columns are told below the reference instead (`reference_cell.html`).
ASIDE = "enquiry__aside"


class TickColumn(BaseColumn):
    """A box for what is to be done with several at once; works without a script."""

    cell_template_name = "enquiries/inbox/tick_cell.html"
    header_template_name = "enquiries/inbox/tick_header.html"

    class Media:
        js = ["enquiries/tick_all.js"]


class MarkedColumn(Column):
    """A value that may need a mark in words: new, overdue, or that there are more of hers."""

    class Media:
        css = {"all": ["enquiries/inbox.css", "enquiries/list.css"]}


class ReferenceColumn(TitleColumn):
    cell_template_name = "enquiries/inbox/reference_cell.html"

    class Media:
        js = ["enquiries/whole_reference.js"]


class StateColumn(MarkedColumn):
    cell_template_name = "enquiries/inbox/state_cell.html"


class DueColumn(MarkedColumn):
    cell_template_name = "enquiries/inbox/due_cell.html"


class EnquiryIndexView(generic.IndexView):
    """Searches by the whole reference only, however it is typed, and exports nothing itself."""

    permission_required = "view"
    any_permission_required = ["view"]
    filterset_class = EnquiryFilterSet
    default_ordering = "-created_at"
    search_fields = ["reference"]
    search_backend_name = None
    template_name = "enquiries/inbox/index.html"
    results_template_name = "enquiries/inbox/index_results.html"
    not_here = _(
        "Addresses and telephone numbers are not searched for in the list, since they would "
        "stand in the address of the page. Use “Find a person”."
    )
    person_url_name = None
    export_url_name = None
    bulk_url_name = None

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.results_only and self._is_personal(request.GET.get(self.search_kwarg)):
            # So that it stays neither in the address of this page nor in the browser's history.
            messages.warning(request, self.not_here)
            return redirect(self.person_url_name)
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self):
        return visible_to(self.request.user).for_a_list()

    def order_queryset(self, queryset):
        return super().order_queryset(queryset).order_by(*self._ordering_with_tie_break())

    def _ordering_with_tie_break(self) -> tuple[str, str]:
        is_descending = self.ordering.startswith("-")
        return self.ordering, "-pk" if is_descending else "pk"

    def paginate_queryset(self, queryset, page_size):
        """Mark who has written more: for the rows of the page, not for those passed over."""
        paginator, page, rows, has_others = super().paginate_queryset(queryset, page_size)
        others = Enquiry.objects.exclude(pk=OuterRef("pk"))
        page.object_list = (
            self.order_queryset(self.get_base_queryset())
            .filter(pk__in=rows.select_related(None).values("pk"))
            .annotate(
                has_failed_mail=Exists(
                    Delivery.objects.not_delivered().filter(enquiry=OuterRef("pk"))
                ),
                same_email=Exists(others.filter(email_index=OuterRef("email_index"))),
                same_phone=Exists(others.filter(phone_index=OuterRef("phone_index"))),
            )
        )
        return paginator, page, page.object_list, has_others

    def get_search_form(self) -> SearchForm:
        given = self.request.GET if self.search_kwarg in self.request.GET else None
        form = SearchForm(given, placeholder=_("Whole reference"))
        form.fields["q"].widget.attrs |= {
            "autocomplete": "off",
            "data-whole-reference": "",
            "pattern": identity.pattern(),
            "title": _("The whole reference, such as CDFG-3467. For anything else: Find a person."),
        }
        return form

    def _is_personal(self, text: str | None) -> bool:
        return bool(LOOKS_PERSONAL.search(text or ""))

    @property
    def no_results_message(self) -> str:
        if self.is_searching and self._is_personal(self.search_query):
            return self.not_here
        if self.is_searching and self.is_filtering:
            return _(
                "No enquiry that the filters leave has this reference. Take them away to look "
                "among all."
            )
        if self.is_searching:
            return _(
                "No enquiry that you may see has this reference. Enter the whole reference, such "
                "as CDFG-3467: names and words cannot be searched for."
            )
        return super().no_results_message

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        return queryset.with_reference(self.search_query)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = [
            HeaderButton(_("Find a person"), url=reverse(self.person_url_name), icon_name="search")
        ]
        if may(self.request.user, "export"):
            url = f"{reverse(self.export_url_name)}?{self._narrowed_by()}"
            buttons.append(HeaderButton(_("Export"), url=url, icon_name="download"))
        return buttons

    def _narrowed_by(self) -> str:
        """What this list is narrowed by, as a query; a person's address never."""
        narrowed = self.request.GET.copy()
        if self._is_personal(narrowed.get(self.search_kwarg)):
            del narrowed[self.search_kwarg]
        return narrowed.urlencode()

    def get_context_data(self, *args, **kwargs) -> dict:
        context = super().get_context_data(*args, **kwargs)
        if may(self.request.user, "change"):
            context |= {
                "bulk_url": reverse(self.bulk_url_name),
                "close_reasons": REASONS,
                "people": self.filters.people,
            }
        return context

    @cached_property
    def columns(self) -> list[Column]:
        ticks = [TickColumn("tick")] if may(self.request.user, "change") else []
        return [
            *ticks,
            ReferenceColumn(
                "reference",
                label=_("Reference"),
                accessor="shown_reference",
                get_url=self.get_inspect_url,
            ),
            Column("topic", label=_("Topic"), accessor="topic.name", classname=ASIDE),
            StateColumn("state", label=_("State"), accessor="standing"),
            Column("assignee", label=_("Assigned to"), accessor="assignee", classname=ASIDE),
            Column("language", label=_("Language"), accessor="language_name", classname=ASIDE),
            DateColumn(
                "created_at",
                label=_("Received"),
                accessor="created_at",
                sort_key="created_at",
                classname=ASIDE,
            ),
            DueColumn(
                "due_at", label=_("Due"), accessor="due_at", sort_key="due_at", classname=ASIDE
            ),
        ]
