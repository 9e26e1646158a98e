"""Which blocks a page may use."""

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from content.blocks.advice import CallToActionBlock, CareCardBlock, DoorBlock
from content.blocks.evidence import EvidenceStatementBlock, StudyResultBlock
from content.blocks.links import FigureBlock, RelatedFaqsBlock
from content.blocks.text import ExpanderBlock, HeadingBlock, InsetBlock, ParagraphBlock, QuoteBlock

BODY_BLOCKS = [
    ("heading", HeadingBlock()),
    ("paragraph", ParagraphBlock()),
    ("evidence_statement", EvidenceStatementBlock()),
    ("study_result", StudyResultBlock()),
    ("inset", InsetBlock()),
    ("care_card", CareCardBlock()),
    ("expander", ExpanderBlock()),
    ("quote", QuoteBlock()),
    ("figure", FigureBlock()),
    ("related_faqs", RelatedFaqsBlock()),
    ("call_to_action", CallToActionBlock()),
]
DOORS = [("door", DoorBlock())]
STATEMENTS = [("evidence_statement", EvidenceStatementBlock())]
KEY_POINTS = [("point", blocks.CharBlock(max_length=200))]
SOURCES = [("source", SnippetChooserBlock("content.Source"))]
FAQS = [("faq", blocks.PageChooserBlock(page_type="content.FaqPage"))]
