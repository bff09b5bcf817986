"""What is typed and not stored: told, gone to, tried again, warned of; and undo that shows what it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabBar, QWidget

from tests.ui.conftest import Answers
from tests.ui.forms import field, retype
from tests.ui.keys import CTRL, SHIFT, press, propose, type_text
from tests.ui.test_session import full_disk
from ui import actions
from ui.main_window import MainWindow
from ui.pages.entity_page import EntityPage
from ui.session import Session
from ui.widgets.entity_table import EntityTable


def page_of(window: MainWindow, key: str) -> EntityPage:
    window.workspace.show_page(key)
    return cast("EntityPage", window.workspace.page(key))


def open_cell(table: EntityTable, row: int, name: str) -> QWidget:
    """The editor of a cell, opened by F2."""
    table.setFocus()
    table.setCurrentIndex(table.entity_model.index(row, table.entity_model.column_of(name)))
    press(table, Qt.Key.Key_F2)
    editor = table.indexWidget(table.currentIndex())
    assert editor is not None
    return editor


def to_reports(window: MainWindow) -> None:
    """What the button of the top bar and its key do."""
    next(action for action in window.actions() if action.text() == actions.REPORTS.text).trigger()


# What an input method proposes


@pytest.mark.parametrize("way", ["tab", "enter", "page", "export", "close", "panel", "reports", "focus", "undo"])
def test_a_proposal_in_a_cell_is_kept_whichever_way_the_cell_is_left(
    window: MainWindow, session: Session, way: str
) -> None:
    page = page_of(window, "projects")
    table = page.blocks["project"].table
    name = session.data.projects[0].name
    editor = open_cell(table, 0, "name")
    propose(editor, "拟定")
    _leave(window, editor, way)
    stored = session.library.data(1).projects[0].name
    assert "拟定" in stored
    assert stored != name


@pytest.mark.parametrize("way", ["page", "export", "close", "panel", "reports", "focus", "undo", "preview"])
def test_a_proposal_in_a_form_is_kept_whichever_way_the_field_is_left(
    window: MainWindow, session: Session, way: str
) -> None:
    box = field(page_of(window, "work"), "report", "overall_goal")
    box.editor.setFocus()
    propose(box.editor, "拟定")
    _leave(window, cast("QWidget", box.editor), way)
    assert "拟定" in session.library.data(1).report.overall_goal


def _leave(window: MainWindow, editor: QWidget, way: str) -> None:
    session = window.session
    ways: dict[str, Callable[[], object]] = {
        "tab": lambda: press(editor, Qt.Key.Key_Tab),
        "enter": lambda: press(editor, Qt.Key.Key_Return),
        "page": lambda: window.workspace.show_page("overview"),
        "export": lambda: window.files.export(("docx",), ("report",)),
        "close": window.close,
        "panel": lambda: _other_tab(window),
        "reports": lambda: to_reports(window),
        "focus": window.search.setFocus,
        "undo": lambda: (session.undo(), session.redo()),
        "preview": lambda: window.workspace.panel.preview.preview.field_clicked.emit("report/1/overall_work"),
    }
    ways[way]()
    front = QApplication.activeModalWidget()
    if front is not None:
        front.close()


def _other_tab(window: MainWindow) -> None:
    bar = window.workspace.panel.findChild(QTabBar)
    assert isinstance(bar, QTabBar)
    window.search.setFocus()
    bar.setCurrentIndex(1)


def test_undo_in_a_cell_that_was_only_opened_is_the_reports(window: MainWindow, session: Session) -> None:
    table = page_of(window, "projects").blocks["project"].table
    session.enter("project", session.data.projects[1].id, "executed", "1")
    editor = open_cell(table, 0, "name")
    press(editor, Qt.Key.Key_Z, CTRL)
    assert session.data.projects[1].executed != 1_000_000


def test_undo_in_a_cell_that_was_typed_in_is_the_texts(window: MainWindow, session: Session) -> None:
    table = page_of(window, "projects").blocks["project"].table
    session.enter("project", session.data.projects[1].id, "executed", "1")
    editor = open_cell(table, 0, "name")
    type_text(editor, "甲")
    press(editor, Qt.Key.Key_Z, CTRL)
    assert session.data.projects[1].executed == 1_000_000


# The state in the status bar


def test_the_status_bar_says_that_something_is_being_typed_and_when_it_was_saved(
    window: MainWindow, session: Session
) -> None:
    box = field(page_of(window, "projects"), "project", "executed")
    retype(box, "12")
    assert window.status_bar.saved.text() == "正在输入…"
    session.commit_pending()
    assert window.status_bar.saved.text().startswith("已保存 ")
    assert not session.drafts.is_typing


def test_a_cell_being_typed_in_counts_as_typing_until_it_is_left(window: MainWindow, session: Session) -> None:
    table = page_of(window, "projects").blocks["project"].table
    editor = open_cell(table, 0, "name")
    type_text(editor, "甲")
    assert window.status_bar.saved.text() == "正在输入…"
    press(editor, Qt.Key.Key_Return)
    assert window.status_bar.saved.text().startswith("已保存 ")


def test_a_cell_given_up_is_typing_no_more(window: MainWindow, session: Session, settle: Callable[[], None]) -> None:
    table = page_of(window, "projects").blocks["project"].table
    editor = open_cell(table, 0, "name")
    type_text(editor, "甲")
    press(editor, Qt.Key.Key_Escape)
    settle()
    assert not session.drafts.is_typing


def test_a_full_disk_is_told_with_its_reason_until_it_is_saved_after_all(window: MainWindow, session: Session) -> None:
    box = field(page_of(window, "projects"), "project", "purpose")
    retype(box, "新的用途")
    with full_disk():
        session.commit_pending()
    bar = window.status_bar
    assert bar.saved.text().startswith("未保存：")
    assert "磁盘" in bar.saved.text()
    assert bar.saved.toolTip() == bar.saved.text()
    assert bar.retry.isVisible()
    assert bar.drafts.text() == "⚠ 1 处未保存"
    bar.retry.click()
    assert session.data.projects[0].purpose == "新的用途"
    assert bar.saved.text().startswith("已保存 ")
    assert not bar.retry.isVisible()
    assert not bar.drafts.isVisible()


def test_what_cannot_be_read_does_not_count_as_unsaved(window: MainWindow, session: Session) -> None:
    session.open_report(99)
    assert "未保存" not in window.status_bar.saved.text()


def test_the_count_of_what_is_not_saved_leads_from_one_to_the_next(window: MainWindow, session: Session) -> None:
    third = session.data.projects[2]
    session.enter("report", 1, "projects_due", "几个")
    session.enter("project", third.id, "executed", "很多")
    assert window.status_bar.drafts.text() == "⚠ 2 处未保存"
    window.status_bar.drafts.click()
    assert session.focus == ("report", 1, "projects_due")
    assert window.workspace.page_key == "management"
    window.status_bar.drafts.click()
    assert session.focus == ("project", third.id, "executed")
    assert field(page_of(window, "projects"), "project", "executed").editor.typed_text() == "很多"
    window.status_bar.drafts.click()
    assert session.focus == ("report", 1, "projects_due")


# Leaving


@pytest.mark.parametrize("agrees", [True, False])
def test_leaving_the_report_with_text_that_is_not_stored_asks_first(
    window: MainWindow, session: Session, answers: Answers, agrees: bool
) -> None:
    session.enter("project", session.data.projects[0].id, "executed", "很多")
    answers.agrees = agrees
    to_reports(window)
    assert "有 1 处输入" in answers.asked[0]
    assert session.report_id == (0 if agrees else 1)
    assert len(session.drafts) == (0 if agrees else 1)


def test_leaving_the_report_with_everything_stored_asks_nothing(
    window: MainWindow, session: Session, answers: Answers
) -> None:
    retype(field(page_of(window, "projects"), "project", "executed"), "12")
    to_reports(window)
    assert answers.asked == []
    assert session.report_id == 0
    assert session.library.data(1).projects[0].executed == 12_000_000


# Undo shows its work


def test_undo_goes_to_the_field_it_changed_and_marks_it(window: MainWindow, session: Session) -> None:
    second = session.data.projects[1]
    session.enter("project", second.id, "executed", "1")
    window.workspace.show_page("overview")
    window.undo_actions.undo.trigger()
    page = cast("EntityPage", window.workspace.page("projects"))
    assert window.workspace.page_key == "projects"
    box = field(page, "project", "executed")
    assert box.row_id == second.id
    assert box.editor.hasFocus()
    assert box.editor.property("marked")
    assert box.editor.typed_text() == "281.16"


def test_undo_from_a_field_stays_in_the_form(window: MainWindow, session: Session) -> None:
    page = page_of(window, "projects")
    box = field(page, "project", "executed")
    retype(box, "1")
    press(box.editor, Qt.Key.Key_Tab)
    press(cast("QWidget", QApplication.focusWidget()), Qt.Key.Key_Z, CTRL)
    assert box.editor.hasFocus()
    assert box.editor.typed_text() == "4744.58"
    press(box.editor, Qt.Key.Key_Z, CTRL | SHIFT)
    assert box.editor.typed_text() == "1"


def test_undo_from_a_table_stays_in_the_table(window: MainWindow, session: Session) -> None:
    page = page_of(window, "projects")
    table = page.blocks["project"].table
    third = session.data.projects[2]
    session.enter("project", third.id, "executed", "1")
    table.setFocus()
    press(table, Qt.Key.Key_Z, CTRL)
    assert table.hasFocus()
    assert table.current_id() == third.id
    assert table.currentIndex().column() == table.entity_model.column_of("executed")


def test_a_row_that_undo_brings_back_is_shown(window: MainWindow, session: Session) -> None:
    third = session.data.projects[2]
    session.library.delete(1, "project", [third.id])
    window.workspace.show_page("overview")
    session.undo()
    page = cast("EntityPage", window.workspace.page("projects"))
    assert page.blocks["project"].table.current_id() == third.id
    session.redo()
    assert window.workspace.page_key == "projects"


# Long texts on a sheet of their own


def test_a_long_text_can_be_edited_large_from_its_field(window: MainWindow) -> None:
    box = field(page_of(window, "work"), "report", "overall_goal")
    box.editor.setFocus()
    retype(box, "正在写")
    press(cast("QWidget", box.editor), Qt.Key.Key_F2, SHIFT)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.windowTitle() == "部门履职总体目标"
    assert window.session.data.report.overall_goal == "正在写"
    dialog.close()


def test_undo_on_the_page_of_changes_stays_there(window: MainWindow, session: Session) -> None:
    session.enter("project", session.data.projects[1].id, "executed", "1")
    window.workspace.show_page("history")
    session.undo()
    assert window.workspace.page_key == "history"
