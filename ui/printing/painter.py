"""Draws a page, the same way for the screen, the printer and PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QMarginsF, QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QGlyphRun, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPen

from app.errors import ExportError
from app.render.blocks import Run
from app.render.context import is_number
from ui.printing.fonts import PIXELS, FontSet, Glyph
from ui.printing.pages import Box, Page, PlacedLine
from ui.printing.table import TablePart


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a page; the paper itself is the caller's."""

    ink: QColor
    figure: QColor | None = None  # of numbers that come from an entry; None: as all text


PRINT = Look(QColor(0, 0, 0))
"""Black, for paper and PDF."""


def paint_page(
    painter: QPainter,
    page: Page,
    fonts: FontSet,
    *,
    look: Look = PRINT,
    clip: Box | None = None,
    noted: Callable[[Glyph], None] | None = None,
) -> None:
    """Draws a page on a painter whose unit is 1 pt and whose origin is the paper's corner.

    What lies outside `clip` may be left out; `noted` is told every glyph in the order drawn.
    """
    pen = _Pen(painter, fonts, look, noted)
    for part in page.parts:
        if clip is None or part.box.meets(clip):
            for placed in part.lines():
                if clip is None or (placed.top < clip.bottom and clip.top < placed.bottom):
                    pen.draw(placed)
            if isinstance(part, TablePart):
                _draw_rules(painter, part, look.ink)
    if page.folio.is_turned:
        painter.save()
        painter.translate(page.width, 0)
        painter.rotate(90)
        pen.draw(page.folio.placed)
        painter.restore()
    else:
        pen.draw(page.folio.placed)


def paint_pages(
    device: QPagedPaintDevice,
    pages: Sequence[Page],
    fonts: FontSet,
    *,
    progress: Callable[[int, int], bool] | None = None,
    noted: Callable[[Glyph], None] | None = None,
) -> bool:
    """Draws pages on a printer or a PDF file, each on paper of its size.

    `progress` is told the pages done and to do, and returns whether to go on; False is the answer then. ExportError
    when the device takes no page.
    """
    painter = QPainter()
    try:
        for number, page in enumerate(pages, 1):
            device.setPageLayout(_page_layout(page))
            if not (device.newPage() if painter.isActive() else painter.begin(device)):
                raise ExportError("打印没有开始或中途停止，请检查打印机是否就绪后重试。")
            painter.save()
            painter.scale(device.logicalDpiX() / 72, device.logicalDpiY() / 72)
            paint_page(painter, page, fonts, noted=noted)
            painter.restore()
            if progress is not None and not progress(number, len(pages)):
                return False
    finally:
        painter.end()
    return True


def _page_layout(page: Page) -> QPageLayout:
    """The paper of a page without margins, since a page's own margins are part of it."""
    sides = sorted(page.size_mm)
    # By id where there is one: a paper given by its size alone is a foreign format to some drivers.
    size = QPageSize(QPageSize.id(QSizeF(*sides), QPageSize.Unit.Millimeter, QPageSize.SizeMatchPolicy.FuzzyMatch))
    orientation = QPageLayout.Orientation.Landscape if page.is_landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, orientation, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _draw_rules(painter: QPainter, part: TablePart, ink: QColor) -> None:
    painter.save()
    # A hair line spread over two pixels is grey and blurred; it is drawn on one.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(ink, part.grid.style.rule, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    painter.drawLines([QLineF(*rule) for rule in part.rules()])
    painter.restore()


def _is_figure(run: Run) -> bool:
    """Whether a run is a number with a source; the name of a category is none, even where it was computed."""
    return is_number(run.ref) and any(map(str.isdigit, run.text))


class _Run:
    """Glyphs of one raw font, in font pixels."""

    __slots__ = ("font", "indexes", "points")

    def __init__(self, font: int = -1) -> None:
        self.font = font
        self.indexes: list[int] = []
        self.points: list[QPointF] = []


class _Pen:
    """Draws lines of text as glyph runs."""

    def __init__(self, painter: QPainter, fonts: FontSet, look: Look, noted: Callable[[Glyph], None] | None) -> None:
        self._painter = painter
        self._fonts = fonts
        self._look = look
        self._noted = noted

    def draw(self, placed: PlacedLine) -> None:
        """Draws a line."""
        painter = self._painter
        painter.save()
        painter.translate(placed.x, placed.baseline)
        painter.scale(1 / PIXELS, 1 / PIXELS)
        x = 0.0
        for span, start, end in placed.line.stretches():
            figure = self._look.figure
            painter.setPen(figure if figure and _is_figure(placed.runs[span.run]) else self._look.ink)
            glyphs = span.face.glyphs
            run = _Run()
            for cluster, advance in zip(placed.line.clusters[start:end], placed.line.advances[start:end], strict=True):
                for glyph in glyphs[cluster]:
                    if glyph.font != run.font:
                        self._draw(run)
                        run = _Run(glyph.font)
                    run.indexes.append(glyph.index)
                    run.points.append(QPointF(x + glyph.dx, glyph.dy))
                    if self._noted is not None:
                        self._noted(glyph)
                x += advance * PIXELS
            self._draw(run)
        painter.restore()

    def _draw(self, run: _Run) -> None:
        if run.indexes:
            glyphs = QGlyphRun()
            glyphs.setRawFont(self._fonts.raw_fonts[run.font])
            glyphs.setGlyphIndexes(run.indexes)
            glyphs.setPositions(run.points)
            self._painter.drawGlyphRun(QPointF(), glyphs)
