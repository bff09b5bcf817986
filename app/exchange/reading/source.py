"""What every kind of file becomes first: paragraphs and tables in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or, where the file does not tell, a line."""

    text: str
    heading: int = 0  # level of its heading style, 1 the highest; 0 where it has none
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in a grid. What a cell covers to its right is empty; what it covers below may repeat it or be empty.

    Paragraphs within a cell are parted by \\n where the file tells them from lines.
    """

    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Source:
    """The blocks of a file."""

    blocks: tuple[Block, ...]
    has_lines: bool = False  # a paragraph may be one line of several, cut anywhere
