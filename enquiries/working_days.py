"""Due times by working days: pure arithmetic, without a database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

# Past so many days in a row without work somebody has entered nonsense; then every day counts.
LONGEST_BREAK_DAYS = 366
LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True)
class WorkingDays:
    """Which days count: weekdays (Monday 0 to Sunday 6) that are no holidays."""

    weekdays: Collection[int]
    holidays: Collection[date] = ()

    def is_working(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def due_at(self, received: datetime, within: int) -> datetime:
        """Return the end of the `within`th working day after the day of receipt.

        In the site's time zone, whatever zone a member of staff has set for herself, so that
        the end of a day is the clinic's midnight, on days when the clocks change too.
        """
        clinics = timezone.get_default_timezone()
        day = timezone.localtime(received, clinics).date()
        for _ in range(within):
            day = self._next(day)
        return timezone.make_aware(datetime.combine(day, LAST_SECOND), clinics)

    def _next(self, day: date) -> date:
        for _ in range(LONGEST_BREAK_DAYS):
            day += timedelta(days=1)
            if self.is_working(day):
                return day
        return day - timedelta(days=LONGEST_BREAK_DAYS - 1)
