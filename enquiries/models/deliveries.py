"""A message that has to leave, as facts with times."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enquiries.models.enquiry import Enquiry

GIVE_UP_AFTER = timedelta(days=7)


class Delivery(models.Model):
    """Written with the enquiry, sent by a job, and the same `Message-ID` on every try."""

    class Kind(models.TextChoices):
        STAFF_NOTICE = "staff_notice", _("Notice to staff")

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=30, choices=Kind)
    message_id = models.CharField(max_length=200, unique=True)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    # The class of the error only: its text may hold an address.
    last_error = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry"],
                condition=models.Q(kind="staff_notice"),
                name="delivery_one_staff_notice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_settled(self) -> bool:
        """Whether it was sent, or will not be."""
        return self.sent_at is not None or self.failed_at is not None

    @property
    def is_given_up(self) -> bool:
        """Whether the time for trying again is over."""
        return timezone.now() - self.created_at >= GIVE_UP_AFTER
