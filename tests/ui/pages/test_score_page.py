"""The page of the score table: rows in sight, the panel of the row, totals against sums."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app import packs
from app.model.entities import Indicator, Status
from tests.app.exchange.office import pdf
from tests.ui.conftest import Answers
from tests.ui.keys import type_text
from tests.ui.tables import select
from ui import theme
from ui.dialogs.pack_name_dialog import PackNameDialog
from ui.main_window import SIZE, MainWindow
from ui.models.goto_model import Place
from ui.pages.score.parameter_form import ParameterForm
from ui.pages.score.score_page import ScorePage
from ui.session import Session

Settle = Callable[[], None]


@pytest.fixture
def page(window: MainWindow, settle: Settle) -> ScorePage:
    window.resize(*SIZE)
    window.workspace.show_page("indicators")
    settle()
    found = window.workspace.page("indicators")
    assert isinstance(found, ScorePage)
    return found


def row(session: Session, name: str) -> Indicator:
    return next(each for each in session.data.indicators if each.level3 == name)


def go(page: ScorePage, name: str) -> Indicator:
    found = row(page.session, name)
    assert page.table.show_row(found.id, "target")
    return found


def now(page: ScorePage, found: Indicator) -> Indicator:
    again = page.session.find("indicator", found.id)
    assert isinstance(again, Indicator)
    return again


def test_at_the_least_size_twelve_rows_are_in_sight_with_the_panel_folded(page: ScorePage, settle: Settle) -> None:
    page.panel.fold.click()
    settle()
    assert page.table.viewport().height() // theme.ROW >= 12
    assert not page.panel.tabs.isVisible()
    assert page.panel.sentence.isVisible()


def test_the_command_folds_the_panel_and_brings_it_back_as_it_was(page: ScorePage, settle: Settle) -> None:
    high = page.table.height()
    page.details.trigger()
    settle()
    assert page.panel.is_folded
    page.details.trigger()
    settle()
    assert (page.panel.is_folded, page.table.height()) == (False, high)


def test_the_panel_tells_how_the_row_came_to_its_score(page: ScorePage) -> None:
    go(page, "预算完成率")
    assert page.panel.heading.text() == "2. 预算完成率"
    assert page.panel.sentence.text() == (
        "61,296.75 中完成 59,757.75，完成率 97.49%，低 2.51 个百分点，扣 0.50，得 1.50；填报 1.48，比计算少 0.02"
    )


def test_the_panel_follows_edits_of_its_row(page: ScorePage, settle: Settle) -> None:
    found = go(page, "预算完成率")
    page.session.enter("indicator", found.id, "score", "")
    settle()
    assert page.panel.sentence.text().endswith("扣 0.50，得 1.50")


def test_on_a_heading_the_panel_adds_up(page: ScorePage, settle: Settle) -> None:
    page.session.enter("indicator", page.session.data.indicators[0].id, "weight", "3")
    settle()
    page.table.commands.go_to(0, 0)
    assert page.panel.heading.text() == "管理效能（22 项）"
    assert page.panel.sentence.text() == "分值合计 51 分，⚠ 应为 50 分，多 1 分，得分 43.93"
    assert not page.panel.rules.rule.isEnabled()


# The rule


def test_a_rule_is_chosen_and_described(page: ScorePage) -> None:
    found = go(page, "预算完成率")
    rules = page.panel.rules
    choose(rules.rule, "每满一档扣分")
    assert now(page, found).rule == "每满一档扣分"
    assert rules.words.text().startswith("与目标每差满一档扣一次分")
    assert list(rules.parameters.fields) == ["每满", "扣分", "扣分比例", "不适用"]
    page.session.undo()
    assert rules.rule.currentText() == "每差一个百分点扣分"


def choose(box: QComboBox, text: str) -> None:
    box.setCurrentText(text)
    box.activated.emit(box.currentIndex())


def test_a_rule_is_chosen_for_all_selected_rows_in_one_step(page: ScorePage) -> None:
    model = page.table.entity_model
    first, last = (model.line_of(row(page.session, name).id) for name in ("预算完成率", "财务管理合规性"))
    select(page.table, first, last, "target")
    before = [each.rule for each in page.session.data.indicators]
    changed = {each.level3 for each in page.session.data.indicators if each.level2 == "预算执行"}
    choose(page.panel.rules.rule, "是否")
    assert {each.level3 for each in page.session.data.indicators if each.rule == "是否"} >= changed
    assert now(page, row(page.session, "新增预算事前绩效评估")).rule != "是否"
    page.session.undo()
    assert [each.rule for each in page.session.data.indicators] == before


def test_a_parameter_is_typed_in_percent(page: ScorePage, settle: Settle) -> None:
    found = go(page, "预算完成率")
    field = typed(page.panel.rules.parameters, "扣分比例", "20")
    page.session.commit_pending()
    assert now(page, found).parameters == "扣分比例=20%"
    assert field.text() == "20"
    settle()
    assert "扣 1.00，得 1.00" in page.panel.sentence.text()


def typed(form: ParameterForm, name: str, text: str) -> QLineEdit:
    field = form.fields[name]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    type_text(field, text)
    return field


def test_what_is_no_parameter_stays_and_says_why(page: ScorePage) -> None:
    found = go(page, "预算完成率")
    form = page.panel.rules.parameters
    choose(page.panel.rules.rule, "逐项得分")
    name = form.pairs.findChildren(QLineEdit)[0]
    name.setFocus()
    type_text(name, "时间")
    page.session.commit_pending()
    assert "还缺另一半" in form.reason.text()
    assert page.session.drafts.get("indicator", found.id, "parameters") is not None
    go(page, "财务管理合规性")
    assert form.reason.isHidden()
    go(page, "预算完成率")
    assert form.pairs.pairs == [("时间", "")]


def test_a_share_beyond_its_band_is_held_within(page: ScorePage) -> None:
    found = go(page, "财务管理合规性")
    choose(page.panel.rules.rule, "定性三档")
    form = page.panel.rules.parameters
    field = form.fields["部分达成"]
    assert isinstance(field, QLineEdit)
    assert field.placeholderText() == "70"
    typed(form, "部分达成", "95")
    page.session.commit_pending()
    assert now(page, found).parameters == "部分达成=79.99%"


def test_items_are_listed_line_by_line(page: ScorePage) -> None:
    found = go(page, "预决算公开合规性")
    form = page.panel.rules.parameters
    assert form.pairs.pairs == [("时间", "0.5"), ("内容", "1"), ("渠道", "0.5")]
    last = form.pairs.findChildren(QLineEdit)[-2:]
    for field, text in zip(last, ("格式", "0.25"), strict=True):
        field.setFocus()
        type_text(field, text)
    page.session.commit_pending()
    assert now(page, found).parameters == "时间=0.5；内容=1；渠道=0.5；格式=0.25"


def test_a_figure_of_the_report_can_stand_for_the_actual_value(page: ScorePage, settle: Settle) -> None:
    found = go(page, "新增预算事前绩效评估")
    fact = page.panel.rules.fact
    text = next(fact.itemText(number) for number in range(fact.count()) if "自评覆盖率" in fact.itemText(number))
    assert text == "项目支出绩效自评覆盖率　100.0%" or text.endswith("—")
    choose(fact, next(fact.itemText(number) for number in range(fact.count()) if "预算完成率" in fact.itemText(number)))
    assert now(page, found).fact == "funds.completion_rate"
    settle()
    assert page.panel.sentence.text().startswith("61,296.75 中完成 59,757.75")
    choose(fact, "手工填写")
    assert now(page, found).fact == ""


def test_a_trial_scores_what_is_typed_and_stores_nothing(page: ScorePage) -> None:
    go(page, "预算完成率")
    before = page.session.data
    page.panel.rules.tried.setText("95%")
    assert page.panel.rules.outcome.text() == "目标值 ≥100%，实际 95%，低 5.00 个百分点，扣 1.00，得 1.00"
    page.panel.rules.tried.setText("很好")
    assert "没有数字" in page.panel.rules.outcome.text()
    assert page.session.data is before
    go(page, "财务管理合规性")
    assert page.panel.rules.tried.text() == ""


def test_the_wheel_does_not_change_a_rule_that_is_scrolled_past(page: ScorePage) -> None:
    go(page, "预算完成率")
    page.table.setFocus()
    box = page.panel.rules.rule
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turn)
    assert box.currentText() == "每差一个百分点扣分"


# Evidence


def test_evidence_is_linked_by_a_tick(page: ScorePage) -> None:
    library = page.session.library
    piece = library.insert(1, "evidence", {"name": "决算报表"})
    found = go(page, "预算完成率")
    item = page.panel.proofs.list.item(0)
    item.setCheckState(Qt.CheckState.Checked)
    (link,) = page.session.data.evidence_links
    assert (link.evidence_id, link.indicator_id) == (piece.id, found.id)
    assert page.panel.tabs.tabText(3) == "佐证材料 1"
    page.panel.proofs.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert page.session.data.evidence_links == ()


def test_without_evidence_a_file_can_be_chosen(page: ScorePage, answers: Answers, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "决算报表.pdf").write_bytes(pdf())
    answers.files = [tmp_path / "决算报表.pdf"]
    found = go(page, "预算完成率")
    assert page.panel.proofs.list.isHidden()
    page.panel.proofs.add.click()
    qtbot.waitUntil(lambda: bool(page.session.data.evidence_links))
    assert page.session.data.evidence_links[0].indicator_id == found.id
    assert not page.panel.proofs.list.isHidden()
    wanted: list[Place] = []
    page.place_wanted.connect(wanted.append)
    page.panel.proofs.list.itemActivated.emit(page.panel.proofs.list.item(0))
    assert wanted == [Place("evidence", "evidence", page.session.data.evidence[0].id)]


# Totals


def test_typed_totals_are_told_beside_their_sums_and_given_up_in_one_step(page: ScorePage, settle: Settle) -> None:
    assert page.strip.texts == [
        "管理效能 43.95 / 50 ⚠ 合计 43.93，填报多 0.02",
        "履职效能 49.80 / 50",
        "总分 93.25 优 ⚠ 合计 93.75，填报少 0.50",
    ]
    page.strip.take.click()
    settle()
    assert page.strip.texts == ["管理效能 43.93 / 50", "履职效能 49.80 / 50", "总分 93.73 优"]
    assert page.strip.take.isHidden()
    page.session.undo()
    assert page.session.data.report.typed_total == Decimal("93.25")


def test_while_nothing_is_scored_there_is_no_total(page: ScorePage, window: MainWindow) -> None:
    window.session.open_report(window.session.library.reports.new("某市某局", 2030))
    window.workspace.show_page("indicators")
    again = window.workspace.page("indicators")
    assert isinstance(again, ScorePage)
    assert again.strip.texts == ["管理效能 — / 50", "履职效能 — / 50", "总分 —"]


# Systems


def test_the_indicators_are_saved_as_a_pack_from_where_they_are_edited(page: ScorePage) -> None:
    told: list[str] = []
    page.session.informed.connect(told.append)
    page.save_as.trigger()
    [dialog] = page.window().findChildren(PackNameDialog)
    dialog.name.setText("本局指标体系")
    dialog.done_button.click()
    assert packs.load("本局指标体系").indicators[0].level3 == page.session.data.indicators[0].level3
    assert told == ["已另存为模板“本局指标体系”，新建报告时可以选用；发给别人请在“设置”的“报告”页导出。"]


def test_a_row_that_no_pack_could_hold_is_named_in_the_dialog(page: ScorePage, settle: Settle) -> None:
    page.session.enter("indicator", page.session.data.indicators[1].id, "parameters", "")
    settle()
    page.save_as.trigger()
    [dialog] = page.window().findChildren(PackNameDialog)
    dialog.done_button.click()
    assert dialog.error.text().startswith("指标“预算完成率”还不能存入模板包：规则参数缺少每次扣分的数额")
    dialog.reject()


# Places


@pytest.mark.parametrize(
    ("field", "tab"),
    [("parameters", 0), ("rule", 0), ("measure", 1), ("criterion", 2), ("preparer", 4)],
)
def test_a_place_is_shown_where_its_field_is_edited(page: ScorePage, field: str, tab: int) -> None:
    page.panel.fold.click()
    found = page.session.data.indicators[20]
    table, row_id = ("report", 1) if field == "preparer" else ("indicator", found.id)
    page.show_place(Place("indicators", table, row_id, field))
    assert not page.panel.is_folded
    assert page.panel.tabs.currentIndex() == tab
    if table == "indicator":
        assert page.table.current_id() == found.id


def test_a_place_of_a_column_needs_no_panel(page: ScorePage) -> None:
    page.panel.fold.click()
    found = page.session.data.indicators[20]
    page.show_place(Place("indicators", "indicator", found.id, "target"))
    assert page.panel.is_folded
    assert page.table.current_id() == found.id


def test_a_finished_report_can_be_looked_at_only(page: ScorePage, window: MainWindow) -> None:
    window.session.library.reports.set_status(1, Status.FINAL)
    again = window.workspace.page("indicators")
    assert isinstance(again, ScorePage)
    assert not again.panel.rules.rule.isEnabled()
    assert not again.weights.isEnabled()
    assert not again.strip.take.isEnabled()


def test_where_nothing_can_be_computed_the_panel_says_what_counts(page: ScorePage, settle: Settle) -> None:
    found = go(page, "预决算公开合规性")
    assert page.panel.sentence.text() == "按填报得 2.00；无法计算：没有填写实际完成值。"
    page.session.enter("indicator", found.id, "score", "")
    settle()
    assert page.panel.sentence.text() == "还没有得分；无法计算：没有填写实际完成值。"
    choose(page.panel.rules.rule, "人工评分")
    settle()
    assert page.panel.sentence.text() == "人工评分，请直接填写得分。"


def test_a_report_without_scores_has_no_grade(page: ScorePage, settle: Settle) -> None:
    session = page.session
    session.open_report(session.library.reports.new("某市某局", 2030))
    settle()
    assert page.strip.texts == ["管理效能 — / 50", "履职效能 — / 50", "总分 —"]
    row = session.data.indicators[0]
    session.enter("indicator", row.id, "score", "2")
    settle()
    assert page.strip.texts[-1] == f"总分 2.00（还有 {len(session.data.indicators) - 1} 项没有得分）"


def test_the_fields_of_a_rule_stand_one_below_the_other(page: ScorePage, settle: Settle) -> None:
    go(page, "预决算公开合规性")
    settle()
    pane = page.panel.rules
    fields = [pane.rule, pane.tried, next(iter(pane.parameters.fields.values()))]
    assert len({field.mapTo(pane, QPoint()).x() for field in fields}) == 1
    placeholder = pane.tried.fontMetrics().horizontalAdvance(pane.tried.placeholderText())
    assert placeholder < pane.tried.contentsRect().width() - 2 * theme.S3
