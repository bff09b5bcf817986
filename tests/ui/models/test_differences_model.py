"""The table of differences."""

from __future__ import annotations

import pytest

from app.model.comparison import Difference, Fate
from tests.ui.models.conftest import Check
from ui.models.differences_model import DIFFERENCE_ROLE, DifferencesModel

FOUND = (
    Difference(Fate.CHANGED, "report", 1, 1, "phone", "自评报告", "联系电话", "", "84636000"),
    Difference(Fate.ADDED, "problem", 0, 4, "", "存在问题 · 进度慢", "", "", "问题：进度慢\n具体情况：受疫情影响。"),
    Difference(Fate.REMOVED, "office", 3, 0, "", "内设科室 · 办公室", "", "科室名称：办公室", ""),
)


@pytest.fixture
def model() -> DifferencesModel:
    made = DifferencesModel()
    made.show(FOUND)
    return made


def test_the_differences_keep_the_rules_of_item_models(model: DifferencesModel, check_model: Check) -> None:
    check_model(model)
    model.show(FOUND[:1])


def test_each_line_says_what_changed_from_what_to_what(model: DifferencesModel) -> None:
    lines = [[model.index(line, column).data() for column in range(5)] for line in range(3)]
    assert lines == [
        ["修改", "自评报告", "联系电话", "（空）", "84636000"],
        ["新增", "存在问题 · 进度慢", "整行", "", "问题：进度慢；具体情况：受疫情影响。"],
        ["删除", "内设科室 · 办公室", "整行", "科室名称：办公室", ""],
    ]


def test_a_line_gives_its_difference(model: DifferencesModel) -> None:
    assert model.index(1, 0).data(DIFFERENCE_ROLE) is FOUND[1]
