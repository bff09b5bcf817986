"""The rules of completeness: what each fires on and what it leaves alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from app.library import Library
from app.model.entities import (
    Duty,
    Evidence,
    EvidenceLink,
    Indicator,
    KeyWork,
    Measure,
    Problem,
    Rule,
    Task,
)
from app.model.passage import Passage
from tests.app.checks.subjects import expect, found_by, subject_of, unchecked_by
from tests.builders import make_indicator, make_project


def missed(**overrides: Any) -> Indicator:
    values: dict[str, Any] = {
        "block": "履职效能", "level3": "日常巡查企业数量", "target": "100", "actual": "90", "unit": "家",
        "rule": Rule.AT_LEAST.value, "weight": Decimal(1), "task_id": 1,
    }  # fmt: skip
    return make_indicator(**values | overrides)


KEPT = Evidence(name="台账", file_name="台账.pdf", content_hash="0" * 64)
PROBLEM = Problem(title="预算执行进度偏慢", text="季度执行不均衡。")
CASES: list[tuple[str, list[Any], dict[str, Any], str | None]] = [
    ("CP-01", [], {}, "缺少“一、基本情况”中“职能配置”的内容（主要职能）"),
    ("CP-02", [missed(reason="疫情")], {}, "“日常巡查企业数量”被扣0.1分，“存在问题”“改进措施”没有涉及"),
    ("CP-02", [missed(reason="疫情", measure="增加巡查")], {}, None),
    ("CP-02", [missed(reason="疫情"), Problem(title="日常巡查企业不够")], {}, None),
    ("CP-03", [PROBLEM], {}, "问题1条、措施0条"),
    ("CP-03", [PROBLEM, Measure(title="加强人才服务", text="优化窗口。")], {}, "问题“预算执行进度偏慢”没有对应的措施"),
    ("CP-03", [PROBLEM, Measure(title="加快预算执行", text="按季度通报执行进度。")], {}, None),
    ("CP-03", [PROBLEM, Measure(title="加强人才服务", problem_id=1)], {}, None),
    ("CP-04", [Task(id=1, name="监察", analysis="日常巡查企业90家。"), missed()], {}, "第1项任务的分析没有说明"),
    ("CP-04", [Task(id=1, name="监察", analysis="受疫情影响，日常巡查企业90家。"), missed()], {}, None),
    ("CP-04", [Task(id=1, name="监察", analysis="受疫情影响，只到了90家。"), missed(actual="90家")], {}, None),
    ("CP-05", [make_project()], {"projects_due": 1, "management_text": "自评覆盖率为90.0%。"}, "＝100.0%，现写90.0%"),
    ("CP-05", [make_project()], {"projects_due": 1, "management_text": "自评覆盖率为100%。"}, None),
    ("CP-06", [missed()], {}, "“日常巡查企业数量”的完成值未关联佐证材料"),
    ("CP-06", [missed(), KEPT, EvidenceLink(evidence_id=1, indicator_id=1)], {}, None),
    ("CP-06", [Evidence(name="台账")], {}, "佐证材料“台账”没有附文件"),
    ("CP-08", [KeyWork(title="就业", text="发放补贴××万元。")], {}, "仍有占位文字“××”"),
    ("CP-08", [KeyWork(title="就业", text="已完成，____。")], {}, "仍有占位文字“____”"),
    ("CP-08", [KeyWork(title="就业", text="待补充")], {}, "仍有占位文字“待补充”"),
    ("CP-08", [Duty(text="暂无")], {}, "仍有占位文字“暂无”"),
    ("CP-08", [Duty(text="处理暂无着落人员的安置。")], {}, None),
    ("CP-08", [make_project(executed=None)], {}, "“重点项目”还有1处未填（重点项目的全年执行数）"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "rows", "report", "says"), CASES)
def test_a_rule_fires_or_stays_silent(rule: str, rows: list[Any], report: dict[str, Any], says: str | None) -> None:
    expect(rule, subject_of(*rows, report=report), says)


def test_no_chapter_of_the_sample_is_missing(library: Library, sample: int) -> None:
    assert [item for item in library.checks.run(sample).findings if item.rule in {"CP-01", "CP-07"}] == []


def paper(listed: str, title: str = "部门整体支出绩效自评表", year: str = "（2021年度）") -> Sequence[Passage]:
    return [
        Passage("五、附件", "五", style="h1"),
        Passage(listed, "五", style="body"),
        Passage(title, "附件", style="table-title"),
        Passage(year, "附件", style="table-subtitle"),
    ]


@pytest.mark.parametrize(
    ("printed", "says"),
    [
        (paper("2021年度某局部门整体支出绩效自评表"), None),
        (paper("附件：1.2021年度某局部门整体支出绩效自评表"), None),
        (paper("2021年度某局绩效自评表"), "附件标题为“部门整体支出绩效自评表”"),
        (paper("2020年度某局部门整体支出绩效自评表"), "附件说明的年度为2020，附件为2021"),
    ],
)
def test_the_annex_is_listed_as_it_is_titled(printed: Sequence[Passage], says: str | None) -> None:
    expect("CP-07", subject_of(printed=printed), says)


def test_a_template_without_a_chapter_is_told() -> None:
    messages = [item.message for item in found_by("CP-01", subject_of(printed=paper("x")))]
    assert "打印的报告没有“一、基本情况”一章，请检查模板。" in messages
    assert not any("没有“五、附件”" in message for message in messages)


@pytest.mark.parametrize("rule", ["CP-05", "CP-07"])
def test_what_cannot_be_checked_says_so(rule: str) -> None:
    assert unchecked_by(rule, subject_of()) != []
