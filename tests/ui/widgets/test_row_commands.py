"""Rows of a table: added, copied, moved, dragged and removed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys import ALT, CTRL, NONE, SHIFT, click, press
from tests.ui.tables import at, place, select, table_of
from ui import actions, theme
from ui.models.arrangement import Arrangement
from ui.session import Session
from ui.settings import Settings
from ui.undo import UndoActions
from ui.widgets import selection
from ui.widgets.entity_table import EntityTable
from ui.widgets.row_commands import STAYS


def test_a_new_row_comes_below_the_current_one_and_has_its_choices(table: EntityTable, session: Session) -> None:
    session.library.set_field(1, "project", session.data.projects[2].id, "kind", "线下自评")
    at(table, 2, "name")
    press(table, Qt.Key.Key_Return, CTRL | SHIFT)
    assert session.data.projects[3].name == ""
    assert session.data.projects[3].kind == "线下自评"
    assert place(table) == (3, "name")


def test_several_rows_go_in_one_step(table: EntityTable, session: Session) -> None:
    before = session.data
    ids = [row.id for row in before.projects]
    at(table, 2, "name")
    table.choose_rows(2, 3)
    table.choose_rows(5, 5, is_added=True)
    press(table, Qt.Key.Key_Delete, CTRL)
    assert [row.id for row in session.data.projects] == [ids[n] for n in range(14) if n not in {2, 3, 5}]
    session.undo()
    assert session.data == before


def test_rows_move_up_and_down_and_stay_selected(table: EntityTable, session: Session) -> None:
    ids = [row.id for row in session.data.projects]
    at(table, 1, "name")
    press(table, Qt.Key.Key_Down, ALT)
    assert [row.id for row in session.data.projects[:3]] == [ids[0], ids[2], ids[1]]
    assert table.current_id() == ids[1]
    press(table, Qt.Key.Key_Up, ALT)
    press(table, Qt.Key.Key_Up, ALT)
    press(table, Qt.Key.Key_Up, ALT)
    assert [row.id for row in session.data.projects[:3]] == [ids[1], ids[0], ids[2]]


def test_a_row_is_copied_below_itself(table: EntityTable, session: Session) -> None:
    at(table, 0, "name")
    press(table, Qt.Key.Key_D, CTRL | SHIFT)
    first, second = session.data.projects[:2]
    assert (first.name, first.result, first.budget) == (second.name, second.result, second.budget)
    assert len(session.data.projects) == 15


def test_undo_key_takes_back_a_removed_row(table: EntityTable, session: Session) -> None:
    UndoActions(session, table)
    at(table, 0, "name")
    press(table, Qt.Key.Key_Delete, CTRL)
    press(table, Qt.Key.Key_Z, CTRL)
    assert len(session.data.projects) == 14


def test_a_table_with_rows_always_has_a_current_one(table: EntityTable, session: Session) -> None:
    ids = [row.id for row in session.data.projects]
    session.library.delete(1, "project", ids[:-1])
    assert table.current_id() == ids[-1]


def test_a_read_only_library_has_no_commands_that_change(
    session: Session, settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "is_read_only", True)
    table = table_of(session, settings, qtbot, "project")
    commands, cells = table.commands, table.cells
    for action in (commands.add, commands.delete, commands.up, cells.paste, cells.cut, cells.fill_down, cells.enlarge):
        assert not action.isEnabled()
    assert cells.copy.isEnabled()
    assert not table.entity_model.index(0, 0).flags() & Qt.ItemFlag.ItemIsEditable


def ids_of(session: Session) -> list[int]:
    return [row.id for row in session.data.projects]


def test_a_new_row_comes_above_the_current_one(table: EntityTable, session: Session) -> None:
    ids = ids_of(session)
    at(table, 0, "name")
    press(table, Qt.Key.Key_Return, CTRL | ALT)
    assert ids_of(session)[1:] == ids
    assert place(table) == (0, "name")


@pytest.mark.parametrize(
    ("keys", "first"),
    [((Qt.Key.Key_Insert, NONE), 5), ((Qt.Key.Key_Return, CTRL | SHIFT), 5), ((Qt.Key.Key_Return, CTRL | ALT), 2)],
)
def test_as_many_rows_come_as_are_selected_in_one_step(
    table: EntityTable, session: Session, keys: tuple[Qt.Key, Qt.KeyboardModifier], first: int
) -> None:
    before = session.data
    ids = ids_of(session)
    table.choose_rows(2, 4)
    press(table, *keys)
    made = [line for line, row_id in enumerate(ids_of(session)) if row_id not in ids]
    assert made == [first, first + 1, first + 2]
    assert place(table) == (first, "name")
    assert selection.lines(table) == made
    assert session.library.undo_label(1) == "新增 3 行重点项目"
    session.undo()
    assert session.data == before


def test_a_block_of_cells_stands_for_its_rows_and_rows_apart_come_below_the_last(
    table: EntityTable, session: Session
) -> None:
    select(table, 1, 2, "budget", "executed")
    press(table, Qt.Key.Key_Insert)
    assert [row.name for row in session.data.projects[3:5]] == ["", ""]
    ids = ids_of(session)
    table.choose_rows(0, 0)
    table.choose_rows(6, 6, is_added=True)
    press(table, Qt.Key.Key_Insert)
    assert ids_of(session)[:7] == ids[:7]
    assert ids_of(session)[9:] == ids[7:]


def test_rows_go_to_the_top_and_to_the_bottom(table: EntityTable, session: Session) -> None:
    ids = ids_of(session)
    table.choose_rows(3, 4)
    press(table, Qt.Key.Key_Home, ALT)
    assert ids_of(session)[:3] == [ids[3], ids[4], ids[0]]
    press(table, Qt.Key.Key_End, ALT)
    assert ids_of(session)[-3:] == [ids[13], ids[3], ids[4]]
    assert selection.lines(table) == [12, 13]


def test_rows_that_are_arranged_for_the_eye_do_not_move_and_it_says_why(
    table: EntityTable, session: Session, qtbot: QtBot
) -> None:
    before = session.data
    table.entity_model.sort(2)
    assert not table.commands.up.isEnabled()
    assert table.commands.up.toolTip() == STAYS
    with qtbot.waitSignal(table.commands.told) as told:
        press(table, Qt.Key.Key_Down, ALT)
    assert told.args == [STAYS, "info"]
    assert session.data is before
    table.entity_model.sort(-1)
    assert table.commands.down.isEnabled()
    assert table.commands.down.toolTip() == actions.ROW_DOWN.hint


def test_a_row_added_while_arranged_is_shown_below_the_current_one(table: EntityTable, session: Session) -> None:
    table.entity_model.arrange(Arrangement(text="就业", column="budget"))
    at(table, 1, "name")
    below = table.current_id()
    press(table, Qt.Key.Key_Return, CTRL | SHIFT)
    assert place(table) == (2, "name")
    ids = ids_of(session)
    assert ids[ids.index(below) + 1] == table.current_id()


def test_deleting_a_hundred_scattered_rows_is_followed(table: EntityTable, session: Session) -> None:
    session.library.insert_all(1, "project", [{"name": str(number)} for number in range(400)])
    session.library.delete(1, "project", ids_of(session)[::2])
    assert [row.id for row in table.entity_model.rows] == ids_of(session)
    session.undo()
    assert [row.id for row in table.entity_model.rows] == ids_of(session)


# Row numbers


def number(table: EntityTable, line: int, x: int = 30) -> QPoint:
    """A point on the number of a row."""
    return QPoint(x, table.row_header.sectionViewportPosition(line) + theme.ROW // 2)


def drag(table: EntityTable, start: QPoint, end: QPoint, *, is_dropped: bool = True) -> None:
    """Drags on the row numbers."""
    ground = table.row_header.viewport()
    QTest.mousePress(ground, Qt.MouseButton.LeftButton, NONE, start)
    QTest.mouseMove(ground, start + QPoint(0, 12))
    QTest.mouseMove(ground, end)
    if is_dropped:
        QTest.mouseRelease(ground, Qt.MouseButton.LeftButton, NONE, end)


def test_a_click_on_a_number_chooses_its_row(table: EntityTable) -> None:
    click(table.row_header.viewport(), number(table, 2))
    assert selection.lines(table) == [2]
    assert table.is_by_rows
    assert table.hasFocus()
    QTest.mouseClick(table.row_header.viewport(), Qt.MouseButton.LeftButton, SHIFT, number(table, 4))
    assert selection.lines(table) == [2, 3, 4]
    QTest.mouseClick(table.row_header.viewport(), Qt.MouseButton.LeftButton, CTRL, number(table, 6))
    assert selection.lines(table) == [2, 3, 4, 6]
    assert table.is_by_rows


def test_the_menu_of_a_number_chooses_its_row_first(table: EntityTable, qtbot: QtBot) -> None:
    at(table, 0, "name")
    place_of_it = number(table, 3)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place_of_it, QPoint(100, 100))
    with qtbot.waitSignal(table.row_header.menu_wanted):
        QApplication.sendEvent(table.row_header.viewport(), event)
    assert selection.lines(table) == [3]
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def test_dragging_over_numbers_chooses_their_rows(table: EntityTable, session: Session) -> None:
    before = session.data
    drag(table, number(table, 1), number(table, 3))
    assert selection.lines(table) == [1, 2, 3]
    assert session.data is before


def test_a_row_is_dragged_by_its_grip(table: EntityTable, session: Session) -> None:
    ids = ids_of(session)
    drag(table, number(table, 1, x=5), number(table, 4) + QPoint(0, 8))
    assert ids_of(session)[:5] == [ids[0], ids[2], ids[3], ids[4], ids[1]]
    assert table.current_id() == ids[1]
    session.undo()
    assert ids_of(session) == ids


def test_chosen_rows_are_dragged_together_by_any_of_their_numbers(table: EntityTable, session: Session) -> None:
    ids = ids_of(session)
    table.choose_rows(3, 4)
    drag(table, number(table, 4), number(table, 0) - QPoint(0, 8))
    assert ids_of(session)[:4] == [ids[3], ids[4], ids[0], ids[1]]


def test_a_line_shows_where_dragged_rows_would_go_and_escape_ends_it(table: EntityTable, session: Session) -> None:
    before = session.data
    drag(table, number(table, 1, x=5), number(table, 4), is_dropped=False)
    lines = [child for child in table.findChildren(QWidget) if child.property("role") == "drop-line"]
    assert [line.isVisible() for line in lines] == [True]
    press(table, Qt.Key.Key_Escape)
    assert [line.isVisible() for line in lines] == [False]
    QTest.mouseRelease(table.row_header.viewport(), Qt.MouseButton.LeftButton, NONE, number(table, 4))
    assert session.data is before


def test_rows_dropped_where_they_are_stay(table: EntityTable, session: Session) -> None:
    before = session.data
    drag(table, number(table, 1, x=5), number(table, 2) - QPoint(0, 6))
    assert session.data is before


def test_arranged_rows_are_not_dragged(table: EntityTable, session: Session) -> None:
    before = session.data
    table.entity_model.sort(2)
    drag(table, number(table, 1, x=5), number(table, 4))
    assert session.data is before
    assert selection.lines(table) == [1, 2, 3, 4]


def test_the_column_of_numbers_grows_with_them(session: Session, settings: Settings, qtbot: QtBot) -> None:
    table = table_of(session, settings, qtbot, "office")
    before = table.row_header.width()
    session.library.insert_all(1, "office", [{"name": "科"}] * 1000)
    assert table.row_header.width() > before


def test_an_empty_report_has_no_row_to_move_or_remove(table: EntityTable, session: Session) -> None:
    at(table, 2, "name")
    commands = table.commands
    row_commands = (commands.duplicate, commands.up, commands.down, commands.delete)
    assert all(command.isEnabled() for command in row_commands)
    session.open_report(session.library.reports.new("某市某局", 2030))
    assert not any(command.isEnabled() for command in row_commands)
    assert commands.add.isEnabled()
