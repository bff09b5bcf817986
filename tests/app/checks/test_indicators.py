"""The rules of the indicators: what each fires on and what it leaves alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from app.model.entities import Evidence, EvidenceLink, Indicator, Measure, Rule, Task
from app.model.results import Severity
from tests.app.checks.subjects import expect, found_by, subject_of
from tests.builders import DELIVERY, make_indicator, make_project


def row(**overrides: Any) -> Indicator:
    values: dict[str, Any] = {
        "block": DELIVERY, "level2": "数量指标", "level3": "培训人数", "target": "100", "actual": "100",
        "unit": "人", "rule": Rule.AT_LEAST.value, "criterion": "按比例得分",
    }  # fmt: skip
    return make_indicator(**values | overrides)


def rate(**overrides: Any) -> Indicator:
    return row(**{"level2": "质量指标", "level3": "合格率", "unit": "%"} | overrides)


def satisfaction(**overrides: Any) -> Indicator:
    return rate(**{"level2": "满意度指标", "level3": "服务对象满意度"} | overrides)


TASK = Task(id=1, name="培训", analysis="培训90人。")
CASES: list[tuple[str, list[Any], str | None]] = [
    ("IX-01", [row(actual="131")], "“培训人数”完成131人，目标100人，完成率131.0%，超出目标30%以上"),
    ("IX-01", [row(actual="125")], "超出目标较多"),
    ("IX-01", [row(actual="120")], None),
    ("IX-01", [row(actual="150", reason="因新增转移支付，培训规模扩大")], None),
    ("IX-01", [row(actual="150", rule=Rule.AT_MOST.value)], None),
    ("IX-01", [make_project(result="转移就业7944人（任务为1400人）。")], "完成7944人，目标1400人，完成率567.4%"),
    ("IX-01", [make_project(result="转移就业1500人（任务为1400人）。")], None),
    ("IX-01", [make_project(result="因政策调整，转移就业7944人（任务为1400人）。")], None),
    ("IX-01", [make_project(result="超额完成，年度任务完成率567.4%。")], "“年度任务完成率567.4%”超出目标30%以上"),
    ("IX-01", [make_project(result="年度任务完成率120%。")], None),
    ("IX-02", [row(actual="90")], "未完成（完成90人，目标100人），缺少原因和改进措施"),
    ("IX-02", [row(actual="90", reason="疫情", measure="改线上")], None),
    ("IX-02", [row(actual="90", reason="疫情"), Measure(title="加大培训力度")], None),
    ("IX-02", [row(actual="")], None),
    ("IX-03", [TASK, row(task_id=1, actual="90")], "正文只写完成90人，没有写目标值100人"),
    ("IX-03", [Task(id=1, name="培训", analysis="培训90人，目标为100人。"), row(task_id=1, actual="90")], None),
    ("IX-03", [TASK, row(task_id=1, target="90", actual="90")], None),
    ("IX-04", [row(target="明显提升", unit="")], "没有数字，无法衡量"),
    ("IX-04", [rate(target="≥95%", criterion="")], "没有计算办法和依据"),
    ("IX-04", [rate(target="≥95%", definition="合格数÷总数")], None),
    ("IX-04", [row(target="明显提升", rule=Rule.BANDS.value)], None),
    ("IX-05", [row(level3="人均培训成本", target="≥100")], "目标方向为“≥”"),
    ("IX-05", [row(level3="人均培训成本", target="≤100", rule=Rule.AT_MOST.value)], None),
    ("IX-05", [row(level3="成本节约率", target="≥5%")], None),
    ("IX-05", [rate(level3="发放及时率", target="≤95%")], "与越高越好的方向相反"),
    ("IX-05", [rate(level3="发放及时率", target="≥95%")], None),
    ("IX-06", [row(level3="资金支付率")], "“资金支付率”不反映“数量指标”"),
    ("IX-06", [row()], None),
    ("IX-06", [row(level2="时效指标", level3="发放及时率")], None),
    ("IX-07", [row(), row(level2="社会效益指标")], "“培训人数”在产出与效益重复设置"),
    ("IX-07", [row(), row(task_id=2)], None),
    ("IX-08", [satisfaction(actual="98%")], "缺少调查方式和样本量"),
    ("IX-08", [satisfaction(actual="100%", criterion="全年无投诉")], "以没有投诉为依据"),
    ("IX-08", [satisfaction(actual="98%", definition="发放问卷200份")], None),
    ("IX-08", [satisfaction(actual="98%"), Evidence(name="问卷"), EvidenceLink(evidence_id=1, indicator_id=1)], None),
    ("IX-09", [row(target="若干")], "目标值“若干”不是一个数值"),
    ("IX-09", [row(actual="100人和20人")], "实际完成值“100人和20人”不是一个数值"),
    ("IX-09", [row(target="≥1,400人", actual="65/66")], None),
    ("IX-09", [row(target="明显", rule=Rule.BANDS.value)], None),
    ("IX-10", [row(reason="设备待验收")], "写明“待验收”，却得满分"),
    ("IX-10", [row(reason="设备待验收", actual="90")], None),
    ("IX-10", [make_project(budget=5, executed=5, result="工程尚未完工。")], "资金却已全部支出"),
    ("IX-10", [make_project(budget=5, executed=4, result="工程尚未完工。")], None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "rows", "says"), CASES)
def test_a_rule_fires_or_stays_silent(rule: str, rows: list[Any], says: str | None) -> None:
    expect(rule, subject_of(*rows), says)


def test_twenty_per_cent_above_is_a_hint_and_thirty_a_warning() -> None:
    found = [found_by("IX-01", subject_of(row(actual=actual)))[0].severity for actual in ("121", "131")]
    assert found == [Severity.HINT, Severity.WARNING]


def test_the_limit_is_the_packs() -> None:
    subject = subject_of(row(actual="125"), settings={"over_target": Decimal(120)})
    assert found_by("IX-01", subject)[0].severity is Severity.WARNING
