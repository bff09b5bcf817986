"""Backups are made without asking, in a thread of their own, and trouble with them is told once and quietly."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.library import Library
from tests.ui.conftest import Answers, show_window
from ui.backups import Backups
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings


@pytest.fixture
def backups(session: Session, settings: Settings) -> Backups:
    return Backups(session, settings)


def edit(session: Session, text: str) -> None:
    session.enter("report", 1, "preparer", text)


def unwritable(settings: Settings, tmp_path: Path) -> None:
    """Sends backups to where no folder can be."""
    (tmp_path / "file").write_text("")
    settings.backup_folder = str(tmp_path / "file" / "backups")


def test_backups_go_beside_the_library_where_no_folder_was_chosen(
    backups: Backups, session: Session, settings: Settings, tmp_path: Path
) -> None:
    assert backups.folder == session.library.path.parent / "backups"
    settings.backup_folder = str(tmp_path / "别处")
    assert backups.folder == tmp_path / "别处"


def test_a_change_makes_a_backup_due(backups: Backups, session: Session) -> None:
    assert not backups.is_due
    edit(session, "甲")
    assert backups.is_due


def test_a_backup_asked_for_is_made_and_listed(backups: Backups, session: Session, qtbot: QtBot) -> None:
    edit(session, "甲")
    with qtbot.waitSignal(backups.made) as made:
        backups.start()
        assert backups.is_running
    assert made.args == [backups.found()[0][1]]
    assert not backups.is_due


def test_without_changes_no_second_backup_is_made(backups: Backups, qtbot: QtBot) -> None:
    outcomes: list[object] = []
    backups.made.connect(outcomes.append)
    for _ in range(2):
        with qtbot.waitSignal(backups.made):
            backups.start()
    assert outcomes == [backups.found()[0][1], None]


def test_closing_backs_up_what_changed(backups: Backups, session: Session) -> None:
    backups.close()
    assert backups.found() == []
    edit(session, "甲")
    backups.close()
    [(_, path)] = backups.found()
    with Library.open(path, read_only=True) as copy:
        assert copy.data(1).report.preparer == "甲"


def test_nothing_is_backed_up_where_it_is_not_wanted(backups: Backups, session: Session, settings: Settings) -> None:
    settings.is_backing_up = False
    edit(session, "甲")
    assert not backups.is_due
    backups.close()
    assert backups.found() == []


def test_trouble_is_told_once_and_again_only_after_it_went_well(
    backups: Backups, session: Session, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[str] = []
    backups.troubled.connect(told.append)
    unwritable(settings, tmp_path)
    for text in ("甲", "乙"):
        edit(session, text)
        backups._timer.timeout.emit()
        qtbot.waitUntil(lambda: not backups.is_running)
    assert len(told) == 1
    assert "找不到" in told[0]
    settings.backup_folder = ""
    with qtbot.waitSignal(backups.made):
        backups.start()
    unwritable(settings, tmp_path)
    backups._timer.timeout.emit()
    qtbot.waitUntil(lambda: not backups.is_running)
    assert len(told) == 2


def test_trouble_with_a_backup_asked_for_is_always_told(
    backups: Backups, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    unwritable(settings, tmp_path)
    told: list[str] = []
    backups.failed.connect(told.append)
    for _ in range(2):
        with qtbot.waitSignal(backups.failed):
            backups.start()
    assert len(told) == 2
    assert "找不到" in told[0]


def test_trouble_at_closing_is_told_at_the_next_start(
    window: MainWindow, session: Session, settings: Settings, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    unwritable(settings, tmp_path)
    edit(session, "甲")
    window.close()
    again = show_window(session, settings, qtbot)
    assert "没有自动备份成功" in again.message_bar.text.text()
    assert settings.backup_trouble == ""
    settings.backup_folder = ""


def test_trouble_while_working_is_told_in_the_bar(window: MainWindow) -> None:
    window.backups.troubled.emit("磁盘空间不足。")
    assert window.message_bar.kind == "warning"
    assert window.message_bar.text.text().startswith("没有自动备份成功：磁盘空间不足。备份的文件夹")


def test_a_library_that_is_only_read_is_not_backed_up(
    library: Library, settings: Settings, answers: Answers, qtbot: QtBot
) -> None:
    with Library.open(library.path) as second:
        reading = Backups(Session(second, answers), settings)
        with qtbot.waitSignal(reading.made) as made:
            reading.start()
        assert made.args == [None]
