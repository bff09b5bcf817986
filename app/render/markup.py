"""The report markup: what a template may produce, parsed once into the blocks that every writer reads.

Vocabulary: `section` (part, orientation, paper; name of its worksheet) holding `title`, `h1`-`h4`, `p` (class), `table`
(widths, class) with `thead`/`tbody`/`tr`/`th`/`td` (colspan, rowspan, class; name and calc, see `formulas`); inline
`b`, `br` and `f` (ref: the field a figure comes from). A block's `id` is the key under which the officer can take the
paragraph over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar
from xml.parsers import expat

from app.render import formulas
from app.render.blocks import (
    CELL_CLASSES,
    CELL_NAME,
    HEADINGS,
    PARAGRAPH_CLASSES,
    Block,
    Cell,
    Document,
    Grid,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)
from app.render.plain_rows import PLACEHOLDER, PlainRows

_INLINE = frozenset({"f", "b", "br"})
_CHILDREN: Mapping[str, frozenset[str]] = {
    "": frozenset({"document"}),
    "document": frozenset({"section"}),
    "section": frozenset({"title", *HEADINGS, "p", "table"}),
    **dict.fromkeys(("title", *HEADINGS, "p", "th", "td", "b"), _INLINE),
    "f": frozenset({"b", "br"}),
    "br": frozenset(),
    "table": frozenset({"thead", "tbody"}),
    **dict.fromkeys(("thead", "tbody"), frozenset({"tr"})),
    "tr": frozenset({"th", "td"}),
}
_ATTRIBUTES: Mapping[str, frozenset[str]] = dict.fromkeys(_CHILDREN, frozenset[str]()) | {
    "section": frozenset({"part", "orientation", "paper", "name"}),
    **dict.fromkeys(("title", *HEADINGS), frozenset({"id"})),
    "p": frozenset({"class", "id"}),
    "f": frozenset({"ref"}),
    "table": frozenset({"widths", "class"}),
    **dict.fromkeys(("th", "td"), frozenset({"colspan", "rowspan", "class", "name", "calc"})),
}
_HOLDS_TEXT = frozenset({"title", *HEADINGS, "p", "th", "td", "b", "f"})


_CELL_NAME = re.compile(CELL_NAME)
_NO_INSTRUCTIONS = "不允许使用处理指令或 DOCTYPE"


class MarkupError(Exception):
    """The rendered text is not report markup. `mark` is the place in the template, where it is known."""

    def __init__(self, message: str, mark: str = "") -> None:
        super().__init__(message)
        self.mark = mark


def parse(markup: str) -> Document:
    """Reads markup (without a root element) into blocks; MarkupError names what is not allowed."""
    return _Reader().read(markup)


class _Reader:
    """Builds the blocks while expat reads, so that no tree of elements stands in between."""

    def __init__(self) -> None:
        self._plain_rows: Iterator[Row] = iter(())  # in the order of their placeholders
        self._mark = ""  # the last template mark passed (see `templates`), for error messages
        self._open: list[tuple[str, Mapping[str, str]]] = [("", {})]  # the open elements with their attributes
        self._closed = ""  # the one that is just being closed
        self._sections: list[Section] = []
        self._blocks: list[Block] = []
        self._head: tuple[Row, ...] = ()
        self._bodies: list[tuple[Row, ...]] = []
        self._rows: list[Row] = []
        self._cells: list[Cell] = []
        self._runs: list[Run] = []
        self._ref = ""
        self._bold = 0  # how many b are open

    def read(self, markup: str) -> Document:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartDoctypeDeclHandler = self._refuse
        plain = PlainRows()
        rest = plain.taken_out(markup)
        self._plain_rows = plain.in_order()
        try:
            parser.Parse(f"<document>{rest}</document>", True)
        except expat.ExpatError as error:
            raise self._fail(self._syntax(error)) from None
        return Document(tuple(self._sections))

    def _fail(self, message: str) -> MarkupError:
        return MarkupError(message, self._mark)

    def _syntax(self, error: expat.ExpatError) -> str:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]:
            return f"标记 <{self._open[-1][0]}> 没有正确结束"
        return "标记不完整或写法有误"

    def _refuse(self, *_: object) -> None:
        raise self._fail(_NO_INSTRUCTIONS)

    def _instruction(self, target: str, data: str) -> None:
        """Puts a row that was read before in its place."""
        row = next(self._plain_rows, None) if target == PLACEHOLDER and not data else None
        if row is None or self._open[-1][0] not in {"thead", "tbody"}:
            raise self._fail(_NO_INSTRUCTIONS)
        self._rows.append(row)

    def _comment(self, text: str) -> None:
        if text.startswith("@"):
            self._mark = text[1:]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name not in _CHILDREN[self._open[-1][0]]:
            raise self._fail(f"<{self._open[-1][0]}> 中不允许出现 <{name}>")
        if attributes and (unknown := attributes.keys() - _ATTRIBUTES[name]):
            raise self._fail(f"<{name}> 不允许有属性 {min(unknown)}")
        if name == "f":
            self._ref = attributes.get("ref", "")
        elif name == "b":
            self._bold += 1
        self._open.append((name, attributes))

    def _end(self, name: str) -> None:
        self._closed, attributes = self._open.pop()
        self._ENDS[name](self, attributes)

    def _text(self, text: str) -> None:
        if self._open[-1][0] in _HOLDS_TEXT:
            self._runs.append(Run(text, self._ref, self._bold > 0))
        elif not text.isspace():
            raise self._fail(f"文字“{text.strip()[:20]}”不在段落或单元格中（位于 <{self._open[-1][0]}>）")

    def _end_document(self, _: Mapping[str, str]) -> None:
        pass

    def _end_figure(self, _: Mapping[str, str]) -> None:
        self._ref = ""

    def _end_bold(self, _: Mapping[str, str]) -> None:
        self._bold -= 1

    def _end_break(self, _: Mapping[str, str]) -> None:
        self._runs.append(Run("\n", self._ref, self._bold > 0))

    def _end_paragraph(self, attributes: Mapping[str, str]) -> None:
        style = self._closed
        if style == "p":
            style = self._one_of(attributes, "class", PARAGRAPH_CLASSES)
        self._blocks.append(Paragraph(style, self._taken_runs(), attributes.get("id", "")))

    def _taken_runs(self) -> tuple[Run, ...]:
        runs, self._runs = tuple(self._runs), []
        return runs

    def _end_cell(self, attributes: Mapping[str, str]) -> None:
        cell = Cell(self._taken_runs(), header=self._closed == "th")
        if "class" in attributes:
            cell.align = self._one_of(attributes, "class", CELL_CLASSES)
        if "colspan" in attributes:
            cell.colspan = self._span(attributes, "colspan")
        if "rowspan" in attributes:
            cell.rowspan = self._span(attributes, "rowspan")
        if "name" in attributes:
            cell.name = self._name(attributes["name"])
        if "calc" in attributes:
            cell.calc = self._calc(attributes["calc"])
        self._cells.append(cell)

    def _end_row(self, _: Mapping[str, str]) -> None:
        self._rows.append(Row(tuple(self._cells)))
        self._cells = []

    def _end_head(self, _: Mapping[str, str]) -> None:
        if self._head or self._bodies:
            raise self._fail("<thead> 只能有一个，并且在最前面")
        self._head = self._taken_rows()

    def _end_body(self, _: Mapping[str, str]) -> None:
        self._bodies.append(self._taken_rows())

    def _taken_rows(self) -> tuple[Row, ...]:
        rows, self._rows = tuple(self._rows), []
        self._check_grid(rows, len(self._widths(self._open[-1][1])))
        return rows

    def _end_table(self, attributes: Mapping[str, str]) -> None:
        table = Table(self._widths(attributes), self._head, tuple(self._bodies), attributes.get("class", ""))
        self._head, self._bodies = (), []
        self._blocks.append(table)

    def _widths(self, attributes: Mapping[str, str]) -> tuple[float, ...]:
        try:
            widths = tuple(float(share) for share in attributes.get("widths", "").split())
        except ValueError:
            widths = ()
        if not widths or not all(0 < share < math.inf for share in widths):
            raise self._fail("<table> 的 widths 应为各列宽度比例，如 widths=“1 2 1”")
        return widths

    def _end_section(self, attributes: Mapping[str, str]) -> None:
        part = self._one_of(attributes, "part", ("report", "annex"))
        orientation = self._one_of(attributes, "orientation", ("portrait", "landscape"))
        paper = self._one_of(attributes, "paper", ("A4", "A3"))
        self._sections.append(Section(part, orientation, paper, tuple(self._blocks), name=attributes.get("name", "")))
        self._blocks = []

    def _one_of(self, attributes: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
        value = attributes.get(name, allowed[0])
        if value not in allowed:
            raise self._fail(f"<{self._closed}> 的 {name} 只能是 {'、'.join(allowed)}，不能是“{value}”")
        return value

    def _span(self, attributes: Mapping[str, str], name: str) -> int:
        value = attributes[name]
        if not value.isascii() or not value.isdigit() or int(value) < 1:
            raise self._fail(f"<{self._closed}> 的 {name} 应为正整数，不能是“{value}”")
        return int(value)

    def _name(self, value: str) -> str:
        if not _CELL_NAME.fullmatch(value):
            raise self._fail(f"<{self._closed}> 的 name 应由小写英文字母、数字和下划线组成，不能是“{value}”")
        return value

    def _calc(self, value: str) -> str:
        if formulas.read(value) is None:
            raise self._fail(
                f"<{self._closed}> 的 calc“{value}”看不懂，请写作“executed / budget”或“sum(score)”这样的算式"
            )
        return value

    def _check_grid(self, rows: tuple[Row, ...], columns: int) -> None:
        """Every row fills the grid exactly, no two spans overlap, and no rowspan leaves its group."""
        grid = Grid(columns)
        for number, row in enumerate(rows, 1):
            covered = grid.covered
            if grid.place(row.form) is None:
                filled = covered + row.form.width
                if filled != columns:
                    raise self._fail(f"表格第{number}行占 {filled} 列，应为 {columns} 列")
                raise self._fail(f"表格第{number}行的 colspan 与上方的 rowspan 重叠")
        if grid.is_open:
            raise self._fail("单元格的 rowspan 超出了所在的 <thead> 或 <tbody>")

    # Plain functions: a reader that held methods of its own would keep its whole document till the collector came
    _ENDS: ClassVar[Mapping[str, Callable[[_Reader, Mapping[str, str]], None]]] = {
        "section": _end_section,
        **dict.fromkeys(("title", *HEADINGS, "p"), _end_paragraph),
        "table": _end_table,
        "thead": _end_head,
        "tbody": _end_body,
        "tr": _end_row,
        "td": _end_cell,
        "th": _end_cell,
        "f": _end_figure,
        "b": _end_bold,
        "br": _end_break,
        "document": _end_document,
    }
