"""采集表 in the window: assigned, made, read back and shown on the board."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.library import Library
from app.model.collection import Collector
from tests.app.exchange.filled_forms import Book
from tests.ui.conftest import Answers, show_window
from ui.dialogs.choices_dialog import ChoicesDialog
from ui.dialogs.collection_dialog import CollectionDialog
from ui.dialogs.merge_dialog import MergeDialog
from ui.main_window import MainWindow
from ui.models.collection_model import CollectionModel, Heading
from ui.session import Session
from ui.settings import Settings


@pytest.fixture
def dialog(session: Session, settings: Settings, qtbot: QtBot) -> CollectionDialog:
    made = CollectionDialog(session, settings)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def assigned(library: Library) -> Collector:
    """An office that is asked for two projects."""
    data = library.data(1)
    found = Collector("office", data.offices[0].id, data.offices[0].name)
    library.collection.assign(1, found, [("project", row.id) for row in data.projects[:2]])
    return found


def make(dialog: CollectionDialog, answers: Answers, folder: Path, qtbot: QtBot) -> list[Path]:
    """The forms of all that are asked."""
    folder.mkdir(exist_ok=True)
    answers.folder = folder
    dialog.on_done()
    qtbot.waitUntil(lambda: not dialog.outcome.isHidden() and not dialog.is_running)
    return sorted(folder.glob("*.xlsx"))


def state(dialog: CollectionDialog, line: int = 0) -> str:
    return str(dialog.model.index(line, Heading.STATE).data())


def test_what_an_office_is_asked_for_is_ticked(dialog: CollectionDialog, session: Session, qtbot: QtBot) -> None:
    assert state(dialog) == "没有分配"
    dialog.assign_button.click()
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, ChoicesDialog)
    chooser.filter.setText(session.data.projects[0].name)
    item = next(
        chooser.list.item(line) for line in range(chooser.list.count()) if not chooser.list.item(line).isHidden()
    )
    chooser.list.itemActivated.emit(item)
    chooser.on_done()
    assert session.data.projects[0].office_id == session.data.offices[0].id
    assert state(dialog) == "未发出"
    assert "应发 2 份" in dialog.summary.text()  # the other is what nobody is named for
    session.undo()
    assert session.data.projects[0].office_id is None


def test_forms_go_out_and_come_back(
    dialog: CollectionDialog, session: Session, assigned: Collector, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    paths = make(dialog, answers, tmp_path / "表", qtbot)
    assert len(paths) == 2
    assert state(dialog) == "已发出，未收回"
    dialog.open_button.click()
    assert answers.opened == [tmp_path / "表"]
    own = next(path for path in paths if assigned.name in path.name)
    book = Book(own)
    book.put("重点项目", 0, "result", "收回来的结果")
    book.save()
    answers.files = [own]
    dialog.read_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), MergeDialog))
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, MergeDialog)
    assert [change.theirs for change in chooser.chosen] == ["收回来的结果"]
    chooser.on_done()
    assert session.data.projects[0].result == "收回来的结果"
    assert state(dialog) == "已收回，填齐"  # what the report had already stands in the form as well
    assert "收回 1 份" in dialog.summary.text()
    session.undo()
    assert state(dialog) == "已发出，未收回"


def test_a_folder_is_read_at_once_and_what_is_wrong_is_told(
    dialog: CollectionDialog, session: Session, assigned: Collector, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    paths = make(dialog, answers, tmp_path / "表", qtbot)
    (tmp_path / "表" / "其他.xlsx").write_bytes(b"PK no form")
    book = Book(paths[0])
    book.put("重点项目", 0, "executed", "很多")
    book.save()
    dialog.folder_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), MergeDialog))
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, MergeDialog)
    words = chooser.warnings.toPlainText()
    assert "其他.xlsx" in words
    assert "不是金额" in words or "很多" in words
    chooser.reject()


def test_files_that_are_no_forms_are_told(
    dialog: CollectionDialog, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    answers.files = [tmp_path / "a.xlsx"]
    dialog.read_button.click()
    qtbot.waitUntil(lambda: "a.xlsx" in dialog.error.text())
    (tmp_path / "空").mkdir()
    answers.folder = tmp_path / "空"
    dialog.folder_button.click()
    assert "没有 xlsx" in dialog.error.text()


def test_an_untouched_form_is_noted_without_a_question(
    dialog: CollectionDialog, session: Session, assigned: Collector, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    answers.files = make(dialog, answers, tmp_path / "表", qtbot)
    dialog.read_button.click()
    qtbot.waitUntil(lambda: "已读入 2 份" in dialog.outcome.text())
    assert state(dialog).startswith("已收回")


def test_the_board_is_a_sound_model(session: Session, assigned: Collector, qtbot: QtBot) -> None:
    model = CollectionModel(session)
    tester = QAbstractItemModelTester(model)
    model.refresh()
    assert model.rowCount() == len(session.data.offices) + len(session.data.units) + 1
    tester.deleteLater()


def test_a_form_dropped_on_the_window_is_read(
    session: Session, settings: Settings, assigned: Collector, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    made = library.collection.made(1, [assigned])
    [path] = library.collection.write(tmp_path, made, lambda *_: None)
    book = Book(path)
    book.put("重点项目", 0, "result", "拖进来的结果")
    book.save()
    window = show_window(session, settings, qtbot)
    window.files.open_file(path)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), MergeDialog))
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, MergeDialog)
    chooser.on_done()
    assert session.data.projects[0].result == "拖进来的结果"
    board = QApplication.activeModalWidget()
    assert isinstance(board, CollectionDialog)
    board.reject()


def test_a_folder_of_forms_dropped_on_the_window_is_read(
    session: Session, settings: Settings, assigned: Collector, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "收回" / "科室"
    folder.mkdir(parents=True)
    [path] = library.collection.write(folder, library.collection.made(1, [assigned]), lambda *_: None)
    book = Book(path)
    book.put("重点项目", 0, "result", "文件夹里的结果")
    book.save()
    window = show_window(session, settings, qtbot)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder.parent))])
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    QApplication.sendEvent(window.windowHandle(), drop)
    assert drop.isAccepted()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), MergeDialog))
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, MergeDialog)
    chooser.on_done()
    assert session.data.projects[0].result == "文件夹里的结果"
    board = QApplication.activeModalWidget()
    assert isinstance(board, CollectionDialog)
    board.reject()


def test_a_folder_without_forms_dropped_on_the_window_is_told(window: MainWindow, tmp_path: Path) -> None:
    window.files.open_forms([tmp_path])
    assert "没有采集表" in window.toast.text.text()
