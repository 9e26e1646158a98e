"""That somebody took enquiries out of the inbox, and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enquiries.models.sealed import Sealed, SealedModel, sealed_column


class EnquiryExport(SealedModel):
    """One export. The reason is a person's words and may name somebody: sealed."""

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    # The code of its event's reason: the format, and whether what people wrote was in it.
    WITH_WORDS = "_with_words"

    SEALED = ("reason",)

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    format = models.CharField(max_length=10, choices=Format)
    rows = models.PositiveIntegerField()
    sealed_reason = sealed_column()

    reason = Sealed()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.format} {self.made_at:%Y-%m-%d %H:%M}"
