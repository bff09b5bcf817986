"""The report as plain text, a paragraph a line: for comparing, searching and pasting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from app.render.blocks import Block, Document, Paragraph, Table, grid

_BROKEN_FOR_LOOKS = frozenset({"title", "table-title", "h1", "h2", "h3", "h4"})
_SPACE = re.compile(r"[ \t]*[\t\n][ \t\n]*")


def write_txt(document: Document, target: BinaryIO) -> None:
    """Writes the text as UTF-8 with \\n line ends and no byte order mark."""
    target.write(text(document).encode())


def text(document: Document) -> str:
    """The text, a line per paragraph and table row, ending with a line end; empty for an empty document.

    A break in a title or heading vanishes, any other becomes a space. A row's cells are separated by tabs and stand
    in their columns: what a span covers is empty, so that the rows can be pasted into a sheet.
    """
    lines = (line for section in document.sections for block in section.blocks for line in _lines(block))
    return "".join(f"{line}\n" for line in lines)


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text.replace("\n", "" if block.style in _BROKEN_FOR_LOOKS else " ")
    else:
        yield from _table_lines(block)


def _table_lines(table: Table) -> Iterator[str]:
    columns = len(table.widths)
    for group in (table.head, *table.bodies):
        for line in grid(group, columns):
            fields = [""] * columns
            for column, cell in line:
                fields[column] = "" if cell is None else _SPACE.sub(" ", cell.text)
            yield "\t".join(fields).rstrip("\t")
