"""The sums under a table, each below its column."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.model.fields import FieldSpec, Value
from ui import theme
from ui.models.columns import NUMBERS
from ui.models.totals import selected, totals
from ui.widgets import selection
from ui.widgets.basics import show_in_parent
from ui.widgets.entity_table import EntityTable

_PADDING = 6
_ALIGNED_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ALIGNED_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class TotalsRow(QWidget):
    """Sums under a table, column below column; always in sight, however far the rows are scrolled.

    They are of the rows that are shown. What is selected is summed up beside them, as below a spreadsheet.
    """

    def __init__(self, view: EntityTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._texts: dict[str, str] = {}
        self.selected = ""  # what the selected cells amount to; empty for less than two
        self._timer = QTimer(self, singleShot=True, interval=0)  # a drag over many cells is one addition
        self._timer.timeout.connect(self._on_selected)
        self.setFixedHeight(theme.ROW + 2)
        view.horizontalHeader().sectionResized.connect(lambda *_: self.update())
        view.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())
        view.selectionModel().selectionChanged.connect(lambda *_: self._timer.start())
        view.entity_model.arranged.connect(self.refresh)
        view.session.settled.connect(self.refresh)
        view.session.report_opened.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Adds up anew; hidden where there is nothing to add up."""
        session, model = self._view.session, self._view.entity_model
        shown = model.entries if model.arrangement.is_filtered else None
        self._texts = totals(session, self._view.table, shown) if session.report_id else {}
        show_in_parent(self, bool(self._texts))
        self._on_selected()

    def _on_selected(self) -> None:
        self.selected = selected(selection.count(self._view), self._values()) if self._texts else ""
        self.setAccessibleName("，".join(text for text in (*self._texts.values(), self.selected) if text))
        self.update()

    def _values(self) -> Iterator[tuple[FieldSpec, Value]]:
        model = self._view.entity_model
        for part in selection.ranges(self._view):
            for column in model.columns[part.left : part.right + 1]:
                if column.spec is not None and column.spec.kind in NUMBERS:
                    rows = (model.row_at(line) for line in range(part.top, part.bottom + 1))
                    yield from ((column.spec, getattr(row, column.key)) for row in rows if row is not None)

    def text(self, column: str) -> str:
        """The sum under a column; the row's name under ""."""
        return self._texts.get(column, "")

    def sizeHint(self) -> QSize:
        return QSize(0, theme.ROW + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("raised"))
        painter.setPen(theme.color("line"))
        painter.drawLine(0, 0, self.width(), 0)
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold, figures=True))
        painter.setPen(theme.color("text"))
        offset = self._view.verticalHeader().width()
        painter.setClipRect(QRect(offset, 0, self.width() - offset, self.height()))
        room = self.width()
        for number, column in enumerate(self._view.entity_model.columns):
            text = self._texts.get(column.key, "")
            if text:
                left = offset + self._view.columnViewportPosition(number)
                right = left + self._view.columnWidth(number) - _PADDING
                painter.drawText(QRect(left, 0, right - left, self.height()), _ALIGNED_RIGHT, text)
                room = min(room, right - painter.fontMetrics().horizontalAdvance(text))
        self._paint_name(painter, offset + _PADDING, room - _PADDING)

    def _paint_name(self, painter: QPainter, left: int, right: int) -> None:
        """The row's name, and what is selected in what room is left before the first sum."""
        name = self._texts.get("", "")
        painter.drawText(QRect(left, 0, right - left, self.height()), _ALIGNED_LEFT, name)
        left += painter.fontMetrics().horizontalAdvance(name) + theme.S4
        painter.setFont(theme.font(figures=True))
        painter.setPen(theme.color("secondary"))
        room = right - left
        shown = QFontMetrics(painter.font()).elidedText(self.selected, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, 0, room, self.height()), _ALIGNED_LEFT, shown)
