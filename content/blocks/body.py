"""Which blocks a page may use."""

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from content.blocks.advice import CallToActionBlock, CareCardBlock, DoorBlock
from content.blocks.evidence import EvidenceStatementBlock, StudyResultBlock
from content.blocks.explaining import (
    IllustrationBlock,
    QuestionsToAskBlock,
    RecordingBlock,
    RelatedTrialsBlock,
    StepsBlock,
)
from content.blocks.links import FigureBlock, RelatedFaqsBlock
from content.blocks.tables import ComparisonTableBlock, DoAndDontBlock, RiskListBlock
from content.blocks.text import (
    ExpanderBlock,
    HeadingBlock,
    InsetBlock,
    ParagraphBlock,
    Part,
    QuoteBlock,
)

BODY_BLOCKS = [
    ("heading", HeadingBlock()),
    ("paragraph", ParagraphBlock()),
    ("evidence_statement", EvidenceStatementBlock()),
    ("study_result", StudyResultBlock()),
    ("comparison_table", ComparisonTableBlock()),
    ("risk_list", RiskListBlock()),
    ("steps", StepsBlock()),
    ("illustration", IllustrationBlock()),
    ("inset", InsetBlock()),
    ("care_card", CareCardBlock()),
    ("do_and_dont", DoAndDontBlock()),
    ("questions_to_ask", QuestionsToAskBlock()),
    ("expander", ExpanderBlock()),
    ("quote", QuoteBlock()),
    ("figure", FigureBlock()),
    ("recording", RecordingBlock()),
    ("related_faqs", RelatedFaqsBlock()),
    ("related_trials", RelatedTrialsBlock()),
    ("call_to_action", CallToActionBlock()),
]
DOORS = [("door", DoorBlock())]
STATEMENTS = [("evidence_statement", EvidenceStatementBlock())]
KEY_POINTS = [("point", blocks.CharBlock(max_length=200))]
SOURCES = [("source", SnippetChooserBlock("content.Source"))]
FAQS = [("faq", blocks.PageChooserBlock(page_type="content.FaqPage"))]
CHANGES = [
    (
        "change",
        blocks.StructBlock([("date", blocks.DateBlock()), ("text", blocks.TextBlock())]),
    )
]

# A new explainer begins with every part of it, in order and empty.
EXPLAINER_PARTS = [("heading", {"part": part.value, "text": ""}) for part in Part]


def cited_sources(block: blocks.StreamValue.StreamChild) -> list:
    """Return the sources that a block of a body cites, in order."""
    if block.block_type == "risk_list":
        return [source for risk in block.value["risks"] for source in risk["sources"]]
    if block.block_type in {"evidence_statement", "study_result", "comparison_table"}:
        return list(block.value["sources"])
    return []
