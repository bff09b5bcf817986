"""What can be done to blocks of cells of a table: copied, pasted, filled and cleared, each as one undo step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from app.model.fields import Kind, Value
from ui import actions
from ui.models import clipboard, clipboard_formats, copied_rows
from ui.models.clipboard import Block, Copied
from ui.models.columns import NUMBERS
from ui.waiting import waiting
from ui.widgets import selection
from ui.widgets.selection import Range

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from ui.widgets.entity_table import EntityTable


_LARGE = 300_000  # characters of text from which on only a spreadsheet can have copied it


class CellCommands(QObject):
    """The commands of one table view, as actions on it."""

    told = Signal(str, str)  # a sentence and its kind (see MessageBar)
    rejected = Signal(object)  # Block with cells that cannot be taken: `store` it, or not

    def __init__(self, view: EntityTable) -> None:
        super().__init__(view)
        self.view, self.session, self.model = view, view.session, view.entity_model
        # Only while the table itself has the focus: an open cell editor has its own copying and pasting.
        here = Qt.ShortcutContext.WidgetShortcut
        near = Qt.ShortcutContext.WidgetWithChildrenShortcut
        self.cut = actions.make(actions.CELL_CUT, view, self.cut_cells, here)
        self.copy = actions.make(actions.CELL_COPY, view, self.copy_cells, here)
        self.copy_headed = actions.make(actions.CELL_COPY_HEADED, view, lambda: self.copy_cells(is_headed=True), here)
        self.paste = actions.make(actions.CELL_PASTE, view, self.paste_cells, here)
        self.paste_rows = actions.make(actions.CELL_PASTE_ROWS, view, self.paste_as_rows, here)
        self.fill_down = actions.make(actions.CELL_FILL_DOWN, view, self.fill_cells_down, here)
        self.clear = actions.make(actions.CELL_CLEAR, view, self.clear_cells, here)
        self.enlarge = actions.make(actions.CELL_ENLARGE, view, view.enlarge, near)
        view.selectionModel().selectionChanged.connect(lambda *_: self.refresh())
        self.session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Enables what can be done now."""
        may_edit = not self.session.is_read_only
        has_cell = bool(self.model.rows) and self.view.currentIndex().isValid()
        for action in (self.paste, self.paste_rows):
            action.setEnabled(may_edit)
        for action in (self.cut, self.fill_down, self.clear):
            action.setEnabled(may_edit and has_cell)
        for action in (self.copy, self.copy_headed):
            action.setEnabled(has_cell)
        self.enlarge.setEnabled(may_edit and self.view.can_enlarge())

    def fill_menu(self, menu: QMenu) -> None:
        """Adds the commands to a context menu."""
        menu.addActions([self.cut, self.copy, self.copy_headed, self.paste, self.paste_rows])
        menu.addSeparator()
        menu.addActions([self.fill_down, self.clear, self.enlarge])

    # To the clipboard

    def copy_cells(self, *, is_headed: bool = False) -> None:
        """Copies the block that holds the selected cells, or the selected rows with all their fields."""
        lines = [line for line in selection.lines(self.view) if self.model.row_at(line) is not None]
        places = selection.places(self.view)
        if not lines:
            return
        block = [[self._text(line, place) for place in places] for line in lines]
        if is_headed:
            block.insert(0, [self._heading(place) for place in places])
        are_numbers = [self._is_figure(place) for place in places]
        data = QMimeData()
        data.setText(clipboard_formats.text_of(block))
        data.setHtml(clipboard_formats.page_of(block, are_numbers))
        if self.view.is_by_rows:
            rows = self.view.commands.chosen()
            data.setData(copied_rows.FORMAT, copied_rows.written(self.session, self.model.table, rows))
        QGuiApplication.clipboard().setMimeData(data)

    def _text(self, line: int, place: int) -> str:
        return str(self.model.index(line, place).data(Qt.ItemDataRole.EditRole) or "")

    def _heading(self, place: int) -> str:
        """A column's name, with the unit that its figures are copied in."""
        column = self.model.columns[place]
        if column.spec is not None and column.spec.kind is Kind.MONEY:
            return f"{column.label}（{column.spec.unit}）"
        return column.label

    def _is_figure(self, place: int) -> bool:
        spec = self.model.columns[place].spec
        return spec is None or spec.kind in NUMBERS

    def cut_cells(self) -> None:
        """Copies the selected cells and empties them; rows that are chosen as such go altogether."""
        self.copy_cells()
        if self.view.is_by_rows:
            self.view.commands.delete_rows()
        else:
            self._store_changes(list(self._clearing()), "剪切")

    # From the clipboard

    def paste_cells(self) -> None:
        """Lays the clipboard over the table; nothing is written before the officer saw what cannot be taken."""
        self.session.commit_pending()
        copied = self._copied()
        if copied is not None:
            self._take(self._laid(copied))

    def paste_as_rows(self) -> None:
        """Puts the clipboard's lines below the current row as rows of their own."""
        self.session.commit_pending()
        copied = self._copied()
        if copied is not None:
            block = clipboard.fit(self.model, copied, len(self.model.rows), 0)
            block.before = self.view.commands.before_next()
            self._take(block)

    def _copied(self) -> Copied | None:
        data = QGuiApplication.clipboard().mimeData()
        if data.hasFormat(copied_rows.FORMAT):
            own = copied_rows.read(self.model.table, bytes(data.data(copied_rows.FORMAT).data()))
            if own is not None:
                return own
        text = data.text()
        # A spreadsheet writes its page only when asked, and takes long for a large block, whose text says it all.
        is_page_wanted = data.hasHtml() and len(text) <= _LARGE
        lines = clipboard_formats.read(text, data.html() if is_page_wanted else "")
        if not lines:
            self.told.emit("剪贴板里没有可以粘贴的文字；请先在 Excel 或 WPS 中复制单元格。", "info")
            return None
        left = selection.ranges(self.view)[0].left if selection.ranges(self.view) else 0
        return clipboard.understood(self.model.table, lines, self.model.columns[left].spec)

    def _laid(self, copied: Copied) -> Block:
        """The block over the selection: from its corner on, or over all of it where it fits so and so many times."""
        parts = self._parts()
        if copied.fields is None and parts and all(_is_multiple(part, copied) for part in parts):
            return self._laid_over(parts, copied)
        top = parts[0].top if parts else len(self.model.rows)
        left = min((part.left for part in parts), default=0)
        return clipboard.fit(self.model, copied, top, left)

    def _laid_over(self, parts: Sequence[Range], copied: Copied) -> Block:
        result = Block(self.model.table)
        for part in parts:
            result.add(clipboard.fit(self.model, _repeated(copied, part), part.top, part.left))
        return result

    def fill(self, text: str) -> None:
        """Puts a typed text into all selected cells."""
        block = self._laid_over(self._parts(), Copied([[text]]))
        block.label = "填充"
        self._take(block)

    def _take(self, block: Block) -> None:
        if block.rejected:
            self.rejected.emit(block)
        else:
            self.store(block)

    def store(self, block: Block) -> None:
        """Writes what a block changes, in one step."""
        if not block.cells and not block.new_rows:
            self.told.emit("内容相同，没有改动。", "info")
            return
        library, report_id = self.session.library, self.session.report_id
        known = self.view.commands.inherited(block.before)
        made = [known | self.model.owned(row) for row in block.new_rows]
        with waiting(len(made) + len({row_id for _, row_id, *_ in block.changes})):
            is_stored = self.session.edit(
                lambda: library.paste(report_id, block.table, block.changes, made, block.label, before=block.before)
            )
        if is_stored:
            self._show_new(block)
            new = f"，新增 {len(block.new_rows):,} 行" if block.new_rows else ""
            self.told.emit(f"已{block.label} {block.cells:,} 个单元格{new}。", "good")

    def _show_new(self, block: Block) -> None:
        """Chooses the rows that came new, so that the officer sees where they are."""
        if not block.new_rows or block.changes:
            return
        newest = sorted(row.id for row in self.session.data.tables[block.table])[-len(block.new_rows) :]
        lines = [line for row_id in newest if (line := self.model.line_of(row_id)) >= 0]
        if lines:
            self.view.commands.go_to(min(lines), 0)
            self.view.choose_rows(min(lines), max(lines))

    def _parts(self) -> list[Range]:
        """The selected rectangles, cut where a heading stands between rows."""
        result: list[Range] = []
        for part in selection.ranges(self.view):
            lines = [line for line in range(part.top, part.bottom + 1) if self.model.row_at(line) is not None]
            for number, line in enumerate(lines):
                if number and lines[number - 1] == line - 1:
                    result[-1] = result[-1]._replace(bottom=line)
                else:
                    result.append(Range(line, part.left, line, part.right))
        return result

    # In place

    def fill_cells_down(self) -> None:
        """Repeats the first selected row in those below it; in a single row, the row above it."""
        self.session.commit_pending()
        self._store_changes(list(self._filling()), "向下填充")

    def _filling(self) -> Iterator[tuple[str, int, str, Value]]:
        for part in selection.ranges(self.view):
            first = part.top if part.height > 1 else part.top - 1
            source = self.model.row_at(first)
            if source is None:
                continue
            for line in range(first + 1, part.bottom + 1):
                row = self.model.row_at(line)
                if row is None:
                    continue
                for column in self.model.columns[part.left : part.right + 1]:
                    if column.spec is None or self.model.locked_text(line, column.key) is not None:
                        continue
                    value = getattr(source, column.key)
                    if getattr(row, column.key) != value:
                        yield self.model.table, row.id, column.key, value

    def clear_cells(self) -> None:
        """Empties the selected cells; a choice always is one of its words and stays."""
        self._store_changes(list(self._clearing()), "清除内容")

    def _clearing(self) -> Iterator[tuple[str, int, str, Value]]:
        for part in self._parts():
            for line in range(part.top, part.bottom + 1):
                row = self.model.rows[line]
                for column in self.model.columns[part.left : part.right + 1]:
                    spec = column.spec
                    if spec is None or spec.kind is Kind.CHOICE or self.model.locked_text(line, spec.name) is not None:
                        continue
                    self.session.drafts.drop(self.model.table, row.id, spec.name)
                    if getattr(row, spec.name) != spec.empty:
                        yield self.model.table, row.id, spec.name, spec.empty

    def _store_changes(self, changes: Sequence[tuple[str, int, str, Value]], label: str) -> None:
        library, report_id = self.session.library, self.session.report_id
        if changes:
            self.session.edit(lambda: library.set_fields(report_id, changes, label))


def _is_multiple(part: Range, copied: Copied) -> bool:
    """Whether a selection is larger than a block, and so and so many times as high and wide."""
    height, width = len(copied.lines), copied.width
    return part.cells > height * width and part.height % height == 0 and part.width % width == 0


def _repeated(copied: Copied, part: Range) -> Copied:
    lines = [[*line, *[""] * (copied.width - len(line))] * (part.width // copied.width) for line in copied.lines]
    return replace(copied, lines=lines * (part.height // len(copied.lines)))
