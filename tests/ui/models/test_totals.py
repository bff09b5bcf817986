"""The sums under the tables."""

from __future__ import annotations

from ui.models.totals import totals
from ui.session import Session


def test_projects_add_up_with_their_rate(session: Session) -> None:
    found = totals(session, "project")
    assert (found["budget"], found["executed"], found["rate"]) == ("47,280.34", "47,226.21", "99.9%")


def test_funds_are_not_counted_thrice(session: Session) -> None:
    found = totals(session, "fund_line")
    assert (found["budget"], found[""]) == ("61,296.75", "合计（各口径一致 ✓）")


def test_funds_that_differ_by_axis_are_told(session: Session) -> None:
    session.enter("fund_line", session.data.fund_lines[0].id, "budget", "1")
    assert "各口径合计不一致" in totals(session, "fund_line")[""]


def test_indicators_add_up_weights_and_what_counts(session: Session) -> None:
    found = totals(session, "indicator")
    assert (found["weight"], found["score"]) == ("100", "93.73")


def test_a_table_of_texts_has_no_totals(session: Session) -> None:
    assert totals(session, "office") == {}
