"""The laid-out pages: what stands where, and what it came from. Lengths in pt from the paper's top left corner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from app.render.blocks import Paragraph, Run
from ui.printing.fonts import ASCENT, FontSet
from ui.printing.lines import Line

MM = 72 / 25.4
"""pt in a millimetre."""


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Rule(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line on a page."""

    x: float  # where its first cluster begins
    baseline: float
    top: float
    bottom: float
    line: Line
    runs: Sequence[Run]  # what the line's spans count

    @property
    def box(self) -> Box:
        """The line's rectangle."""
        return Box(self.x, self.top, self.x + self.line.width, self.bottom)

    def stretches(self) -> Iterator[tuple[Box, Run]]:
        """Every run of the line with the rectangle it takes."""
        x = self.x
        for span, start, end in self.line.stretches():
            width = sum(self.line.advances[start:end])
            yield Box(x, self.top, x + width, self.bottom), self.runs[span.run]
            x += width


class Part(Protocol):
    """A stretch of one block on one page."""

    @property
    def box(self) -> Box:
        """The rectangle it takes."""

    def lines(self) -> Iterator[PlacedLine]:
        """Its lines in reading order, made when asked for."""

    def runs(self) -> Iterator[Run]:
        """The runs it shows, whole or in part."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """Lines of a paragraph."""

    paragraph: Paragraph
    set_lines: Sequence[Line]
    box: Box
    pitch: float  # from line to line
    size: float  # of the characters

    def lines(self) -> Iterator[PlacedLine]:
        """The lines, each with its characters in the middle of the pitch."""
        above = (self.pitch - self.size) / 2 + ASCENT * self.size
        for number, line in enumerate(self.set_lines):
            top = self.box.top + number * self.pitch
            x = self.box.left + line.left
            yield PlacedLine(x, top + above, top, top + self.pitch, line, self.paragraph.runs)

    def runs(self) -> Iterator[Run]:
        """The runs of the paragraph that the lines show."""
        return (self.paragraph.runs[number] for number in {span.run for line in self.set_lines for span in line.spans})


@dataclass(frozen=True, slots=True)
class Folio:
    """The page number. On a turned one, places are those of the sheet held upright (GB/T 9704-2012, 8)."""

    placed: PlacedLine
    is_turned: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page."""

    number: int
    width: float
    height: float
    text: Box  # the 版心
    parts: Sequence[Part]
    folio: Folio | None  # None: none is printed

    @property
    def is_landscape(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height, mm."""
        return self.width / MM, self.height / MM

    def lines(self) -> Iterator[PlacedLine]:
        """Every line but the page number, in reading order."""
        for part in self.parts:
            yield from part.lines()


class Pages:
    """A laid-out document, and the fonts it was laid out with. Belongs to the thread it was made in."""

    def __init__(self, pages: Sequence[Page], fonts: FontSet) -> None:
        self._pages = tuple(pages)
        self.fonts = fonts

    def __len__(self) -> int:
        return len(self._pages)

    def __getitem__(self, index: int) -> Page:
        return self._pages[index]

    def __iter__(self) -> Iterator[Page]:
        return iter(self._pages)
