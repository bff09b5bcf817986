"""Lost points become drafts in the row's own words, each offered until something was made of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.model import deductions
from app.model.completeness import measure
from app.model.entities import Indicator, Measure, Problem, ReportRow
from app.model.facts import Facts
from app.model.pack import OutlineChapter, OutlinePage
from app.model.report_data import ReportData
from app.model.results import Scores
from app.packs import DEFAULT, load
from app.scoring.engine import score
from tests.builders import TASK_BLOCKS, make_data, make_indicator


def scored(*rows: ReportRow) -> tuple[ReportData, Scores, Facts]:
    data = make_data(*rows)
    facts = Facts.of(data, TASK_BLOCKS)
    return data, score(data, facts, load(DEFAULT).scores), facts


def lost(**values: object) -> Indicator:
    return make_indicator(**{"score": Decimal("1.5"), **values})


def test_each_row_that_lost_points_is_offered_once() -> None:
    rows = [lost(id=1), lost(id=2), make_indicator(id=3, score=Decimal(2)), make_indicator(id=4)]
    found = deductions.problems_offered(*scored(*rows, Problem(id=1, report_id=1, indicator_id=2)))
    assert [(draft.source, draft.loss) for draft in found] == [(1, "扣 0.50 分")]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, ""),
        ({"reason": "支付较慢。"}, "主要原因是支付较慢。"),
        ({"reason": "由于支付较慢，"}, "主要原因是支付较慢。"),
        ({"target": "100", "unit": "人"}, "目标值为100人。"),
        ({"target": "100", "actual": "90", "unit": "人"}, "目标值为100人，实际完成90人。"),
        (
            {"target": "≥95%", "actual": "90%", "reason": "支付较慢"},
            "目标值为≥95%，实际完成90%。主要原因是支付较慢。",
        ),
    ],
)
def test_a_draft_says_what_the_row_says_and_no_more(values: dict[str, object], text: str) -> None:
    (draft,) = deductions.problems_offered(*scored(lost(**values)))
    assert (draft.title, draft.text) == ("预算完成率未得满分", text)


def test_a_problem_made_from_a_row_knows_it() -> None:
    found = deductions.problems_offered(*scored(lost(id=5)))
    assert deductions.problem_rows(found) == [{"title": "预算完成率未得满分", "text": "", "indicator_id": 5}]


@pytest.mark.parametrize(
    ("words", "title", "text"),
    [
        ("", "", ""),
        ("加快支付", "加快支付", ""),
        ("加快支付。按月通报。", "加快支付", "按月通报。"),
        ("加快支付\n按月通报。", "加快支付", "按月通报。"),
    ],
)
def test_a_measure_takes_its_words_from_the_row(words: str, title: str, text: str) -> None:
    data, _, _ = scored(lost(id=5, measure=words), Problem(id=3, report_id=1, title="支付较慢", indicator_id=5))
    (draft,) = deductions.measures_offered(data)
    assert (draft.source, draft.title, draft.text, draft.is_empty) == (3, title, text, not title)
    assert deductions.measure_rows([draft]) == [{"title": title, "text": text, "problem_id": 3}]


def test_problems_of_the_officers_own_and_answered_ones_are_not_offered() -> None:
    data, _, _ = scored(
        lost(id=5),
        Problem(id=3, report_id=1, title="自己写的"),
        Problem(id=4, report_id=1, title="扣分", indicator_id=5),
        Measure(id=1, report_id=1, title="已有", problem_id=4),
    )
    assert deductions.measures_offered(data) == []


def test_a_problem_from_the_score_table_asks_for_its_measure() -> None:
    data, scores, _ = scored(
        lost(id=5),
        Problem(id=4, report_id=1, title="预算完成率未得满分", indicator_id=5),
        Measure(id=1, report_id=1, title="别的"),
    )
    page = OutlinePage("measures", "改进措施", "四", tables=("measure",))
    found = measure(data, scores, [OutlineChapter("四", (page,))]).by_page["measures"]
    assert [item.label for item in found.missing] == ["针对“预算完成率未得满分”的措施"]
