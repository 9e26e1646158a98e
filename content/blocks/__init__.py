"""What a page is made of. One file an idea; `body.py` says which page may use which."""

from content.blocks.advice import CallToActionBlock, CareCardBlock, DoorBlock, Urgency
from content.blocks.body import BODY_BLOCKS, DOORS, FAQS, KEY_POINTS, SOURCES, STATEMENTS
from content.blocks.evidence import EvidenceLabel, EvidenceStatementBlock, StudyResultBlock
from content.blocks.links import FigureBlock, RelatedFaqsBlock
from content.blocks.text import ExpanderBlock, HeadingBlock, InsetBlock, ParagraphBlock, QuoteBlock

__all__ = [
    "BODY_BLOCKS",
    "DOORS",
    "FAQS",
    "KEY_POINTS",
    "SOURCES",
    "STATEMENTS",
    "CallToActionBlock",
    "CareCardBlock",
    "DoorBlock",
    "EvidenceLabel",
    "EvidenceStatementBlock",
    "ExpanderBlock",
    "FigureBlock",
    "HeadingBlock",
    "InsetBlock",
    "ParagraphBlock",
    "QuoteBlock",
    "RelatedFaqsBlock",
    "StudyResultBlock",
    "Urgency",
]
