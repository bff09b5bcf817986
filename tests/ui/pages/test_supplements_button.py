"""From each page to the officer's own paragraphs at the end of its chapter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.entities import Status, Supplement
from tests.ui.keys import press
from ui.main_window import MainWindow
from ui.pages.entity_page import EntityPage
from ui.session import Session

PROBLEMS = "三、存在的主要问题"


def page_of(window: MainWindow, key: str) -> EntityPage:
    window.workspace.show_page(key)
    page = window.workspace.page(key)
    assert isinstance(page, EntityPage)
    return page


def test_the_first_paragraph_of_a_chapter_is_added_and_ready_to_be_typed(window: MainWindow) -> None:
    button = page_of(window, "problems").supplements
    assert button.accessibleName() == f"在“{PROBLEMS}”末尾加写补充段落"
    press(button, Qt.Key.Key_Space)
    [row] = window.session.data.supplements
    assert (row.chapter, row.text) == (PROBLEMS, "")
    assert window.workspace.page_key == "supplements"
    assert window.workspace.place.row_id == row.id
    assert window.workspace.place.field == "text"
    window.session.undo()
    assert window.session.data.supplements == ()


def test_what_is_there_is_counted_and_shown(window: MainWindow, session: Session, settle: Callable[[], None]) -> None:
    page = page_of(window, "problems")
    rows = [{"chapter": chapter, "text": "一段。"} for chapter in ("四、下一步改进措施", PROBLEMS, PROBLEMS)]
    made = session.library.insert_all(session.report_id, Supplement.TABLE, rows)
    settle()
    assert page.supplements.text() == "2"
    assert "末尾有 2 条补充段落" in page.supplements.toolTip()
    page.supplements.click()
    assert window.workspace.place.row_id == made[1].id
    assert len(session.data.supplements) == 3


@pytest.mark.parametrize(
    ("page", "chapter"),
    [("duties", "一（一）部门概况"), ("funds", "一（三）部门整体收支情况"), ("results", "二（四）主要工作成效")],
)
def test_a_page_of_a_part_leads_to_its_chapter(window: MainWindow, page: str, chapter: str) -> None:
    assert page_of(window, page).supplements.chapter == chapter


def test_the_page_of_all_of_them_needs_no_way_to_them(window: MainWindow) -> None:
    assert page_of(window, "supplements").supplements.isHidden()


def test_it_gives_way_in_a_narrow_window(window: MainWindow) -> None:
    page = page_of(window, "problems")
    assert page.supplements.isVisible()
    window.resize(1000, 700)
    assert not page.supplements.isVisible()
    window.resize(1366, 768)
    assert page.supplements.isVisible()


def test_on_a_finished_report_there_is_nothing_to_add(window: MainWindow, session: Session) -> None:
    session.edit(lambda: session.library.reports.set_status(1, Status.FINAL))
    assert not page_of(window, "problems").supplements.isEnabled()


def test_a_click_in_the_preview_leads_to_the_paragraph(window: MainWindow, session: Session) -> None:
    made = session.library.insert(session.report_id, Supplement.TABLE, {"chapter": PROBLEMS, "text": "一段。"})
    window.workspace.panel.preview.field_wanted.emit(f"supplement/{made.id}/text")
    place = window.workspace.place
    assert (place.page, place.table, place.row_id, place.field) == ("supplements", "supplement", made.id, "text")


def test_the_chapter_is_chosen_from_the_headings_of_the_pack(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window, "supplements")
    page.blocks["supplement"].table.commands.add_row()
    spec = window.session.spec("supplement", "chapter")
    assert spec.choices[:2] == ("正文开头", "一、基本情况")
    assert window.session.data.supplements[0].chapter == "正文开头"
    assert QApplication.activeModalWidget() is None
