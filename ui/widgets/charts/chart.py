"""What every chart has: marks with exact figures, keys and pointer, and a way to paint itself anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ui import icons, theme
from ui.theme import Theme
from ui.widgets.marks import MarkView

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTER = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
LEGEND = 20  # height of the line with the legend

Tone = Literal["chart_main", "chart_good", "chart_low", "chart_over", "chart_frame"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, column or point. Values are in the chart's own measure; only their proportions are painted."""

    name: str
    value: Decimal | None = None  # None: there is no figure to paint
    base: Decimal | None = None  # what the value is measured against, such as a budget; None: nothing
    figures: tuple[str, ...] = ()  # as texts, for the columns of the chart
    tone: Tone = "chart_main"
    place: object = None  # where it leads; None: nowhere
    tip: str = ""  # exact figures in words

    @property
    def text(self) -> str:
        """The mark in words."""
        return self.tip or " ".join((self.name, *self.figures))


@dataclass(frozen=True, slots=True)
class Key:
    """One word of the legend: a filled square of a tone, or an empty one."""

    word: str
    tone: Tone
    is_hollow: bool = False


class Chart(MarkView):
    """Marks painted by a subclass in any rectangle and any theme: on the screen in its own, on a picture in light."""

    copy_wanted = Signal()  # as a picture
    save_wanted = Signal()  # as a picture
    data_wanted = Signal()  # the figures as text, into the clipboard

    def __init__(self, title: str, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.title = title
        self.unit = unit  # 万元, 个, …; empty where the marks say it
        self.note = ""  # whose figures they are, for the picture
        self.scope = ""  # which part of them is shown where not all are, for the picture
        self.columns: tuple[str, ...] = ()  # names of the figures
        self.legend: tuple[Key, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Shows other marks."""
        if tuple(marks) == self.marks:
            return
        self.marks = tuple(marks)
        self.forget()
        self.setAccessibleDescription(self.in_words())
        self.updateGeometry()
        self.update()

    def in_words(self) -> str:
        """The chart as a text, for who does not see it."""
        return "；".join(mark.text.replace("\n", "，") for mark in self.marks)

    def as_table(self) -> str:
        """The figures as tab-separated lines, for a workbook."""
        return table(self.columns, self.marks)

    # Told by each kind of chart

    def needed_height(self) -> int:
        """Logical pixels."""
        raise NotImplementedError

    def areas(self, area: QRectF) -> list[QRectF]:
        """Where each mark can be pointed at when the chart is painted in `area`."""
        raise NotImplementedError

    def draw(self, painter: QPainter, area: QRectF, ink: Theme) -> None:
        """Paints the marks in `area` in the colours of a theme."""
        raise NotImplementedError

    # A mark view

    def mark_count(self) -> int:
        return len(self.marks)

    def mark_rect(self, number: int) -> QRect:
        return self.areas(QRectF(self.rect()))[number].toAlignedRect()

    def mark_place(self, number: int) -> object:
        return self.marks[number].place

    def mark_text(self, number: int) -> str:
        return self.marks[number].text

    def sizeHint(self) -> QSize:
        return QSize(320, self.needed_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.needed_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        if self.active >= 0:
            self._paint_active(painter, self.areas(area)[self.active])
        self.draw(painter, area, theme.current())

    def _paint_active(self, painter: QPainter, rect: QRectF) -> None:
        is_focused = self.hasFocus() and self.active == self._current
        painter.setPen(QPen(theme.color("accent"), 1) if is_focused else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("hover"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        number = self.mark_at(event.pos())
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            number = self._current
            if number >= 0:
                place = self.mapToGlobal(self.mark_rect(number).center())
        self.menu(number).popup(place)

    def menu(self, number: int = -1) -> QMenu:
        """What can be done with the chart, and with the mark of that number."""
        result = QMenu(self)
        result.aboutToHide.connect(result.deleteLater)
        if number >= 0:
            place = self.mark_place(number)
            result.addAction("查看", lambda: self.place_wanted.emit(place))
            result.addSeparator()
        result.addAction(icons.icon("picture"), "复制为图片", self.copy_wanted.emit)
        result.addAction(icons.icon("save"), "另存图片…", self.save_wanted.emit)
        result.addAction(icons.icon("duplicate"), "复制数据", self.data_wanted.emit)
        return result


def table(columns: Sequence[str], marks: Sequence[Mark]) -> str:
    """Marks as tab-separated lines under the names of their figures."""
    cells = [("名称", *columns), *((mark.name, *mark.figures) for mark in marks)]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in cells)


def ink_color(ink: Theme, role: str) -> QColor:
    """A colour of a theme that need not be the one in use."""
    return QColor(getattr(ink, role))


def draw_legend(painter: QPainter, place: QPointF, keys: Sequence[Key], ink: Theme) -> None:
    """Squares and words from `place`, the left end of the line's middle, to the right."""
    painter.setFont(theme.font(theme.SMALL))
    left = place.x()
    for key in keys:
        square = QRectF(left + 0.5, place.y() - 4.5, 9, 9)
        painter.setPen(QPen(ink_color(ink, key.tone), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush if key.is_hollow else ink_color(ink, key.tone))
        painter.drawRoundedRect(square, 2, 2)
        painter.setPen(ink_color(ink, "secondary"))
        width = painter.fontMetrics().horizontalAdvance(key.word)
        painter.drawText(QRectF(left + 15, place.y() - LEGEND / 2, width + 2, LEGEND), LEFT, key.word)
        left += 15 + width + theme.S4
