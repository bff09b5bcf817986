"""The panel beside the form: it follows edits, shows either part, and keeps watch over what was written by hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot

from app.model.entities import FundLine
from ui.session import Session
from ui.widgets import preview_panel
from ui.widgets.preview_bar import PreviewBar
from ui.widgets.preview_panel import PreviewPanel

KEY = "funds.total"


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> PreviewPanel:
    made = PreviewPanel(session)
    qtbot.addWidget(made)
    made.resize(390, 640)
    made.show()
    qtbot.waitUntil(lambda: made.document is not None)
    return made


def follow(panel: PreviewPanel, qtbot: QtBot) -> None:
    """Lets the panel follow the last edit."""
    qtbot.waitUntil(lambda: not panel._is_due)


def text_of(panel: PreviewPanel) -> str:
    assert panel.document is not None
    return "\n".join(paragraph.text for paragraph in panel.document.paragraphs())


def change_budget(session: Session, text: str) -> None:
    session.enter(FundLine.TABLE, session.data.fund_lines[0].id, "budget", text)


def test_an_edit_is_shown_with_the_next_turn_of_the_event_loop(
    panel: PreviewPanel, session: Session, qtbot: QtBot
) -> None:
    change_budget(session, "12345.67")
    assert "12,345.67" not in text_of(panel)
    follow(panel, qtbot)
    assert "12,345.67" in text_of(panel)


def test_several_edits_are_one_drawing(panel: PreviewPanel, session: Session, qtbot: QtBot) -> None:
    first = panel.document
    for number in range(5):
        change_budget(session, str(1000 + number))
    assert panel.document is first
    follow(panel, qtbot)
    assert "1,004" in text_of(panel)


def test_a_large_report_is_drawn_in_another_thread(
    panel: PreviewPanel, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview_panel, "_MOST_ROWS", 0)
    change_budget(session, "12345.67")
    panel.refresh()
    assert "12,345.67" not in text_of(panel)
    change_budget(session, "76543.21")
    panel.refresh()
    qtbot.waitUntil(lambda: "76,543.21" in text_of(panel))


def test_what_was_drawn_for_another_part_is_drawn_anew(
    panel: PreviewPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview_panel, "_MOST_ROWS", 0)
    panel.refresh()
    panel.show_part("annex")
    qtbot.waitUntil(lambda: "一、基本情况" not in text_of(panel))
    assert "部门整体支出绩效自评表" in text_of(panel)


def test_a_hidden_panel_draws_when_it_is_shown(panel: PreviewPanel, session: Session, qtbot: QtBot) -> None:
    panel.hide()
    change_budget(session, "12345.67")
    qtbot.wait(20)
    assert "12,345.67" not in text_of(panel)
    panel.show()
    assert "12,345.67" in text_of(panel)


def test_the_officer_chooses_the_part(panel: PreviewPanel) -> None:
    panel.head._parts["annex"].click()
    assert "部门整体支出绩效自评表" in text_of(panel)
    assert panel.head._parts["annex"].isChecked()
    panel.show_part("report")
    assert panel.head._parts["report"].isChecked()


def test_nothing_is_said_of_paragraphs_by_hand_while_there_are_none(panel: PreviewPanel) -> None:
    assert panel.head.by_hand.isHidden()


def test_paragraphs_by_hand_are_listed_the_outdated_first(panel: PreviewPanel, session: Session, qtbot: QtBot) -> None:
    session.library.documents.take_over(1, "profile.structure", "手写的机构设置。")
    session.library.documents.take_over(1, KEY, "手写的预算执行。")
    change_budget(session, "12345.67")
    follow(panel, qtbot)
    assert panel.head.by_hand.text() == "手工 2，1 处已变"
    panel.head._fill()
    words = [action.text() for action in panel.head.menu.actions()]
    assert words == ["数字已变：手写的预算执行。", "手工：手写的机构设置。"]


def test_outdated_paragraphs_are_told_while_the_annex_is_shown(
    panel: PreviewPanel, session: Session, qtbot: QtBot
) -> None:
    panel.show_part("annex")
    session.library.documents.take_over(1, KEY, "手写的预算执行。")
    change_budget(session, "12345.67")
    follow(panel, qtbot)
    assert panel.head.by_hand.text() == "手工 1，1 处已变"


def test_a_paragraph_of_the_list_is_gone_to_from_the_other_part(
    panel: PreviewPanel, session: Session, qtbot: QtBot
) -> None:
    session.library.documents.take_over(1, "projects.count", "手写的项目情况。")
    panel.show_part("annex")
    follow(panel, qtbot)
    panel.head.paragraph_wanted.emit("projects.count")
    qtbot.waitUntil(lambda: panel.preview.verticalScrollBar().value() > 0)
    assert "手写的项目情况。" in text_of(panel)
    assert panel.take_button.text() == "修改…"


def test_text_by_hand_without_its_paragraph_can_be_removed(panel: PreviewPanel, session: Session, qtbot: QtBot) -> None:
    project = session.data.projects[0].id
    session.library.documents.take_over(1, f"project/{project}", "手写的项目。")
    session.library.delete(1, "project", [project])
    follow(panel, qtbot)
    panel.head._fill()
    (action,) = panel.head.menu.actions()
    assert action.text() == "报告中已没有这一段：手写的项目。"
    action.trigger()
    assert "不会印出" in panel.paragraph_text.text()
    panel.give_button.click()
    follow(panel, qtbot)
    assert not session.data.overrides
    assert panel.head.by_hand.isHidden()


def test_a_paragraph_of_another_part_is_not_offered(panel: PreviewPanel, session: Session, qtbot: QtBot) -> None:
    session.library.documents.take_over(1, KEY, "手写的预算执行。")
    follow(panel, qtbot)
    panel.show_paragraph(KEY)
    panel.show_part("annex")
    assert not panel.give_button.isVisible()


def test_the_preview_gives_back_by_its_menu(panel: PreviewPanel, session: Session, qtbot: QtBot) -> None:
    session.library.documents.take_over(1, KEY, "手写的预算执行。")
    follow(panel, qtbot)
    panel.preview.give_back_wanted.emit(KEY)
    assert not session.data.overrides


def test_the_zoom_can_be_chosen(panel: PreviewPanel) -> None:
    bar = panel.findChild(PreviewBar)
    assert bar is not None
    bar._fill()
    words = {action.text().partition("\t")[0]: action for action in bar.menu.actions()}
    assert words["适合宽度"].isChecked()
    words["100%"].trigger()
    assert (panel.preview.zoom, bar.zoom.text()) == (100, "100%")
    bar._fill()
    assert [action.text() for action in bar.menu.actions() if action.isChecked()] == ["100%"]


def test_a_page_number_typed_is_gone_to(panel: PreviewPanel, qtbot: QtBot) -> None:
    assert len(panel.preview.pages) > 3
    page = panel.findChild(QSpinBox)
    assert page is not None
    page.setFocus()
    page.selectAll()
    QTest.keyClicks(page, "3")
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert panel.preview._at[0] == 3
    panel.preview.go_to_page(1)
    assert page.value() == 1


def test_fonts_that_are_missing_are_named_with_what_is_shown_instead(panel: PreviewPanel) -> None:
    panel.note.show_missing([("仿宋_GB2312", "Noto Serif CJK SC")])
    assert panel.note.fonts.text() == "缺 1 种公文字体"
    assert "仿宋_GB2312，预览以 Noto Serif CJK SC 代替" in panel.note.fonts.accessibleDescription()
    panel.note.show_missing([])
    assert panel.note.fonts.isHidden()


def test_the_preview_says_what_it_cannot_promise(panel: PreviewPanel) -> None:
    assert panel.note.text.text() == "仅供参考，页数以 Word/WPS 为准"


def test_the_pages_still_to_come_are_told(panel: PreviewPanel, session: Session, qtbot: QtBot) -> None:
    bar = panel.findChild(PreviewBar)
    assert bar is not None
    panel.preview.forget()
    assert bar.count.text() == ""
    panel.refresh()
    if panel.preview.is_growing:
        assert bar.count.text().endswith("+ 页") or not panel.preview._frames
    count = len(panel.preview.pages)
    assert bar.count.text() == f"/ {count} 页"


def test_the_part_that_was_clicked_in_is_not_taken_away(panel: PreviewPanel) -> None:
    panel.field_wanted.connect(lambda _ref: panel.show_part("annex"))
    panel.preview.field_clicked.emit("score/total")
    assert "一、基本情况" in text_of(panel)
    panel.show_part("annex")
    assert "一、基本情况" not in text_of(panel)


def test_the_head_fits_the_narrowest_panel(panel: PreviewPanel, session: Session, qtbot: QtBot) -> None:
    for key in ("profile.structure", KEY, "projects.count"):
        session.library.documents.take_over(1, key, "手写的一段。")
    change_budget(session, "12345.67")
    follow(panel, qtbot)
    assert panel.minimumSizeHint().width() <= 280


def test_what_was_gone_to_while_the_panel_was_hidden_is_marked_when_it_comes(
    panel: PreviewPanel, session: Session, qtbot: QtBot
) -> None:
    project, line = session.data.projects[0], session.data.fund_lines[0]
    session.focus_on(FundLine.TABLE, line.id, "budget")
    qtbot.waitUntil(lambda: panel.preview.is_whole)
    panel.hide()
    session.focus_on(project.TABLE, project.id, "budget")
    panel.show()
    assert panel.preview._prefix == f"project/{project.id}/budget"


def test_another_tables_figures_are_shown_where_they_are_printed_first(
    panel: PreviewPanel, session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: panel.preview.is_whole)
    session.focus_on("measure", session.data.measures[-1].id, "measure")
    assert panel.preview._top_index() > 10
    session.focus_on("department", session.data.department.id, "name")
    assert panel.preview._top_index() == 0
