"""Going back and forth, and from issue to issue, in the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.checks import registry
from app.checks.registry import RULES, Findings, Found, Rule, Subject
from app.model.results import Severity
from tests.ui.keys import ALT, CTRL, SHIFT, press
from ui.main_window import MainWindow
from ui.models.goto_model import Place
from ui.pages.entity_page import EntityPage

Settle = Callable[[], None]


def back(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Left, ALT)


def forward(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Right, ALT)


def projects(window: MainWindow) -> list[int]:
    return [row.id for row in window.session.data.projects]


def clear(window: MainWindow, table: str, row_id: int, field: str) -> None:
    assert window.session.enter(table, row_id, field, "")


@pytest.fixture(autouse=True)
def one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only SC-06 is applied: the sample keeps it, so that every issue is one a test made."""
    monkeypatch.setattr(registry, "RULE_IDS", ("SC-06",))


# Back and forth


def test_back_returns_to_row_and_field(window: MainWindow) -> None:
    third = projects(window)[2]
    window.workspace.go_to(Place("projects", "project", third, "purpose"))
    window.workspace.show_page("duties")
    back(window)
    assert window.workspace.place == Place("projects", "project", third, "purpose")
    forward(window)
    assert window.workspace.page_key == "duties"


def test_jumps_on_one_page_are_visits(window: MainWindow) -> None:
    first, second, third = projects(window)[:3]
    for row_id in (first, second, third):
        window.workspace.go_to(Place("projects", "project", row_id, "purpose"))
    back(window)
    assert window.workspace.place.row_id == second
    back(window)
    assert window.workspace.place.row_id == first
    back(window)
    assert window.workspace.page_key == "overview"


def test_the_buttons_are_off_where_there_is_nowhere_to_go(window: MainWindow) -> None:
    assert not window.journey.back.isEnabled()
    window.workspace.show_page("duties")
    assert window.journey.back.isEnabled()
    assert not window.journey.forward.isEnabled()
    window.journey.back.trigger()
    assert window.workspace.page_key == "overview"
    assert window.journey.forward.isEnabled()
    assert not window.journey.back.isEnabled()


def test_a_deleted_row_is_passed_over(window: MainWindow) -> None:
    first, second = projects(window)[:2]
    window.workspace.go_to(Place("duties"))
    window.workspace.go_to(Place("projects", "project", second, "purpose"))
    window.workspace.show_page("funds")
    window.session.library.delete(1, "project", [second])
    back(window)
    assert window.workspace.page_key == "duties"
    assert first in projects(window)


def test_another_report_begins_a_new_trail(window: MainWindow) -> None:
    window.workspace.show_page("duties")
    other = window.session.library.reports.new("某市某局", 2022)
    window.session.open_report(other)
    assert not window.journey.back.isEnabled()


@pytest.mark.parametrize(
    ("button", "page"), [(Qt.MouseButton.BackButton, "overview"), (Qt.MouseButton.LeftButton, "duties")]
)
def test_the_mouse_has_buttons_for_it(window: MainWindow, button: Qt.MouseButton, page: str) -> None:
    window.workspace.show_page("duties")
    place = QPointF(600, 400)
    press_event = QMouseEvent(
        QEvent.Type.MouseButtonPress, place, window.mapToGlobal(place), button, button, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window.windowHandle(), press_event)
    assert window.workspace.page_key == page


def test_keys_reach_the_window_from_an_editor(window: MainWindow) -> None:
    first = projects(window)[0]
    window.workspace.go_to(Place("projects", "project", first, "purpose"))
    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, Qt.Key.Key_Left, ALT)
    assert window.workspace.page_key == "overview"


@pytest.mark.parametrize("field", ["purpose", "name", "budget"])
@pytest.mark.parametrize("is_in_cell", [False, True])
def test_the_windows_keys_reach_it_from_every_editor(window: MainWindow, field: str, is_in_cell: bool) -> None:
    place = Place("projects", "project", projects(window)[0], field)
    for key, modifiers, opened in (
        (Qt.Key.Key_K, CTRL, window.search.list),
        (Qt.Key.Key_F, CTRL, window.workspace.finder),
        (Qt.Key.Key_H, CTRL, window.workspace.finder.replacement),
    ):
        window.workspace.go_to(place)
        if is_in_cell and field != "purpose":
            page = window.workspace.page("projects")
            assert isinstance(page, EntityPage)
            table = page.blocks["project"].table
            table.setFocus()
            table.edit(table.currentIndex())
        focused = QApplication.focusWidget()
        assert focused is not None
        press(focused, key, modifiers)
        assert opened.isVisible()
        press(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
        assert not opened.isVisible()


# From issue to issue


@pytest.fixture
def faulty(window: MainWindow) -> MainWindow:
    """Two fields are empty, and an indicator that lost points has no reason."""
    clear(window, "report", 1, "overall_goal")
    clear(window, "project", projects(window)[3], "purpose")
    clear(window, "indicator", window.session.data.indicators[1].id, "reason")
    return window


def test_f8_leads_through_what_is_missing_and_what_was_found(faulty: MainWindow) -> None:
    expected = [
        ("work", "report", "overall_goal", "待填 1/3：“部门履职总体目标”还没有填写。"),
        ("projects", "project", "purpose", "“主要用途”还没有填写。"),
        ("indicators", "indicator", "reason", "错 3/3：自评表第2行“预算完成率”"),
        ("work", "report", "overall_goal", "待填 1/3"),
    ]
    for page, table, field, words in expected:
        press(faulty, Qt.Key.Key_F8)
        place = faulty.workspace.place
        assert (place.page, place.table, place.field) == (page, table, field)
        assert words in faulty.issue_bar.text.text()
        assert faulty.issue_bar.isVisible()
        assert faulty.issue_bar.kind == ("error" if page == "indicators" else "info")


def test_shift_f8_leads_the_other_way(faulty: MainWindow) -> None:
    pages = []
    for _ in range(4):
        press(faulty, Qt.Key.Key_F8, SHIFT)
        pages.append(faulty.workspace.page_key)
    assert pages == ["indicators", "projects", "work", "indicators"]


def test_f8_goes_on_from_where_the_officer_is(faulty: MainWindow) -> None:
    faulty.workspace.show_page("tasks")
    press(faulty, Qt.Key.Key_F8)
    assert faulty.workspace.page_key == "projects"
    faulty.workspace.show_page("tasks")
    press(faulty, Qt.Key.Key_F8, SHIFT)
    assert faulty.workspace.page_key == "work"


def test_an_issue_that_was_mended_is_left_out(faulty: MainWindow) -> None:
    press(faulty, Qt.Key.Key_F8)
    faulty.session.enter("report", 1, "overall_goal", "目标。")
    press(faulty, Qt.Key.Key_F8)
    assert faulty.workspace.page_key == "projects"
    assert "1/2" in faulty.issue_bar.text.text()


def test_the_bar_goes_when_its_issue_is_mended(faulty: MainWindow, settle: Settle, qtbot: QtBot) -> None:
    press(faulty, Qt.Key.Key_F8)
    settle()
    assert faulty.issue_bar.isVisible()
    faulty.session.enter("report", 1, "overall_goal", "目标。")
    qtbot.waitUntil(lambda: not faulty.issue_bar.isVisible())


def test_the_bar_goes_with_its_page(faulty: MainWindow) -> None:
    press(faulty, Qt.Key.Key_F8)
    faulty.workspace.show_page("duties")
    assert not faulty.issue_bar.isVisible()


def test_a_report_without_issues_is_praised(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F8)
    assert window.toast.text.text() == "没有待填的内容，校核也没有发现问题。"
    assert window.workspace.page_key == "overview"


def test_an_empty_table_is_an_issue(window: MainWindow) -> None:
    library = window.session.library
    library.delete(1, "office", [row.id for row in window.session.data.offices])
    press(window, Qt.Key.Key_F8)
    assert window.workspace.page_key == "profile"
    assert "还没有内设科室" in window.issue_bar.text.text()


def test_an_issue_that_no_page_shows_is_told_and_passed(faulty: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(_subject: Subject) -> Findings:
        yield Found("全文有一处不妥", "请改正")

    monkeypatch.setattr(registry, "RULE_IDS", ("SC-06", "ZZ-01"))
    monkeypatch.setitem(RULES, "ZZ-01", Rule("ZZ-01", "全文", Severity.WARNING, "概", "测试", nowhere))
    faulty.session.enter("report", 1, "preparer", "某某")
    told = []
    for _ in range(5):
        press(faulty, Qt.Key.Key_F8)
        told.append(faulty.issue_bar.text.text().partition("：")[0])
    assert told == ["待填 1/4", "待填 2/4", "错 3/4", "警 4/4", "待填 1/4"]
    assert faulty.workspace.page_key == "work"


def test_the_completeness_leads_only_to_what_is_missing(faulty: MainWindow) -> None:
    pages = []
    for _ in range(3):
        faulty.status_bar.filled.click()
        pages.append(faulty.workspace.page_key)
    assert pages == ["work", "projects", "work"]


def test_the_button_counts_what_was_found_and_leads_there(faulty: MainWindow, qtbot: QtBot) -> None:
    button = faulty.top_bar.findings
    qtbot.waitUntil(lambda: button.text() == "校核 1")
    assert "错 1 处" in button.toolTip()
    button.click()
    assert faulty.workspace.panel.findings.isVisible()
    assert faulty.workspace.panel.tabs.tabText(1) == "校核 1"


def test_the_button_says_that_nothing_was_found(window: MainWindow) -> None:
    window.session.checker.now()
    assert window.top_bar.findings.text() == "校核"
    assert "没有发现问题" in window.top_bar.findings.toolTip()
