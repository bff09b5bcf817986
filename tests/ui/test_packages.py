"""Packages in the window: exported, opened as a report, and merged field by field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.exchange import package
from app.library import Library
from app.model.merging import merge
from app.storage.evidence import Filed
from tests.app.exchange.office import pdf
from tests.ui.conftest import Answers
from tests.ui.keys import press
from ui.dialogs.merge_dialog import MergeDialog
from ui.dialogs.package_dialog import PackageDialog
from ui.dialogs.package_export_dialog import PackageExportDialog
from ui.main_window import MainWindow
from ui.models.merge_model import Heading, MergeModel
from ui.session import Session


def nothing(_done: int, _total: int, _what: str) -> None:
    pass


@pytest.fixture
def other(sample_file: Path, tmp_path: Path) -> Iterator[Library]:
    """The library of another machine, empty."""
    with Library.open(tmp_path / "other.db", create=True) as opened:
        yield opened


@pytest.fixture
def returned(library: Library, other: Library, tmp_path: Path) -> Path:
    """The sample after somebody else worked on it: a conflict with this copy, and what does not contradict."""
    path = tmp_path / "回来.zpg"
    library.packages.write(path, library.packages.packed(1), nothing)
    found = package.read(path, nothing)
    copy = other.packages.add(found)
    found.close()
    other.set_field(copy, "report", copy, "preparer", "乙")
    other.set_field(copy, "report", copy, "phone", "84800000")
    other.insert(copy, "duty", {"text": "对方的职能"})
    other.packages.write(path, other.packages.packed(copy), nothing)
    library.set_field(1, "report", 1, "preparer", "甲")
    return path


def package_dialog(qtbot: QtBot) -> PackageDialog:
    """The dialog in front, once it has read its file."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PackageDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PackageDialog)
    qtbot.waitUntil(lambda: bool(dialog.facts.text() or dialog.error.text()) and not dialog.is_running)
    return dialog


def merge_dialog(qtbot: QtBot) -> MergeDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), MergeDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MergeDialog)
    return dialog


def test_a_report_is_exported_with_its_evidence(
    window: MainWindow, library: Library, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    library.evidence.add(1, [Filed("决算.pdf", library.evidence.keep(pdf()))])
    answers.file = tmp_path / "报告.zpg"
    window.files.export_package()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PackageExportDialog)
    assert dialog.evidence.isChecked()
    assert "1 份" in dialog.evidence.text()
    assert not dialog.snapshots.isEnabled()
    dialog.on_done()
    qtbot.waitUntil(lambda: not dialog.outcome.isHidden())
    found = package.read(answers.file, nothing)
    assert len(found.evidence) == 1
    found.close()
    dialog.open_button.click()
    assert answers.opened == [tmp_path]
    dialog.reject()


def test_a_password_has_to_be_typed_twice_alike(session: Session, window: MainWindow, qtbot: QtBot) -> None:
    dialog = PackageExportDialog(session, window._settings, window)
    qtbot.addWidget(dialog)
    dialog.has_password.setChecked(True)
    assert not dialog.done_button.isEnabled()
    enough = "够长的密码一二三四"
    for first, second, is_enough in (("短", "短", False), (enough, "另一个", False), (enough, enough, True)):
        dialog.password.setText(first)
        dialog.again.setText(second)
        assert dialog.done_button.isEnabled() == is_enough
    assert "涉密" in dialog.secret.text()


def test_evidence_that_does_not_fit_is_told_before_anything_is_written(
    session: Session, library: Library, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.evidence.add(1, [Filed("决算.pdf", library.evidence.keep(pdf()))])
    monkeypatch.setattr(package, "MOST_SEALED", 100)
    dialog = PackageExportDialog(session, window._settings, window)
    qtbot.addWidget(dialog)
    for box in (dialog.password, dialog.again):
        box.setText("正确的密码八个字")
    assert dialog.done_button.isEnabled()
    dialog.has_password.setChecked(True)
    assert "不能超过" in dialog.error.text()
    assert not dialog.done_button.isEnabled()
    dialog.evidence.setChecked(False)
    assert dialog.error.text() == ""
    assert dialog.done_button.isEnabled()


def test_a_package_is_opened_as_a_new_report(
    session: Session,
    window: MainWindow,
    library: Library,
    other: Library,
    tmp_path: Path,
    answers: Answers,
    qtbot: QtBot,
) -> None:
    report_id = other.reports.new("某市某局", 2022)
    answers.files = [tmp_path / "新.zpg"]
    other.packages.write(answers.files[0], other.packages.packed(report_id), nothing)
    session.open_report(0)
    window.start_page.package_button.click()
    dialog = package_dialog(qtbot)
    assert "某市某局" in dialog.facts.text()
    assert dialog.merge.isHidden()
    dialog.on_done()
    qtbot.waitUntil(lambda: session.report_id > 1)
    assert session.data.department.name == "某市某局"
    assert window.toast.text.text() == f"已从数据包新增报告：自评指标 {len(session.data.indicators)}。"
    assert list((library.path.parent / "backups").iterdir())


def test_a_broken_package_is_told_and_adds_nothing(
    session: Session, window: MainWindow, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "坏.zpg"
    path.write_bytes(b"PK no package")
    window.files.open_package(path)
    dialog = package_dialog(qtbot)
    assert "已损坏" in dialog.error.text()
    assert not dialog.done_button.isEnabled()
    dialog.reject()
    assert len(library.reports.all()) == 1


def test_a_copy_of_this_report_is_merged_field_by_field(
    session: Session, window: MainWindow, library: Library, returned: Path, qtbot: QtBot
) -> None:
    duties = len(session.data.duties)
    window.files.open_package(returned)
    dialog = package_dialog(qtbot)
    assert "本机已有这份报告" in dialog.known.text()
    dialog.on_done()
    chooser = merge_dialog(qtbot)
    assert (chooser.tabs.tabText(0), chooser.tabs.tabText(1)) == ("两边都改过 1", "只有对方改过 2")
    assert [box.toPlainText() for box in chooser.texts.values()][1:] == ["甲", "乙"]
    assert len(chooser.chosen) == 2
    press(chooser.view, Qt.Key.Key_Space)
    chooser.on_done()
    assert (session.data.report.preparer, session.data.report.phone) == ("乙", "84800000")
    assert len(session.data.duties) == duties + 1
    assert window.toast.text.text() == "已合并：采用对方的 3 处。"
    session.undo()
    assert (session.data.report.preparer, len(session.data.duties)) == ("甲", duties)


def test_what_is_kept_as_it_is_here_is_not_asked_again(
    session: Session, window: MainWindow, returned: Path, qtbot: QtBot
) -> None:
    window.files.open_package(returned)
    package_dialog(qtbot).on_done()
    chooser = merge_dialog(qtbot)
    chooser.tabs.setCurrentIndex(1)
    chooser.none_button.click()
    chooser.on_done()
    assert session.data.report.phone == ""
    assert window.toast.text.text() == "已合并：采用对方的 0 处，保留本机的 3 处。"
    window.files.open_package(returned)
    package_dialog(qtbot).on_done()
    qtbot.waitUntil(lambda: "没有不同" in window.toast.text.text())
    assert QApplication.activeModalWidget() is None


def test_a_copy_can_be_added_beside_the_report(
    session: Session, window: MainWindow, library: Library, returned: Path, qtbot: QtBot
) -> None:
    window.files.open_package(returned)
    dialog = package_dialog(qtbot)
    dialog.add.setChecked(True)
    dialog.on_done()
    qtbot.waitUntil(lambda: session.report_id > 1)
    assert len(library.reports.all()) == 2
    assert session.data.report.preparer == "乙"


def test_nothing_is_left_of_a_package_that_was_only_looked_at(
    session: Session, window: MainWindow, returned: Path, library: Library, qtbot: QtBot
) -> None:
    window.files.open_package(returned)
    dialog = package_dialog(qtbot)
    dialog.reject()
    assert session.data.report.phone == ""
    window.files.open_package(returned)
    package_dialog(qtbot).on_done()
    merge_dialog(qtbot).reject()
    assert session.data.report.phone == ""


def test_a_package_that_is_stopped_adds_nothing(
    session: Session, window: MainWindow, library: Library, returned: Path, qtbot: QtBot
) -> None:
    window.files.open_package(returned)
    dialog = package_dialog(qtbot)
    for choice in (dialog.add, dialog.merge):
        choice.setChecked(True)
        dialog.on_done()
        dialog.cancel_button.click()
        qtbot.waitUntil(lambda: not dialog.is_running)
        assert "没有写入" in dialog.error.text()
    dialog.reject()
    assert len(library.reports.all()) == 1
    assert session.data.report.phone == ""


def test_a_password_is_asked_for_until_it_is_right(
    session: Session, window: MainWindow, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    pytest.importorskip("pyrage")
    path = tmp_path / "密.zpg"
    library.packages.write(path, library.packages.packed(1), nothing, password="正确的密码八个字")
    window.files.open_package(path)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PackageDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PackageDialog)
    qtbot.waitUntil(lambda: not dialog.password.isHidden(), timeout=20_000)
    dialog.password.setText("错误的密码八个字")
    dialog.on_done()
    qtbot.waitUntil(lambda: "密码不对" in dialog.error.text(), timeout=20_000)
    dialog.password.setText("正确的密码八个字")
    dialog.on_done()
    qtbot.waitUntil(lambda: bool(dialog.facts.text()), timeout=20_000)
    dialog.reject()


def test_the_list_of_changes_is_a_sound_model(session: Session, library: Library, qtbot: QtBot) -> None:
    before = library.data(1)
    library.set_field(1, "report", 1, "preparer", "甲")
    library.delete(1, "project", [before.projects[0].id])
    model = MergeModel(merge(None, before, library.data(1)).changes, mine="本机", theirs="对方")
    tester = QAbstractItemModelTester(model)
    model.take_all(is_taken=True)
    assert model.setData(model.index(0, Heading.TAKE), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert len(model.chosen) == model.rowCount() - 1
    assert model.data(model.index(0, Heading.THEIRS)) == "甲"
    tester.deleteLater()
