"""Paints pages as sheets on a desk: marks under the text, and beside it what was written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui import theme
from ui.printing.fonts import FontSet
from ui.printing.marks import marks, matches
from ui.printing.pages import Box, Page, TextPart
from ui.printing.painter import Look, paint_page

BY_HAND, OUTDATED, OUTDATED_SHORT = "手工", "数字已变", "已变"

_LETTER = 12  # the words in the margin, logical pixels
_BAR = 3
_BETWEEN = 2  # bar and text, bar and words


@dataclass(frozen=True, slots=True)
class PreviewColors:
    """The colours of the preview."""

    ground: str
    paper: str
    shadow: str
    ink: str
    figure: str
    marked: str
    manual: str
    stale: str
    selected: str = theme.LIGHT.selection


def theme_colors(used: theme.Theme) -> PreviewColors:
    """The preview's colours in a theme: paper stays paper, only what it lies on turns dark."""
    light = theme.LIGHT
    return PreviewColors(
        ground=used.desk,
        paper=light.surface,
        shadow=light.text,
        ink=light.text,
        figure=light.accent,
        marked=light.marked,
        manual=light.secondary,
        stale=light.warning,
    )


@dataclass(frozen=True, slots=True)
class PagePainter:
    """Paints single pages, whose rectangles on the painter are the caller's."""

    painter: QPainter
    colors: PreviewColors
    fonts: FontSet
    prefix: str  # of the references that are marked

    def paint(self, page: Page, frame: QRectF, exposed: QRectF, selected: Iterable[Box] = ()) -> None:
        """Paints a page into its frame, as far as it is exposed."""
        self._sheet(frame)
        scale = frame.width() / page.width
        seen = frame.intersected(exposed).translated(-frame.topLeft())
        clip = Box(seen.left() / scale, seen.top() / scale, seen.right() / scale, seen.bottom() / scale)
        painter = self.painter
        painter.save()
        painter.setClipRect(frame)
        painter.translate(frame.topLeft())
        painter.scale(scale, scale)
        self._marks(page)
        for box in selected:
            painter.fillRect(QRectF(box.left, box.top, box.width, box.height), QColor(self.colors.selected))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_page(painter, page, self.fonts, look=Look(QColor(self.colors.ink), QColor(self.colors.figure)), clip=clip)
        painter.restore()
        self._by_hand(page, frame, scale)

    def outline(self, box: QRectF, figure: QRectF | None) -> None:
        """A frame around what the keyboard is at, and a line under the figure it would go to."""
        painter = self.painter
        painter.save()
        painter.setPen(QPen(QColor(self.colors.figure), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(-_BETWEEN, 0, _BETWEEN, 0))
        if figure is not None:
            painter.setPen(QPen(QColor(self.colors.figure), 1))
            painter.drawRect(figure)
        painter.restore()

    def _sheet(self, frame: QRectF) -> None:
        shadow = QColor(self.colors.shadow)
        shadow.setAlpha(12)
        for spread in (3, 2, 1):
            self.painter.fillRect(frame.adjusted(-spread, 1 - spread, spread, 1 + spread), shadow)
        self.painter.fillRect(frame, QColor(self.colors.paper))

    def _marks(self, page: Page) -> None:
        if not self.prefix:
            return
        for mark in marks(page, matches(self.prefix)):
            left, top, width, height = mark.box.left, mark.box.top, mark.box.width, mark.box.height
            self.painter.fillRect(QRectF(left, top, width, height), QColor(self.colors.marked))
            if mark.is_short:  # a line too, for those who do not see the colour
                self.painter.fillRect(QRectF(left, mark.baseline + 2, width, 1), QColor(self.colors.figure))

    def _by_hand(self, page: Page, frame: QRectF, scale: float) -> None:
        """A bar beside what was taken over by hand, and beside its beginning a word that says so."""
        for before, part in pairwise(chain([None], page.parts)):
            if not isinstance(part, TextPart) or not part.paragraph.manual:
                continue
            color = QColor(self.colors.stale if part.paragraph.stale else self.colors.manual)
            right = frame.left() + part.box.left * scale - _BETWEEN
            top, height = frame.top() + part.box.top * scale, part.box.height * scale
            self.painter.fillRect(QRectF(right - _BAR, top, _BAR, height), color)
            if not isinstance(before, TextPart) or before.paragraph.key != part.paragraph.key:
                self._word(_word(part, height), QPointF(right - _BAR - _BETWEEN, top), color)

    def _word(self, word: str, corner: QPointF, color: QColor) -> None:
        """A word from top to bottom, its right edge at a place."""
        painter = self.painter
        painter.save()
        font = theme.font()
        font.setPixelSize(_LETTER)
        painter.setFont(font)
        painter.setPen(color)
        for number, letter in enumerate(word):
            box = QRectF(corner.x() - _LETTER, corner.y() + number * _LETTER, _LETTER, _LETTER)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), letter)
        painter.restore()


def _word(part: TextPart, height: float) -> str:
    """What the margin says, shorter beside a short paragraph."""
    if not part.paragraph.stale:
        return BY_HAND
    return OUTDATED if height >= (len(OUTDATED) - 0.5) * _LETTER else OUTDATED_SHORT
