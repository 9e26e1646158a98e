"""What a page is made of. One file an idea; `body.py` says which page may use which."""

from content.blocks.advice import CallToActionBlock, CareCardBlock, DoorBlock, Urgency
from content.blocks.body import (
    BODY_BLOCKS,
    CHANGES,
    DOORS,
    EXPLAINER_PARTS,
    FAQS,
    KEY_POINTS,
    SOURCES,
    STATEMENTS,
    cited_sources,
)
from content.blocks.evidence import EvidenceLabel, EvidenceStatementBlock, StudyResultBlock
from content.blocks.explaining import (
    Illustration,
    IllustrationBlock,
    QuestionsToAskBlock,
    RecordingBlock,
    RelatedTrialsBlock,
    StepsBlock,
)
from content.blocks.links import FigureBlock, RelatedFaqsBlock
from content.blocks.tables import Basis, ComparisonTableBlock, DoAndDontBlock, RiskListBlock
from content.blocks.text import (
    ExpanderBlock,
    HeadingBlock,
    InsetBlock,
    ParagraphBlock,
    Part,
    QuoteBlock,
)

__all__ = [
    "BODY_BLOCKS",
    "CHANGES",
    "DOORS",
    "EXPLAINER_PARTS",
    "FAQS",
    "KEY_POINTS",
    "SOURCES",
    "STATEMENTS",
    "Basis",
    "CallToActionBlock",
    "CareCardBlock",
    "ComparisonTableBlock",
    "DoAndDontBlock",
    "DoorBlock",
    "EvidenceLabel",
    "EvidenceStatementBlock",
    "ExpanderBlock",
    "FigureBlock",
    "HeadingBlock",
    "Illustration",
    "IllustrationBlock",
    "InsetBlock",
    "ParagraphBlock",
    "Part",
    "QuestionsToAskBlock",
    "QuoteBlock",
    "RecordingBlock",
    "RelatedFaqsBlock",
    "RelatedTrialsBlock",
    "RiskListBlock",
    "StepsBlock",
    "StudyResultBlock",
    "Urgency",
    "cited_sources",
]
