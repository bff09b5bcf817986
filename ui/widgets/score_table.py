"""The view of the score table: headings fold, by the mouse and by the keys of a tree."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.model.entities import Indicator
from app.model.score_tree import Group
from ui import theme
from ui.models.entity_table_model import EntityTableModel
from ui.models.score_table_model import ScoreTableModel
from ui.session import Session
from ui.settings import Settings
from ui.widgets.entity_table import EntityTable
from ui.widgets.row_commands import RowCommands
from ui.widgets.score_commands import ScoreCommands

INDENT = theme.S4
"""By how much each level stands farther right, logical pixels."""


def arrow_zone(level: int) -> tuple[int, int]:
    """From where to where, logical pixels from the left, a click on a heading folds it."""
    return level * INDENT, (level + 1) * INDENT + theme.S1


class ScoreTable(EntityTable):
    """Headings take the keyboard like rows do; Space folds and unfolds them."""

    entity_model: ScoreTableModel
    commands: ScoreCommands

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, Indicator.TABLE, settings, parent)
        self.more: list[QAction] = []  # what its page adds to the menu
        self.setAccessibleDescription("按一级、二级指标分组的表格，空格键收起或展开分组")

    def _make_model(self) -> EntityTableModel:
        return ScoreTableModel(self.session, self)

    def _make_commands(self) -> RowCommands:
        return ScoreCommands(self.session, self.entity_model, self)

    def current_group(self) -> Group | None:
        """The heading the officer is on; None on a row."""
        return self.entity_model.group_at(self.currentIndex().row())

    def show_row(self, row_id: int, field: str = "") -> bool:
        if self.entity_model.line_of(row_id) < 0 and self.session.find(self.table, row_id) is not None:
            self.entity_model.reveal(row_id)
        return super().show_row(row_id, field)

    def _keep_current(self) -> None:
        """Begins on the first row, not on the heading above it."""
        was_valid = self.currentIndex().isValid()
        super()._keep_current()
        if not was_valid and self.current_group() is not None:
            first = next(self.entity_model.lines_below(0))
            if first < len(self.entity_model.rows):
                self.commands.go_to(first, 0)

    def menu(self) -> QMenu:
        result = super().menu()
        result.addSeparator()
        result.addActions(self.more)
        return result

    # Folding

    def _take_key(self, event: QKeyEvent) -> bool:
        group = self.current_group()
        if group is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            is_first = self.currentIndex().column() == 0
            is_folded = group.key in self.entity_model.folded
            key = event.key()
            if key == Qt.Key.Key_Space:
                self.commands.toggle(group)
                return True
            if is_first and ((key == Qt.Key.Key_Left and not is_folded) or (key == Qt.Key.Key_Right and is_folded)):
                self.commands.toggle(group)
                return True
        return super()._take_key(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        group = self._arrow_at(event)
        super().mousePressEvent(event)
        if group is not None:
            self.commands.toggle(group)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        group = self.entity_model.group_at(index.row())
        if group is None or self._may_rename(index):
            if self._arrow_at(event) is None:
                super().mouseDoubleClickEvent(event)
            else:
                self.commands.toggle(self._group_at(index))
        else:
            self.commands.toggle(group)

    def _group_at(self, index: QModelIndex) -> Group:
        return cast("Group", self.entity_model.group_at(index.row()))

    def _may_rename(self, index: QModelIndex) -> bool:
        return bool(index.flags() & Qt.ItemFlag.ItemIsEditable)

    def _arrow_at(self, event: QMouseEvent) -> Group | None:
        """The heading whose arrow is under the mouse."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        group = self.entity_model.group_at(index.row()) if index.isValid() and index.column() == 0 else None
        if group is None or event.button() != Qt.MouseButton.LeftButton:
            return None
        left, right = arrow_zone(group.level)
        x = place.x() - self.visualRect(index).left()
        return group if left <= x <= right else None
