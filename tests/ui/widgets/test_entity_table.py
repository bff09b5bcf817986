"""The table of an entity: keys of a spreadsheet, blocks of cells, rows added, moved and removed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys import ALT, CTRL, press, propose, type_text
from ui.delegates.cell_delegate import CellDelegate
from ui.session import Session
from ui.settings import Settings
from ui.undo import UndoActions
from ui.widgets.columns_fit import fitted
from ui.widgets.entity_table import EntityTable
from ui.widgets.totals_row import TotalsRow


def table_of(session: Session, settings: Settings, qtbot: QtBot, name: str) -> EntityTable:
    """A table with its delegate, in a window of its own."""
    made = EntityTable(session, name, settings)
    delegate = CellDelegate(session, made)
    delegate.left.connect(made.step)
    made.setItemDelegate(delegate)
    qtbot.addWidget(made)
    made.resize(760, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    return made


@pytest.fixture
def table(session: Session, settings: Settings, qtbot: QtBot) -> EntityTable:
    return table_of(session, settings, qtbot, "project")


def at(table: EntityTable, line: int, field: str) -> None:
    """Goes to a cell."""
    table.commands.go_to(line, table.entity_model.column_of(field))


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


# Cells


def test_typing_over_a_cell_and_enter_stores_it_and_goes_down(table: EntityTable, session: Session) -> None:
    at(table, 0, "executed")
    press(table, Qt.Key.Key_4)
    type_text(editor_of(table), "700")
    press(editor_of(table), Qt.Key.Key_Return)
    assert session.data.projects[0].executed == 4_700_000_000
    assert place(table) == (1, "executed")


def test_tab_goes_to_the_next_cell_that_can_be_edited(table: EntityTable) -> None:
    at(table, 0, "executed")
    press(open_editor(table), Qt.Key.Key_Tab)
    assert place(table) == (1, "name")


def test_tab_and_enter_walk_the_cells_without_editing(table: EntityTable) -> None:
    at(table, 0, "name")
    press(table, Qt.Key.Key_Tab)
    assert place(table) == (0, "kind")
    press(table, Qt.Key.Key_Return)
    assert place(table) == (1, "kind")


def test_escape_leaves_the_cell_as_it_was(table: EntityTable, session: Session) -> None:
    at(table, 0, "executed")
    editor = open_editor(table)
    type_text(editor, "1")
    press(editor, Qt.Key.Key_Escape)
    assert session.data.projects[0].executed == 4_744_580_000


def test_nonsense_in_a_cell_is_marked_at_once_and_kept(table: EntityTable, session: Session) -> None:
    at(table, 0, "executed")
    editor = open_editor(table)
    assert isinstance(editor, QLineEdit)
    type_text(editor, "abc")
    assert editor.property("invalid")
    assert "不是金额" in editor.toolTip()
    press(editor, Qt.Key.Key_Return)
    assert table.entity_model.index(0, table.entity_model.column_of("executed")).data() == "abc"
    assert session.data.projects[0].executed == 4_744_580_000


def test_a_cell_being_edited_is_handed_in_on_request(table: EntityTable, session: Session) -> None:
    at(table, 0, "executed")
    type_text(open_editor(table), "12")
    session.commit_pending()
    assert session.data.projects[0].executed == 12_000_000
    assert table.indexWidget(table.currentIndex()) is None


def test_what_an_input_method_proposes_in_a_cell_is_kept(table: EntityTable, session: Session) -> None:
    at(table, 0, "name")
    propose(open_editor(table), "人才经费")
    session.commit_pending()
    assert session.data.projects[0].name == "人才经费"


def test_an_edit_elsewhere_leaves_the_open_cell_alone(table: EntityTable, session: Session) -> None:
    at(table, 0, "executed")
    editor = open_editor(table)
    type_text(editor, "12")
    session.library.set_field(1, "project", session.data.projects[0].id, "budget", 1)
    session.library.delete(1, "project", [session.data.projects[3].id])
    assert editor_of(table) is editor
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "12"


def test_choosing_from_the_list_of_a_cell_stores_at_once(table: EntityTable, session: Session) -> None:
    at(table, 0, "kind")
    editor = open_editor(table)
    assert isinstance(editor, QComboBox)
    editor.setCurrentText("线下自评")
    editor.activated.emit(editor.currentIndex())
    assert session.data.projects[0].kind == "线下自评"


def test_a_long_text_in_a_cell_takes_a_line_break(session: Session, settings: Settings, qtbot: QtBot) -> None:
    table = table_of(session, settings, qtbot, "duty")
    at(table, 0, "text")
    editor = open_editor(table)
    type_text(editor, "甲")
    press(editor, Qt.Key.Key_Return, ALT)
    assert isinstance(editor, QPlainTextEdit)
    assert "\n" in editor.toPlainText()


def test_delete_empties_the_selected_cells_in_one_step(table: EntityTable, session: Session) -> None:
    table.selectColumn(table.entity_model.column_of("executed"))
    press(table, Qt.Key.Key_Delete)
    assert {row.executed for row in session.data.projects} == {None}
    session.undo()
    assert session.data.projects[0].executed == 4_744_580_000


# Blocks


def test_a_block_from_a_spreadsheet_is_one_step(table: EntityTable, session: Session, qtbot: QtBot) -> None:
    before = session.data
    at(table, 1, "budget")
    with qtbot.waitSignal(table.commands.told) as told:
        paste(table, "300\t290\n400\t390\n")
    assert [(row.budget, row.executed) for row in session.data.projects[1:3]] == [
        (300_000_000, 290_000_000),
        (400_000_000, 390_000_000),
    ]
    assert told.args == ["已粘贴 4 个单元格。", "good"]
    session.undo()
    assert session.data == before


def test_cells_that_are_no_values_are_told_and_the_others_stored(
    table: EntityTable, session: Session, qtbot: QtBot
) -> None:
    at(table, 0, "budget")
    with qtbot.waitSignal(table.commands.told) as told:
        paste(table, "300\t很多")
    assert session.data.projects[0].budget == 300_000_000
    assert session.data.projects[0].executed == 4_744_580_000
    assert "1 个单元格没有粘贴" in told.args[0]
    assert told.args[1] == "warning"


def test_one_copied_value_fills_all_selected_cells(table: EntityTable, session: Session) -> None:
    table.selectColumn(table.entity_model.column_of("executed"))
    paste(table, "5")
    assert {row.executed for row in session.data.projects} == {5_000_000}


def test_lines_beyond_the_last_row_become_rows(table: EntityTable, session: Session) -> None:
    at(table, 13, "name")
    paste(table, "甲\t线上重点\t1\n乙\t线下自评\t2\n")
    assert [(row.name, row.kind, row.budget) for row in session.data.projects[13:]] == [
        ("甲", "线上重点", 1_000_000),
        ("乙", "线下自评", 2_000_000),
    ]


def test_pasting_into_an_empty_table_makes_its_rows_in_one_step(
    session: Session, settings: Settings, qtbot: QtBot
) -> None:
    table = table_of(session, settings, qtbot, "adjustment")
    paste(table, "加分\t获国家级表彰\t2\t表彰文件\n减分\t审计发现问题\t1\t审计报告")
    assert [row.name for row in session.data.adjustments] == ["获国家级表彰", "审计发现问题"]
    session.undo()
    assert session.data.adjustments == ()


def test_copied_cells_can_be_pasted_elsewhere(table: EntityTable, session: Session) -> None:
    first = session.data.projects[0]
    table.selectRow(0)
    press(table, Qt.Key.Key_C, CTRL)
    at(table, 1, "name")
    press(table, Qt.Key.Key_V, CTRL)
    second = session.data.projects[1]
    assert (second.name, second.budget, second.executed) == (first.name, first.budget, first.executed)


# Rows


def test_a_new_row_comes_below_the_current_one_and_has_its_choices(table: EntityTable, session: Session) -> None:
    session.library.set_field(1, "project", session.data.projects[2].id, "kind", "线下自评")
    at(table, 2, "name")
    press(table, Qt.Key.Key_Return, CTRL)
    assert session.data.projects[3].name == ""
    assert session.data.projects[3].kind == "线下自评"
    assert place(table) == (3, "name")


def test_several_rows_go_in_one_step(table: EntityTable, session: Session) -> None:
    before = session.data
    ids = [row.id for row in before.projects]
    at(table, 2, "name")
    table.selectRow(2)
    for line in (3, 5):
        table.selectionModel().select(table.entity_model.index(line, 0), table.selectionModel().SelectionFlag.Select)
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
    press(table, Qt.Key.Key_D, CTRL)
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
    commands = table.commands
    assert not any(action.isEnabled() for action in (commands.add, commands.delete, commands.paste, commands.up))
    assert commands.copy.isEnabled()
    assert not table.entity_model.index(0, 0).flags() & Qt.ItemFlag.ItemIsEditable


# Looks


def test_widths_set_by_hand_are_kept(table: EntityTable, session: Session, settings: Settings, qtbot: QtBot) -> None:
    table.horizontalHeader().resizeSection(1, 123)
    again = table_of(session, settings, qtbot, "project")
    assert again.columnWidth(1) == 123


def test_columns_fill_the_table_until_then(table: EntityTable) -> None:
    widths = fitted(table.entity_model.columns, 900)
    assert sum(widths) == 900


def test_figures_are_never_cut_when_there_is_little_room(table: EntityTable) -> None:
    assert fitted(table.entity_model.columns, 200)[2:] == fitted(table.entity_model.columns, 2000)[2:]


def test_the_totals_follow_an_edit(table: EntityTable, session: Session, qtbot: QtBot) -> None:
    totals = TotalsRow(table)
    qtbot.addWidget(totals)
    session.enter("project", session.data.projects[0].id, "budget", "0")
    assert totals.text("budget") == "42,499.43"
