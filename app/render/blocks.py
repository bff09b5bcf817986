"""What the report markup says, as plain blocks: parsed once, read by every writer."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.model.layout import Margins, TextSize

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
CELL_NAME = "[a-z][a-z0-9_]*"


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
    name: str = ""  # by which formulas of a workbook mean it
    calc: str = ""  # how a workbook computes it (see `formulas`); empty: it does not

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(slots=True, eq=False)
class RowForm:
    """What rows of a table can have in common: their cells but for the texts, and which of them hold any.

    Rows that are read from the same tags share one, so that what follows from it is worked out once.
    """

    cells: tuple[Cell, ...]  # without runs where the form is shared
    lines: dict[tuple[int, Covers], Line | None] = field(default_factory=dict)  # see `Grid`

    @property
    def width(self) -> int:
        """The columns its cells take."""
        return sum(cell.colspan for cell in self.cells)


class Row:
    """A table row; cells hidden under a rowspan from above are not listed.

    A plain row holds a text and a `ref` for each cell of its form, one stretch or nothing, and makes the cells when
    they are asked for; most writers never do.
    """

    __slots__ = ("_cells", "form", "refs", "texts")

    def __init__(
        self,
        cells: tuple[Cell, ...] = (),
        *,
        form: RowForm | None = None,
        texts: tuple[str, ...] | None = None,
        refs: tuple[str, ...] = (),
    ) -> None:
        """A row of cells, or a plain one of a form with as many texts and refs as that has cells."""
        self.form = form or RowForm(cells)
        self.texts = texts  # None: not plain
        self.refs = refs
        self._cells = cells if texts is None else None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells with their runs."""
        if self._cells is None:
            assert self.texts is not None
            self._cells = tuple(map(_cell, self.form.cells, self.texts, self.refs))
        return self._cells

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.cells == other.cells

    def __hash__(self) -> int:
        return hash(tuple(cell.text for cell in self.cells))

    def __repr__(self) -> str:
        return f"Row({self.cells!r})"


def _cell(shape: Cell, text: str, ref: str) -> Cell:
    runs = (Run(text, ref),) if text else ()
    return Cell(runs, shape.colspan, shape.rowspan, shape.align, shape.header, shape.name, shape.calc)


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
    margins: Margins | None = None  # None: as the layout says
    table_size: TextSize | None = None  # None: as the layout says
    name: str = ""  # of its worksheet; empty: its title


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


Covers = tuple[tuple[int, int], ...]
"""The columns at which spans from above begin, each with the columns it is wide."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """How the cells of a row lie on the grid."""

    places: tuple[tuple[int, int | None], ...]  # column and number of the cell, None where one from above covers
    reaching: tuple[tuple[int, int, int], ...]  # cells that go on below: column, columns wide, rows left


class Grid:
    """Lays the rows of one part of a table out in columns, one after the other."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self._open: tuple[tuple[int, int, int], ...] = ()  # as `Line.reaching`, by column

    @property
    def is_open(self) -> bool:
        """Whether a span reaches beyond the rows so far."""
        return bool(self._open)

    @property
    def covered(self) -> int:
        """How many columns of the next row are covered from above."""
        return sum(wide for _, wide, _ in self._open)

    def place(self, form: RowForm) -> Line | None:
        """The next row; None when its cells do not fill the free columns, or one of them meets a span."""
        covers = tuple((column, wide) for column, wide, _ in self._open)
        key = self.columns, covers
        if key not in form.lines:
            form.lines[key] = _laid(form.cells, self.columns, dict(covers))
        line = form.lines[key]
        if line is not None and (self._open or line.reaching):
            rest = [(column, wide, rows - 1) for column, wide, rows in self._open if rows > 1]
            self._open = tuple(sorted((*rest, *line.reaching)))
        return line


def _laid(cells: Sequence[Cell], columns: int, covers: Mapping[int, int]) -> Line | None:
    places: list[tuple[int, int | None]] = []
    reaching: list[tuple[int, int, int]] = []
    waiting = enumerate(cells)
    column = 0
    while column < columns:
        if column in covers:
            places.append((column, None))
            column += covers[column]
            continue
        number, cell = next(waiting, (0, None))
        end = column + cell.colspan if cell is not None else columns
        if cell is None or end > columns or any(column < start < end for start in covers):
            return None
        places.append((column, number))
        if cell.rowspan > 1:
            reaching.append((column, cell.colspan, cell.rowspan - 1))
        column = end
    return Line(tuple(places), tuple(reaching)) if next(waiting, None) is None else None


def grid(rows: Iterable[Row], columns: int) -> Iterator[list[tuple[int, Cell | None]]]:
    """Lays rows out on the grid: per row, (column, cell) of every span, with None where one from above covers."""
    laid = Grid(columns)
    for row in rows:
        line = laid.place(row.form)
        assert line is not None  # the markup was checked
        cells = row.cells
        yield [(column, None if number is None else cells[number]) for column, number in line.places]


@contextmanager
def collector_resting() -> Iterator[None]:
    """No garbage collection while blocks or rows are made and written: they are many and hold no cycles, and looking
    at them all again and again took a fifth of the time at 5,000 rows.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
