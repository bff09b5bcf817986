"""The rules of the projects: what each fires on and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from app.model.entities import Axis, FundLine, KeyWork, Project, ProjectFund, ProjectKind, ProjectLevel
from tests.app.checks.subjects import expect, found_by, subject_of, unchecked_by
from tests.builders import make_data, make_fund_line, make_project

WAN = 1_000_000
ITEMS = "杰出人才6名奖励1,250万元、领军人才7名奖励350.5万元，总计向13名人才发放补贴{}万元。"
LONG = (
    "严格按照文件要求，以新操作新流程为准绳，促进医疗保障管理，以新服务新模式为准绳，"
    "建立三方共享的信息系统，满足参保人员的就医需求，"
)


def project(**overrides: Any) -> Project:
    return make_project(**{"budget": 100 * WAN, "executed": 100 * WAN} | overrides)


def spending(budget: int, executed: int) -> FundLine:
    return make_fund_line(axis=Axis.STRUCTURE.value, category="项目支出", budget=budget * WAN, executed=executed * WAN)


def transfer(executed: int) -> FundLine:
    return make_fund_line(axis=Axis.LEVEL.value, category="转移支付区", budget=executed * WAN, executed=executed * WAN)


def result(text: str, **overrides: Any) -> list[Project]:
    return [project(result=text, **overrides)]


def fund(budget: int | None, executed: int | None) -> ProjectFund:
    """A source in the form of the first project."""
    given, spent = (None if amount is None else amount * WAN for amount in (budget, executed))
    return ProjectFund(project_id=1, budget=given, executed=spent)


OFFLINE = {"kind": ProjectKind.OFFLINE.value}
TOLD = {n: {"projects_due": 2, "management_text": f"自评2个支出项目，其中线上重点项目{n}个。"} for n in (1, 2)}
CASES: list[tuple[str, list[Any], dict[str, Any], str | None]] = [
    ("PJ-01", [project(), project(**OFFLINE)], {"projects_due": 3}, "线上重点1个＋线下自评1个＝2个"),
    ("PJ-01", [project(), project(**OFFLINE)], {"projects_due": 2}, None),
    ("PJ-01", [project()], {"projects_due": 63, "unlisted_projects": 62}, None),
    ("PJ-01", [project()], {"projects_due": 2, "management_text": "因项目终止，有1个未自评。"}, None),
    ("PJ-01", [project(), project(**OFFLINE)], TOLD[2], "线上重点项目2个"),
    ("PJ-01", [project(), project(**OFFLINE)], TOLD[1], None),
    ("PJ-02", [spending(90, 90), project()], {}, "预算数合计100万元，超过项目支出预算数90万元"),
    ("PJ-02", [spending(100, 100), project()], {}, None),
    ("PJ-03", [spending(150, 140), project()], {"unlisted_projects": 5}, "推算执行率80.0%，未支出10万元"),
    ("PJ-03", [spending(150, 150), project()], {"unlisted_projects": 5}, None),
    ("PJ-03", [spending(150, 140), project()], {}, None),
    ("PJ-03", [spending(150, 140), project()], {"unlisted_projects": 5, "results_text": "其余项目因故未支出。"}, None),
    ("PJ-04", result("资金支出率95%。", executed=90 * WAN), {}, "该项目执行数90万元÷预算数100万元＝90.0%，现写95%"),
    ("PJ-04", result("资金支出率90%，任务完成率95%。", executed=90 * WAN), {}, None),
    ("PJ-05", [project(entrusted_budget=101 * WAN)], {}, "其中代管资金101万元大于年度预算100万元"),
    ("PJ-05", [project(entrusted_budget=100 * WAN)], {}, None),
    ("PJ-05", result("支出90万元（包括代管资金95万元）。"), {}, "“代管资金95万元”大于其所属的“支出90万元”"),
    ("PJ-05", result("支出90万元（包括代管资金85万元）。"), {}, None),
    ("PJ-06", result(ITEMS.format("1,600.5")), {}, None),
    ("PJ-06", result(ITEMS.format("1,610.5")), {}, "明细合计1,600.5万元，文中总计1,610.5万元，相差10万元"),
    ("PJ-06", result(ITEMS.format("1,600.5").replace("7名", "8名")), {}, "明细合计14名，文中总计13名，相差1名"),
    ("PJ-06", [project(), fund(60, 60), fund(40, 40)], {}, None),
    ("PJ-06", [project(), fund(60, 60), fund(None, None)], {}, "合计60万元，报告中该项目为100万元，相差40万元"),
    ("PJ-06", [project(), fund(100, 90)], {}, "全年执行数合计90万元，报告中该项目为100万元"),
    ("PJ-06", [project(), fund(100, None)], {}, None),
    ("PJ-06", [project(), fund(None, None)], {}, None),
    ("PJ-06", [project(budget=None, executed=None), fund(100, 90)], {}, None),
    ("PJ-07", [transfer(90), project(level=ProjectLevel.TRANSFER.value)], {}, "合计100万元，超过转移支付执行数90万元"),
    ("PJ-07", [transfer(100), project(level=ProjectLevel.TRANSFER.value)], {}, None),
    ("PJ-08", result("达到保障运转的绩效目标，设立5年过渡期。"), {}, "没有量化产出"),
    ("PJ-08", result("培训200人。"), {}, None),
    ("PJ-08", result("资金未下达，工作未开展。", budget=0, executed=0), {}, None),
    ("PJ-09", [project(result=f"{LONG}支出9万元。"), project(result=f"一是{LONG}支出8万元。")], {}, "字相同"),
    ("PJ-09", [project(result=LONG[:40]), project(result=LONG[:40])], {}, None),
    ("PJ-10", result("培训200人。", executed=WAN), {}, "执行率只有1.0%，却报告完成培训200人"),
    ("PJ-10", result("培训20000人次。", executed=99 * WAN, entrusted_executed=90 * WAN), {}, "人均不到5元"),
    ("PJ-10", result("接待游客20000人次。", executed=9 * WAN), {}, None),
    ("PJ-10", result("培训200人。"), {}, None),
    ("PJ-11", [project(entrusted_budget=60 * WAN)], {}, "60.0%为代管资金"),
    ("PJ-11", [project(entrusted_budget=50 * WAN)], {}, None),
    ("PJ-11", [project(), KeyWork(title="就业", text="发放补贴1.79亿元。")], {}, "“发放补贴1.79亿元”大于任何"),
    ("PJ-11", [project(), KeyWork(title="就业", text="发放补贴900万元。")], {}, None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "rows", "report", "says"), CASES)
def test_a_rule_fires_or_stays_silent(rule: str, rows: list[Any], report: dict[str, Any], says: str | None) -> None:
    expect(rule, subject_of(*rows, report=report), says)


def test_a_text_carried_over_with_its_figures_is_found() -> None:
    text = f"{LONG}支出9万元。"
    subject = subject_of(project(result=text), previous=make_data(project(result=text)))
    assert ["一字不差" in finding.message for finding in found_by("PJ-09", subject)] == [True]
    assert unchecked_by("PJ-09", subject) == []


@pytest.mark.parametrize("rule", ["PJ-01", "PJ-02", "PJ-03", "PJ-07", "PJ-09"])
def test_what_is_not_filled_in_is_not_checked(rule: str) -> None:
    assert unchecked_by(rule, subject_of()) != []
