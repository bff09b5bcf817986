"""The table of an entity: keys of a spreadsheet, editing in place, widths that are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.model.entities import Unit
from tests.ui.keys import ALT, CTRL, SHIFT, click, press, propose, type_text
from tests.ui.tables import at, editor_of, open_editor, place, select, table_of
from ui.models.arrangement import Arrangement
from ui.session import Session
from ui.settings import Settings
from ui.widgets import selection
from ui.widgets.columns_fit import fitted
from ui.widgets.entity_table import EntityTable
from ui.widgets.heading_menu import heading_menu
from ui.widgets.selection import Range
from ui.widgets.totals_row import TotalsRow

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


def test_enter_after_tabs_goes_below_where_they_began(table: EntityTable) -> None:
    at(table, 0, "name")
    press(table, Qt.Key.Key_Tab)
    assert place(table) == (0, "kind")
    press(table, Qt.Key.Key_Return)
    assert place(table) == (1, "name")


def test_enter_goes_down_in_the_column_where_no_tab_led(table: EntityTable) -> None:
    at(table, 0, "kind")
    press(table, Qt.Key.Key_Return)
    press(table, Qt.Key.Key_Return, SHIFT)
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
    assert editor_of(table) is editor
    assert editor.toPlainText().endswith("甲\n")


def test_typing_over_a_long_text_replaces_it(session: Session, settings: Settings, qtbot: QtBot) -> None:
    table = table_of(session, settings, qtbot, "duty")
    at(table, 0, "text")
    press(table, Qt.Key.Key_A)
    editor = editor_of(table)
    assert isinstance(editor, QPlainTextEdit)
    assert editor.toPlainText() == "a"


def test_an_input_method_begins_to_edit_and_replaces(table: EntityTable, session: Session) -> None:
    at(table, 0, "name")
    QApplication.sendEvent(table, QInputMethodEvent("人才", []))
    event = QInputMethodEvent()
    event.setCommitString("人才经费")
    editor = editor_of(table)
    QApplication.sendEvent(editor, event)
    press(editor, Qt.Key.Key_Return)
    assert session.data.projects[0].name == "人才经费"


def test_backspace_opens_a_cell_emptied(table: EntityTable, session: Session) -> None:
    at(table, 0, "budget")
    press(table, Qt.Key.Key_Backspace)
    press(editor_of(table), Qt.Key.Key_Return)
    assert session.data.projects[0].budget is None
    at(table, 0, "rate")
    press(table, Qt.Key.Key_Backspace)
    assert table.editor() is None


def test_arrows_leave_a_cell_that_typing_opened(table: EntityTable, session: Session) -> None:
    at(table, 0, "budget")
    press(table, Qt.Key.Key_7)
    press(editor_of(table), Qt.Key.Key_Right)
    assert session.data.projects[0].budget == 7_000_000
    assert place(table) == (0, "executed")


def test_arrows_stay_in_a_cell_once_f2_was_pressed(table: EntityTable) -> None:
    at(table, 0, "budget")
    press(table, Qt.Key.Key_7)
    press(editor_of(table), Qt.Key.Key_F2)
    press(editor_of(table), Qt.Key.Key_Left)
    assert place(table) == (0, "budget")
    assert editor_of(table).isVisible()


def test_shift_enter_leaves_a_cell_upwards(table: EntityTable) -> None:
    at(table, 1, "budget")
    press(open_editor(table), Qt.Key.Key_Return, SHIFT)
    assert place(table) == (0, "budget")


def test_enter_on_the_last_row_adds_one_where_rows_begin(table: EntityTable, session: Session) -> None:
    at(table, 13, "name")
    press(open_editor(table), Qt.Key.Key_Return)
    assert len(session.data.projects) == 15
    assert place(table) == (14, "name")
    press(table, Qt.Key.Key_Return)
    assert len(session.data.projects) == 15  # the last one is empty still


def test_enter_at_the_end_of_a_column_of_figures_adds_no_row(table: EntityTable, session: Session) -> None:
    at(table, 13, "budget")
    press(open_editor(table), Qt.Key.Key_Return)
    assert len(session.data.projects) == 14
    assert place(table) == (13, "budget")


def test_enter_after_tabs_through_the_last_row_adds_one(table: EntityTable, session: Session) -> None:
    at(table, 13, "name")
    press(table, Qt.Key.Key_Tab)
    press(table, Qt.Key.Key_Return)
    assert len(session.data.projects) == 15
    assert place(table) == (14, "name")


def test_enter_on_the_last_row_of_a_filter_adds_none(table: EntityTable, session: Session) -> None:
    table.entity_model.arrange(Arrangement(text="就业"))
    at(table, len(table.entity_model.rows) - 1, "name")
    press(table, Qt.Key.Key_Return)
    assert len(session.data.projects) == 14


def test_what_is_typed_fills_the_selected_cells_with_ctrl_enter(table: EntityTable, session: Session) -> None:
    select(table, 1, 3, "budget", "executed")
    press(table, Qt.Key.Key_8)
    press(editor_of(table), Qt.Key.Key_Return, CTRL)
    assert {(row.budget, row.executed) for row in session.data.projects[1:4]} == {(8_000_000, 8_000_000)}
    assert session.data.projects[0].budget == 4_780_910_000
    session.undo()
    assert len({row.budget for row in session.data.projects[1:4]}) == 3


def test_ctrl_enter_in_a_single_cell_stores_it_and_stays(table: EntityTable, session: Session) -> None:
    at(table, 1, "budget")
    press(table, Qt.Key.Key_8)
    press(editor_of(table), Qt.Key.Key_Return, CTRL)
    assert session.data.projects[1].budget == 8_000_000
    assert place(table) == (1, "budget")


@pytest.mark.parametrize(
    ("start", "key", "modifiers", "end"),
    [
        ((5, "budget"), Qt.Key.Key_Down, CTRL, (13, "budget")),
        ((5, "budget"), Qt.Key.Key_Up, CTRL, (0, "budget")),
        ((5, "budget"), Qt.Key.Key_Left, CTRL, (5, "name")),
        ((5, "budget"), Qt.Key.Key_Right, CTRL, (5, "rate")),
        ((5, "budget"), Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, (5, "name")),
        ((5, "budget"), Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, (5, "rate")),
        ((5, "budget"), Qt.Key.Key_Home, CTRL, (0, "name")),
        ((5, "budget"), Qt.Key.Key_End, CTRL, (13, "rate")),
    ],
)
def test_keys_that_go_far(
    table: EntityTable, start: tuple[int, str], key: Qt.Key, modifiers: Qt.KeyboardModifier, end: tuple[int, str]
) -> None:
    at(table, *start)
    press(table, key, modifiers)
    assert place(table) == end
    assert selection.count(table) == 1


def test_ctrl_and_an_arrow_stop_at_a_gap(table: EntityTable, session: Session) -> None:
    for line in (6, 7):
        session.enter("project", session.data.projects[line].id, "budget", "")
    at(table, 0, "budget")
    stops = []
    for _ in range(4):
        press(table, Qt.Key.Key_Down, CTRL)
        stops.append(place(table)[0])
    assert stops == [5, 8, 13, 13]


def test_shift_and_arrows_select(table: EntityTable) -> None:
    at(table, 5, "budget")
    press(table, Qt.Key.Key_Down, SHIFT)
    press(table, Qt.Key.Key_Right, SHIFT)
    assert selection.ranges(table) == [Range(5, 2, 6, 3)]
    press(table, Qt.Key.Key_Down, CTRL | SHIFT)
    assert selection.ranges(table) == [Range(5, 2, 13, 3)]


def test_ctrl_a_selects_all(table: EntityTable) -> None:
    press(table, Qt.Key.Key_A, CTRL)
    assert selection.count(table) == 14 * 5


def test_rows_and_columns_are_selected_by_keys(table: EntityTable) -> None:
    select(table, 2, 3, "budget")
    press(table, Qt.Key.Key_Space, SHIFT)
    assert selection.ranges(table) == [Range(2, 0, 3, 4)]
    at(table, 2, "budget")
    press(table, Qt.Key.Key_Space, CTRL)
    assert selection.ranges(table) == [Range(0, 2, 13, 2)]


def test_enter_and_tab_go_round_within_a_selection(table: EntityTable) -> None:
    select(table, 2, 3, "budget", "executed")
    down, across = [], []
    for _ in range(4):
        down.append(place(table))
        press(table, Qt.Key.Key_Return)
    for _ in range(4):
        across.append(place(table))
        press(table, Qt.Key.Key_Tab)
    assert down == [(2, "budget"), (3, "budget"), (2, "executed"), (3, "executed")]
    assert across == [(2, "budget"), (2, "executed"), (3, "budget"), (3, "executed")]
    assert selection.count(table) == 4


_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_F2, Qt.Key.Key_Delete)


def test_an_empty_table_takes_all_keys_in_peace(session: Session, settings: Settings, qtbot: QtBot) -> None:
    table = table_of(session, settings, qtbot, "evidence")
    for key in _KEYS:
        for modifiers in (Qt.KeyboardModifier.NoModifier, CTRL, SHIFT, ALT):
            press(table, key, modifiers)
    assert not session.data.evidence


# Looks


def test_widths_set_by_hand_are_kept(table: EntityTable, session: Session, settings: Settings, qtbot: QtBot) -> None:
    table.horizontalHeader().resizeSection(1, 123)
    table.hide()
    again = table_of(session, settings, qtbot, "project")
    assert again.columnWidth(1) == 123


def test_columns_fill_the_table_until_then(table: EntityTable) -> None:
    widths = fitted(table.entity_model.columns, 900)
    assert sum(widths) == 900


def test_figures_are_never_cut_when_there_is_little_room(table: EntityTable) -> None:
    assert fitted(table.entity_model.columns, 200)[2:] == fitted(table.entity_model.columns, 2000)[2:]


def test_the_totals_follow_an_edit(
    table: EntityTable, session: Session, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    totals = TotalsRow(table)
    qtbot.addWidget(totals)
    session.enter("project", session.data.projects[0].id, "budget", "0")
    settle()
    assert totals.text("budget") == "42,499.43"


def test_the_totals_follow_the_filter_and_the_selection(table: EntityTable, qtbot: QtBot) -> None:
    totals = TotalsRow(table)
    qtbot.addWidget(totals)
    table.entity_model.arrange(Arrangement(text="6,732"))
    assert totals.text("") == "所列 1 行合计"
    assert totals.text("budget") == "6,732.00"
    table.show_all()
    select(table, 0, 1, "budget")
    qtbot.waitUntil(lambda: totals.selected == "选中 2 格，合计 5,062.07")
    assert "选中 2 格" in totals.accessibleName()


@pytest.mark.parametrize("saved", [b"", b"\x00\xff", b"budget=99999999999", b"budget=-3", b"nothing=100", b"budget="])
def test_damaged_widths_count_as_none(
    session: Session, settings: Settings, qtbot: QtBot, table: EntityTable, saved: bytes
) -> None:
    settings.set_layout("columns/project", QByteArray(saved))
    again = table_of(session, settings, qtbot, "project")
    assert again.columnWidth(2) == table.columnWidth(2)


def test_the_default_widths_come_back(table: EntityTable, settings: Settings) -> None:
    before = table.columnWidth(1)
    table.horizontalHeader().resizeSection(1, 123)
    table.column_header.reset_widths()
    assert table.columnWidth(1) == before
    assert settings.layout("columns/project").isEmpty()


def test_a_double_click_on_a_border_fits_the_column_to_what_is_in_sight(table: EntityTable, session: Session) -> None:
    session.enter("project", session.data.projects[13].id, "budget", "123456789012")
    table.resize(760, 150)
    table.resizeColumnToContents(2)
    narrow = table.columnWidth(2)
    table.scrollToBottom()
    table.resizeColumnToContents(2)
    assert table.columnWidth(2) > narrow


# What is shown


def test_three_clicks_on_a_heading_come_back_to_the_officers_order(table: EntityTable, session: Session) -> None:
    header, row_id = table.horizontalHeader(), table.current_id()
    orders = []
    for _ in range(3):
        click(header.viewport(), QPoint(header.sectionViewportPosition(2) + 20, 10))
        orders.append([row.id for row in table.entity_model.rows])
    stored = [row.id for row in session.data.projects]
    assert orders[2] == stored
    assert orders[0] == orders[1][::-1] != stored
    assert table.current_id() == row_id
    assert header.sortIndicatorSection() == -1


def test_the_current_row_stays_when_rows_are_filtered(table: EntityTable) -> None:
    at(table, 2, "budget")
    row_id = table.current_id()
    table.entity_model.arrange(Arrangement(text="6,732"))
    assert (table.current_id(), place(table)) == (row_id, (0, "budget"))
    table.show_all()
    assert (table.current_id(), place(table)) == (row_id, (2, "budget"))


def test_what_is_typed_is_handed_in_before_other_rows_are_shown(table: EntityTable, session: Session) -> None:
    at(table, 2, "executed")
    type_text(open_editor(table), "12")
    table.show_only_like_current()
    assert [row.id for row in table.entity_model.rows] == [session.data.projects[2].id]
    assert session.data.projects[2].executed == 12_000_000


def test_going_to_a_row_that_is_filtered_away_shows_all_again(table: EntityTable, session: Session) -> None:
    table.entity_model.arrange(Arrangement(text="6,732"))
    assert table.show_row(session.data.projects[7].id, "executed")
    assert place(table) == (7, "executed")


def test_only_rows_like_the_current_one_are_shown(session: Session, settings: Settings, qtbot: QtBot) -> None:
    table = table_of(session, settings, qtbot, "unit")
    at(table, 0, "kind")
    table.show_only_like_current()
    assert {row.kind for row in table.entity_model.rows if isinstance(row, Unit)} == {session.data.units[0].kind}
    assert table.column_header.filtered == {"kind"}
    assert table.grab().width() > 0


def test_the_menu_of_a_heading_chooses_words_one_by_one(session: Session, settings: Settings, qtbot: QtBot) -> None:
    table = table_of(session, settings, qtbot, "unit")
    for word in ("公益一类", "公益二类"):
        next(each for each in heading_menu(table, 1).actions() if each.text() == word).trigger()
    assert {row.kind for row in table.entity_model.rows if isinstance(row, Unit)} == {"公益一类", "公益二类"}
    menu = heading_menu(table, 1)
    assert [each.text() for each in menu.actions() if each.isChecked()] == ["公益一类", "公益二类"]
    next(each for each in menu.actions() if each.text() == "显示全部").trigger()
    assert len(table.entity_model.rows) == 9


def test_the_menu_of_a_cell_has_every_command(table: EntityTable) -> None:
    words = [each.text() for each in table.menu().actions() if not each.isSeparator()]
    assert len(words) == len(set(words)) == 19
