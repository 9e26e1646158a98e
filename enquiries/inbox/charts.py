"""The charts of enquiries: drawn as plain SVG, each with its table."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from enquiries.charts import FEWEST, enquiries_by_week, time_to_first_answer
from enquiries.models import Enquiry
from enquiries.permissions import may

WIDTH, HEIGHT, GAP = 780, 200, 4


class ChartsMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may(request.user, "lead")


class ChartsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Only figures, and none under five. For those who lead."""

    model = Enquiry
    permission_required = "lead"
    template_name = "enquiries/inbox/charts.html"
    page_title = _("Enquiries by week")
    header_icon = "mail"
    http_method_names = ["get"]

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict:
        weeks, answering = enquiries_by_week(), time_to_first_answer()
        topics = sorted({name for week in weeks for name in week.topics})
        counts = [sum(week.topics.values()) + _number(week.others) for week in weeks]
        hours = [week.median or 0 for week in answering]
        return super().get_context_data(**kwargs) | {
            "weeks": [(week, [week.topics.get(name, "") for name in topics]) for week in weeks],
            "topics": topics,
            "answering": answering,
            "count_bars": _bars(counts),
            "hour_bars": _bars(hours),
            "has_counts": any(counts),
            "has_hours": any(hours),
            "width": WIDTH,
            "height": HEIGHT,
            "fewest": FEWEST,
        }


def _number(figure: int | str) -> int:
    return figure if isinstance(figure, int) else 0


def _bars(values: list[float]) -> list[dict]:
    """Return a rectangle for each value, the highest as high as the drawing."""
    step, most = WIDTH / len(values), max([*values, 1])
    return [
        {
            "x": round(place * step, 1),
            "y": round(HEIGHT - value / most * HEIGHT, 1),
            "width": round(step - GAP, 1),
            "height": round(value / most * HEIGHT, 1),
        }
        for place, value in enumerate(values)
    ]
