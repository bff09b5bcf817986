"""The export: which files, where, and what is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Answers
from ui.dialogs.export_dialog import ExportDialog
from ui.main_window import MainWindow
from ui.output import FORMATS
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import ElidedLabel

WRITTEN_WITHIN = 60_000  # ms


@pytest.fixture
def dialog(session: Session, settings: Settings, tmp_path: Path, qtbot: QtBot) -> ExportDialog:
    (tmp_path / "out").mkdir()
    settings.export_folder = tmp_path / "out"
    made = ExportDialog(session, settings)
    qtbot.addWidget(made)
    made.show()
    return made


def names(dialog: ExportDialog) -> list[str]:
    return [target.path.name for target in dialog.targets()]


def run(dialog: ExportDialog, qtbot: QtBot) -> None:
    dialog.done_button.click()
    qtbot.waitUntil(dialog.done_button.isEnabled, timeout=WRITTEN_WITHIN)


def test_word_of_the_whole_report_is_what_is_offered_first(dialog: ExportDialog) -> None:
    assert names(dialog) == ["广州市番禺区人力资源和社会保障局2021年部门整体支出绩效自评报告.docx"]
    assert dialog.targets()[0].parts == ("report", "annex")


def test_a_workbook_holds_the_score_table_only(dialog: ExportDialog) -> None:
    dialog.formats["docx"].setChecked(False)
    dialog.formats["xlsx"].setChecked(True)
    assert [target.parts for target in dialog.targets()] == [("annex",)]


def test_without_a_format_nothing_can_be_exported(dialog: ExportDialog) -> None:
    dialog.formats["docx"].setChecked(False)
    assert not dialog.done_button.isEnabled()


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_written(dialog: ExportDialog, qtbot: QtBot, suffix: str) -> None:
    for key, box in dialog.formats.items():
        box.setChecked(key == suffix)
    target = dialog.targets()[0].path
    run(dialog, qtbot)
    assert target.stat().st_size > 1000
    assert "已导出 1 个文件" in dialog.outcome.text()


def test_the_files_can_be_opened_from_here(dialog: ExportDialog, qtbot: QtBot, answers: Answers) -> None:
    dialog.formats["docx"].setChecked(False)
    dialog.formats["txt"].setChecked(True)
    run(dialog, qtbot)
    dialog.open_file.click()
    dialog.open_folder.click()
    assert answers.opened == [dialog.targets()[0].path, dialog.targets()[0].path.parent]


def test_the_folder_is_remembered(dialog: ExportDialog, qtbot: QtBot, settings: Settings, tmp_path: Path) -> None:
    dialog.formats["docx"].setChecked(False)
    dialog.formats["txt"].setChecked(True)
    run(dialog, qtbot)
    assert settings.export_folder == tmp_path / "out"


def test_a_folder_that_is_not_there_is_told(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.folder.setText(str(tmp_path / "nowhere"))
    dialog.done_button.click()
    assert "找不到文件夹" in dialog.error.text()


def test_an_export_over_a_folder_of_that_name_is_told_and_can_be_tried_again(
    dialog: ExportDialog, qtbot: QtBot
) -> None:
    target = dialog.targets()[0].path
    target.mkdir()
    run(dialog, qtbot)
    assert dialog.error.isVisible()
    target.rmdir()
    run(dialog, qtbot)
    assert target.is_file()


def test_a_chosen_folder_is_taken(dialog: ExportDialog, answers: Answers, tmp_path: Path) -> None:
    answers.folder = tmp_path
    dialog.browse_button.click()
    assert dialog.targets()[0].path.parent == tmp_path


def test_files_that_would_be_replaced_are_announced(dialog: ExportDialog) -> None:
    dialog.targets()[0].path.write_text("旧", encoding="utf-8")
    dialog.formats["pdf"].setChecked(True)
    assert "将被替换" in dialog.names.text()


def test_what_is_being_typed_is_in_the_file(dialog: ExportDialog, session: Session, qtbot: QtBot) -> None:
    session.commit_requested.connect(lambda: session.enter("report", 1, "overall_goal", "最后一刻的目标。"))
    dialog.formats["docx"].setChecked(False)
    dialog.formats["txt"].setChecked(True)
    run(dialog, qtbot)
    assert "最后一刻的目标。" in dialog.targets()[0].path.read_text(encoding="utf-8")


def test_errors_of_the_report_are_listed_before_it_is_exported(
    session: Session, settings: Settings, window: MainWindow, qtbot: QtBot
) -> None:
    errors = [found.message for found in session.checker.now().errors]
    made = ExportDialog(session, settings, window)
    qtbot.addWidget(made)
    made.show()
    assert made.findings.isVisible()
    assert f"{len(errors)} 处错误" in made.findings.text.text()
    assert f"· {errors[0]}" in [line.text() for line in made.findChildren(ElidedLabel)]
    assert made.done_button.text() == "仍然导出"
    made.findings_wanted.connect(window.workspace.show_findings)
    made.show_findings.click()
    assert made.isHidden()
    assert window.workspace.panel.findings.isVisible()
