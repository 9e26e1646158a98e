"""An enquiry: what one person wrote, and where it stands."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from enquiries.encryption import (
    blind_index,
    keyring,
    normalised_email,
    normalised_phone,
)
from enquiries.models import identity
from enquiries.models.finding import EnquiryQuerySet
from enquiries.models.preferences import Preferences
from enquiries.models.sealed import Sealed, SealedModel, is_readable, sealed_column
from enquiries.models.states import ClosingReason, State, Unsettled
from enquiries.models.topics import EnquiryTopic


class Enquiry(SealedModel):
    """Not a snippet: no revisions, no search index, no reference index, no `ModelLogEntry`.

    Written by `actions` only. What a person wrote is sealed; what stands in clear is what
    the inbox lists, sorts and filters by.
    """

    State = State
    ClosingReason = ClosingReason
    SEALED = ("name", "email", "phone", "message", "details")

    reference = models.CharField(
        _("reference"),
        max_length=identity.REFERENCE_LENGTH,
        unique=True,
        default=identity.make_reference,
        editable=False,
    )
    # One rendered form, one key: however often it is posted, one enquiry.
    submission_key = models.UUIDField(unique=True, editable=False)
    # Of the answers that came last: tells a form that was sent twice from one that was changed
    # and sent again.
    answers_digest = models.BinaryField(max_length=32, default=b"", editable=False)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.NEW)
    closing_reason = models.CharField(
        _("why it was closed"), max_length=20, choices=ClosingReason, blank=True
    )
    topic = models.ForeignKey(
        EnquiryTopic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        related_name="enquiries",
        null=True,
        blank=True,
    )
    language = models.CharField(_("language"), max_length=12)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.SET_NULL,
        related_name="merged",
        null=True,
        blank=True,
    )
    is_unread = models.BooleanField(_("unread"), default=True)
    # Not empty: nobody is reached before staff have settled how she may be.
    unsettled = models.CharField(
        max_length=10, choices=Unsettled, blank=True, default="", editable=False
    )
    # Counts what changed in who she is and how she may be reached: a page that was loaded
    # before overwrites nothing that came since.
    reach_version = models.PositiveIntegerField(default=0, editable=False)
    is_on_hold = models.BooleanField(
        _("kept by order"), default=False, help_text=_("Retention leaves it alone.")
    )
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    state_changed_at = models.DateTimeField(_("state changed"), default=timezone.now)
    # From when the days for an answer are counted, and by when it is due; both empty while it
    # does not wait for us.
    due_from_at = models.DateTimeField(null=True, blank=True, editable=False)
    due_at = models.DateTimeField(_("answer due"), null=True, blank=True)
    first_answered_at = models.DateTimeField(_("first answered"), null=True, blank=True)

    sealed_name = sealed_column()
    sealed_email = sealed_column()
    sealed_phone = sealed_column()
    sealed_message = sealed_column()
    sealed_details = sealed_column()
    email_index = models.BinaryField(max_length=32, null=True, editable=False)
    phone_index = models.BinaryField(max_length=32, null=True, editable=False)
    index_key_id = models.CharField(max_length=32, editable=False, db_index=True)

    name, email, phone, message, details = Sealed(), Sealed(), Sealed(), Sealed(), Sealed()

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        # It arrives through the form and leaves through retention or erasure: nobody adds or
        # deletes. What each allows stands in `enquiries/permissions.py`.
        default_permissions = ("view", "change")
        permissions = [
            ("lead_enquiry", _("Can see and assign every enquiry")),
            ("export_enquiry", _("Can export enquiries")),
            ("erase_enquiry", _("Can copy, hold and erase a person's enquiries")),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="enquiry_newest"),
            models.Index(fields=["state", "-created_at"], name="enquiry_state_newest"),
            models.Index(fields=["topic", "-created_at"], name="enquiry_topic_newest"),
            models.Index(fields=["assignee", "-created_at"], name="enquiry_assignee_newest"),
            # Counts the inbox from the index alone.
            models.Index(
                fields=["assignee", "state"],
                include=["merged_into"],
                name="enquiry_assignee_state",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=("new", "in_progress")),
                name="enquiry_due",
            ),
            models.Index(fields=["state", "state_changed_at"], name="enquiry_state_age"),
            models.Index(fields=["email_index"], name="enquiry_email_index"),
            models.Index(fields=["phone_index"], name="enquiry_phone_index"),
        ]

    def __str__(self) -> str:
        return self.shown_reference

    @property
    def shown_reference(self) -> str:
        """The reference as it is printed: ABCD-EFGH."""
        return identity.shown(self.reference)

    @property
    def work_id(self) -> UUID:
        """The key of the enquiry in which this one is worked on."""
        return self.merged_into_id or self.pk

    @property
    def standing(self) -> str:
        """Its state in words; of one that was merged, into which."""
        if self.merged_into_id:
            return _("Merged into %(reference)s") % {"reference": self.merged_into}
        return self.get_state_display()

    @property
    def preferences(self) -> Preferences:
        """How she wants to be reached; nothing is allowed when that cannot be read."""
        text = self.details
        return Preferences.from_text(text) if is_readable(text) else Preferences()

    def index_person(self) -> None:
        """Set the blind indexes from the sealed address and number. Raises `CannotUnsealError`."""
        ring = keyring()
        email, phone = self.unsealed("email"), self.unsealed("phone")
        self.email_index = blind_index("email", normalised_email(email) if email else "", ring)
        self.phone_index = blind_index("phone", normalised_phone(phone), ring)
        self.index_key_id = ring.active_index

    @property
    def waits_since(self) -> datetime:
        """From when the days for an answer are counted."""
        return self.due_from_at or self.created_at

    @property
    def is_overdue(self) -> bool:
        waits = self.state in (State.NEW, State.IN_PROGRESS)
        return waits and self.due_at is not None and self.due_at < timezone.now()

    @property
    def language_name(self) -> str:
        """The language of the form, as the reader of the inbox calls it."""
        try:
            return get_language_info(self.language)["name_translated"]
        except KeyError:
            return self.language
