"""Cells as other programs put them on the clipboard and take them from it: lines of text, and a table in HTML."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence

from app.exchange.html_table import table_of, trimmed

_SPREADSHEETS = re.compile(
    r"excel\.sheet|office:excel|urn:schemas-microsoft-com:office:spreadsheet|ket\.", re.IGNORECASE
)
_LONGEST_PAGE = 2_000_000  # characters; what is longer is read from the plain text
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_TEXT_STYLE = r"mso-number-format:'\@'"  # else Excel makes a number of 001 and a day of 1-2


def read(text: str, page: str = "") -> list[list[str]]:
    """The cells of a copied block from its plain text and its HTML, whichever says more.

    A spreadsheet's text has every cell in its place; other programs break lines within a cell into lines of the
    text, and merged cells are only told in HTML.
    """
    is_wanted = "<table" in page[:_LONGEST_PAGE].lower() and len(page) <= _LONGEST_PAGE
    if is_wanted and (not text.strip() or not _SPREADSHEETS.search(page) or "rowspan" in page.lower()):
        found = table_of(page)
        if found:
            return found
    return lines_of(text)


def lines_of(text: str) -> list[list[str]]:
    """The cells of plain text. A spreadsheet quotes cells that hold line breaks, tabs or quotes."""
    text = _LINE_ENDS.sub("\n", text)
    if '"' in text:
        limit = csv.field_size_limit(max(len(text), csv.field_size_limit()))
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=False))
        csv.field_size_limit(limit)
    else:
        lines = [line.split("\t") for line in text.split("\n")]
    return trimmed(lines)


def text_of(block: Sequence[Sequence[str]]) -> str:
    """Cells as a spreadsheet reads them."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter="\t", lineterminator="\n").writerows(block)
    return target.getvalue()


def page_of(block: Sequence[Sequence[str]], are_numbers: Sequence[bool]) -> str:
    """The same as a table in HTML, for spreadsheets and Word alike: figures as figures, all else as text."""
    cells = ["<td>" if is_number else f'<td style="{_TEXT_STYLE}">' for is_number in are_numbers]
    lines = (
        "<tr>" + "".join(f"{cell}{_cell(text)}</td>" for cell, text in zip(cells, line, strict=True)) + "</tr>"
        for line in block
    )
    return f'<html><head><meta charset="utf-8"></head><body><table>{"".join(lines)}</table></body></html>'


def _cell(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", '<br style="mso-data-placement:same-cell">')
