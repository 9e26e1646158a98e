"""What to do: care cards and calls to action."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class Urgency(models.TextChoices):
    """How soon somebody should act, in the words that the reader sees."""

    NON_URGENT = "non_urgent", _("Advice")
    URGENT = "urgent", _("Urgent advice")
    IMMEDIATE = "immediate", _("Immediate action")


class CareCardValue(blocks.StructValue):
    """A care card with its urgency spelt out."""

    @property
    def urgency_words(self) -> str:
        return Urgency(self.get("urgency") or Urgency.NON_URGENT).label


class CareCardBlock(blocks.StructBlock):
    """Advice with its urgency."""

    urgency = blocks.ChoiceBlock(
        label=_("Urgency"), choices=Urgency.choices, default=Urgency.NON_URGENT
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "link", "ul"])

    class Meta:
        icon = "warning"
        label = _("Care card")
        description = _("When to get help, and how soon. The card says its urgency in words.")
        template = "blocks/care_card.html"
        value_class = CareCardValue
        preview_value = {
            "urgency": Urgency.URGENT,
            "title": "Speak to your doctor before you stop a medicine",
            "text": "<p>Stopping suddenly can do harm.</p>",
        }
        label_format = "{title}"


class CallToActionBlock(blocks.StructBlock):
    """One thing that the reader can do next."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False)
    link_text = blocks.CharBlock(
        label=_("Words of the link"), help_text=_("They say where it goes."), max_length=60
    )
    page = blocks.PageChooserBlock(
        label=_("Page"), required=False, help_text=_("Empty: the enquiry form.")
    )

    class Meta:
        icon = "arrow-right"
        label = _("Call to action")
        description = _("One next step, at most once a page. It informs; it never sells.")
        template = "blocks/call_to_action.html"
        preview_value = {
            "title": "Talk to someone",
            "text": "You can write to us about anything on this page.",
            "link_text": "Write to us",
            "page": None,
        }
        label_format = "{title}"


class DoorBlock(blocks.StructBlock):
    """A way into the site, in the words of somebody who comes for it."""

    title = blocks.CharBlock(
        label=_("Title"), max_length=60, help_text=_("As she would say it: “I have …”.")
    )
    text = blocks.TextBlock(label=_("Text"))
    page = blocks.PageChooserBlock(
        label=_("Page"), required=False, help_text=_("Empty: the enquiry form.")
    )

    class Meta:
        icon = "home"
        label = _("Door")
        description = _("One of the three ways in on the home page.")
        template = "blocks/door.html"
        preview_value = {"title": "I want to talk to someone", "text": "Write to us.", "page": None}
        label_format = "{title}"
