"""What an enquiry can be about. Staff edit the list, a list for each language."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable, TranslatableMixin


class EnquiryTopicQuerySet(models.QuerySet):
    def offered(self) -> "EnquiryTopicQuerySet":
        """Topics that stand on the form."""
        return self.filter(is_offered=True)

    def in_language(self, language: str) -> "EnquiryTopicQuerySet":
        return self.filter(locale__language_code=language)

    def for_form(self, language: str) -> list["EnquiryTopic"]:
        """The offered topics of a language, or of the first language when it has none."""
        own = list(self.offered().in_language(language))
        return own or list(self.offered().in_language(settings.LANGUAGE_CODE))


class EnquiryTopic(TranslatableMixin, Orderable):
    """A topic is taken off the form, never deleted: old enquiries are about it."""

    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("As the visitor reads it on the form, such as “A question about research”."),
    )
    is_offered = models.BooleanField(
        _("on the form"),
        default=True,
        help_text=_("Take the tick away to take this topic off the form. Old enquiries keep it."),
    )

    objects = EnquiryTopicQuerySet.as_manager()

    class Meta(TranslatableMixin.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("enquiry topic")
        verbose_name_plural = _("enquiry topics")

    def __str__(self) -> str:
        return self.name
