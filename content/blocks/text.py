"""Running text: headings, paragraphs, insets, expanders and quotations."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

# What a paragraph may hold. No second-level heading (that is a block of its own, so that
# the contents list finds it), no pictures, no embeds.
PARAGRAPH_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]


class Part(models.TextChoices):
    """The parts of an explainer in the order of DISCERN (domain brief, sections 7.1 and 11.1).

    "In short" stands before them; sources and review stand after them, on every page.
    """

    WHO_FOR = "who_for", _("Who this page is for")
    WHAT_IT_IS = "what_it_is", _("What it is")
    HOW_IT_MIGHT_WORK = "how_it_might_work", _("How it might work")
    WHAT_WE_KNOW = "what_we_know", _("What we know")
    WHAT_WE_DO_NOT_KNOW = "what_we_do_not_know", _("What we do not know")
    RISKS = "risks", _("Risks")
    WITHOUT_IT = "without_it", _("What happens without it")
    OTHER_CHOICES = "other_choices", _("Other choices")
    DAILY_LIFE = "daily_life", _("Daily life and feelings")
    COST_AND_AVAILABILITY = "cost_and_availability", _("Cost and availability")
    QUESTIONS_TO_ASK = "questions_to_ask", _("Questions to ask")
    SUPPORT = "support", _("Support")


class HeadingValue(blocks.StructValue):
    """A heading with its words and its address on the page."""

    @property
    def words(self) -> str:
        """Its own words, or else those of its part."""
        return self.get("text") or (Part(self["part"]).label if self.get("part") else "")

    @property
    def anchor(self) -> str:
        """The `id` to link to: the same in all languages for a part; never a bare number."""
        name = (self.get("part") or "").replace("_", "-")
        return f"s-{name or slugify(self.words, allow_unicode=True) or 'section'}"


class HeadingBlock(blocks.StructBlock):
    """A section's heading, also its line in the contents list."""

    part = blocks.ChoiceBlock(
        label=_("Part of an explainer"),
        choices=Part.choices,
        required=False,
        help_text=_("Which of the fixed parts begins here. Empty for a heading of your own."),
    )
    text = blocks.CharBlock(
        label=_("Heading"),
        max_length=120,
        required=False,
        help_text=_("Empty: the usual words of the part."),
    )

    def clean(self, value):
        value = super().clean(value)
        if not value.words:
            error = ValidationError(_("Write a heading, or choose a part."))
            raise StructBlockValidationError(block_errors={"text": error})
        return value

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Starts a section. It also appears in the list of contents.")
        template = "blocks/heading.html"
        value_class = HeadingValue
        preview_value = {"part": "", "text": "What we do not know"}
        label_format = "{part} {text}"


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
