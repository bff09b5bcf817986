"""The annex as an Excel workbook: the tables of the markup as sheets that print well and can be calculated with."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP
from io import BytesIO
from itertools import accumulate, pairwise
from typing import BinaryIO, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from app.errors import ExportError
from app.model.layout import Layout
from app.model.text import utf16_length
from app.render import formulas
from app.render.blocks import Cell, Document, Paragraph, Row, Run, Section, Table, grid
from app.render.cells import GBK, Formats, Number, first_font, read_number
from app.render.columns import shared_columns
from app.render.pages import page_of
from app.render.widths import em_width

_FOOTER_MARGIN = 8  # mm from the paper's edge
_PT_PER_MM = 72 / 25.4
_PT_PER_PIXEL = 0.75
_PAPER_CODES = {"A4": 9, "A3": 8}  # ECMA-376 part 1, 18.3.1.63

_MAX_TEXT = 32_767  # UTF-16 units in a cell; XlsxWriter cuts what is longer
_MAX_HEIGHT = 400.0  # pt; Excel's rows end at 409.5, so a taller one is made of several
_MAX_FROZEN = 200.0  # pt; a frozen head taller than this leaves no room to scroll on a small screen
_LINE = 1.45  # line height in font sizes: the tallest stand-in font's; 宋体 needs 1.3
_CELL_MARGIN = 5.0  # pt that a cell keeps free at its sides together
_RAGGED = 0.5  # characters by which a line of several falls short, since punctuation may not begin one

_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\n\t]")
_MAX_SHEET_NAME = 31  # UTF-16 units
_ESCAPE = re.compile("(?<=_)(?=x[0-9A-Fa-f]{4}_)")

_OPTIONS = {
    "in_memory": True,  # no temporary files that others could read
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # What a Chinese Excel starts with: 宋体 11, columns of 72 pixels, rows of 18.
    "default_column_width": 72,
    "default_row_height": 18,
}


def write_xlsx(document: Document, layout: Layout, target: BinaryIO, *, title: str = "") -> None:
    """Writes a sheet for each annex section, or for each section with tables where there is no annex.

    The same document gives the same bytes; no author, company or time is written. `title` is the document property,
    by default the document's own. ExportError when there is no table at all, or a text is longer than a cell holds.
    """
    sections = [section for section in document.sections if section.part == "annex"]
    sections = sections or [section for section in document.sections if _tables(section)]
    if not any(map(_tables, sections)):
        raise ExportError("报告中没有附表，无法导出为 Excel 工作簿，请改用 Word 或文本格式导出。")
    buffer = BytesIO()
    default_font = {"font_name": first_font(layout, layout.table.body_font), "font_size": 11, "font_charset": GBK}
    book = Workbook(buffer, {**_OPTIONS, "default_format_properties": default_font})
    book.set_properties({"title": title or document.title, "created": datetime(2000, 1, 1, tzinfo=UTC)})
    formats = Formats(book, layout)
    names: list[str] = []
    for section in sections:
        names.append(_sheet_name(section, names))
        _Sheet(book, section, names[-1], layout, formats).write()
    book.close()
    target.write(buffer.getvalue())


def _tables(section: Section) -> list[Table]:
    return [block for block in section.blocks if isinstance(block, Table)]


def _sheet_name(section: Section, used: Sequence[str]) -> str:
    """The section's name or the title above its table, as far as a sheet may be called that, numbered where taken."""
    titles = (
        block.text
        for block in section.blocks
        if isinstance(block, Paragraph) and block.style in {"title", "table-title"}
    )
    name = _NOT_IN_SHEET_NAME.sub("", section.name or next(titles, "")).strip(" '") or "附表"
    taken = {other.casefold() for other in used}
    numbered = (_cut(name, f"（{number}）" if number > 1 else "") for number in range(1, len(used) + 2))
    return next(candidate for candidate in numbered if candidate.casefold() not in taken)


def _cut(name: str, suffix: str) -> str:
    while utf16_length(name + suffix) > _MAX_SHEET_NAME:
        name = name[:-1]
    return name.rstrip(" '") + suffix


class _Placed(NamedTuple):
    """A cell and where it lies: the rows of its group, the columns of the sheet."""

    cell: Cell
    number: Number | None
    row: int
    rows: int
    column: int
    columns: int


class _Computed(NamedTuple):
    """A number that follows from others on the sheet."""

    row: int
    column: int
    calc: str
    number: Number  # what it shows
    format: Format


class _Sheet:
    """One worksheet while it is written from top to bottom."""

    def __init__(self, book: Workbook, section: Section, name: str, layout: Layout, formats: Formats) -> None:
        self._section = section
        self._name = name
        self._layout = layout
        self._formats = formats
        self._sheet = book.add_worksheet(name)
        self._columns = shared_columns(_tables(section))
        self._page = page_of(section, layout, is_alone=True)
        width = self._page.text_width * _PT_PER_MM
        self._edges = [0.0, *(edge * width for edge in accumulate(self._columns.widths))]  # pt
        self._heights: list[float] = []  # pt, of the rows written so far
        self._named = formulas.Sheet()
        self._computed: list[_Computed] = []  # written last: they may name cells further down
        self._heads: dict[tuple[str, ...], tuple[int, int]] = {}  # texts of a table's head: its first and last row

    def write(self) -> None:
        """Writes the section's blocks and sets up the page."""
        self._set_columns()
        edges = iter(self._columns.edges)
        repeated: tuple[int, int] | None = None
        for block in self._section.blocks:
            if isinstance(block, Table):
                repeated = self._table(block, next(edges)) or repeated
            else:
                self._paragraph(block)
        for item in self._computed:
            self._formula(item)
        self._set_up_page(repeated)

    def _set_columns(self) -> None:
        pixels = [round(edge / _PT_PER_PIXEL) for edge in self._edges]
        for column, (left, right) in enumerate(pairwise(pixels)):
            self._check(self._sheet.set_column_pixels(column, column, max(1, right - left)), 0, column)

    def _paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph across all columns."""
        styles = self._layout.styles
        style = styles[paragraph.style if paragraph.style in styles else "body"]
        is_bold = style.bold or _is_bold(paragraph.runs)
        format_ = self._formats.paragraph(style, is_bold=is_bold)
        text_height = self._text_height(paragraph.text, style.size, 0, len(self._columns.widths))
        first, last = self._add_row(text_height + style.before + style.after)
        self._merge(first, 0, last, len(self._columns.widths) - 1, format_)
        self._runs(first, 0, paragraph.runs, format_, (style.font, style.size), is_bold=is_bold)

    def _table(self, table: Table, edges: Sequence[int]) -> tuple[int, int] | None:
        """Writes a table; the rows to repeat on each page, None when it has no head."""
        start = len(self._heights)
        self._group(table.head, edges)
        head = (start, len(self._heights) - 1)
        for body in table.bodies:
            self._group(body, edges)
        if not table.head:
            return None
        # A table that goes on under the same head repeats the first one's, which all its pages come after.
        return self._heads.setdefault(tuple(cell.text for row in table.head for cell in row.cells), head)

    def _group(self, rows: Sequence[Row], edges: Sequence[int]) -> None:
        """Rows that no span leaves."""
        placed = list(_placed(rows, edges))
        spans = [self._add_row(height) for height in self._row_heights(placed, len(rows))]
        for item in placed:
            first = spans[item.row][0]
            last = spans[item.row + item.rows - 1][1]
            self._cell(item, first, last)

    def _row_heights(self, placed: Sequence[_Placed], count: int) -> list[float]:
        """Heights that hold every text, pt; a cell of several rows gives each its share of what is missing."""
        heights = [0.0] * count
        for item in sorted(placed, key=lambda item: item.rows):
            rows = range(item.row, item.row + item.rows)
            missing = self._cell_height(item) - sum(heights[row] for row in rows)
            if missing > 0:
                for row in rows:
                    heights[row] += missing / item.rows
        return heights

    def _cell_height(self, item: _Placed) -> float:
        _, size = self._formats.cell_font(item.cell)
        if item.number is not None:
            return self._text_height("", size, 0, 1)
        return self._text_height(item.cell.text, size, item.column, item.columns)

    def _text_height(self, text: str, size: float, column: int, columns: int) -> float:
        """The height of wrapped text in some columns, pt: merged cells do not fit themselves to their text."""
        width = self._edges[column + columns] - self._edges[column] - _CELL_MARGIN
        per_line = max(1, math.floor(width / size))
        lines = sum(_lines(em_width(line), per_line) for line in text.split("\n"))
        return lines * size * _LINE + 4

    def _add_row(self, height: float) -> tuple[int, int]:
        """Adds a row of that height, in as many sheet rows as it takes; the first and the last of them."""
        count = max(1, math.ceil(height / _MAX_HEIGHT))
        first = len(self._heights)
        for row in range(first, first + count):
            self._check(self._sheet.set_row(row, height / count), row, 0)
            self._heights.append(height / count)
        return first, first + count - 1

    def _cell(self, item: _Placed, first: int, last: int) -> None:
        cell, number = item.cell, item.number
        is_bold = _is_bold(cell.runs)
        is_tall = sum(self._heights[first : last + 1]) > _MAX_HEIGHT
        format_ = self._formats.cell(cell, number, is_bold=is_bold, is_tall=is_tall)
        self._merge(first, item.column, last, item.column + item.columns - 1, format_)
        if cell.name:
            self._named.add(cell.name, formulas.Named(first, item.column, None if number is None else number.value))
        if number is not None and cell.calc:
            self._computed.append(_Computed(first, item.column, cell.calc, number, format_))
        elif number is not None:
            # The one place where a figure becomes a float: a cell knows nothing else, and 15 digits survive it.
            self._check(self._sheet.write_number(first, item.column, float(number.value), format_), first, item.column)
        else:
            self._runs(first, item.column, cell.runs, format_, self._formats.cell_font(cell), is_bold=is_bold)

    def _formula(self, item: _Computed) -> None:
        """A cell that Excel computes; what it would show otherwise than the report prints stays a plain number."""
        row, column, number = item.row, item.column, item.number
        try:
            formula, value = self._named.formula(item.calc, row)
        except formulas.CannotComputeError:
            formula, value = "", number.value
        if formula and value.quantize(number.value, ROUND_HALF_UP) == number.value:
            code = self._sheet.write_formula(row, column, formula, item.format, float(value))
        else:
            code = self._sheet.write_number(row, column, float(number.value), item.format)
        self._check(code, row, column)

    def _merge(self, first: int, column: int, last: int, last_column: int, format_: Format) -> None:
        """Makes one empty cell of several; nothing where there is only one."""
        if (first, column) != (last, last_column):
            self._check(self._sheet.merge_range(first, column, last, last_column, "", format_), last, last_column)

    def _runs(
        self,
        row: int,
        column: int,
        runs: Sequence[Run],
        format_: Format,
        font: tuple[str, float],
        *,
        is_bold: bool,
    ) -> None:
        """Text as nothing but text: no formula, link or number is made of it."""
        text = "".join(run.text for run in runs)
        if not text:
            self._check(self._sheet.write_blank(row, column, None, format_), row, column)
            return
        if len(text) > _MAX_TEXT // 2 and utf16_length(text) > _MAX_TEXT:
            raise ExportError(
                f"工作表“{self._name}”的单元格 {xl_rowcol_to_cell(row, column)}（“{text[:12]}…”）"
                f"有 {utf16_length(text):,} 字，超过 Excel 每格 {_MAX_TEXT:,} 字的上限，请删减后再导出。"
            )
        if (not is_bold and any(run.bold and run.text for run in runs)) or _is_mistaken(text):
            pieces = [
                part
                for bold, piece in _pieces(runs)
                for part in (self._formats.run(*font, bold=bold or is_bold), piece)
            ]
            self._check(self._sheet.write_rich_string(row, column, *pieces, format_), row, column)
        else:
            self._check(self._sheet.write_string(row, column, text, format_), row, column)

    def _check(self, code: int, row: int, column: int) -> None:
        """XlsxWriter tells by a number, not by an exception, that it dropped a cell."""
        if code != 0:
            raise ExportError(
                f"工作表“{self._name}”的单元格 {xl_rowcol_to_cell(row, column)} 超出了 Excel 的行数或列数上限，"
                "请减少附表的行数后再导出。"
            )

    def _set_up_page(self, repeated: tuple[int, int] | None) -> None:
        sheet, margins = self._sheet, self._page.margins
        if self._section.orientation == "landscape":
            sheet.set_landscape()
        sheet.set_paper(_PAPER_CODES[self._section.paper])
        sheet.set_margins(*(edge / 25.4 for edge in (margins.left, margins.right, margins.top, margins.bottom)))
        sheet.set_footer("&C第 &P 页 / 共 &N 页", {"margin": _FOOTER_MARGIN / 25.4})
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        if self._heights:
            used = f"A1:{xl_rowcol_to_cell(len(self._heights) - 1, len(self._columns.widths) - 1)}"
            sheet.ignore_errors({"number_stored_as_text": used})
        if repeated:
            sheet.repeat_rows(*repeated)
            if sum(self._heights[: repeated[1] + 1]) <= _MAX_FROZEN:
                sheet.freeze_panes(repeated[1] + 1, 0)


def _lines(width: float, per_line: int) -> int:
    """How many lines a text of some width takes; both in characters."""
    return 1 if width <= per_line else math.ceil(width / max(1.0, per_line - _RAGGED))


def _placed(rows: Sequence[Row], edges: Sequence[int]) -> Iterator[_Placed]:
    """The cells of a group of rows on the columns of the sheet."""
    for row, line in enumerate(grid(rows, len(edges) - 1)):
        for column, cell in line:
            if cell is not None:
                left, right = edges[column], edges[column + cell.colspan]
                yield _Placed(cell, read_number(cell), row, cell.rowspan, left, right - left)


def _is_bold(runs: Sequence[Run]) -> bool:
    return all(run.bold for run in runs if run.text) and any(run.text for run in runs)


def _is_mistaken(text: str) -> bool:
    """Whether XlsxWriter would write a text wrongly: as markup, since its own texts made of runs look like this one,
    or as another text, since of the escapes in _x0041_x0042_ it sees only the first."""
    return (text.startswith("<r>") and text.endswith("</r>")) or _ESCAPE.search(text) is not None


def _pieces(runs: Sequence[Run]) -> Iterator[tuple[bool, str]]:
    """The stretches of a text in pieces, at least two, none of which XlsxWriter takes for anything but text."""
    head, *rest = ((run.bold, piece) for run in runs for piece in _ESCAPE.split(run.text) if piece)
    if not rest and len(head[1]) > 1:
        yield head[0], head[1][0]
        head = (head[0], head[1][1:])
    yield from (head, *rest)
