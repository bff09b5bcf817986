"""What can be done to the rows and headings of the score table: rows belong where they are put."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.model import score_tree
from app.model.entities import Indicator, ReportRow
from app.model.fields import Kind, Value, specs
from app.model.score_tree import Group, Move
from ui import actions
from ui.widgets import selection
from ui.widgets.row_commands import STAYS, RowCommands
from ui.widgets.selection import Flag, Range

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QTableView

    from ui.models.score_table_model import ScoreTableModel
    from ui.session import Session


class ScoreCommands(RowCommands):
    """The commands of the score table's view. A chosen heading stands for all of its rows."""

    model: ScoreTableModel

    def __init__(self, session: Session, model: ScoreTableModel, view: QTableView) -> None:
        super().__init__(session, model, view)
        near = Qt.ShortcutContext.WidgetWithChildrenShortcut
        self.fold = actions.make(actions.GROUP_FOLD, view, lambda: self.fold_current(is_folded=True), near)
        self.unfold = actions.make(actions.GROUP_UNFOLD, view, lambda: self.fold_current(is_folded=False), near)
        self.fold_all = actions.make(actions.GROUP_FOLD_ALL, view, self.fold_groups, near)
        self.unfold_all = actions.make(actions.GROUP_UNFOLD_ALL, view, self.unfold_groups, near)

    def fill_menu(self, menu: QMenu) -> None:
        super().fill_menu(menu)
        menu.addSeparator()
        menu.addActions([self.fold, self.unfold, self.fold_all, self.unfold_all])

    # Headings

    def fold_current(self, *, is_folded: bool) -> None:
        """Folds or unfolds the heading the officer is at or below."""
        group = self.model.group_of(self.view.currentIndex().row())
        if group is not None:
            self.toggle(group, is_folded=is_folded)

    def toggle(self, group: Group, *, is_folded: bool | None = None) -> None:
        """Folds a heading or unfolds it, whichever it is not; the officer then stands on it."""
        wanted = group.key not in self.model.folded if is_folded is None else is_folded
        self.model.fold([group.key], is_folded=wanted)
        if self.view.currentIndex().row() < 0 or wanted:
            self.go_to(self.model.line_of_group(group.key), 0)

    def fold_groups(self) -> None:
        """Leaves the blocks and the headings right below them."""
        found = [group.key for group in score_tree.walk(self.model.groups) if group.level]
        self.model.fold(found, is_folded=True)
        self._stay()

    def unfold_groups(self) -> None:
        """Shows every row."""
        self.model.fold(self.model.folded, is_folded=False)
        self._stay()

    def _stay(self) -> None:
        if not self.view.currentIndex().isValid():
            self.go_to(0, 0)

    # Rows

    def chosen(self) -> list[ReportRow]:
        shown = self.model.lines
        ids = set(score_tree.ids_of(shown[line] for line in self.lines() if line < len(shown)))
        return [row for row in self.session.data.indicators if row.id in ids]

    def _add(self, line: int, number: int, *, is_above: bool = False, column: int = 0) -> None:
        group, row = self.model.group_at(line), self.model.row_at(line)
        if isinstance(row, Indicator):
            values = self._values(row)
            before = row.id if is_above else self._before(row)
        elif group is not None:
            values = self._values(group.rows[0]) if group.rows else group.values
            before = group.rows[0].id if group.rows else self._first_of_next(group)
            self.model.fold([group.key], is_folded=False)
        else:
            values, before = {}, None
        self._insert([values] * number, before=before, label=self._label(number), column=column)

    def _values(self, row: Indicator) -> dict[str, Value]:
        """What a new row beside another has from it: its place, and what is chosen from words."""
        declared = specs(type(row))
        chosen = {name: getattr(row, name) for name, spec in declared.items() if spec.kind is Kind.CHOICE}
        return chosen | {"level2": row.level2, "task_id": row.task_id}

    def _first_of_next(self, group: Group) -> int | None:
        """The first row of the blocks below an empty one."""
        blocks = self.model.groups
        following = blocks[blocks.index(group) + 1 :] if group in blocks else ()
        return next((block.rows[0].id for block in following if block.rows), None)

    def before_next(self) -> int | None:
        lines = self.lines()
        group = self.model.group_at(lines[-1]) if lines else None
        if group is not None:
            return group.rows[0].id if group.rows else self._first_of_next(group)
        return super().before_next()

    def inherited(self, before: int | None) -> dict[str, Value]:
        """The place of the row that pasted rows come below or, right below a heading, above."""
        lines = self.lines()
        group = self.model.group_at(lines[-1]) if lines else None
        row = self.model.row_at(lines[-1]) if lines else None
        if before is None:
            row = self.session.data.indicators[-1] if self.session.data.indicators else row
        elif group is not None:
            return group.values
        return {name: getattr(row, name) for name in ("block", "task_id", "level2")} if row is not None else {}

    # Moves

    def move_rows(self, step: int) -> None:
        shown, lines = self.model.lines, self.lines()
        groups = self._chosen_groups()
        stored = self.session.data.indicators
        if len(groups) == 1:
            self._move(score_tree.step_group(stored, self.model.groups, groups[0], step))
        elif lines and not groups:
            ids = [row.id for row in self.chosen()]
            self._move(score_tree.step_rows(stored, shown, ids, lines[0], lines[-1], step))

    def move_before(self, line: int) -> None:
        shown, groups = self.model.lines, self._chosen_groups()
        stored = self.session.data.indicators
        if groups:
            self._move(score_tree.move_groups(stored, shown, groups, line))
        elif self.lines():
            self._move(score_tree.move_rows(stored, shown, [row.id for row in self.chosen()], line))

    def _chosen_groups(self) -> list[Group]:
        """The headings that are chosen and can move; none where rows outside them are chosen as well."""
        found = [group for line in self.lines() if (group := self.model.group_at(line)) is not None]
        inside = {row.id for group in found for row in group.rows}
        is_whole = all(row.id in inside for row in self.chosen())
        return [group for group in found if group.level] if is_whole else []

    def _move(self, move: Move | None) -> None:
        if not self.can_move:
            self.told.emit(STAYS, "info")
            return
        self.session.commit_pending()
        if move is None:
            return
        kept = self.view.currentIndex()
        row_id = self.model.rows[kept.row()].id if kept.isValid() else 0
        library, report_id = self.session.library, self.session.report_id
        if self.session.edit(lambda: library.score_table.move(report_id, move)):
            self._choose_again(move, row_id, max(kept.column(), 0))

    def _choose_again(self, move: Move, row_id: int, column: int) -> None:
        """Chooses what was moved, which may have got another heading above it."""
        lines = [line for moved in move.ids if (line := self.model.line_of(moved)) >= 0]
        if self.model.line_of(row_id) >= 0:
            lines.append(self.model.line_of(row_id))
        elif lines and row_id < 0:  # the heading was chosen, and is another one now
            group = self.model.group_of(min(lines))
            lines = [self.model.line_of_group(group.key)] if group is not None else lines
        if not lines:
            return
        current = self.model.line_of(row_id)
        self.go_to(current if current >= 0 else min(lines), column)
        if row_id > 0 and len(move.ids) > 1:
            self.choose_lines(sorted({self.model.line_of(moved) for moved in move.ids}))

    def choose_lines(self, lines: list[int]) -> None:
        """Chooses whole lines, wherever they are."""
        for number, line in enumerate(line for line in lines if line >= 0):
            flags = Flag.Select if number else Flag.ClearAndSelect
            selection.choose(self.view, Range(line, 0, line, len(self.model.columns) - 1), flags)
