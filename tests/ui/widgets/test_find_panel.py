"""Find and replace in the window: typed, walked through, replaced, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.model.search import Scope
from tests.ui.conftest import show_window
from tests.ui.keys import CTRL, SHIFT, click, press, type_text
from ui.dialogs.paragraph_dialog import ParagraphDialog
from ui.main_window import MainWindow
from ui.models.find_model import HIT_ROLE
from ui.models.goto_model import Place
from ui.pages.entity_page import EntityPage
from ui.session import Session
from ui.settings import Settings
from ui.widgets.editors import LineEditor
from ui.widgets.find_panel import FindPanel
from ui.widgets.long_editor import LongEditor

Settle = Callable[[], None]


def opened(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> FindPanel:
    """The search, opened by a key on the projects once the window has the keyboard."""
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    window.workspace.show_page("projects")
    press(window, key, CTRL)
    return window.workspace.finder


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> FindPanel:
    return opened(window, qtbot, Qt.Key.Key_F)


def look_for(panel: FindPanel, text: str) -> None:
    panel.wanted.setText(text)
    panel.step(1)
    panel.model.current = None


def selected(window: MainWindow) -> str:
    """What is selected in the field the officer was led to."""
    page = cast("EntityPage", window.workspace.page(window.workspace.page_key))
    place = window.workspace.place
    form = page.row_forms[place.table].form if place.table in page.row_forms else page.form
    box = form.box(place.table, place.field) if form is not None else None
    assert box is not None
    if isinstance(box.editor, QPlainTextEdit):
        return box.editor.textCursor().selectedText()
    return cast("QLineEdit", box.editor).selectedText()


def focused() -> object:
    return QApplication.focusWidget()


# Finding


def test_ctrl_f_opens_the_search_beside_the_page(window: MainWindow, panel: FindPanel) -> None:
    assert panel.isVisible()
    assert panel.wanted.hasFocus()
    assert window.workspace.stack.isVisible()
    assert not panel.replacement.isVisible()


def test_hits_are_listed_while_typing(panel: FindPanel, qtbot: QtBot) -> None:
    type_text(panel.wanted, "就业")
    qtbot.waitUntil(lambda: len(panel.model.hits) > 50)
    assert f"共 {len(panel.model.hits)} 处" in panel.summary.text()
    assert panel.list.isVisible()


def test_enter_walks_through_the_hits_and_stays_in_the_box(window: MainWindow, panel: FindPanel) -> None:
    type_text(panel.wanted, "就业")
    press(panel.wanted, Qt.Key.Key_Return)
    assert panel.wanted.hasFocus()
    first = window.workspace.place
    assert first.page == "projects"
    assert selected(window) == "就业"
    assert "第 " in panel.summary.text()
    press(panel.wanted, Qt.Key.Key_Return)
    press(panel.wanted, Qt.Key.Key_Return, SHIFT)
    assert window.workspace.place == first


def test_f3_walks_from_within_the_page(window: MainWindow, panel: FindPanel) -> None:
    look_for(panel, "就业")
    window.workspace.go_to(Place("duties", "duty", window.session.data.duties[0].id, "text"))
    press(window, Qt.Key.Key_F3)
    first = window.workspace.place
    press(window, Qt.Key.Key_F3)
    press(window, Qt.Key.Key_F3, SHIFT)
    assert window.workspace.place == first
    assert selected(window) == "就业"
    assert not panel.isAncestorOf(cast("QLineEdit", focused()))


def test_f3_without_a_search_opens_it(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F3)
    assert window.workspace.finder.isVisible()


def test_a_click_on_a_hit_goes_to_its_field(window: MainWindow, panel: FindPanel) -> None:
    look_for(panel, "毕节市")
    hit = panel.model.hits[0]
    rect = panel.list.visualRect(panel.model.index(panel.model.line_of(hit), 0))
    click(panel.list.viewport(), rect.center())
    assert window.workspace.place.field == hit.field
    assert selected(window) == "毕节市"
    assert not panel.list.hasFocus()
    assert isinstance(focused(), LongEditor)


def test_the_arrow_keys_look_at_hits_and_enter_goes_there(window: MainWindow, panel: FindPanel) -> None:
    look_for(panel, "毕节市")
    press(panel.wanted, Qt.Key.Key_Down)
    assert panel.list.hasFocus()
    press(panel.list, Qt.Key.Key_Down)
    press(panel.list, Qt.Key.Key_Down)
    assert panel.list.hasFocus()
    assert selected(window) == "毕节市"
    press(panel.list, Qt.Key.Key_Return)
    assert isinstance(focused(), LongEditor)


def test_a_rare_character_is_selected_whole(window: MainWindow, panel: FindPanel) -> None:
    row = window.session.data.projects[0]
    window.session.enter("project", row.id, "purpose", "𠮷𠮷用于培训")
    look_for(panel, "培训")
    panel.scope.setCurrentIndex(panel.scope.findText("当前表：重点项目"))
    panel.scope.activated.emit(panel.scope.currentIndex())
    panel.step(1)
    assert window.workspace.place.row_id == row.id
    assert selected(window) == "培训"


def test_a_field_of_one_line_shows_its_match_too(window: MainWindow, panel: FindPanel) -> None:
    look_for(panel, "产业人才发展专项资金")
    panel.step(1)
    assert window.workspace.place.field == "name"
    assert selected(window) == "产业人才发展专项资金"


def test_a_match_in_a_table_without_a_form_is_selected_in_its_cell(window: MainWindow, panel: FindPanel) -> None:
    unit = window.session.data.units[1]
    look_for(panel, unit.name)
    hit = next(hit for hit in panel.model.hits if hit.table == "unit")
    panel.list.hit_wanted.emit(hit)
    editor = focused()
    assert isinstance(editor, LineEditor)
    assert editor.selectedText() == unit.name
    panel.list.hit_looked_at.emit(hit)
    panel.wanted.setFocus()
    assert window.workspace.place == Place("profile", "unit", unit.id, "name")
    assert not window.session.library.undo_label(1)


def test_options_narrow_the_search(panel: FindPanel) -> None:
    look_for(panel, "202")
    count = len(panel.model.hits)
    panel.whole_option.setChecked(True)
    assert len(panel.model.hits) < count


def test_what_is_selected_is_looked_for(window: MainWindow) -> None:
    row = window.session.data.projects[0]
    window.workspace.go_to(Place("projects", "project", row.id, "purpose", 0, 4))
    press(window, Qt.Key.Key_F, CTRL)
    assert window.workspace.finder.wanted.text() == row.purpose[:4]
    assert window.workspace.finder.model.hits


def test_the_scopes_are_those_of_the_place(window: MainWindow, panel: FindPanel) -> None:
    offered = [panel.scope.itemText(number) for number in range(panel.scope.count())]
    assert offered == ["整份报告", "当前页：重点项目", "当前表：重点项目", "选中的 1 行", "各行的“项目名称”"]
    look_for(panel, "就业")
    everywhere = len(panel.model.hits)
    panel.scope.setCurrentIndex(3)
    panel.scope.activated.emit(3)
    assert panel.model.scope == Scope(table="project", rows=frozenset({window.session.data.projects[0].id}))
    assert len(panel.model.hits) < everywhere


def test_no_hit_says_where_was_looked(panel: FindPanel) -> None:
    look_for(panel, "没有这样的词")
    assert panel.summary.text() == "整份报告中没有找到“没有这样的词”。"
    assert not panel.list.isVisible()


def test_an_edit_on_the_page_is_searched_anew(window: MainWindow, panel: FindPanel, qtbot: QtBot) -> None:
    look_for(panel, "独一无二的词")
    assert not panel.model.hits
    window.session.enter("report", 1, "results_text", "独一无二的词")
    qtbot.waitUntil(lambda: len(panel.model.hits) == 1)


def test_an_edit_leaves_the_list_where_it_was(window: MainWindow, panel: FindPanel, qtbot: QtBot) -> None:
    look_for(panel, "就业")
    bar = panel.list.verticalScrollBar()
    bar.setValue(500)
    count = len(panel.model.hits)
    window.session.enter("project", window.session.data.projects[1].id, "purpose", "")
    qtbot.waitUntil(lambda: len(panel.model.hits) < count)
    assert bar.value() == 500


def test_a_hit_in_a_paragraph_by_hand_opens_it(window: MainWindow, panel: FindPanel) -> None:
    window.session.library.documents.take_over(1, "funds.total", "手写的一段。")
    look_for(panel, "手写的一段")
    press(panel.wanted, Qt.Key.Key_Down)
    panel.model.make_current(panel.model.hits[0])
    panel.list.show_current()
    press(panel.list, Qt.Key.Key_Return)
    dialog = window.findChild(ParagraphDialog)
    assert dialog is not None
    assert dialog.editor.toPlainText() == "手写的一段。"
    dialog.reject()


# Closing


def test_esc_closes_and_gives_the_focus_to_the_hit(window: MainWindow, panel: FindPanel) -> None:
    look_for(panel, "毕节市")
    panel.step(1)
    press(panel.wanted, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert window.workspace.panel.preview.isVisible()
    assert isinstance(focused(), LongEditor)
    assert selected(window) == "毕节市"


def test_esc_without_a_hit_gives_the_focus_back_to_the_field(window: MainWindow) -> None:
    row = window.session.data.projects[1]
    window.workspace.go_to(Place("projects", "project", row.id, "result"))
    editor = focused()
    press(window, Qt.Key.Key_F, CTRL)
    press(window.workspace.finder.wanted, Qt.Key.Key_Escape)
    assert focused() is editor


def test_the_search_stands_beside_pages_without_a_panel_too(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F, CTRL)
    assert window.workspace.page_key == "overview"
    assert window.workspace.finder.isVisible()
    press(window.workspace.finder.wanted, Qt.Key.Key_Escape)
    assert not window.workspace.panel.isVisible()


def test_a_folded_panel_is_folded_again(window: MainWindow, settings: Settings) -> None:
    window.workspace.show_page("projects")
    window.workspace.toggle_panel()
    press(window, Qt.Key.Key_F, CTRL)
    assert window.workspace.finder.isVisible()
    window.workspace.finder.close_button.click()
    assert not window.workspace.panel.isVisible()
    assert not settings.is_panel_open


def test_folding_the_panel_closes_the_search(window: MainWindow, panel: FindPanel) -> None:
    press(window, Qt.Key.Key_F9)
    assert not panel.isVisible()
    press(window, Qt.Key.Key_F9)
    assert window.workspace.panel.preview.isVisible()


def test_in_a_narrow_window_the_search_takes_the_outlines_place(window: MainWindow, panel: FindPanel) -> None:
    window.resize(900, 560)
    QApplication.processEvents()
    assert panel.isVisible()
    assert not window.workspace.view.isVisible()
    press(panel.wanted, Qt.Key.Key_Escape)
    assert window.workspace.view.isVisible()


# Replacing


@pytest.fixture
def replacing(window: MainWindow, qtbot: QtBot) -> FindPanel:
    return opened(window, qtbot, Qt.Key.Key_H)


def make_final(session: Session) -> None:
    session.edit(lambda: session.library.set_fields(1, [("report", 1, "status", "定稿")], "定稿"))


def test_ctrl_h_offers_to_replace(replacing: FindPanel) -> None:
    assert replacing.replacement.isVisible()
    look_for(replacing, "毕节市")
    assert replacing.replace_all.text() == f"全部替换 {len(replacing.model.hits)}"


def test_the_fold_beside_the_box_does_the_same(panel: FindPanel) -> None:
    panel.unfold.click()
    assert panel.replacement.isVisible()
    panel.unfold.click()
    assert not panel.replacement.isVisible()


def test_all_ticked_hits_are_replaced_and_counted(window: MainWindow, replacing: FindPanel) -> None:
    look_for(replacing, "毕节市")
    count = len(replacing.model.hits)
    replacing.replacement.setText("遵义市")
    replacing.replace_all.click()
    assert replacing.model.hits == ()
    assert window.toast.text.text().startswith(f"已替换 {count} 处，")
    press(replacing.replacement, Qt.Key.Key_Z, CTRL)
    look_for(replacing, "毕节市")
    assert len(replacing.model.hits) == count


def test_a_hit_can_be_left_out_with_a_click_or_the_space_bar(window: MainWindow, replacing: FindPanel) -> None:
    look_for(replacing, "毕节市")
    before = window.workspace.place
    hit = replacing.model.hits[0]
    index = replacing.model.index(replacing.model.line_of(hit), 0)
    rect = replacing.list.visualRect(index)
    click(replacing.list.viewport(), QPoint(rect.left() + 20, rect.center().y()))
    assert hit not in replacing.model.ticked()
    assert window.workspace.place == before
    replacing.list.setCurrentIndex(index)
    press(replacing.list, Qt.Key.Key_Space)
    assert hit in replacing.model.ticked()


def test_enter_replaces_hit_by_hit(window: MainWindow, replacing: FindPanel) -> None:
    look_for(replacing, "毕节市")
    count = len(replacing.model.hits)
    replacing.replacement.setFocus()
    type_text(replacing.replacement, "遵义市")
    press(replacing.replacement, Qt.Key.Key_Return)
    assert len(replacing.model.hits) == count
    assert selected(window) == "毕节市"
    press(replacing.replacement, Qt.Key.Key_Return)
    assert len(replacing.model.hits) == count - 1
    assert replacing.replacement.hasFocus()


def test_a_refusal_is_told_in_the_bar(window: MainWindow, replacing: FindPanel) -> None:
    look_for(replacing, "产业人才发展专项资金")
    replacing.replacement.setText("很" * 400)
    replacing.replace_all.click()
    assert window.message_bar.isVisible()
    assert "有 1 处没有替换：“产业人才发展专项资金”的项目名称" in window.message_bar.text.text()
    assert "最多填写 300 字" in window.message_bar.text.text()


def test_a_figure_alone_offers_nothing_to_replace(replacing: FindPanel) -> None:
    look_for(replacing, "47280.34")
    assert not replacing.replace_all.isEnabled()


def test_a_final_report_says_that_it_is_closed(window: MainWindow, replacing: FindPanel) -> None:
    make_final(window.session)
    look_for(replacing, "毕节市")
    assert not replacing.replace_all.isEnabled()
    assert "已定稿" in replacing.summary.text()
    assert not replacing.model.is_replacing
    assert replacing.replacement.isVisible()


def test_a_read_only_library_says_so(reading_session: Session, settings: Settings, qtbot: QtBot) -> None:
    window = show_window(reading_session, settings, qtbot)
    press(window, Qt.Key.Key_H, CTRL)
    look_for(window.workspace.finder, "就业")
    assert "只读" in window.workspace.finder.summary.text()
    assert not window.workspace.finder.replace_button.isEnabled()


def test_what_is_typed_on_the_page_is_taken_in_before_replacing(window: MainWindow, replacing: FindPanel) -> None:
    look_for(replacing, "毕节市")
    row = window.session.data.projects[0]
    window.workspace.go_to(Place("projects", "project", row.id, "purpose"))
    type_text(cast("LongEditor", focused()), "又一个毕节市")
    replacing.replacement.setText("遵义市")
    replacing.replace_all.click()
    assert "又一个遵义市" in window.session.data.projects[0].purpose


def test_the_lists_passages_are_drawn_in_both_ways(replacing: FindPanel) -> None:
    look_for(replacing, "毕节市")
    with_ticks = replacing.list.grab().toImage()
    replacing.unfold.click()
    assert replacing.list.grab().toImage() != with_ticks
    assert replacing.model.index(1, 0).data(HIT_ROLE) is not None
