"""Things drawn, told step by step, heard, or ticked off."""

from functools import cached_property

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from content.blocks.links import open_to_all


class Illustration(models.TextChoices):
    """The site's own drawings: `templates/illustrations/<name>.html`."""

    WHERE_MSCS_COME_FROM = "where_mscs_come_from", _("Where MSCs come from")
    BECOMING_OVARY_CELLS = "becoming_ovary_cells", _("Idea: turning into ovary cells")
    SENDING_SIGNALS = "sending_signals", _("Idea: sending signals")
    CALMING_THE_IMMUNE_SYSTEM = "calming_the_immune_system", _("Idea: calming the immune system")
    PHASES_OF_A_TRIAL = "phases_of_a_trial", _("The phases of a trial")
    FOLLICLE = "follicle", _("A follicle")


class IllustrationValue(blocks.StructValue):
    """A drawing with the template that holds it."""

    @property
    def template_name(self) -> str:
        name = self.get("name") or self.get("illustration")
        return f"illustrations/{name}.html" if name in Illustration.values else ""


class IllustrationBlock(blocks.StructBlock):
    """One of the site's own drawings."""

    name = blocks.ChoiceBlock(label=_("Drawing"), choices=Illustration.choices)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Drawing")
        description = _("One of our own drawings. It brings its own words for those who listen.")
        template = "blocks/illustration.html"
        value_class = IllustrationValue
        preview_value = {"name": Illustration.WHERE_MSCS_COME_FROM, "caption": ""}
        label_format = "{name}"


class StepBlock(blocks.StructBlock):
    """One step of a mechanism or a procedure."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("What happens"))
    illustration = blocks.ChoiceBlock(
        label=_("Drawing"), choices=Illustration.choices, required=False
    )

    class Meta:
        label = _("Step")
        value_class = IllustrationValue
        label_format = "{title}"


class StepsBlock(blocks.StructBlock):
    """What happens, one thing after another."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("A process in order, with a drawing where it helps.")
        template = "blocks/steps.html"
        preview_value = {
            "title": "How a study is done",
            "steps": [
                {"title": "Asking", "text": "You read about the study.", "illustration": ""},
                {"title": "Agreeing", "text": "You may say no at any time.", "illustration": ""},
            ],
        }
        label_format = "{title}"


class QuestionsToAskBlock(blocks.StructBlock):
    """Questions to tick, print and take along."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    questions = blocks.ListBlock(blocks.CharBlock(max_length=250), label=_("Questions"), min_num=1)

    class Meta:
        icon = "tick"
        label = _("Questions to ask")
        description = _("She ticks the ones she wants to ask. The ticks stay in her browser.")
        template = "blocks/questions_to_ask.html"
        preview_value = {
            "title": "Questions to ask a clinic",
            "questions": ["How many women like me had a baby?", "What went wrong for others?"],
        }
        label_format = "{title}"


class RecordingBlock(blocks.StructBlock):
    """A film or a sound recording with its words written down."""

    recording = SnippetChooserBlock("content.Recording", label=_("Recording"))

    def get_preview_value(self):
        """The newest recording, or an invented one that lies elsewhere."""
        model = apps.get_model("content.Recording")
        invented = model(
            title=_("An invented talk"),
            kind=model.Kind.VIDEO,
            elsewhere="https://video.example/talk",
            length=_("4 minutes"),
            transcript=f"<p>{_('Everything that is said.')}</p>",
        )
        return self.normalize({"recording": model.objects.order_by("-pk").first() or invented})

    class Meta:
        icon = "media"
        label = _("Video or audio")
        description = _("Loads nothing before she asks for it. The transcript stands below.")
        template = "blocks/recording.html"
        preview_value = {"recording": None}


class RelatedTrialsValue(blocks.StructValue):
    """Studies that a reader can open."""

    @cached_property
    def live_trials(self) -> list[Page]:
        return open_to_all(self["trials"])


class RelatedTrialsBlock(blocks.StructBlock):
    """Registered studies, shown here and kept there."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    trials = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="content.TrialPage"), label=_("Trials"), min_num=1
    )

    def clean(self, value):
        value = super().clean(value)
        trials = list(value["trials"])
        if len(set(trials)) < len(trials):
            error = ValidationError(_("A trial stands here twice."))
            raise StructBlockValidationError(block_errors={"trials": error})
        return value

    def get_preview_value(self):
        """The first studies of the list."""
        trials = apps.get_model("content.TrialPage").objects.live().order_by("path")[:2]
        return self.normalize({**self.meta.preview_value, "trials": list(trials)})

    class Meta:
        icon = "list-ul"
        label = _("Related trials")
        description = _("Shows trials with their status. Being listed is no approval.")
        template = "blocks/related_trials.html"
        value_class = RelatedTrialsValue
        preview_value = {"title": "Studies of this idea", "trials": []}
        label_format = "{title}"
