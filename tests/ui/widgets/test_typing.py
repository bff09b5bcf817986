"""Typing is never lost, undo takes back what the officer means, and the keyboard alone is enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QDate, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QMenu
from pytestqt.qtbot import QtBot

from app.model.entities import Report
from app.model.fields import specs
from tests.ui.forms import box_of, line, retype, shown_form, text
from tests.ui.keys import CTRL, SHIFT, press, propose, type_text
from tests.ui.test_session import full_disk
from ui.session import Session
from ui.undo import UndoActions
from ui.widgets.field_box import QUIET_MS
from ui.widgets.field_form import FieldForm
from ui.widgets.help_card import HelpCard
from ui.widgets.long_editor import LongEditor

MEGABYTE = 350_000  # Chinese characters


@pytest.fixture
def form(session: Session, qtbot: QtBot) -> FieldForm:
    """The first project's form, with the window's undo."""
    made = shown_form(session, qtbot, "project", session.data.projects[0].id)
    UndoActions(session, made)
    return made


def commit(editor: object, words: str) -> None:
    """What an input method sends when the officer has chosen."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(cast("LongEditor", editor), event)


# Input methods


@pytest.mark.parametrize("field", ["document_number", "purpose"])
@pytest.mark.parametrize("way", ["tab", "enter", "row", "pending", "undo", "elsewhere"])
def test_what_an_input_method_proposes_is_kept_whichever_way_the_field_is_left(
    form: FieldForm, session: Session, field: str, way: str
) -> None:
    first, second = session.data.projects[:2]
    box = box_of(form, field)
    box.editor.setFocus()
    propose(box.editor, "拟定")
    ways: dict[str, Callable[[], object]] = {
        "tab": lambda: press(box.editor, Qt.Key.Key_Tab),
        "enter": lambda: press(box.editor, Qt.Key.Key_Return, CTRL if field == "purpose" else Qt.KeyboardModifier(0)),
        "row": lambda: form.bind({"project": second.id}),
        "pending": session.commit_pending,
        "undo": lambda: (session.undo(), session.redo()),
        "elsewhere": box_of(form, "budget").editor.setFocus,
    }
    ways[way]()
    assert "拟定" in getattr(session.find("project", first.id), field)
    assert getattr(session.find("project", second.id), field) == getattr(second, field)


def test_a_proposal_that_was_taken_is_not_taken_twice(form: FieldForm, session: Session) -> None:
    box = box_of(form, "document_number")
    box.editor.setFocus()
    propose(box.editor, "nihao")
    commit(box.editor, "你好")
    session.commit_pending()
    press(box.editor, Qt.Key.Key_Tab)
    assert session.data.projects[0].document_number == "你好"


def test_quiet_does_not_break_into_a_proposal(form: FieldForm, session: Session, qtbot: QtBot) -> None:
    box = box_of(form, "document_number")
    retype(box, "甲")
    propose(box.editor, "jin'tian")
    qtbot.wait(QUIET_MS * 2)
    assert box.editor.is_composing()
    commit(box.editor, "今天")
    qtbot.waitUntil(lambda: session.data.projects[0].document_number == "甲今天", timeout=QUIET_MS * 4)


# Undo


@pytest.mark.parametrize("redo", [(Qt.Key.Key_Y, CTRL), (Qt.Key.Key_Z, CTRL | SHIFT)])
@pytest.mark.parametrize("field", ["document_number", "purpose"])
def test_undo_and_redo_are_the_texts_while_something_is_typed(
    form: FieldForm, session: Session, field: str, redo: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    session.enter("project", session.data.projects[0].id, "budget", "1")
    box = box_of(form, field)
    before = box.editor.typed_text()
    retype(box, "甲")
    while box.editor.typed_text() != before:
        press(box.editor, Qt.Key.Key_Z, CTRL)
    while box.editor.typed_text() != "甲":
        press(box.editor, *redo)
    assert session.data.projects[0].budget == 1_000_000


def test_undo_is_the_reports_once_typing_is_stored(form: FieldForm, session: Session) -> None:
    box = box_of(form, "document_number")
    retype(box, "甲")
    session.commit_pending()
    press(box.editor, Qt.Key.Key_Z, CTRL)
    assert session.data.projects[0].document_number == ""
    assert box.editor.typed_text() == ""
    press(box.editor, Qt.Key.Key_Y, CTRL)
    assert session.data.projects[0].document_number == "甲"
    assert box.editor.typed_text() == "甲"


def test_undo_of_text_that_could_not_be_taken_is_the_texts(form: FieldForm, session: Session) -> None:
    box = box_of(form, "executed")
    retype(box, "abc")
    session.commit_pending()
    while box.editor.typed_text() != "4744.58":
        press(box.editor, Qt.Key.Key_Z, CTRL)
    session.commit_pending()
    assert len(session.drafts) == 0
    assert box.notice.isHidden()


def test_a_draft_shown_again_can_be_undone_too_and_the_undo_undone(form: FieldForm, session: Session) -> None:
    first, second = session.data.projects[:2]
    box = box_of(form, "executed")
    retype(box, "abc")
    form.bind({"project": second.id})
    form.bind({"project": first.id})
    press(box.editor, Qt.Key.Key_Z, CTRL)
    assert box.editor.typed_text() == "4744.58"
    press(box.editor, Qt.Key.Key_Z, CTRL)
    assert box.editor.typed_text() == "abc"


def test_undo_with_nothing_to_take_back_leaves_the_text(form: FieldForm, session: Session) -> None:
    box = box_of(form, "document_number")
    box.editor.setFocus()
    press(box.editor, Qt.Key.Key_Z, CTRL)
    press(box.editor, Qt.Key.Key_Y, CTRL)
    assert session.library.undo_label(1) is None
    assert box.editor.typed_text() == ""


# A disk that is full


def test_a_full_disk_is_told_in_the_field_with_a_way_to_try_again(form: FieldForm, session: Session) -> None:
    box = box_of(form, "purpose")
    retype(box, "新的用途")
    with full_disk():
        session.commit_pending()
    assert box.editor.typed_text() == "新的用途"
    assert box.notice.retry_button.isVisible()
    box.notice.retry_button.click()
    assert session.data.projects[0].purpose == "新的用途"
    assert box.notice.retry_button.isHidden()
    assert box.notice.isHidden()


def test_trying_again_while_the_disk_is_still_full_keeps_the_text(form: FieldForm, session: Session) -> None:
    box = box_of(form, "purpose")
    retype(box, "新的用途")
    with full_disk():
        session.commit_pending()
        assert not session.retry()
    assert box.editor.typed_text() == "新的用途"
    assert box.notice.retry_button.isVisible()


def test_nonsense_offers_no_second_try(form: FieldForm, session: Session) -> None:
    retype(box_of(form, "executed"), "abc")
    session.commit_pending()
    assert box_of(form, "executed").notice.retry_button.isHidden()


# The keyboard alone


def test_enter_walks_through_the_form_and_back(form: FieldForm) -> None:
    names = [box.spec.name for box in form.boxes if not isinstance(box.editor, LongEditor)]
    box_of(form, names[0]).editor.setFocus()
    for name in names[1:]:
        press(cast("LongEditor", QApplication.focusWidget()), Qt.Key.Key_Return)
        assert box_of(form, name).editor.hasFocus()
    for name in names[-2::-1]:
        press(cast("LongEditor", QApplication.focusWidget()), Qt.Key.Key_Return, SHIFT)
        assert box_of(form, name).editor.hasFocus()


def test_ctrl_enter_goes_on_from_a_long_text_and_enter_begins_a_paragraph(form: FieldForm, session: Session) -> None:
    retype(box_of(form, "purpose"), "一段")
    press(box_of(form, "purpose").editor, Qt.Key.Key_Return)
    type_text(box_of(form, "purpose").editor, "二段")
    press(box_of(form, "purpose").editor, Qt.Key.Key_Return, CTRL)
    assert session.data.projects[0].purpose == "一段\n二段"
    assert box_of(form, "result").editor.hasFocus()


def test_tab_goes_from_input_to_input(form: FieldForm) -> None:
    form.boxes[0].editor.setFocus()
    for box in form.boxes[1:]:
        press(cast("LongEditor", QApplication.focusWidget()), Qt.Key.Key_Tab)
        assert box.editor.hasFocus()


def test_a_required_field_says_so_while_it_is_empty(form: FieldForm, session: Session) -> None:
    assert line(box_of(form, "budget")).placeholderText() == "必填"
    assert box_of(form, "budget").editor.accessibleDescription().startswith("必填。")
    assert line(box_of(form, "document_number")).placeholderText() == ""
    assert not box_of(form, "document_number").editor.accessibleDescription().startswith("必填。")


def test_what_is_wrong_is_said_to_a_screen_reader_too(form: FieldForm, session: Session) -> None:
    retype(box_of(form, "budget"), "abc")
    session.commit_pending()
    assert "没有保存：“abc”不是金额" in box_of(form, "budget").editor.accessibleDescription()


# Help


def test_f1_shows_the_help_of_the_field_and_takes_it_away(form: FieldForm) -> None:
    box = box_of(form, "budget")
    box.editor.setFocus()
    press(box.editor, Qt.Key.Key_F1)
    card = HelpCard.of(box)
    assert card.isVisible()
    assert (card.title.text(), card.tag.text()) == ("年度预算", "必填")
    assert "不是年初数" in card.text.text()
    assert "单位：万元" in card.accessibleDescription()
    assert "来源：预算一体化系统项目指标" in card.accessibleDescription()
    assert form.rect().contains(card.geometry())
    press(box.editor, Qt.Key.Key_F1)
    assert not card.isVisible()


def test_help_leaves_the_keyboard_to_the_field(form: FieldForm) -> None:
    box = box_of(form, "document_number")
    box.editor.setFocus()
    box.show_help()
    type_text(box.editor, "甲")
    assert box.editor.typed_text() == "甲"
    assert HelpCard.of(box).isVisible()
    press(box.editor, Qt.Key.Key_Escape)
    assert not HelpCard.of(box).isVisible()
    assert box.editor.typed_text() == "甲"


def test_help_goes_with_the_field(form: FieldForm) -> None:
    box = box_of(form, "budget")
    box.editor.setFocus()
    box.show_help()
    press(box.editor, Qt.Key.Key_Tab)
    assert not HelpCard.of(box).isVisible()


def test_help_of_another_field_takes_the_place(form: FieldForm) -> None:
    box_of(form, "budget").show_help()
    box_of(form, "result").show_help()
    card = HelpCard.of(form)
    assert card.title.text() == "项目完成情况"
    assert len(form.findChildren(HelpCard)) == 1


# Long texts


def paste(editor: LongEditor, words: str = "", html: str = "") -> None:
    data = QMimeData()
    if words:
        data.setText(words)
    if html:
        data.setHtml(html)
    editor.insertFromMimeData(data)


def test_pasting_keeps_paragraphs_and_drops_indents(form: FieldForm, session: Session) -> None:
    editor = text(box_of(form, "purpose"))
    editor.setFocus()
    editor.selectAll()
    paste(editor, "　　第一段。\r\n\r\n　　第二段。")
    session.commit_pending()
    assert session.data.projects[0].purpose == "第一段。\n第二段。"


def test_pasting_formatted_text_takes_its_words(form: FieldForm) -> None:
    editor = text(box_of(form, "purpose"))
    editor.selectAll()
    paste(editor, html="<p><b>粗</b>体</p><p style='color:red'>&nbsp;&nbsp;红</p>")
    assert editor.toPlainText() == "粗体\n红"


def test_pasting_within_a_sentence_goes_on_there(form: FieldForm) -> None:
    editor = text(box_of(form, "purpose"))
    editor.setPlainText("前后")
    cursor = editor.textCursor()
    cursor.setPosition(1)
    editor.setTextCursor(cursor)
    paste(editor, "中\n　　又一段")
    assert editor.toPlainText() == "前中\n又一段后"
    editor.undo()
    assert editor.toPlainText() == "前后"


@pytest.mark.parametrize("words", ["字" * MEGABYTE, "一行文字。\n" * (MEGABYTE // 6)])
def test_a_megabyte_can_be_pasted_and_is_kept_whole_though_too_long(
    form: FieldForm, session: Session, words: str
) -> None:
    box = box_of(form, "purpose")
    text(box).selectAll()
    paste(text(box), words)
    session.commit_pending()
    assert "最多填写 200000 字" in box.notice.text.text()
    assert len(box.editor.typed_text()) >= len(words) - 1


def test_a_long_text_uses_the_room_of_its_page_and_no_more(session: Session, qtbot: QtBot) -> None:
    form = FieldForm(session, [("report", specs(Report)[name]) for name in ("projects_due", "management_text")])
    form.bind({"report": 1})
    qtbot.addWidget(form)
    form.resize(600, 700)
    with qtbot.waitExposed(form):
        form.show()
    tall = box_of(form, "management_text").editor.height()
    form.resize(600, 400)
    QApplication.processEvents()
    assert form.height() == 400
    assert box_of(form, "management_text").editor.height() < tall
    assert box_of(form, "projects_due").height() < 120


def test_a_day_is_picked_by_the_keyboard_too(session: Session, qtbot: QtBot) -> None:
    form = FieldForm(session, [("report", specs(Report)["filled_on"])])
    form.bind({"report": 1})
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    press(form.boxes[0].editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = cast("QMenu", QApplication.activePopupWidget()).findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    calendar.activated.emit(QDate(2022, 3, 5))
    session.commit_pending()
    assert session.data.report.filled_on == "2022-03-05"


def test_a_long_text_without_the_focus_lets_the_wheel_pass(form: FieldForm) -> None:
    editor = text(box_of(form, "result"))
    editor.setPlainText("一行\n" * 60)
    box_of(form, "name").editor.setFocus()
    event = QWheelEvent(
        QPointF(5, 5), editor.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(editor.viewport(), event)
    assert editor.verticalScrollBar().value() == 0
