"""By when an enquiry is to be answered."""

from datetime import datetime

from enquiries.models import AnsweringSettings, Enquiry, Holiday
from enquiries.working_days import WorkingDays


def due_time(since: datetime) -> datetime:
    """Return by when we want to have answered what waits for us since then."""
    promised = AnsweringSettings.load()
    return _working_days(promised).due_at(since, promised.answer_within_days)


def renew_due_times() -> int:
    """Bring every enquiry that waits for us to the present timetable; return how many changed."""
    promised = AnsweringSettings.load()
    days = _working_days(promised)
    changed = []
    for enquiry in Enquiry.objects.ours_to_answer().without_words():
        due = days.due_at(enquiry.waits_since, promised.answer_within_days)
        if enquiry.due_at != due:
            enquiry.due_at = due
            changed.append(enquiry)
    Enquiry.objects.bulk_update(changed, ["due_at"], batch_size=500)
    return len(changed)


def _working_days(promised: AnsweringSettings) -> WorkingDays:
    holidays = frozenset(Holiday.objects.values_list("day", flat=True))
    return WorkingDays(promised.working_weekdays, holidays)
