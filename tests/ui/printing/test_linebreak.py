"""Line ends: what never begins or ends a line, and what is never torn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.printing.linebreak import Filler, atoms

SIZE = 10.0
TEXT = st.text(st.sampled_from("部门支出绩效，。、；：！？（）《》“”〔〕0123456789.,%万元年ab —…\u3000"), max_size=60)


def filled(text: str, chars: float, *, justified: bool = False) -> list[str]:
    """Lines of a text whose letters and digits are half as wide as its other characters."""
    advances = [SIZE / 2 if letter.isascii() else SIZE for letter in text]
    filler = Filler(list(text), advances, atoms(text, list(text)), SIZE)
    width = chars * SIZE
    return [text[line.start : line.end] for line in filler.lines(width, width, justified=justified)]


def test_a_line_holds_as_many_characters_as_fit() -> None:
    assert filled("部门整体支出绩效", 3) == ["部门整", "体支出", "绩效"]


@pytest.mark.parametrize("sign", "，。；：！？）》”、】〕％")
def test_a_closing_sign_does_not_begin_a_line(sign: str) -> None:
    assert filled(f"部门整{sign}体", 3) == ["部门", f"整{sign}体"]


@pytest.mark.parametrize("sign", "（《“【〔")
def test_an_opening_sign_does_not_end_a_line(sign: str) -> None:
    assert filled(f"部门{sign}整体", 3) == ["部门", f"{sign}整体"]


@pytest.mark.parametrize(
    "kept",
    [
        "61,296.75",
        "97.4%",
        "61,296.75万元",
        "1.79亿元",
        "〔2019〕1号",
        "2013—2015",
        "≥95%",
        "12345",
        "——",
        "……",
        "Word",
    ],
)
def test_a_number_or_word_is_not_torn(kept: str) -> None:
    text = f"部门整体支出{kept}部门整体支出"
    for chars in range(8, 14):
        assert any(kept in line for line in filled(text, chars))


def test_years_and_units_other_than_money_may_part() -> None:
    assert filled("部2021年", 3) == ["部2021", "年"]


def test_what_is_wider_than_a_line_is_cut() -> None:
    assert filled("a" * 10, 2) == ["aaaa", "aaaa", "aa"]


@pytest.mark.parametrize("chars", [0.0, 0.5, -3.0])
def test_a_line_too_narrow_for_any_character_holds_one(chars: float) -> None:
    assert filled("部门2021，", chars) == list("部门2021，")


def test_what_is_cut_leaves_no_sign_where_it_may_not_be() -> None:
    assert filled("（50分）", 3) == ["（50", "分）"]


def test_a_sign_that_sticks_out_by_half_stays_on_a_long_line_that_may_be_squeezed() -> None:
    line = "绩" * 28
    assert filled(f"{line}，效", 28.1, justified=True) == [f"{line}，", "效"]
    assert filled(f"{line}，效", 28.1) == [line[1:], "绩，效"]


def test_a_sign_on_a_short_line_takes_a_character_along() -> None:
    assert filled("部门整，体", 3, justified=True) == ["部门", "整，体"]


def test_lines_above_share_the_gap_before_a_long_number() -> None:
    text = "绩效" * 23 + "61,296.75万元，"
    greedy, evened = filled(text, 10), filled(text, 10, justified=True)
    assert len(greedy) == len(evened)
    assert min(map(len, greedy[:-1])) < min(map(len, evened[:-1]))


def test_lines_without_a_gap_are_filled_to_the_end() -> None:
    text = "部门整体支出绩效" * 6
    assert filled(text, 10, justified=True) == filled(text, 10)


def test_blanks_hang_over_the_end_of_a_line() -> None:
    assert filled("部门整 体", 3) == ["部门整 ", "体"]


@given(TEXT, st.integers(1, 20), st.booleans())
def test_no_character_is_lost_or_moved(text: str, chars: int, justified: bool) -> None:
    assert "".join(filled(text, chars, justified=justified)) == text


@given(TEXT, st.integers(1, 20))
def test_evening_out_takes_no_more_lines(text: str, chars: int) -> None:
    assert len(filled(text, chars, justified=True)) <= len(filled(text, chars))


@given(TEXT, st.integers(1, 20))
def test_no_line_is_wider_than_it_may_be(text: str, chars: int) -> None:
    for line in filled(text, chars):
        shown = line.rstrip(" \u3000") or line[:1]
        assert sum(0.5 if letter.isascii() else 1 for letter in shown) <= chars or len(shown) == 1


@given(
    st.lists(st.sampled_from(["部门", "绩效，", "（支出）", "61,296.75万元", "《规划》。", "“整体”", "100%"])),
    st.integers(8, 30),
)
def test_signs_and_numbers_are_never_where_they_may_not_be(words: list[str], chars: int) -> None:
    for line in filled("".join(words), chars):
        assert line[:1] not in set("，。）》”%万元")
        assert line[-1:] not in set("（《“")
