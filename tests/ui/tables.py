"""Tables as tests show them and go about in them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys import CTRL, press
from ui.delegates.cell_delegate import CellDelegate
from ui.session import Session
from ui.settings import Settings
from ui.widgets import selection
from ui.widgets.entity_table import EntityTable
from ui.widgets.selection import Range


def table_of(session: Session, settings: Settings, qtbot: QtBot, name: str) -> EntityTable:
    """A table with its delegate, in a window of its own."""
    made = EntityTable(session, name, settings)
    show_with(made, CellDelegate(session, made), qtbot)
    return made


def show_with(made: EntityTable, delegate: CellDelegate, qtbot: QtBot) -> None:
    """Shows a table with a delegate in a window of its own, and goes to it."""
    delegate.left.connect(made.step)
    made.setItemDelegate(delegate)
    qtbot.addWidget(made)
    made.resize(900, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()


def at(table: EntityTable, line: int, field: str) -> None:
    """Goes to a cell."""
    table.commands.go_to(line, table.entity_model.column_of(field))


def select(table: EntityTable, top: int, bottom: int, first: str, last: str = "") -> None:
    """Selects the cells of some lines and columns; the upper left one is current."""
    at(table, top, first)
    left = table.entity_model.column_of(first)
    selection.choose(table, Range(top, left, bottom, table.entity_model.column_of(last or first)))


def editor_of(table: EntityTable) -> QWidget:
    """The input of the cell that is being edited."""
    found = table.indexWidget(table.currentIndex())
    assert found is not None
    return found


def open_editor(table: EntityTable) -> QWidget:
    press(table, Qt.Key.Key_F2)
    return editor_of(table)


def place(table: EntityTable) -> tuple[int, str]:
    """Line and field of the current cell."""
    current = table.currentIndex()
    return current.row(), table.entity_model.columns[current.column()].key


def paste(table: EntityTable, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(table, Qt.Key.Key_V, CTRL)
