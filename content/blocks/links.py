"""Pictures, and other pages shown inside a page."""

from collections.abc import Iterable
from functools import cached_property

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page


class FigureBlock(blocks.StructBlock):
    """A picture that explains, with its caption."""

    image = ImageBlock(
        label=_("Picture"),
        help_text=_("Describe what it shows, or mark it as decoration."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    def get_preview_value(self):
        """The newest picture of the clinic's own."""
        image = apps.get_model("content.ClinicImage").objects.order_by("-pk").first()
        if image:
            image.contextual_alt_text, image.decorative = image.title, False
        return self.normalize({"image": image, "caption": image.title if image else ""})

    class Meta:
        icon = "image"
        label = _("Figure")
        description = _("A picture that explains something. Credit and licence come with it.")
        template = "blocks/figure.html"
        preview_value = {"image": None, "caption": "Where the cells come from"}
        label_format = "{caption}"


def open_to_all(chosen: Iterable[Page | None]) -> list[Page]:
    """Return the live pages that anybody may read, in the order in which they were chosen."""
    pages = [page for page in chosen if page and page.live]
    numbers = [page.pk for page in pages]
    closed = Page.objects.filter(pk__in=numbers).not_public().values_list("pk", flat=True)
    hidden = set(closed) if pages else set()
    return [page for page in pages if page.pk not in hidden]


class RelatedFaqsValue(blocks.StructValue):
    """Questions that a reader can open."""

    @cached_property
    def live_faqs(self) -> list[Page]:
        return open_to_all(self["faqs"])


class RelatedFaqsBlock(blocks.StructBlock):
    """Questions of the bank, shown here and kept there."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    faqs = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="content.FaqPage"), label=_("Questions"), min_num=1
    )

    def get_preview_value(self):
        """The first questions of the bank."""
        faqs = apps.get_model("content.FaqPage").objects.live().order_by("path")[:2]
        return self.normalize({**self.meta.preview_value, "faqs": list(faqs)})

    class Meta:
        icon = "list-ul"
        label = _("Related questions")
        description = _("Shows questions with their short answers. Each is written once.")
        template = "blocks/related_faqs.html"
        value_class = RelatedFaqsValue
        preview_value = {"title": "Questions people ask", "faqs": []}
        label_format = "{title}"
