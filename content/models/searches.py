"""What people search for: words that mean the same, and counts that cannot hold a person."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin


class Synonyms(TranslatableMixin, models.Model):
    """Words that a search treats as one."""

    words = models.TextField(
        _("words that mean the same"),
        max_length=500,
        help_text=_("One on each line: a word or a few, as “early menopause”."),
    )

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")
        ordering = ["words"]

    def __str__(self) -> str:
        return ", ".join(self.terms)

    def clean(self) -> None:
        lines = [" ".join(line.casefold().split()) for line in self.words.splitlines()]
        twice = next((line for line in lines if line and lines.count(line) > 1), None)
        if twice:
            raise ValidationError({"words": _("“%(word)s” stands there twice.") % {"word": twice}})
        if len(self.terms) < 2:
            raise ValidationError({"words": _("Write at least two, each on a line of its own.")})

    @property
    def terms(self) -> list[str]:
        """Each word or phrase, in small letters."""
        lines = (" ".join(line.casefold().split()) for line in self.words.splitlines())
        return list(dict.fromkeys(filter(None, lines)))


class SearchSighting(models.Model):
    """A search that is too rare to be written down: only a keyed digest, and its days."""

    digest = models.CharField(max_length=64, unique=True)
    days = models.PositiveSmallIntegerField(default=1)
    last_on = models.DateField()

    def __str__(self) -> str:
        return self.digest


class SearchCount(models.Model):
    """How often a search was made, once several days have seen it."""

    query = models.CharField(_("search"), max_length=200)
    language = models.CharField(_("language"), max_length=10)
    count = models.PositiveIntegerField(_("times"), default=0)
    results = models.PositiveIntegerField(_("pages found"), default=0)
    last_on = models.DateField(_("last searched on"))

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        ordering = ["-count", "query"]
        constraints = [
            models.UniqueConstraint(
                fields=["query", "language"], name="content_search_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.query
