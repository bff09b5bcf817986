"""Weights given out, whole systems loaded, drafts made from lost points: each shown first, each one step."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from pytestqt.qtbot import QtBot

from tests.app.exchange.workbooks.books import write_book
from tests.ui.conftest import Answers
from ui.dialogs.drafts_dialog import DraftsDialog
from ui.dialogs.system_dialog import SystemDialog
from ui.dialogs.weights_dialog import WeightsDialog
from ui.models.weights_model import WeightsModel
from ui.pages.offer_button import OfferButton
from ui.session import Session
from ui.settings import Settings

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

Settle = Callable[[], None]


@pytest.fixture
def weights(session: Session, qtbot: QtBot) -> WeightsDialog:
    made = WeightsDialog(session)
    qtbot.addWidget(made)
    return made


def choose(dialog: WeightsDialog, label: str) -> None:
    dialog.scope.setCurrentIndex([group.label for group in dialog.groups].index(label))


def block_weights(session: Session, level2: str) -> list[str]:
    return [str(row.weight) for row in session.data.indicators if row.level2 == level2]


def test_the_rules_of_item_models_hold_for_the_preview(weights: WeightsDialog, qtmodeltester: ModelTester) -> None:
    cast("Callable[[WeightsModel], None]", qtmodeltester.check)(weights.model)
    weights.total.setText("40")


def test_a_block_has_its_full_marks_to_give_out(weights: WeightsDialog, session: Session) -> None:
    assert weights.total.text() == "50"
    before = session.data
    weights.done_button.click()
    found = [row.weight for row in session.data.indicators if row.block == "管理效能"]
    assert found == [*[Decimal("2.27")] * 21, Decimal("2.33")]
    session.undo()
    assert session.data.indicators == before.indicators


def test_a_group_has_what_its_rows_have_together(weights: WeightsDialog, session: Session) -> None:
    choose(weights, "采购管理")
    assert weights.total.text() == "11"
    assert weights.summary.text() == "共 5 行，5 行的分值改变，合计 11 分。"
    weights.done_button.click()
    assert block_weights(session, "采购管理") == ["2.20"] * 5


def test_the_heading_the_officer_is_at_is_chosen(session: Session, qtbot: QtBot, weights: WeightsDialog) -> None:
    made = WeightsDialog(session, weights.groups[2].key)
    qtbot.addWidget(made)
    assert made.group is not None
    assert made.group.label == weights.groups[2].label


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "总分值应是数字，例如 50。"),
        ("五十", "总分值应是数字，例如 50。"),
        ("-1", "总分值应在 0 到 1000 之间，最多两位小数。"),
        ("50.005", "总分值应在 0 到 1000 之间，最多两位小数。"),
    ],
)
def test_a_total_that_is_none_says_so(weights: WeightsDialog, text: str, reason: str) -> None:
    weights.total.setText(text)
    assert weights.error.text() == reason
    assert not weights.done_button.isEnabled()


def test_weights_follow_the_budgets_of_the_tasks_projects(session: Session, qtbot: QtBot) -> None:
    first, second = session.data.projects[:2]
    task = session.data.tasks[0]
    library = session.library
    library.set_fields(
        1,
        [("project", first.id, "task_id", task.id), ("project", second.id, "task_id", session.data.tasks[1].id),
         ("project", first.id, "budget", 300), ("project", second.id, "budget", 100)],
        "关联",
    )  # fmt: skip
    dialog = WeightsDialog(session)
    qtbot.addWidget(dialog)
    choose(dialog, "履职效能")
    assert dialog.by_budget.isEnabled()
    dialog.by_budget.setChecked(True)
    rows = [row for row in session.data.indicators if row.block == "履职效能"]
    others = [row for row in rows if row.task_id not in {task.id, session.data.tasks[1].id}]
    kept = sum((row.weight or Decimal(0) for row in others), Decimal(0))
    assert f"；{len(others)} 行没有对应的预算，分值不变。" in dialog.summary.text()
    dialog.done_button.click()
    after = [row for row in session.data.indicators if row.block == "履职效能"]
    assert sum((row.weight or Decimal(0) for row in after), Decimal(0)) == 50
    of_first = sum((row.weight or Decimal(0) for row in after if row.task_id == task.id), Decimal(0))
    assert abs(of_first - (50 - kept) * 3 / 4) < Decimal("0.1")


def test_without_projects_of_tasks_only_equal_parts_are_offered(weights: WeightsDialog) -> None:
    assert not weights.by_budget.isEnabled()
    assert "重点项目" in weights.by_budget.toolTip()


def test_an_empty_table_has_nothing_to_give_out(session: Session, qtbot: QtBot) -> None:
    session.library.delete(1, "indicator", [row.id for row in session.data.indicators])
    dialog = WeightsDialog(session)
    qtbot.addWidget(dialog)
    assert dialog.error.text() == "自评表还没有指标，请先添加。"
    assert not dialog.done_button.isEnabled()


# Systems


def test_a_pack_says_what_it_would_change(session: Session, settings: Settings, qtbot: QtBot) -> None:
    session.library.delete(1, "indicator", [session.data.indicators[0].id])
    dialog = SystemDialog(session, settings)
    qtbot.addWidget(dialog)
    assert "新增 1 项，删除 0 项" in dialog.summary.text()
    assert "新增　新增预算事前绩效评估" in dialog.names.toPlainText()
    dialog.done_button.click()
    assert session.data.indicators[0].level3 == "新增预算事前绩效评估"


def test_another_report_is_a_source_and_its_rows_come_without_results(
    session: Session, settings: Settings, qtbot: QtBot
) -> None:
    other = session.library.reports.new("某市某局", 2022)
    session.open_report(other)
    dialog = SystemDialog(session, settings)
    qtbot.addWidget(dialog)
    dialog.source.setCurrentIndex(dialog.source.count() - 1)
    assert "2021年度" in dialog.source.currentText()
    dialog.done_button.click()
    rows = session.data.indicators
    assert {row.block for row in rows} == {"管理效能", "履职效能"}
    assert all(row.score is None and not row.actual for row in rows)
    session.undo()
    assert {row.block for row in session.data.indicators} == {"管理效能"}


def test_rows_can_be_added_and_the_present_ones_left_alone(session: Session, settings: Settings, qtbot: QtBot) -> None:
    before = session.data.indicators
    dialog = SystemDialog(session, settings)
    qtbot.addWidget(dialog)
    dialog.append.setChecked(True)
    assert dialog.summary.text() == "新增 22 项（管理效能）。"
    dialog.done_button.click()
    assert session.data.indicators[: len(before)] == before
    assert len(session.data.indicators) == len(before) + 22


SYSTEM = (
    ["一级指标", "二级指标", "三级指标", "评分标准", "分值", "自评得分"],
    ["管理效能", "预算编制", "预算编制规范性", "按时报送得满分", 4, 3],
    ["管理效能", "预算执行", "预算完成率", "低于100%的按比例扣分", 6, 5],
    ["", "", "合计", "", 10, 8],
)


def read(dialog: SystemDialog, answers: Answers, path: Path, qtbot: QtBot) -> None:
    answers.file = path
    dialog.file_button.click()
    qtbot.waitUntil(dialog.file_button.isEnabled)


def test_a_workbook_is_a_source_whose_rows_come_in_its_order_and_without_results(
    session: Session, settings: Settings, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = SystemDialog(session, settings)
    qtbot.addWidget(dialog)
    read(dialog, answers, write_book(tmp_path / "附件2.xlsx", {"指标": [list(row) for row in SYSTEM]}), qtbot)
    assert dialog.source.currentText() == "文件：附件2.xlsx"
    assert dialog.summary.text() == "管理效能：更新 1 项，新增 1 项，删除 21 项，0 项相同。"
    dialog.done_button.click()
    rows = [row for row in session.data.indicators if row.block == "管理效能"]
    assert [(row.level2, row.level3, row.weight) for row in rows] == [
        ("预算编制", "预算编制规范性", Decimal(4)), ("预算执行", "预算完成率", Decimal(6))
    ]  # fmt: skip
    assert [row.score for row in rows] == [None, Decimal("1.48")]
    assert rows[1].rule == "每差一个百分点扣分"
    session.undo()
    assert len([row for row in session.data.indicators if row.block == "管理效能"]) == 22


def test_a_file_without_indicators_is_told_and_the_source_stays(
    session: Session, settings: Settings, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = SystemDialog(session, settings)
    qtbot.addWidget(dialog)
    before = dialog.source.currentText()
    read(dialog, answers, write_book(tmp_path / "项目.xlsx", {"项目": [["项目名称", "年度预算"], ["甲", 5]]}), qtbot)
    assert "“项目.xlsx”里没有找到指标表" in dialog.error.text()
    (tmp_path / "坏.xlsx").write_bytes(b"no workbook")
    read(dialog, answers, tmp_path / "坏.xlsx", qtbot)
    assert "坏.xlsx" in dialog.error.text()
    assert dialog.source.currentText() == before


# Drafts


def opened(button: OfferButton, qtbot: QtBot) -> DraftsDialog:
    button.click()
    found = button.window().findChildren(DraftsDialog)
    assert len(found) == 1
    return found[0]


@pytest.fixture
def problems(session: Session, qtbot: QtBot) -> OfferButton:
    made = OfferButton(session, "problem")
    qtbot.addWidget(made)
    made.refresh()
    return made


def test_lost_points_are_offered_as_problems_and_not_again(
    problems: OfferButton, session: Session, qtbot: QtBot, settle: Settle
) -> None:
    assert problems.text() == "由扣分生成草稿（8）"
    dialog = opened(problems, qtbot)
    dialog.list.item(1).setCheckState(dialog.list.item(0).checkState().Unchecked)
    assert dialog.done_button.text() == "生成 7 条"
    number = len(session.data.problems)
    dialog.done_button.click()
    settle()
    assert len(session.data.problems) == number + 7
    assert problems.text() == "由扣分生成草稿（1）"
    session.undo()
    settle()
    assert (len(session.data.problems), problems.text()) == (number, "由扣分生成草稿（8）")


def test_a_draft_shows_its_text_and_all_can_be_unticked(problems: OfferButton, qtbot: QtBot) -> None:
    dialog = opened(problems, qtbot)
    assert dialog.text.toPlainText() == (
        "预算完成率未得满分\n目标值为≥100%，实际完成97.5%。主要原因是人员经费变化造成不能100.0%完成预算。"
    )
    dialog._tick(dialog.list.item(0).checkState().Unchecked)
    assert not dialog.done_button.isEnabled()
    dialog.reject()


def test_problems_from_the_table_ask_for_measures(
    problems: OfferButton, session: Session, qtbot: QtBot, settle: Settle
) -> None:
    measures = OfferButton(session, "measure")
    qtbot.addWidget(measures)
    measures.refresh()
    assert measures.isHidden()
    row = next(row for row in session.data.indicators if row.level3 == "预算完成率")
    session.enter("indicator", row.id, "measure", "加快支付进度。按月通报。")
    opened(problems, qtbot).done_button.click()
    settle()
    assert measures.text() == "为问题补措施（8）"
    dialog = opened(measures, qtbot)
    begun: list[int] = []
    measures.made.connect(begun.append)
    assert dialog.list.item(0).text() == "预算完成率未得满分"
    assert dialog.text.toPlainText() == "加快支付进度\n按月通报。"
    dialog.done_button.click()
    settle()
    assert measures.isHidden()
    made = session.data.measures[-8]
    assert (made.title, made.text) == ("加快支付进度", "按月通报。")
    assert begun == [session.data.measures[-8].id]
    problem = session.find("problem", made.problem_id or 0)
    assert getattr(problem, "indicator_id", None) == row.id
