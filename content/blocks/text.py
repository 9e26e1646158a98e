"""Running text: headings, paragraphs, insets, expanders and quotations."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# What a paragraph may hold. No second-level heading (that is a block of its own, so that
# the contents list finds it), no pictures, no embeds.
PARAGRAPH_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]


class HeadingValue(blocks.StructValue):
    """A heading with its address on the page."""

    @property
    def anchor(self) -> str:
        """The `id` to link to; never empty, never a bare number."""
        return f"s-{slugify(self['text'], allow_unicode=True) or 'section'}"


class HeadingBlock(blocks.StructBlock):
    """A section's heading, also its line in the contents list."""

    text = blocks.CharBlock(label=_("Heading"), max_length=120)

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Starts a section. It also appears in the list of contents.")
        template = "blocks/heading.html"
        value_class = HeadingValue
        preview_value = {"text": "What we do not know"}
        label_format = "{text}"


class ParagraphBlock(blocks.RichTextBlock):
    """Running text with smaller headings, lists and links."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": PARAGRAPH_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and smaller headings. Put the answer first.")
        template = "blocks/paragraph.html"
        preview_value = (
            "<p>Most women with POI never learn why it happened.</p>"
            "<ul><li>It is not a judgement on you.</li><li>You can ask for a second opinion.</li>"
            "</ul>"
        )


class InsetBlock(blocks.StructBlock):
    """A remark that stands out from the text, without urgency."""

    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link", "ul"])

    class Meta:
        icon = "help"
        label = _("Inset")
        description = _("Sets one remark apart. For urgent advice use a care card.")
        template = "blocks/inset.html"
        preview_value = {"text": "<p>It is natural to look for hope.</p>"}


class ExpanderBlock(blocks.StructBlock):
    """Detail that only some readers want, behind its title."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=PARAGRAPH_FEATURES)

    class Meta:
        icon = "collapse-down"
        label = _("Expander")
        description = _("Detail that only some readers want. Never hide a risk in it.")
        template = "blocks/expander.html"
        preview_value = {"title": "What the numbers leave out", "text": "<p>Who was not asked.</p>"}
        label_format = "{title}"


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words, and whose they are."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(
        label=_("Who said it, and where"),
        help_text=_("A name, or what the person is, and where it can be read."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Words of a named source. A patient's story is not evidence.")
        template = "blocks/quote.html"
        preview_value = {"text": "Who can help me?", "attribution": "A woman in a published study"}
