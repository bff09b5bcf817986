"""Cells as other programs put them on the clipboard and take them from it: lines of text, and a table in HTML."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence
from html.parser import HTMLParser

_SPREADSHEETS = re.compile(
    r"excel\.sheet|office:excel|urn:schemas-microsoft-com:office:spreadsheet|ket\.", re.IGNORECASE
)
_LONGEST_PAGE = 2_000_000  # characters; what is longer is read from the plain text
_MOST_SPANNED = 20_000  # cells a span may cover; more is a mistake or malice
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_BREAKING = frozenset({"p", "div", "li"})
_SILENT = frozenset({"style", "script", "title", "head"})
_WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")
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
    return _trimmed(lines)


def table_of(page: str) -> list[list[str]]:
    """The cells of the first table of a page. A cell merged over rows is repeated in each of them."""
    reader = _TableReader()
    reader.feed(page)
    reader.close()
    return _trimmed(reader.lines())


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


def _trimmed(lines: list[list[str]]) -> list[list[str]]:
    while lines and not any(lines[-1]):
        lines.pop()
    return lines


class _TableReader(HTMLParser):
    """Reads the first table of a page into a grid; tables within its cells are text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._grid: dict[tuple[int, int], str] = {}
        self._line = -1
        self._depth = 0  # of tables
        self._silent = 0
        self._is_done = False
        self._spans: tuple[int, int] | None = None  # rows and columns of the open cell; None between cells
        self._text: list[str] = []

    def lines(self) -> list[list[str]]:
        """The grid as lines, each as long as its last cell."""
        result: list[list[str]] = [[] for _ in range(self._line + 1)]
        for (line, place), text in sorted(self._grid.items()):
            if line <= self._line:  # a span may reach beyond the last row
                result[line] += [""] * (place - len(result[line])) + [text]
        return result

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._is_done:
            return
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._line += 1
        elif self._depth == 1 and tag in {"td", "th"}:
            self._end_cell()
            self._line = max(self._line, 0)
            given = dict(attrs)
            self._text.clear()
            self._spans = _span(given.get("rowspan")), _span(given.get("colspan"))
        elif tag == "br" or (tag in _BREAKING and "".join(self._text).strip()):
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._depth == 1 and tag in {"td", "th", "tr"}:
            self._end_cell()
        elif tag == "table" and self._depth:
            self._end_cell()
            self._depth -= 1
            self._is_done = self._is_done or self._depth == 0

    def handle_data(self, data: str) -> None:
        if self._spans is not None and not self._silent and not self._is_done:
            # White space of the source is one space, and none between Chinese; only <br> and paragraphs break a line.
            self._text.append(re.sub(r"[ \t\r\n]+", " ", _WRAPPED.sub("", data)))

    def _end_cell(self) -> None:
        if self._depth != 1 or self._spans is None:
            return
        lines = "".join(self._text).replace("\xa0", " ").split("\n")
        text = "\n".join(line.strip() for line in lines).strip("\n")
        self._text.clear()
        rows, places = self._spans
        self._spans = None
        if rows * places > _MOST_SPANNED:
            rows, places = 1, 1
        place = 0
        while (self._line, place) in self._grid:
            place += 1
        for down in range(rows):
            for across in range(places):
                self._grid[self._line + down, place + across] = "" if across else text


def _span(given: str | None) -> int:
    return max(1, int(given)) if given is not None and given.isascii() and given.isdigit() and len(given) < 6 else 1
