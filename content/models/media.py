"""Pictures, with whose they are and who agreed to be in them, and recordings."""

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import TranslatableMixin

MOST_BYTES = 100 * 1024 * 1024
VIDEO_ENDINGS = (".mp4", ".webm")


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


class Recording(TranslatableMixin, models.Model):
    """A film or a sound recording of the clinic's own, with its words written down."""

    class Kind(models.TextChoices):
        """What plays it."""

        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Audio")

    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    file = models.FileField(
        _("file"),
        upload_to="recordings",
        blank=True,
        validators=[FileExtensionValidator(["mp4", "webm", "mp3", "m4a", "ogg", "opus"])],
        help_text=_("MP4 or WebM for video, MP3, M4A or Ogg for audio. At most 100 MB."),
    )
    captions = models.FileField(
        _("captions"),
        upload_to="recordings",
        blank=True,
        validators=[FileExtensionValidator(["vtt"])],
        help_text=_("WebVTT, for a video."),
    )
    elsewhere = models.URLField(
        _("address elsewhere"),
        blank=True,
        help_text=_("For a recording on another site. She gets a link, and nothing is loaded."),
    )
    length = models.CharField(_("length"), max_length=40, help_text=_("As in “4 minutes”."))
    transcript = RichTextField(
        _("transcript"),
        features=["bold", "italic", "ul", "link"],
        help_text=_("Everything that is said, and what is shown and matters."),
    )

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if bool(self.file) == bool(self.elsewhere):
            raise ValidationError({"file": _("Give a file or an address elsewhere, one of them.")})
        if self.kind == self.Kind.VIDEO and self.file and not self.captions:
            raise ValidationError({"captions": _("A video needs captions.")})
        if self.file and self.file.size > MOST_BYTES:
            raise ValidationError({"file": _("This file is larger than 100 MB.")})
        # A film that is called a sound recording would need no captions.
        is_film = self.file.name.lower().endswith(VIDEO_ENDINGS) if self.file else None
        if self.file and is_film != (self.kind == self.Kind.VIDEO):
            raise ValidationError({"kind": _("The file is of the other kind.")})
        if self.captions and not self.captions._committed:
            _check_captions(self.captions)


def _check_captions(file) -> None:
    """Raise `ValidationError` for a new file that no player would read as captions."""
    start = file.read(9)
    file.seek(0)
    if not start.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        raise ValidationError(
            {"captions": _("This is no WebVTT file. Such a file begins with “WEBVTT”.")}
        )
