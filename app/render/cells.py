"""What a cell of the markup is in a workbook: a number or text, and how it looks."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from app.model.layout import Layout, ParagraphStyle
from app.render.blocks import Cell

GBK = 134
"""The charset by which a reader picks a stand-in for a Chinese font it lacks."""

_HEADER_FILL = "#F2F2F2"
_MAX_DIGITS = 15  # what a cell's number holds exactly
_NUMBER = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)(?:\.(?P<decimals>[0-9]+))?(?P<percent>%?)")
_NUMERIC_CELLS = frozenset({"num", "strong"})


def first_font(layout: Layout, role: str) -> str:
    """The font of a role that the office is expected to have: a workbook names one and knows no fallbacks."""
    return layout.fonts[role].east_asian[0]


class Number(NamedTuple):
    """A number read from a cell's text."""

    value: Decimal
    format: str


def read_number(cell: Cell) -> Number | None:
    """The number a numeric cell shows, with a format that shows it the same way; None where it is text.

    Text that only looks like a number, such as a code with leading zeros or more digits than a cell holds, stays text.
    """
    if cell.align not in _NUMERIC_CELLS:
        return None
    shown = cell.text
    found = _NUMBER.fullmatch(shown)
    if found is None or sum(map(str.isdigit, shown)) > _MAX_DIGITS:
        return None
    value = Decimal(shown.replace(",", "").rstrip("%"))
    decimals = "." + "0" * len(found["decimals"]) if found["decimals"] else ""
    if found["percent"]:
        return Number(value.scaleb(-2), f"0{decimals}%")
    # An amount below 1,000 shows no separator, but may be changed to one that does.
    is_separated = "," in shown or (decimals and abs(value) < 1000)
    return Number(value, f"{'#,##0' if is_separated else '0'}{decimals}")


class Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Workbook, layout: Layout) -> None:
        self._book = book
        self._layout = layout
        self._made: dict[tuple[object, ...], Format] = {}
        self._cells: dict[tuple[bool, str, str, bool, bool], Format] = {}

    def paragraph(self, style: ParagraphStyle, *, is_bold: bool) -> Format:
        """The format of a merged row that holds a title or paragraph."""
        align = style.align if style.align in {"center", "right"} else "left"
        return self._get(font=style.font, size=style.size, bold=is_bold, valign="vcenter", align=align, text_wrap=True)

    def cell(self, cell: Cell, number: Number | None, *, is_bold: bool, is_tall: bool) -> Format:
        """The format of a table cell. A number too wide for its column shrinks; Excel would show ####.

        In a cell as tall as a page the text stands at the top: in the middle a page break would cut through it.
        """
        key = (cell.header, cell.align, number.format if number else "", is_bold, is_tall)
        made = self._cells.get(key)
        if made is None:
            role, size = self.cell_font(cell)
            made = self._cells[key] = self._get(
                font=role,
                size=size,
                bold=is_bold,
                valign="top" if is_tall else "vcenter",
                align="center" if cell.header else {"num": "right", "text": "left"}.get(cell.align, "center"),
                border=1,
                bg_color=_HEADER_FILL if cell.header else None,
                **({"shrink": True, "num_format": number.format} if number else {"text_wrap": True}),
            )
        return made

    def cell_font(self, cell: Cell) -> tuple[str, float]:
        """The font's role and size in pt. Emphasis is 黑体: 宋体 has no true bold."""
        table = self._layout.table
        if cell.header:
            return table.header_font, table.header_size
        return table.header_font if cell.align == "strong" else table.body_font, table.size

    def run(self, role: str, size: float, *, bold: bool) -> Format:
        """The format of a stretch of text inside a cell."""
        return self._get(font=role, size=size, bold=bold)

    def _get(self, *, font: str, size: float, **properties: object) -> Format:
        key = (font, size, *properties.items())
        if key not in self._made:
            set_ones = {name: value for name, value in properties.items() if value}
            name = first_font(self._layout, font)
            self._made[key] = self._book.add_format(
                {"font_name": name, "font_size": size, "font_charset": GBK, **set_ones}
            )
        return self._made[key]
