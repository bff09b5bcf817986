"""The page of the projects' forms: one project at a time, its rows its own, its state in the list above."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.library import PROJECTS
from app.model.entities import Status
from tests.app.test_project_forms import fill
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.print_dialog import PrintDialog
from ui.main_window import MainWindow
from ui.models.goto_model import Place
from ui.models.project_forms_model import Heading, ProjectFormsModel
from ui.pages.project_forms_page import ProjectFormsPage
from ui.session import SETTLE_MS, Session
from ui.settings import Settings

KEY = "project_forms"


@pytest.fixture
def page(window: MainWindow) -> ProjectFormsPage:
    window.workspace.show_page(KEY)
    found = window.workspace.page(KEY)
    assert isinstance(found, ProjectFormsPage)
    return found


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[], None]:
    return lambda: qtbot.wait(3 * SETTLE_MS)


def state(page: ProjectFormsPage, line: int = 0) -> str:
    return page.model.lines[line].texts[Heading.STATE]


def test_the_list_is_a_sound_model(session: Session, qtbot: QtBot) -> None:
    model = ProjectFormsModel(session, KEY)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    session.library.project_forms.begin(1, [session.data.projects[0].id])
    session.library.delete(1, "project", [session.data.projects[1].id])
    qtbot.wait(3 * SETTLE_MS)
    assert model.rowCount() == len(session.data.projects)


def test_a_form_is_begun_filled_in_and_removed(page: ProjectFormsPage, settle: Callable[[], None]) -> None:
    session, project = page.session, page.view.project_id
    assert (state(page), page.stack.currentIndex()) == ("未建立", 1)
    page.begin.trigger()
    settle()
    assert page.stack.currentIndex() == 2
    assert state(page).startswith("还有 ")
    fill(session.library, session.report_id, project)
    settle()
    assert state(page) == "✓ 已填全"
    assert page.model.lines[0].texts[Heading.SCORE] == "91.50"
    assert "合计 91.50" in page.score.text()
    assert page.blocks["project_fund"].totals.text("budget") == "500.00"
    session.enter("project", project, "budget", "501")
    settle()
    assert state(page) == "⚠ 资金与项目不符"
    session.undo()
    page.delete.trigger()
    settle()
    assert (state(page), page.stack.currentIndex()) == ("未建立", 1)
    session.undo()
    settle()
    assert state(page) == "✓ 已填全"


def test_every_project_shows_its_own_rows(page: ProjectFormsPage, settle: Callable[[], None]) -> None:
    page.begin_all.trigger()
    settle()
    table = page.blocks["project_fund"].table
    first = [row.id for row in table.entity_model.rows]
    page.view.make_current(page.model.lines[1].project_id)
    assert len(first) == table.entity_model.rowCount() == 3
    assert not set(first) & {row.id for row in table.entity_model.rows}
    assert page.form.boxes[0].row_id == page.view.project_id
    assert not page.begin_all.isEnabled()


def test_a_new_row_belongs_to_the_selected_project(page: ProjectFormsPage, settle: Callable[[], None]) -> None:
    page.begin_all.trigger()
    settle()
    page.view.make_current(page.model.lines[2].project_id)
    page.blocks["project_indicator"].table.commands.add_row()
    made = max(page.session.data.project_indicators, key=lambda row: row.id)
    assert made.project_id == page.view.project_id


def test_a_place_leads_to_the_project_of_its_row(page: ProjectFormsPage, settle: Callable[[], None]) -> None:
    page.begin_all.trigger()
    settle()
    row = page.session.data.project_funds[-1]
    page.show_place(Place(KEY, row.TABLE, row.id, "budget"))
    assert page.view.project_id == row.project_id
    assert page.blocks["project_fund"].table.current_id() == row.id
    page.show_place(Place(KEY, "project", page.model.lines[1].project_id, "goal"))
    assert page.view.project_id == page.model.lines[1].project_id


def test_a_missing_goal_is_gone_to_on_this_page(window: MainWindow, page: ProjectFormsPage) -> None:
    assert window.outline.page_of("project", "goal") == KEY
    assert window.outline.page_of("project", "purpose") == "projects"


def test_the_preview_shows_the_selected_form(
    window: MainWindow, page: ProjectFormsPage, settle: Callable[[], None]
) -> None:
    page.begin.trigger()
    settle()
    document = window.workspace.panel.preview.document
    assert document is not None
    assert document.title == "项目支出绩效自评表"
    page.delete.trigger()
    settle()
    document = window.workspace.panel.preview.document
    assert document is not None
    assert document.title == "部门整体支出绩效自评表"


def test_nothing_can_be_begun_or_removed_in_a_final_report(window: MainWindow, settle: Callable[[], None]) -> None:
    session = window.session
    session.library.project_forms.begin(1, [session.data.projects[0].id])
    session.edit(lambda: session.library.reports.set_status(1, Status.FINAL))
    window.workspace.show_page(KEY)
    settle()
    page = window.workspace.page(KEY)
    assert isinstance(page, ProjectFormsPage)
    assert [command.isEnabled() for command in (page.begin, page.begin_all, page.delete)] == [False] * 3
    assert page.export.isEnabled()


def test_forms_are_exported_together_or_one_file_each(
    session: Session, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    ids = [row.id for row in session.data.projects[:2]]
    session.library.project_forms.begin(1, ids)
    session.library.set_fields(1, [("project", row_id, "name", "同名项目") for row_id in ids], "改名")
    settings.export_folder = tmp_path
    dialog = ExportDialog(session, settings, formats=("docx", "pdf"), parts=(PROJECTS,))
    qtbot.addWidget(dialog)
    dialog.show()
    assert [target.parts for target in dialog.targets()] == [(PROJECTS,), (PROJECTS,)]
    dialog.forms.setCurrentIndex(1)
    names = [target.path.name for target in dialog.targets()]
    assert names[:2] == ["2021年项目支出绩效自评表（同名项目）.docx", "2021年项目支出绩效自评表（同名项目）（2）.docx"]
    dialog.done_button.click()
    qtbot.waitUntil(dialog.done_button.isEnabled, timeout=60_000)
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix in {".docx", ".pdf"}) == sorted(names)


def test_the_form_the_officer_is_at_is_exported_and_printed_alone(
    window: MainWindow, settle: Callable[[], None], qtbot: QtBot
) -> None:
    session = window.session
    first, second = session.data.projects[:2]
    session.library.project_forms.begin(1, [first.id, second.id])
    window.workspace.show_page(KEY)
    settle()
    page = window.workspace.page(KEY)
    assert isinstance(page, ProjectFormsPage)
    page.view.make_current(second.id)
    page.export_button.click()
    (export,) = window.findChildren(ExportDialog)
    export.forms.setCurrentIndex(export.forms.findText("只要当前项目"))
    assert [target.parts for target in export.targets()] == [(f"project/{second.id}",)]
    export.reject()
    window.print_action.trigger()
    (printing,) = window.findChildren(PrintDialog)
    qtbot.waitUntil(printing.pdf_button.isEnabled)
    text = "".join(placed.line.text for page in printing.pages for placed in page.lines())
    assert second.name[:8] in text
    assert first.name not in text
    printing.reject()
    window.workspace.show_page("projects")
    window.print_action.trigger()
    again = window.findChildren(PrintDialog)[-1]
    qtbot.waitUntil(again.pdf_button.isEnabled)
    assert again.form.content.findText("项目自评表（当前项目）") == -1
    again.reject()


def test_without_forms_there_is_nothing_to_choose(session: Session, settings: Settings, qtbot: QtBot) -> None:
    dialog = ExportDialog(session, settings, parts=(PROJECTS,))
    qtbot.addWidget(dialog)
    assert not dialog.parts[PROJECTS].isEnabled()
    assert dialog.targets() == []
