"""When we answer: the promise that staff set, and the days on which nobody is here."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

WEEKDAYS = (
    "works_on_monday",
    "works_on_tuesday",
    "works_on_wednesday",
    "works_on_thursday",
    "works_on_friday",
    "works_on_saturday",
    "works_on_sunday",
)


class AnsweringSettings(BaseGenericSetting):
    """Within how many working days we want to answer, and which days these are."""

    answer_within_days = models.PositiveSmallIntegerField(
        _("answer within (working days)"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("An enquiry counts as overdue after that many working days."),
    )
    works_on_monday = models.BooleanField(_("Monday"), default=True)
    works_on_tuesday = models.BooleanField(_("Tuesday"), default=True)
    works_on_wednesday = models.BooleanField(_("Wednesday"), default=True)
    works_on_thursday = models.BooleanField(_("Thursday"), default=True)
    works_on_friday = models.BooleanField(_("Friday"), default=True)
    works_on_saturday = models.BooleanField(_("Saturday"), default=False)
    works_on_sunday = models.BooleanField(_("Sunday"), default=False)
    digest_to = models.TextField(
        _("daily summary to"),
        blank=True,
        help_text=_(
            "E-mail addresses, one on each line. Empty: everybody who leads enquiries. "
            "The summary holds numbers only."
        ),
    )

    class Meta:
        verbose_name = _("answering enquiries")

    @property
    def working_weekdays(self) -> frozenset[int]:
        """The weekdays of work, Monday 0 to Sunday 6."""
        return frozenset(day for day, name in enumerate(WEEKDAYS) if getattr(self, name))


class Holiday(models.Model):
    """A day on which no enquiry is answered."""

    day = models.DateField(_("day"), unique=True, help_text=_("Such as 24/12/2026."))
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["day"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
