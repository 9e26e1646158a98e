"""Spreadsheets in which every cell is text: nothing that a program would take for a formula."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# What spreadsheet programs begin a formula with, also in its full-width forms and after spaces.
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
# A program that splits lines at semicolons begins a cell after each of them.
AFTER_A_SEPARATOR = re.compile(r"([;\t|])(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
LONGEST_CELL = 32_767


def harmless(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula when it reads a CSV."""
    begins = unicodedata.normalize("NFKC", text.lstrip(" \u00a0\u3000"))[:1]
    first = unicodedata.normalize("NFKC", text[:1])
    text = AFTER_A_SEPARATOR.sub(r"\1\2'", text)
    return f"'{text}" if begins.startswith(LIVE) or first.startswith(LIVE) else text


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as CSV (RFC 4180) in UTF-8, with the mark that Excel knows it by."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([harmless(str(cell)) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as a workbook whose cells are typed as text, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_text_cell(sheet, str(text)) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    # Set apart from the value: openpyxl would make a formula of what begins with "=".
    cell._value = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
    cell.data_type = "s"
    cell.style = "Normal"
    cell.quotePrefix = True
    return cell
