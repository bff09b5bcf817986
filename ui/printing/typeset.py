"""Blocks laid out into pages of the paper (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from app.model.layout import Layout, PageNumber, ParagraphStyle
from app.render.blocks import Block, Document, Paragraph, Run, Section, Table, collector_resting
from app.render.pages import NumberPlace, is_annex_alone, page_of
from app.render.pages import Page as SheetPage
from app.render.titles import break_runs
from app.render.widths import signature_indents
from ui.printing.cache import Cache
from ui.printing.cells import CellSetter
from ui.printing.fitting import fitted
from ui.printing.fonts import ASCENT, NATURAL_LINE, FontSet
from ui.printing.grid import Grid, measure
from ui.printing.lines import Line, Measure, compose, composing
from ui.printing.pages import MM, Box, Folio, Page, Pages, Part, PlacedLine, TextPart
from ui.printing.table import TablePart, cuts

_DASH_HEIGHT = 0.36
"""The middle of a 一字线 above the baseline, in characters."""

_ALONE_NUMBER = 10.5
"""The size of the page number of an annex printed alone, pt (五号)."""

_SMALLEST_NUMBER = 7.0
"""The smallest size of a page number, pt."""

_PRINTABLE = 7.0
"""mm from the sheet's edge that printers reach."""

_SHORT_REST = 5
"""A page does not begin with a paragraph's last line when that has fewer characters than this."""

_LONGEST_CHAIN = 40
"""How far ahead blocks are looked at that have to stay together; more never fit on a page."""

_TITLES = frozenset({"title", "table-title"})


@dataclass(frozen=True, slots=True)
class Numbering:
    """How pages are numbered."""

    first: int = 1
    place: NumberPlace | None = None  # None: as is usual on each page


USUAL = Numbering()
"""From 1 on."""


def typeset(document: Document, layout: Layout, *, cache: Cache | None = None, numbering: Numbering = USUAL) -> Pages:
    """Lays a document out; a cache of earlier calls makes it fast. Needs a QGuiApplication."""
    cache = Cache() if cache is None else cache
    fonts = cache.begin(layout)
    with collector_resting():
        steps = typesetting(document, layout, cache, fonts, numbering)
        return Pages([page for page in steps if page is not None], fonts)


def typesetting(
    document: Document, layout: Layout, cache: Cache, fonts: FontSet, numbering: Numbering
) -> Iterator[Page | None]:
    """The pages one after another, and None wherever a pause can be made in between: after some ms at most.

    `fonts` are those with which the cache began this run.
    """
    is_alone = is_annex_alone(document)
    number = numbering.first
    for section in document.sections or (Section("report", "portrait", "A4", ()),):
        sheet = _Sheet(page_of(section, layout, is_alone=is_alone, number=numbering.place))
        for parts in _Flow(sheet.text, layout, fonts, cache, section).pages():
            if parts is None:
                yield None
                continue
            folio = _folio(sheet, layout.page_number, fonts, number)
            yield Page(number, sheet.width, sheet.height, sheet.text, parts, folio)
            number += 1
    cache.end()


class _Sheet:
    """The paper of a section, pt."""

    def __init__(self, page: SheetPage) -> None:
        self.width, self.height = page.width * MM, page.height * MM
        self.number = page.number
        edges = page.margins
        self.text = Box(edges.left * MM, edges.top * MM, self.width - edges.right * MM, self.height - edges.bottom * MM)

    @property
    def upright(self) -> Box:
        """The text area once a landscape sheet is turned back, counter-clockwise: its top is on the left."""
        return Box(self.text.top, self.width - self.text.right, self.text.bottom, self.width - self.text.left)


def _folio(sheet: _Sheet, style: PageNumber, fonts: FontSet, number: int) -> Folio | None:
    """The page number beneath the text, or where that is on the upright sheet; None where there is to be none."""
    if sheet.number is NumberPlace.NONE:
        return None
    is_turned, is_middle = sheet.number is NumberPlace.SIDE, sheet.number is NumberPlace.MIDDLE
    text, edge = (sheet.upright, sheet.width) if is_turned else (sheet.text, sheet.height)
    align, indent = "right" if number % 2 else "left", style.indent_chars * style.size
    lowest = edge - _PRINTABLE * MM
    # Narrow margins leave less room than the number likes.
    size = min(_ALONE_NUMBER if is_middle else style.size, max(lowest - text.bottom, _SMALLEST_NUMBER))
    wanted = text.bottom + style.below * MM + _DASH_HEIGHT * size
    if is_middle:
        wanted = max((edge + text.bottom) / 2, lowest) - (1 - ASCENT) * size
    baseline = min(wanted, lowest - (1 - ASCENT) * size)
    if is_middle or not style.odd_even:
        align, indent = "center", 0.0
    runs = (Run(f"— {number} —"),)
    face = fonts.face(style.font, size)
    line, *_ = compose(runs, lambda _: face, Measure(text.width - 2 * indent, align))
    top = baseline - ASCENT * size
    placed = PlacedLine(text.left + indent + line.left, baseline, top, top + size, line, runs)
    return Folio(placed, is_turned)


@dataclass(frozen=True, slots=True)
class _SetParagraph:
    """A paragraph in lines. Lengths in pt."""

    paragraph: Paragraph
    style: ParagraphStyle
    lines: tuple[Line, ...]
    pitch: float

    @property
    def height(self) -> float:
        """With the space above and below."""
        return self.style.before + len(self.lines) * self.pitch + self.style.after


_SetBlock = _SetParagraph | Grid


class _Flow:
    """Fills the pages of a section, top to bottom, setting no block before its turn."""

    def __init__(self, text: Box, layout: Layout, fonts: FontSet, cache: Cache, section: Section) -> None:
        self._text = text
        self._layout = layout
        self._fonts = fonts
        self._cache = cache
        self._size = section.table_size
        self._table = layout.table
        self._cells = CellSetter(self._table, fonts, cache.cells(self._table))
        self._blocks = section.blocks
        self._ready: dict[int, _SetBlock] = {}
        self._pages: list[list[Part]] = [[]]
        self._y = text.top

    def pages(self) -> Iterator[list[Part] | None]:
        """The parts of each page, and None where a pause can be made; a section without blocks is an empty page."""
        if self._size is not None:
            tables = [block for block in self._blocks if isinstance(block, Table)]
            self._table = yield from fitted(self._table, self._size, tables, self._fonts, self._text.width)
            self._cells = CellSetter(self._table, self._fonts, self._cache.cells(self._table))
        for index in range(len(self._blocks)):
            yield from self._keep_together(index)
            block = yield from self._block(index)
            if isinstance(block, Grid):
                for _ in self._place_table(block, index):
                    yield from self._full_pages()
            else:
                self._place_paragraph(block)
            del self._ready[index]
            yield from self._full_pages()
            yield None
        yield self._pages[0]

    def _full_pages(self) -> Iterator[list[Part] | None]:
        """The pages that nothing is put on any more."""
        while len(self._pages) > 1:
            yield self._pages.pop(0)
        yield None

    def _block(self, index: int) -> Generator[None, None, _SetBlock]:
        """A block, set when it is first looked at."""
        if index not in self._ready:
            self._ready[index] = yield from self._set(self._blocks[index], _right_chars(self._blocks, index))
        return self._ready[index]

    def _leading(
        self, start: int, is_wanted: Callable[[_SetParagraph], bool]
    ) -> Generator[None, None, list[_SetParagraph]]:
        """The paragraphs from a place on that are wanted, up to the first block that is not."""
        leading: list[_SetParagraph] = []
        for index in range(start, min(start + _LONGEST_CHAIN, len(self._blocks))):
            block = yield from self._block(index)
            if not isinstance(block, _SetParagraph) or not is_wanted(block):
                break
            leading.append(block)
        return leading

    @property
    def _room(self) -> float:
        return self._text.bottom - self._y

    def _break(self) -> None:
        self._pages.append([])
        self._y = self._text.top

    def _set(self, block: Block, right_chars: float | None) -> Generator[None, None, _SetBlock]:
        if isinstance(block, Table):
            return measure(block, self._table, self._cells, self._text.width, self._text.height)
        styles = self._layout.styles
        style = styles.get(block.style, styles["body"])
        right = style.right_chars if right_chars is None else right_chars
        key = (block.style, self._text.width, right, *((run.text, run.bold) for run in block.runs))
        lines = yield from self._cache.lines(key, lambda: self._composing(block, style, right))
        return _SetParagraph(block, style, lines, style.line or style.size * NATURAL_LINE)

    def _composing(
        self, paragraph: Paragraph, style: ParagraphStyle, right_chars: float
    ) -> Generator[None, None, tuple[Line, ...]]:
        character = style.size + style.letter_spacing
        left = style.left_chars * character
        width = self._text.width - left - right_chars * character
        return composing(
            break_runs(paragraph.runs, int(width / character)) if paragraph.style in _TITLES else paragraph.runs,
            lambda run: self._fonts.face(style.font, style.size, bold=style.bold or run.bold),
            Measure(width, style.align, left, style.first_line_chars * character, style.letter_spacing),
        )

    def _keep_together(self, index: int) -> Iterator[None]:
        """Breaks the page when what must stay with the next block would be parted from it here."""
        chain = yield from self._leading(index, lambda block: block.style.keep_with_next)
        if not chain or not self._pages[-1]:
            return
        height = sum(block.height for block in chain)
        after = index + len(chain)
        if len(chain) < _LONGEST_CHAIN and after < len(self._blocks):
            height += yield from self._first_height((yield from self._block(after)))
        if self._room + 0.01 < height <= self._text.height:
            self._break()

    def _first_height(self, block: _SetBlock) -> Generator[None, None, float]:
        """How much of a block must at least stand on a page where it begins."""
        if isinstance(block, _SetParagraph):
            return block.style.before + block.pitch
        head = block.head.cut(0, self._text.height).height
        for found in cuts(block, self._text.height, self._text.height, 0.0):
            if found is not None:
                return head + found[1].tops[1]
            yield None
        return head

    def _place_paragraph(self, block: _SetParagraph) -> None:
        if self._pages[-1]:
            self._y += block.style.before
        lines: Sequence[Line] = block.lines
        while lines:
            count = self._without_short_rest(block, len(lines), int((self._room + 0.01) / block.pitch))
            if count > 0 or not self._pages[-1]:
                lines = self._place_lines(block, lines, max(count, 1))
            if lines:
                self._break()
        self._y += block.style.after

    def _place_lines(self, block: _SetParagraph, lines: Sequence[Line], count: int) -> Sequence[Line]:
        """Puts the first lines on the page; the answer is the rest."""
        bottom = self._y + count * block.pitch
        box = Box(self._text.left, self._y, self._text.right, bottom)
        self._pages[-1].append(TextPart(block.paragraph, lines[:count], box, block.pitch, block.style.size))
        self._y = bottom
        return lines[count:]

    @staticmethod
    def _without_short_rest(block: _SetParagraph, left: int, fitting: int) -> int:
        """How many of the lines left to put on this page when `fitting` fit."""
        rest = block.lines[-1]
        if left == fitting + 1 and fitting > 2 and len(rest.clusters) < _SHORT_REST:
            return fitting - 1
        return min(left, fitting)

    def _place_table(self, grid: Grid, index: int) -> Iterator[None]:
        """Puts a table on as many pages as it takes; a step is a stretch, or a row measured."""
        signatures = yield from self._leading(index + 1, lambda block: block.paragraph.style == "table-sign")
        tail = sum(block.height for block in signatures)
        for found in cuts(grid, self._room, self._text.height, tail):
            if found is not None:
                breaks, cut = found
                if breaks:
                    self._break()
                part = TablePart(grid, cut, self._text.left, self._y)
                self._pages[-1].append(part)
                self._y = part.box.bottom
            yield None


def _right_chars(blocks: Sequence[Block], index: int) -> float | None:
    """The right indent of a signature or the date beneath it, which depend on each other; None: the style's own."""
    for first, place in ((index, 0), (index - 1, 1)):
        pair = blocks[max(first, 0) : first + 2]
        if [getattr(block, "style", "") for block in pair] == ["sign", "date"]:
            name, date = (block.text for block in pair if isinstance(block, Paragraph))
            return signature_indents(name, date)[place]
    return None
