"""The sums under a table, each below its column."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.models.totals import totals
from ui.widgets.entity_table import EntityTable

_PADDING = 6


class TotalsRow(QWidget):
    """Sums under a table, column below column; always in sight, however far the rows are scrolled."""

    def __init__(self, view: EntityTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._texts: dict[str, str] = {}
        self.setFixedHeight(theme.ROW + 2)
        view.horizontalHeader().sectionResized.connect(lambda *_: self.update())
        view.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())
        view.session.changed.connect(self.refresh)
        view.session.report_opened.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Adds up anew; hidden where there is nothing to add up."""
        session = self._view.session
        self._texts = totals(session, self._view.table) if session.report_id else {}
        if not self._texts or self.parentWidget() is not None:  # shown without a parent it would be a window of its own
            self.setVisible(bool(self._texts))
        self.setAccessibleName("，".join(self._texts.values()))
        self.update()

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
        first = offset + _PADDING
        for number, column in enumerate(self._view.entity_model.columns):
            text = self._texts.get(column.key, "")
            left = offset + self._view.columnViewportPosition(number)
            if text:
                rect = QRect(left, 0, self._view.columnWidth(number) - _PADDING, self.height())
                painter.setClipRect(QRect(offset, 0, self.width() - offset, self.height()))
                painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        painter.setClipping(False)
        name = QRect(first, 0, self.width(), self.height())
        painter.drawText(name, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._texts.get("", ""))
