"""What differs between two states of a report, and between two years' reports."""

from __future__ import annotations

import pytest

from app.model.comparison import Fate, compare
from app.model.entities import Evidence, EvidenceLink, Measure, Problem, ReportRow, Task
from app.model.report_data import ReportData
from tests.builders import make_data, make_department, make_fund_line, make_indicator, make_project, make_report


def other_year(*rows: ReportRow) -> ReportData:
    return make_data(*rows, report=make_report(id=2, year=2022))


def told(before: ReportData, after: ReportData) -> list[tuple[str, str, str, str, str]]:
    return [(each.fate.value, each.place, each.label, each.before, each.after) for each in compare(before, after)]


def test_the_same_report_has_no_differences() -> None:
    data = make_data(make_project(), make_indicator())
    assert compare(data, data) == ()


def test_a_changed_amount_is_shown_as_its_field_shows_it() -> None:
    before, after = make_data(make_project()), make_data(make_project(executed=150_000_000))
    assert told(before, after) == [("修改", "重点项目 · 培训经费", "全年执行数", "145.50", "150.00")]


def test_fields_of_department_and_report_are_compared() -> None:
    before = make_data(report=make_report(phone="1"))
    after = make_data(department=make_department(region="番禺区"), report=make_report(phone="2"))
    assert [(each.table, each.field) for each in compare(before, after)] == [
        ("department", "region"),
        ("report", "phone"),
    ]


def test_a_renamed_row_of_one_report_is_the_same_row() -> None:
    found = compare(make_data(make_project()), make_data(make_project(name="别的经费")))
    assert [(each.fate, each.field, each.before_id, each.after_id) for each in found] == [(Fate.CHANGED, "name", 1, 1)]


def test_rows_that_came_and_went_say_what_they_hold() -> None:
    before, after = make_data(make_project()), make_data(make_project(id=2, name="新经费", result=""))
    added, removed = compare(before, after)
    assert (added.fate, added.place, added.before_id, added.after_id) == (Fate.ADDED, "重点项目 · 新经费", 0, 2)
    assert "年度预算：291.00" in added.after
    assert "项目完成情况" not in added.after
    assert (removed.fate, removed.place, removed.after_id) == (Fate.REMOVED, "重点项目 · 培训经费", 0)


def test_rows_of_two_years_are_matched_by_name() -> None:
    before = make_data(make_project(), make_project(id=2, name="养老服务"))
    after = other_year(make_project(id=5, report_id=2, name="养老服务"), make_project(id=6, report_id=2, executed=1))
    assert [(each.before_id, each.after_id, each.field) for each in compare(before, after)] == [(1, 6, "executed")]


def test_a_year_or_number_in_a_name_does_not_part_two_rows() -> None:
    before = make_data(make_project(name="2021年培训经费 穗财社〔2021〕27号"))
    after = other_year(make_project(id=5, report_id=2, name="2022年培训经费穗财社〔2022〕3号"))
    assert [(each.field, each.fate) for each in compare(before, after)] == [("name", Fate.CHANGED)]


def test_equal_categories_of_two_axes_are_kept_apart() -> None:
    rows = [make_fund_line(axis="预算级次", budget=1), make_fund_line(id=2, axis="资金来源", budget=2)]
    after = [make_fund_line(id=8, report_id=2, axis="资金来源", budget=2),
             make_fund_line(id=9, report_id=2, axis="预算级次", budget=1)]  # fmt: skip
    assert compare(make_data(*rows), other_year(*after)) == ()


def test_rows_of_the_same_name_are_paired_in_order() -> None:
    before = make_data(make_indicator(actual="1"), make_indicator(id=2, actual="2"))
    after = other_year(make_indicator(id=3, report_id=2, actual="1"), make_indicator(id=4, report_id=2, actual="3"))
    assert [(each.before_id, each.after_id, each.before, each.after) for each in compare(before, after)] == [
        (2, 4, "2", "3")
    ]


def test_references_are_compared_by_what_they_point_at() -> None:
    def of(report: int, first: int) -> tuple[ReportRow, ...]:
        return (Problem(id=first, report_id=report, title="进度慢"),
                Measure(id=first, report_id=report, title="加快", problem_id=first))  # fmt: skip

    assert compare(make_data(*of(1, 1)), other_year(*of(2, 7))) == ()
    after = other_year(of(2, 7)[0], Measure(id=7, report_id=2, title="加快"))
    assert [(each.label, each.before, each.after) for each in compare(make_data(*of(1, 1)), after)] == [
        ("针对的问题", "进度慢", "")
    ]


def test_a_link_is_called_by_what_it_links() -> None:
    rows = (Evidence(id=1, report_id=1, name="发放表"), make_project())
    link = EvidenceLink(id=1, report_id=1, evidence_id=1, project_id=1)
    assert [each.place for each in compare(make_data(*rows), make_data(*rows, link))] == [
        "佐证关联 · 发放表 → 培训经费"
    ]


@pytest.mark.parametrize("name", ["", "  "])
def test_a_row_without_a_name_is_told_so(name: str) -> None:
    found = compare(make_data(), make_data(Task(id=1, report_id=1, name=name)))
    assert found[0].place == "工作任务 · （未命名）"
