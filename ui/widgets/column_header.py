"""The headings of a table: a click sorts for the eye, widths are kept, a menu chooses what is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QItemSelectionModel, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QTableView

from ui import theme
from ui.models.columns import Column
from ui.settings import Settings
from ui.widgets import columns_fit

_SAVE_MS = 300  # after the last change of a width
_MARK = 5  # half the width of the marks of order and filter


class ColumnHeader(QHeaderView):
    """Widths are the table's own until the officer changes one; from then on they are his."""

    menu_wanted = Signal(int, QPoint)  # column, place on the screen

    def __init__(self, view: QTableView, columns: Sequence[Column], settings: Settings, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.filtered: frozenset[str] = frozenset()  # keys of the columns that are filtered by their words
        self._view, self._columns = view, columns
        self._settings, self._name = settings, f"columns/{name}"
        self._is_fitting = False
        self._is_by_hand = False
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._timer.timeout.connect(self.save)
        self.setFixedHeight(theme.CONTROL)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.CONTROL)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setResizeContentsPrecision(0)  # a double click on a border measures what is in sight, not all rows
        self.setSortIndicatorClearable(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)

    def restore(self) -> None:
        """Takes the saved widths; for once, when the view has its model."""
        # With the view's selection, Qt asks every row of a selected column whether it may be selected.
        self.setSelectionModel(QItemSelectionModel(self._view.model(), self))
        widths = columns_fit.read(self._columns, bytes(self._settings.layout(self._name).data()))
        for number, width in widths.items():
            self.resizeSection(number, width)
        self._is_by_hand = bool(widths)
        self.sectionResized.connect(self._on_section_resized)

    def fit(self) -> None:
        """Gives the columns the widths of a table nobody has touched, where nobody has."""
        if self._is_by_hand:
            return
        self._is_fitting = True
        for number, width in enumerate(columns_fit.fitted(self._columns, self._view.viewport().width())):
            self.resizeSection(number, width)
        self._is_fitting = False

    def reset_widths(self) -> None:
        """Gives the columns their first widths again, for good."""
        self._is_by_hand = False
        self._settings.set_layout(self._name, QByteArray())
        self.fit()

    def save(self) -> None:
        """Remembers the widths now."""
        self._timer.stop()
        widths = [self.sectionSize(number) for number in range(len(self._columns))]
        self._settings.set_layout(self._name, QByteArray(columns_fit.written(self._columns, widths)))

    def _on_section_resized(self) -> None:
        if not self._is_fitting and self.isVisible():
            self._is_by_hand = True
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        if self._timer.isActive():
            self.save()
        super().hideEvent(event)

    def _on_menu(self, place: QPoint) -> None:
        column = self.logicalIndexAt(place)
        if column >= 0:
            self.menu_wanted.emit(column, self.viewport().mapToGlobal(place))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        is_sorted = self.sortIndicatorSection() == logicalIndex
        is_filtered = self._columns[logicalIndex].key in self.filtered
        if not (is_sorted or is_filtered):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        if is_sorted:
            is_descending = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            painter.drawPolygon(_arrow(QPointF(rect.center().x() + 1, rect.top() + 5), is_down=is_descending))
        if is_filtered:
            painter.drawRect(rect.left() + 2, rect.bottom() - 3, rect.width() - 4, 2)
        painter.restore()


def _arrow(centre: QPointF, *, is_down: bool) -> QPolygonF:
    tip = _MARK / 2 if is_down else -_MARK / 2
    return QPolygonF([centre + QPointF(-_MARK, -tip), centre + QPointF(_MARK, -tip), centre + QPointF(0, tip)])
