"""What pages share: people, sources, topics."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin
from wagtail.search import index


class Clinician(TranslatableMixin, index.Indexed, models.Model):
    """Somebody who writes or reviews pages, shown by name and role."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(
        _("address"), max_length=80, help_text=_("The last part of the address of her page.")
    )
    role = models.CharField(_("role"), max_length=120, help_text=_("As in “Consultant nurse”."))
    credentials = models.CharField(_("credentials"), max_length=200, blank=True)
    biography = models.TextField(_("biography"), blank=True)

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("author or reviewer")
        verbose_name_plural = _("authors and reviewers")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="content_clinician_slug_once_a_language",
                violation_error_message=_("Somebody else has this address."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Source(TranslatableMixin, index.Indexed, models.Model):
    """Something a claim rests on: written once, cited by many pages."""

    class Kind(models.TextChoices):
        """What sort of evidence it is, strongest first."""

        GUIDELINE = "guideline", _("Guideline")
        REVIEW = "review", _("Review of studies")
        STUDY = "study", _("Study in people")
        LABORATORY = "laboratory", _("Animal or laboratory study")
        REGISTER = "register", _("Trial register")
        REGULATOR = "regulator", _("Regulator or law")
        INFORMATION = "information", _("Health service or charity")
        OTHER = "other", _("Other")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    key = models.SlugField(
        _("key"), max_length=40, help_text=_("Short name, as S4. It is this source's address.")
    )
    authors = models.CharField(_("authors"), max_length=250, blank=True)
    title = models.CharField(_("title"), max_length=300)
    publication = models.CharField(_("published in"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    identifier = models.CharField(
        _("identifier"), max_length=120, blank=True, help_text=_("DOI, PMID or register number.")
    )
    url = models.URLField(_("link"), max_length=500, blank=True)
    checked_on = models.DateField(_("checked on"))
    note = models.TextField(_("note"), blank=True, help_text=_("Shown with the source."))

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.AutocompleteField("authors"),
        index.AutocompleteField("key"),
        index.FilterField("locale_id"),
        index.FilterField("year"),
        index.FilterField("kind"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "locale"],
                name="content_source_key_once_a_language",
                violation_error_message=_("Another source has this key."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def clean(self) -> None:
        super().clean()
        if self.checked_on and self.checked_on > timezone.localdate():
            raise ValidationError({"checked_on": _("This day has not come yet.")})
        if not self.url.startswith(("https://", "http://")) and self.url:
            raise ValidationError({"url": _("Links start with https://")})

    @property
    def anchor(self) -> str:
        """The `id` of this source in a page's list."""
        return f"source-{self.key.lower()}"


class Topic(TranslatableMixin, models.Model):
    """A heading under which questions are grouped."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("address"), max_length=60, help_text=_("Part of the link to this group of questions.")
    )
    sort_order = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Lower comes first.")
    )

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["sort_order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"], name="content_topic_slug_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.name


class GlossaryTerm(TranslatableMixin, index.Indexed, models.Model):
    """A word that a reader may not know, explained once for every page."""

    term = models.CharField(_("term"), max_length=80)
    slug = models.SlugField(
        _("address"), max_length=80, help_text=_("Part of the link to this term.")
    )
    other_forms = models.CharField(
        _("other forms"),
        max_length=250,
        blank=True,
        help_text=_("How else it is written, with commas: “follicles, antral follicle”."),
    )
    definition = models.TextField(
        _("in plain words"), max_length=300, help_text=_("One or two short sentences.")
    )

    search_fields = [
        index.SearchField("term"),
        index.AutocompleteField("term"),
        index.SearchField("definition"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="content_term_slug_once_a_language",
                violation_error_message=_("Another term has this address."),
            )
        ]

    def __str__(self) -> str:
        return self.term

    @property
    def anchor(self) -> str:
        """The `id` of this term on the glossary page."""
        return f"term-{self.slug}"

    @property
    def forms(self) -> list[str]:
        """The term and its other forms, as they may stand in a text."""
        others = [form.strip() for form in self.other_forms.split(",")]
        return [self.term, *filter(None, others)]
