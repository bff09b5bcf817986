"""概览 on the sample and on reports with little, odd or much in them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.library import Library
from app.model.execution import Band, Order
from app.model.fields import Value
from app.model.results import Checked, Finding, NotChecked, Severity
from tests.bench import reports
from tests.bench.sizes import BY_NAME
from tests.ui.conftest import Answers, show_window
from tests.ui.keys import click, press
from ui.main_window import MainWindow
from ui.models.goto_model import Place
from ui.pages.overview.finding_card import FindingCard
from ui.pages.overview.places import Places
from ui.pages.overview_page import OverviewPage
from ui.session import Session
from ui.settings import Settings
from ui.widgets.charts import picture
from ui.widgets.line_list import LineList

Settle = Callable[[], None]


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> OverviewPage:
    """概览 of the sample in the window, everything computed."""
    found = cast("OverviewPage", window.workspace.page("overview"))
    qtbot.waitUntil(lambda: found.session.checker.is_current)
    return found


def texts(lines: LineList) -> list[str]:
    return [line.text for line in lines.lines]


def go(page: OverviewPage, qtbot: QtBot, act: Callable[[], object]) -> Place:
    """Where an action leads."""
    with qtbot.waitSignal(page.place_wanted) as seen:
        act()
    return cast("Place", seen.args[0])


def open_new(window: MainWindow, settle: Settle) -> OverviewPage:
    """A report with nothing in it but the pack's score table."""
    window.session.open_report(window.session.library.reports.new("某市某局", 2022))
    settle()
    return cast("OverviewPage", window.workspace.page("overview"))


# Progress


def test_every_chapter_of_the_pack_has_its_progress(page: OverviewPage) -> None:
    assert [line.name for line in page.progress_card.lines.lines] == [
        chapter.title for chapter in page.session.pack.outline if chapter.is_printed
    ]
    assert all(line.share == 100 for line in page.progress_card.lines.lines)


def test_a_chapter_leads_to_the_first_field_it_lacks(page: OverviewPage, qtbot: QtBot, settle: Settle) -> None:
    page.session.enter("report", 1, "overall_goal", "")
    settle()
    lines = page.progress_card.lines
    assert lines.lines[0].remark == "还差 1 项"
    assert "部门履职总体目标" in lines.lines[0].tip
    place = go(page, qtbot, lambda: click(lines, lines.line_rect(0).center()))
    assert place == Place("work", "report", 1, "overall_goal")


def test_a_whole_chapter_leads_to_its_first_page(page: OverviewPage, qtbot: QtBot) -> None:
    lines = page.progress_card.lines
    assert go(page, qtbot, lambda: click(lines, lines.line_rect(1).center())) == Place("conclusion")


# Findings


def test_a_finding_leads_to_where_it_is_mended(window: MainWindow, page: OverviewPage, qtbot: QtBot) -> None:
    checker = page.session.checker
    checked = checker.now()
    first = next(found for found in checked.open if found.severity is Severity.ERROR)
    lines = page.finding_card.lines
    assert page.checked.figure == f"{len(checked.open)} 条"
    assert (lines.lines[0].name, lines.lines[0].tag, lines.lines[0].tag_tone) == (first.message, "错", "error")
    click(lines, lines.line_rect(0).center())
    assert window.workspace.page_key == window.outline.page_of(first.entity, first.field)


def finding(severity: Severity, number: int = 0, section: str = "附件") -> Finding:
    return Finding(f"XX-{number:02}", severity, f"第{number}个问题", section)


@pytest.fixture
def card(window: MainWindow, qtbot: QtBot) -> FindingCard:
    made = FindingCard(Places(window.outline))
    qtbot.addWidget(made)
    made.show()
    return made


def test_errors_stand_before_warnings_and_hints(card: FindingCard) -> None:
    levels = (Severity.HINT, Severity.WARNING, Severity.ERROR, Severity.WARNING)
    card.tell(Checked(tuple(finding(level, number) for number, level in enumerate(levels)), ()), "")
    assert [line.tag for line in card.lines.lines] == ["错", "警", "警", "示"]
    assert card.remark.text() == "错 1 · 警 2 · 示 1"


def test_a_few_findings_are_shown_and_the_rest_on_demand(card: FindingCard) -> None:
    card.tell(Checked(tuple(finding(Severity.WARNING, number) for number in range(40)), ()), "")
    assert len(card.lines.lines) == 4
    card.more.click()
    assert len(card.lines.lines) == 24
    card.more.click()
    assert len(card.lines.lines) == 40
    assert card.more.isHidden()


def test_a_finding_without_a_row_leads_to_the_page_of_its_section(card: FindingCard) -> None:
    card.tell(Checked((finding(Severity.HINT, section="一（三）2"), finding(Severity.HINT, section="九")), ()), "")
    assert [line.place for line in card.lines.lines] == [Place("funds"), None]
    assert not card.lines.lines[1].is_heading


def test_rules_that_were_not_applied_are_told_apart_from_passed(card: FindingCard) -> None:
    card.tell(Checked((), (NotChecked("XX-01", "没有项目。"),)), "")
    assert card.state.text() == "✓ 没有发现问题。另有 1 条规则因缺少数据没有检查。"
    assert card.state.toolTip() == "没有项目。"


def test_a_check_under_way_and_a_broken_one_are_told(card: FindingCard) -> None:
    assert card.state.text() == "正在校核…"
    card.tell(None, "程序内部出错。")
    assert card.state.text() == "⚠ 校核没有完成：程序内部出错。"


# Scores


def test_each_block_says_what_it_lost_and_why(page: OverviewPage) -> None:
    lines = page.score_card.lines.lines
    blocks = [line for line in lines if line.is_strong]
    assert [(line.name, line.figure, line.remark) for line in blocks] == [
        ("管理效能", "43.95 / 50", "−6.05"),
        ("履职效能", "49.80 / 50", "−0.20"),
    ]
    assert (lines[1].name, lines[1].remark, lines[1].detail) == ("政府采购执行率", "−5.00", "采购价格变化")


def test_a_loss_leads_to_its_reason(window: MainWindow, page: OverviewPage) -> None:
    lines = page.score_card.lines
    click(lines, lines.line_rect(1).center())
    row = next(row for row in page.session.data.indicators if row.level3 == "政府采购执行率")
    assert window.session.focus == ("indicator", row.id, "reason")


def test_typed_totals_that_differ_from_their_sums_are_told(page: OverviewPage) -> None:
    told = [text for text in texts(page.score_card.lines) if "填报" in text and "合计" in text]
    assert "填报 43.95 合计 43.93 ⚠ 相差 0.02 分" in told[0]
    assert "填报 93.25 合计 93.75 ⚠ 相差 0.50 分" in told[1]
    assert "⚠ 两部分合计 93.75" in page.score.remark


def test_losses_without_a_reason_stand_out(page: OverviewPage, settle: Settle) -> None:
    row = next(row for row in page.session.data.indicators if row.level3 == "政府采购执行率")
    page.session.enter("indicator", row.id, "reason", "")
    settle()
    line = page.score_card.lines.lines[1]
    assert (line.detail, line.tone) == ("⚠ 没有写扣分原因", "warning")
    assert page.score_card.remark.text() == "失分 8 项，⚠ 1 项没有写原因"


def test_a_score_above_full_marks_is_told_with_a_plus(page: OverviewPage, settle: Settle) -> None:
    page.session.enter("report", 1, "typed_delivery", "50.5")
    settle()
    block = next(line for line in page.score_card.lines.lines if line.name == "履职效能")
    assert block.remark == "+0.50"
    assert "比满分多 0.50 分" in block.tip


def test_adjustments_count_in_the_card(page: OverviewPage, settle: Settle) -> None:
    library = page.session.library
    library.insert(1, "adjustment", {"kind": "减分", "name": "迟报", "score": Decimal(2)})
    settle()
    line = next(line for line in page.score_card.lines.lines if line.name == "加减分")
    assert line.remark == "−2.00"


# Money


def test_the_three_ways_to_break_down_the_money_are_shown(page: OverviewPage) -> None:
    bars = page.fund_card.bars
    headings = [mark.name for mark in bars.marks if mark.place is None]
    assert headings == ["按资金来源", "按资金结构", "按预算级次"]
    assert bars.marks[1].figures == ("59,787.13", "58,290.02", "97.5%")
    assert bars.marks[1].tip == (
        "财政拨款\n预算 59,787.13 万元\n执行 58,290.02 万元\n未执行 1,497.11 万元\n完成率 97.50%"
    )


def test_a_fund_line_leads_to_its_row(window: MainWindow, page: OverviewPage) -> None:
    bars = page.fund_card.bars
    page._area.ensureWidgetVisible(page.fund_card)
    click(bars, bars.mark_rect(1).center())
    assert window.session.focus[:2] == ("fund_line", page.session.data.fund_lines[0].id)


@pytest.mark.parametrize(
    ("budget", "executed", "said"),
    [
        ("0", "5", "预算不大于 0，算不出完成率"),
        ("", "5", "没有填写预算"),
        ("5", "", "没有填写执行数"),
        ("5", "8", "超出预算 3 万元"),
    ],
)
def test_odd_amounts_are_told_in_words(
    page: OverviewPage, settle: Settle, budget: str, executed: str, said: str
) -> None:
    for table, row in (("fund_line", page.session.data.fund_lines[0]), ("project", page.session.data.projects[0])):
        page.session.enter(table, row.id, "budget", budget)
        page.session.enter(table, row.id, "executed", executed)
    settle()
    assert said in page.fund_card.bars.marks[1].tip
    page.project_card.sort(Order.UNSPENT)
    name = page.session.data.projects[0].name
    found = [mark for mark in page.project_card.bars._all_marks() if mark.name == name]
    assert said in found[0].tip
    page.grab()


def test_a_band_of_rates_shows_its_projects_and_once_more_shows_all(page: OverviewPage) -> None:
    bands = page.rate_card.bands
    page._area.ensureWidgetVisible(page.rate_card)
    full = next(number for number, mark in enumerate(bands.marks) if mark.place is Band.FULL)
    click(bands, bands.mark_rect(full).center())
    card = page.project_card
    assert (card.band, bands.chosen) == (Band.FULL, Band.FULL)
    assert card.pages.text() == "1–8 / 8"
    assert card.clear_button.text() == "只看完成率100%的项目"
    assert card.bars.hasFocus()
    click(bands, bands.mark_rect(full).center())
    assert (card.band, bands.chosen) == (None, None)
    assert card.pages.text() == "1–10 / 14"


def test_a_band_is_left_by_its_button(page: OverviewPage) -> None:
    page.project_card.choose(Band.FULL)
    page.project_card.clear_button.click()
    assert page.project_card.band is None


def test_a_band_whose_last_project_leaves_it_shows_all(window: MainWindow, page: OverviewPage, settle: Settle) -> None:
    row = page.session.data.projects[0]
    page.session.enter("project", row.id, "executed", "1")
    settle()
    page.project_card.choose(Band.BELOW_50)
    page.session.undo()  # which leads to the project
    settle()
    window.workspace.show_page("overview")
    assert page.project_card.band is None
    assert page.rate_card.bands.chosen is None


@pytest.mark.parametrize("order", Order)
def test_projects_stand_in_the_order_asked_for(page: OverviewPage, order: Order) -> None:
    card = page.project_card
    card.orders[order].click()
    values = [mark.value for mark in card.bars._all_marks()]
    assert None not in values
    if order is Order.RATE:
        assert values == sorted(cast("list[Decimal]", values))
    if order is Order.UNSPENT:
        assert values == sorted(cast("list[Decimal]", values), reverse=True)
        assert card.bars.title == "项目未执行资金"
    assert card.bars.columns[-1] == order.value.removesuffix("金额")


def test_it_is_said_where_the_money_left_lies(page: OverviewPage) -> None:
    assert page.project_card.remark.text() == "未执行合计 54.13 万元，最多的 3 个项目占 94.8% · 单位：万元"


def test_keys_turn_the_pages_of_projects(page: OverviewPage) -> None:
    card = page.project_card
    card.bars.setFocus(Qt.FocusReason.TabFocusReason)
    press(card.bars, Qt.Key.Key_End)
    press(card.bars, Qt.Key.Key_Down)
    assert card.pages.text() == "11–14 / 14"
    assert card.bars.active == 0
    press(card.bars, Qt.Key.Key_Up)
    assert card.pages.text() == "1–10 / 14"
    assert card.bars.active == 9


def test_pages_turn_by_button_and_end_at_the_last(page: OverviewPage) -> None:
    card = page.project_card
    height = card.bars.height()
    assert not card.back.isEnabled()
    card.forth.click()
    assert not card.forth.isEnabled()
    assert card.bars.needed_height() == height
    assert card.bars.scope == "第 11–14 个，共 14 个"


def test_a_project_leads_to_its_row_by_key(window: MainWindow, page: OverviewPage) -> None:
    bars = page.project_card.bars
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    press(bars, Qt.Key.Key_Down)
    wanted = cast("Place", bars.marks[1].place)
    press(bars, Qt.Key.Key_Return)
    assert window.session.focus[:2] == ("project", wanted.row_id)


# Into documents


def test_a_chart_is_copied_as_a_picture(page: OverviewPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.told) as seen:
        page.fund_card.copy_button.click()
    assert "已复制“收支执行情况”图片" in seen.args[0]
    copied = QGuiApplication.clipboard().image()
    assert copied.width() == 2 * picture.WIDTH


def test_all_projects_are_copied_as_a_table_not_only_the_page(page: OverviewPage) -> None:
    page.project_card.bars.data_wanted.emit()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "名称\t预算\t执行\t完成率"
    assert len(lines) == 15


def test_a_chart_is_saved_as_a_picture(page: OverviewPage, answers: Answers, tmp_path: Path, qtbot: QtBot) -> None:
    answers.file = tmp_path / "图.png"
    with qtbot.waitSignal(page.told) as seen:
        page.rate_card.save_button.click()
    assert answers.asked == ["2021年度项目完成率分布.png"]
    assert seen.args == ["已保存图片“图.png”。", "good"]
    assert QImage(str(answers.file)).width() == 2 * picture.WIDTH


def test_a_picture_that_cannot_be_written_is_told(
    page: OverviewPage, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    answers.file = tmp_path / "没有这个文件夹" / "图.png"
    with qtbot.waitSignal(page.session.failed), qtbot.assertNotEmitted(page.told):
        page.rate_card.save_button.click()


def test_turning_away_from_saving_writes_nothing(page: OverviewPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.told):
        page.rate_card.save_button.click()


# Years


def add_year(library: Library, name: str, year: int, total: str) -> int:
    report_id = library.reports.new(name, year)
    library.set_field(report_id, "report", report_id, "typed_total", Decimal(total))
    library.insert(
        report_id, "fund_line", {"axis": "资金来源", "category": "财政拨款", "budget": 1000, "executed": 900}
    )
    return report_id


def test_one_year_has_nothing_to_be_compared_with(page: OverviewPage, settle: Settle) -> None:
    settle()
    assert page.year_cards.isHidden()


def test_years_of_the_department_are_compared_and_lead_to_their_report(
    session: Session, settings: Settings, qtbot: QtBot
) -> None:
    library = session.library
    earlier = add_year(library, session.data.department.name, 2020, "91.5")
    add_year(library, "某市另一局", 2020, "60")
    window = show_window(session, settings, qtbot)
    page = cast("OverviewPage", window.workspace.page("overview"))
    qtbot.waitUntil(page.year_cards.isVisible)
    chart = page.year_cards.score.chart
    assert [(mark.name, mark.figures) for mark in chart.marks] == [("2020", ("91.50",)), ("2021", ("93.25",))]
    assert [mark.figures for mark in page.year_cards.rate.chart.marks] == [("90.0%",), ("97.5%",)]
    assert page.year_cards.bars.as_table().splitlines() == [
        "名称\t自评得分\t等级\t预算\t执行\t完成率",
        "2020 年\t91.50\t优\t0.00\t0.00\t90.0%",
        "2021 年\t93.25\t优\t61,296.75\t59,757.75\t97.5%",
    ]
    click(page.year_cards.table.data_button, page.year_cards.table.data_button.rect().center())
    assert QApplication.clipboard().text() == page.year_cards.bars.as_table()
    assert chart.note == session.data.department.name
    page._area.ensureWidgetVisible(page.year_cards)
    click(chart, chart.mark_rect(0).center())
    assert session.report_id == earlier
    qtbot.waitUntil(page.year_cards.isVisible)
    library.reports.delete(1)
    qtbot.waitUntil(page.year_cards.isHidden)


def test_an_edit_moves_its_year(session: Session, settings: Settings, qtbot: QtBot) -> None:
    add_year(session.library, session.data.department.name, 2020, "91.5")
    window = show_window(session, settings, qtbot)
    page = cast("OverviewPage", window.workspace.page("overview"))
    qtbot.waitUntil(page.year_cards.isVisible)
    session.enter("report", 1, "typed_total", "92")
    qtbot.waitUntil(lambda: page.year_cards.score.chart.marks[1].figures == ("92.00",))


# A report with nothing in it


def test_an_empty_report_says_what_to_do_first(window: MainWindow, settle: Settle, qtbot: QtBot) -> None:
    page = open_new(window, settle)
    for card in (page.fund_card, page.project_card, page.rate_card):
        assert card.chart.isHidden()
        assert card.empty.isVisibleTo(page)
        assert not card.copy_button.isEnabled()
    assert page.score_card.empty.isVisibleTo(page)
    buttons = [page.fund_card.empty, page.project_card.empty, page.score_card.empty]
    places = [go(page, qtbot, next(iter(found.findChildren(type(page.finding_card.more)))).click) for found in buttons]
    assert [place.page for place in places] == ["funds", "projects", "indicators"]


def test_cards_fill_as_soon_as_there_are_figures(window: MainWindow, settle: Settle) -> None:
    page = open_new(window, settle)
    values: dict[str, Value] = {"name": "甲", "budget": 100, "executed": 50}
    window.session.library.insert(window.session.report_id, "project", values)
    settle()
    assert page.project_card.chart.isVisibleTo(page)
    assert page.rate_card.remark.text() == "共 1 个项目，低于80%的 1 个"


# Room


@pytest.mark.parametrize("width", [880, 1000, 1366, 1920])
def test_nothing_is_cut_at_any_width(window: MainWindow, page: OverviewPage, width: int, settle: Settle) -> None:
    window.resize(width, 700)
    settle()
    area = page._area
    assert isinstance(area, QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0
    for chart in (page.fund_card.chart, page.rate_card.chart, page.project_card.chart):
        card = cast("QWidget", chart.parentWidget())
        assert card.rect().contains(chart.geometry())
        assert chart.height() >= chart.needed_height()


def test_a_hidden_page_does_nothing_for_an_edit(window: MainWindow, page: OverviewPage, settle: Settle) -> None:
    window.workspace.show_page("funds")
    shown, marks = page._shown, page.fund_card.bars.marks
    window.session.enter("fund_line", window.session.data.fund_lines[0].id, "executed", "1")
    settle()
    assert page._shown is shown
    assert page.fund_card.bars.marks is marks
    window.workspace.show_page("overview")
    assert page.fund_card.bars.marks != marks


def test_a_thousand_projects_stay_a_page(session: Session, settings: Settings, qtbot: QtBot) -> None:
    session.open_report(reports.add_report(session.library, BY_NAME["large"]))
    window = show_window(session, settings, qtbot)
    page = cast("OverviewPage", window.workspace.page("overview"))
    assert len(page.project_card.bars.marks) == 10
    assert page.project_card.pages.text() == "1–10 / 1000"
    assert len(page.score_card.lines.lines) < 30
    assert any("还有 6" in text for text in texts(page.score_card.lines))
    assert sum(int(mark.figures[0]) for mark in page.rate_card.bands.marks) == 1000
    qtbot.waitUntil(lambda: page.session.checker.is_current, timeout=60_000)


def test_tab_walks_a_card_as_it_is_seen(page: OverviewPage) -> None:
    card = page.project_card
    page._area.ensureWidgetVisible(card)
    card.copy_button.setFocus(Qt.FocusReason.TabFocusReason)
    seen = []
    for _ in range(4):  # the orders are one stop, walked by the arrow keys
        front = QApplication.focusWidget()
        assert front is not None
        seen.append(front)
        press(front, Qt.Key.Key_Tab)
    assert seen == [card.copy_button, card.save_button, card.orders[Order.RATE], card.forth]
    assert card.bars.hasFocus()
