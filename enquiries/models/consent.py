"""What the person was told and what she agreed to, word for word."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enquiries.models.enquiry import Enquiry


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class WordingQuerySet(models.QuerySet):
    def in_force(self) -> "WordingQuerySet":
        """Every version that has begun; the newest of a purpose is the one that counts."""
        return self.filter(valid_from__lte=timezone.now())

    def for_readers_of(self, language: str) -> list["Wording"]:
        """What is in force in the language and in the first one; the better of two comes later."""
        rows = self.in_force().filter(Q(language=language) | Q(language=settings.LANGUAGE_CODE))
        return sorted(rows, key=lambda row: (row.language == language, row.version))

    def by_purpose(self, language: str) -> dict[str, "Wording"]:
        """The newest wording of each purpose, in the language or else in the first one."""
        return {row.purpose: row for row in self.for_readers_of(language)}


class Wording(models.Model):
    """A text that people rely on. A change is a new version; no row is ever updated."""

    class Purpose(models.TextChoices):
        CONSENT = "consent", _("Agreement to use health information")
        NOTICE = "notice", _("Privacy notice")
        EMAIL = "email", _("Agreement to be answered by e-mail")
        INTRODUCTION = "introduction", _("Introduction of the form")
        WHAT_HAPPENS = "what_happens", _("What happens with your words")
        URGENT = "urgent", _("Urgent help: the words before the form")
        URGENT_WORDS = "urgent_words", _("Urgent help: words to look for in a message")
        NAME_HINT = "name_hint", _("Hint at the name")
        MESSAGE_HINT = "message_hint", _("Hint at the message")
        NEXT_STEPS = "next_steps", _("What happens next, after sending")
        CHANGES = "changes", _("To add something or to take it back")
        ACK_SUBJECT = "ack_subject", _("Confirmation by e-mail: subject")
        ACK_TEXT = "ack_text", _("Confirmation by e-mail: text")
        REPLY_SUBJECT = "reply_subject", _("Reply by e-mail: subject")
        SIGNATURE = "signature", _("Signature under e-mails")

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    language = models.CharField(_("language"), max_length=12)
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"))
    sha256 = models.CharField(max_length=64, editable=False)
    valid_from = models.DateTimeField(_("valid from"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    wagtail_reference_index_ignore = True

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        default_permissions = ("view", "add")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "language", "version"], name="wording_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.language}, {self.version})"

    def is_older_than(self, source: "Wording | None") -> bool:
        """Whether its source has been changed since. The texts of an installation came together."""
        return bool(source and source.version > 1 and self.valid_from < source.valid_from)


class ConsentReceipt(models.Model):
    """That this person was shown this wording, when, and what she did.

    The hash is copied, so that a text that was tampered with later shows.
    """

    class How(models.TextChoices):
        TICKED = "ticked", _("Ticked the box on the form, which was not ticked before")
        CHOSEN = "chosen", _("Chose it on the form, where nothing was chosen before")
        SHOWN = "shown", _("Shown on the form")
        TOLD = "told", _("Told our staff, who wrote it down")

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="receipts")
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="receipts")
    sha256 = models.CharField(max_length=64)
    purpose = models.CharField(max_length=20, choices=Wording.Purpose)
    how = models.CharField(max_length=20, choices=How)
    agreed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("consent receipt")
        verbose_name_plural = _("consent receipts")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["enquiry", "wording"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.sha256[:8]}"
