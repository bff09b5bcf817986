"""Where pages lie that are shown one under another. Lengths in logical pixels from the whole's top left corner."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
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


class PageFrames:
    """The rectangles of pages at one zoom, in a view of one size; without a zoom each fits the view's width."""

    def __init__(self, pages: Sequence[Page], view: QSize, zoom: int | None) -> None:
        self._pages = pages
        self._view = view
        self._zoom = zoom
        self._sizes = [_size(page) for page in pages]
        scales = {size: self._scale(page) for size, page in dict(zip(self._sizes, pages, strict=True)).items()}
        self._scales = [scales[size] for size in self._sizes]
        widest = max((page.width * scale for page, scale in zip(pages, self._scales, strict=True)), default=0.0)
        self._width = view.width() if zoom is None else max(view.width(), round(widest) + 2 * GAP)
        heights = (round(page.height * scale) + GAP for page, scale in zip(pages, self._scales, strict=True))
        *self._tops, bottom = accumulate(heights, initial=GAP)
        self.size = QSize(self._width, bottom)
        """Of the whole."""

    def __len__(self) -> int:
        return len(self._tops)

    def still_hold(self, pages: Sequence[Page], new: range) -> bool:
        """Whether pages of which some are new lie where those before them did."""
        return len(pages) == len(self) and all(_size(pages[index]) == self._sizes[index] for index in new)

    def __getitem__(self, index: int) -> QRectF:
        page, scale = self._pages[index], self._scales[index]
        size = QSizeF(page.width * scale, page.height * scale)
        left = round((self._width - size.width()) / 2)
        if self._zoom is None and self._is_narrow:  # the text in the middle, not the paper
            left = round(self._width / 2 - (page.text.left + page.text.right) / 2 * scale)
        return QRectF(QPointF(left, self._tops[index]), size)

    @property
    def _is_narrow(self) -> bool:
        return self._view.width() < _NARROW

    def _scale(self, page: Page) -> float:
        if self._zoom is not None:
            return self._zoom / 100 * PIXELS_PER_POINT
        shown, beside = (page.text.width, _BESIDE_TEXT) if self._is_narrow else (page.width, GAP)
        return max((self._view.width() - 2 * beside) / shown, _FINEST)

    def scale(self, index: int) -> float:
        """Logical pixels per pt of a page."""
        return self._scales[index]

    def at(self, y: float) -> int:
        """The index of the page at a height."""
        return max(0, bisect_right(self._tops, y) - 1)

    def within(self, top: float, bottom: float) -> range:
        """The indexes of the pages between two heights, with the one before the first."""
        return range(self.at(top), self.at(bottom) + 1) if self._tops else range(0)

    def place(self, at: QPointF) -> Place | None:
        """The place on a page under a point."""
        if not self._tops:
            return None
        index = self.at(at.y())
        frame = self[index]
        if not frame.contains(at):
            return None
        scale = self._scales[index]
        return Place(index, (at.x() - frame.left()) / scale, (at.y() - frame.top()) / scale)

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
