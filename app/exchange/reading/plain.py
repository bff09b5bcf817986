"""Reads a text file: its encoding, its lines, and rows of cells between tabs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from app.errors import ImportFileError
from app.exchange.reading.cleaning import is_noise, normalised
from app.exchange.reading.joining import joined
from app.exchange.reading.package import oversized
from app.exchange.reading.source import Block, Paragraph, Source, Table
from app.model.text import clean

_MOST_LINES = 200_000
_MARKED = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read(content: bytes, name: str) -> Source:
    """The blocks of a text; ImportFileError when it is none."""
    lines = clean(_decoded(content, name)).split("\n")
    if len(lines) > _MOST_LINES:
        raise oversized(name)
    blocks: list[Block] = []
    for is_row, group in groupby(_without_indent(lines), key=lambda line: "\t" in line):
        block = list(group)
        blocks += [_table(block)] if is_row else _paragraphs(block)
    return Source(tuple(blocks), has_lines=True)


def _decoded(content: bytes, name: str) -> str:
    encodings = [_MARKED[mark] for mark in _MARKED if content.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ImportFileError(
        f"“{name}”不是能读的文本文件，请用记事本打开后另存为 UTF-8 编码的 .txt，或改用 Word（.docx）文件导入。"
    )


def _without_indent(lines: Iterable[str]) -> Iterator[str]:
    """Lines, of which only rows of cells keep their tabs."""
    for line in lines:
        yield line.rstrip() if "\t" in line.strip() else line.replace("\t", " ")


def _table(lines: Iterable[str]) -> Table:
    rows = [tuple(normalised(cell) for cell in line.split("\t")) for line in lines]
    columns = max(map(len, rows))
    return Table(tuple(row + ("",) * (columns - len(row)) for row in rows))


def _paragraphs(lines: Iterable[str]) -> list[Block]:
    cleaned = [(text, line) for line in lines if not is_noise(text := normalised(line))]
    # Cleaned again: what a line's end had parted, such as 万 and a misread 元, stands together now.
    return [
        Paragraph(normalised(text)) for text in joined([text for text, _ in cleaned], [line for _, line in cleaned])
    ]
