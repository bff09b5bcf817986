"""Draws a page, the same way for the screen, the printer and PDF."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QMarginsF, QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QGlyphRun, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPen

from app.errors import ExportError
from app.render.blocks import Run
from app.render.figures import is_number
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
    if page.folio is not None and page.folio.is_turned:
        painter.save()
        painter.translate(page.width, 0)
        painter.rotate(90)
        pen.draw(page.folio.placed)
        painter.restore()
    elif page.folio is not None:
        pen.draw(page.folio.placed)


def painting(
    device: QPagedPaintDevice,
    pages: Sequence[Page],
    fonts: FontSet,
    *,
    noted: Callable[[Glyph], None] | None = None,
    is_upright: bool = False,
    abort: Callable[[], object] | None = None,
) -> Generator[int, None, None]:
    """Draws pages on a printer or a PDF file, each on paper of its size; tells after each how many are done.

    Closing it before the end leaves the rest out, after asking `abort` to take back what was sent. `is_upright` draws a
    landscape page on an upright sheet, its head at the left edge (GB/T 9704-2012, 8): a printer left to itself may turn
    it the other way round. ExportError when the device takes no page.
    """
    painter = QPainter()
    try:
        for number, page in enumerate(pages, 1):
            is_turned = is_upright and page.is_landscape
            device.setPageLayout(page_layout(page, is_upright=is_turned or not page.is_landscape))
            if not (device.newPage() if painter.isActive() else painter.begin(device)):
                raise ExportError("打印没有开始或中途停止，请检查打印机是否就绪后重试。")
            painter.save()
            painter.scale(device.logicalDpiX() / 72, device.logicalDpiY() / 72)
            if is_turned:
                painter.translate(0, page.width)
                painter.rotate(-90)
            paint_page(painter, page, fonts, noted=noted)
            painter.restore()
            yield number
    except GeneratorExit:
        if abort is not None:
            abort()
        raise
    finally:
        painter.end()


def page_layout(page: Page, *, is_upright: bool) -> QPageLayout:
    """The paper of a page without margins, since a page's own margins are part of it."""
    sides = sorted(page.size_mm)
    # By id where there is one: a paper given by its size alone is a foreign format to some drivers.
    size = QPageSize(QPageSize.id(QSizeF(*sides), QPageSize.Unit.Millimeter, QPageSize.SizeMatchPolicy.FuzzyMatch))
    orientation = QPageLayout.Orientation.Portrait if is_upright else QPageLayout.Orientation.Landscape
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
