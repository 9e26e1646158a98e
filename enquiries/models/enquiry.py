"""An enquiry: what one person wrote, and where it stands."""

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from enquiries.models import identity
from enquiries.models.topics import EnquiryTopic


class EnquiryQuerySet(models.QuerySet):
    def new(self) -> "EnquiryQuerySet":
        """Enquiries that nobody has taken up yet."""
        return self.filter(state=Enquiry.State.NEW)

    def without_words(self) -> "EnquiryQuerySet":
        """Leave what the person wrote in the database: a list has no need of it."""
        return self.defer(*Enquiry.PERSONAL_FIELDS)


class Enquiry(models.Model):
    """Not a snippet: no revisions, no search index, no reference index, no export.

    Written by `actions` only. The personal fields are plain `TextField`s that no query
    filters or sorts by, so that encryption can take their place.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        IN_PROGRESS = "in_progress", _("In progress")
        WAITING = "waiting", _("Waiting for the patient")
        CLOSED = "closed", _("Closed")
        SPAM = "spam", _("Spam")

    class BestTime(models.TextChoices):
        ANY = "any", _("Any time")
        MORNING = "morning", _("Morning")
        AFTERNOON = "afternoon", _("Afternoon")
        EVENING = "evening", _("Early evening")

    PERSONAL_FIELDS = ("name", "email", "phone", "message")

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=identity.uuid7, editable=False)
    reference = models.CharField(
        _("reference"),
        max_length=identity.REFERENCE_LENGTH,
        unique=True,
        default=identity.make_reference,
        editable=False,
    )
    # One rendered form, one key: however often it is posted, one enquiry.
    submission_key = models.UUIDField(unique=True, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.NEW)
    topic = models.ForeignKey(
        EnquiryTopic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        related_name="enquiries",
        null=True,
        blank=True,
    )
    language = models.CharField(_("language"), max_length=12)
    name = models.TextField(_("name"))
    email = models.TextField(_("e-mail"), blank=True)
    phone = models.TextField(_("telephone"), blank=True)
    best_time = models.CharField(
        _("best time"), max_length=20, choices=BestTime, default=BestTime.ANY
    )
    may_leave_message = models.BooleanField(_("we may leave a message"), default=False)
    message = models.TextField(_("message"), blank=True)
    came_from = models.CharField(_("came from"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    state_changed_at = models.DateTimeField(_("state changed"), default=timezone.now)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        # It arrives through the form and leaves through retention: nobody adds or deletes.
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="enquiry_newest"),
            models.Index(fields=["state", "-created_at"], name="enquiry_state_newest"),
            models.Index(fields=["topic", "-created_at"], name="enquiry_topic_newest"),
        ]

    def __str__(self) -> str:
        return self.shown_reference

    @property
    def shown_reference(self) -> str:
        """The reference as it is printed: ABCD-EFGH."""
        return identity.shown(self.reference)

    @property
    def language_name(self) -> str:
        """The language of the form, as the reader of the inbox calls it."""
        try:
            return get_language_info(self.language)["name_translated"]
        except KeyError:
            return self.language
