"""The start page and what becomes of whole reports, through the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from app.library import Library
from app.model.entities import Status
from tests.ui.conftest import Answers, show_window
from tests.ui.keys import CTRL, SHIFT, press, type_text
from ui.dialogs.copy_report_dialog import CopyReportDialog
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.main_window import MainWindow
from ui.pages.entity_page import EntityPage
from ui.session import Session
from ui.settings import Settings
from ui.widgets.editors import LineEditor

NAME = "广州市番禺区人力资源和社会保障局"

Settle = Callable[[], None]


@pytest.fixture
def start(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with its list of reports in front."""
    window.session.open_report(0)
    return in_front(window, qtbot)


def in_front(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window made active once the one of the test before is gone, whose end the platform tells late."""
    qtbot.wait(1)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def many(library: Library, settings: Settings, answers: Answers, qtbot: QtBot) -> MainWindow:
    """A window on a library of nine reports."""
    for year in range(2010, 2018):
        library.reports.new("某市民政局", year)
    return in_front(show_window(Session(library, answers), settings, qtbot), qtbot)


def dialog(window: MainWindow, kind: type[CopyReportDialog | NewReportDialog]) -> CopyReportDialog:
    return cast("CopyReportDialog", next(iter(window.findChildren(kind))))


def choose(menu: QMenu | None, word: str) -> None:
    """Triggers the command of a menu whose text begins with a word."""
    assert menu is not None
    next(action for action in menu.actions() if action.text().startswith(word)).trigger()


def years(window: MainWindow) -> list[int]:
    return [report.year for report in window.session.library.reports.all()]


# The list


def test_the_list_has_the_keys_from_the_start(start: MainWindow) -> None:
    assert start.start_page.view.hasFocus()
    press(start.start_page.view, Qt.Key.Key_Return)
    assert start.session.report_id == 1


def test_few_reports_need_no_filter(start: MainWindow) -> None:
    assert not start.start_page.filter.isVisible()


def test_many_reports_are_filtered_as_one_types(many: MainWindow) -> None:
    page = many.start_page
    press(page.view, Qt.Key.Key_F, CTRL)
    assert page.filter.hasFocus()
    type_text(page.filter, "民政 2015")
    assert [page.view.order.rowCount(), page.model.rowCount()] == [1, 9]
    current = page.view.current()
    assert current is not None
    assert current.year == 2015


def test_a_filter_nothing_fits_says_so_and_offers_nothing(many: MainWindow) -> None:
    page = many.start_page
    page.filter.setText("没有这样的局")
    assert not page.view.isVisible()
    assert not page.open_button.isEnabled()
    page.filter.clear()
    assert page.view.isVisible()
    assert page.open_button.isEnabled()


def test_the_selected_report_stays_selected_when_the_list_changes(many: MainWindow) -> None:
    page = many.start_page
    page.view.make_current(4)
    many.session.library.reports.set_status(5, Status.REVIEW)
    current = page.view.current()
    assert current is not None
    assert current.id == 4


def test_a_heading_sorts_the_list(many: MainWindow) -> None:
    view = many.start_page.view
    view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert view.model().index(0, 1).data() == "2010年度"


def test_the_context_menu_has_every_command(start: MainWindow) -> None:
    menu = start.start_page.commands.menu()
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["打开", "从上年结转", "复制", "状态", "删除"]


def test_every_button_and_column_is_told_to_a_screen_reader(start: MainWindow) -> None:
    buttons = start.start_page.findChildren(QAbstractButton)
    assert all(button.text() or button.accessibleName() for button in buttons if button.isVisible())


def test_the_new_report_key_asks_for_one(start: MainWindow) -> None:
    press(start.start_page.view, Qt.Key.Key_N, CTRL)
    assert dialog(start, NewReportDialog).isVisible()


# Carry over and duplicate


def test_last_years_report_is_carried_over_and_opened(start: MainWindow) -> None:
    press(start.start_page.view, Qt.Key.Key_N, CTRL | SHIFT)
    asked = dialog(start, CopyReportDialog)
    assert asked.year.value() == 2022
    asked.done_button.click()
    data = start.session.data
    assert (data.department.name, data.report.year, data.report.previous_id) == (NAME, 2022, 1)
    assert start.session.library.carried.marks(data.report.id)


def test_a_year_that_is_taken_is_told_in_the_dialog(start: MainWindow) -> None:
    start.session.library.reports.new(NAME, 2023)
    start.start_page.view.make_current(1)
    start.start_page.carry_over_button.click()
    asked = dialog(start, CopyReportDialog)
    asked.year.setValue(2023)
    asked.done_button.click()
    assert asked.isVisible()
    assert "已有 2023 年度" in asked.error.text()


def test_the_next_free_year_is_proposed(start: MainWindow) -> None:
    start.session.library.reports.new(NAME, 2022)
    start.start_page.view.make_current(1)
    start.start_page.duplicate_button.click()
    assert dialog(start, CopyReportDialog).year.value() == 2023


def test_a_duplicate_is_selected_in_the_list(start: MainWindow) -> None:
    press(start.start_page.view, Qt.Key.Key_D, CTRL)
    dialog(start, CopyReportDialog).done_button.click()
    assert start.session.report_id == 0
    assert years(start) == [2022, 2021]
    current = start.start_page.view.current()
    assert current is not None
    assert current.year == 2022


def test_undo_on_the_start_page_takes_back_what_was_done_to_whole_reports(start: MainWindow) -> None:
    press(start.start_page.view, Qt.Key.Key_D, CTRL)
    dialog(start, CopyReportDialog).done_button.click()
    press(start.start_page.view, Qt.Key.Key_Z, CTRL)
    assert years(start) == [2021]
    assert start.toast.text.text() == "已撤销：复制2021年度自评报告"
    press(start.start_page.view, Qt.Key.Key_Y, CTRL)
    assert years(start) == [2022, 2021]


def test_a_report_deleted_by_its_key_comes_back_by_undo(start: MainWindow) -> None:
    press(start.start_page.view, Qt.Key.Key_Delete)
    assert years(start) == []
    press(start, Qt.Key.Key_Z, CTRL)
    assert years(start) == [2021]


# Status


def test_the_status_moves_on_from_the_top_bar(window: MainWindow) -> None:
    button = window.top_bar.status
    assert button.text() == "草稿"
    choose(button.menu(), "送审")
    assert button.text() == "送审"
    assert window.session.library.versions.snapshots(1)[0].name == "送审稿"
    assert "并保存了快照“送审稿”" in window.toast.text.text()
    window.toast.action.click()
    assert button.text() == "草稿"


def finish(window: MainWindow) -> None:
    choose(window.top_bar.status.menu(), "定稿")


def test_a_final_report_is_shown_as_read_only_everywhere(window: MainWindow) -> None:
    window.workspace.show_page("projects")
    finish(window)
    page = cast("EntityPage", window.workspace.page("projects"))
    box = page.row_forms["project"].form.box("project", "executed")
    assert box is not None
    assert cast("LineEditor", box.editor).isReadOnly()
    assert window.session.is_read_only
    assert window.workspace.page_key == "projects"
    assert window.read_only_bar.isVisible()
    assert "已定稿，只读" in window.read_only_bar.text.text()
    assert window.status_bar.saved.text() == "已定稿，只读"
    assert not page.blocks["project"].table.commands.add.isEnabled()
    assert not window.undo_actions.undo.isEnabled()


def test_a_final_report_is_reopened_from_the_bar(window: MainWindow) -> None:
    window.workspace.show_page("projects")
    finish(window)
    window.read_only_bar.action.click()
    page = cast("EntityPage", window.workspace.page("projects"))
    assert not window.session.is_read_only
    assert not window.read_only_bar.isVisible()
    assert page.blocks["project"].table.commands.add.isEnabled()
    assert window.undo_actions.undo.isEnabled()


def test_a_final_report_next_to_a_draft_does_not_lock_it(window: MainWindow) -> None:
    draft = window.session.library.reports.new("某市某局", 2022)
    finish(window)
    window.session.open_report(draft)
    assert not window.session.is_read_only
    assert not window.read_only_bar.isVisible()
    window.workspace.show_page("projects")
    page = cast("EntityPage", window.workspace.page("projects"))
    assert page.blocks["project"].table.commands.add.isEnabled()
    window.session.open_report(1)
    assert window.read_only_bar.isVisible()


def test_an_unfinished_report_is_made_final_only_after_a_question(window: MainWindow, answers: Answers) -> None:
    window.session.enter("report", 1, "overall_goal", "")
    answers.agrees = False
    finish(window)
    assert answers.asked == ["还有 1 项必填内容没有填写，确定现在定稿吗？"]
    assert not window.session.is_read_only
    answers.agrees = True
    finish(window)
    assert window.session.is_read_only


def test_text_that_is_not_stored_stands_in_the_way_of_a_status(window: MainWindow) -> None:
    window.session.enter("project", window.session.data.projects[0].id, "executed", "abc")
    finish(window)
    assert not window.session.is_read_only
    assert "有 1 处输入不符合要求" in window.message_bar.text.text()


def test_the_status_moves_on_from_the_list(start: MainWindow, settle: Settle) -> None:
    choose(start.start_page.status_button.menu(), "定稿")
    settle()
    current = start.start_page.view.current()
    assert current is not None
    assert current.status == "定稿"
    assert not start.start_page.delete_button.isEnabled()
    choose(start.start_page.status_button.menu(), "重新打开")
    settle()
    assert start.start_page.delete_button.isEnabled()


def test_a_page_rebuilt_for_another_status_leaves_the_focus_in_the_window(window: MainWindow) -> None:
    window.workspace.show_page("work")
    page = cast("EntityPage", window.workspace.page("work"))
    assert page.form is not None
    page.form.boxes[0].editor.setFocus()
    finish(window)
    focused = cast("QWidget", QApplication.focusWidget())
    assert focused.window() is window


def test_pages_that_were_rebuilt_hear_of_nothing_any_more(window: MainWindow, library: Library) -> None:
    for page in window.outline.pages():
        window.workspace.show_page(page.key)
    for status in (Status.FINAL, Status.DRAFT):
        assert window.session.edit(partial(library.reports.set_status, 1, status))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with capture_exceptions() as raised:
        window.session.open_report(1)
        window.session.enter("project", window.session.data.projects[0].id, "executed", "1")
        window.session.settled.emit()
    assert raised == []
