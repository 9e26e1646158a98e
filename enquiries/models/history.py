"""What happened to an enquiry. Rows are added, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enquiries.models.enquiry import Enquiry


class EnquiryEvent(models.Model):
    """One thing that happened, without a word of what the person wrote.

    The history outlives the enquiry and the account: neither link is held by the
    database, so that deleting one of them changes no row here.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        OPENED = "opened", _("Opened")
        STATE_CHANGED = "state_changed", _("State changed")
        NOTICE_SENT = "notice_sent", _("Staff told by e-mail")
        NOTICE_FAILED = "notice_failed", _("Staff could not be told by e-mail")

    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    kind = models.CharField(max_length=30, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        null=True,
        blank=True,
    )
    state_before = models.CharField(max_length=20, choices=Enquiry.State, blank=True)
    state_after = models.CharField(max_length=20, choices=Enquiry.State, blank=True)
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["happened_at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d %H:%M}"
