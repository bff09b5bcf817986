"""What can be done to the rows of a table; each is one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QTableView

from app.model.entities import BY_TABLE, ReportRow
from app.model.fields import Kind, Value, specs
from ui import actions
from ui.models.entity_table_model import EntityTableModel
from ui.session import Session
from ui.widgets import selection
from ui.widgets.selection import Range

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

STAYS = "排序或筛选时不能调整行的位置，请先恢复原顺序、清除筛选。"
"""Why rows cannot be moved while they are arranged for the eye."""


class RowCommands(QObject):
    """The commands of one table view, as actions on it."""

    told = Signal(str, str)  # a sentence and its kind (see MessageBar)

    def __init__(self, session: Session, model: EntityTableModel, view: QTableView) -> None:
        super().__init__(view)
        self.session, self.model, self.view = session, model, view
        near = Qt.ShortcutContext.WidgetWithChildrenShortcut
        self.add = actions.make(actions.ROW_ADD, view, self.add_rows, near)
        self.add_above = actions.make(actions.ROW_ADD_ABOVE, view, lambda: self.add_rows(is_above=True), near)
        self.duplicate = actions.make(actions.ROW_DUPLICATE, view, self.duplicate_rows, near)
        self.up = actions.make(actions.ROW_UP, view, lambda: self.move_rows(-1), near)
        self.down = actions.make(actions.ROW_DOWN, view, lambda: self.move_rows(1), near)
        self.top = actions.make(actions.ROW_TOP, view, lambda: self.move_before(0), near)
        self.bottom = actions.make(actions.ROW_BOTTOM, view, lambda: self.move_before(len(model.rows)), near)
        self.delete = actions.make(actions.ROW_DELETE, view, self.delete_rows, near)
        self._moving: dict[QAction, actions.Command] = {
            self.up: actions.ROW_UP,
            self.down: actions.ROW_DOWN,
            self.top: actions.ROW_TOP,
            self.bottom: actions.ROW_BOTTOM,
            self.add_above: actions.ROW_ADD_ABOVE,
        }
        view.selectionModel().selectionChanged.connect(lambda *_: self.refresh())
        session.changed.connect(self.refresh)
        model.arranged.connect(self.refresh)
        model.modelReset.connect(self.refresh)
        self.refresh()

    @property
    def can_move(self) -> bool:
        """Whether rows may change places now: not while their order, or what is between them, is not the report's."""
        return not self.session.is_read_only and not self.model.arrangement

    def refresh(self) -> None:
        """Enables what can be done now."""
        may_edit = not self.session.is_read_only
        has_row = bool(self.model.rows) and self.view.currentIndex().isValid()
        self.add.setEnabled(may_edit)
        for action in (self.duplicate, self.delete):
            action.setEnabled(may_edit and has_row)
        for action, command in self._moving.items():
            action.setEnabled(self.can_move and has_row)
            action.setToolTip(STAYS if self.model.arrangement else command.hint)

    def fill_menu(self, menu: QMenu) -> None:
        """Adds the commands to a context menu."""
        menu.addActions([self.add_above, self.add, self.duplicate])
        menu.addSeparator()
        menu.addActions([self.up, self.down, self.top, self.bottom])
        menu.addSeparator()
        menu.addAction(self.delete)

    # Rows

    def lines(self) -> list[int]:
        """The lines that are selected, in order."""
        return selection.lines(self.view)

    def chosen(self) -> list[ReportRow]:
        """The rows that are selected, in order."""
        rows = (self.model.row_at(line) for line in self.lines())
        return [row for row in rows if row is not None]

    def inherited(self, _before: int | None) -> dict[str, Value]:
        """What rows pasted before a row, or at the end, have where the paste says nothing else."""
        return {}

    def add_row(self, column: int = 0) -> None:
        """A new row below the current one, of its kind, ready to be typed in."""
        self.session.commit_pending()
        self._add(self.view.currentIndex().row(), 1, column=column)

    def add_rows(self, *, is_above: bool = False) -> None:
        """As many new rows as are selected, below or above them."""
        self.session.commit_pending()
        lines = [line for line in self.lines() if self.model.row_at(line) is not None]
        end = lines[0 if is_above else -1] if len(lines) > 1 else self.view.currentIndex().row()
        self._add(end, max(1, len(lines)), is_above=is_above)

    def _add(self, line: int, number: int, *, is_above: bool = False, column: int = 0) -> None:
        """New rows beside a line, of the kind of what is there."""
        current = self.model.row_at(line)
        values: dict[str, Value] = {}
        if current is not None:
            declared = specs(type(current))
            values = {name: getattr(current, name) for name, spec in declared.items() if spec.kind is Kind.CHOICE}
        below = self.model.row_at(line - 1) if is_above else current
        before = self._before(below, is_first=is_above)
        self._insert([values] * number, before=before, label=self._label(number), column=column)

    def _label(self, number: int) -> str:
        """What adding several rows is called in the history; empty for what adding one is called."""
        return f"新增 {number} 行{BY_TABLE[self.model.table].LABEL}" if number > 1 else ""

    def duplicate_rows(self) -> None:
        """The selected rows once more, below them."""
        self.session.commit_pending()
        found = self.chosen()
        if found:
            copies = [{name: getattr(row, name) for name in specs(type(row))} for row in found]
            self._insert(copies, before=self._before(found[-1]), label=f"复制{BY_TABLE[self.model.table].LABEL}")

    def _before(self, below: ReportRow | None, *, is_first: bool = False) -> int | None:
        """The id of the row that stands below `below` in the report, shown or not; None for the end of the table."""
        stored = self.session.data.tables[self.model.table]
        if below is None:
            return stored[0].id if is_first and stored else None
        places = (place for place, row in enumerate(stored) if row.id == below.id)
        following = next(places, len(stored)) + 1
        return stored[following].id if following < len(stored) else None

    def before_next(self) -> int | None:
        """The id of the row that new rows below the current one come before; None for the end of the table."""
        lines = self.lines()
        return self._before(self.model.row_at(lines[-1]) if lines else None)

    def _insert(
        self, rows: Sequence[dict[str, Value]], *, before: int | None, label: str = "", column: int = 0
    ) -> None:
        library, report_id, table = self.session.library, self.session.report_id, self.model.table
        made: list[ReportRow] = []
        if self.session.edit(
            lambda: made.extend(
                library.insert_all(report_id, table, list(map(self.model.owned, rows)), before=before, label=label)
            )
        ):
            lines = [self.model.line_of(row.id) for row in made]
            self.go_to(lines[0], column)
            if len(lines) > 1 and lines == list(range(lines[0], lines[-1] + 1)):
                selection.choose(self.view, Range(lines[0], 0, lines[-1], len(self.model.columns) - 1))

    def delete_rows(self) -> None:
        """Removes the selected rows; undo brings them back, so nothing is asked."""
        self.session.commit_pending()
        lines = self.lines()
        ids = [row.id for row in self.chosen()]
        library, report_id, table = self.session.library, self.session.report_id, self.model.table
        if ids and self.session.edit(lambda: library.delete(report_id, table, ids)):
            self.go_to(min(lines[0], len(self.model.rows) - 1), max(self.view.currentIndex().column(), 0))
            self.told.emit(f"已删除 {len(ids)} 行，按 Ctrl+Z 可以撤销。", "info")

    def move_rows(self, step: int) -> None:
        """Moves the selected rows one line up (-1) or down (1)."""
        lines = self.lines()
        if lines and lines[0] + step >= 0 and lines[-1] + step < len(self.model.rows):
            self.move_before(lines[0] - 1 if step < 0 else lines[-1] + 2)

    def move_before(self, line: int) -> None:
        """Moves the selected rows before the row that is on a line now; beyond the last, to the end."""
        if not self.can_move:
            self.told.emit(STAYS, "info")
            return
        self.session.commit_pending()
        lines = self.lines()
        is_there = bool(lines) and lines[-1] - lines[0] + 1 == len(lines) and lines[0] <= line <= lines[-1] + 1
        if not lines or is_there:
            return
        moving = set(lines)
        while line in moving:
            line += 1
        before = self.model.row_at(line)
        ids = [row.id for row in self.chosen()]
        library, report_id, table = self.session.library, self.session.report_id, self.model.table
        if self.session.edit(lambda: library.move(report_id, table, ids, before.id if before is not None else None)):
            self.view.scrollTo(self.view.currentIndex())

    def go_to(self, line: int, column: int) -> None:
        """Makes a cell the current and only selected one."""
        index = self.model.index(line, column)
        if index.isValid():
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)
