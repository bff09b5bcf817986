"""Reads a PDF file with a text layer: lines by where their characters stand, tables by their rules."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from app.errors import ImportFileError
from app.exchange.reading import pdf_tables
from app.exchange.reading.cleaning import is_noise, normalised, squeezed
from app.exchange.reading.pdf_grid import Grid, grids, rules
from app.exchange.reading.pdf_lines import Character, Line, lines_of, text_of
from app.exchange.reading.pdf_streams import is_bomb
from app.exchange.reading.source import Block, Paragraph, Source, Table
from app.model.progress import Progress

_MOST_PAGES = 3000
_MOST_CHARACTERS = 6_000_000
_FEWEST_CHARACTERS = 8  # a page, on average; a scan has none, or a stamp's
_INDENT = 1.2  # characters from the left border, from which on a line begins a paragraph
_INDENTED_SHARE = 0.1  # of the lines, from which on paragraphs count as indented
_RAGGED = 6.0  # characters by which a line that goes on may be short: an unbreakable number had no room on it
_STRAY = 0.03  # of the lines; what stands further to the left than all but so few is no border
_SHORT = 8  # characters; shorter lines say nothing of the borders
_REPEATED = 0.5  # of the pages, from which on a first or last line is a running head or foot


@dataclass(slots=True)
class _Page:
    lines: list[Line]
    tables: list[tuple[float, Table]] = field(default_factory=list)  # each with its upper border


def read(path: Path, progress: Progress) -> Source:
    """The blocks of a PDF file; ImportFileError when it is encrypted, damaged, a scan, or too large."""
    if is_bomb(path):
        raise ImportFileError(f"“{path.name}”展开后太大，没有读取；请确认文件是否选对，或改用 Word（.docx）文件导入。")
    with _opened(path) as document:
        if len(document) > _MOST_PAGES:
            raise ImportFileError(
                f"“{path.name}”超过 {_MOST_PAGES} 页，不像一份自评报告，没有读取；请确认文件是否选对。"
            )
        pages = []
        characters = 0
        for number in range(len(document)):
            progress(number, len(document), f"正在读取第 {number + 1} 页")
            pages.append(_page(document, number))
            characters += sum(len(line.characters) for line in pages[-1].lines)
            characters += sum(len(cell) for _, table in pages[-1].tables for row in table.rows for cell in row)
            if characters > _MOST_CHARACTERS:
                raise ImportFileError(f"“{path.name}”的文字太多，不像一份自评报告，没有读完；请确认文件是否选对。")
    if characters < _FEWEST_CHARACTERS * max(len(pages), 1):
        raise ImportFileError(
            f"“{path.name}”没有文字层，可能是扫描件；请改用 Word（.docx）原稿，或先用文字识别软件转换后再导入。"
        )
    return Source(tuple(_blocks(pages)))


def _opened(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise ImportFileError(f"“{path.name}”设了打开密码，请去掉密码后另存再导入。") from None
        raise ImportFileError(
            f"“{path.name}”不是完好的 PDF 文件，读不出内容，请重新导出 PDF 或改用 .docx 导入。"
        ) from None


def _page(document: pdfium.PdfDocument, number: int) -> _Page:
    """The lines and tables of one page; a page that cannot be read has none."""
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return _Page([])
    upright, quarters = _upright(_characters(text_page))
    found = grids([rule.turned(quarters) for rule in rules(page)])
    inside: list[list[Character]] = [[] for _ in found]
    outside: list[Character] = []
    for character in upright:
        place = next((index for index, grid in enumerate(found) if grid.holds(character.middle)), None)
        (outside if place is None else inside[place]).append(character)
    tables = [table for grid, characters in zip(found, inside, strict=True) for table in _tables(grid, characters)]
    text_page.close()
    page.close()
    return _Page(lines_of(outside), [item for item in tables if item[1].rows])


def _upright(characters: Iterable[tuple[Character, int]]) -> tuple[list[Character], int]:
    """The characters that run as most of the page does, turned upright, and by how many quarters they were.

    A page number beside a landscape table runs another way and says nothing.
    """
    found = list(characters)
    if not found:
        return [], 0
    quarters = Counter(turn for _, turn in found).most_common(1)[0][0]
    kept = (character for character, turn in found if turn == quarters)
    return [character.turned(quarters) for character in kept] if quarters else list(kept), quarters


def _characters(text_page: pdfium.PdfTextPage) -> Iterator[tuple[Character, int]]:
    """The characters in the file's order, each with the quarters by which it is turned."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium_c.FS_RECTF()
    high = 0
    for index in range(text_page.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:  # the first half of a character beyond the basic plane
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if pdfium_c.FPDFText_IsGenerated(text_page, index) == 1 or code in {0, 0xFFFE, 0xFFFF}:
            continue
        if not pdfium_c.FPDFText_GetLooseCharBox(text_page, index, box):
            pdfium_c.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
            box.left, box.right, box.bottom, box.top = left.value, right.value, bottom.value, top.value
        pdfium_c.FPDFText_GetCharOrigin(text_page, index, x, y)
        turn = round(pdfium_c.FPDFText_GetCharAngle(text_page, index) / (math.pi / 2)) % 4
        height = abs(box.right - box.left) if turn % 2 else abs(box.top - box.bottom)
        width = abs(box.top - box.bottom) if turn % 2 else abs(box.right - box.left)
        start = x.value if turn else float(box.left)
        yield Character(chr(code), start, start + width, y.value, max(height, 1.0)), turn


def _tables(grid: Grid, characters: Sequence[Character]) -> Iterator[tuple[float, Table]]:
    """The tables of a grid, each with its upper border. A cell that covers others below says its text in each row, as
    Word files do.
    """
    by_cell: dict[int, list[Character]] = {}
    for character in characters:
        by_cell.setdefault(grid.cell(character.middle), []).append(character)
    texts = {cell: normalised("".join(map(text_of, lines_of(found)))) for cell, found in by_cell.items()}
    for first, part in pdf_tables.parted(grid.rows):
        rows = (tuple(_row(cells, texts)) for cells in part)
        yield grid.top_of(first), Table(tuple(row for row in rows if any(row)))


def _row(cells: Sequence[int], texts: Mapping[int, str]) -> Iterator[str]:
    """The text of each place in a row; to the right of its first column a cell is covered."""
    last = -1
    for cell in cells:
        yield texts.get(cell, "") if cell != last else ""
        last = cell


def _blocks(pages: Sequence[_Page]) -> Iterator[Block]:
    """The paragraphs and tables of all pages, put together across their borders."""
    repeated = _running_lines(pages)
    measure = _measure(pages)
    paragraph: list[Line] = []
    table: Table | None = None
    for page in pages:
        items: list[tuple[float, Line | Table]] = [(line.baseline, line) for line in page.lines]
        items += page.tables
        for _, item in sorted(items, key=lambda item: -item[0]):
            if isinstance(item, Table):
                yield from _finished(paragraph)
                paragraph = []
                *done, table = pdf_tables.joined(table, item) if table else [item]
                yield from done
                continue
            text = normalised(text_of(item))
            if is_noise(text) or squeezed(text) in repeated:
                continue
            if table is not None:
                yield table
                table = None
            if paragraph and not measure.goes_on(paragraph[-1], item):
                yield from _finished(paragraph)
                paragraph = []
            paragraph.append(item)
    yield from _finished(paragraph)
    yield from (table,) if table else ()


def _finished(lines: Sequence[Line]) -> Iterator[Paragraph]:
    if lines:
        yield Paragraph(normalised("".join(map(_seamed, lines))))


def _seamed(line: Line) -> str:
    text = text_of(line)
    return f"{text} " if text[-1:].isascii() and text[-1:].isalpha() else text


def _running_lines(pages: Sequence[_Page]) -> set[str]:
    """First and last lines that most pages share: running heads and feet."""
    if len(pages) < 4:
        return set()
    counts: Counter[str] = Counter()
    for page in pages:
        if page.lines:
            ends = {squeezed(normalised(text_of(page.lines[0]))), squeezed(normalised(text_of(page.lines[-1])))}
            counts.update(ends)
    return {text for text, count in counts.items() if count > _REPEATED * len(pages)}


@dataclass(frozen=True, slots=True)
class _Measure:
    """Left and right border of the text and the width of its characters, points."""

    left: float = 0.0
    right: float = 0.0
    size: float = 1.0
    is_indented: bool = False  # the first line of each paragraph

    def goes_on(self, last: Line, line: Line) -> bool:
        """Whether a line belongs to the paragraph of the line before it."""
        if abs(line.height - last.height) > 0.25 * self.size or line.left > self.left + _INDENT * self.size:
            return False
        if self.is_indented:
            return last.right > self.right - _RAGGED * self.size
        return last.right + _first_token(line) > self.right + 0.5 * self.size


def _measure(pages: Sequence[_Page]) -> _Measure:
    lines = [line for page in pages for line in page.lines if len(line.characters) > _SHORT]
    if not lines:
        return _Measure()
    places = Counter(round(line.left) for line in lines)
    enough = min(max(places.values()), max(2, _STRAY * len(lines)))
    left = min(place for place, count in places.items() if count >= enough)
    size = Counter(round(line.size, 1) for line in lines).most_common(1)[0][0]
    ends = sorted(line.right for line in lines)
    indented = sum(_INDENT * size < line.left - left < 3 * size for line in lines)
    return _Measure(float(left), ends[int(len(ends) * 0.9)], size, indented >= _INDENTED_SHARE * len(lines))


def _first_token(line: Line) -> float:
    """The width of what cannot be parted at the head of a line: a number or word, or a character with its stops."""
    characters = line.characters
    end = 0
    while end < len(characters) and characters[end].text in "“‘（《〔【":
        end += 1
    if end < len(characters) and characters[end].text.isascii():
        while end < len(characters) and characters[end].text.isascii() and not characters[end].text.isspace():
            end += 1
    else:
        end += 1
    while end < len(characters) and characters[end].text in "，。、；：！？”’）》〕】%":
        end += 1
    return characters[min(end, len(characters)) - 1].right - characters[0].left
