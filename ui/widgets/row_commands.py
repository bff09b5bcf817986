"""What can be done to the rows and blocks of cells of a table; each is one undo step."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QTableView

from app.model.entities import BY_TABLE, ReportRow
from app.model.fields import Kind, Value, specs
from ui import actions
from ui.models import clipboard
from ui.models.entity_table_model import EntityTableModel
from ui.session import Session


class RowCommands(QObject):
    """The commands of one table view, as actions on it."""

    told = Signal(str, str)  # a sentence and its kind (see MessageBar)

    def __init__(self, session: Session, model: EntityTableModel, view: QTableView) -> None:
        super().__init__(view)
        self.session, self.model, self.view = session, model, view
        near = Qt.ShortcutContext.WidgetWithChildrenShortcut
        here = Qt.ShortcutContext.WidgetShortcut
        self.add = actions.make(actions.ROW_ADD, view, self.add_row, near)
        self.duplicate = actions.make(actions.ROW_DUPLICATE, view, self.duplicate_rows, near)
        self.up = actions.make(actions.ROW_UP, view, lambda: self.move_rows(-1), near)
        self.down = actions.make(actions.ROW_DOWN, view, lambda: self.move_rows(1), near)
        self.delete = actions.make(actions.ROW_DELETE, view, self.delete_rows, near)
        # Only while the table itself has the focus: an open cell editor has its own copying and pasting.
        self.copy = actions.make(actions.CELL_COPY, view, self.copy_cells, here)
        self.paste = actions.make(actions.CELL_PASTE, view, self.paste_cells, here)
        self.clear = actions.make(actions.CELL_CLEAR, view, self.clear_cells, here)
        self._by_row = (self.duplicate, self.up, self.down, self.delete)
        view.selectionModel().selectionChanged.connect(lambda *_: self.refresh())
        session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Enables what can be done now."""
        may_edit = not self.session.is_read_only
        has_row = bool(self.model.rows) and self.view.currentIndex().isValid()
        for action in (self.add, self.paste):
            action.setEnabled(may_edit)
        for action in (*self._by_row, self.clear):
            action.setEnabled(may_edit and has_row)

    def menu(self) -> QMenu:
        """The commands as a context menu."""
        result = QMenu(self.view)
        result.addActions([self.add, self.duplicate, self.up, self.down])
        result.addSeparator()
        result.addActions([self.copy, self.paste, self.clear])
        result.addSeparator()
        result.addAction(self.delete)
        return result

    # Rows

    def lines(self) -> list[int]:
        """The lines that are selected, in order."""
        found = {index.row() for index in self.view.selectionModel().selectedIndexes()}
        current = self.view.currentIndex()
        return sorted(found or ({current.row()} if current.isValid() else set()))

    def _ids(self) -> list[int]:
        return [self.model.rows[line].id for line in self.lines()]

    def add_row(self) -> None:
        """A new row below the current one, of its kind, ready to be typed in."""
        self.session.commit_pending()
        current = self.model.row_at(self.view.currentIndex().row())
        values: dict[str, Value] = {}
        if current is not None:
            declared = specs(type(current))
            values = {name: getattr(current, name) for name, spec in declared.items() if spec.kind is Kind.CHOICE}
        self._insert([values], below=current)

    def duplicate_rows(self) -> None:
        """The selected rows once more, below them."""
        self.session.commit_pending()
        found = [self.model.rows[line] for line in self.lines()]
        if found:
            copies = [{name: getattr(row, name) for name in specs(type(row))} for row in found]
            self._insert(copies, below=found[-1], label=f"复制{BY_TABLE[self.model.table].LABEL}")

    def _insert(self, rows: list[dict[str, Value]], *, below: ReportRow | None, label: str = "") -> None:
        line = self.model.line_of(below.id) + 1 if below is not None else len(self.model.rows)
        following = self.model.row_at(line)
        library, report_id, table = self.session.library, self.session.report_id, self.model.table
        before = following.id if following is not None else None
        if self.session.edit(lambda: library.insert_all(report_id, table, rows, before=before, label=label)):
            self.go_to(line, 0)

    def delete_rows(self) -> None:
        """Removes the selected rows; undo brings them back, so nothing is asked."""
        self.session.commit_pending()
        ids, lines = self._ids(), self.lines()
        library, report_id, table = self.session.library, self.session.report_id, self.model.table
        if ids and self.session.edit(lambda: library.delete(report_id, table, ids)):
            self.go_to(min(lines[0], len(self.model.rows) - 1), max(self.view.currentIndex().column(), 0))
            self.told.emit(f"已删除 {len(ids)} 行，按 Ctrl+Z 可以撤销。", "info")

    def move_rows(self, step: int) -> None:
        """Moves the selected rows one line up (-1) or down (1)."""
        self.session.commit_pending()
        lines = self.lines()
        if not lines:
            return
        target = lines[0] - 1 if step < 0 else lines[-1] + 2
        if target < 0 or lines[-1] + step >= len(self.model.rows):
            return
        before = self.model.row_at(target)
        library, report_id, table, ids = self.session.library, self.session.report_id, self.model.table, self._ids()
        self.session.edit(lambda: library.move(report_id, table, ids, before.id if before is not None else None))

    def go_to(self, line: int, column: int) -> None:
        """Makes a cell the current and only selected one."""
        index = self.model.index(line, column)
        if index.isValid():
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)

    # Cells

    def copy_cells(self) -> None:
        """Copies the block that holds the selected cells."""
        chosen = self.view.selectionModel().selectedIndexes()
        if not chosen:
            return
        rows = sorted({index.row() for index in chosen})
        places = sorted({index.column() for index in chosen})
        block = [[self._text(self.model.index(line, place)) for place in places] for line in rows]
        QGuiApplication.clipboard().setText(clipboard.text_of(block))

    def _text(self, index: QModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.EditRole) or "")

    def paste_cells(self) -> None:
        """Lays the clipboard over the table from the selection's corner on; what a cell cannot take is told."""
        self.session.commit_pending()
        lines = clipboard.cells(QGuiApplication.clipboard().text())
        if not lines:
            return
        chosen = self.view.selectionModel().selectedIndexes()
        if len(lines) == 1 and len(lines[0]) == 1 and len(chosen) > 1:
            block = self._fill(chosen, lines[0][0])
        else:
            top = min((index.row() for index in chosen), default=len(self.model.rows))
            left = min((index.column() for index in chosen), default=0)
            block = clipboard.fit(self.model, lines, top, left)
        if self._store(block, "粘贴"):
            self._report(block)

    def _fill(self, chosen: list[QModelIndex], text: str) -> clipboard.Block:
        result = clipboard.Block()
        for index in chosen:
            part = clipboard.fit(self.model, [[text]], index.row(), index.column())
            result.changes += part.changes
            result.rejected += part.rejected
        return result

    def _store(self, block: clipboard.Block, label: str) -> bool:
        library, report_id, table = self.session.library, self.session.report_id, self.model.table
        if not block.changes and not block.new_rows:
            return True
        return self.session.edit(lambda: library.paste(report_id, table, block.changes, block.new_rows, label))

    def _report(self, block: clipboard.Block) -> None:
        if block.rejected:
            self.told.emit(block.rejection(), "warning")
        elif block.cells:
            rows = f"，新增 {len(block.new_rows)} 行" if block.new_rows else ""
            self.told.emit(f"已粘贴 {block.cells} 个单元格{rows}。", "good")

    def clear_cells(self) -> None:
        """Empties the selected cells; a choice always is one of its words and stays."""
        changes = list(self._clearing())
        library, report_id = self.session.library, self.session.report_id
        if changes:
            self.session.edit(lambda: library.set_fields(report_id, changes, "清除内容"))

    def _clearing(self) -> Iterator[tuple[str, int, str, Value]]:
        for index in self.view.selectionModel().selectedIndexes():
            spec = self.model.columns[index.column()].spec
            row = self.model.rows[index.row()]
            if spec is None or spec.kind is Kind.CHOICE:
                continue
            self.session.drafts.drop(self.model.table, row.id, spec.name)
            if getattr(row, spec.name) != spec.empty:
                yield self.model.table, row.id, spec.name, spec.empty
