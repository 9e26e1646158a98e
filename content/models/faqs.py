"""The bank of questions: one question a page, grouped by topic."""

from html import unescape
from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, ReferenceIndex
from wagtail.search import index

from content.models.base import BasePage, BodyPage, readable_from


class FaqIndexPage(BasePage):
    """All questions, by topic."""

    introduction = RichTextField(_("introduction"), features=["bold", "link", "ul"], blank=True)

    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.FaqPage"]
    max_count_per_parent = 1
    content_panels = [*BasePage.intro_panels, FieldPanel("introduction"), *BasePage.review_panels]

    class Meta:
        verbose_name = _("question index")

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        faqs = (
            readable_from(self, FaqPage.objects.child_of(self))
            .select_related("topic")
            .order_by("topic__sort_order", "topic__name", "path")
        )
        context["topics"] = [
            {"topic": topic, "faqs": list(group)}
            for topic, group in groupby(faqs, key=lambda faq: faq.topic)
        ]
        return context


class FaqPage(BodyPage):
    """One question. Its title is the question; other pages show it, and never copy it."""

    topic = models.ForeignKey(
        "content.Topic",
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        related_name="faqs",
    )
    short_answer = RichTextField(
        _("short answer"),
        features=["bold", "italic", "link"],
        help_text=_("One or two sentences that answer the question by themselves."),
    )

    parent_page_types = ["content.FaqIndexPage"]
    subpage_types = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("short_answer", boost=2),
        index.SearchField("searched_text"),
        index.SearchField("searched_headings", boost=1.5),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("topic"),
        FieldPanel("short_answer"),
        *BodyPage.body_panels,
        *BasePage.review_panels,
    ]

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    @property
    def summary(self) -> str:
        """The short answer as plain text: an editor writes it once. Takes the field's place."""
        return unescape(strip_tags(self.short_answer)).strip()

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        siblings = readable_from(self, FaqPage.objects.sibling_of(self, inclusive=False))
        context["related"] = siblings.filter(topic=self.topic_id).order_by("path")[:5]
        context["used_on"] = self.pages_that_show_it()
        return context

    def pages_that_show_it(self) -> models.QuerySet[Page]:
        """Live pages in whose body this question stands."""
        references = ReferenceIndex.get_references_to(self).filter(
            base_content_type=ContentType.objects.get_for_model(Page)
        )
        users = {int(pk) for pk in references.values_list("object_id", flat=True)}
        return Page.objects.live().public().filter(pk__in=users - {self.pk}).order_by("title")
