"""A table with its totals and what stands in its place while it is empty."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.model.entities import BY_TABLE, Supplement
from ui import actions, theme
from ui.delegates.cell_delegate import CellDelegate
from ui.dialogs.long_text_dialog import LongTextDialog
from ui.dialogs.paste_dialog import PasteDialog
from ui.models.clipboard import Block
from ui.pages.last_year_rows import LastYearRows
from ui.session import Session
from ui.settings import Settings
from ui.widgets.arrangement_bar import ArrangementBar
from ui.widgets.basics import button, column, row, show_in_parent, tool_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.entity_table import EntityTable
from ui.widgets.filter_box import FilterBox
from ui.widgets.totals_row import TotalsRow

_PASTE = "逐行填写，或在 Excel、WPS 中复制后按 Ctrl+V 粘贴；连同列名一起复制时，列的顺序可以不同。"
_FIRST = {
    Supplement.TABLE: "其他页面没有地方填、又要写进报告的文字写在这里，印在所选章节的末尾。\n"
    "导入已有的报告时，没有识别的段落也会留在这里。",
}
"""What to do first in an empty table, where its name does not say what it is for."""

_UNBOUNDED = 16_777_215  # Qt's own QWIDGETSIZE_MAX
_LEAST, _MOST = 3, 10  # rows shown by a block that is as tall as its rows
_MANY = 10  # rows from which on the filter box shows by itself
_EMPTY = 7  # rows' worth of height for what stands in an empty table's place


class TableBlock(QFrame):
    """The card around an `EntityTable`."""

    def __init__(
        self,
        session: Session,
        table: str,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        view: EntityTable | None = None,
        delegate: type[CellDelegate] = CellDelegate,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self._empty_height = _UNBOUNDED
        self.table = view if view is not None else EntityTable(session, table, settings)
        self._delegate = delegate(session, self.table)
        self._delegate.left.connect(self.table.step)
        self.table.setItemDelegate(self._delegate)
        self.bar = ArrangementBar(self.table)
        self.filter_box = FilterBox(self.table)
        self.last_year = LastYearRows(session, table)
        self.totals = TotalsRow(self.table)
        whole = column(self, spacing=0)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(self.bar)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.totals)
        label = BY_TABLE[table].LABEL
        self.empty = EmptyState(f"还没有{label}", _FIRST.get(table, _PASTE), self.table.viewport())
        add = self.empty.add_button(f"新增{label}", "plus")
        add.clicked.connect(self.table.commands.add_row)
        add.setEnabled(not session.is_read_only)
        bring = self.empty.add_button("从 Excel 导入…", "import")
        bring.clicked.connect(lambda: session.import_wanted.emit(table))
        bring.setEnabled(not session.is_read_only)
        self.nothing = EmptyState(f"没有符合条件的{label}", "换几个字再找，或者显示全部。", self.table.viewport())
        self.nothing.add_button("显示全部", "").clicked.connect(self.table.show_all)
        self.table.viewport().installEventFilter(self)
        model = self.table.entity_model
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._show_empty)
        actions.make(actions.ROW_FILTER, self, self._on_filter_wanted, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.table.filter_wanted.connect(self._on_filter_wanted)
        self.table.text_wanted.connect(self._on_text_wanted)
        self.table.cells.rejected.connect(self._on_rejected)
        self._show_empty()

    # Dialogs

    def _on_filter_wanted(self) -> None:
        self.filter_box.show()
        self.filter_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_box.selectAll()

    def _on_text_wanted(self, row_id: int, field: str, typed: str | None) -> None:
        LongTextDialog(self.table.session, self.table.table, row_id, field, typed, self.window()).open_once()

    def _on_rejected(self, block: Block) -> None:
        dialog = PasteDialog(block, self.window())
        dialog.accepted.connect(lambda: self.table.cells.store(block))
        dialog.open_once()

    # Around the table

    def tools(self) -> QHBoxLayout:
        """Buttons for the rows, for the heading above the table."""
        commands = self.table.commands
        result = row(self.filter_box, theme.S1, spacing=2)
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
        bring = tool_button("import", "从 Excel、WPS 工作簿导入这张表…")
        bring.clicked.connect(lambda: self.table.session.import_wanted.emit(self.table.table))
        bring.setEnabled(commands.add.isEnabled())
        result.addWidget(bring)
        result.addSpacing(theme.S1)
        result.addWidget(add)
        return result

    def grow_with_rows(self) -> None:
        """Makes the block as tall as its rows, within bounds, for a page that scrolls."""
        model = self.table.entity_model
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._fit)
        model.arranged.connect(self._fit)
        self._fit()

    def refit(self) -> None:
        """Adds up anew and makes room for the sums, for a page that shows other rows in the same table."""
        self.totals.refresh()
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._height(max(_LEAST, min(self.table.entity_model.stored_count, _MOST))))

    def cap_with_rows(self, *, is_beside_form: bool = False) -> None:
        """Lets the block be no taller than its rows, for a page that has better use for the room.

        While it is empty it fills a page of its own, and is small on one where fields come first.
        """
        self._empty_height = self._height(_EMPTY) if is_beside_form else _UNBOUNDED
        model = self.table.entity_model
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._cap)
        model.arranged.connect(self._cap)
        self.table.horizontalScrollBar().rangeChanged.connect(self._cap)
        self.setMinimumHeight(self._height(_LEAST - is_beside_form))
        self._cap()

    def _cap(self) -> None:
        rows = self.table.entity_model.stored_count
        bar = self.table.horizontalScrollBar()
        room = bar.sizeHint().height() if bar.maximum() > 0 else 0
        is_empty = not self.table.entity_model.rows
        self.setMaximumHeight(self._empty_height if is_empty else self._height(max(_LEAST, rows)) + room)

    def _height(self, rows: int) -> int:
        totals = self.totals.height() if self.totals.text("") else 0
        frame = 4  # the card's border and what keeps the table off its round corners
        notice = self.bar.height() if self.table.entity_model.arrangement else 0
        return theme.CONTROL + rows * theme.ROW + totals + notice + frame

    def _show_empty(self) -> None:
        model = self.table.entity_model
        is_empty = not model.stored_count
        has_many = model.stored_count >= _MANY
        show_in_parent(self.filter_box, has_many or bool(model.arrangement) or self.filter_box.hasFocus())
        self.empty.setVisible(is_empty)
        self.nothing.setVisible(not is_empty and not model.rows)
        self.table.horizontalHeader().setVisible(not is_empty)
        self.table.verticalHeader().setVisible(not is_empty)
        self._place_empty()

    def _place_empty(self) -> None:
        for state in (self.empty, self.nothing):
            state.setGeometry(self.table.viewport().rect())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place_empty()
        return False
