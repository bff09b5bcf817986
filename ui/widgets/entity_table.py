"""The table of an entity: in-place editing with the keys of a spreadsheet, widths that are kept."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from app.model.entities import BY_TABLE
from ui import theme
from ui.models.entity_table_model import EntityTableModel
from ui.session import Session
from ui.settings import Settings
from ui.widgets.columns_fit import fitted
from ui.widgets.editors import LineEditor, LongEditor
from ui.widgets.row_commands import RowCommands

_NUMBERS_WIDTH = 40  # of the column with the row numbers


class EntityTable(QTableView):
    """A view of one table's rows. The page gives it its delegate."""

    row_changed = Signal(int)  # id of the current row; 0 when there is none

    def __init__(self, session: Session, table: str, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.table = session, table
        self._settings = settings
        self._is_fitting = False
        self.entity_model = EntityTableModel(session, table, self)
        self.setModel(self.entity_model)
        self.commands = RowCommands(session, self.entity_model, self)
        self._set_up_looks()
        self._set_up_columns()
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.entity_model.rowsInserted.connect(self._keep_current)
        self.entity_model.rowsRemoved.connect(self._keep_current)
        self.entity_model.modelReset.connect(self._keep_current)
        session.commit_requested.connect(self.commit_editor)
        self._keep_current()

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
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.ROW)
        rows.setFixedWidth(_NUMBERS_WIDTH)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        rows.setHighlightSections(False)

    def _set_up_columns(self) -> None:
        head = self.horizontalHeader()
        head.setFixedHeight(theme.CONTROL)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(theme.CONTROL)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        saved = self._settings.layout(f"columns/{self.table}")
        self._is_by_hand = not saved.isEmpty() and head.restoreState(saved)
        head.sectionResized.connect(self._on_section_resized)

    # Columns

    def fit_columns(self) -> None:
        """Gives the columns the widths of a table nobody has touched."""
        self._is_fitting = True
        for number, width in enumerate(fitted(self.entity_model.columns, self.viewport().width())):
            self.setColumnWidth(number, width)
        self._is_fitting = False

    def _on_section_resized(self) -> None:
        if not self._is_fitting and self.isVisible():
            self._is_by_hand = True
            self._settings.set_layout(f"columns/{self.table}", self.horizontalHeader().saveState())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_by_hand:
            self.fit_columns()

    # The current row

    def current_id(self) -> int:
        """The id of the current row; 0 when there is none."""
        row = self.entity_model.row_at(self.currentIndex().row())
        return row.id if row is not None else 0

    def show_row(self, row_id: int, field: str = "") -> bool:
        """Makes a row current, at the column of `field` where it has one; False when the row is not here."""
        line = self.entity_model.line_of(row_id)
        if line < 0:
            return False
        self.commands.go_to(line, max(self.entity_model.column_of(field), 0))
        return True

    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.row() != previous.row():
            # The whole line is tinted, so both lines are drawn anew.
            self.viewport().update()
            self.row_changed.emit(self.current_id())
        if self.isVisible():
            self.announce()

    def announce(self) -> None:
        """Tells the session that the officer is at the current cell."""
        current = self.currentIndex()
        if current.isValid():
            spec = self.entity_model.columns[current.column()].spec
            self.session.focus_on(self.table, self.current_id(), spec.name if spec is not None else "")

    def _keep_current(self) -> None:
        """A table with rows has a current one, so that the form below shows something."""
        rows = len(self.entity_model.rows)
        current = self.currentIndex()
        if rows and not current.isValid():
            self.commands.go_to(0, 0)
        else:
            self.row_changed.emit(self.current_id())

    # Editing

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
        editor = self.indexWidget(self.currentIndex())
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def step(self, across: int, down: int) -> None:
        """Goes on from the current cell as a spreadsheet does: across to the next cell that can be edited."""
        model = self.entity_model
        line, place = self.currentIndex().row() + down, self.currentIndex().column()
        while across:
            place += across
            if not 0 <= place < len(model.columns):
                line += across
                place = 0 if across > 0 else len(model.columns) - 1
            if not 0 <= line < len(model.rows):
                return
            if model.columns[place].spec is not None:
                break
        self.commands.go_to(max(0, min(line, len(model.rows) - 1)), place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.step(0, 1)
        elif key == Qt.Key.Key_Tab and not self._is_at_end(1):
            self.step(1, 0)
        elif key == Qt.Key.Key_Backtab and not self._is_at_end(-1):
            self.step(-1, 0)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        # Tab walks the cells and leaves the table at its ends, so that the keyboard is never caught.
        return super().focusNextPrevChild(is_next) if self._is_at_end(1 if is_next else -1) else False

    def _is_at_end(self, direction: int) -> bool:
        current, model = self.currentIndex(), self.entity_model
        if not current.isValid():
            return True
        last = (len(model.rows) - 1, len(model.columns) - 1)
        return (current.row(), current.column()) == (last if direction > 0 else (0, 0))

    def _on_menu(self, place: QPoint) -> None:
        menu = self.commands.menu()
        menu.addSeparator()
        menu.addAction("恢复默认列宽", self._reset_columns)
        menu.popup(self.viewport().mapToGlobal(place))

    def _reset_columns(self) -> None:
        self._is_by_hand = False
        self._settings.set_layout(f"columns/{self.table}", self.horizontalHeader().saveState().left(0))
        self.fit_columns()
