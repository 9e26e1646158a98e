"""What happened: the audit trail. Rows are added, never changed."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enquiries.models.enquiry import Enquiry
from enquiries.models.states import State


class EnquiryEventQuerySet(models.QuerySet):
    def record(
        self,
        kind: str,
        enquiry: Enquiry | UUID | None = None,
        actor: AbstractBaseUser | None = None,
        **facts: str | int,
    ) -> "EnquiryEvent":
        """Add an event to the chain; the last thing in its transaction.

        The database gives the position, the time and the hash, one writer at a time: until
        the commit every other writer waits.
        """
        enquiry_id = enquiry.pk if isinstance(enquiry, Enquiry) else enquiry
        return self.create(kind=kind, enquiry_id=enquiry_id, actor=actor, **facts)


class EnquiryEvent(models.Model):
    """One thing that happened, without a word of what the person wrote.

    The history outlives the enquiry and the account: neither link is held by the database,
    so that deleting one of them changes no row here. Triggers of the second migration give
    `position`, `happened_at`, `previous_hash` and `hash`; they refuse UPDATE and TRUNCATE,
    and DELETE of all but the oldest events, when they are over six years old. `reason` holds
    a code, never a text; `subject` the id of another row.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        ADDED_TO = "added_to", _("Sent again with changes")
        OPENED = "opened", _("Opened")
        STATE_CHANGED = "state_changed", _("State changed")
        ASSIGNED = "assigned", _("Assigned")
        NOTED = "noted", _("Note written")
        CORRECTED = "corrected", _("Details corrected")
        UNSETTLED = "unsettled", _("How to reach her has to be settled")
        SETTLED = "settled", _("Settled how she may be reached")
        CALLED = "called", _("Telephone call recorded")
        REPLIED = "replied", _("Reply written")
        MERGED = "merged", _("Merged")
        NOTICE_SENT = "notice_sent", _("Staff told by e-mail")
        NOTICE_FAILED = "notice_failed", _("Staff could not be told by e-mail")
        ACKNOWLEDGED = "acknowledged", _("Confirmed to the patient by e-mail")
        ACKNOWLEDGEMENT_FAILED = "ack_failed", _("The confirmation could not be delivered")
        REPLY_SENT = "reply_sent", _("Reply delivered to the mail server")
        REPLY_FAILED = "reply_failed", _("The reply could not be delivered")
        TRIED_AGAIN = "tried_again", _("Delivery begun again")
        LET_GO = "let_go", _("Undelivered e-mail let go: reached otherwise")
        SEARCHED = "searched", _("Looked for a person")
        EXPORTED = "exported", _("Exported")
        COPIED = "copied", _("Copy of a person's data made")
        ERASED = "erased", _("Erased")
        HELD = "held", _("Put on hold")
        RELEASED = "released", _("Hold ended")
        DELETED = "deleted", _("Deleted when its time was over")
        RETENTION_RUN = "retention_run", _("Retention run")
        POLICY_CHANGED = "policy_changed", _("Retention policy changed")
        WORDING_PUBLISHED = "wording_published", _("Wording published")
        KEYS_ROTATED = "keys_rotated", _("Keys rotated")
        RESTORED = "restored", _("Erasures repeated after a restore")
        REFUSED = "refused", _("Refused")
        TRAIL_SHORTENED = "trail_shortened", _("Events deleted after six years")

    position = models.BigAutoField(primary_key=True)
    enquiry = models.ForeignKey(
        Enquiry,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="events",
        null=True,
        blank=True,
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
    state_before = models.CharField(max_length=20, choices=State, blank=True)
    state_after = models.CharField(max_length=20, choices=State, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    happened_at = models.DateTimeField(editable=False, null=True)
    previous_hash = models.BinaryField(max_length=32, null=True, editable=False)
    hash = models.BinaryField(max_length=32, null=True, editable=False)

    objects = EnquiryEventQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"

    @property
    def shown_states(self) -> str:
        """From which state to which, as people read it; empty where none is told."""
        states = [self.get_state_before_display(), self.get_state_after_display()]
        return " → ".join(str(state) for state in states if state)


class TrailStart(models.Model):
    """Where the trail begins since its oldest events were deleted: position and hash of the
    last of them, by which the rest stays chained. The newest row counts.

    The triggers take a row only of an event that is older than six years, and refuse to
    change or delete one.
    """

    position = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["position"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"after {self.position}"
