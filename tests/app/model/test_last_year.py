"""Rows of an earlier report are found by what they are called, and never wrongly."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.entities import (
    ROWS,
    Axis,
    Duty,
    KeyWork,
    Measure,
    Problem,
    Report,
    ReportRow,
    Task,
    Unit,
)
from app.model.last_year import LastYear, change, earlier, matched, plain
from app.model.report_data import ReportData
from tests.builders import (
    DELIVERY,
    MANAGEMENT,
    make_data,
    make_department,
    make_fund_line,
    make_indicator,
    make_project,
    make_report,
)

WAN = 1_000_000


def before(*rows: ReportRow) -> ReportData:
    return make_data(*rows, report=make_report(id=9, year=2020, overall_goal="去年的目标", projects_due=70))


def found(now: ReportRow, *others: ReportRow) -> int | None:
    """The id of the row that stands for `now` among the others; None when none does."""
    row = LastYear(make_data(now), before(*others)).row(now.TABLE, now.id)
    return None if row is None else row.id


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("培训经费", "培训经费"),
        ("2021年培训经费", "2020年培训经费"),
        ("2021业务工作经费项目（区就业训练中心）", "2020 业务工作经费项目(区就业训练中心)"),
        ("就业补助（２０２１年度）", "就业补助(2020年度)"),
        ("二〇二一年度人才奖励", "二〇二〇年度人才奖励"),
        ("IT 运维", "it运维"),
    ],
)
def test_a_row_is_found_by_its_name_whatever_year_and_marks_are_in_it(now: str, then: str) -> None:
    assert found(make_project(name=now), make_project(id=5, name=then)) == 5


def test_a_document_number_in_a_name_does_not_hide_the_row() -> None:
    now = make_project(name="就业补助转移支付资金（番禺区）#穗财社〔2021〕27号")
    assert found(now, make_project(id=5, name="就业补助转移支付资金（番禺区）#穗财社〔2020〕153号")) == 5


def test_a_name_that_fits_better_goes_first() -> None:
    now = make_project(name="就业补助#穗财社〔2021〕16号")
    others = (
        make_project(id=5, name="就业补助#穗财社〔2020〕9号"),
        make_project(id=6, name="就业补助#穗财社〔2020〕16号"),
    )
    assert found(now, *others) == 6


def test_two_that_could_be_meant_are_neither() -> None:
    now = make_project(name="就业补助#穗财社〔2021〕1号")
    others = (
        make_project(id=5, name="就业补助#穗财社〔2020〕2号"),
        make_project(id=6, name="就业补助#穗财社〔2020〕3号"),
    )
    assert found(now, *others) is None


def test_rows_of_one_name_are_paired_in_their_order() -> None:
    now = make_data(make_project(id=1, name="补贴", position=1), make_project(id=2, name="补贴", position=2))
    then = before(make_project(id=5, name="补贴", position=1), make_project(id=6, name="补贴", position=2))
    assert {key: row.id for key, row in matched(now, then, "project").items()} == {1: 5, 2: 6}


def test_a_number_that_is_no_year_tells_rows_apart() -> None:
    assert found(make_project(name="1400人培训"), make_project(id=5, name="1500人培训")) is None
    assert found(make_project(name="项目12021"), make_project(id=5, name="项目12020")) is None


def test_rows_without_a_name_stay_alone() -> None:
    assert found(make_project(name=""), make_project(id=5, name="")) is None
    assert found(make_project(name="——"), make_project(id=5, name="…")) is None


def test_a_name_that_is_only_a_year_is_a_name() -> None:
    assert found(Unit(id=1, report_id=1, name="2021"), Unit(id=5, report_id=9, name="2021")) == 5
    assert found(Unit(id=1, report_id=1, name="2021"), Unit(id=5, report_id=9, name="2020")) is None


def test_a_fund_line_is_found_on_its_own_axis() -> None:
    now = make_fund_line(axis=Axis.LEVEL.value, category="其他资金")
    others = (
        make_fund_line(id=5, axis=Axis.SOURCE.value, category="其他资金"),
        make_fund_line(id=6, axis=Axis.LEVEL.value, category="其他资金"),
    )
    assert found(now, *others) == 6


def test_an_indicator_is_found_in_its_own_task() -> None:
    task, first, second = (Task(id=number, name=name) for number, name in ((1, "就业"), (7, "就业"), (8, "社保")))
    now = make_indicator(block=DELIVERY, task_id=1, level3="培训人数")
    data = make_data(task, now)
    then = before(
        first, second,
        make_indicator(id=5, block=DELIVERY, task_id=8, level3="培训人数"),
        make_indicator(id=6, block=DELIVERY, task_id=7, level3="培训人数"),
    )  # fmt: skip
    assert getattr(LastYear(data, then).row("indicator", 1), "id", 0) == 6


def test_an_indicator_that_moved_to_another_task_is_found_by_block_and_name() -> None:
    now = make_indicator(block=MANAGEMENT, level2="预算执行", level3="预算完成率")
    assert found(now, make_indicator(id=5, level2="预算管理", level3="预算完成率")) == 5
    assert found(now, make_indicator(id=5, block=DELIVERY, level3="预算完成率")) is None


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (Duty(id=1, report_id=1, text="拟订规划。"), Duty(id=5, report_id=9, text="拟订规划。")),
        (KeyWork(id=1, report_id=1, title="稳就业", text="新"), KeyWork(id=5, report_id=9, title="稳就业", text="旧")),
        (Problem(id=1, report_id=1, title="指标不细"), Problem(id=5, report_id=9, title="指标不细")),
    ],
)
def test_other_rows_are_found_by_their_heading(now: ReportRow, then: ReportRow) -> None:
    assert found(now, then) == 5


def test_the_report_itself_has_last_years_values() -> None:
    last = LastYear(make_data(), before())
    assert last.year == 2020
    assert last.value("report", 1, "overall_goal") == "去年的目标"
    assert last.value("report", 1, "projects_due") == 70


def test_a_department_is_not_its_own_predecessor() -> None:
    assert LastYear(make_data(), before()).row("department", 1) is None
    other = dataclasses.replace(before(), department=make_department(id=2, name="旧名"))
    assert LastYear(make_data(), other).value("department", 1, "name") == "旧名"


def test_a_row_that_is_new_has_no_value() -> None:
    last = LastYear(make_data(make_project()), before())
    assert last.value("project", 1, "budget") is None
    assert last.value("project", 1, "purpose") == ""


def test_a_reference_is_turned_to_this_reports_row() -> None:
    now = make_data(Problem(id=1, report_id=1, title="甲"), Measure(id=1, report_id=1, title="乙"))
    then = before(
        Problem(id=4, report_id=9, title="甲"), Problem(id=5, report_id=9, title="不再有"),
        Measure(id=6, report_id=9, title="乙", problem_id=4),
    )  # fmt: skip
    assert LastYear(now, then).value("measure", 1, "problem_id") == 1
    gone = dataclasses.replace(then.rows(Measure)[0], problem_id=5)
    assert LastYear(now, then.with_changes({("measure", 6): gone})).value("measure", 1, "problem_id") is None


def reports(*others: Report) -> tuple[Report, ...]:
    return (make_report(id=1, year=2021), *others)


def test_the_report_it_was_carried_over_from_goes_first() -> None:
    own, carried = make_report(id=2, year=2020), make_report(id=3, department_id=7, year=2019)
    assert earlier(make_report(previous_id=3), reports(own, carried)) == carried


def test_else_the_departments_latest_earlier_year() -> None:
    old, older, next_year = (make_report(id=2 + n, year=year) for n, year in enumerate((2019, 2018, 2022)))
    other = make_report(id=8, department_id=2, year=2020)
    assert earlier(make_report(), reports(older, old, next_year, other)) == old
    assert earlier(make_report(), reports(other, next_year)) is None


def test_a_copy_of_the_same_year_is_no_last_year() -> None:
    assert earlier(make_report(previous_id=2), reports(make_report(id=2, year=2021))) is None


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (105 * WAN, 100 * WAN, "↑5.0%"), (90 * WAN, 100 * WAN, "↓10.0%"), (100 * WAN, 100 * WAN, "持平"),
        (100 * WAN + 1, 100 * WAN, "↑0.01%"), (0, 100 * WAN, "↓100.0%"), (5, 0, ""), (None, 5, ""), (5, None, ""),
        (0, 0, "持平"),
    ],
)  # fmt: skip
def test_a_change_is_said_in_percent(now: int | None, then: int | None, said: str) -> None:
    assert change(now, then) == said


names = st.text(alphabet="项目甲乙2021〔〕年0 （）#号", max_size=8)


@given(st.lists(names, max_size=6), st.lists(names, max_size=6))
def test_no_earlier_row_stands_for_two(now: list[str], then: list[str]) -> None:
    data = make_data(*(make_project(id=number, name=name) for number, name in enumerate(now, 1)))
    other = before(*(make_project(id=number, name=name) for number, name in enumerate(then, 1)))
    pairs = matched(data, other, "project")
    assert len({row.id for row in pairs.values()}) == len(pairs)


@given(st.lists(names, max_size=6))
def test_a_report_beside_its_own_copy_finds_every_row_that_has_a_name(rows: list[str]) -> None:
    data = make_data(*(make_project(id=number, name=name, position=number) for number, name in enumerate(rows, 1)))
    pairs = matched(data, data, "project")
    assert {key: row.id for key, row in pairs.items()} == {row.id: row.id for row in data.projects if plain(row.name)}


def test_rows_that_nothing_is_filled_in_of_have_no_last_year() -> None:
    rows: list[ReportRow] = [entity(id=1, report_id=1) for entity in ROWS]
    last = LastYear(make_data(*rows), before(*(dataclasses.replace(row, report_id=9) for row in rows)))
    assert [row.TABLE for row in rows if last.row(row.TABLE, 1) is not None] == []


def test_matches_follow_the_report() -> None:
    now = make_data(make_project(id=1, name="甲"), make_indicator(id=1), Task(id=1, report_id=1, name="任务"))
    last = LastYear(now, before(make_project(id=5, name="甲"), make_project(id=6, name="乙"), make_indicator(id=7)))
    assert getattr(last.row("project", 1), "id", 0) == 5
    renamed = now.with_changes({("project", 1): make_project(id=1, name="乙")})
    assert getattr(last.following(renamed).row("project", 1), "id", 0) == 6
    assert getattr(last.following(renamed).row("indicator", 1), "id", 0) == 7
    assert last.following(now.with_changes({("task", 1): None})).row("indicator", 1) is not None
