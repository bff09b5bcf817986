"""The table of an entity: in-place editing with the keys of a spreadsheet, widths that are kept."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QMenu,
    QTableView,
    QWidget,
)

from app.model.entities import BY_TABLE
from app.model.fields import Kind, specs
from ui import theme
from ui.models.arrangement import Arrangement
from ui.models.entity_table_model import EntityTableModel
from ui.session import Session
from ui.settings import Settings
from ui.widgets import cell_walk, heading_menu, selection
from ui.widgets.cell_commands import CellCommands
from ui.widgets.column_header import ColumnHeader
from ui.widgets.editors import Editor, LineEditor
from ui.widgets.long_editor import LongEditor
from ui.widgets.row_commands import STAYS, RowCommands
from ui.widgets.row_header import RowHeader
from ui.widgets.selection import Flag, Range

_ARROWS = {
    QAbstractItemView.CursorAction.MoveUp: (0, -1),
    QAbstractItemView.CursorAction.MoveDown: (0, 1),
    QAbstractItemView.CursorAction.MoveLeft: (-1, 0),
    QAbstractItemView.CursorAction.MoveRight: (1, 0),
}
_WALKING = frozenset({
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
})  # fmt: skip
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier


class EntityTable(QTableView):
    """A view of one table's rows. The page gives it its delegate."""

    row_changed = Signal(int)  # id of the current row; 0 when there is none
    text_wanted = Signal(int, str, object)  # row id, field, what was typed there so far (None: nothing): to edit large
    filter_wanted = Signal()

    def __init__(self, session: Session, table: str, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.table = session, table
        self.is_entering = False  # whether an editor opens by typing, which replaces what stands in the cell
        self.is_by_rows = False  # whether whole rows were chosen, by their numbers
        self._is_stepping = False
        self._tabbed_from: int | None = None  # column where a line of Tabs began; Enter leads below it
        self._kept = 0, 0  # row id and column to come back to after a reset
        self.entity_model = self._make_model()
        self.setModel(self.entity_model)
        self.column_header = ColumnHeader(self, self.entity_model.columns, settings, table)
        self.setHorizontalHeader(self.column_header)
        self.row_header = RowHeader(self)
        self.setVerticalHeader(self.row_header)
        self.commands = self._make_commands()
        self.cells = CellCommands(self)
        self.cells.told.connect(self.commands.told)
        self._set_up_looks()
        self._set_up_columns()
        self._connect()
        self._keep_current()

    def _make_model(self) -> EntityTableModel:
        return EntityTableModel(self.session, self.table, self)

    def _make_commands(self) -> RowCommands:
        return RowCommands(self.session, self.entity_model, self)

    def _set_up_looks(self) -> None:
        self.setFont(theme.font(figures=True))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.setAccessibleName(f"{BY_TABLE[self.table].LABEL}表")

    def _set_up_columns(self) -> None:
        self.column_header.menu_wanted.connect(self._on_heading_menu)
        self.setSortingEnabled(True)
        self.column_header.restore()

    def _connect(self) -> None:
        model = self.entity_model
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._keep_current)
        model.modelAboutToBeReset.connect(self._on_reset_coming)
        model.arranged.connect(self._on_arranged)
        self.row_header.chosen.connect(self.choose_rows)
        self.row_header.dropped.connect(self.commands.move_before)
        self.row_header.menu_wanted.connect(lambda place: self.menu().popup(place))
        self.session.commit_requested.connect(self.commit_editor)
        self.row_header.can_move = self.commands.can_move

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.column_header.fit()

    # What is shown

    def _on_arranged(self) -> None:
        known = self.entity_model.arrangement
        order = Qt.SortOrder.DescendingOrder if known.is_descending else Qt.SortOrder.AscendingOrder
        self.column_header.filtered = frozenset(known.chosen)
        self.column_header.setSortIndicator(self.entity_model.column_of(known.column), order)
        self.row_header.can_move = self.commands.can_move

    def show_only_like_current(self) -> None:
        """Shows only the rows that have in the current column what the current row has."""
        self.session.commit_pending()
        current, model = self.currentIndex(), self.entity_model
        if current.isValid():
            column = model.columns[current.column()]
            heading_menu.choose(model, column, frozenset({str(current.data() or "")}))

    # The current row

    def current_id(self) -> int:
        """The id of the current row; 0 when there is none."""
        row = self.entity_model.row_at(self.currentIndex().row())
        return row.id if row is not None else 0

    def show_row(self, row_id: int, field: str = "") -> bool:
        """Makes a row current, at the column of `field` where it has one; False when the row is not here."""
        if self.entity_model.line_of(row_id) < 0 and self.session.find(self.table, row_id) is not None:
            self.show_all()  # it is only filtered away
        line = self.entity_model.line_of(row_id)
        if line < 0:
            return False
        self.commands.go_to(line, max(self.entity_model.column_of(field), 0))
        return True

    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        if not self._is_stepping:
            self._tabbed_from = None
        if current.row() != previous.row():
            # The whole line is tinted, so both lines are drawn anew.
            self.viewport().update()
            self.row_changed.emit(self.current_id())
        self.cells.refresh()
        if self.isVisible():
            self.announce()

    def announce(self) -> None:
        """Tells the session that the officer is at the current cell."""
        current = self.currentIndex()
        if current.isValid():
            spec = self.entity_model.columns[current.column()].spec
            self.session.focus_on(self.table, self.current_id(), spec.name if spec is not None else "")
        else:
            self.session.focus_on(self.table, 0)

    def _on_reset_coming(self) -> None:
        self._kept = self.current_id(), max(self.currentIndex().column(), 0)

    def _keep_current(self) -> None:
        """A table with rows has a current one, so that the form below shows something."""
        self.row_header.fit()
        rows = len(self.entity_model.rows)
        if rows and not self.currentIndex().isValid():
            row_id, place = self._kept
            self.commands.go_to(max(self.entity_model.line_of(row_id), 0), place)
        else:
            self.row_changed.emit(self.current_id())

    # Selection

    def _on_selection_changed(self) -> None:
        self.is_by_rows = False

    def choose_rows(self, first: int, last: int, is_added: bool = False) -> None:
        """Chooses whole rows, alone or beside what is chosen already."""
        was_by_rows = self.is_by_rows
        self.selectionModel().setCurrentIndex(self.entity_model.index(first, 0), Flag.NoUpdate)
        flags = Flag.Toggle if is_added else Flag.ClearAndSelect
        selection.choose(self, Range(first, 0, last, len(self.entity_model.columns) - 1), flags)
        self.is_by_rows = not is_added or was_by_rows

    def _choose_columns(self) -> None:
        places = selection.places(self)
        if places:
            selection.choose(self, Range(0, places[0], len(self.entity_model.rows) - 1, places[-1]))

    def selectionCommand(self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None) -> Flag:
        # Qt's own way is to move without selecting while Ctrl is held; in a spreadsheet Ctrl only moves farther.
        if isinstance(event, QKeyEvent) and event.key() in _WALKING and event.modifiers() & _CTRL:
            return Flag.SelectCurrent if event.modifiers() & _SHIFT else Flag.ClearAndSelect
        return super().selectionCommand(index, event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        current = self.currentIndex()
        if action in _ARROWS and modifiers & _CTRL and current.isValid():
            cell = cell_walk.edge(self.entity_model, (current.row(), current.column()), *_ARROWS[action])
            return self.entity_model.index(*cell)
        return super().moveCursor(action, modifiers)

    # Editing

    def editor(self) -> Editor | None:
        """The input of the cell that is being edited; None while none is."""
        found = self.indexWidget(self.currentIndex())
        return found if isinstance(found, Editor) else None

    def select_in_cell(self, start: int, end: int) -> None:
        """Opens the current cell with these characters selected, where it can be edited."""
        index = self.currentIndex()
        if end > start and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
            editor = self.indexWidget(index)
            if isinstance(editor, LineEditor | LongEditor):
                editor.select(start, end)

    def commit_editor(self) -> None:
        """Hands in what is typed in the open cell and closes it."""
        editor = self.editor()
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def can_enlarge(self) -> bool:
        """Whether the current cell holds text that is worth a large window."""
        column = self.currentIndex().column()
        spec = self.entity_model.columns[column].spec if column >= 0 else None
        return spec is not None and spec.kind in {Kind.TEXT, Kind.LONG}

    def enlarge(self) -> None:
        """Asks for the current cell's text to be edited large, with what is typed in the open cell so far."""
        if not self.can_enlarge():
            return
        place = self.currentIndex().column()
        editor, typed = self.editor(), None
        if isinstance(editor, LineEditor | LongEditor):
            editor.take_preedit()
            typed = editor.typed_text()
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
        self.text_wanted.emit(self.current_id(), self.entity_model.columns[place].key, typed)

    def step(self, right: int, down: int) -> None:
        """Goes on from the current cell as a spreadsheet does; in a selection, round and round within it."""
        current = self.currentIndex()
        parts = selection.ranges(self)
        cell = current.row(), current.column()
        self._is_stepping = True
        if len(parts) == 1 and parts[0].cells > 1 and (right or down):
            line, place = cell_walk.within(parts[0], cell, right, down)
            self.selectionModel().setCurrentIndex(self.entity_model.index(line, place), Flag.NoUpdate)
        elif right:
            start = self._tabbed_from if self._tabbed_from is not None else cell[1]
            following = cell_walk.across(self.entity_model, cell, right)
            if following is not None:
                self.commands.go_to(*following)
                self._tabbed_from = start
        elif down:
            self._step_down(cell, down)
        self._is_stepping = False

    def _step_down(self, cell: cell_walk.Cell, down: int) -> None:
        line, place = cell
        place = self._tabbed_from if self._tabbed_from is not None else place
        self._tabbed_from = None
        following = cell_walk.below(self.entity_model, line, down)
        if following >= len(self.entity_model.rows) and self._may_continue(line, place):
            self.commands.add_row(place)
        elif 0 <= following < len(self.entity_model.rows):
            self.commands.go_to(following, place)

    def _may_continue(self, line: int, place: int) -> bool:
        """Whether Enter on the last row begins another one: not after one that is still empty, and only for an officer
        who writes row after row. Who fills in a further column of the rows that are there has come to their end.
        """
        row = self.entity_model.row_at(line)
        if row is None or place or self.entity_model.arrangement or self.session.is_read_only:
            return False
        declared = specs(type(row)).values()
        return any(spec.kind is not Kind.CHOICE and getattr(row, spec.name) != spec.empty for spec in declared)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_key(event):
            self.is_entering = event.key() != Qt.Key.Key_F2
            super().keyPressEvent(event)
            self.is_entering = False

    def _take_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and self.row_header.is_dragging:
            self.row_header.cancel()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not modifiers & ~_SHIFT:
            self.step(0, -1 if modifiers & _SHIFT else 1)
        elif key == Qt.Key.Key_Tab and not self._is_at_end(1):
            self.step(1, 0)
        elif key == Qt.Key.Key_Backtab and not self._is_at_end(-1):
            self.step(-1, 0)
        elif key == Qt.Key.Key_Space and modifiers == _SHIFT and self.entity_model.rows:
            lines = selection.lines(self)
            self.choose_rows(lines[0], lines[-1])
        elif key == Qt.Key.Key_Space and modifiers == _CTRL:
            self._choose_columns()
        elif key == Qt.Key.Key_Backspace and not modifiers:
            self._erase(event)
        elif modifiers == _ALT and key in _WALKING and self.entity_model.arrangement:
            self.commands.told.emit(STAYS, "info")
        else:
            return False
        return True

    def _erase(self, event: QKeyEvent) -> None:
        """Opens the current cell emptied, as the key of a spreadsheet does."""
        current = self.currentIndex()
        if not current.flags() & Qt.ItemFlag.ItemIsEditable:
            return
        self.is_entering = True
        self.edit(current)
        self.is_entering = False
        editor = self.editor()
        if isinstance(editor, LineEditor | LongEditor):
            QApplication.sendEvent(editor, event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_entering = True
        super().inputMethodEvent(event)
        self.is_entering = False

    def focusNextPrevChild(self, is_next: bool) -> bool:
        # Tab walks the cells and leaves the table at its ends, so that the keyboard is never caught.
        return super().focusNextPrevChild(is_next) if self._is_at_end(1 if is_next else -1) else False

    def _is_at_end(self, direction: int) -> bool:
        current, model = self.currentIndex(), self.entity_model
        if not current.isValid():
            return True
        last = (len(model.rows) - 1, len(model.columns) - 1)
        is_single = selection.count(self) <= 1
        return is_single and (current.row(), current.column()) == (last if direction > 0 else (0, 0))

    # Menus

    def _on_menu(self, place: QPoint) -> None:
        self.menu().popup(self.viewport().mapToGlobal(place))

    def menu(self) -> QMenu:
        """All that can be done at the current cell."""
        result = QMenu(self)
        result.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.cells.fill_menu(result)
        result.addSeparator()
        self.commands.fill_menu(result)
        result.addSeparator()
        result.addAction("筛选…", self.filter_wanted.emit)
        result.addAction("只显示与此相同的行", self.show_only_like_current)
        shows_all = result.addAction("显示全部、恢复原顺序", self.show_all)
        shows_all.setEnabled(bool(self.entity_model.arrangement))
        return result

    def show_all(self) -> None:
        """Shows every row in the officer's order."""
        self.entity_model.arrange(Arrangement())

    def _on_heading_menu(self, column: int, place: QPoint) -> None:
        heading_menu.heading_menu(self, column).popup(place)
