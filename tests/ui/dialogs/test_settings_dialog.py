"""The settings: each acts at once, is kept, and says where it cannot act at once."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.library import Library
from tests.ui.conftest import Answers, show_window
from tests.ui.forms import field
from tests.ui.keys import CTRL, press
from tests.ui.test_main_window import entity_page, table_of
from ui import theme
from ui.application import Application
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.dialogs.settings_dialog import SettingsDialog
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings
from ui.theme import ThemeChoice
from ui.widgets.editors import LineEditor


@pytest.fixture
def dialog(window: MainWindow) -> SettingsDialog:
    """The dialog as the window opens it."""
    return opened(window)


def opened(window: MainWindow) -> SettingsDialog:
    window.options.open()
    [made] = window.findChildren(SettingsDialog)
    return made


def choose(box: QComboBox, text: str) -> None:
    box.setCurrentText(text)
    assert box.currentText() == text
    box.activated.emit(box.currentIndex())


def test_the_settings_are_opened_by_their_key(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Comma, CTRL)
    assert window.findChildren(SettingsDialog)


def test_a_theme_acts_at_once_and_is_kept(dialog: SettingsDialog, settings: Settings, light: Application) -> None:
    choose(dialog.display.theme, "深色")
    assert theme.current() is theme.DARK
    assert settings.theme is ThemeChoice.DARK


def test_the_theme_of_the_desktop_is_followed(dialog: SettingsDialog, settings: Settings, light: Application) -> None:
    choose(dialog.display.theme, "跟随系统")
    assert settings.theme is ThemeChoice.SYSTEM
    assert theme.current().name is theme.resolved(ThemeChoice.SYSTEM)


def test_a_scale_says_that_it_waits_for_the_next_start(dialog: SettingsDialog, settings: Settings) -> None:
    assert dialog.display.restart_button.isHidden()
    dialog.display.scale.setCurrentIndex(1)
    dialog.display.scale.activated.emit(1)
    assert settings.scale == "1.25"
    assert not dialog.display.restart_button.isHidden()
    dialog.display.scale.setCurrentIndex(0)
    dialog.display.scale.activated.emit(0)
    assert dialog.display.restart_button.isHidden()


def test_opening_again_closes_the_window_unless_it_is_held(
    window: MainWindow, dialog: SettingsDialog, answers: Answers
) -> None:
    page = entity_page(window, "projects")
    window.session.enter("project", page.row_forms["project"].row_id, "executed", "abc")
    answers.agrees = False
    dialog.restart_wanted.emit()
    assert window.isVisible()


def test_amounts_lose_their_separators_at_once(window: MainWindow, dialog: SettingsDialog, settings: Settings) -> None:
    page = entity_page(window, "projects")
    editor = cast("LineEditor", field(page, "project", "executed").editor)
    model = table_of(page, "project").entity_model
    assert (editor.text(), page.blocks["project"].totals.text("executed")) == ("4,744.58", "47,226.21")
    dialog.display.separators.setChecked(False)
    assert not settings.has_separators
    assert editor.text() == "4744.58"
    assert model.index(0, model.column_of("executed")).data() == "4744.58"
    assert page.blocks["project"].totals.text("executed") == "47226.21"


def test_the_unit_of_amounts_is_kept(dialog: SettingsDialog, settings: Settings) -> None:
    assert settings.money_unit == "万元"
    choose(dialog.display.unit, "元")
    assert settings.money_unit == "元"


def test_the_layout_of_the_report_is_an_undoable_edit(window: MainWindow, dialog: SettingsDialog) -> None:
    choose(dialog.report.layout_now, "Word 默认")
    assert window.session.data.report.layout == "word"
    assert window.undo_actions.undo.text() == "撤销“版式改为Word 默认”"


def test_without_a_report_there_is_no_layout_to_change(window: MainWindow) -> None:
    window.session.open_report(0)
    dialog = opened(window)
    assert not dialog.report.layout_now.isEnabled()


def test_a_new_report_begins_with_what_was_chosen(
    window: MainWindow, dialog: SettingsDialog, settings: Settings
) -> None:
    window.session.library.reports.new("某市某局", 2022)
    dialog.accept()
    QApplication.processEvents()
    window.options.open()
    report = window.findChildren(SettingsDialog)[-1].report
    choose(report.department, "某市某局")
    choose(report.layout_new, "公文 28 磅")
    choose(report.pack, report.pack.itemText(0))
    window.start_page.new_wanted.emit()
    [new] = window.findChildren(NewReportDialog)
    assert new.department.text() == "某市某局"
    new.year.setValue(2023)
    new.start.setCurrentIndex(new.start.count() - 1)  # an empty report
    new.done_button.click()
    assert window.session.data.department.name == "某市某局"
    assert window.session.library.layout(window.session.report_id).label == "公文 28 磅"


def test_defaults_that_are_gone_count_as_not_set(window: MainWindow, settings: Settings) -> None:
    settings.default_pack, settings.default_layout = "gone", "gone"
    window.start_page.new_wanted.emit()
    [new] = window.findChildren(NewReportDialog)
    new.year.setValue(2023)
    new.done_button.click()
    assert window.session.data.report.layout == ""


# Backups


def backed_up(dialog: SettingsDialog, qtbot: QtBot) -> Path:
    dialog.tabs.setCurrentIndex(2)
    with qtbot.waitSignal(dialog.backups._backups.made):
        dialog.backups.now_button.click()
    chosen = dialog.backups.chosen()
    assert chosen is not None
    return chosen


def test_without_backups_there_is_nothing_to_open(dialog: SettingsDialog) -> None:
    assert dialog.backups.chosen() is None
    assert not dialog.backups.view_button.isEnabled()
    assert dialog.backups.list.item(0).text() == "还没有备份"


def test_a_backup_is_made_by_the_button_and_listed(dialog: SettingsDialog, qtbot: QtBot) -> None:
    path = backed_up(dialog, qtbot)
    assert path.is_file()
    assert dialog.backups.state.text() == "✓ 已备份"
    backed_up(dialog, qtbot)
    assert "没有新的修改" in dialog.backups.state.text()


def test_a_backup_is_looked_into_in_a_window_of_its_own(
    window: MainWindow, dialog: SettingsDialog, settings: Settings, qtbot: QtBot
) -> None:
    backed_up(dialog, qtbot)
    dialog.backups.view_button.click()
    [viewer] = window.viewers.shown
    assert viewer.session.is_read_only
    assert viewer.read_only_bar.text.text().startswith("这是一份备份")
    viewer.session.open_report(1)
    viewer.close()
    assert window.viewers.shown == []
    assert settings.last_report == 1


def test_looking_into_a_backup_ends_with_the_window(window: MainWindow, dialog: SettingsDialog, qtbot: QtBot) -> None:
    backed_up(dialog, qtbot)
    dialog.backups.view_button.click()
    [viewer] = window.viewers.shown
    window.close()
    assert not viewer.isVisible()


def test_a_copy_of_a_backup_is_a_library(
    dialog: SettingsDialog, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    backed_up(dialog, qtbot)
    answers.folder = tmp_path / "副本"
    answers.folder.mkdir()
    dialog.backups.copy_button.click()
    [path] = answers.folder.iterdir()
    assert path.name in dialog.backups.state.text()
    with Library.open(path) as copy:
        assert [report.year for report in copy.reports.all()] == [2021]


def test_a_copy_that_cannot_be_written_is_told_in_place(
    dialog: SettingsDialog, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    backed_up(dialog, qtbot)
    answers.folder = tmp_path / "没有"
    dialog.backups.copy_button.click()
    assert "请检查" in dialog.error.text()
    dialog.tabs.setCurrentIndex(0)
    assert dialog.error.isHidden()


def test_another_folder_is_used_from_now_on(
    dialog: SettingsDialog, answers: Answers, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    answers.folder = tmp_path / "别处"
    dialog.backups.choose_button.click()
    assert settings.backup_folder == str(tmp_path / "别处")
    assert backed_up(dialog, qtbot).parent == tmp_path / "别处"
    dialog.backups.open_button.click()
    assert answers.opened == [tmp_path / "别处"]


def test_automatic_backups_can_be_turned_off(dialog: SettingsDialog, settings: Settings) -> None:
    dialog.backups.automatic.setChecked(False)
    assert not settings.is_backing_up


def test_a_folder_that_is_not_there_yet_is_said_to_be(dialog: SettingsDialog) -> None:
    dialog.backups.open_button.click()
    assert "可能还没有备份过" in dialog.error.text()


def test_only_reading_makes_no_backup_and_changes_no_layout(
    reading_session: Session, settings: Settings, qtbot: QtBot
) -> None:
    dialog = opened(show_window(reading_session, settings, qtbot))
    assert not dialog.backups.now_button.isEnabled()
    assert not dialog.report.layout_now.isEnabled()
