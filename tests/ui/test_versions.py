"""快照与对比 in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt

from app.model.entities import Status
from tests.ui.keys import press
from ui.main_window import MainWindow
from ui.models.goto_model import ENTRY_ROLE, GotoModel, Place
from ui.models.outline_model import VERSIONS
from ui.pages.versions_page import VersionsPage

NAME = "广州市番禺区人力资源和社会保障局"

Settle = Callable[[], None]


def page_of(window: MainWindow) -> VersionsPage:
    window.workspace.show_page(VERSIONS)
    return cast("VersionsPage", window.workspace.page(VERSIONS))


@pytest.fixture
def page(window: MainWindow) -> VersionsPage:
    return page_of(window)


def listed(page: VersionsPage) -> list[str]:
    """The names in the list, without their times."""
    return [page.list.item(line).text().split(" · ")[0] for line in range(page.list.count())]


def shown(page: VersionsPage) -> list[tuple[str, ...]]:
    return [
        tuple(str(page.model.index(line, column).data()) for column in range(5))
        for line in range(page.model.rowCount())
    ]


def keep(page: VersionsPage, name: str) -> None:
    page.name.setText(name)
    page.keep_button.click()


def test_without_versions_it_says_how_there_will_be_some(page: VersionsPage) -> None:
    assert listed(page) == ["现在"]
    assert not page.view.isVisible()
    assert page._empty.isVisible()
    assert not page.delete_button.isEnabled()


def test_a_snapshot_is_kept_under_its_name_and_compared_with_the_present(
    page: VersionsPage, window: MainWindow, settle: Settle
) -> None:
    keep(page, "初稿")
    assert listed(page) == ["现在", "初稿"]
    assert window.toast.text.text() == "已保存快照“初稿”。"
    window.session.enter("report", 1, "phone", "84636000")
    settle()
    assert shown(page) == [("修改", "自评报告", "联系电话", "（空）", "84636000")]
    assert page.view.isVisible()


def test_a_snapshot_needs_no_name(page: VersionsPage) -> None:
    press(page.name, Qt.Key.Key_Return)
    assert listed(page) == ["现在", "快照"]


def test_the_text_tab_shows_the_changed_sentences(page: VersionsPage, window: MainWindow, settle: Settle) -> None:
    keep(page, "初稿")
    line = window.session.data.fund_lines[0]
    window.session.enter("fund_line", line.id, "executed", "59000")
    settle()
    page.tabs.setCurrentIndex(1)
    assert page.text.isVisible()
    assert "59,757.7560,467.73万元" in page.text.toPlainText()


def test_a_double_click_goes_to_the_place(page: VersionsPage, window: MainWindow, settle: Settle) -> None:
    keep(page, "初稿")
    row = window.session.data.projects[2]
    window.session.enter("project", row.id, "purpose", "新的用途。")
    settle()
    page.view.activated.emit(page.model.index(0, 0))
    assert window.workspace.page_key == "projects"
    assert window.session.focus == ("project", row.id, "purpose")


def test_a_row_that_is_gone_cannot_be_gone_to(page: VersionsPage, window: MainWindow, settle: Settle) -> None:
    keep(page, "初稿")
    window.session.library.delete(1, "office", [window.session.data.offices[0].id])
    settle()
    assert shown(page)[0][:3] == ("删除", "内设科室 · 办公室", "整行")
    page.view.activated.emit(page.model.index(0, 0))
    assert window.workspace.page_key == VERSIONS
    assert "不在现在的报告中" in window.toast.text.text()


def test_a_snapshot_is_restored_as_a_report_that_can_be_opened(page: VersionsPage, window: MainWindow) -> None:
    keep(page, "初稿")
    page.restore_button.click()
    assert len(window.session.library.reports.all()) == 2
    assert window.session.report_id == 1
    window.toast.action.click()
    assert window.session.report_id == 2
    assert window.session.data.report.remark == "由快照“初稿”恢复"


def test_a_deleted_snapshot_comes_back_by_the_link(page: VersionsPage, window: MainWindow) -> None:
    keep(page, "初稿")
    page.list.setFocus()
    press(page.list, Qt.Key.Key_Delete)
    assert listed(page) == ["现在"]
    window.toast.action.click()
    assert listed(page) == ["现在", "初稿"]


def test_two_years_are_compared_the_earlier_first(window: MainWindow) -> None:
    library = window.session.library
    library.reports.new(NAME, 2022, from_id=1)
    page = page_of(window)
    page.list.setCurrentRow(1)
    assert (page.before.currentText(), page.after.currentText()) == ("现在", "2022年度")
    assert any(line[:2] == ("删除", "存在问题 · 部分项目绩效目标申报质量有待提高") for line in shown(page)) or shown(
        page
    )


def test_a_carried_over_report_is_compared_with_its_source_at_first(window: MainWindow) -> None:
    window.session.open_report(window.session.library.reports.new(NAME, 2022, from_id=1))
    page = page_of(window)
    assert (page.before.currentText(), page.after.currentText()) == ("2021年度", "现在")


def test_another_report_shows_its_own_snapshots(page: VersionsPage, window: MainWindow) -> None:
    keep(page, "初稿")
    window.session.open_report(window.session.library.reports.new("别的局", 2022))
    assert listed(page_of(window)) == ["现在"]


def test_snapshots_of_a_final_report_can_still_be_compared(page: VersionsPage, window: MainWindow) -> None:
    keep(page, "初稿")
    window.session.library.reports.set_status(1, Status.FINAL)
    made = page_of(window)
    assert listed(made) == ["现在", "定稿", "初稿"]
    assert made.keep_button.isEnabled()


def test_the_page_is_found_by_the_go_to_box(window: MainWindow) -> None:
    model = GotoModel(window.session, window.outline)
    model.load()
    found = (model.index(line).data(ENTRY_ROLE) for line in range(model.rowCount()))
    places = [entry.place for entry in found if entry is not None]
    assert Place(VERSIONS) in places
