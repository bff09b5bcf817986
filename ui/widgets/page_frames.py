"""Where pages lie on a view, one under another or side by side. Lengths in logical pixels from its top left corner."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF

from ui.printing.pages import Box, Page

GAP = 16
"""Around and between pages."""

PIXELS_PER_POINT = 96 / 72
"""At 100 %."""

_NARROW = 560  # a view narrower than this shows the text and leaves the margins out of sight
_BESIDE_TEXT = 20  # that are then still seen on either side: room for the words in the margin
_FINEST = 0.15  # the smallest scale, for a view that is hardly there


class Place(NamedTuple):
    """A point on a page, pt."""

    page: int  # its index
    x: float
    y: float


class Fit(Enum):
    """What of a page is as large as the view."""

    WIDTH = "width"
    PAGE = "page"  # all of it can be seen


class PageFrames:
    """The rectangles of pages, one or more side by side, at a zoom in % or as they fit a view of one size."""

    def __init__(self, pages: Sequence[Page], view: QSize, zoom: int | Fit, columns: int = 1) -> None:
        self._pages = pages
        self._view = view
        self._zoom = zoom
        self._sizes = [_size(page) for page in pages]
        self._columns = columns
        rows = [pages[start : start + columns] for start in range(0, len(pages), columns)]
        scales = [self._scale(row) for row in rows]
        self._scales = [scale for row, scale in zip(rows, scales, strict=True) for _ in row]
        whole = [self._widest(row) * scale + (columns - 1) * GAP for row, scale in zip(rows, scales, strict=True)]
        self._width = max(view.width(), round(max(whole, default=0.0)) + 2 * GAP)
        if isinstance(zoom, Fit):
            self._width = view.width()
        self._lefts = [left for row, scale in zip(rows, scales, strict=True) for left in self._row_lefts(row, scale)]
        heights = [round(max(page.height for page in row) * scale) for row, scale in zip(rows, scales, strict=True)]
        slots = [max(height + 2 * GAP, view.height()) if zoom is Fit.PAGE else height + GAP for height in heights]
        *self._starts, bottom = accumulate(slots, initial=0)
        above = [(slot - height) // 2 if zoom is Fit.PAGE else GAP for slot, height in zip(slots, heights, strict=True)]
        self._tops = [start + gap for start, gap in zip(self._starts, above, strict=True)]
        self.size = QSize(self._width, bottom if zoom is Fit.PAGE else bottom + GAP)
        """Of the whole."""

    def __len__(self) -> int:
        return len(self._scales)  # the list of pages grows while they are laid out

    def still_hold(self, pages: Sequence[Page], new: range) -> bool:
        """Whether pages of which some are new lie where those before them did."""
        return len(pages) == len(self) and all(_size(pages[index]) == self._sizes[index] for index in new)

    def __getitem__(self, index: int) -> QRectF:
        page, scale = self._pages[index], self._scales[index]
        corner = QPointF(self._lefts[index], self._tops[index // self._columns])
        return QRectF(corner, QSizeF(page.width * scale, page.height * scale))

    def _widest(self, row: Sequence[Page]) -> float:
        """The width of a row as if it were full, pt."""
        return sum(page.width for page in row) + (self._columns - len(row)) * row[-1].width

    def _row_lefts(self, row: Sequence[Page], scale: float) -> Iterator[float]:
        if self._shows_text:  # the text in the middle, not the paper
            yield round(self._width / 2 - (row[0].text.left + row[0].text.right) / 2 * scale)
            return
        left = (self._width - self._widest(row) * scale - (self._columns - 1) * GAP) / 2
        for page in row:
            yield round(left)
            left += page.width * scale + GAP

    @property
    def _shows_text(self) -> bool:
        """Whether the margins are out of sight."""
        return self._zoom is Fit.WIDTH and self._columns == 1 and self._view.width() < _NARROW

    def _scale(self, row: Sequence[Page]) -> float:
        if not isinstance(self._zoom, Fit):
            return self._zoom / 100 * PIXELS_PER_POINT
        shown, beside = (row[0].text.width, 2 * _BESIDE_TEXT) if self._shows_text else (
            self._widest(row), (self._columns + 1) * GAP
        )  # fmt: skip
        scale = (self._view.width() - beside) / shown
        if self._zoom is Fit.PAGE:
            scale = min(scale, (self._view.height() - 2 * GAP) / max(page.height for page in row))
        return max(scale, _FINEST)

    def scale(self, index: int) -> float:
        """Logical pixels per pt of a page."""
        return self._scales[index]

    def at(self, y: float) -> int:
        """The index of the page at a height, of several the first."""
        borders = self._starts if self._zoom is Fit.PAGE else self._tops
        return max(0, bisect_right(borders, y) - 1) * self._columns

    def start(self, index: int) -> int:
        """How far to scroll for a page to begin the view."""
        return self._starts[index // self._columns]

    def row(self, index: int) -> range:
        """The indexes of the pages side by side with one, itself among them."""
        first = index - index % self._columns
        return range(first, min(first + self._columns, len(self)))

    def within(self, top: float, bottom: float) -> range:
        """The indexes of the pages between two heights, with those before the first."""
        return range(self.at(top), self.row(self.at(bottom)).stop) if self._tops else range(0)

    def place(self, at: QPointF) -> Place | None:
        """The place on a page under a point."""
        for index in self.row(self.at(at.y())):
            frame = self[index]
            if frame.contains(at):
                scale = self._scales[index]
                return Place(index, (at.x() - frame.left()) / scale, (at.y() - frame.top()) / scale)
        return None

    def rectangle(self, index: int, box: Box) -> QRectF:
        """A box of a page."""
        scale = self._scales[index]
        corner = self[index].topLeft() + QPointF(box.left, box.top) * scale
        return QRectF(corner, QSizeF(box.width, box.height) * scale)

    def best_left(self, index: int) -> int:
        """How far to scroll to the right for a page: it, or else its text from the left edge on, is in the view."""
        frame = self[index]
        if frame.width() <= self._view.width():
            return round(frame.center().x() - self._view.width() / 2)
        text = self.rectangle(index, self._pages[index].text)
        if text.width() + 2 * GAP <= self._view.width():
            return round(text.center().x() - self._view.width() / 2)
        return round(text.left()) - GAP


def _size(page: Page) -> tuple[float, float, Box]:
    """What the place of a page depends on."""
    return page.width, page.height, page.text
