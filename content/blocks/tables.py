"""Things side by side: comparison tables, risks, and what to do and not to do."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from content.blocks.evidence import source_list


class TableRowBlock(blocks.StructBlock):
    """One thing that is compared."""

    heading = blocks.CharBlock(label=_("What"), max_length=120)
    cells = blocks.ListBlock(
        blocks.TextBlock(required=False), label=_("Cells"), help_text=_("One for each column.")
    )

    class Meta:
        label = _("Row")
        label_format = "{heading}"


class ComparisonTableValue(blocks.StructValue):
    """A table whose cells know the name of their column."""

    @property
    def named_rows(self) -> list[dict]:
        """Rows as {heading, cells: [(column, cell)]}, one cell for each column."""
        columns = list(self["columns"])
        rows = [
            (row["heading"], [*row["cells"], *("" for _column in columns)]) for row in self["rows"]
        ]
        return [
            {"heading": heading, "cells": list(zip(columns, cells, strict=False))}
            for heading, cells in rows
        ]


class ComparisonTableBlock(blocks.StructBlock):
    """Things compared by the same questions."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    row_title = blocks.CharBlock(
        label=_("What the rows are"), max_length=60, help_text=_("As in “Cells from”.")
    )
    columns = blocks.ListBlock(
        blocks.CharBlock(max_length=60), label=_("Columns"), min_num=1, max_num=4
    )
    rows = blocks.ListBlock(TableRowBlock(), label=_("Rows"), min_num=2)
    sources = source_list(min_num=0)

    def clean(self, value):
        value = super().clean(value)
        if any(len(row["cells"]) != len(value["columns"]) for row in value["rows"]):
            error = ValidationError(_("Each row needs as many cells as there are columns."))
            raise StructBlockValidationError(block_errors={"rows": error})
        return value

    class Meta:
        icon = "table"
        label = _("Comparison table")
        description = _("Compares things by the same questions. On a phone each row is a card.")
        template = "blocks/comparison_table.html"
        value_class = ComparisonTableValue
        preview_value = {
            "title": "Where the cells come from",
            "row_title": "Cells from",
            "columns": ["Whose", "Drawback"],
            "rows": [
                {"heading": "Bone marrow", "cells": ["Your own", "Painful to take"]},
                {"heading": "Umbilical cord", "cells": ["From a donor", "May be rejected"]},
            ],
            "sources": [],
        }
        label_format = "{title}"


class Basis(models.TextChoices):
    """Why a risk is on the list."""

    SEEN_IN_POI = "seen_in_poi", _("Seen in studies of POI")
    SEEN_ELSEWHERE = "seen_elsewhere", _("Seen in other uses of cells")
    THEORY = "theory", _("Possible in theory")
    NOT_KNOWN = "not_known", _("Not known")


class RiskValue(blocks.StructValue):
    """A risk with its basis spelt out."""

    @property
    def basis_words(self) -> str:
        return Basis(self.get("basis") or Basis.NOT_KNOWN).label


class RiskBlock(blocks.StructBlock):
    """One thing that can go wrong."""

    risk = blocks.CharBlock(label=_("Risk"), max_length=120)
    text = blocks.TextBlock(label=_("In plain words"), help_text=_("Numbers as people."))
    basis = blocks.ChoiceBlock(label=_("How we know"), choices=Basis.choices)
    sources = source_list(min_num=0)

    class Meta:
        label = _("Risk")
        value_class = RiskValue
        label_format = "{risk}"


class RiskListBlock(blocks.StructBlock):
    """Risks, each with how it is known."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    risks = blocks.ListBlock(RiskBlock(), label=_("Risks"), min_num=1)

    class Meta:
        icon = "warning"
        label = _("Risk list")
        description = _("What can go wrong, and how we know. Never call a risk small.")
        template = "blocks/risk_list.html"
        preview_value = {
            "title": "Risks of taking the cells",
            "risks": [
                {
                    "risk": "Bruising",
                    "text": "Seen in an invented study of 20 women.",
                    "basis": Basis.SEEN_IN_POI,
                    "sources": [],
                }
            ],
        }
        label_format = "{title}"


class DoAndDontBlock(blocks.StructBlock):
    """What helps and what harms."""

    do = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("Do"), min_num=1)
    dont = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("Do not"), min_num=1)

    class Meta:
        icon = "check"
        label = _("Do and do not")
        description = _("Two short lists. Each line goes on after “Do” or “Do not”.")
        template = "blocks/do_and_dont.html"
        preview_value = {
            "do": ["take somebody with you", "write your questions down"],
            "dont": ["stop HRT without speaking to your doctor"],
        }
