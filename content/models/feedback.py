"""Whether a page helped: an answer and a remark, and nothing about who gave them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageFeedback(models.Model):
    """One answer to "Was this page helpful?".

    Only the day is kept: a time could point to a visit.
    """

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="feedback",
    )
    is_helpful = models.BooleanField(_("helpful"))
    comment = models.TextField(_("remark"), max_length=1000, blank=True)
    given_on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("answer about a page")
        verbose_name_plural = _("answers about pages")
        ordering = ["-given_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"
