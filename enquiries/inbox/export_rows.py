"""What stands in an exported file: a row for each enquiry, every cell a text."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from enquiries.models import Allowed, Enquiry, Preferences, allowed_in
from enquiries.models.finding import EnquiryQuerySet


def plain_rows(enquiries: Iterable[Enquiry]) -> list[list[str]]:
    """Return headings, and a row for each enquiry, without what people wrote."""
    return [_plain_headings(), *(_plain(each) for each in enquiries)]


def rows_with_words(works: Iterable[list[Enquiry]]) -> list[list[str]]:
    """Return headings, and a row for each enquiry of whole pieces of work, with her words.

    How she is reached safely stands beside her number: nobody telephones without it. Of
    enquiries that were merged each row allows only what every one of them does.
    """
    words = [_("Name"), _("E-mail"), _("Telephone"), *Preferences().in_words(), _("Message")]
    rows = [[*_plain_headings(), *words]]
    for work in works:
        allowed = allowed_in(work)
        rows += [[*_plain(each), *_words(each, allowed)] for each in work]
    return rows


def pieces_of_work(listed: Iterable[Enquiry], visible: EnquiryQuerySet) -> list[list[Enquiry]]:
    """Return the listed enquiries in their order, each with all that it was merged with."""
    works: dict[UUID, list[Enquiry]] = {each.work_id: [] for each in listed}
    for each in visible.merged_with(listed):
        works.setdefault(each.work_id, []).append(each)
    return [work for work in works.values() if work]


def shown_time(moment: datetime | None) -> str:
    """Return a moment as a cell tells it, in the reader's time zone."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def _plain_headings() -> list[str]:
    return [
        _("Reference"),
        _("State"),
        _("Why closed"),
        _("Topic"),
        _("Language"),
        _("Assigned to"),
        _("Received"),
        _("First answered"),
    ]


def _plain(row: Enquiry) -> list[str]:
    return [
        row.shown_reference,
        row.standing,
        row.get_closing_reason_display(),
        str(row.topic or ""),
        row.language_name,
        str(row.assignee or ""),
        shown_time(row.created_at),
        shown_time(row.first_answered_at),
    ]


def _words(row: Enquiry, allowed: Allowed) -> list[str]:
    return [row.name, row.email, row.phone, *allowed.in_words().values(), row.message]
