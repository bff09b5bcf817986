"""The text of table cells, set once for every cell that says the same in the same width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from app.model.layout import TableStyle
from app.render.blocks import Cell, Run
from app.render.titles import break_title
from ui.printing.fonts import NATURAL_LINE, Face, FontSet
from ui.printing.linebreak import atoms
from ui.printing.lines import Line, Measure, Span, compose

_SMALLEST = 0.6
"""To what share of its size a number is made smaller before it is broken, when it is wider than its column."""

_SMALLEST_LABEL = 0.8
"""The same for a word of a label, which can be broken without becoming another."""

_LONGEST_LABEL = 20  # characters

_MOST_BALANCED = 4
"""Longer text in the middle of a cell is no label, and its lines are filled."""

_BARE_NUMBER = re.compile(r"[-+≥≤＞＜<>]?[0-9][0-9,.]*[%‰]?")
_ALIGN = {"num": "right", "center": "center", "strong": "center"}


@dataclass(frozen=True, slots=True)
class CellText:
    """Set text. Lengths in pt; the lines' left edges count from the inner edge of the cell."""

    lines: tuple[Line, ...]
    size: float
    pitch: float

    @property
    def height(self) -> float:
        """All lines together."""
        return len(self.lines) * self.pitch


CellKey = tuple[object, ...]


class CellSetter:
    """Sets cells in a table style. `known` keeps what was set before, and is added to."""

    def __init__(self, style: TableStyle, fonts: FontSet, known: dict[CellKey, CellText]) -> None:
        self._style = style
        self._fonts = fonts
        self._known = known

    def text(self, cell: Cell, width: float) -> CellText:
        """The cell's text in lines of that width, pt."""
        runs = cell.runs
        if len(runs) == 1:
            key: CellKey = (runs[0].text, runs[0].bold, width, cell.align, cell.header)
        else:
            key = (*((run.text, run.bold) for run in runs), width, cell.align, cell.header)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._set(cell, width)
        return found

    def _set(self, cell: Cell, width: float) -> CellText:
        size = self._style.header_size if cell.header else self._style.size
        align = _ALIGN.get(cell.align, "center" if cell.header else "left")
        pitch = size * NATURAL_LINE * self._style.line_spacing
        if len(cell.runs) == 1 and (line := self._single(cell, size, width, align)):
            return CellText((line,), size, pitch)
        if len(cell.runs) == 1 and is_bare_number(cell.text):
            size = self._fitting_size(cell, cell.text, size, width, _SMALLEST)
        elif align == "center" and len(cell.runs) == 1 and len(cell.text) <= _LONGEST_LABEL:
            size = self._fitting_size(cell, self._widest_word(cell, size), size, width, _SMALLEST_LABEL)
        lines = self._lines(cell, size, width, align)
        if align == "center" and 1 < len(lines) <= _MOST_BALANCED:
            lines = self._balanced(cell, size, width, lines)
        return CellText(lines, size, pitch)

    def _lines(self, cell: Cell, size: float, width: float, align: str, left: float = 0.0) -> tuple[Line, ...]:
        return compose(cell.runs, lambda run: self._face(cell, run, size), Measure(width, align, left))

    def _balanced(self, cell: Cell, size: float, width: float, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """As many lines, but broken at words or at least of like width: no label leaves its last character alone."""
        if (cell.header or cell.rowspan > 1) and len(cell.runs) == 1 and "\n" not in cell.text:
            at_words = break_title(cell.text, int(width / size))
            if len(at_words) == len(lines):
                return self._lines(replace(cell, runs=(Run("\n".join(at_words)),)), size, width, "center")
        narrower = sum(line.width for line in lines) / len(lines)
        while narrower < width:
            found = self._lines(cell, size, narrower, "center", (width - narrower) / 2)
            if len(found) == len(lines):
                return found
            narrower += size / 2
        return lines

    def _single(self, cell: Cell, size: float, width: float, align: str) -> Line | None:
        """The commonest cell, a few words on one line; None where it needs more."""
        run = cell.runs[0]
        if "\n" in run.text:
            return None
        face = self._face(cell, run, size)
        clusters = face.clusters(run.text)
        advances = [face.advances[cluster] for cluster in clusters]
        slack = width - sum(advances)
        if slack < 0:
            return None
        left = {"center": slack / 2, "right": slack}.get(align, 0.0)
        return Line(left, clusters, advances, (Span(len(clusters), face, 0),))

    def _face(self, cell: Cell, run: Run, size: float) -> Face:
        # 黑体 instead of bold: Chinese fonts have no bold of their own.
        is_heavy = cell.header or cell.align == "strong"
        return self._fonts.face(self._style.header_font if is_heavy else self._style.body_font, size, bold=run.bold)

    def _widest_word(self, cell: Cell, size: float) -> str:
        """The part of a label that takes the most room on a line, such as （50分）."""
        text = cell.text
        ends = atoms(text, text)
        advances = self._face(cell, cell.runs[0], size).advances
        words = (text[start:end] for start, end in pairwise([0, *ends]))
        return max(words, key=lambda word: sum(map(advances.__getitem__, word)), default="")

    def _fitting_size(self, cell: Cell, text: str, size: float, width: float, smallest: float) -> float:
        """The size, to half a pt, at which a text fits on a line; the given one where it would be too small."""
        face = self._face(cell, cell.runs[0], size)
        wide = sum(map(face.advances.__getitem__, text))
        smaller = int(2 * size * width / wide) / 2 if wide > width else size
        return smaller if smaller >= smallest * size else size


def is_bare_number(text: str) -> bool:
    """Whether a text is a number and nothing else, so that it is never broken where it can be made smaller."""
    return _BARE_NUMBER.fullmatch(text) is not None


def column_edges(shares: Sequence[float], width: float, least: float) -> list[float]:
    """Where columns begin and end, pt from the left: the width by shares, none narrower than `least` if all can be."""
    least = min(least, width / len(shares))
    total = sum(shares)
    widths = [width * share / total for share in shares]
    missing = sum(least - each for each in widths if each < least)
    spare = sum(each - least for each in widths if each > least)
    if missing:
        widths = [least if each < least else each - (each - least) * missing / spare for each in widths]
    edges = [0.0, *accumulate(widths)]
    edges[-1] = width
    return edges
