"""Pictures, and other pages shown inside a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class FigureBlock(blocks.StructBlock):
    """A picture that explains, with its caption."""

    image = ImageBlock(
        label=_("Picture"),
        help_text=_("Describe what it shows, or mark it as decoration."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Figure")
        description = _("A picture that explains something. Credit and licence come with it.")
        template = "blocks/figure.html"
        preview_value = {"image": None, "caption": "Where the cells come from"}
        label_format = "{caption}"


class RelatedFaqsBlock(blocks.StructBlock):
    """Questions of the bank, shown here and kept there."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    faqs = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="content.FaqPage"), label=_("Questions"), min_num=1
    )

    class Meta:
        icon = "list-ul"
        label = _("Related questions")
        description = _("Shows questions with their short answers. Each is written once.")
        template = "blocks/related_faqs.html"
        preview_value = {"title": "Questions people ask", "faqs": []}
        label_format = "{title}"
