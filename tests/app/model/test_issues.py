"""The order of the report, and what is missing or found fault with along it."""

from __future__ import annotations

from app.model.completeness import Completeness, Missing, PageState
from app.model.entities import Duty, Office
from app.model.issues import issues
from app.model.pack import OutlineChapter, OutlinePage
from app.model.reading_order import ReadingOrder
from app.model.results import Finding, Severity
from tests.builders import make_data, make_project

OUTLINE = (
    OutlineChapter(
        "一", (OutlinePage("profile", "概况", "一（一）", ("report.leader", "department.name"), ("office",)),)
    ),
    OutlineChapter("二", (OutlinePage("projects", "项目", "二（三）", (), ("project",)),)),
)
DATA = make_data(
    Office(id=9, report_id=1, position=1, name="甲科"),
    Office(id=4, report_id=1, position=2, name="乙科"),
    Duty(id=1, report_id=1, text="无页"),
    make_project(id=3, position=2),
    make_project(id=5, position=1),
)
ORDER = ReadingOrder(OUTLINE, DATA)


def finding(entity: str, row_id: int = 0, field: str = "", section: str = "") -> Finding:
    return Finding("XX-01", Severity.ERROR, f"{entity}{row_id}{field}不对。", section, entity, row_id, field)


def filled(page: str, *missing: Missing) -> Completeness:
    return Completeness({page: PageState(0, len(missing), missing)})


def test_places_are_ordered_as_the_report_is_read() -> None:
    places = [
        ("overview", "", 0, ""),
        ("profile", "", 0, ""),
        ("profile", "report", 1, "leader"),
        ("profile", "department", 1, "name"),
        ("profile", "office", 0, ""),
        ("profile", "office", 9, "name"),
        ("profile", "office", 4, "name"),
        ("projects", "project", 5, ""),
        ("projects", "project", 5, "name"),
        ("projects", "project", 5, "budget"),
        ("projects", "project", 3, ""),
        ("", "duty", 1, "text"),
    ]
    positions = [ORDER.position(*place) for place in places]
    assert positions == sorted(positions)
    assert len(set(positions)) == len(positions)


def test_a_field_leads_to_the_page_that_shows_it() -> None:
    assert ORDER.page_of("report", "leader") == "profile"
    assert ORDER.page_of("project", "budget") == "projects"
    assert ORDER.page_of("duty") == ""
    assert ORDER.page_of_section("二（三）") == "projects"
    assert ORDER.page_of_section("九") == ""


def test_what_is_missing_and_what_was_found_are_one_list_in_order() -> None:
    missing = Missing("project", 3, "purpose", "主要用途"), Missing("project", 5, "result", "项目完成情况")
    found = issues(ORDER, filled("projects", *missing), [finding("project", 5, "name"), finding("report", 1, "leader")])
    assert [(issue.mark, issue.row_id, issue.field) for issue in found] == [
        ("错", 1, "leader"),
        ("错", 5, "name"),
        ("待填", 5, "result"),
        ("待填", 3, "purpose"),
    ]


def test_a_missing_field_that_a_rule_finds_fault_with_is_said_once() -> None:
    found = issues(
        ORDER, filled("projects", Missing("project", 3, "result", "完成情况")), [finding("project", 3, "result")]
    )
    assert [issue.message for issue in found] == ["project3result不对。"]


def test_several_findings_of_one_field_are_all_said() -> None:
    assert len(issues(ORDER, Completeness({}), [finding("project", 3, "name"), finding("project", 3, "name")])) == 2


def test_a_table_without_rows_is_said_as_a_whole() -> None:
    found = issues(ORDER, filled("profile", Missing("office", 0, "", "内设科室")), [])
    assert [(issue.place, issue.message) for issue in found] == [(("profile", "office", 0, ""), "还没有内设科室。")]


def test_a_finding_without_an_entry_leads_to_its_section_and_else_nowhere() -> None:
    found = issues(ORDER, Completeness({}), [finding("", section="十"), finding("", section="二（三）")])
    assert [issue.page for issue in found] == ["projects", ""]
