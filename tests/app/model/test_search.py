"""Finding and replacing in all entries: what counts as the same, where a match ends, and what replacing makes of it."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.entities import Duty, Indicator, Office, Override
from app.model.pack import OutlineChapter, OutlinePage
from app.model.quantities import half_width
from app.model.reading_order import ReadingOrder
from app.model.report_data import ReportData
from app.model.search import Found, Hit, Printed, Query, Scope, find, spans
from tests.builders import make_data, make_department, make_fund_line, make_indicator, make_project, make_report

OUTLINE = (
    OutlineChapter(
        "一",
        (
            OutlinePage("profile", "部门概况", "一", ("department.name", "report.leader"), ("office",)),
            OutlinePage("duties", "职能", "一", (), ("duty",)),
            OutlinePage("funds", "收支", "一", (), ("fund_line",)),
        ),
    ),
    OutlineChapter("二", (OutlinePage("projects", "项目", "二", ("report.results_text",), ("project",)),)),
    OutlineChapter("三", (OutlinePage("indicators", "自评表", "附件", (), ("indicator",)),)),
)


def searched(data: ReportData, query: Query | str, scope: Scope | None = None, *printed: Printed) -> list[Hit]:
    asked = Query(query) if isinstance(query, str) else query
    return list(find(data, ReadingOrder(OUTLINE, data), asked, scope or Scope(), printed))


def duty(text: str, row_id: int = 1) -> Duty:
    return Duty(id=row_id, report_id=1, position=row_id, text=text)


def hits_in(text: str, query: Query) -> list[str]:
    return [text[start:end] for start, end in spans(query, text)]


# What counts as the same


@pytest.mark.parametrize(
    ("query", "text", "count"),
    [
        (Query("word"), "Word与WORD", 2),
        (Query("word", is_case_sensitive=True), "Word与word", 1),
        (Query("(区)"), "甲（区）乙(区)", 2),
        (Query("(区)", is_width_alike=False), "甲（区）乙(区)", 1),
        (Query("２０２１"), "2021年２０２１年", 2),
        (Query("ａbc"), "ABC", 1),
        (Query("𠮷"), "𠮷野家𠮷", 2),
        (Query("a.c"), "abc a.c", 1),
        (Query("哈哈"), "哈哈哈", 1),
        (Query(""), "甲", 0),
    ],
)
def test_what_counts_as_the_same(query: Query, text: str, count: int) -> None:
    assert len(spans(query, text)) == count


@pytest.mark.parametrize(
    ("wanted", "text", "count"),
    [
        ("43.9", "得43.95分", 0),
        ("43.9", "得43.9分，又43.9。", 2),
        ("3.9", "得43.9分", 0),
        ("43", "得43.95分", 0),
        ("95", "得43.95分", 0),
        ("580", "共44,580元", 0),
        ("44", "共44,580元", 0),
        ("44,580", "共44,580元", 1),
        ("2021", "2021,2022年", 1),
        ("2022", "2021，2022年", 1),
        ("100", "100，200人", 1),
        ("43.9", "完成43.9%", 1),
        ("43.9", "４３.９５", 0),
        ("Word", "WordArt", 0),
        ("word", "a Word.", 1),
        ("就业", "促就业补助", 1),
        ("21年", "2021年", 0),
        ("年2", "今年2021", 0),
        ("aba", "aababa aba", 1),
    ],
)
def test_whole_words_end_where_words_and_numbers_end(wanted: str, text: str, count: int) -> None:
    assert len(spans(Query(wanted, is_whole_word=True), text)) == count


texts = st.text(st.sampled_from("甲乙丙aAbB1１2,.．，%（( \n𠮷"), max_size=30)
words = st.text(st.sampled_from("甲乙aAb1１,.（𠮷"), min_size=1, max_size=3)
queries = st.builds(Query, words, st.booleans(), st.booleans(), st.booleans())


@given(query=queries, text=texts)
def test_offsets_delimit_what_matches_and_never_overlap(query: Query, text: str) -> None:
    found = spans(query, text)
    for start, end in found:
        assert hits_in(text[start:end], Query(query.text, query.is_case_sensitive, False, query.is_width_alike)) == [
            text[start:end]
        ]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(found))


@given(wanted=words, text=texts)
def test_an_exact_search_counts_as_python_does(wanted: str, text: str) -> None:
    exact = Query(wanted, is_case_sensitive=True, is_width_alike=False)
    assert len(spans(exact, text)) == text.count(wanted)


@given(wanted=words, text=texts)
def test_either_width_is_found_as_in_a_text_of_one_width(wanted: str, text: str) -> None:
    alike = Query(wanted, is_case_sensitive=True)
    narrow = Query(half_width(wanted), is_case_sensitive=True, is_width_alike=False)
    assert spans(alike, text) == spans(narrow, half_width(text))


@pytest.mark.parametrize("written", ["4744.58", "4,744.58", "4744.580", "４，７４４．５８", "4，744.58", "4,744.5800"])
def test_a_number_is_known_however_a_text_writes_it(written: str) -> None:
    assert len(searched(make_data(duty(f"共{written}万元")), "4744.58")) == 1


@pytest.mark.parametrize("other", ["14744.58", "4744.581", "24,744.58", "4744.58.1", "744.58", "4744", "4,744,581"])
def test_another_number_is_not_the_same(other: str) -> None:
    found = searched(make_data(duty(f"共{other}万元")), "4,744.58")
    assert [hit for hit in found if hit.kind is Found.WRITTEN] == []


@given(query=queries, text=texts)
def test_whole_words_are_among_all_matches(query: Query, text: str) -> None:
    whole = Query(query.text, query.is_case_sensitive, True, query.is_width_alike)
    part = Query(query.text, query.is_case_sensitive, False, query.is_width_alike)
    assert bool(spans(whole, text)) <= bool(spans(part, text))


# Where it looks


def test_every_text_of_the_report_is_searched_in_the_order_of_the_outline() -> None:
    data = make_data(
        make_project(name="甲项目", purpose="用于甲", result="甲"),
        Office(id=1, report_id=1, name="甲科"),
        duty("甲职能"),
        Override(id=1, report_id=1, key="甲", text="甲段", generated="甲"),
        department=make_department(name="甲局", region="甲区"),
        report=make_report(leader="甲", results_text="甲成效"),
    )
    assert [(hit.page, hit.table, hit.field) for hit in searched(data, "甲")] == [
        ("profile", "department", "name"),
        ("profile", "report", "leader"),
        ("profile", "office", "name"),
        ("duties", "duty", "text"),
        ("projects", "report", "results_text"),
        ("projects", "project", "name"),
        ("projects", "project", "purpose"),
        ("projects", "project", "result"),
        ("", "department", "region"),
        ("", "override", "text"),
    ]


@pytest.mark.parametrize(
    ("scope", "count"),
    [
        (Scope(), 5),
        (Scope(page="projects"), 4),
        (Scope(page="duties"), 1),
        (Scope(table="project"), 4),
        (Scope(table="project", field="purpose"), 2),
        (Scope(table="project", rows=frozenset({2})), 2),
    ],
)
def test_a_scope_limits_where_is_looked(scope: Scope, count: int) -> None:
    rows = [make_project(id=number, name="甲", purpose="甲", result="") for number in (1, 2)]
    assert len(searched(make_data(*rows, duty("甲")), "甲", scope)) == count


def test_what_is_no_entry_of_the_officers_is_left_alone() -> None:
    data = make_data(make_indicator(fact="funds.budget"))
    assert searched(data, "funds.budget") == []


# Figures


@pytest.mark.parametrize("typed", ["4,744.58", "4744.58", "４７４４.５８", "4744.580", "4744.58 万元", "4,744.58万元"])
def test_an_amount_is_found_however_it_is_typed(typed: str) -> None:
    data = make_data(make_project(executed=4_744_580_000), make_fund_line(executed=4_744_581_234))
    assert [(hit.table, hit.field, hit.kind) for hit in searched(data, typed)] == [
        ("fund_line", "executed", Found.NUMBER),
        ("project", "executed", Found.NUMBER),
    ]


def test_a_number_written_otherwise_in_a_text_is_found_but_not_replaced() -> None:
    data = make_data(duty("支出4,744.58万元，即4744.58万元；14744.58不是"))
    hits = searched(data, "4744.58")
    assert [(hit.kind, hit.text[hit.start : hit.end]) for hit in hits] == [
        (Found.WRITTEN, "4,744.58"),
        (Found.TEXT, "4744.58"),
        (Found.TEXT, "4744.58"),
    ]
    assert [hit.is_replaceable for hit in hits] == [False, True, True]


def test_scores_and_counts_are_figures_too() -> None:
    data = make_data(make_indicator(weight=Decimal("43.90")), report=make_report(projects_due=76))
    assert [hit.field for hit in searched(data, "43.9")] == ["weight"]
    assert [hit.field for hit in searched(data, "76")] == ["projects_due"]
    assert searched(data, "43.9万元") == []


def test_a_computed_figure_of_that_value_leads_to_its_rows() -> None:
    printed = (
        Printed("funds", "fund_line", 0, "完成率97.5%。", 3, 8),
        Printed("projects", "project", 7, "共97.5", 1, 5),
    )
    hits = searched(make_data(), "97.5%", None, *printed)
    assert [(hit.page, hit.table, hit.kind) for hit in hits] == [("funds", "fund_line", Found.COMPUTED)]
    assert len(searched(make_data(), "97.5", None, *printed)) == 2
    assert searched(make_data(), "97.5", Scope(page="duties"), *printed) == []


@pytest.mark.parametrize("typed", ["1234567890123456", "1e5", "12,34", "一", "NaN", "1-2"])
def test_what_is_no_number_finds_no_figures(typed: str) -> None:
    assert searched(make_data(make_project(budget=12_000_000)), typed) == []


def test_indicators_are_searched_with_their_reasons() -> None:
    rows = [Indicator(id=1, report_id=1, level2="产出", level3="数量", reason="受疫情影响")]
    assert [hit.field for hit in searched(make_data(*rows), "疫情")] == ["reason"]
