"""The computed figures of a report, against figures added by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.entities import (
    Axis,
    Duty,
    FundLine,
    Indicator,
    Office,
    ProjectKind,
    ProjectLevel,
    ReportRow,
    Task,
    Unit,
    UnitKind,
)
from app.model.facts import FACTS, Facts
from tests.builders import DELIVERY, TASK_BLOCKS, make_data, make_fund_line, make_indicator, make_project, make_report

WAN = 1_000_000

# The fund block of the published report, 分.
FUNDS = tuple(
    make_fund_line(id=number, position=number, axis=axis.value, category=category, budget=budget, executed=executed)
    for number, (axis, category, budget, executed) in enumerate(
        [
            (Axis.SOURCE, "财政拨款", 59_787_130_000, 58_290_020_000),
            (Axis.SOURCE, "其他资金", 1_509_620_000, 1_467_730_000),
            (Axis.STRUCTURE, "基本支出", 8_365_420_000, 8_004_690_000),
            (Axis.STRUCTURE, "项目支出", 52_931_330_000, 51_753_060_000),
            (Axis.LEVEL, "区本级支出", 51_382_930_000, 49_849_430_000),
            (Axis.LEVEL, "转移支付区", 9_913_820_000, 9_908_320_000),
        ],
        1,
    )
)


def delivery(number: int, **overrides: object) -> Indicator:
    return make_indicator(id=number, block=DELIVERY, **overrides)


def facts(*rows: ReportRow, **report: object) -> Facts:
    return Facts.of(make_data(*rows, report=make_report(**report)), TASK_BLOCKS)


def test_every_axis_sums_to_the_published_total() -> None:
    found = facts(*FUNDS)
    assert [axis.axis for axis in found.axes] == list(Axis)
    assert {(axis.budget, axis.executed) for axis in found.axes} == {(61_296_750_000, 59_757_750_000)}
    assert found.total.rate is not None
    assert str(found.total.rate).startswith("97.489263")


def test_an_axis_keeps_its_lines_in_order() -> None:
    lines = facts(*reversed(FUNDS)).axis(Axis.STRUCTURE).lines
    assert [line.category for line in lines] == ["基本支出", "项目支出"]


def test_the_total_is_the_first_axis_that_has_lines() -> None:
    found = facts(*FUNDS[2:4])
    assert found.axes[0].lines == ()
    assert found.total is found.axis(Axis.STRUCTURE)


def test_without_lines_there_is_no_total() -> None:
    total = facts().total
    assert (total.budget, total.executed, total.rate) == (None, None, None)


def test_a_missing_figure_is_left_out_of_a_sum() -> None:
    found = facts(make_fund_line(id=1, executed=None), make_fund_line(id=2, budget=None, executed=5 * WAN))
    assert (found.total.budget, found.total.executed) == (1000 * WAN, 5 * WAN)


@given(st.lists(st.tuples(st.integers(0, 10**13), st.integers(0, 10**13)), min_size=1, max_size=20))
def test_sums_are_exact(pairs: list[tuple[int, int]]) -> None:
    rows = [FundLine(id=n, report_id=1, budget=b, executed=e) for n, (b, e) in enumerate(pairs, 1)]
    total = facts(*rows).total
    assert (total.budget, total.executed) == (sum(b for b, _ in pairs), sum(e for _, e in pairs))


def test_rows_are_counted() -> None:
    found = facts(
        Office(id=1, report_id=1), Office(id=2, report_id=1), Duty(id=1, report_id=1), Task(id=1, report_id=1)
    )
    assert (found.offices, found.units, found.duties, found.tasks) == (2, 0, 1, 1)


def test_units_are_counted_by_kind_in_the_order_of_the_kinds() -> None:
    kinds = [UnitKind.PUBLIC_WELFARE_2, UnitKind.CIVIL_SERVICE_MANAGED, UnitKind.PUBLIC_WELFARE_2]
    found = facts(*(Unit(id=n, report_id=1, kind=kind.value) for n, kind in enumerate(kinds, 1)))
    assert found.units == 3
    assert found.units_by_kind == (("参公", 1), ("公益二类", 2))


def test_unlisted_projects_count_as_offline() -> None:
    listed = [make_project(id=n) for n in range(1, 15)] + [make_project(id=15, kind=ProjectKind.OFFLINE.value)]
    found = facts(*listed, unlisted_projects=61, projects_due=80)
    assert (found.projects_online, found.projects_offline, found.projects_total) == (14, 62, 76)
    assert (found.projects_listed, found.projects_unlisted) == (15, 61)
    assert found.coverage == 95


def test_there_is_no_coverage_while_the_number_due_is_missing_or_zero() -> None:
    assert facts(make_project()).coverage is None
    assert facts(make_project(), projects_due=0).coverage is None


def test_project_sums_by_kind_and_level() -> None:
    found = facts(
        make_project(id=1, budget=3 * WAN, executed=2 * WAN),
        make_project(id=2, budget=4 * WAN, executed=None, kind=ProjectKind.OFFLINE.value),
        make_project(id=3, budget=5 * WAN, executed=5 * WAN, level=ProjectLevel.TRANSFER.value),
    )
    assert (found.projects.budget, found.projects.executed) == (12 * WAN, 7 * WAN)
    assert (found.online.budget, found.online.executed) == (8 * WAN, 7 * WAN)
    assert (found.transfer.budget, found.transfer.rate) == (5 * WAN, Decimal(100))
    assert facts().projects.budget is None


def test_targets_are_judged_over_the_delivery_rows_that_have_one() -> None:
    found = facts(
        delivery(1, target="≥95%", actual="96%"),
        delivery(2, target="≥95%", actual="90%"),
        delivery(3, target="达成", actual="达成"),
        delivery(4, target="95%", actual=""),
        delivery(5, target="", actual="96%"),
        delivery(6, target="良好", actual="一般"),
        delivery(7, target="95%", actual="1%", not_applicable=True),
        make_indicator(id=8, target="95%", actual="96%"),
    )
    assert (found.targets.met, found.targets.total, found.targets.share) == (2, 4, Decimal(50))


def test_a_delivery_row_may_be_bound_to_a_fact() -> None:
    row = delivery(1, target="≥98%", fact="funds.completion_rate", actual="99%")
    found = facts(*FUNDS, row)
    assert found.actual(row) == "97.5%"
    assert (found.targets.met, found.targets.total) == (0, 1)


@pytest.mark.parametrize("fact", ["", "unknown.fact", "funds.completion_rate"])
def test_the_typed_value_stands_while_a_fact_gives_none(fact: str) -> None:
    assert facts().actual(make_indicator(fact=fact, actual="99%")) == "99%"


@pytest.mark.parametrize(
    ("name", "text", "basis"),
    [
        ("funds.budget", "61296.75万元", "全年预算数 61,296.75 万元"),
        ("funds.executed", "59757.75万元", "执行数 59,757.75 万元"),
        ("funds.completion_rate", "97.5%", "61,296.75 中完成 59,757.75，完成率 97.49%"),
        ("funds.appropriation_deviation", "2.5%", "财政拨款预算 59,787.13，决算 58,290.02，差异率 2.50%"),
        ("funds.basic_completion_rate", "95.7%", "8,365.42 中完成 8,004.69，完成率 95.69%"),
        ("funds.project_completion_rate", "97.8%", "52,931.33 中完成 51,753.06，完成率 97.77%"),
        ("funds.transfer_completion_rate", "99.9%", "9,913.82 中完成 9,908.32，完成率 99.94%"),
        ("funds.unspent_rate", "2.5%", "61,296.75 中完成 59,757.75，结转结余率 2.51%"),
        ("projects.completion_rate", "99.97%", "7,758.37 中完成 7,756.15，完成率 99.97%"),
        ("projects.key_share", "14.7%", "项目支出预算 52,931.33 中重点项目 7,758.37，占 14.66%"),
        ("projects.coverage", "100.0%", "应自评 76 个项目，已自评 76 个，覆盖率 100.00%"),
        ("projects.total", "76个", "自评项目数 76 个"),
        ("projects.online", "1个", "线上重点项目数 1 个"),
        ("projects.offline", "75个", "线下自评项目数 75 个"),
        ("projects.forms", "0份", "项目支出绩效自评表 0 份"),
        ("targets.met_share", "50.0%", "有目标值的履职效能指标 2 项，达标 1 项，达标率 50.00%"),
        ("targets.met", "1项", "达标指标数 1 项"),
        ("targets.total", "2项", "有目标值的指标数 2 项"),
        ("staff.control_rate", "95.3%", "编制数 86 人，在职 82 人，控制率 95.35%"),
        ("tasks.count", "1项", "工作任务数 1 项"),
    ],
)
def test_every_fact_of_the_published_report(name: str, text: str, basis: str) -> None:
    found = facts(
        *FUNDS,
        make_project(budget=7_758_370_000, executed=7_756_150_000),
        delivery(1, target="1", actual="1"),
        delivery(2, target="2", actual="1"),
        Task(id=1, report_id=1),
        unlisted_projects=75,
        projects_due=76,
        posts=86,
        staff=82,
    )
    assert (FACTS[name].text(found), FACTS[name].basis(found)) == (text, basis)


def test_the_facts_above_are_all_there_are() -> None:
    assert len(FACTS) == 20
    assert all(name == spec.name for name, spec in FACTS.items())


@pytest.mark.parametrize("name", [name for name, spec in FACTS.items() if spec.unit in {"%", "万元"}])
def test_a_fact_of_an_empty_report_is_missing_and_can_still_be_explained(name: str) -> None:
    empty = facts()
    assert FACTS[name].value(empty) is None
    assert FACTS[name].text(empty) == ""
    assert "—" in FACTS[name].basis(empty)


@pytest.mark.parametrize(
    ("name", "gap"),
    [
        ("funds.budget", "没有填写全年预算数"),
        ("funds.completion_rate", "没有填写执行数和全年预算数"),
        ("funds.basic_completion_rate", "没有填写基本支出执行数和基本支出全年预算数"),
        ("projects.coverage", "没有填写应开展自评的项目数"),
        ("targets.met_share", "有目标值的指标数为 0"),
        ("tasks.count", ""),
    ],
)
def test_a_fact_says_what_it_lacks(name: str, gap: str) -> None:
    assert FACTS[name].gap(facts()) == gap


@pytest.mark.parametrize(
    ("name", "gap"),
    [
        ("funds.completion_rate", "全年预算数为 0"),
        ("funds.appropriation_deviation", "财政拨款全年预算数为 0"),
        ("funds.unspent_rate", "全年预算数为 0"),
        ("projects.completion_rate", "列示项目全年预算数小于 0"),
        ("projects.coverage", "应开展自评的项目数为 0"),
        ("staff.control_rate", "编制数为 0"),
    ],
)
def test_a_rate_with_a_base_of_zero_is_none_and_says_so(name: str, gap: str) -> None:
    line = make_fund_line(axis=Axis.SOURCE.value, budget=0, executed=WAN)
    found = facts(line, make_project(budget=-WAN, executed=WAN), projects_due=0, posts=0, staff=3)
    assert FACTS[name].value(found) is None
    assert FACTS[name].gap(found) == gap


def test_overspending_leaves_nothing_unspent() -> None:
    found = facts(make_fund_line(budget=WAN, executed=2 * WAN))
    assert FACTS["funds.unspent_rate"].value(found) == Decimal(0)
