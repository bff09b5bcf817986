"""What an officer does across parts: one thing after another, through the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.library import Library
from app.model.results import Finding
from tests.ui.conftest import Answers, show_window
from tests.ui.keys import ALT, CTRL, NONE, SHIFT, press, propose, type_text
from tests.ui.tables import at, open_editor, paste, select
from tests.ui.test_reports import NAME, choose, in_front
from tests.ui.test_session import full_disk
from ui.dialogs.acknowledge_dialog import AcknowledgeDialog
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.dialogs.paragraph_dialog import ParagraphDialog
from ui.dialogs.settings_dialog import SettingsDialog
from ui.main_window import MainWindow
from ui.models.entity_table_model import CARRIED_ROLE
from ui.models.outline_model import VERSIONS
from ui.pages.entity_page import EntityPage
from ui.pages.history_page import HistoryPage
from ui.pages.versions_page import VersionsPage
from ui.session import Session
from ui.settings import Settings
from ui.titles import title
from ui.widgets.entity_table import EntityTable

Settle = Callable[[], None]


def page_of(window: MainWindow, key: str) -> EntityPage:
    window.workspace.show_page(key)
    return cast("EntityPage", window.workspace.page(key))


def table_of(window: MainWindow, key: str, table: str) -> EntityTable:
    found = page_of(window, key).blocks[table].table
    found.setFocus()
    return found


def retype(editor: QWidget, text: str) -> None:
    """Replaces what stands in a cell's editor by keys."""
    press(editor, Qt.Key.Key_A, CTRL)
    type_text(editor, text)


def finish(window: MainWindow) -> None:
    choose(window.top_bar.status.menu(), "定稿")


# Carried over


@pytest.fixture
def carried(library: Library, settings: Settings, answers: Answers, qtbot: QtBot) -> MainWindow:
    """The window on a report of 2022 carried over from the sample."""
    session = Session(library, answers)
    session.open_report(library.reports.new(NAME, 2022, from_id=1))
    return in_front(show_window(session, settings, qtbot), qtbot)


def is_marked(table: EntityTable, line: int, field: str) -> bool:
    model = table.entity_model
    return bool(model.index(line, model.column_of(field)).data(CARRIED_ROLE))


def test_a_cell_typed_in_loses_its_mark_and_gets_it_back_by_undo(carried: MainWindow) -> None:
    table = table_of(carried, "projects", "project")
    assert is_marked(table, 0, "name")
    at(table, 0, "name")
    editor = open_editor(table)
    retype(editor, "新的项目名称")
    press(editor, Qt.Key.Key_Return)
    assert not is_marked(table, 0, "name")
    press(table, Qt.Key.Key_Z, CTRL)
    assert is_marked(table, 0, "name")
    press(table, Qt.Key.Key_Y, CTRL)
    assert not is_marked(table, 0, "name")


def test_a_block_pasted_over_marks_takes_them_all_and_undo_brings_all_back(carried: MainWindow) -> None:
    table = table_of(carried, "projects", "project")
    before = carried.session.library.carried.marks(carried.session.report_id)
    at(table, 0, "name")
    paste(table, "甲项目\n乙项目\n丙项目")
    assert [is_marked(table, line, "name") for line in range(4)] == [False, False, False, True]
    press(table, Qt.Key.Key_Z, CTRL)
    assert carried.session.library.carried.marks(carried.session.report_id) == before


def test_a_deleted_row_comes_back_with_its_marks(carried: MainWindow) -> None:
    table = table_of(carried, "projects", "project")
    before = carried.session.library.carried.marks(carried.session.report_id)
    at(table, 0, "name")
    press(table, Qt.Key.Key_Delete, CTRL)
    assert carried.session.library.carried.marks(carried.session.report_id) < before
    press(table, Qt.Key.Key_Z, CTRL)
    assert carried.session.library.carried.marks(carried.session.report_id) == before


def test_marks_confirmed_on_the_overview_come_back_after_a_restart(
    carried: MainWindow, library: Library, settings: Settings, answers: Answers, qtbot: QtBot
) -> None:
    report_id = carried.session.report_id
    before = library.carried.marks(report_id)
    carried.session.confirm(before)
    assert not library.carried.marks(report_id)
    carried.close()
    path = library.path
    library.close()
    with Library.open(path) as again:
        session = Session(again, answers)
        session.open_report(report_id)
        window = show_window(session, settings, qtbot)
        assert window.undo_actions.undo.text() == "撤销“确认沿用内容”"
        window.undo_actions.undo.trigger()
        assert again.carried.marks(report_id) == before
        assert window.undo_actions.redo.text() == "重做“确认沿用内容”"
        window.close()


def test_the_confirming_key_confirms_all_that_is_selected(carried: MainWindow) -> None:
    table = table_of(carried, "projects", "project")
    select(table, 0, 2, "name")
    press(table, Qt.Key.Key_F7)
    assert [is_marked(table, line, "name") for line in range(4)] == [False, False, False, True]
    assert is_marked(table, 0, "kind")
    table.choose_rows(2, 3)
    press(table, Qt.Key.Key_F7)
    marks = carried.session.library.carried.marks(carried.session.report_id)
    left = {row_id for name, row_id, _ in marks if name == "project"}
    rows = [row.id for row in carried.session.data.projects]
    assert left == set(rows) - set(rows[2:4])
    press(table, Qt.Key.Key_Z, CTRL)
    assert is_marked(table, 3, "name")


# 定稿


@pytest.fixture
def final(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window on the sample, finished, with a paragraph by hand and a mark to confirm."""
    in_front(window, qtbot)
    window.session.library.documents.take_over(1, "conclusion.scores", "手工写的结论。")
    window.session.enter("project", window.session.data.projects[0].id, "executed", "4700")
    finish(window)
    assert window.session.is_read_only
    return window


def test_no_key_of_a_table_changes_a_final_report(final: MainWindow, answers: Answers) -> None:
    table = table_of(final, "projects", "project")
    before = final.session.data
    for key, modifiers in (
        (Qt.Key.Key_F2, NONE), (Qt.Key.Key_Delete, NONE),
        (Qt.Key.Key_X, CTRL), (Qt.Key.Key_D, CTRL), (Qt.Key.Key_D, CTRL | SHIFT), (Qt.Key.Key_Delete, CTRL),
        (Qt.Key.Key_Insert, NONE), (Qt.Key.Key_Return, CTRL | SHIFT),
        (Qt.Key.Key_Up, ALT), (Qt.Key.Key_Down, ALT), (Qt.Key.Key_End, ALT), (Qt.Key.Key_Z, CTRL),
        (Qt.Key.Key_Y, CTRL), (Qt.Key.Key_F7, NONE), (Qt.Key.Key_A, SHIFT),
        (Qt.Key.Key_Backspace, NONE), (Qt.Key.Key_F2, SHIFT), (Qt.Key.Key_V, CTRL | SHIFT),
    ):  # fmt: skip
        select(table, 1, 2, "name", "executed")
        press(table, key, modifiers)
        assert table.indexWidget(table.currentIndex()) is None, key
        assert final.session.data is before, key
    at(table, 0, "name")
    paste(table, "甲\n乙")
    assert final.session.data is before
    assert QApplication.activeModalWidget() is None


def test_a_final_report_can_still_be_copied_from(final: MainWindow) -> None:
    table = table_of(final, "projects", "project")
    QApplication.clipboard().clear()
    select(table, 0, 1, "name")
    press(table, Qt.Key.Key_C, CTRL)
    assert final.session.data.projects[1].name in QApplication.clipboard().text()


def test_a_final_report_is_searched_but_not_replaced_in(final: MainWindow) -> None:
    before = final.session.data
    final.workspace.open_find(is_replacing=True)
    finder = final.workspace.finder
    finder.wanted.setText("经费")
    finder.step(1)
    assert finder.model.hits
    assert not finder.replace_all.isEnabled()
    assert "已定稿" in finder.summary.text()
    press(finder.replacement, Qt.Key.Key_Return)
    assert final.session.data is before


def test_a_paragraph_by_hand_found_in_a_final_report_is_shown_and_not_opened_for_writing(final: MainWindow) -> None:
    final.workspace.open_find()
    finder = final.workspace.finder
    finder.wanted.setText("手工写的结论")
    finder.step(1)
    finder.list.hit_wanted.emit(finder.model.hits[0])
    assert not final.findChildren(ParagraphDialog)
    preview = final.workspace.panel.preview
    assert preview.isVisible()
    assert "手工段落" in preview.paragraph_text.text()
    assert not preview.take_button.isEnabled()


def test_confirming_in_a_final_report_says_why_not(carried: MainWindow) -> None:
    table = table_of(carried, "projects", "project")
    finish(carried)
    before = carried.session.data
    press(table_of(carried, "projects", "project"), Qt.Key.Key_F7)
    assert carried.session.data is before
    assert carried.toast.text.text() == "报告已定稿，只读，不能确认沿用内容。"
    assert table is not table_of(carried, "projects", "project")


def test_history_of_a_final_report_offers_no_way_back(final: MainWindow) -> None:
    final.workspace.show_page("history")
    page = cast("HistoryPage", final.workspace.page("history"))
    commands = page.details.commands
    assert not any(each.isEnabled() for each in (commands.before, commands.after, commands.row))


def test_the_layout_of_a_final_report_stays(final: MainWindow) -> None:
    final.options.open()
    dialog = final.findChildren(SettingsDialog)[0]
    assert not dialog.report.layout_now.isEnabled()
    dialog.reject()


def test_a_finding_of_a_final_report_is_not_acknowledged(final: MainWindow, settle: Settle, qtbot: QtBot) -> None:
    final.session.checker.now()
    final.workspace.show_findings()
    panel = final.workspace.panel.findings
    index = next(
        panel.model.index(line) for line in range(panel.model.rowCount())
        if isinstance(panel.model.index(line).data(Qt.ItemDataRole.UserRole + 1), Finding)
    )  # fmt: skip
    panel.view.setCurrentIndex(index)
    assert panel.details.isVisible()
    assert not panel.details.acknowledge.isEnabled()


def test_undoing_the_reopening_locks_the_pages_again(final: MainWindow) -> None:
    final.read_only_bar.action.click()
    table = table_of(final, "projects", "project")
    assert table.commands.add.isEnabled()
    press(table, Qt.Key.Key_Z, CTRL)
    assert final.read_only_bar.isVisible()
    page = page_of(final, "projects")
    assert not page.blocks["project"].table.commands.add.isEnabled()


# Large steps in the history


def test_200_pasted_rows_are_one_step_to_undo_and_to_look_at(window: MainWindow, qtbot: QtBot, settle: Settle) -> None:
    in_front(window, qtbot)
    table = table_of(window, "projects", "project")
    before = window.session.data.projects
    table.selectionModel().clear()
    paste(table, "\n".join(f"粘贴的项目{number}" for number in range(200)))
    assert len(window.session.data.projects) == len(before) + 200
    steps = window.session.library.history.undoable(1)
    assert len([step for step in steps if step.label.startswith("粘贴")]) == 1
    settle()
    window.workspace.show_page("history")
    page = cast("HistoryPage", window.workspace.page("history"))
    first = page.model.index(0, 0)
    assert page.model.rowCount(first) >= 200 or page.model.canFetchMore(first)
    window.session.undo()
    assert window.session.data.projects == before
    window.session.redo()
    assert len(window.session.data.projects) == len(before) + 200


def test_a_row_deleted_among_many_is_restored_from_its_step(window: MainWindow, settle: Settle) -> None:
    rows = window.session.data.projects
    window.session.library.delete(1, "project", [row.id for row in rows[:5]])
    window.session.enter("report", 1, "results_text", "后来又改了别处。")
    settle()
    window.workspace.show_page("history")
    page = cast("HistoryPage", window.workspace.page("history"))
    step = page.model.index(1, 0)
    page.view.setCurrentIndex(page.model.index(2, 0, step))
    page.details.commands.row.trigger()
    assert rows[2].id in {row.id for row in window.session.data.projects}
    assert len(window.session.data.projects) == len(rows) - 4


# Paragraphs by hand


def test_words_are_replaced_in_a_paragraph_by_hand_and_undone(window: MainWindow) -> None:
    library = window.session.library
    library.documents.take_over(1, "conclusion.scores", "综上，我单位自评为优。")
    window.workspace.open_find(is_replacing=True)
    finder = window.workspace.finder
    finder.wanted.setText("我单位自评")
    finder.replacement.setText("我局自评")
    finder.step(1)
    assert len(finder.model.ticked()) == 1
    finder.replace_all.click()
    assert window.session.data.overrides[0].text == "综上，我局自评为优。"
    window.session.undo()
    assert window.session.data.overrides[0].text == "综上，我单位自评为优。"


# Issues


def test_an_acknowledged_finding_is_passed_over_until_it_is_withdrawn(window: MainWindow) -> None:
    session = window.session
    session.enter("project", session.data.projects[0].id, "executed", "999999")
    found = session.checker.now().open
    assert found
    total = len(window.issues.walk.all())
    session.library.checks.acknowledge(1, found[0], "核对过。")
    assert len(window.issues.walk.all()) == total - 1
    session.undo()
    assert len(window.issues.walk.all()) == total


def test_an_input_method_is_not_cut_off_in_a_reason(window: MainWindow) -> None:
    session = window.session
    session.enter("project", session.data.projects[0].id, "executed", "999999")
    found = session.checker.now().open[0]
    window._on_acknowledge(found)
    dialog = window.findChildren(AcknowledgeDialog)[0]
    propose(dialog.reason, "核对无误")
    dialog.done_button.click()
    assert session.data.acknowledgements[0].reason == "核对无误"


def test_an_input_method_is_not_cut_off_in_the_name_of_a_snapshot(window: MainWindow) -> None:
    window.workspace.show_page(VERSIONS)
    page = cast("VersionsPage", window.workspace.page(VERSIONS))
    propose(page.name, "初稿")
    page.keep_button.click()
    assert [snapshot.name for snapshot in window.session.library.versions.snapshots(1)] == ["初稿"]


def test_an_input_method_is_not_cut_off_in_the_name_of_a_department(window: MainWindow) -> None:
    dialog = NewReportDialog(window.session, window)
    dialog.department.clear()
    propose(dialog.department, "某市某局")
    dialog.done_button.click()
    assert window.session.library.data(dialog.report_id).department.name == "某市某局"


# A full disk


def test_on_a_full_disk_every_way_of_editing_tells_and_keeps_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    in_front(window, qtbot)
    table = table_of(window, "projects", "project")
    before = window.session.data
    with full_disk():
        at(table, 0, "name")
        paste(table, "甲\n乙")
        assert "磁盘已满" in window.message_bar.text.text()
        assert window.status_bar.saved.text().startswith("未保存")
        for key, modifiers in ((Qt.Key.Key_Delete, CTRL), (Qt.Key.Key_Insert, NONE), (Qt.Key.Key_Down, ALT)):
            press(table, key, modifiers)
        window.workspace.open_find(is_replacing=True)
        finder = window.workspace.finder
        finder.wanted.setText("经费")
        finder.replacement.setText("款")
        finder.step(1)
        finder.replace_all.click()
        assert (finder.wanted.text(), finder.replacement.text()) == ("经费", "款")
        window._on_take_over("funds.total")
        dialog = window.findChildren(ParagraphDialog)[0]
        dialog.editor.retype("手工写的一段。")
        dialog.done_button.click()
        assert dialog.isVisible()
        assert dialog.editor.typed_text() == "手工写的一段。"
        assert "没有保存" in dialog.error.text()
        assert window.session.data is before
    dialog.done_button.click()
    assert window.session.data.overrides[0].text == "手工写的一段。"
    assert window.status_bar.saved.text().startswith("已保存")


# Two windows


@pytest.fixture
def second(
    window: MainWindow, library: Library, tmp_path: Path, answers: Answers, qtbot: QtBot
) -> Iterator[MainWindow]:
    """Another window on the library that the first one has open."""
    with Library.open(library.path) as other:
        session = Session(other, answers)
        session.open_report(1)
        made = show_window(session, Settings(tmp_path / "second.ini"), qtbot)
        yield made
        made.close()


def test_a_second_window_says_that_it_may_only_read(second: MainWindow) -> None:
    assert second.session.is_read_only
    assert second.read_only_bar.isVisible()
    assert "只读" in second.read_only_bar.text.text()
    assert second.status_bar.saved.text() == "只读"
    table = table_of(second, "projects", "project")
    before = second.session.data
    at(table, 0, "name")
    press(table, Qt.Key.Key_F2)
    assert table.indexWidget(table.currentIndex()) is None
    paste(table, "甲")
    assert second.session.data is before
    assert not second.top_bar.status.isEnabled()


def test_the_list_of_a_second_window_offers_no_change(second: MainWindow) -> None:
    second.session.open_report(0)
    page = second.start_page
    assert page.open_button.isEnabled()
    for each in (
        page.new_button,
        page.carry_over_button,
        page.duplicate_button,
        page.status_button,
        page.delete_button,
    ):
        assert not each.isEnabled()


def test_the_first_window_goes_on_beside_the_second(window: MainWindow, second: MainWindow) -> None:
    row = window.session.data.projects[0]
    assert window.session.enter("project", row.id, "name", "改过的名称")
    assert window.session.library.data(1).projects[0].name == "改过的名称"
    assert second.session.data.projects[0].name == row.name


def look_for(window: MainWindow) -> None:
    window.workspace.open_find()
    window.workspace.finder.wanted.setText("经费")


def filter_history(window: MainWindow) -> None:
    window.workspace.show_page("history")
    page = cast("HistoryPage", window.workspace.page("history"))
    page.filters.words.setText("修改")


def filter_rows(window: MainWindow) -> None:
    block = page_of(window, "projects").blocks["project"]
    block.filter_box.setText("经费")
    block.table.selectAll()


def edit(window: MainWindow) -> None:
    window.session.enter("project", window.session.data.projects[0].id, "executed", "1")


@pytest.mark.parametrize("begin", [lambda _window: None, look_for, filter_history, filter_rows, edit])
def test_what_was_begun_when_a_window_was_closed_is_not_done_later(
    begin: Callable[[MainWindow], None], library: Library, settings: Settings, answers: Answers, qtbot: QtBot
) -> None:
    library.reports.new(NAME, 2022, from_id=1)
    path = library.path
    library.close()
    with Library.open(path) as again:
        session = Session(again, answers)
        session.open_report(1)
        window = show_window(session, settings, qtbot)
        begin(window)
        window.close()
    qtbot.wait(300)


# Whole reports


def test_a_deleted_report_comes_back_with_snapshots_marks_and_history(carried: MainWindow) -> None:
    library, report_id = carried.session.library, carried.session.report_id
    carried.session.enter("report", report_id, "overall_goal", "新的目标。")
    library.versions.keep(report_id, "初稿")
    marks, snapshots = library.carried.marks(report_id), library.versions.snapshots(report_id)
    history = library.history.entries(report_id)
    carried.reports.show_list()
    carried.reports.delete(report_id)
    assert all(report.id != report_id for report in library.reports.all())
    carried.toast.action.click()
    carried.session.open_report(report_id)
    assert library.carried.marks(report_id) == marks
    assert library.versions.snapshots(report_id) == snapshots
    assert library.history.entries(report_id) == history
    assert carried.session.data.report.overall_goal == "新的目标。"


def test_the_last_report_opened_is_gone_and_the_program_starts_with_the_list(
    library: Library, settings: Settings, answers: Answers, qtbot: QtBot
) -> None:
    from ui.main_window import open_last

    settings.last_report = 77
    session = Session(library, answers)
    window = show_window(session, settings, qtbot)
    open_last(session, settings)
    assert session.report_id == 0
    assert window.start_page.isVisible()


def test_last_year_edited_in_between_is_seen_beside_this_years_field(carried: MainWindow) -> None:
    report_id = carried.session.report_id
    carried.session.open_report(1)
    row = carried.session.data.projects[0]
    carried.session.enter("project", row.id, "executed", "1234.56")
    carried.session.open_report(report_id)
    last = carried.session.last_year
    assert last is not None
    assert last.value("project", carried.session.data.projects[0].id, "executed") == 1_234_560_000


# Typing


def test_a_filter_hides_no_row_that_is_being_typed_in(window: MainWindow, qtbot: QtBot) -> None:
    in_front(window, qtbot)
    table = table_of(window, "projects", "project")
    block = page_of(window, "projects").blocks["project"]
    name = window.session.data.projects[1].name
    block.filter_box.setText(name)
    qtbot.waitUntil(lambda: len(table.entity_model.rows) == 1)
    at(table, 0, "name")
    editor = open_editor(table)
    retype(editor, "完全不同的名称")
    press(editor, Qt.Key.Key_Return)
    assert names(table) == ["完全不同的名称"]
    press(table, Qt.Key.Key_Z, CTRL)
    assert names(table) == [name]


def names(table: EntityTable) -> list[str]:
    return [title(row) for row in table.entity_model.rows]


def test_undo_in_a_filtered_table_shows_a_change_in_a_hidden_row(window: MainWindow, qtbot: QtBot) -> None:
    in_front(window, qtbot)
    table = table_of(window, "projects", "project")
    block = page_of(window, "projects").blocks["project"]
    rows = window.session.data.projects
    window.session.enter("project", rows[0].id, "name", "改过的名称")
    block.filter_box.setText(rows[1].name)
    qtbot.waitUntil(lambda: len(table.entity_model.rows) == 1)
    press(table, Qt.Key.Key_Z, CTRL)
    assert window.session.data.projects[0].name == rows[0].name
    assert table.entity_model.line_of(rows[0].id) >= 0
