"""The card around a table: filter, hint, totals, and what stands in the place of an empty one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys import CTRL, SHIFT, press, type_text
from tests.ui.tables import at, editor_of, open_editor, paste
from ui.dialogs.long_text_dialog import LongTextDialog
from ui.dialogs.paste_dialog import PasteDialog
from ui.pages.table_block import TableBlock
from ui.session import Session
from ui.settings import Settings


def block_of(session: Session, settings: Settings, qtbot: QtBot, table: str) -> TableBlock:
    """A block, shown with its tools within it."""
    made = TableBlock(session, table, settings)
    whole = made.layout()
    assert isinstance(whole, QVBoxLayout)
    whole.insertLayout(0, made.tools())
    made.cap_with_rows()
    qtbot.addWidget(made)
    made.resize(800, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.table.setFocus()
    return made


@pytest.fixture
def block(session: Session, settings: Settings, qtbot: QtBot) -> TableBlock:
    return block_of(session, settings, qtbot, "project")


def dialog_of(block: TableBlock, kind: type[QWidget]) -> QWidget:
    """The dialog that is open."""
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def test_typing_in_the_filter_box_shows_what_is_found(block: TableBlock, qtbot: QtBot) -> None:
    press(block.table, Qt.Key.Key_L, CTRL | SHIFT)
    assert block.filter_box.hasFocus()
    type_text(block.filter_box, "就业")
    qtbot.waitUntil(lambda: len(block.table.entity_model.rows) == 6)
    assert block.bar.isVisible()
    assert "显示 6 / 14 行" in block.bar.words.text()
    press(block.filter_box, Qt.Key.Key_Return)
    assert block.table.hasFocus()


def test_escape_in_the_filter_box_shows_all_again(block: TableBlock) -> None:
    block.filter_box.setText("就业")
    block.filter_box.apply()
    press(block.filter_box, Qt.Key.Key_Escape)
    assert len(block.table.entity_model.rows) == 14
    assert not block.bar.isVisible()
    press(block.filter_box, Qt.Key.Key_Escape)
    assert block.table.hasFocus()


def test_the_hint_says_that_the_report_keeps_its_order(block: TableBlock) -> None:
    block.table.entity_model.sort(2, Qt.SortOrder.DescendingOrder)
    assert "按“年度预算”从大到小" in block.bar.words.text()
    assert "仅显示顺序，不影响报告" in block.bar.words.text()
    assert block.bar.reset.text() == "恢复原顺序"
    block.bar.reset.click()
    assert not block.table.entity_model.arrangement
    assert not block.bar.isVisible()


def test_the_words_of_a_column_are_named_in_the_hint(session: Session, settings: Settings, qtbot: QtBot) -> None:
    block = block_of(session, settings, qtbot, "unit")
    at(block.table, 0, "kind")
    block.table.show_only_like_current()
    assert f"单位类别：{session.data.units[0].kind}" in block.bar.words.text()
    assert block.bar.reset.text() == "清除筛选"


def test_a_short_table_has_no_filter_box_until_it_is_asked_for(
    session: Session, settings: Settings, qtbot: QtBot
) -> None:
    block = block_of(session, settings, qtbot, "unit")
    assert not block.filter_box.isVisible()
    press(block.table, Qt.Key.Key_L, CTRL | SHIFT)
    assert block.filter_box.isVisible()


def test_nothing_found_is_not_an_empty_table(block: TableBlock) -> None:
    block.filter_box.setText("没有这样的行")
    block.filter_box.apply()
    assert block.table.entity_model.rowCount() == 0
    assert not block.empty.isVisible()
    assert block.nothing.isVisible()
    assert "显示 0 / 14 行" in block.bar.words.text()
    block.nothing.findChildren(QPushButton)[0].click()
    assert block.table.entity_model.rowCount() == 14
    assert not block.nothing.isVisible()


def test_a_block_keeps_its_height_when_rows_are_filtered(block: TableBlock) -> None:
    before = block.maximumHeight()
    block.filter_box.setText("就业")
    block.filter_box.apply()
    assert block.maximumHeight() == before + block.bar.height()


def test_the_rest_is_pasted_when_the_officer_agrees(block: TableBlock, session: Session) -> None:
    before = session.data
    at(block.table, 0, "budget")
    paste(block.table, "300\t很多")
    dialog = dialog_of(block, PasteDialog)
    assert session.data is before
    assert isinstance(dialog, PasteDialog)
    dialog.done_button.click()
    assert session.data.projects[0].budget == 300_000_000
    session.undo()
    assert session.data == before


def test_nothing_is_pasted_when_the_officer_turns_away(block: TableBlock, session: Session) -> None:
    before = session.data
    at(block.table, 0, "budget")
    paste(block.table, "300\t很多")
    press(dialog_of(block, PasteDialog), Qt.Key.Key_Escape)
    assert session.data is before


def test_a_long_text_opens_large_by_its_button(session: Session, settings: Settings, qtbot: QtBot) -> None:
    block = block_of(session, settings, qtbot, "duty")
    at(block.table, 0, "text")
    editor = open_editor(block.table)
    type_text(editor, "甲")
    assert isinstance(editor, QPlainTextEdit)
    editor.findChildren(QToolButton)[0].click()
    dialog = dialog_of(block, LongTextDialog)
    assert isinstance(dialog, LongTextDialog)
    assert dialog.editor.toPlainText().endswith("甲")
    dialog.done_button.click()
    assert session.data.duties[0].text.endswith("甲")


def test_the_input_of_a_long_text_stays_within_the_table(session: Session, settings: Settings, qtbot: QtBot) -> None:
    block = block_of(session, settings, qtbot, "duty")
    session.enter("duty", session.data.duties[-1].id, "text", "很长的一段。" * 300)
    at(block.table, 16, "text")
    open_editor(block.table)
    room = block.table.viewport().rect()
    assert room.contains(editor_of(block.table).geometry())


def test_a_block_of_many_lines_is_one_step(
    block: TableBlock, session: Session, scale: Callable[[int, int], int]
) -> None:
    number = scale(300, 10_000)
    before = session.data
    lines = ["项目名称\t文号\t自评方式\t资金级次\t年度预算\t全年执行数\t主要用途\t项目完成情况\t序号"]
    lines += [
        f"项目{line}\t〔2021〕{line}号\t线上重点\t本级\t{line}\t{line}\t用途\t完成\t{line}" for line in range(number)
    ]
    block.table.selectionModel().clear()
    paste(block.table, "\n".join(lines))
    assert len(session.data.projects) == 14 + number
    assert block.table.entity_model.rowCount() == 14 + number
    session.undo()
    assert session.data == before
    assert session.library.undo_label(1) is None
