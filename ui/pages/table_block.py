"""A table with its totals and what stands in its place while it is empty."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.model.entities import BY_TABLE
from ui import theme
from ui.delegates.cell_delegate import CellDelegate
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import button, column, row, tool_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.entity_table import EntityTable
from ui.widgets.totals_row import TotalsRow

_UNBOUNDED = 16_777_215  # Qt's own QWIDGETSIZE_MAX
_LEAST, _MOST = 3, 10  # rows shown by a block that is as tall as its rows
_EMPTY = 7  # rows' worth of height for what stands in an empty table's place


class TableBlock(QFrame):
    """The card around an `EntityTable`."""

    def __init__(self, session: Session, table: str, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self._empty_height = _UNBOUNDED
        self.table = EntityTable(session, table, settings)
        self._delegate = CellDelegate(session, self.table)
        self._delegate.left.connect(self.table.step)
        self.table.setItemDelegate(self._delegate)
        self.totals = TotalsRow(self.table)
        whole = column(self, spacing=0)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.totals)
        label = BY_TABLE[table].LABEL
        self.empty = EmptyState(
            f"还没有{label}", "逐行填写，或在 Excel 中复制后按 Ctrl+V 粘贴，列的顺序与表头一致。", self.table.viewport()
        )
        add = self.empty.add_button(f"新增{label}", "plus")
        add.clicked.connect(self.table.commands.add_row)
        add.setEnabled(not session.is_read_only)
        self.table.viewport().installEventFilter(self)
        model = self.table.entity_model
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._show_empty)
        self._show_empty()

    def tools(self) -> QHBoxLayout:
        """Buttons for the rows, for the heading above the table."""
        commands = self.table.commands
        result = row(spacing=2)
        for action, icon in (
            (commands.duplicate, "duplicate"),
            (commands.up, "arrow-up"),
            (commands.down, "arrow-down"),
            (commands.delete, "trash"),
        ):
            small = tool_button(icon, action.toolTip())
            small.setDefaultAction(action)
            small.setToolButtonStyle(small.toolButtonStyle())
            result.addWidget(small)
        add = button(f"新增{BY_TABLE[self.table.table].LABEL}", "plus", tip=commands.add.toolTip())
        add.clicked.connect(commands.add_row)
        add.setEnabled(commands.add.isEnabled())
        result.addSpacing(theme.S1)
        result.addWidget(add)
        return result

    def grow_with_rows(self) -> None:
        """Makes the block as tall as its rows, within bounds, for a page that scrolls."""
        model = self.table.entity_model
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._height(max(_LEAST, min(len(self.table.entity_model.rows), _MOST))))

    def cap_with_rows(self, *, is_beside_form: bool = False) -> None:
        """Lets the block be no taller than its rows, for a page that has better use for the room.

        While it is empty it fills a page of its own, and is small on one where fields come first.
        """
        self._empty_height = self._height(_EMPTY) if is_beside_form else _UNBOUNDED
        model = self.table.entity_model
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._cap)
        self.table.horizontalScrollBar().rangeChanged.connect(self._cap)
        self.setMinimumHeight(self._height(_LEAST - is_beside_form))
        self._cap()

    def _cap(self) -> None:
        rows = len(self.table.entity_model.rows)
        bar = self.table.horizontalScrollBar()
        room = bar.sizeHint().height() if bar.maximum() > 0 else 0
        self.setMaximumHeight(self._height(max(_LEAST, rows)) + room if rows else self._empty_height)

    def _height(self, rows: int) -> int:
        totals = self.totals.height() if self.totals.text("") else 0
        frame = 4  # the card's border and what keeps the table off its round corners
        return theme.CONTROL + rows * theme.ROW + totals + frame

    def _show_empty(self) -> None:
        is_empty = not self.table.entity_model.rows
        self.empty.setVisible(is_empty)
        self.table.horizontalHeader().setVisible(not is_empty)
        self.table.verticalHeader().setVisible(not is_empty)
        self.empty.setGeometry(self.table.viewport().rect())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.empty.setGeometry(self.table.viewport().rect())
        return False
