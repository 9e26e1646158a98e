"""A message that has to leave, as facts with times."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enquiries.models.conversation import Entry
from enquiries.models.enquiry import Enquiry

GIVE_UP_AFTER = timedelta(days=7)


def _give_up_at():
    return timezone.now() + GIVE_UP_AFTER


class DeliveryQuerySet(models.QuerySet):
    def unsettled(self) -> "DeliveryQuerySet":
        """Messages that are still to leave."""
        return self.filter(sent_at=None, failed_at=None)

    def not_delivered(self) -> "DeliveryQuerySet":
        """Messages that will not leave unless somebody does something."""
        return self.filter(failed_at__isnull=False, let_go_at=None)


class Delivery(models.Model):
    """Written with its cause, sent by a job, and the same `Message-ID` on every try."""

    class Kind(models.TextChoices):
        STAFF_NOTICE = "staff_notice", _("Notice to staff")
        ACKNOWLEDGEMENT = "acknowledgement", _("Confirmation to the patient")
        REPLY = "reply", _("Reply to the patient")

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="deliveries")
    # The reply that it carries.
    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, related_name="delivery", null=True, blank=True
    )
    kind = models.CharField(max_length=30, choices=Kind)
    message_id = models.CharField(max_length=200, unique=True)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    give_up_at = models.DateTimeField(default=_give_up_at, editable=False)
    last_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    # When somebody said that nothing is left to do about it, for she was reached otherwise.
    let_go_at = models.DateTimeField(null=True, blank=True)
    # The class of the error only: its text may hold an address.
    last_error = models.CharField(max_length=100, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "kind"],
                condition=~Q(kind="reply"),
                name="delivery_one_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="reply", entry__isnull=False)
                | (~Q(kind="reply") & Q(entry__isnull=True)),
                name="delivery_reply_has_entry",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(sent_at=None, failed_at=None),
                name="delivery_unsettled",
            ),
            models.Index(
                fields=["failed_at"],
                condition=Q(failed_at__isnull=False, let_go_at=None),
                name="delivery_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_settled(self) -> bool:
        """Whether it was sent, or will not be."""
        return self.sent_at is not None or self.failed_at is not None

    @property
    def is_not_delivered(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.failed_at is not None and self.let_go_at is None

    @property
    def goes_to_her(self) -> bool:
        return self.kind != self.Kind.STAFF_NOTICE

    @property
    def is_forbidden(self) -> bool:
        """Whether it did not leave because she may not be written to."""
        return self.last_error == "NotAllowedError"

    @property
    def shown_error(self) -> str:
        """Why it did not leave, in words where it was not the mail server's doing."""
        known = {
            "NotAllowedError": _("she does not allow e-mail any more"),
            "NotSettledError": _("it waits until it is settled how she may be reached"),
        }
        return str(known.get(self.last_error, self.last_error))

    @property
    def is_given_up(self) -> bool:
        """Whether the time for trying again is over."""
        return timezone.now() >= self.give_up_at
