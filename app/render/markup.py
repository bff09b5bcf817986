"""The report markup: what a template may produce, parsed once into the blocks that every writer reads.

Vocabulary: `section` (part, orientation, paper) holding `title`, `h1`-`h4`, `p` (class), `table` (widths, class) with
`thead`/`tbody`/`tr`/`th`/`td` (colspan, rowspan, class); inline `b`, `br` and `f` (ref: the field a figure comes from).
A block's `id` is the key under which the officer can take the paragraph over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

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
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "document": frozenset(),
    "section": frozenset({"part", "orientation", "paper"}),
    "title": frozenset({"id"}),
    **{heading: frozenset({"id"}) for heading in HEADINGS},
    "p": frozenset({"class", "id"}),
    "b": frozenset(),
    "br": frozenset(),
    "f": frozenset({"ref"}),
    "table": frozenset({"widths", "class"}),
    "thead": frozenset(),
    "tbody": frozenset(),
    "tr": frozenset(),
    "th": frozenset({"colspan", "rowspan", "class"}),
    "td": frozenset({"colspan", "rowspan", "class"}),
}
_SPACE = re.compile(r"[ \t\r\n]+")


class MarkupError(Exception):
    """The rendered text is not report markup. `mark` is the place in the template, where it is known."""

    def __init__(self, message: str, mark: str = "") -> None:
        super().__init__(message)
        self.mark = mark


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


def parse(markup: str) -> Document:
    """Reads markup (without a root element) into blocks; MarkupError names what is not allowed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
    try:
        root = etree.fromstring(f"<document>{markup}</document>", parser)
    except etree.XMLSyntaxError as error:
        raise MarkupError(_syntax_message(error), _mark_before(markup, error)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise MarkupError("不允许使用 DOCTYPE")
    return _Reader().document(root)


def _syntax_message(error: etree.XMLSyntaxError) -> str:
    found = re.search(r"Opening and ending tag mismatch: (\w+).*?and (\w+)", error.msg or "")
    if found:
        return f"标记 <{found[1]}> 没有正确结束（遇到了 </{found[2]}>）"
    return "标记不完整或写法有误"


def _mark_before(markup: str, error: etree.XMLSyntaxError) -> str:
    """The last template mark (see `templates.marked`) before the place where parsing stopped."""
    line, column = error.position
    lines = markup.split("\n")
    upto = "\n".join([*lines[: line - 1], lines[min(line, len(lines)) - 1][: max(column, 0)]])
    marks = re.findall(r"<!--@(.*?)-->", upto)
    return marks[-1] if marks else ""


class _Reader:
    """Turns the element tree into blocks, keeping the last template mark passed for error messages."""

    def __init__(self) -> None:
        self._mark = ""

    def document(self, root: etree._Element) -> Document:
        return Document(tuple(self._section(child) for child in self._elements(root, "section")))

    def _fail(self, message: str) -> MarkupError:
        return MarkupError(message, self._mark)

    def _elements(self, parent: etree._Element, *allowed: str) -> Iterator[etree._Element]:
        """The child elements, each checked by name and attributes; loose text between them is an error."""
        self._no_text(parent.text, parent)
        for child in parent:
            if _is_note(child):
                self._note(child)
            elif child.tag in allowed:
                self._check_attributes(child)
                yield child
            else:
                raise self._fail(f"<{parent.tag}> 中不允许出现 <{child.tag}>")
            self._no_text(child.tail, parent)

    def _note(self, node: etree._Element) -> None:
        if not isinstance(node, etree._Comment):
            raise self._fail("不允许使用处理指令或实体")
        if node.text and node.text.startswith("@"):
            self._mark = node.text[1:]

    def _no_text(self, text: str | None, parent: etree._Element) -> None:
        if text and not text.isspace():
            raise self._fail(f"文字“{text.strip()[:20]}”不在段落或单元格中（位于 <{parent.tag}>）")

    def _check_attributes(self, element: etree._Element) -> None:
        for name in element.attrib:
            if name not in _ATTRIBUTES[str(element.tag)]:
                raise self._fail(f"<{element.tag}> 不允许有属性 {name!s}")

    def _section(self, element: etree._Element) -> Section:
        part = self._one_of(element, "part", ("report", "annex"))
        orientation = self._one_of(element, "orientation", ("portrait", "landscape"))
        paper = self._one_of(element, "paper", ("A4", "A3"))
        blocks = tuple(self._block(child) for child in self._elements(element, "title", *HEADINGS, "p", "table"))
        return Section(part, orientation, paper, blocks)

    def _one_of(self, element: etree._Element, attribute: str, allowed: tuple[str, ...]) -> str:
        value = element.get(attribute, allowed[0])
        if value not in allowed:
            raise self._fail(f"<{element.tag}> 的 {attribute} 只能是 {'、'.join(allowed)}，不能是“{value}”")
        return value

    def _block(self, element: etree._Element) -> Block:
        if element.tag == "table":
            return self._table(element)
        style = str(element.tag)
        if style == "p":
            style = self._one_of(element, "class", PARAGRAPH_CLASSES)
        return Paragraph(style, self._runs(element), element.get("id", ""))

    def _runs(self, element: etree._Element) -> tuple[Run, ...]:
        if len(element) == 1 and element.text is None:
            # The commonest cell: one value and nothing else.
            child = element[0]
            if child.tag == "f" and len(child) == 0 and not child.tail:
                return (Run(child.text, child.get("ref", "")),) if child.text else ()
        runs: list[Run] = []
        self._inline(element, runs, ref="", bold=False)
        return _tidy(runs)

    def _inline(self, element: etree._Element, runs: list[Run], *, ref: str, bold: bool) -> None:
        _append(runs, element.text, ref, bold)
        for child in element:
            if _is_note(child):
                self._note(child)
            elif child.tag in {"f", "b"}:
                self._check_attributes(child)
                self._inline(child, runs, ref=child.get("ref", ref), bold=bold or child.tag == "b")
            elif child.tag == "br":
                runs.append(Run("\n", ref, bold))
            else:
                raise self._fail(f"<{element.tag}> 中不允许出现 <{child.tag}>")
            _append(runs, child.tail, ref, bold)

    def _table(self, element: etree._Element) -> Table:
        try:
            widths = tuple(float(share) for share in element.get("widths", "").split())
        except ValueError:
            widths = ()
        if not widths or min(widths) <= 0:
            raise self._fail("<table> 的 widths 应为各列宽度比例，如 widths=“1 2 1”")
        head: tuple[Row, ...] = ()
        bodies: list[tuple[Row, ...]] = []
        for group in self._elements(element, "thead", "tbody"):
            rows = tuple(self._row(row) for row in self._elements(group, "tr"))
            self._check_grid(rows, len(widths))
            if group.tag == "tbody":
                bodies.append(rows)
            elif head or bodies:
                raise self._fail("<thead> 只能有一个，并且在最前面")
            else:
                head = rows
        return Table(widths, head, tuple(bodies), element.get("class", ""))

    def _row(self, element: etree._Element) -> Row:
        return Row(tuple(self._cell(cell) for cell in self._elements(element, "td", "th")))

    def _cell(self, element: etree._Element) -> Cell:
        if not element.attrib:
            return Cell(self._runs(element), header=element.tag == "th")
        return Cell(
            self._runs(element),
            self._span(element, "colspan"),
            self._span(element, "rowspan"),
            self._one_of(element, "class", CELL_CLASSES),
            header=element.tag == "th",
        )

    def _span(self, element: etree._Element, attribute: str) -> int:
        value = element.get(attribute, "1")
        if not value.isascii() or not value.isdigit() or int(value) < 1:
            raise self._fail(f"<{element.tag}> 的 {attribute} 应为正整数，不能是“{value}”")
        return int(value)

    def _check_grid(self, rows: tuple[Row, ...], columns: int) -> None:
        """Every row fills the grid exactly, and no rowspan leaves its group."""
        waiting = [0] * columns  # rows still covered from above, per column
        for number, row in enumerate(rows, 1):
            filled = sum(1 for rest in waiting if rest)
            filled += sum(cell.colspan for cell in row.cells)
            if filled != columns:
                raise self._fail(f"表格第{number}行占 {filled} 列，应为 {columns} 列")
            waiting = _place(row, waiting)
        if any(waiting):
            raise self._fail("单元格的 rowspan 超出了所在的 <thead> 或 <tbody>")


def _is_note(node: etree._Element) -> bool:
    """Whether a node is a comment or the like; lxml gives those a function for a tag."""
    return not isinstance(cast(object, node.tag), str)


def _place(row: Row, waiting: list[int]) -> list[int]:
    """How many rows below each column stays covered, after a row was laid into the free columns."""
    after = [max(0, rest - 1) for rest in waiting]
    free = [column for column, rest in enumerate(waiting) if not rest]
    taken = 0
    for cell in row.cells:
        for column in free[taken : taken + cell.colspan]:
            after[column] = cell.rowspan - 1
        taken += cell.colspan
    return after


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


def _append(runs: list[Run], text: str | None, ref: str, bold: bool) -> None:
    """Adds text as a run; outside values, line ends of the template vanish and other white space is one space."""
    if text and not ref:
        text = _SPACE.sub(_fold, text)
    if text:
        runs.append(Run(text, ref, bold))


def _tidy(runs: list[Run]) -> tuple[Run, ...]:
    """Runs without the template's spaces at either end of the paragraph or at a break.

    Spaces inside a value (`f`) are the officer's and stay.
    """
    for index, run in enumerate(runs):
        if run.ref or run.text == "\n":
            continue
        if index == 0 or runs[index - 1].text == "\n":
            run.text = run.text.lstrip(" ")
        if index == len(runs) - 1 or runs[index + 1].text == "\n":
            run.text = run.text.rstrip(" ")
    return tuple(run for run in runs if run.text)


def _fold(space: re.Match[str]) -> str:
    return "" if "\n" in space[0] else " "


def text_runs(text: str) -> tuple[Run, ...]:
    """Plain text as runs."""
    return (Run(text),) if text else ()
