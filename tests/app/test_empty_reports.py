"""What a report that nobody has filled in yet prints: gaps to be filled, no figure and no verdict of its own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app import packs
from app.library import Library
from app.model.entities import Indicator


@pytest.fixture(params=sorted(packs.available()))
def text(request: pytest.FixtureRequest, library: Library) -> str:
    report_id = library.reports.new("某市某局", 2025, pack=str(request.param))
    return library.documents.text(report_id, ("report",))


@pytest.mark.parametrize(
    "label",
    [
        "内设科室",
        "主要职能",
        "全年预算数",
        "执行数",
        "自评总得分",
        "工作任务",
        "重点项目",
        "存在问题",
        "改进措施",
    ],
)
def test_what_is_missing_is_a_gap(text: str, label: str) -> None:
    assert f"【待填：{label}】" in text


@pytest.mark.parametrize("verdict", ["0.00", "满分", "未扣分", "“优”", "“差”"])
def test_no_score_is_claimed(text: str, verdict: str) -> None:
    assert verdict not in text


@pytest.mark.parametrize("torn", ["数万元", "额万元", "包括。", "为分", "，\n", "：\n（", "””"])
def test_no_sentence_is_torn(text: str, torn: str) -> None:
    assert torn not in text


def test_points_lost_by_a_typed_score_are_not_denied(library: Library) -> None:
    """A report that was read in has its block scores typed, and no rows that lost anything."""
    report_id = library.reports.new("某市某局", 2025)
    with library.step("填写", report_id) as step:
        step.update("report", report_id, {"typed_management": Decimal("43.95"), "typed_delivery": Decimal("49.80")})
    text = library.documents.text(report_id, ("report",))
    assert "未扣分" not in text
    assert "管理效能方面自评得分为43.95分，扣6.05分，扣分主要原因是【待填：扣分原因】；" in text
    assert "履职效能方面自评得分为49.80分，扣0.20分，扣分主要原因是【待填：扣分原因】。" in text
    with library.step("填写", report_id) as step:
        step.insert(
            Indicator(report_id=report_id, block="履职效能", level3="培训人数", reason="受疫情影响，人数未达标")
        )
    text = library.documents.text(report_id, ("report",))
    assert "履职效能方面自评得分为49.80分，扣分情况为：受疫情影响，人数未达标。" in text
