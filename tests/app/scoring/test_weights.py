"""Weights are given out to the cent, and add up to what was to be given out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.weights import evenly, in_proportion

D = Decimal
totals = st.integers(0, 10_000).map(lambda cents: D(cents) / 100)
shares = st.lists(st.integers(0, 10**12), min_size=1, max_size=60).filter(any)


@pytest.mark.parametrize(
    ("total", "number", "parts"),
    [
        ("50", 3, ["16.67", "16.67", "16.66"]),
        ("10", 4, ["2.50", "2.50", "2.50", "2.50"]),
        ("50", 1, ["50"]),
        ("0.05", 10, [*["0.00"] * 9, "0.05"]),
        ("0", 2, ["0", "0"]),
    ],
)
def test_equal_parts_leave_the_remainder_to_the_last(total: str, number: int, parts: list[str]) -> None:
    assert evenly(D(total), number) == [D(part) for part in parts]


@pytest.mark.parametrize(
    ("total", "by", "parts"),
    [("50", [1, 3], ["12.5", "37.5"]), ("50", [1, 1, 1], ["16.67", "16.67", "16.66"]), ("10", [0, 5], ["0", "10"])],
)
def test_parts_follow_their_shares(total: str, by: list[int], parts: list[str]) -> None:
    assert in_proportion(D(total), by) == [D(part) for part in parts]


@given(totals, shares)
def test_parts_add_up_are_whole_cents_and_none_is_below_nothing(total: Decimal, by: list[int]) -> None:
    parts = in_proportion(total, by)
    assert sum(parts, D(0)) == total
    assert all(part >= 0 and part == part.quantize(D("0.01")) for part in parts)


@given(totals, st.integers(1, 60))
def test_equal_parts_differ_by_no_more_than_a_cent_but_for_the_last(total: Decimal, number: int) -> None:
    parts = evenly(total, number)
    assert len(set(parts[:-1])) <= 1


@pytest.mark.parametrize("by", [[], [0, 0], [2, -1]])
def test_nothing_to_divide_by_is_refused(by: list[int]) -> None:
    with pytest.raises(ValueError, match="divide"):
        in_proportion(D(1), by)
