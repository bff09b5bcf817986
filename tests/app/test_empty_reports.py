"""What a report that nobody has filled in yet prints: gaps to be filled, no figure and no verdict of its own."""

from __future__ import annotations

import pytest

from app import packs
from app.library import Library


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
        "收支情况",
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
