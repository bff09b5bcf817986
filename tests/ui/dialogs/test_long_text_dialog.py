"""A long text on its own sheet: stored whole, kept where it cannot be, not lost by closing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Answers
from tests.ui.forms import add_earlier
from tests.ui.keys import CTRL, press, propose, type_text
from tests.ui.test_session import full_disk
from ui.dialogs.long_text_dialog import LongTextDialog
from ui.session import Session
from ui.widgets.last_year_line import LastYearText


def shown(session: Session, qtbot: QtBot, field: str = "overall_goal") -> LongTextDialog:
    made = LongTextDialog(session, "report", 1, field)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def rewrite(dialog: LongTextDialog, words: str) -> None:
    dialog.editor.selectAll()
    type_text(dialog.editor, words)


def test_it_shows_the_text_and_how_long_it_is(session: Session, qtbot: QtBot) -> None:
    session.enter("report", 1, "overall_goal", "第一段。\n\n第二段。")
    dialog = shown(session, qtbot)
    assert dialog.editor.typed_text() == "第一段。\n\n第二段。"
    assert dialog.count.text() == "8 字，最多 200,000 字"
    assert dialog.editor.hasFocus()


@pytest.mark.parametrize("way", ["button", "key"])
def test_saving_stores_it_with_what_an_input_method_proposes(session: Session, qtbot: QtBot, way: str) -> None:
    dialog = shown(session, qtbot)
    rewrite(dialog, "新目标")
    propose(dialog.editor, "拟定")
    if way == "button":
        dialog.done_button.click()
    else:
        press(dialog.editor, Qt.Key.Key_Return, CTRL)
    assert session.data.report.overall_goal == "新目标拟定"
    assert not dialog.isVisible()


def test_a_text_that_cannot_be_written_stays_in_the_dialog(session: Session, qtbot: QtBot) -> None:
    dialog = shown(session, qtbot)
    rewrite(dialog, "新目标")
    with full_disk():
        dialog.done_button.click()
    assert dialog.isVisible()
    assert "磁盘" in dialog.error.text()
    dialog.done_button.click()
    assert session.data.report.overall_goal == "新目标"


@pytest.mark.parametrize("agrees", [True, False])
def test_closing_asks_before_changes_are_given_up(
    session: Session, qtbot: QtBot, answers: Answers, agrees: bool
) -> None:
    before = session.data.report.overall_goal
    dialog = shown(session, qtbot)
    rewrite(dialog, "新目标")
    answers.agrees = agrees
    press(dialog, Qt.Key.Key_Escape)
    assert len(answers.asked) == 1
    assert dialog.isVisible() is not agrees
    assert session.data.report.overall_goal == before


def test_closing_an_unchanged_text_asks_nothing(session: Session, qtbot: QtBot, answers: Answers) -> None:
    dialog = shown(session, qtbot)
    dialog.cancel_button.click()
    assert answers.asked == []


def test_a_draft_is_edited_on(session: Session, qtbot: QtBot) -> None:
    session.enter("report", 1, "overall_goal", "字" * 200_001)
    assert len(shown(session, qtbot).editor.typed_text()) == 200_001


def test_last_years_text_can_be_read_and_taken(session: Session, qtbot: QtBot) -> None:
    add_earlier(session.library)
    dialog = shown(session, qtbot)
    fold = next(found for found in dialog.findChildren(QPushButton) if found.text() == "上年文字")
    fold.click()
    last = dialog.findChild(LastYearText)
    assert isinstance(last, LastYearText)
    assert last.isVisible()
    last.take_button.click()
    assert dialog.editor.typed_text().startswith("2020年")
    dialog.editor.undo()
    assert dialog.editor.typed_text().startswith("2021年")


def test_what_is_typed_elsewhere_is_gone_on_with(session: Session, qtbot: QtBot, answers: Answers) -> None:
    before = session.data
    dialog = LongTextDialog(session, "report", 1, "overall_goal", "正在写")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.editor.typed_text() == "正在写"
    dialog.cancel_button.click()
    assert answers.asked == []
    assert session.data is before


def test_a_text_that_is_too_long_is_told_until_it_is_shortened(session: Session, qtbot: QtBot) -> None:
    row = session.data.projects[0]
    dialog = LongTextDialog(session, "project", row.id, "name", "长" * 301)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.done_button.click()
    assert dialog.isVisible()
    assert "最多填写 300 字" in dialog.error.text()
    press(dialog.editor, Qt.Key.Key_Backspace)
    assert dialog.error.text() == ""
    dialog.done_button.click()
    assert session.data.projects[0].name == "长" * 300
