"""The go-to box in the window: opened, typed in, chosen from, left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.conftest import show_window
from tests.ui.keys import ALT, CTRL, click, press, type_text
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.keys_dialog import KeysDialog
from ui.main_window import MainWindow
from ui.models.goto_model import ENTRY_ROLE, Place
from ui.session import Session
from ui.settings import Settings
from ui.widgets.search_box import SearchBox


@pytest.fixture
def box(window: MainWindow, qtbot: QtBot) -> SearchBox:
    """The box, opened on the projects."""
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    row = window.session.data.projects[1]
    window.workspace.go_to(Place("projects", "project", row.id, "purpose"))
    press(window, Qt.Key.Key_K, CTRL)
    return window.search


def offered(box: SearchBox) -> list[str]:
    return [str(box.model.index(line, 0).data()) for line in range(box.model.rowCount())]


def current(box: SearchBox) -> str:
    return str(box.list.currentIndex().data())


def test_ctrl_k_opens_the_list_over_the_window(window: MainWindow, box: SearchBox) -> None:
    assert box.hasFocus()
    assert box.list.isVisible()
    assert box.list.parentWidget() is window
    assert window.rect().contains(box.list.geometry())


def test_the_list_follows_what_is_typed(box: SearchBox) -> None:
    type_text(box, "行政医疗")
    assert offered(box)[0] == "条目"
    assert "行政医疗" in current(box)
    type_text(box, "没有的")
    assert not box.list.isVisible()


def test_the_arrow_keys_pass_over_headings(box: SearchBox) -> None:
    type_text(box, "绩效")
    seen = []
    for _ in range(box.model.rowCount()):
        seen.append(box.list.currentIndex().data(ENTRY_ROLE))
        press(box, Qt.Key.Key_Down)
    assert None not in seen
    for _ in range(box.model.rowCount()):
        press(box, Qt.Key.Key_Up)
    assert box.list.currentIndex().row() == box.model.first_line()
    press(box, Qt.Key.Key_PageDown)
    assert box.list.currentIndex().row() > box.model.first_line()


def test_a_click_goes_there(window: MainWindow, box: SearchBox) -> None:
    type_text(box, "职能配置")
    rect = box.list.visualRect(box.model.index(box.model.first_line(), 0))
    click(box.list.viewport(), rect.center())
    assert window.workspace.page_key == "duties"
    assert not box.list.isVisible()
    assert box.text() == ""


def test_esc_gives_the_focus_back(window: MainWindow, box: SearchBox) -> None:
    type_text(box, "职能")
    press(box, Qt.Key.Key_Escape)
    assert not box.list.isVisible()
    assert window.workspace.place.field == "purpose"
    focused = QApplication.focusWidget()
    assert focused is not None
    assert window.workspace.stack.isAncestorOf(focused)


def test_leaving_the_box_closes_the_list(window: MainWindow, box: SearchBox) -> None:
    window.workspace.view.setFocus()
    assert not box.list.isVisible()
    assert box.text() == ""


def test_commands_of_window_menus_panel_and_page_are_offered(box: SearchBox) -> None:
    type_text(box, ">")
    assert {
        "撤销", "查找", "替换", "后退", "导出 Word", "导出 PDF", "导出全部格式", "设置",
        "键盘快捷键", "全部报告", "打开记录", "打开查找", "校核", "重点项目：新增一行", "重点项目：上移",
    } <= set(offered(box))  # fmt: skip
    assert len(offered(box)) == len(set(offered(box)))
    assert "转到" not in offered(box)


def test_every_line_of_the_menus_is_offered(window: MainWindow, box: SearchBox) -> None:
    type_text(box, ">")
    names = {name.rpartition("：")[2] for name in offered(box)}
    menus = [window.more_menu, window.export_menu]
    for menu in (*menus, *window.more_menu.findChildren(QMenu)):
        texts = {action.text().removesuffix("…") for action in menu.actions()}
        assert texts - {"", "主题", "显示比例"} <= names


def test_a_command_runs(window: MainWindow, box: SearchBox) -> None:
    type_text(box, "键盘")
    assert current(box) == "键盘快捷键"
    press(box, Qt.Key.Key_Return)
    assert window.findChildren(KeysDialog)
    assert not box.hasFocus()


def test_a_command_of_the_page_runs_on_it(window: MainWindow, box: SearchBox) -> None:
    type_text(box, "新增项目")
    press(box, Qt.Key.Key_Return)
    assert len(window.session.data.projects) == 15


def test_an_export_opens_its_dialog(window: MainWindow, box: SearchBox) -> None:
    type_text(box, "pdf")
    press(box, Qt.Key.Key_Return)
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    dialog.reject()


def test_the_history_opens_from_the_box(window: MainWindow, box: SearchBox) -> None:
    type_text(box, "打开记录")
    press(box, Qt.Key.Key_Return)
    assert window.workspace.panel.history.isVisible()


def test_a_tab_that_has_no_place_here_says_so(window: MainWindow, box: SearchBox) -> None:
    window.workspace.show_page("overview")
    press(window, Qt.Key.Key_K, CTRL)
    type_text(box, "打开记录")
    press(box, Qt.Key.Key_Return)
    assert "没有右侧面板" in window.toast.text.text()


def test_a_command_that_is_off_is_not_run(window: MainWindow, box: SearchBox) -> None:
    type_text(box, ">重做")
    press(box, Qt.Key.Key_Return)
    assert box.hasFocus()
    assert "重做" in offered(box)


def test_what_was_chosen_is_offered_first_next_time(window: MainWindow, box: SearchBox) -> None:
    type_text(box, "职能配置")
    press(box, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_K, CTRL)
    assert offered(box)[:2] == ["最近", "职能配置"]


def test_a_jump_from_the_box_can_be_gone_back_from(window: MainWindow, box: SearchBox) -> None:
    before = window.workspace.place
    type_text(box, "职能配置")
    press(box, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Left, ALT)
    assert window.workspace.place == before


def test_commands_that_write_say_that_the_library_is_read_only(
    reading_session: Session, settings: Settings, qtbot: QtBot
) -> None:
    window = show_window(reading_session, settings, qtbot)
    window.workspace.show_page("projects")
    reasons = {entry.name: entry.reason for entry in window.commands()}
    assert reasons["重点项目：新增一行"] == "只读"
    assert reasons["导出 Word"] == ""
