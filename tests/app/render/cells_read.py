"""The cells of the tables in a Word file, a page and a workbook, in reading order, so that they can be compared."""

from __future__ import annotations

import re
from pathlib import Path

import docx
from docx.table import Table
from lxml import etree
from python_calamine import load_workbook

_NUMBER = re.compile(r"-?[0-9,]+(?:\.[0-9]+)?%?")


def cells_of_word(path: Path) -> list[str]:
    """The texts of all table cells; a merged one counts where it begins, and the line of signatures is none."""
    return [text for table in docx.Document(str(path)).tables for text in _cells(table)]


def _cells(table: Table) -> list[str]:
    found = []
    for cell in table._tbl.iter("{*}tc"):
        merge = cell.find("{*}tcPr/{*}vMerge")
        if cell.find("{*}tcPr/{*}tcBorders") is not None:
            continue
        if merge is None or "restart" in merge.values():
            lines = ["".join(map(str, part.itertext("{*}t"))) for part in cell.iter("{*}p")]
            found.append("\n".join(lines))
    return found


def cells_of_page(path: Path) -> list[str]:
    """The texts of all table cells of an HTML file."""
    page = etree.HTML(path.read_text(encoding="utf-8"))
    return ["".join(map(str, cell.itertext())) for cell in page.iter("td", "th")]


def cells_of_sheet(path: Path) -> list[str]:
    """What the cells of all sheets hold, the rows between the tables left out."""
    book = load_workbook(path)
    return [
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        if sum(cell != "" for cell in row) > 1
        for cell in row
        if cell != ""
    ]


def value(text: str) -> str | float:
    """A cell's number, however it is written, or its text."""
    if not _NUMBER.fullmatch(text):
        return text
    number = float(text.replace(",", "").rstrip("%"))
    return round(number / 100 if text.endswith("%") else number, 3)  # a share is shown with one decimal
