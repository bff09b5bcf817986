"""Projects in the orders and bands in which reviewers ask for them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.execution import Band, Order, Spending, bands, in_order, left_over, share_of_most
from tests.builders import make_project

AMOUNTS = st.one_of(st.none(), st.integers(-(10**12), 10**12))
SPENDINGS = st.lists(
    st.tuples(AMOUNTS, AMOUNTS).map(lambda pair: Spending.of(make_project(budget=pair[0], executed=pair[1])))
)


@pytest.mark.parametrize(
    ("rate", "band"),
    [
        (None, Band.UNKNOWN),
        ("-3", Band.NOTHING),
        ("0", Band.NOTHING),
        ("0.0001", Band.BELOW_50),
        ("49.9999", Band.BELOW_50),
        ("50", Band.BELOW_80),
        ("80", Band.BELOW_90),
        ("90", Band.BELOW_95),
        ("95", Band.BELOW_100),
        ("99.9999", Band.BELOW_100),
        ("100", Band.FULL),
        ("100.0001", Band.ABOVE),
    ],
)
def test_a_rate_is_in_the_band_it_reaches_unrounded(rate: str | None, band: Band) -> None:
    assert Band.of(None if rate is None else Decimal(rate)) is band


@pytest.mark.parametrize(
    ("budget", "executed", "rate", "unspent"),
    [(200, 50, Decimal(25), 150), (200, 300, Decimal(150), -100), (0, 10, None, -10), (None, 10, None, None)],
)
def test_spending_of_a_project(budget: int | None, executed: int, rate: Decimal | None, unspent: int | None) -> None:
    found = Spending.of(make_project(budget=budget, executed=executed))
    assert (found.rate, found.unspent) == (rate, unspent)


@given(SPENDINGS)
def test_every_project_is_in_one_band(found: list[Spending]) -> None:
    assert sum(bands(found).values()) == len(found)
    assert list(bands(found)) == list(Band)


@given(SPENDINGS, st.sampled_from(Order))
def test_an_order_keeps_every_project_and_puts_those_without_a_figure_last(found: list[Spending], order: Order) -> None:
    ordered = in_order(found, order)
    assert sorted(map(id, ordered)) == sorted(map(id, found))
    keys = [
        {Order.RATE: item.rate, Order.UNSPENT: item.unspent, Order.BUDGET: item.project.budget}[order]
        for item in ordered
    ]
    known = [key for key in keys if key is not None]
    assert keys[: len(known)] == known
    assert known == sorted(known, reverse=order is not Order.RATE)


def test_equal_projects_stay_in_the_officers_order() -> None:
    found = [Spending.of(make_project(id=number)) for number in (3, 1, 2)]
    assert [item.project.id for item in in_order(found, Order.RATE)] == [3, 1, 2]


def test_what_others_overspent_makes_the_rest_no_smaller() -> None:
    found = [Spending.of(make_project(budget=100, executed=executed)) for executed in (40, 90, 250)]
    assert left_over(found) == 70
    assert share_of_most(found, 1) == rate_of(60, 70)


def test_there_is_no_share_where_nothing_is_left() -> None:
    assert share_of_most([Spending.of(make_project(budget=100, executed=100))], 3) is None


def rate_of(part: int, whole: int) -> Decimal:
    found = Spending.of(make_project(budget=whole, executed=part)).rate
    assert found is not None
    return found
