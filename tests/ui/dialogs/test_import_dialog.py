"""Reading a file in through the window: what is shown, chosen, written and undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.exchange.kept_text import Keeping
from app.exchange.report_reader import Confidence, Leftover, ReadReport, Understood
from app.model.entities import Department, Project, Report, Status
from app.model.offers import Refusal
from app.model.proposals import Fate
from app.storage.journal import Change
from tests.app.exchange.workbooks.books import write_book
from tests.ui.conftest import Answers
from tests.ui.keys import press
from ui import actions
from ui.dialogs.import_dialog import ImportDialog
from ui.main_window import MainWindow
from ui.models.leftovers_model import LeftoversModel
from ui.models.proposals_model import Heading, ProposalsModel
from ui.models.refusals_model import RefusalsModel
from ui.models.understood_model import UnderstoodModel
from ui.session import Session
from ui.settings import Settings
from ui.waiting import MANY

READ_WITHIN = 20_000  # ms, of whatever is done off the window's thread
HEAD = ["项目名称", "年度预算（万元）", "备注"]
PAGES = ("file", "parts", "passages", "changes", "done")

Maker = Callable[..., ImportDialog]


@pytest.fixture
def make(session: Session, settings: Settings, qtbot: QtBot) -> Maker:
    def made(path: Path | None = None, preferred: str = "") -> ImportDialog:
        dialog = ImportDialog(session, settings, path=path, preferred=preferred)
        qtbot.addWidget(dialog)
        dialog.show()
        if path is not None:
            qtbot.waitUntil(dialog.choose_button.isEnabled, timeout=READ_WITHIN)
        return dialog

    return made


@pytest.fixture
def book(session: Session, tmp_path: Path) -> Path:
    """A row that changes, one that stays, one that is new, a cell that is no amount, a column of no field."""
    first, second = session.data.projects[:2]
    amount = (second.budget or 0) / 1_000_000
    rows = [HEAD, [first.name, 1, "无"], [second.name, amount, ""], ["新项目", 5, ""], ["坏项目", "约5", ""]]
    return write_book(tmp_path / "项目.xlsx", {"项目": rows})


def page(dialog: ImportDialog) -> str:
    return PAGES[dialog.stack.currentIndex()]


def go_on(dialog: ImportDialog, qtbot: QtBot) -> None:
    """Presses the button that leads on, and waits for what is worked out before the next page."""
    dialog.done_button.click()
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=READ_WITHIN)


def test_a_workbook_is_read_shown_previewed_written_and_undone(
    make: Maker, session: Session, book: Path, qtbot: QtBot
) -> None:
    first, count = session.data.projects[0], len(session.data.projects)
    dialog = make(book)
    assert page(dialog) == "parts"
    go_on(dialog, qtbot)
    assert page(dialog) == "changes"
    model = dialog.changes.model
    assert [model.count(fate) for fate in (Fate.NEW, Fate.CHANGED, Fate.SAME)] == [2, 1, 1]
    assert dialog.done_button.text() == "导入 3 条"
    go_on(dialog, qtbot)
    assert page(dialog) == "done"
    assert len(session.data.projects) == count + 2
    assert session.data.projects[0].budget == 1_000_000
    dialog.undo_button.click()
    assert session.data.projects[0] == first
    assert len(session.data.projects) == count
    assert not dialog.isVisible()


def test_only_what_is_ticked_is_written(make: Maker, session: Session, book: Path, qtbot: QtBot) -> None:
    before = session.data.projects
    dialog = make(book)
    go_on(dialog, qtbot)
    model = dialog.changes.model
    dialog.changes.none_button.click()
    assert not dialog.done_button.isEnabled()
    line = next(number for number in range(model.rowCount()) if "新项目" in str(model.index(number, 1).data()))
    model.setData(model.index(line, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    go_on(dialog, qtbot)
    assert session.data.projects[: len(before)] == before
    assert [row.name for row in session.data.projects[len(before) :]] == ["新项目"]


def test_space_ticks_the_lines_that_are_selected(make: Maker, book: Path, qtbot: QtBot) -> None:
    dialog = make(book)
    go_on(dialog, qtbot)
    view, model = dialog.changes.view, dialog.changes.model
    view.selectAll()
    press(view, Qt.Key.Key_Space)
    assert model.chosen() == []
    press(view, Qt.Key.Key_Space)
    assert len(model.chosen()) == 3


def test_rows_that_the_file_lacks_stay_unless_they_are_ticked(
    make: Maker, session: Session, book: Path, qtbot: QtBot
) -> None:
    count = len(session.data.projects)
    dialog = make(book)
    go_on(dialog, qtbot)
    dialog.changes.tabs.setCurrentIndex(4)
    model = dialog.changes.model
    assert model.rowCount() == count - 2
    assert {model.index(line, 0).data(Qt.ItemDataRole.CheckStateRole) for line in range(model.rowCount())} == {
        Qt.CheckState.Unchecked
    }
    dialog.changes.all_button.click()
    go_on(dialog, qtbot)
    assert len(session.data.projects) == 4


def test_what_is_not_taken_is_listed_with_its_reason(make: Maker, book: Path, qtbot: QtBot) -> None:
    dialog = make(book)
    go_on(dialog, qtbot)
    model = dialog.changes.refusals
    told = {str(model.index(line, 0).data()): str(model.index(line, 3).data()) for line in range(model.rowCount())}
    assert "不是金额" in told["项目 B5"]
    assert "整列没有导入" in told["项目 C列"]


def test_a_field_chosen_for_a_heading_is_remembered(make: Maker, book: Path) -> None:
    dialog = make(book)
    choice = dialog.parts.choices[2]
    choice.setCurrentIndex(choice.findData("purpose"))
    choice.activated.emit(choice.currentIndex())
    assert dialog.parts.parts[0].rows.offers[0].values["purpose"] == "无"
    again = make(book)
    assert again.parts.choices[2].currentData() == "purpose"


def test_the_unit_is_asked_for_where_the_file_does_not_state_it(make: Maker, session: Session, tmp_path: Path) -> None:
    path = write_book(tmp_path / "项目.xlsx", {"项目": [["项目名称", "年度预算"], ["新项目", 5]]})
    dialog = make(path)
    assert dialog.parts.notice.isVisible()
    assert dialog.done_button.text() == "单位无误，下一步"
    dialog.parts.unit.setCurrentText("元")
    dialog.parts.unit.activated.emit(1)
    assert not dialog.parts.notice.isVisible()
    assert dialog.parts.parts[0].rows.offers[0].values["budget"] == 500


def test_a_table_can_be_left_out(make: Maker, book: Path) -> None:
    dialog = make(book)
    dialog.parts.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.done_button.isEnabled()
    dialog.parts.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert dialog.parts.parts[0].table == "project"
    assert dialog.done_button.isEnabled()


def test_going_back_keeps_the_file_and_its_choices(make: Maker, book: Path, qtbot: QtBot) -> None:
    dialog = make(book)
    go_on(dialog, qtbot)
    dialog.back_button.click()
    assert page(dialog) == "parts"
    dialog.back_button.click()
    assert page(dialog) == "file"


def test_a_file_that_is_no_workbook_is_told_in_the_dialog(make: Maker, tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(bytes(3000))
    dialog = make(path)
    assert page(dialog) == "file"
    assert "不是可以读取的工作簿" in dialog.error.text()


def test_a_file_is_chosen_by_the_button(make: Maker, answers: Answers, book: Path, qtbot: QtBot) -> None:
    dialog = make()
    answers.file = book
    dialog.choose_button.click()
    qtbot.waitUntil(lambda: page(dialog) == "parts", timeout=READ_WITHIN)


def test_reading_can_be_stopped(make: Maker, book: Path, qtbot: QtBot) -> None:
    dialog = make()
    dialog.read_file(book)
    dialog.cancel_button.click()
    qtbot.waitUntil(dialog.choose_button.isEnabled, timeout=READ_WITHIN)
    assert dialog.isVisible()


# A published report


@pytest.fixture
def published(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_text(
        "某市某局2020年部门整体支出绩效自评报告\n一、基本情况\n（一）部门概况\n"
        "某市某局内设办公室、财务科2个科室。\n二、综合评价分析\n完全无法归类的一句话。\n",
        encoding="utf-8",
    )
    return path


def test_a_published_report_becomes_a_new_one(
    session: Session, settings: Settings, published: Path, qtbot: QtBot
) -> None:
    session.open_report(0)
    dialog = ImportDialog(session, settings, path=published)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: page(dialog) == "passages", timeout=READ_WITHIN)
    assert dialog.passages.department.text() == "某市某局"
    assert dialog.passages.year.value() == 2020
    dialog.passages.year.setValue(2019)
    go_on(dialog, qtbot)
    assert page(dialog) == "done"
    made = [report for report in session.library.reports.all() if report.department == "某市某局"]
    assert [report.year for report in made] == [2019]
    with qtbot.waitSignal(dialog.report_made) as told:
        dialog.done_button.click()
    assert told.args == [made[0].id]


def test_a_new_report_can_be_undone(session: Session, settings: Settings, published: Path, qtbot: QtBot) -> None:
    session.open_report(0)
    dialog = ImportDialog(session, settings, path=published)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: page(dialog) == "passages", timeout=READ_WITHIN)
    go_on(dialog, qtbot)
    assert len(session.library.reports.all()) == 2
    dialog.undo_button.click()
    assert len(session.library.reports.all()) == 1


def stop(dialog: ImportDialog, qtbot: QtBot) -> None:
    """Presses the button that leads on, and then, while that is worked out, the one that stops it."""
    dialog.done_button.setFocus()
    dialog.done_button.click()
    assert dialog.is_running
    dialog.cancel_button.click()
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=READ_WITHIN)
    assert "没有写入" in dialog.error.text()
    assert dialog.focusWidget() is dialog.done_button


def test_a_new_report_that_is_stopped_leaves_nothing(
    session: Session, settings: Settings, published: Path, qtbot: QtBot
) -> None:
    session.open_report(0)
    undone = session.library.undo_label(None)
    dialog = ImportDialog(session, settings, path=published)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: page(dialog) == "passages", timeout=READ_WITHIN)
    stop(dialog, qtbot)
    assert page(dialog) == "passages"
    assert (len(session.library.reports.all()), session.library.undo_label(None)) == (1, undone)
    go_on(dialog, qtbot)
    assert len(session.library.reports.all()) == 2


def test_a_comparison_can_be_stopped_and_begun_again(make: Maker, session: Session, book: Path, qtbot: QtBot) -> None:
    data = session.data
    dialog = make(book)
    stop(dialog, qtbot)
    assert page(dialog) == "parts"
    assert session.data is data
    go_on(dialog, qtbot)
    assert page(dialog) == "changes"


def test_without_a_department_no_report_is_made(
    session: Session, settings: Settings, published: Path, qtbot: QtBot
) -> None:
    session.open_report(0)
    dialog = ImportDialog(session, settings, path=published)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: page(dialog) == "passages", timeout=READ_WITHIN)
    dialog.passages.department.clear()
    assert not dialog.done_button.isEnabled()


def test_a_published_report_fills_what_is_empty_in_the_open_one(
    make: Maker, session: Session, published: Path, qtbot: QtBot
) -> None:
    dialog = make(published)
    assert page(dialog) == "passages"
    assert dialog.passages.is_into
    go_on(dialog, qtbot)
    assert page(dialog) == "changes"
    for each in dialog.changes.model.chosen():
        assert all(change.before in {"", None} or each.fate is Fate.NEW for change in each.changes)


def test_text_that_was_not_understood_is_listed_with_its_chapter_and_can_be_copied(
    session: Session, settings: Settings, published: Path, qtbot: QtBot
) -> None:
    published.write_text(published.read_text("utf-8") + "\n五、其他\n一段看不懂的话。\n", "utf-8")
    session.open_report(0)
    dialog = ImportDialog(session, settings, path=published)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: page(dialog) == "passages", timeout=READ_WITHIN)
    tabs, model = dialog.passages.tabs, dialog.passages.leftovers
    assert all(tabs.tabRect(place).width() == tabs.tabSizeHint(place).width() for place in (0, 2))
    tabs.setCurrentIndex(2)
    assert dialog.passages.left_view.isVisible()
    last = model.rowCount() - 1
    assert [str(model.index(last, column).data()) for column in (1, 2)] == ["五、其他", "一段看不懂的话。"]
    dialog.passages.left_view.selectRow(last)
    assert dialog.passages.left_text.toPlainText() == "一段看不懂的话。"
    assert not dialog.passages.view.isVisible()
    dialog.done_button.click()
    qtbot.waitUntil(lambda: page(dialog) == "done", timeout=READ_WITHIN)
    dialog.copy_button.click()
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0] == "位置\t填报项\t内容\t原因"
    assert "五、其他\t\t一段看不懂的话。\t没有识别。" in lines


def test_what_is_ticked_of_text_that_was_not_understood_is_kept_in_a_new_report(
    session: Session, settings: Settings, published: Path, qtbot: QtBot
) -> None:
    published.write_text(published.read_text("utf-8") + "\n五、其他\n一段看不懂的话。\n", "utf-8")
    session.open_report(0)
    dialog = ImportDialog(session, settings, path=published)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: page(dialog) == "passages", timeout=READ_WITHIN)
    model, tabs = dialog.passages.leftovers, dialog.passages.tabs
    advised = model.kept_count
    tabs.setCurrentIndex(2)
    dialog.passages.left_view.selectRow(model.rowCount() - 1)
    press(dialog.passages.left_view, Qt.Key.Key_Space)
    assert tabs.tabText(2) == f"没有识别 {model.rowCount()}（留下 {advised + 1}）"
    go_on(dialog, qtbot)
    made = session.library.data(max(report.id for report in session.library.reports.all()))
    assert len(made.supplements) == advised + 1
    assert (made.supplements[-1].chapter, made.supplements[-1].text) == (
        "四、下一步改进措施",
        "五、其他\n一段看不懂的话。",
    )
    reasons = [line.reason for line in dialog.changes.refusals.lines]
    assert reasons[-1] == "留在“四、下一步改进措施”的补充段落中。"
    assert f"其中 {advised + 1} 段留作补充段落" in dialog.outcome.details.text()


def test_what_is_unticked_is_not_advised_to_the_open_report_and_stays_listed(
    make: Maker, published: Path, qtbot: QtBot
) -> None:
    dialog = make(published)
    model = dialog.passages.leftovers
    kept = next(number for number in range(model.rowCount()) if model._is_on(number))
    text = model.text(kept)
    model.setData(model.index(kept, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    go_on(dialog, qtbot)
    assert text not in [each.name for each in dialog.changes.model.chosen()]
    assert text in [line.text for line in dialog.changes.refusals.lines]


def test_what_the_open_report_has_already_cannot_be_ticked(
    make: Maker, session: Session, published: Path, qtbot: QtBot
) -> None:
    dialog = make(published)
    go_on(dialog, qtbot)
    go_on(dialog, qtbot)
    again = make(published)
    model = again.passages.leftovers
    assert model.kept_count == 0
    known = [number for number in range(model.rowCount()) if model.index(number, 0).data() == "报告中已有"]
    assert known
    assert not model.flags(model.index(known[0], 0)) & Qt.ItemFlag.ItemIsUserCheckable


def test_a_workbook_needs_an_open_report(session: Session, settings: Settings, book: Path, qtbot: QtBot) -> None:
    session.open_report(0)
    dialog = ImportDialog(session, settings, path=book)
    qtbot.addWidget(dialog)
    assert "先打开报告" in dialog.error.text()


# Models


def test_the_models_hold_to_what_qt_asks(make: Maker, book: Path, qtbot: QtBot) -> None:
    dialog = make(book)
    go_on(dialog, qtbot)
    refusals, understood = RefusalsModel(), UnderstoodModel()
    refusals.show([Refusal("表 A1", "项目名称", "文\n字", "原因")])
    read = ReadReport(
        "报告.docx",
        (
            Understood(Department(name="某局"), "某局", Confidence.CERTAIN, ("name",)),
            Understood(Report(year=2021), "2021年", Confidence.LIKELY, ("year",)),
            Understood(Project(id=1, name="甲", budget=5), "甲项目", Confidence.DOUBTFUL, ("name", "budget")),
        ),
        (Leftover(("一、",), "不明"),),
    )
    understood.show(read, read.understood)
    left = LeftoversModel()
    left.show(read.leftovers, [Keeping(read.leftovers, "一、基本情况", is_advised=True)])
    for model in (ProposalsModel(), dialog.changes.model, refusals, understood, left):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert str(dialog.changes.model.headerData(Heading.AFTER, Qt.Orientation.Horizontal)) == "文件中"
    assert understood.texts(1)[0] == "年度：2021"


# In the window


def test_a_list_page_a_command_and_a_dropped_file_open_the_import(
    window: MainWindow, book: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path | None, str]] = []
    monkeypatch.setattr(window.files, "open_import", lambda path=None, preferred="": opened.append((path, preferred)))
    window.file_drop.dropped.connect(lambda path: opened.append((path, "dropped")))
    window.session.import_wanted.emit("project")
    assert actions.IMPORT.text.removesuffix("…") in [entry.name for entry in window.commands()]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(book))])
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    QApplication.sendEvent(window.windowHandle(), drop)
    assert drop.isAccepted()
    assert (book, "dropped") in opened
    data.setUrls([QUrl.fromLocalFile("/tmp/a.exe")])
    assert window.file_drop.path_in(data) is None


def test_the_import_opens_in_the_window_and_not_on_a_final_report(window: MainWindow, qtbot: QtBot) -> None:
    window.import_action.trigger()
    (dialog,) = window.findChildren(ImportDialog)
    assert dialog.isVisible()
    dialog.reject()
    window.session.edit(lambda: window.session.library.reports.set_status(1, Status.FINAL))
    assert not window.import_action.isEnabled()
    window.files.open_import()
    assert not [each for each in window.findChildren(ImportDialog) if each.isVisible()]


def pointer() -> object:
    """The shape of the pointer over all windows; None while each has its own."""
    cursor: Any = QGuiApplication.overrideCursor()
    return None if cursor is None else cursor.shape()


def test_many_rows_are_said_to_be_written_while_nothing_answers(
    make: Maker, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "科室.csv"
    path.write_text("\n".join(["科室名称", *(f"科室{number}" for number in range(MANY))]), "utf-8-sig")
    dialog = make(path)
    dialog.done_button.click()
    qtbot.waitUntil(lambda: not dialog.is_running and dialog.done_button.text().startswith("导入"))
    seen: list[tuple[str, bool, bool]] = []

    def look(_change: Change) -> None:
        is_waiting = pointer() is Qt.CursorShape.WaitCursor
        seen.append((dialog.step.text(), dialog.cancel_button.isEnabled(), is_waiting))

    session.changed.connect(look)
    dialog.done_button.click()
    assert seen == [(f"正在写入 {MANY} 条…", False, True)]
    assert pointer() is None
    assert not dialog.progress.isVisible()
    assert dialog.cancel_button.isEnabled()
    assert "新增" in dialog.outcome.outcome.text()
    dialog.undo_button.click()
    assert seen[1] == (f"正在写入 {MANY} 条…", False, True)
