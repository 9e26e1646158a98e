"""How long an enquiry is kept, what has been deleted, and what must not come back."""

import hashlib
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

# The least and the most of each number of the policy.
BOUNDS = {
    "closed_days": (30, 1096),
    "patient_days": (7, 365),
    "spam_days": (7, 90),
    "unanswered_months": (12, 36),
    "most_at_once": (1, 5000),
}


def _bounds(name: str) -> list:
    lowest, highest = BOUNDS[name]
    return [MinValueValidator(lowest), MaxValueValidator(highest)]


class RetentionPolicy(BaseGenericSetting):
    """The periods, with the bounds that no setting can leave.

    `enquiries.retention` holds to them whatever the row says.
    """

    BOUNDS = BOUNDS

    closed_days = models.PositiveSmallIntegerField(
        _("closed enquiries are kept for (days)"),
        default=90,
        validators=_bounds("closed_days"),
    )
    patient_days = models.PositiveSmallIntegerField(
        _("enquiries of people who became patients are kept for (days)"),
        default=30,
        validators=_bounds("patient_days"),
        help_text=_("Counted from closing, when the record is in the patient's file."),
    )
    spam_days = models.PositiveSmallIntegerField(
        _("spam is kept for (days)"),
        default=30,
        validators=_bounds("spam_days"),
    )
    unanswered_months = models.PositiveSmallIntegerField(
        _("what was never closed is kept for (months)"),
        default=12,
        validators=_bounds("unanswered_months"),
        help_text=_("Never by its age alone before 12 months."),
    )
    most_at_once = models.PositiveIntegerField(
        _("at most in one run"),
        default=200,
        validators=_bounds("most_at_once"),
        help_text=_("A run that finds more deletes none of them, and tells you."),
    )

    class Meta:
        verbose_name = _("retention of enquiries")


class RetentionRun(models.Model):
    """One run: how many of which reason, and no word of whose. By the database's clock.

    Of a dry run and of one that was refused, the numbers are what would have been deleted.
    """

    class Refused(models.TextChoices):
        TOO_MANY = "too_many", _("More were due than the policy allows at once")
        CLOCK_WENT_BACK = "clock_went_back", _("The database's clock stands before the last run")
        CLOCKS_DIFFER = "clocks_differ", _("The clocks of database and machine differ by an hour")
        OUT_OF_BOUNDS = "out_of_bounds", _("The policy was changed past its bounds")

    ran_at = models.DateTimeField(default=timezone.now, editable=False)
    is_dry_run = models.BooleanField(default=False)
    closed = models.PositiveIntegerField(default=0)
    became_patient = models.PositiveIntegerField(default=0)
    spam = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveIntegerField(default=0)
    on_hold = models.PositiveIntegerField(default=0)
    # A code: why nothing was deleted although something was due.
    refused = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-ran_at", "-pk"]
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d %H:%M}"

    @property
    def due(self) -> int:
        """How many enquiries it found due."""
        return self.closed + self.became_patient + self.spam + self.unanswered

    @property
    def refused_because(self) -> str:
        """Why it deleted nothing, in words."""
        return dict(self.Refused.choices).get(self.refused, self.refused)


class Tombstone(models.Model):
    """That an enquiry was deleted, so that a restored backup does not bring it back.

    SHA-256 of its id: with 74 random bits in it the id cannot be guessed, and no key that
    could be lost is needed to check a restored row.
    """

    class Reason(models.TextChoices):
        ERASED = "erased", _("Erased at the person's wish")
        RETENTION = "retention", _("Its time was over")

    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    # SHA-256 of the key of the form that was sent: sent once more, it brings nothing back either.
    form_digest = models.BinaryField(max_length=32, null=True, db_index=True, editable=False)
    reason = models.CharField(max_length=20, choices=Reason)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.reason} {self.made_at:%Y-%m-%d}"

    @staticmethod
    def digest_of(key: UUID) -> bytes:
        return hashlib.sha256(key.bytes).digest()
