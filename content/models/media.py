"""Pictures, with whose they are and who agreed to be in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class ClinicImage(AbstractImage):
    """A picture. Its alternative text is asked for again wherever it is used."""

    class Consent(models.TextChoices):
        """Whether somebody can be recognised, and if so whether she agreed."""

        NOBODY_SHOWN = "nobody_shown", _("Nobody can be recognised")
        CONSENT_HELD = "consent_held", _("Everybody shown has agreed in writing")

    consent = models.CharField(
        _("people shown"), max_length=20, choices=Consent, default=Consent.NOBODY_SHOWN
    )
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who made it. Shown under it.")
    )
    licence = models.CharField(
        _("licence"), max_length=120, blank=True, help_text=_("What lets us use it, as CC BY 4.0.")
    )
    source_url = models.URLField(_("where it comes from"), blank=True)

    admin_form_fields = (*Image.admin_form_fields, "consent", "credit", "licence", "source_url")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]


class ClinicRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(ClinicImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="content_rendition_once"
            )
        ]
