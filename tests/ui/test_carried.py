"""The mark 沿用 in the window: seen, confirmed, counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.library import Library
from app.model.entities import Status
from tests.ui.conftest import Answers, show_window
from tests.ui.keys import press
from tests.ui.test_reports import in_front
from ui.main_window import MainWindow
from ui.models.entity_table_model import CARRIED_ROLE
from ui.models.history_model import HistoryModel
from ui.models.outline_model import CARRIED_ROLE as PAGE_CARRIED_ROLE
from ui.pages.entity_page import EntityPage
from ui.pages.overview_page import OverviewPage
from ui.session import Session
from ui.settings import Settings
from ui.widgets.field_box import FieldBox

NAME = "广州市番禺区人力资源和社会保障局"

Settle = Callable[[], None]


@pytest.fixture
def window(library: Library, settings: Settings, answers: Answers, qtbot: QtBot) -> MainWindow:
    """The window on a report of 2022 carried over from the sample, at its projects."""
    session = Session(library, answers)
    session.open_report(library.reports.new(NAME, 2022, from_id=1))
    made = show_window(session, settings, qtbot)
    made.workspace.show_page("projects")
    return in_front(made, qtbot)


@pytest.fixture
def page(window: MainWindow) -> EntityPage:
    return cast("EntityPage", window.workspace.page("projects"))


def box(page: EntityPage, field: str) -> FieldBox:
    found = page.row_forms["project"].form.box("project", field)
    assert found is not None
    return found


def is_marked(page: EntityPage, line: int, field: str) -> bool:
    model = page.blocks["project"].table.entity_model
    return bool(model.index(line, model.column_of(field)).data(CARRIED_ROLE))


def test_fields_and_cells_that_were_kept_are_marked(page: EntityPage) -> None:
    assert box(page, "name").carried.isVisible()
    assert not box(page, "executed").carried.isVisible()
    assert is_marked(page, 0, "name")
    assert not is_marked(page, 0, "executed")


def test_a_click_on_the_mark_confirms_the_field_everywhere(page: EntityPage, qtbot: QtBot) -> None:
    model = page.blocks["project"].table.entity_model
    with qtbot.waitSignal(model.dataChanged):
        box(page, "name").carried.click()
    assert not box(page, "name").carried.isVisible()
    assert not is_marked(page, 0, "name")
    assert is_marked(page, 1, "name")
    assert box(page, "kind").carried.isVisible()


def test_an_edited_field_loses_its_mark_and_undo_shows_it_again(page: EntityPage, window: MainWindow) -> None:
    row = window.session.data.projects[0]
    window.session.enter("project", row.id, "purpose", "新的用途。")
    assert not box(page, "purpose").carried.isVisible()
    window.session.undo()
    assert box(page, "purpose").carried.isVisible()


def test_the_mark_goes_with_the_row_the_form_shows(page: EntityPage) -> None:
    box(page, "name").carried.click()
    page.blocks["project"].table.commands.go_to(1, 0)
    assert box(page, "name").carried.isVisible()


def test_a_key_confirms_the_field_and_then_the_row(page: EntityPage, window: MainWindow) -> None:
    row = window.session.data.projects[0]
    window.session.focus_on("project", row.id, "purpose")
    press(window, Qt.Key.Key_F7)
    assert not box(page, "purpose").carried.isVisible()
    assert box(page, "name").carried.isVisible()
    press(window, Qt.Key.Key_F7)
    assert not box(page, "name").carried.isVisible()
    press(window, Qt.Key.Key_F7)
    assert window.toast.text.text() == "这里没有需要确认的沿用内容。"


def test_a_page_is_confirmed_in_one_step(page: EntityPage, window: MainWindow, settle: Settle) -> None:
    assert page.confirm.text() == "确认本页沿用（56 处）"
    page.confirm.click()
    settle()
    assert not page.confirm.isVisible()
    assert not is_marked(page, 5, "name")
    assert window.outline.index_of("projects").data(PAGE_CARRIED_ROLE) == 0
    assert window.outline.index_of("duties").data(PAGE_CARRIED_ROLE) == 17
    window.session.undo()
    settle()
    assert page.confirm.isVisible()


def test_the_whole_report_is_confirmed_on_the_overview(window: MainWindow, settle: Settle) -> None:
    window.workspace.show_page("overview")
    overview = cast("OverviewPage", window.workspace.page("overview"))
    assert overview.confirm.isVisible()
    overview.confirm.click()
    settle()
    assert not overview.confirm.isVisible()
    assert not window.session.library.carried.marks(window.session.report_id)


def test_the_outline_says_what_is_not_confirmed(window: MainWindow) -> None:
    words = window.outline.index_of("duties").data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "职能配置，已填全，17 处沿用内容未确认"


def test_a_cell_says_that_it_is_last_years(page: EntityPage) -> None:
    model = page.blocks["project"].table.entity_model
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole).startswith("沿用上年内容")


def test_marks_of_a_final_report_are_seen_but_cannot_be_confirmed(window: MainWindow) -> None:
    window.session.library.reports.set_status(window.session.report_id, Status.FINAL)
    page = cast("EntityPage", window.workspace.page("projects"))
    assert box(page, "name").carried.isVisible()
    assert not box(page, "name").carried.isEnabled()
    assert not page.confirm.isVisible()


def test_making_a_report_final_asks_about_marks(window: MainWindow, answers: Answers) -> None:
    answers.agrees = False
    window.reports.set_status(window.session.report_id, Status.FINAL.value)
    assert "处沿用内容没有确认" in answers.asked[0]


def test_the_history_tells_of_edits_and_status_and_not_of_marks(window: MainWindow) -> None:
    session = window.session
    session.enter("project", session.data.projects[0].id, "purpose", "新的用途。")
    session.library.reports.set_status(session.report_id, Status.REVIEW)
    history = HistoryModel(session)
    history.load()
    shown = [[history.index(line, column).data() for column in range(1, 5)] for line in range(history.rowCount())]
    assert shown[0] == ["状态改为送审", "自评报告 · 状态", "草稿", "送审"]
    assert [line[1] for line in shown[1:]] == ["重点项目 · 产业人才发展专项资金 · 主要用途"]


def test_a_report_without_marks_shows_none(window: MainWindow) -> None:
    window.session.open_report(1)
    window.workspace.show_page("projects")
    page = cast("EntityPage", window.workspace.page("projects"))
    assert not box(page, "name").carried.isVisible()
    assert not page.confirm.isVisible()


def places(page: EntityPage) -> list[QPoint]:
    """Where the table is, and the buttons above it."""
    block = page.blocks["project"]
    return [widget.mapTo(page, QPoint()) for widget in (block.table, block.filter_box, page.heading, page.remark)]


@pytest.mark.parametrize("size", [(1366, 768), (1280, 720), (910, 512)], ids=str)
def test_what_is_offered_cuts_nothing_in_the_heading(
    page: EntityPage, window: MainWindow, settle: Settle, size: tuple[int, int]
) -> None:
    window.resize(*size)
    row = window.session.data.projects[0]
    window.session.library.delete(window.session.report_id, "project", [row.id])
    settle()
    assert page.blocks["project"].last_year.isVisible()
    assert page.confirm.isVisible()
    assert page.remark.shown_text() in {"报告 二（三） · 共 13 条", "报告 二（三）"}
    assert page.minimumSizeHint().width() <= page.width()


def test_the_table_stays_where_it_is_until_the_page_is_entered_again(
    page: EntityPage, window: MainWindow, settle: Settle
) -> None:
    before = places(page)
    page.confirm.click()
    settle()
    assert (page.confirm.isVisible(), page.offers.isVisible()) == (False, True)
    assert places(page) == before
    window.workspace.show_page("tasks")
    window.workspace.show_page("projects")
    settle()
    assert not page.offers.isVisible()
    assert places(page)[0].y() < before[0].y()
    window.session.library.delete(window.session.report_id, "project", [window.session.data.projects[0].id])
    settle()
    assert not page.offers.isVisible()
