"""Blocks of cells of a table: copied, pasted, filled and cleared."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui.keys import CTRL, SHIFT, press
from tests.ui.tables import at, paste, place, select, table_of
from ui.models.clipboard import Block
from ui.session import Session
from ui.settings import Settings
from ui.widgets import selection
from ui.widgets.entity_table import EntityTable


def test_delete_empties_the_selected_cells_in_one_step(table: EntityTable, session: Session) -> None:
    select(table, 0, 13, "executed")
    press(table, Qt.Key.Key_Delete)
    assert {row.executed for row in session.data.projects} == {None}
    session.undo()
    assert session.data.projects[0].executed == 4_744_580_000


def test_a_block_from_a_spreadsheet_is_one_step(table: EntityTable, session: Session, qtbot: QtBot) -> None:
    before = session.data
    at(table, 1, "budget")
    with qtbot.waitSignal(table.cells.told) as told:
        paste(table, "300\t290\n400\t390\n")
    assert [(row.budget, row.executed) for row in session.data.projects[1:3]] == [
        (300_000_000, 290_000_000),
        (400_000_000, 390_000_000),
    ]
    assert told.args == ["已粘贴 4 个单元格。", "good"]
    session.undo()
    assert session.data == before


def test_nothing_is_written_before_the_officer_saw_what_cannot_be_pasted(
    table: EntityTable, session: Session, qtbot: QtBot
) -> None:
    before = session.data
    at(table, 0, "budget")
    with qtbot.waitSignal(table.cells.rejected) as met:
        paste(table, "300\t很多")
    block: Block = met.args[0]
    assert session.data is before
    assert [each.text for each in block.rejected] == ["很多"]
    table.cells.store(block)
    assert session.data.projects[0].budget == 300_000_000
    assert session.data.projects[0].executed == 4_744_580_000


def test_one_copied_value_fills_all_selected_cells(table: EntityTable, session: Session) -> None:
    select(table, 0, 13, "executed")
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
    table.choose_rows(0, 0)
    press(table, Qt.Key.Key_C, CTRL)
    at(table, 1, "name")
    press(table, Qt.Key.Key_V, CTRL)
    second = session.data.projects[1]
    assert (second.name, second.budget, second.executed) == (first.name, first.budget, first.executed)


def test_the_clipboard_gets_plain_figures_as_text_and_as_a_table(table: EntityTable) -> None:
    select(table, 0, 1, "name", "executed")
    press(table, Qt.Key.Key_C, CTRL)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().startswith("产业人才发展专项资金\t线上重点\t4780.91\t4744.58\n")
    assert "<td>4780.91</td><td>4744.58</td>" in data.html()


def test_what_is_copied_with_headings_is_pasted_by_them(table: EntityTable, session: Session) -> None:
    select(table, 0, 0, "budget", "rate")
    press(table, Qt.Key.Key_C, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text().startswith("年度预算（万元）\t全年执行数（万元）\t完成率\n4780.91\t")
    at(table, 1, "name")
    press(table, Qt.Key.Key_V, CTRL)
    first, second = session.data.projects[:2]
    assert (second.budget, second.executed) == (first.budget, first.executed)
    assert second.name != first.name


def test_a_smaller_block_repeats_over_a_selection_that_it_fits_into(table: EntityTable, session: Session) -> None:
    select(table, 0, 3, "budget", "executed")
    paste(table, "1\t2\n3\t4")
    assert [(row.budget, row.executed) for row in session.data.projects[:4]] == [
        (1_000_000, 2_000_000),
        (3_000_000, 4_000_000),
    ] * 2


def test_a_merged_table_from_word_is_pasted(table: EntityTable, session: Session) -> None:
    data = QMimeData()
    data.setText("线上重点 1 2")
    data.setHtml("<table><tr><td rowspan=2>线下自评</td><td>1</td></tr><tr><td>2</td></tr></table>")
    QGuiApplication.clipboard().setMimeData(data)
    at(table, 0, "kind")
    press(table, Qt.Key.Key_V, CTRL)
    assert [(row.kind, row.budget) for row in session.data.projects[:2]] == [
        ("线下自评", 1_000_000),
        ("线下自评", 2_000_000),
    ]


def test_an_empty_clipboard_is_told(table: EntityTable, session: Session, qtbot: QtBot) -> None:
    before = session.data
    with qtbot.waitSignal(table.cells.told) as told:
        paste(table, "")
    assert told.args[1] == "info"
    assert session.data is before


def test_pasting_what_is_there_already_is_no_step(table: EntityTable, session: Session, qtbot: QtBot) -> None:
    select(table, 0, 3, "budget", "executed")
    press(table, Qt.Key.Key_C, CTRL)
    with qtbot.waitSignal(table.cells.told) as told:
        press(table, Qt.Key.Key_V, CTRL)
    assert told.args == ["内容相同，没有改动。", "info"]
    assert session.library.undo_label(1) is None


def test_cut_cells_are_copied_and_emptied_in_one_step(table: EntityTable, session: Session) -> None:
    select(table, 0, 1, "budget")
    press(table, Qt.Key.Key_X, CTRL)
    assert [row.budget for row in session.data.projects[:2]] == [None, None]
    assert QGuiApplication.clipboard().text() == "4780.91\n281.16\n"
    session.undo()
    assert session.data.projects[0].budget == 4_780_910_000


def test_cut_rows_go_and_are_pasted_as_rows_with_all_their_fields(table: EntityTable, session: Session) -> None:
    first, *_, last = session.data.projects
    table.choose_rows(0, 0)
    press(table, Qt.Key.Key_X, CTRL)
    assert len(session.data.projects) == 13
    at(table, 12, "name")
    press(table, Qt.Key.Key_V, CTRL | SHIFT)
    assert [row.name for row in session.data.projects[-2:]] == [last.name, first.name]
    assert session.data.projects[-1].purpose == first.purpose


def test_lines_are_pasted_as_new_rows_below_the_current_one(table: EntityTable, session: Session) -> None:
    at(table, 2, "budget")
    QGuiApplication.clipboard().setText("项目名称\t全年执行数（元）\n甲\t10000\n乙\t20000")
    press(table, Qt.Key.Key_V, CTRL | SHIFT)
    assert selection.lines(table) == [3, 4]
    assert [(row.name, row.executed) for row in session.data.projects[3:5]] == [("甲", 1_000_000), ("乙", 2_000_000)]
    session.undo()
    assert len(session.data.projects) == 14


def test_fill_down_repeats_the_first_selected_row(table: EntityTable, session: Session) -> None:
    select(table, 0, 3, "budget", "rate")
    press(table, Qt.Key.Key_D, CTRL)
    first = session.data.projects[0]
    assert {(row.budget, row.executed) for row in session.data.projects[:4]} == {(first.budget, first.executed)}
    session.undo()
    assert len({row.budget for row in session.data.projects[:4]}) == 4


def test_fill_down_in_one_row_takes_the_cell_above(table: EntityTable, session: Session) -> None:
    at(table, 1, "budget")
    press(table, Qt.Key.Key_D, CTRL)
    assert session.data.projects[1].budget == session.data.projects[0].budget
    at(table, 0, "budget")
    press(table, Qt.Key.Key_D, CTRL)
    assert session.data.projects[0].budget == 4_780_910_000


def test_only_texts_are_edited_large(table: EntityTable, qtbot: QtBot) -> None:
    at(table, 0, "budget")
    assert not table.cells.enlarge.isEnabled()
    at(table, 0, "name")
    with qtbot.waitSignal(table.text_wanted) as wanted:
        press(table, Qt.Key.Key_F2, SHIFT)
    assert wanted.args == [table.current_id(), "name", None]


def test_what_is_typed_so_far_goes_on_in_the_large_window(table: EntityTable, session: Session, qtbot: QtBot) -> None:
    at(table, 0, "name")
    press(table, Qt.Key.Key_A)
    with qtbot.waitSignal(table.text_wanted) as wanted:
        press(table, Qt.Key.Key_F2, SHIFT)
    assert wanted.args[2] == "a"
    assert session.data.projects[0].name == "产业人才发展专项资金"
    assert table.editor() is None


def test_a_filtered_table_is_pasted_into_the_rows_it_shows(table: EntityTable, session: Session) -> None:
    table.entity_model.sort(table.entity_model.column_of("budget"))
    ids = [row.id for row in table.entity_model.rows[:2]]
    at(table, 0, "executed")
    paste(table, "1\n2")
    by_id = {row.id: row.executed for row in session.data.projects}
    assert [by_id[row_id] for row_id in ids] == [1_000_000, 2_000_000]
    assert place(table) == (0, "executed")
