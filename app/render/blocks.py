"""What the report markup says, as plain blocks: parsed once, read by every writer."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

HEADINGS = ("h1", "h2", "h3", "h4")
PARAGRAPH_CLASSES = (
    "body",
    "noindent",
    "annex-label",
    "annex-list",
    "table-title",
    "table-subtitle",
    "table-unit",
    "table-sign",
    "sign",
    "date",
)
CELL_CLASSES = ("text", "center", "num", "strong")


@dataclass(slots=True)
class Run:
    """A stretch of text of one kind; \\n is a line break. `ref` is the `table/id/field` of its source, or empty."""

    text: str
    ref: str = ""
    bold: bool = False


@dataclass(slots=True)
class Paragraph:
    """A title, heading or paragraph; `style` is the element's name, or the class of a `p`."""

    style: str
    runs: tuple[Run, ...]
    key: str = ""  # under which it can be taken over by hand; empty: it cannot
    manual: bool = False  # taken over by hand
    stale: bool = False  # taken over, and what the template now says differs from what was taken over

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Cell:
    """A table cell; spans count columns and rows of the grid."""

    runs: tuple[Run, ...]
    colspan: int = 1
    rowspan: int = 1
    align: str = "text"  # one of CELL_CLASSES; "strong" is bold text
    header: bool = False

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Row:
    """A table row; cells hidden under a rowspan from above are not listed."""

    cells: tuple[Cell, ...]


@dataclass(slots=True)
class Table:
    """A table. `widths` are shares of the text width. No span crosses the border of a body."""

    widths: tuple[float, ...]
    head: tuple[Row, ...]  # repeated on every page
    bodies: tuple[tuple[Row, ...], ...]
    style: str = ""

    @property
    def rows(self) -> Iterator[Row]:
        """The rows of all bodies, without the head."""
        return (row for body in self.bodies for row in body)


Block = Paragraph | Table


@dataclass(slots=True)
class Section:
    """A run of pages of one format."""

    part: str  # "report" or "annex"
    orientation: str  # "portrait" or "landscape"
    paper: str  # "A4" or "A3"
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class Document:
    """What a template produced, ready for any writer."""

    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """The text of the first title, or of the first table title; empty when there is none."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Paragraph) and block.style in {"title", "table-title"}:
                    return block.text.replace("\n", "")
        return ""

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph outside tables, in order."""
        return (block for section in self.sections for block in section.blocks if isinstance(block, Paragraph))


def grid(rows: Iterable[Row], columns: int) -> Iterator[list[tuple[int, Cell | None]]]:
    """Lays rows out on the grid: per row, (column, cell) of every span, with None where one from above covers."""
    waiting: list[tuple[int, int]] = [(0, 0)] * columns  # rows left, columns wide (at the first column of the span)
    for row in rows:
        line: list[tuple[int, Cell | None]] = []
        cells = iter(row.cells)
        column = 0
        while column < columns:
            rest, wide = waiting[column]
            if rest:
                line.append((column, None))
                waiting[column] = (rest - 1, wide)
                column += wide
                continue
            cell = next(cells)
            line.append((column, cell))
            waiting[column] = (cell.rowspan - 1, cell.colspan)
            column += cell.colspan
        yield line


@contextmanager
def collector_resting() -> Iterator[None]:
    """No garbage collection while blocks are made and written: they are many and hold no cycles, and looking at them
    all again and again took a fifth of the time at 5,000 rows.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
