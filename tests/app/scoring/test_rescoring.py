"""Scores that go on from an earlier state are those of the state alone."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.model.entities import Entity, FundLine, Indicator, Rule
from app.model.facts import Facts
from app.model.pack import NotApplicable
from app.model.report_data import ReportData
from app.model.results import RowScore, Scores
from app.scoring import engine
from tests.app.scoring.test_engine import SETTINGS
from tests.builders import DELIVERY, MANAGEMENT, TASK_BLOCKS, make_data, make_fund_line, make_indicator

# Rescaled rows depend on the rest of their block, and bound ones on the facts.
CELLS = {
    "block": st.sampled_from((MANAGEMENT, DELIVERY, "别的")),
    "weight": st.sampled_from((None, Decimal(2), Decimal(5))),
    "rule": st.sampled_from(tuple(rule.value for rule in Rule)),
    "target": st.sampled_from(("≥50", "100%", "")),
    "actual": st.sampled_from(("25", "60", "97%", "不适用", "")),
    "parameters": st.sampled_from(("", "不适用=折算", "不适用=满分")),
    "fact": st.sampled_from(("", "", "funds.completion_rate")),
    "score": st.sampled_from((None, Decimal("1.5"))),
    "not_applicable": st.booleans(),
}
ROWS = st.integers(1, 8)  # ids
INDICATORS = ROWS.flatmap(lambda row_id: st.builds(make_indicator, id=st.just(row_id), **CELLS))
FUNDS = st.builds(make_fund_line, id=st.just(1), executed=st.integers(0, 9_000_000_000))
DELETED = ROWS.map(lambda row_id: (Indicator.TABLE, row_id))
EDITS = st.one_of(INDICATORS, INDICATORS, FUNDS, DELETED)


def edited(data: ReportData, edit: Entity | tuple[str, int]) -> ReportData:
    if isinstance(edit, tuple):
        return data.with_changes({edit: None})
    return data.with_changes({(edit.TABLE, edit.id): edit})


@given(
    st.lists(INDICATORS, max_size=8, unique_by=lambda row: row.id),
    st.lists(EDITS, max_size=8),
    st.sampled_from(NotApplicable),
)
def test_a_report_scored_edit_by_edit_is_scored_as_from_scratch(
    rows: list[Indicator], edits: list[Indicator | FundLine | tuple[str, int]], usual: NotApplicable
) -> None:
    settings = dataclasses.replace(SETTINGS, not_applicable=usual)
    data = make_data(*rows)
    known: tuple[ReportData, Scores] | None = None
    for edit in (None, *edits):
        data = data if edit is None else edited(data, edit)
        facts = Facts.of(data, TASK_BLOCKS)
        found = engine.score(data, facts, settings, earlier=known)
        assert found == engine.score(data, facts, settings)
        known = data, found


def test_only_what_may_have_another_score_is_scored_again() -> None:
    rows = [make_indicator(id=number, rule=Rule.AT_LEAST.value, target="10", actual="7") for number in (1, 2)]
    bound = make_indicator(id=3, rule=Rule.AT_LEAST.value, target="100%", fact="funds.completion_rate")
    before = make_data(*rows, bound)
    first = engine.score(before, Facts.of(before, TASK_BLOCKS), SETTINGS)
    after = edited(before, dataclasses.replace(rows[0], actual="8"))
    second = engine.score(after, Facts.of(after, TASK_BLOCKS), SETTINGS, earlier=(before, first))

    def is_kept(row_id: int) -> bool:
        own: RowScore = second.rows[row_id]
        return own is first.rows[row_id]

    assert [is_kept(row_id) for row_id in (1, 2, 3)] == [False, True, False]
