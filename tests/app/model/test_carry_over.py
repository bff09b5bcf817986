"""A new year keeps goals, structure and indicators, and nothing that was done or spent."""

from __future__ import annotations

from decimal import Decimal

from app.model import carry_over
from app.model.entities import Carried, Duty, Override, Problem, Rule, Task
from app.model.pack import OutlinePage
from tests.builders import make_data, make_fund_line, make_indicator, make_project, make_report


def test_goals_are_kept_and_results_are_not() -> None:
    report = make_report(overall_goal="保障就业。", overall_work="已完成。", typed_total=Decimal(93), phone="84636000")
    kept = carry_over.carry_over(make_data(report=report), 2022, "panyu-2021").report
    assert (kept.year, kept.previous_id, kept.overall_goal, kept.phone) == (2022, 1, "保障就业。", "84636000")
    assert (kept.overall_work, kept.typed_total, kept.status) == ("", None, "草稿")


def test_a_project_keeps_what_it_is_for_and_not_what_it_spent() -> None:
    data = make_data(make_project(document_number="穗财社〔2021〕27号", level="转移支付"))
    [kept] = carry_over.carry_over(data, 2022, "panyu-2021").projects
    assert (kept.name, kept.level, kept.purpose) == ("培训经费", "转移支付", "培训。")
    assert (kept.budget, kept.executed, kept.result, kept.document_number) == (None, None, "", "")


def test_an_indicator_keeps_its_rule_and_task_and_loses_its_outcome() -> None:
    row = make_indicator(
        task_id=7, target="100%", actual="90%", rule=Rule.AT_LEAST.value, score=Decimal(1), reason="偏慢"
    )
    kept = carry_over.carry_over(make_data(Task(id=7, report_id=1, name="就业"), row), 2022, "panyu-2021")
    [found] = kept.indicators
    assert (found.task_id, found.target, found.rule, found.weight) == (7, "100%", Rule.AT_LEAST, Decimal(2))
    assert (found.actual, found.score, found.reason) == ("", None, "")


def test_what_was_written_about_the_year_is_left_behind() -> None:
    data = make_data(
        Problem(id=1, report_id=1, title="进度慢"), Override(id=1, report_id=1, key="funds.total", text="甲")
    )
    kept = carry_over.carry_over(data, 2022, "panyu-2021")
    assert not kept.problems
    assert not kept.overrides


def test_every_kept_field_is_marked_and_no_empty_one() -> None:
    data = make_data(make_fund_line(), Duty(id=4, report_id=1, text="促进就业"), report=make_report(overall_goal="甲"))
    kept = carry_over.carry_over(data, 2022, "panyu-2021")
    assert carry_over.marks(kept.tables[Carried.TABLE]) == {
        ("report", 1, "overall_goal"),
        ("fund_line", 1, "axis"),
        ("fund_line", 1, "category"),
        ("duty", 4, "text"),
    }


def test_marks_are_counted_and_found_by_page() -> None:
    rows = [
        Carried(id=1, report_id=1, table_name="task", row_id=4, fields="name"),
        Carried(id=2, report_id=1, table_name="project", row_id=4, fields="name,kind,purpose"),
        Carried(id=3, report_id=1, table_name="report", row_id=1, fields="overall_goal,phone"),
    ]
    page = OutlinePage("mixed", "混合", "一", fields=("report.phone",), tables=("project",))
    assert carry_over.count_on(page, rows) == 4
    assert carry_over.places_on(page, carry_over.marks(rows)) == {
        ("project", 4, "name"), ("project", 4, "kind"), ("project", 4, "purpose"), ("report", 1, "phone"),
    }  # fmt: skip
    by_row = carry_over.marked_rows(rows)
    assert carry_over.is_marked(by_row["project", 4], "kind")
    assert not carry_over.is_marked(by_row["task", 4], "kind")
    assert not carry_over.is_marked(None, "kind")


def test_marks_of_the_source_are_not_taken_over() -> None:
    data = make_data(Carried(id=1, report_id=1, table_name="report", row_id=1, fields="phone"))
    assert carry_over.carry_over(data, 2022, "panyu-2021").tables[Carried.TABLE] == ()


def test_blocks_that_another_pack_brings_are_left_out() -> None:
    data = make_data(make_indicator(), make_indicator(id=2, block="履职效能"), report=make_report(layout="wide"))
    kept = carry_over.carry_over(data, 2022, "other", without={"管理效能"})
    assert [row.id for row in kept.indicators] == [2]
    assert (kept.report.pack, kept.report.layout) == ("other", "")


def test_confirming_takes_fields_out_of_a_mark() -> None:
    mark = Carried(table_name="project", row_id=1, fields="name,kind,purpose")
    assert carry_over.confirmed(mark, ["kind"]) == "name,purpose"
    assert carry_over.confirmed(mark, ["kind", "name", "purpose", "result"]) == ""
