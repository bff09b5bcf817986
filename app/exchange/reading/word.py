"""Reads a Word file: its paragraphs with heading levels and numbers, its tables as grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from app.errors import ImportFileError
from app.exchange.reading.cleaning import is_noise, normalised
from app.exchange.reading.joining import joined
from app.exchange.reading.package import DamagedFileError, OversizedFileError, Package, damaged, oversized
from app.exchange.reading.source import Block, Paragraph, Source, Table
from app.exchange.reading.word_numbering import Numbering, W
from app.model.progress import Progress

_BODY = "word/document.xml"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXTS = (f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen")
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile("^(?:title|标题)$|公文标题|文件标题", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|目录)\s*[0-9]|toc heading", re.IGNORECASE)
_WIDEST = 512  # columns; a grid span beyond it is damage
_MOST_BLOCKS = 60_000  # paragraphs and table rows
_EVERY = 200  # paragraphs and rows between two reports of progress


def read(path: Path, progress: Progress) -> Source:
    """The blocks of a Word file; ImportFileError when it is none, damaged, or too large."""
    try:
        with Package(path) as package:
            if _BODY not in package:
                raise _not_word(path.name, package)
            blocks = list(_Reader(package, progress).blocks())
    except DamagedFileError:
        raise damaged(path.name) from None
    except OversizedFileError:
        raise oversized(path.name) from None
    return Source(tuple(_rejoined(blocks)))


def _not_word(name: str, package: Package) -> ImportFileError:
    kinds = {"xl/workbook.xml": "Excel 工作簿", "ppt/presentation.xml": "演示文稿", "content.xml": "OpenDocument 文档"}
    kind = next((kind for part, kind in kinds.items() if part in package), "压缩文件")
    return ImportFileError(f"“{name}”是{kind}，不是 Word 报告，请选择自评报告的 .docx、.pdf 或 .txt 文件。")


class _Reader:
    """Walks through the body and lets go of what it has read."""

    def __init__(self, package: Package, progress: Progress) -> None:
        self._package = package
        self._progress = progress
        self._styles = _Styles(package.tree("word/styles.xml"))
        self._numbering = Numbering(package.tree("word/numbering.xml"))
        self._size = max(package.size(_BODY), 1)

    def blocks(self) -> Iterator[Block]:
        depth, rows, done = 0, _Rows(), 0
        tags = (f"{W}tbl", f"{W}tr", f"{W}p")
        for count, (event, element) in enumerate(self._package.elements(_BODY, ("start", "end"), tags)):
            if count % _EVERY == 0:
                self._progress(min(self._package.unpacked, self._size), self._size, "正在读取 Word 文档")
            done += event == "end" and depth == (element.tag == f"{W}tr")
            if done > _MOST_BLOCKS:
                raise OversizedFileError
            if element.tag == f"{W}tbl":
                depth += 1 if event == "start" else -1
                if event == "end" and depth == 0:
                    yield Table(rows.taken())
                    self._package.let_go(element)
            elif event == "end" and element.tag == f"{W}tr" and depth == 1:
                rows.add(element)
                self._package.let_go(element)
            elif event == "end" and element.tag == f"{W}p" and depth == 0 and not _is_fallback(element):
                yield from self._paragraphs(element) if len(element) else ()
                self._package.let_go(element)

    def _paragraphs(self, element: etree._Element) -> Iterator[Paragraph]:
        style = self._styles.of(element)
        if style.is_contents:
            return
        number = self._numbering.label(*style.list) if style.list else ""
        lines = _text(element).split("\n")
        if style.is_title or style.heading:
            lines = ["".join(lines)]  # broken for looks
        for line in lines:
            text = normalised(line)
            if not is_noise(text):
                yield Paragraph(normalised(number + text), style.heading, style.is_title)
                number = ""


class _Style:
    """What a style, or a paragraph by itself, says."""

    def __init__(self) -> None:
        self.heading = 0
        self.is_title = False
        self.is_contents = False
        self.list: tuple[str, int] | None = None


class _Styles:
    """Styles by id, resolved along what they are based on."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else root.findall(f"{W}style")
        self._elements = {item.get(f"{W}styleId", ""): item for item in found}
        self._known: dict[str, _Style] = {}

    def of(self, paragraph: etree._Element) -> _Style:
        """What holds for a paragraph."""
        own = paragraph.find(f"{W}pPr")
        if own is None:
            return _Style()
        based = self._style(_child(own, "pStyle"))
        style = _Style()
        style.heading, style.is_title, style.is_contents = based.heading, based.is_title, based.is_contents
        style.list = based.list
        _read_properties(own, style)
        return style

    def _style(self, style_id: str, depth: int = 0) -> _Style:
        if style_id in self._known:
            return self._known[style_id]
        style, element = _Style(), self._elements.get(style_id)
        if element is not None and depth < 16:
            base = self._style(_child(element, "basedOn"), depth + 1) if _child(element, "basedOn") else _Style()
            style.heading, style.list = base.heading, base.list
            properties = element.find(f"{W}pPr")
            if properties is not None:
                _read_properties(properties, style)
            name = _child(element, "name")
            if heading := _HEADING.fullmatch(name.strip()):
                style.heading = int(heading[1])
            style.is_title = bool(_TITLE.search(name))
            style.is_contents = bool(_CONTENTS.search(name))
            if style.is_title or style.is_contents:
                style.heading = 0
        self._known[style_id] = style
        return style


def _read_properties(properties: etree._Element, style: _Style) -> None:
    outline = _child(properties, "outlineLvl")
    if outline.isdecimal():
        style.heading = int(outline) + 1 if int(outline) < 9 else 0
    numbering = properties.find(f"{W}numPr")
    if numbering is not None:
        list_id, level = _child(numbering, "numId"), _child(numbering, "ilvl")
        known = style.list[0] if style.list else ""
        list_id = list_id or known
        style.list = None if list_id in {"", "0"} else (list_id, int(level) if level.isdecimal() else 0)


def _child(parent: etree._Element, name: str) -> str:
    child = parent.find(f"{W}{name}")
    return child.get(f"{W}val", "") if child is not None else ""


def _is_fallback(element: etree._Element) -> bool:
    """Whether a paragraph repeats a text box for old programs."""
    return next(element.iterancestors(_MC_FALLBACK), None) is not None


def _text(element: etree._Element) -> str:
    """The text of a paragraph or cell, without what was deleted or moved away; line breaks as \\n."""
    parts = []
    for item in element.iter(_TEXTS):
        if item.tag == f"{W}t":
            if next(item.iterancestors(f"{W}moveFrom", f"{W}del"), None) is None:
                parts.append(item.text or "")
        elif item.tag == f"{W}tab":
            parts.append("" if item.getparent() is not None and _is_tab_stop(item) else "\t")
        elif item.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif item.get(f"{W}type", "textWrapping") == "textWrapping":
            parts.append("\n")
    return "".join(parts)


def _is_tab_stop(item: etree._Element) -> bool:
    parent = item.getparent()
    return parent is not None and parent.tag == f"{W}tabs"


class _Rows:
    """The rows of a table as they are read; a cell that goes on from above repeats what stands there."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = []

    def add(self, element: etree._Element) -> None:
        above = self._rows[-1] if self._rows else []
        row: list[str] = [""] * _count(element, "trPr", "gridBefore")
        for cell in element.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tc"), None) is not None:
                continue
            properties = cell.find(f"{W}tcPr")
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            column = len(row)
            if merge is not None and merge.get(f"{W}val", "continue") == "continue":
                text = above[column] if column < len(above) else ""
            else:
                lines = (line for item in cell.iter(f"{W}p") for line in _text(item).split("\n"))
                text = "\n".join(filter(None, map(normalised, lines)))
            row += [text, *[""] * (max(_count(cell, "tcPr", "gridSpan"), 1) - 1)]
            if len(row) > _WIDEST:
                raise DamagedFileError
        self._rows.append(row)

    def taken(self) -> tuple[tuple[str, ...], ...]:
        """The rows, all of one length; the next table begins empty."""
        rows, self._rows = self._rows, []
        columns = max(map(len, rows), default=0)
        return tuple(tuple(row + [""] * (columns - len(row))) for row in rows)


def _count(element: etree._Element, properties: str, name: str) -> int:
    parent = element.find(f"{W}{properties}")
    text = _child(parent, name) if parent is not None else ""
    return min(int(text), _WIDEST) if text.isdecimal() else 0


def _rejoined(blocks: list[Block]) -> Iterator[Block]:
    """The blocks with bare paragraphs joined where all of a document has its lines broken, as a pasted page has."""
    bare: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and not block.heading and not block.is_title:
            bare.append(block)
            continue
        yield from _joined(bare)
        bare = []
        yield block
    yield from _joined(bare)


def _joined(bare: list[Paragraph]) -> Iterator[Paragraph]:
    texts = [paragraph.text for paragraph in bare]
    yield from (Paragraph(text) for text in joined(texts, texts, only_broken=True))
