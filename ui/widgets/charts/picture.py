"""A chart as a picture for a document: title and unit above, light colours, twice the pixels."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QImageWriter, QPainter

from app.render import files
from ui import theme
from ui.widgets.charts.chart import LEFT, RIGHT, Chart, ink_color

WIDTH = 720  # logical pixels: the text width of a page at a size that can be read
_SCALE = 2
_DOTS_PER_METER = round(96 * _SCALE / 0.0254)
_MARGIN = 24
_HEAD = 36


def picture(chart: Chart) -> QImage:
    """The chart as it stands, whatever the window's size and theme."""
    height = _MARGIN * 2 + _HEAD + chart.needed_height()
    image = QImage(WIDTH * _SCALE, height * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(ink_color(theme.LIGHT, "surface"))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    _draw_head(painter, chart)
    chart.draw(painter, QRectF(_MARGIN, _MARGIN + _HEAD, WIDTH - 2 * _MARGIN, chart.needed_height()), theme.LIGHT)
    painter.end()
    image.setDevicePixelRatio(1)  # documents go by the true pixels, and by these for the size on paper
    image.setDotsPerMeterX(_DOTS_PER_METER)
    image.setDotsPerMeterY(_DOTS_PER_METER)
    return image


def _draw_head(painter: QPainter, chart: Chart) -> None:
    painter.setFont(theme.font(16, QFont.Weight.DemiBold))
    painter.setPen(ink_color(theme.LIGHT, "text"))
    painter.drawText(QPointF(_MARGIN + theme.S2, _MARGIN + 16), chart.title)
    title = painter.fontMetrics().horizontalAdvance(chart.title)
    painter.setFont(theme.font(theme.SMALL))
    painter.setPen(ink_color(theme.LIGHT, "secondary"))
    unit = " · ".join(word for word in (chart.scope, f"单位：{chart.unit}" if chart.unit else "") if word)
    right = painter.fontMetrics().horizontalAdvance(unit)
    line = QRectF(_MARGIN + theme.S2, _MARGIN, WIDTH - 2 * _MARGIN - 2 * theme.S2, 22)
    painter.drawText(line, RIGHT, unit)
    room = line.adjusted(title + theme.S4, 0, -right - theme.S4, 0)
    note = painter.fontMetrics().elidedText(chart.note, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, LEFT, note)


def save(image: QImage, target: Path) -> None:
    """Writes a picture as a PNG file; ExportError leaves what stood there as it was."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    content = buffer.data().data()

    def write(stream: BinaryIO) -> None:
        stream.write(content)

    files.replace(target, write)
