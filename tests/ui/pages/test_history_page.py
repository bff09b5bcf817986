"""修改记录 as a page: details, the way back to values and rows, and the way to a field's history."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from app.library import Library
from tests.ui.conftest import Answers, show_window
from tests.ui.forms import field
from tests.ui.keys import CTRL, SHIFT, press
from tests.ui.test_main_window import entity_page
from ui.main_window import MainWindow
from ui.pages.history_page import HistoryPage
from ui.session import Session
from ui.settings import Settings
from ui.widgets.field_menu import FieldMenu

Settle = Callable[[], None]


def history(window: MainWindow) -> HistoryPage:
    window.workspace.show_page("history")
    return cast("HistoryPage", window.workspace.page("history"))


def marked(text: QTextEdit, has_mark: Callable[[QFont], bool]) -> str:
    """The characters whose font has a mark."""
    cursor = QTextCursor(text.document())
    found = ""
    while cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor):
        found += cursor.selectedText() if has_mark(cursor.charFormat().font()) else ""
        cursor.clearSelection()
    return found


def test_what_differs_is_struck_through_and_underlined(window: MainWindow) -> None:
    window.session.library.set_fields(1, [("report", 1, "results_text", "完成 12 项。其余照旧。")], "修改")
    window.session.library.set_fields(1, [("report", 1, "results_text", "完成 15 项。其余照旧。")], "修改")
    details = history(window).details
    assert (details.before.text(), details.after.text()) == ("完成 12 项。其余照旧。", "完成 15 项。其余照旧。")
    assert marked(details.before, QFont.strikeOut) == "12"
    assert marked(details.after, QFont.underline) == "15"


def test_a_value_is_restored_as_an_undoable_step(window: MainWindow, settle: Settle) -> None:
    row = window.session.data.projects[0]
    window.session.enter("project", row.id, "executed", "4700")
    page = history(window)
    page.details.commands.before.trigger()
    assert window.session.data.projects[0] == row
    assert window.toast.text.text().startswith("已恢复全年执行数")
    settle()
    assert page.model.index(0, 1).data() == "恢复全年执行数"
    window.undo_actions.undo.trigger()
    assert window.session.data.projects[0].executed == 4_700_000_000


def test_a_value_that_is_there_already_is_not_offered(window: MainWindow) -> None:
    window.session.enter("report", 1, "preparer", "甲")
    commands = history(window).details.commands
    assert commands.before.isEnabled()
    assert not commands.after.isEnabled()


def test_a_deleted_row_is_shown_whole_and_brought_back(window: MainWindow, settle: Settle) -> None:
    before = window.session.data.projects
    window.session.library.delete(1, "project", [before[2].id])
    page = history(window)
    assert f"项目名称：{before[2].name}" in page.details.before.text()
    assert page.details.gone.isVisible()
    assert not page.details.commands.before.isVisible()
    page.details.commands.row.trigger()
    assert window.session.data.projects == before
    settle()
    assert not page.details.gone.isVisible()


def test_a_changed_field_of_a_deleted_row_offers_the_row(window: MainWindow) -> None:
    row = window.session.data.projects[0]
    window.session.enter("project", row.id, "executed", "1")
    window.session.library.delete(1, "project", [row.id])
    page = history(window)
    page.view.setCurrentIndex(page.model.index(1, 0))
    assert page.details.commands.row.isVisible()
    window.session.library.history.restore_row(1, "project", row.id)
    page.details.commands.row.trigger()  # pressed when it is there again
    assert "不需要恢复" in window.message_bar.text.text()


def test_the_menu_names_the_values_it_restores(window: MainWindow) -> None:
    window.session.enter("project", window.session.data.projects[0].id, "executed", "4700")
    page = history(window)
    menu = page.details.commands.menu(page.view)
    words = [action.text() for action in menu.actions()]
    assert words[:2] == ["恢复为改前的值：4,744.58", "恢复为改后的值：4,700.00"]
    menu.actions()[0].trigger()
    assert window.session.data.projects[0].executed == 4_744_580_000


def test_a_step_of_several_changes_says_so_in_the_details(window: MainWindow) -> None:
    rows = window.session.data.projects[:3]
    window.session.library.set_fields(1, [("project", row.id, "executed", 1) for row in rows], "粘贴")
    page = history(window)
    assert "粘贴：重点项目 3 处" in page.details.heading.text()
    page.view.expand(page.model.index(0, 0))
    page.view.setCurrentIndex(page.model.index(0, 0, page.model.index(0, 0)))
    assert page.details.before.text() == "4,744.58"


def test_enter_goes_to_the_field(window: MainWindow, qtbot: QtBot) -> None:
    row = window.session.data.projects[3]
    window.session.enter("project", row.id, "executed", "1")
    page = history(window)
    page.view.setFocus()
    press(page.view, Qt.Key.Key_Return)
    assert window.workspace.page_key == "projects"
    assert window.session.focus == ("project", row.id, "executed")


def test_a_filter_that_finds_nothing_offers_to_be_cleared(window: MainWindow, qtbot: QtBot) -> None:
    window.session.enter("report", 1, "preparer", "甲")
    page = history(window)
    page.filters.words.setText("没有这样的内容")
    qtbot.waitUntil(page._nothing.isVisible)
    assert not page.list.isVisible()
    page.filters.clear()
    assert page.list.isVisible()


def test_days_and_persons_to_choose_from_are_those_there_are(window: MainWindow) -> None:
    window.session.enter("report", 1, "preparer", "甲")
    filters = history(window).filters
    assert [filters.days.itemText(index) for index in range(filters.days.count())] == ["全部日期", "今天"]
    assert filters.pages.findText("重点项目") > 0


def test_a_report_without_edits_says_what_will_be_here(window: MainWindow) -> None:
    page = history(window)
    assert page._empty.isVisible()
    assert not page.filters.isVisible()


@pytest.mark.parametrize("name", ["name", "purpose", "kind"])
def test_the_menu_of_a_field_leads_to_its_history(window: MainWindow, name: str) -> None:
    box = field(entity_page(window, "projects"), "project", name)
    [menus] = box.editor.findChildren(FieldMenu)
    menu = menus.menu()
    action = next(action for action in menu.actions() if action.text() == "查看修改记录")
    action.trigger()
    panel = window.workspace.panel
    assert panel.history.isVisible()
    assert box.spec.label in panel.history.heading.text()
    if isinstance(box.editor, QLineEdit | QPlainTextEdit):
        assert any("全选" in each.text() for each in menu.actions())
    menu.deleteLater()


def test_the_key_of_the_history_works_from_a_field(window: MainWindow) -> None:
    box = field(entity_page(window, "projects"), "project", "executed")
    box.editor.setFocus()
    press(box.editor, Qt.Key.Key_H, CTRL | SHIFT)
    assert window.workspace.panel.history.isVisible()


def test_in_a_narrow_window_the_history_of_a_field_is_a_page(window: MainWindow) -> None:
    window.resize(900, 520)
    QApplication.processEvents()
    box = field(entity_page(window, "projects"), "project", "executed")
    window.session.enter("project", box.row_id, "executed", "1")
    box.editor.setFocus()
    press(box.editor, Qt.Key.Key_H, CTRL | SHIFT)
    assert window.workspace.page_key == "history"
    page = cast("HistoryPage", window.workspace.page("history"))
    assert page.filters.only_button.text() == "只看：重点项目 · 全年执行数"
    page.filters.only_button.click()
    assert page.filters.wanted().is_empty


def test_away_from_any_field_the_whole_history_is_shown(window: MainWindow) -> None:
    window.session.enter("report", 1, "preparer", "甲")
    press(window, Qt.Key.Key_H, CTRL | SHIFT)
    assert window.workspace.page_key == "history"
    assert cast("HistoryPage", window.workspace.page("history")).filters.wanted().is_empty


def test_a_folded_panel_comes_back_for_the_history(window: MainWindow) -> None:
    box = field(entity_page(window, "projects"), "project", "executed")
    window.workspace.toggle_panel()
    box.editor.setFocus()
    press(box.editor, Qt.Key.Key_H, CTRL | SHIFT)
    assert window.workspace.panel.history.isVisible()


def test_the_panel_restores_a_value(window: MainWindow, settle: Settle) -> None:
    box = field(entity_page(window, "projects"), "project", "executed")
    window.session.enter("project", box.row_id, "executed", "1")
    box.editor.setFocus()
    window.session.history_wanted.emit()
    panel = window.workspace.panel.history
    assert panel.remark.text() == "共 2 次修改"
    panel.details.commands.before.trigger()
    settle()
    assert window.session.data.projects[0].executed == 4_744_580_000
    assert panel.remark.text() == "共 3 次修改"


def test_nothing_is_restored_in_a_library_that_is_only_read(
    library: Library, reading_session: Session, settings: Settings, qtbot: QtBot
) -> None:
    library.set_field(1, "report", 1, "preparer", "甲")
    page = history(show_window(reading_session, settings, qtbot))
    assert page.model.rowCount() > 0
    assert not page.details.commands.before.isEnabled()


# Several steps at once


def edits(window: MainWindow, number: int) -> None:
    for row in window.session.data.projects[:number]:
        window.session.enter("project", row.id, "executed", "1")


def test_the_undo_list_takes_back_down_to_the_line_clicked(window: MainWindow) -> None:
    before = window.session.data.projects
    edits(window, 5)
    opener = window.top_bar.undo_list
    opener.open()
    assert opener.list.lines.count() == 5
    opener.list.lines.setCurrentRow(2)
    assert opener.list.count.text() == "撤销 3 步"
    assert [opener.list.lines.item(line).isSelected() for line in range(5)] == [True, True, True, False, False]
    press(opener.list.lines, Qt.Key.Key_Return)
    assert window.session.data.projects[2:] == before[2:]
    assert window.session.data.projects[1] != before[1]
    assert window.toast.text.text() == "已撤销 3 步，到“修改全年执行数”为止"
    window.top_bar.redo_list.open()
    window.top_bar.redo_list.list.lines.setCurrentRow(2)
    # Only pressed: by the time of the release nothing is left to be done again, and the list is disabled.
    QTest.keyPress(window.top_bar.redo_list.list.lines, Qt.Key.Key_Return)
    assert window.session.data.projects[4] != before[4]


def test_the_undo_list_is_closed_by_escape(window: MainWindow) -> None:
    edits(window, 2)
    opener = window.top_bar.undo_list
    opener.open()
    press(opener.list.lines, Qt.Key.Key_Escape)
    assert not opener.list.isVisible()
    assert len(window.session.library.history.undoable(1)) == 2


def test_the_lists_are_there_only_when_there_is_something(window: MainWindow) -> None:
    assert not window.top_bar.undo_list.isEnabled()
    edits(window, 1)
    assert window.top_bar.undo_list.isEnabled()
    assert not window.top_bar.redo_list.isEnabled()


def test_undo_names_what_it_does_after_a_restart(
    library: Library, settings: Settings, answers: Answers, qtbot: QtBot
) -> None:
    library.set_field(1, "report", 1, "preparer", "甲")
    library.set_field(1, "report", 1, "phone", "1")
    library.undo(1)
    path = library.path
    library.close()
    with Library.open(path) as again:
        session = Session(again, answers)
        session.open_report(1)
        window = show_window(session, settings, qtbot)
        actions = window.undo_actions
        assert (actions.undo.text(), actions.redo.text()) == ("撤销“修改填报人”", "重做“修改联系电话”")
        assert actions.undo.toolTip() == "撤销“修改填报人”（Ctrl+Z）"
        assert actions.undo.iconText() == "撤销"
        session.undo()
        assert session.data.report.preparer == ""
