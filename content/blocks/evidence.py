"""What is known, and how well: evidence statements and study results."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

ICONS_DRAWN = 100


class EvidenceLabel(models.TextChoices):
    """The site's seven labels, strongest first (domain brief, section 7.5)."""

    ESTABLISHED = "established", _("Established")
    LARGE_TRIALS = "large_trials", _("Large trials")
    SMALL_TRIALS = "small_trials", _("Small trials")
    CASE_REPORTS = "case_reports", _("Case reports")
    ANIMAL_STUDIES = "animal_studies", _("Animal studies")
    LABORATORY_ONLY = "laboratory_only", _("Laboratory only")
    THEORY = "theory", _("Theory")

    @property
    def level(self) -> int:
        """Steps of the scale that are filled in: 7 for established, 1 for theory."""
        return len(type(self)) - list(type(self)).index(self)

    @property
    def meaning(self) -> str:
        """The label in one plain line."""
        return _MEANINGS[self]

    @classmethod
    def described(cls) -> list[tuple[str, str]]:
        """Return the choices as an editor meets them, each with its meaning."""
        return [(label.value, format_lazy("{}: {}", label.label, label.meaning)) for label in cls]


_MEANINGS = {
    EvidenceLabel.ESTABLISHED: _("Experts agree on it, and guidelines rest on it."),
    EvidenceLabel.LARGE_TRIALS: _("Shown in large studies with a comparison group."),
    EvidenceLabel.SMALL_TRIALS: _("Seen in small studies of women, most without a comparison."),
    EvidenceLabel.CASE_REPORTS: _("Seen in one or a few women. It may be chance."),
    EvidenceLabel.ANIMAL_STUDIES: _("Seen in animals. It is not known for women."),
    EvidenceLabel.LABORATORY_ONLY: _("Seen in cells in a dish. It is not known for women."),
    EvidenceLabel.THEORY: _("An idea. It has not been shown."),
}


def source_list(min_num: int = 1) -> blocks.ListBlock:
    """Return a list of sources to choose, at least `min_num`."""
    source = SnippetChooserBlock("content.Source", label=_("Source"))
    # An empty list starts without an empty chooser, which would have to be removed.
    start = {} if min_num else {"default": []}
    return blocks.ListBlock(source, label=_("Sources"), min_num=min_num, **start)


class EvidenceStatementValue(blocks.StructValue):
    """A claim with its label spelt out."""

    @property
    def label(self) -> EvidenceLabel:
        """The chosen label; a draft without one counts as theory."""
        return EvidenceLabel(self.get("label") or EvidenceLabel.THEORY)

    @property
    def label_text(self) -> str:
        return self.label.label

    @property
    def label_meaning(self) -> str:
        return self.label.meaning

    @property
    def level(self) -> int:
        return self.label.level


class EvidenceStatementBlock(blocks.StructBlock):
    """One claim, how well it is known, and where that can be read."""

    claim = blocks.TextBlock(
        label=_("Claim"), help_text=_("One or two short sentences. Numbers as people.")
    )
    label = blocks.ChoiceBlock(
        label=_("How well it is known"),
        choices=EvidenceLabel.described,
        help_text=_("Label the claim as it stands: what was seen, not what is hoped."),
    )
    sources = source_list()

    class Meta:
        icon = "clipboard-list"
        label = _("Evidence statement")
        description = _("A claim with its evidence label and its sources.")
        template = "blocks/evidence_statement.html"
        value_class = EvidenceStatementValue
        preview_value = {
            "claim": "Nobody can say yet whether the cells made a difference.",
            "label": EvidenceLabel.SMALL_TRIALS,
            "sources": [],
        }
        label_format = "{claim}"


class StudyResultValue(blocks.StructValue):
    """A result as people who can be counted."""

    @property
    def unaffected(self) -> int:
        return self["people"] - self["affected"]

    @property
    def is_scaled(self) -> bool:
        """Whether the picture shows people per 100 instead of each one."""
        return self["people"] > ICONS_DRAWN

    @property
    def icons(self) -> list[bool]:
        """One entry for each person drawn, true for those it happened to.

        Up to 100 people are drawn one by one. More are drawn per 100, rounded to the
        nearest, but never to "none" or "all" where that is not so.
        """
        people, affected = self["people"], self["affected"]
        if not self.is_scaled:
            return [True] * affected + [False] * self.unaffected
        filled = round(ICONS_DRAWN * affected / people)
        if 0 < affected < people:
            filled = min(max(filled, 1), ICONS_DRAWN - 1)
        return [True] * filled + [False] * (ICONS_DRAWN - filled)


class StudyResultBlock(blocks.StructBlock):
    """How many people, what happened to how many, against what, over how long."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    people = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=1_000_000)
    who = blocks.CharBlock(
        label=_("Who they are"), default=_("women"), help_text=_("As in “2 of 10 women …”.")
    )
    affected = blocks.IntegerBlock(label=_("To how many it happened"), min_value=0)
    outcome = blocks.CharBlock(
        label=_("What happened to them"), help_text=_("As after “2 of 10 women …”.")
    )
    compared_with = blocks.CharBlock(
        label=_("Compared with"), help_text=_("Say so when there was no comparison group.")
    )
    period = blocks.CharBlock(label=_("Over how long"))
    sources = source_list()

    def clean(self, value):
        value = super().clean(value)
        if value["affected"] > value["people"]:
            error = ValidationError(_("This is more than the number of people."))
            raise StructBlockValidationError(block_errors={"affected": error})
        return value

    class Meta:
        icon = "group"
        label = _("Study result")
        description = _("A result drawn as people: each symbol stands for one.")
        template = "blocks/study_result.html"
        value_class = StudyResultValue
        preview_value = {
            "title": "An invented study",
            "people": 20,
            "who": "women",
            "affected": 3,
            "outcome": "had periods again",
            "compared_with": "No comparison group",
            "period": "12 months",
            "sources": [],
        }
        label_format = "{title}"
