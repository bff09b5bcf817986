"""Where pages lie that are shown one under another. Lengths in logical pixels from the whole's top left corner."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF

from ui.printing.pages import Box, Page

GAP = 16
"""Around and between pages."""

PIXELS_PER_POINT = 96 / 72
"""At 100 %."""

_NARROW = 560  # a view narrower than this shows the text and leaves the margins out of sight
_BESIDE_TEXT = 18.0  # pt that are then still seen on either side
_FINEST = 0.15  # the smallest scale, for a view that is hardly there


class Place(NamedTuple):
    """A point on a page, pt."""

    page: Page
    x: float
    y: float


class PageFrames:
    """The rectangles of pages at one zoom, in a view of one size; without a zoom each fits the view's width."""

    def __init__(self, pages: Sequence[Page], view: QSize, zoom: int | None) -> None:
        self._pages = pages
        self._view = view
        scales = [self._fitting(page) if zoom is None else zoom / 100 * PIXELS_PER_POINT for page in pages]
        widest = max((page.width * scale for page, scale in zip(pages, scales, strict=True)), default=0.0)
        self._width = view.width() if zoom is None else max(view.width(), round(widest) + 2 * GAP)
        self._frames: list[QRectF] = []
        y = GAP
        for page, scale in zip(pages, scales, strict=True):
            size = QSizeF(page.width * scale, page.height * scale)
            left = round((self._width - size.width()) / 2)
            if zoom is None and self._is_narrow:  # the text in the middle, not the paper
                left = round(self._width / 2 - (page.text.left + page.text.right) / 2 * scale)
            self._frames.append(QRectF(QPointF(left, y), size))
            y += round(size.height()) + GAP
        self.size = QSize(self._width, y)
        """Of the whole."""

    def __len__(self) -> int:
        return len(self._frames)

    def __iter__(self) -> Iterator[tuple[Page, QRectF]]:
        return zip(self._pages, self._frames, strict=True)

    def __getitem__(self, index: int) -> QRectF:
        return self._frames[index]

    @property
    def _is_narrow(self) -> bool:
        return self._view.width() < _NARROW

    def _fitting(self, page: Page) -> float:
        shown = page.text.width + 2 * _BESIDE_TEXT if self._is_narrow else page.width
        gaps = 0 if self._is_narrow else 2 * GAP
        return max((self._view.width() - gaps) / shown, _FINEST)

    def scale(self, index: int) -> float:
        """Logical pixels per pt of a page."""
        return self._frames[index].width() / self._pages[index].width

    def at(self, y: float) -> int:
        """The index of the page at a height."""
        return max(0, bisect_right([frame.top() for frame in self._frames], y) - 1)

    def place(self, at: QPointF) -> Place | None:
        """The place on a page under a point."""
        for index, frame in enumerate(self._frames):
            if frame.contains(at):
                scale = self.scale(index)
                return Place(self._pages[index], (at.x() - frame.left()) / scale, (at.y() - frame.top()) / scale)
        return None

    def rectangle(self, index: int, box: Box) -> QRectF:
        """A box of a page."""
        scale = self.scale(index)
        corner = self._frames[index].topLeft() + QPointF(box.left, box.top) * scale
        return QRectF(corner, QSizeF(box.width, box.height) * scale)

    def best_left(self, index: int) -> int:
        """How far to scroll to the right for a page: it, or else its text from the left edge on, is in the view."""
        frame = self._frames[index]
        if frame.width() <= self._view.width():
            return round(frame.center().x() - self._view.width() / 2)
        text = self.rectangle(index, self._pages[index].text)
        if text.width() + 2 * GAP <= self._view.width():
            return round(text.center().x() - self._view.width() / 2)
        return round(text.left()) - GAP
