"""What is said about an enquiry: notes, calls, replies, and what she sent after it."""

from uuid import UUID, uuid5

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable, TranslatableMixin

from enquiries.models.enquiry import Enquiry
from enquiries.models.sealed import Sealed, SealedModel, sealed_column


class EntryQuerySet(models.QuerySet):
    def about(self, enquiry: Enquiry) -> "EntryQuerySet":
        """What was said of an enquiry and of those that were merged into it."""
        return self.filter(Q(enquiry=enquiry) | Q(enquiry__merged_into=enquiry))


class Entry(SealedModel):
    """One thing that was said, sealed. Written once, never edited."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note for colleagues")
        CALL = "call", _("Telephone call")
        REPLY = "reply", _("Reply by e-mail")
        ADDITION = "addition", _("Sent again with changes")
        CORRECTION = "correction", _("Details corrected; before, they were")

    SEALED = ("text",)

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=20, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sealed_text = sealed_column()

    text = Sealed()

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @staticmethod
    def key_of(form_key: UUID, enquiry_id: UUID, kind: str, text: str) -> UUID:
        """Return the key under which what a form brings is kept once, however often it is sent.

        A text that was changed before it was sent again is another one; so is one that the
        form's key brings to another enquiry.
        """
        return uuid5(form_key, f"{enquiry_id}|{kind}|{text}")


class ReplyTemplate(TranslatableMixin, Orderable):
    """A text that replies begin with. Its placeholders are a fixed list, never a language."""

    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(
        _("text"),
        max_length=4000,
        help_text=_(
            "[name], [reference] and [signature] are filled in when it is chosen. [your words] "
            "marks where one's own words go: no reply leaves while it still stands there."
        ),
    )
    is_offered = models.BooleanField(
        _("offered"), default=True, help_text=_("Take the tick away to put it aside.")
    )

    class Meta(TranslatableMixin.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")

    def __str__(self) -> str:
        return self.title
