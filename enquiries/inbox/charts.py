"""The charts of enquiries: drawn as plain SVG, each with its table."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from enquiries.charts import FEWEST, enquiries_by_week, time_to_first_answer
from enquiries.models import Enquiry
from enquiries.permissions import may

WIDTH, HEIGHT, GAP = 780, 200, 4
# So many shades tell topics apart; what comes after them has the last one.
SHADES = 5


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
        counts = [
            [*(week.topics.get(name, 0) for name in topics), _number(week.others)] for week in weeks
        ]
        return super().get_context_data(**kwargs) | {
            "weeks": [(week, [week.topics.get(name, "") for name in topics]) for week in weeks],
            "topics": topics,
            "answering": answering,
            "by_topic": Chart(counts, [*topics, _("All others")] if topics else []),
            "by_hours": Chart([[week.median or 0] for week in answering]),
            "first_on": weeks[0].begins_on,
            "last_on": weeks[-1].begins_on,
            "fewest": FEWEST,
        }


def _number(figure: int | str) -> int:
    return figure if isinstance(figure, int) else 0


class Chart:
    """Bars from left to right, each of parts from below, and what the parts are called."""

    width, height = WIDTH, HEIGHT

    def __init__(self, values: list[list[float]], labels: Sequence[str] = ()):
        self.most = max((sum(parts) for parts in values), default=0)
        self.parts = list(self._drawn(values)) if self.most else []
        self.legend = [(label, _shade(place)) for place, label in enumerate(labels)]

    def _drawn(self, values: list[list[float]]) -> Iterator[dict]:
        """A rectangle for each part that there is, the highest bar as high as the drawing."""
        step = WIDTH / len(values)
        for place, parts in enumerate(values):
            below = 0
            for kind, value in enumerate(parts):
                below += value
                if value:
                    yield {
                        "x": round(place * step, 1),
                        "y": round(HEIGHT - below / self.most * HEIGHT, 1),
                        "width": round(step - GAP, 1),
                        "height": round(value / self.most * HEIGHT, 1),
                        "shade": _shade(kind),
                    }


def _shade(kind: int) -> int:
    return min(kind, SHADES - 1)
