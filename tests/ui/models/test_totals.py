"""The sums under the tables."""

from __future__ import annotations

from decimal import Decimal

from ui.models.totals import selected, totals
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


def test_a_filter_adds_up_what_it_shows(session: Session) -> None:
    found = totals(session, "project", session.data.projects[:2])
    assert (found[""], found["budget"]) == ("所列 2 行合计", "5,062.07")


def test_shown_funds_of_one_axis_add_up(session: Session) -> None:
    first = [row for row in session.data.fund_lines if row.axis == session.data.fund_lines[0].axis]
    assert totals(session, "fund_line", first)["budget"] == "61,296.75"


def test_shown_funds_of_several_axes_do_not(session: Session) -> None:
    found = totals(session, "fund_line", session.data.fund_lines)
    assert found == {"": "所列 6 行口径不同，不合计"}


def test_shown_indicators_add_up_what_counts_of_each(session: Session) -> None:
    shown = [row for row in session.data.indicators if row.block == "履职效能"]
    found = totals(session, "indicator", shown)
    assert (found["weight"], found["score"]) == ("50", "49.80")


def test_selected_money_adds_up(session: Session) -> None:
    spec = session.spec("project", "budget")
    assert selected(3, [(spec, 1_500_000), (spec, None), (spec, 500_000)]) == "选中 3 格，合计 2.00"


def test_selected_scores_add_up(session: Session) -> None:
    spec = session.spec("indicator", "weight")
    assert selected(2, [(spec, Decimal("1.5")), (spec, Decimal(2))]) == "选中 2 格，合计 3.5"


def test_selected_texts_are_only_counted(session: Session) -> None:
    assert selected(1200, []) == "选中 1,200 格"


def test_one_selected_cell_says_nothing(session: Session) -> None:
    assert selected(1, [(session.spec("project", "budget"), 1)]) == ""
