"""The window as a whole: one edit is seen everywhere, and nothing typed is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.library import Library
from tests.ui.conftest import Answers, show_window
from tests.ui.forms import field
from tests.ui.keys import CTRL, SHIFT, press, propose, type_text
from tests.ui.test_session import full_disk
from ui import theme
from ui.application import Application
from ui.main_window import MainWindow, open_last
from ui.models.goto_model import Place
from ui.models.outline_model import MISSING_ROLE, OVERVIEW, ROWS_ROLE
from ui.pages.entity_page import EntityPage
from ui.pages.overview_page import OverviewPage
from ui.session import Session
from ui.settings import Settings
from ui.theme import ThemeChoice
from ui.widgets.editors import LineEditor
from ui.widgets.entity_table import EntityTable
from ui.widgets.field_box import FieldBox

Settle = Callable[[], None]


def entity_page(window: MainWindow, key: str) -> EntityPage:
    window.workspace.show_page(key)
    return cast("EntityPage", window.workspace.page(key))


def table_of(page: EntityPage, name: str) -> EntityTable:
    return page.blocks[name].table


def retype(box: FieldBox, text: str) -> None:
    box.editor.setFocus()
    cast("LineEditor", box.editor).selectAll()
    type_text(box.editor, text)


def report_text(window: MainWindow) -> str:
    document = window.workspace.panel.preview.document
    assert document is not None
    return "\n".join(paragraph.text for paragraph in document.paragraphs())


# One edit, everywhere


def test_a_figure_edited_in_the_form_changes_everywhere(window: MainWindow, settle: Settle) -> None:
    page = entity_page(window, "projects")
    retype(field(page, "project", "executed"), "2390.45")
    window.session.commit_pending()
    settle()
    table = table_of(page, "project")
    assert window.session.data.projects[0].executed == 2_390_450_000
    assert table.entity_model.index(0, table.entity_model.column_of("executed")).data() == "2,390.45"
    assert table.entity_model.index(0, table.entity_model.column_of("rate")).data() == "50.0%"
    assert page.blocks["project"].totals.text("executed") == "44,872.08"
    assert "2,390.45万元" in report_text(window)
    assert window.status_bar.saved.text().startswith("已保存 ")


def test_a_fund_edited_in_the_table_changes_score_overview_and_status(window: MainWindow, settle: Settle) -> None:
    page = entity_page(window, "funds")
    table = table_of(page, "fund_line")
    table.entity_model.setData(table.entity_model.index(0, table.entity_model.column_of("executed")), "40000")
    settle()
    assert "预算完成率 67.7%" in window.status_bar.completion.text()
    assert "67.7%" in report_text(window)
    window.workspace.show_page("overview")
    overview = cast("OverviewPage", window.workspace.page("overview"))
    assert overview.completion.figure == "67.7%"
    assert any("各口径合计不一致" in shown.text() for shown in overview.findChildren(QLabel))


def test_a_cleared_field_is_counted_in_outline_status_and_overview(window: MainWindow, settle: Settle) -> None:
    window.session.enter("report", 1, "overall_goal", "")
    settle()
    assert window.outline.index_of("work").data(MISSING_ROLE) == 1
    assert window.status_bar.filled.text() == "完成度 99%"
    overview = cast("OverviewPage", window.workspace.page("overview"))
    assert "还差 1 项：部门履职总体目标" in overview.filled.remark


def test_a_new_row_is_counted_in_the_outline(window: MainWindow, settle: Settle) -> None:
    page = entity_page(window, "projects")
    table_of(page, "project").commands.add_row()
    settle()
    assert window.outline.index_of("projects").data(ROWS_ROLE) == "15"


def test_the_department_renamed_is_renamed_in_the_top_bar_and_the_title(window: MainWindow) -> None:
    page = entity_page(window, "profile")
    retype(field(page, "department", "name"), "某市某局")
    window.session.commit_pending()
    assert window.top_bar.department.text() == "某市某局"
    assert window.windowTitle().startswith("某市某局")


def test_a_new_report_has_no_score_yet(window: MainWindow, settle: Settle) -> None:
    window.session.open_report(window.session.library.reports.new("某市某局", 2022))
    settle()
    overview = cast("OverviewPage", window.workspace.page("overview"))
    assert (overview.score.figure, overview.completion.figure) == ("—", "—")
    assert window.status_bar.score.text() == "自评得分 —"


# Undo


def test_another_report_makes_no_page_but_the_one_that_is_shown(window: MainWindow) -> None:
    asked: list[str] = []
    window.workspace.page_shown.connect(asked.append)
    window.session.open_report(window.session.library.reports.new("某市某局", 2021))
    assert asked == [OVERVIEW]


def test_undo_and_redo_by_their_keys(window: MainWindow) -> None:
    page = entity_page(window, "projects")
    retype(field(page, "project", "executed"), "1")
    window.session.commit_pending()
    table = table_of(page, "project")
    table.setFocus()
    press(table, Qt.Key.Key_Z, CTRL)
    assert window.session.data.projects[0].executed == 4_744_580_000
    press(table, Qt.Key.Key_Y, CTRL)
    assert window.session.data.projects[0].executed == 1_000_000
    press(table, Qt.Key.Key_Z, CTRL)
    press(table, Qt.Key.Key_Z, CTRL | SHIFT)
    assert window.session.data.projects[0].executed == 1_000_000


def test_undo_says_what_it_would_take_back(window: MainWindow) -> None:
    assert not window.undo_actions.undo.isEnabled()
    window.session.enter("project", window.session.data.projects[0].id, "executed", "1")
    assert window.undo_actions.undo.isEnabled()
    assert "修改全年执行数" in window.undo_actions.undo.toolTip()


def test_undo_that_is_done_is_told(window: MainWindow) -> None:
    window.session.enter("project", window.session.data.projects[0].id, "executed", "1")
    window.undo_actions.undo.trigger()
    assert window.toast.text.text() == "已撤销：修改全年执行数"
    assert window.toast.isVisible()


# Nothing is lost


@pytest.mark.parametrize("leave", ["page", "undo", "close", "report"])
def test_what_is_typed_is_stored_whichever_way_it_is_left(
    window: MainWindow, session: Session, library: Library, leave: str
) -> None:
    page = entity_page(window, "work")
    box = field(page, "report", "overall_goal")
    box.editor.setFocus()
    propose(box.editor, "拟定中")
    match leave:
        case "page":
            window.workspace.show_page("overview")
        case "undo":
            session.undo()
            session.redo()
        case "close":
            window.close()
        case _:
            session.open_report(0)
    assert "拟定中" in library.data(1).report.overall_goal


def test_closing_with_nonsense_in_a_field_asks_first(window: MainWindow, answers: Answers) -> None:
    page = entity_page(window, "projects")
    retype(field(page, "project", "executed"), "abc")
    answers.agrees = False
    window.close()
    assert window.isVisible()
    assert "有 1 处输入不符合要求" in answers.asked[0]


def test_text_that_is_not_stored_is_counted_in_the_status_bar(window: MainWindow) -> None:
    page = entity_page(window, "projects")
    retype(field(page, "project", "executed"), "abc")
    window.session.commit_pending()
    assert "1 处未保存" in window.status_bar.drafts.text()


def test_a_full_disk_shows_the_bar_and_keeps_the_text(window: MainWindow) -> None:
    page = entity_page(window, "projects")
    box = field(page, "project", "executed")
    retype(box, "1")
    with full_disk():
        window.session.commit_pending()
    assert window.message_bar.isVisible()
    assert window.message_bar.kind == "error"
    assert box.editor.typed_text() == "1"
    assert window.status_bar.saved.text().startswith("未保存：")


def test_the_bar_goes_when_what_could_not_be_saved_is(window: MainWindow) -> None:
    box = field(entity_page(window, "projects"), "project", "executed")
    retype(box, "1")
    with full_disk():
        window.session.commit_pending()
    assert window.message_bar.isVisible()
    window.status_bar.retry.click()
    assert not window.message_bar.isVisible()
    assert window.status_bar.saved.text().startswith("已保存")


# Going places


def test_go_to_box_finds_a_row_and_goes_there(window: MainWindow) -> None:
    press(window, Qt.Key.Key_K, CTRL)
    assert window.search.hasFocus()
    type_text(window.search, "行政医疗")
    press(window.search, Qt.Key.Key_Return)
    assert window.workspace.page_key == "projects"
    row = window.session.find("project", window.session.focus[1])
    assert "行政医疗" in getattr(row, "name", "")


def test_go_to_box_finds_a_field(window: MainWindow) -> None:
    window.search.setFocus()
    type_text(window.search, "主要工作成效")
    press(window.search, Qt.Key.Key_Return)
    page = cast("EntityPage", window.workspace.page("results"))
    assert field(page, "report", "results_text").editor.hasFocus()


def test_a_click_on_a_figure_of_the_preview_goes_to_its_field(window: MainWindow) -> None:
    row = window.session.data.projects[4]
    window.workspace.panel.preview.preview.field_clicked.emit(f"project/{row.id}/executed")
    page = cast("EntityPage", window.workspace.page("projects"))
    assert window.workspace.page_key == "projects"
    assert page.row_forms["project"].row_id == row.id
    assert field(page, "project", "executed").editor.hasFocus()


def test_a_project_of_the_overview_leads_to_its_row(window: MainWindow) -> None:
    overview = cast("OverviewPage", window.workspace.page("overview"))
    mark = overview.project_card.bars.marks[0]
    overview.project_card.bars.place_wanted.emit(mark.place)
    assert window.session.focus[:2] == ("project", cast("Place", mark.place).row_id)


def test_the_panel_folds_and_is_folded_at_the_next_start(window: MainWindow, settings: Settings) -> None:
    window.workspace.show_page("projects")
    assert window.workspace.panel.isVisible()
    window.workspace.toggle_panel()
    assert not window.workspace.panel.isVisible()
    assert not settings.is_panel_open


# Paragraphs by hand


def test_a_generated_paragraph_can_be_taken_over_and_given_back(window: MainWindow, settle: Settle) -> None:
    window.workspace.show_page("funds")
    panel = window.workspace.panel.preview
    panel.preview.paragraph_clicked.emit("funds.total")
    assert not panel.take_button.isHidden()
    assert panel.give_button.isHidden()
    window.session.library.documents.take_over(1, "funds.total", "手写的一段。")
    settle()
    assert "手写的一段。" in report_text(window)
    assert not panel.give_button.isHidden()
    panel.give_button.click()
    settle()
    assert "手写的一段。" not in report_text(window)


def test_a_click_on_a_paragraph_by_hand_offers_to_give_it_back(window: MainWindow, settle: Settle) -> None:
    window.workspace.show_page("funds")
    panel = window.workspace.panel.preview
    window.session.library.documents.take_over(1, "funds.total", "手写的一段。")
    settle()
    panel.preview.field_clicked.emit(f"override/{window.session.data.overrides[0].id}/text")
    assert panel.give_button.isVisible()


def test_a_paragraph_by_hand_whose_figures_changed_is_told(window: MainWindow, settle: Settle) -> None:
    window.workspace.show_page("funds")
    panel = window.workspace.panel.preview
    window.session.library.documents.take_over(1, "funds.total", "手写的一段。")
    window.session.enter("fund_line", window.session.data.fund_lines[0].id, "budget", "1")
    settle()
    panel.show_paragraph("funds.total")
    assert "又有变化" in panel.paragraph_text.text()


# Reports


def test_reports_can_be_left_and_opened_again(window: MainWindow) -> None:
    window.session.open_report(0)
    assert window.start_page.isVisible()
    assert not window.top_bar.isVisible()
    window.start_page.open_button.click()
    assert window.session.report_id == 1
    assert window.workspace.isVisible()


def test_asking_for_the_sample_twice_adds_it_once(window: MainWindow) -> None:
    window.session.open_report(0)
    window.reports.open_sample()
    assert [report.id for report in window.session.library.reports.all()] == [1]


def test_a_deleted_report_can_be_brought_back(window: MainWindow, answers: Answers) -> None:
    window.session.open_report(0)
    window.start_page.delete_button.click()
    assert "番禺区人力资源和社会保障局 2021年度" in answers.asked[0]
    assert window.session.library.reports.all() == []
    window.toast.action.click()
    assert len(window.session.library.reports.all()) == 1
    assert window.start_page.model.rowCount() == 1


def test_an_empty_library_offers_the_sample_and_a_new_report(
    tmp_path: Path, settings: Settings, answers: Answers, qtbot: QtBot
) -> None:
    with Library.open(tmp_path / "new.db", create=True) as library:
        window = show_window(Session(library, answers), settings, qtbot)
        assert window.start_page.first_new.isVisible()
        window.start_page.first_sample.click()
        assert window.session.report_id == 1


def test_the_last_report_is_opened_again(session: Session, settings: Settings) -> None:
    session.open_report(0)
    settings.last_report = 1
    open_last(session, settings)
    assert session.report_id == 1


def test_a_last_report_that_is_gone_is_no_trouble(session: Session, settings: Settings) -> None:
    session.open_report(0)
    settings.last_report = 77
    open_last(session, settings)
    assert session.report_id == 0


def test_a_second_window_is_told_why_it_may_only_read(
    reading_session: Session, settings: Settings, qtbot: QtBot
) -> None:
    window = show_window(reading_session, settings, qtbot)
    assert window.read_only_bar.isVisible()
    assert window.read_only_bar.text.text().startswith("只读：")
    page = entity_page(window, "projects")
    assert cast("LineEditor", field(page, "project", "executed").editor).isReadOnly()


# Looks


def test_the_theme_can_be_changed_while_the_window_is_open(window: MainWindow, light: Application) -> None:
    window.options.use_theme(ThemeChoice.DARK)
    assert theme.current() is theme.DARK
    assert light.palette().window().color().name().upper() == theme.DARK.background


CHINESE = re.compile(r"[\u4e00-\u9fff]")
NO_WORDS = re.compile(r"^[^A-Za-z]*$")
NAMES = re.compile(r"\b(Word|PDF|Excel|Ctrl|Alt|Shift|Del|Ins|Enter|Tab|Esc|F\d+|K|Y|Z|E|P|D|V|C|Return)\b")


def _words(widget: QWidget) -> list[str]:
    """What a widget says: its text, its tip and its name for screen readers."""
    found = [widget.toolTip(), widget.accessibleName(), widget.windowTitle()]
    if isinstance(widget, QAbstractButton | QLabel):
        found.append(widget.text())
    if isinstance(widget, QLineEdit):
        found.append(widget.placeholderText())
    if isinstance(widget, QMenu):
        found += [action.text() for action in widget.actions()]
    return [text for text in found if text]


def test_nothing_in_the_window_is_in_english(window: MainWindow) -> None:
    for page in window.outline.pages():
        window.workspace.show_page(page.key)
    window.workspace.show_page("history")
    words = [text for widget in window.findChildren(QWidget) for text in _words(widget)]
    words += [action.text() for action in window.findChildren(QAction)]
    path = str(window.session.library.path)
    assert [
        text for text in words if not CHINESE.search(text) and not NO_WORDS.match(NAMES.sub("", text)) and text != path
    ] == []


def test_qts_own_menus_are_chinese(window: MainWindow) -> None:
    page = entity_page(window, "projects")
    editor = cast("QLineEdit", field(page, "project", "name").editor)
    menu = editor.createStandardContextMenu()
    assert all(CHINESE.search(action.text()) for action in menu.actions() if action.text())
    menu.deleteLater()


def test_every_page_opens_and_every_widget_that_takes_keys_has_a_name(window: MainWindow) -> None:
    for page in window.outline.pages():
        window.workspace.show_page(page.key)
        assert window.workspace.page_key == page.key
        shown = window.workspace.page(page.key)
        assert shown is not None
        nameless = [
            type(widget).__name__
            for widget in shown.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not _words(widget)
            and not widget.focusProxy()
            and type(widget).__module__.startswith("ui.")
        ]
        assert nameless == []


def test_opening_another_report_shows_its_rows_on_the_same_pages(window: MainWindow, settle: Settle) -> None:
    page = entity_page(window, "projects")
    other = window.session.library.reports.new("某市某局", 2022)
    window.session.open_report(other)
    window.workspace.show_page("projects")
    settle()
    assert table_of(page, "project").entity_model.rowCount() == 0
    window.session.open_report(1)
    assert table_of(page, "project").entity_model.rowCount() == 14
    assert page.row_forms["project"].row_id == window.session.data.projects[0].id


def test_news_longer_than_the_window_is_wide_take_several_lines(window: MainWindow) -> None:
    window.resize(900, 560)
    window.toast.tell("短")
    height = window.toast.height()
    window.toast.tell("很长的一句话，" * 20)
    assert window.rect().contains(window.toast.geometry())
    assert window.toast.height() > height
    assert window.toast.text.height() >= window.toast.text.heightForWidth(window.toast.text.width())
    window.toast.tell("短")
    assert window.toast.height() == height


def test_making_a_page_opens_no_other_window(window: MainWindow) -> None:
    seen: list[object] = []
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.focusWindowChanged.connect(seen.append)
    window.workspace.show_page("projects")
    QApplication.processEvents()
    assert seen == []


def test_the_window_fits_a_small_screen_at_a_large_scale(window: MainWindow) -> None:
    window.workspace.show_page("projects")
    window.resize(900, 512)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (900, 512)
    assert not window.workspace.panel.isVisible()
    window.resize(1366, 768)
    QApplication.processEvents()
    assert window.workspace.panel.isVisible()
