"""The first table of a web page as a grid of texts: what programs put on the clipboard, and what some call .xls."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_MOST_SPANNED = 20_000  # cells a span may cover; more is a mistake or malice
_BREAKING = frozenset({"p", "div", "li"})
_SILENT = frozenset({"style", "script", "title", "head"})
_WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")


def table_of(page: str) -> list[list[str]]:
    """The cells of the first table of a page. A cell merged over rows is repeated in each of them."""
    reader = _TableReader()
    reader.feed(page)
    reader.close()
    return trimmed(reader.lines())


def trimmed(lines: list[list[str]]) -> list[list[str]]:
    """Lines without those at the end that are empty."""
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
