"""The list of cells that cannot be pasted."""

from __future__ import annotations

from tests.ui.models.conftest import Check
from ui.models.clipboard import Rejection
from ui.models.rejection_model import RejectionModel


def test_it_keeps_the_rules_of_item_models(check_model: Check) -> None:
    check_model(
        RejectionModel([Rejection(2, "年度预算", "很多", "不是金额。"), Rejection(0, "", "备注", "没有这一列。")])
    )
    check_model(RejectionModel([]))


def test_a_line_says_place_column_text_and_reason() -> None:
    model = RejectionModel([Rejection(2, "年度预算", "很\n多", "不是金额。")])
    assert [model.index(0, place).data() for place in range(4)] == ["第 2 行", "年度预算", "很 多", "不是金额。"]
