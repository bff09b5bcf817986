"""佐证材料 in the window: files dropped, chosen, opened, linked, exported."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.library import Library
from app.model.entities import Evidence
from app.model.proofs import Proofs
from app.storage.evidence import Filed
from tests.app.exchange.office import PNG, pdf
from tests.ui.conftest import Answers
from ui.dialogs.choices_dialog import ChoicesDialog
from ui.dialogs.evidence_export_dialog import EvidenceExportDialog
from ui.main_window import MainWindow
from ui.pages.entity_page import EntityPage
from ui.pages.evidence_page import EvidencePage
from ui.pages.score.evidence_pane import EvidencePane
from ui.pages.score.score_page import ScorePage
from ui.session import Session


@pytest.fixture
def page(window: MainWindow) -> EvidencePage:
    window.workspace.show_page("evidence")
    found = window.workspace.page("evidence")
    assert isinstance(found, EvidencePage)
    return found


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "决算.pdf").write_bytes(pdf())
    (tmp_path / "照片.png").write_bytes(PNG)
    return [tmp_path / "决算.pdf", tmp_path / "照片.png"]


def drop(widget: QWidget, paths: list[Path], place: QPoint) -> bool:
    """Drags files over a widget and lets go; whether they were taken. The content has to outlive the events."""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    arguments = (Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(place, *arguments)
    QApplication.sendEvent(widget, entered)
    dropped = QDropEvent(QPointF(place), *arguments)
    QApplication.sendEvent(widget, dropped)
    return entered.isAccepted() and dropped.isAccepted()


def wait_for(qtbot: QtBot, session: Session, count: int) -> None:
    qtbot.waitUntil(lambda: len(session.data.evidence) == count)


def test_files_dropped_on_the_page_become_rows(
    page: EvidencePage, session: Session, files: list[Path], qtbot: QtBot
) -> None:
    assert drop(page.table.viewport(), files, QPoint(5, 5))
    wait_for(qtbot, session, 2)
    assert [row.name for row in session.data.evidence] == ["决算", "照片"]
    assert [page.table.entity_model.index(line, 2).data() for line in (0, 1)] == ["PDF", "PNG"]
    session.undo()
    assert session.data.evidence == ()


def test_a_file_dropped_on_a_row_without_one_becomes_its_file(
    page: EvidencePage, session: Session, library: Library, files: list[Path], qtbot: QtBot
) -> None:
    row = library.insert(1, "evidence", {"name": "部门决算公开"})
    qtbot.wait(50)
    assert drop(page.table.viewport(), files[:1], page.table.visualRect(page.table.entity_model.index(0, 0)).center())
    qtbot.waitUntil(lambda: bool(session.data.evidence[0].content_hash))
    assert session.data.evidence[0].id == row.id
    assert (session.data.evidence[0].name, session.data.evidence[0].file_name) == ("部门决算公开", "决算.pdf")


@pytest.mark.parametrize(("key", "table"), [("projects", "project"), ("indicators", "indicator")])
def test_files_dropped_on_a_row_or_form_prove_it(
    window: MainWindow, session: Session, files: list[Path], qtbot: QtBot, key: str, table: str
) -> None:
    window.workspace.show_page(key)
    page = window.workspace.page(key)
    assert isinstance(page, EntityPage)
    view = page.blocks[table].table
    shown = page.panel if isinstance(page, ScorePage) else page.row_forms[table]
    first, second = session.data.tables[table][:2]
    model = view.entity_model
    line = next(line for line in range(model.rowCount()) if model.row_at(line) is second)
    assert drop(view.viewport(), files[:1], view.visualRect(model.index(line, 0)).center())
    wait_for(qtbot, session, 1)
    view.show_row(first.id, "")
    assert drop(shown, files[1:], QPoint(10, 10))
    wait_for(qtbot, session, 2)
    proofs = Proofs.of(session.data)
    added = [row.id for row in session.data.evidence]
    assert (proofs.proving[table, second.id], proofs.proving[table, first.id]) == (added[:1], added[1:])
    if isinstance(shown.proofs, EvidencePane):
        ticked = [shown.proofs.list.item(row).checkState() == Qt.CheckState.Checked for row in range(2)]
        assert ticked == [False, True]
        return
    line_shown = shown.proofs
    assert line_shown is not None
    assert line_shown.links[0].text() == "2 照片"


def test_chosen_files_are_added_and_refused_ones_told(
    page: EvidencePage, session: Session, answers: Answers, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "程序.exe").write_bytes(b"MZ")
    answers.files = [files[0], tmp_path / "程序.exe"]
    page.add_button.click()
    wait_for(qtbot, session, 1)
    dialog = page.proving.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    assert "已添加 1 份；下面 1 份没有添加" in dialog.heading.text()
    assert "可以添加的有" in dialog.refused[0]
    dialog.accept()


def test_the_same_file_is_not_added_twice(
    page: EvidencePage, session: Session, files: list[Path], qtbot: QtBot
) -> None:
    told: list[str] = []
    session.informed.connect(told.append)
    for _ in range(2):
        page.proving.add(files[:1])
        qtbot.waitUntil(lambda: bool(told))
    qtbot.waitUntil(lambda: any("报告中已有" in text for text in told))
    assert len(session.data.evidence) == 1


def test_a_stopped_intake_adds_nothing(
    page: EvidencePage, session: Session, library: Library, files: list[Path], qtbot: QtBot
) -> None:
    told: list[str] = []
    session.informed.connect(told.append)
    page.proving.add(files)
    assert page.proving.dialog is not None
    page.proving.dialog.reject()
    qtbot.waitUntil(lambda: bool(told))
    if "已停止" in told[0]:
        assert not session.data.evidence
    assert library.evidence.sweep() == 0


def test_the_file_is_opened_as_a_read_only_copy(
    page: EvidencePage, library: Library, answers: Answers, qtbot: QtBot
) -> None:
    library.evidence.add(1, [Filed("决算.pdf", library.evidence.keep(pdf()))])
    qtbot.wait(50)
    page.card.open.click()
    [copy] = answers.opened
    assert copy.name.endswith("决算.pdf")
    assert copy.read_bytes() == pdf()
    assert not copy.stat().st_mode & 0o222
    page.card.remove.click()
    assert not page.card.open.isEnabled()
    assert not page.card.missing.isHidden()


def test_what_it_proves_is_ticked_in_a_list(
    page: EvidencePage, session: Session, library: Library, qtbot: QtBot
) -> None:
    [row_id], _ = library.evidence.add(1, [Filed("决算.pdf", library.evidence.keep(pdf()))])
    page.card.choose.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChoicesDialog)
    dialog.filter.setText(session.data.projects[2].name)
    shown = [dialog.list.item(line) for line in range(dialog.list.count()) if not dialog.list.item(line).isHidden()]
    assert len(shown) == 1
    dialog.list.itemActivated.emit(shown[0])
    dialog.on_done()
    assert Proofs.of(session.data).proven[row_id] == [("project", session.data.projects[2].id)]
    assert session.data.projects[2].name in page.card.proven.text()


def test_what_is_missing_is_said_and_led_to(
    page: EvidencePage, window: MainWindow, session: Session, library: Library, qtbot: QtBot
) -> None:
    library.insert(1, "evidence", {"name": "纪要"})
    assert page.state.text() == "1 份未附文件"
    assert page.unproven.text().endswith("个指标没有佐证材料")
    menu = page.menu()
    menu.actions()[0].trigger()
    assert window.workspace.page_key == "indicators"
    menu.close()


def test_the_line_of_a_form_leads_to_the_evidence(
    window: MainWindow, session: Session, library: Library, qtbot: QtBot
) -> None:
    project = session.data.projects[0]
    [row_id], _ = library.evidence.add(1, [Filed("决算.pdf", library.evidence.keep(pdf()))], ("project", project.id))
    window.workspace.show_page("projects")
    page = window.workspace.page("projects")
    assert isinstance(page, EntityPage)
    line = page.row_forms["project"].proofs
    assert line is not None
    line.links[0].click()
    assert window.workspace.page_key == "evidence"
    found = window.workspace.page("evidence")
    assert isinstance(found, EvidencePage)
    assert found.table.current_id() == row_id


def test_everything_is_exported_into_a_zip(
    page: EvidencePage, library: Library, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    library.evidence.add(1, [Filed("决算.pdf", library.evidence.keep(pdf()))])
    page.export_button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, EvidenceExportDialog)
    answers.file = tmp_path / "材料.zip"
    dialog.on_done()
    qtbot.waitUntil(lambda: not dialog.outcome.isHidden())
    with zipfile.ZipFile(answers.file) as package:
        assert package.namelist() == ["00 佐证材料目录.docx", "01 决算.pdf"]
    dialog.open_button.click()
    assert answers.opened == [answers.file]
    dialog.reject()


def test_nothing_can_be_added_to_a_final_report(
    window: MainWindow, session: Session, files: list[Path], settle: Callable[[], None]
) -> None:
    window.reports.set_status(1, "定稿")
    settle()
    window.workspace.show_page("evidence")
    page = window.workspace.page("evidence")
    assert isinstance(page, EvidencePage)
    assert not page.add_button.isEnabled()
    assert not drop(page.table.viewport(), files, QPoint(5, 5))
    assert page.row_forms[Evidence.TABLE] is not None
