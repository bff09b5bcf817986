"""Figures that changed are only taken over where that is plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.new_figures import changed_figures, has_new_figures, with_new_figures

OLD = "预算数61,296.75万元，执行数59,757.75万元，完成率97.5%。"
NEW = "预算数61,296.75万元，执行数51,467.73万元，完成率84.0%。"


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        (OLD, NEW, {"59,757.75": "51,467.73", "97.5%": "84.0%"}),
        (OLD, OLD, {}),
        ("共3个。", "共3项。", None),
        ("共3个。", "共3个，其中1个。", None),
        ("收入5万元，支出5万元。", "收入5万元，支出4万元。", None),
        ("收入5万元，支出5万元。", "收入4万元，支出4万元。", {"5": "4"}),
    ],
)
def test_figures_that_changed_are_named_where_nothing_else_did(
    old: str, new: str, changed: dict[str, str] | None
) -> None:
    assert changed_figures(old, new) == changed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OLD, NEW),
        ("我局执行数59,757.75万元，完成率97.5%，较好。", "我局执行数51,467.73万元，完成率84.0%，较好。"),
        ("我局执行数59,757.75万元，完成较好。", None),
        ("执行数59,757.75万元（59,757.75），完成率97.5%。", None),
        ("执行数159,757.75万元，完成率97.5%。", None),
    ],
)
def test_new_figures_are_taken_into_a_text_by_hand_where_each_has_its_place(text: str, expected: str | None) -> None:
    assert with_new_figures(text, OLD, NEW) == expected


def test_figures_that_change_places_are_both_taken_over() -> None:
    assert with_new_figures("甲10，乙20", "甲10乙20", "甲20乙10") == "甲20，乙10"


def test_nothing_is_taken_over_where_nothing_changed() -> None:
    assert with_new_figures(OLD, OLD, OLD) is None


@given(st.lists(st.integers(0, 99), min_size=1, max_size=6), st.lists(st.integers(0, 99), min_size=6, max_size=6))
def test_a_text_that_was_not_touched_becomes_the_new_one(old: list[int], new: list[int]) -> None:
    first, second = ("、".join(f"第{number}项" for number in numbers) for numbers in (old, new[: len(old)]))
    assert with_new_figures(first, first, second) in {second, None}


def test_a_text_is_told_to_have_the_new_figures() -> None:
    assert has_new_figures("执行51,467.73万元，84.0%", OLD, NEW)
    assert not has_new_figures("执行51,467.73万元", OLD, NEW)
