"""What changed between two texts, so that a reader sees it at a glance."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.differences import Part, Piece, differences

SAME, REMOVED, ADDED = Piece.SAME, Piece.REMOVED, Piece.ADDED

TEXTS = st.text(st.sampled_from("甲乙丙丁。；\n 1２9.,ab"), max_size=60)


def told(before: str, after: str) -> list[tuple[Piece, str]]:
    return [(part.kind, part.text) for part in differences(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("甲。", "甲。", [(SAME, "甲。")]),
        ("", "甲", [(ADDED, "甲")]),
        ("甲", "", [(REMOVED, "甲")]),
        (
            "执行4,744.58万元。其余不变。",
            "执行4,700万元。其余不变。",
            [(SAME, "执行"), (REMOVED, "4,744.58"), (ADDED, "4,700"), (SAME, "万元。其余不变。")],
        ),
        ("第一句。第三句。", "第一句。第二句。第三句。", [(SAME, "第一句。"), (ADDED, "第二句。"), (SAME, "第三句。")]),
        ("甲乙丙", "丁", [(REMOVED, "甲乙丙"), (ADDED, "丁")]),
    ],
)
def test_pieces_are_words_within_changed_sentences(before: str, after: str, pieces: list[tuple[Piece, str]]) -> None:
    assert told(before, after) == pieces


@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    parts = differences(before, after)
    assert "".join(part.text for part in parts if part.kind is not ADDED) == before
    assert "".join(part.text for part in parts if part.kind is not REMOVED) == after


@given(TEXTS, TEXTS)
def test_no_two_neighbours_are_of_one_kind(before: str, after: str) -> None:
    kinds = [part.kind for part in differences(before, after)]
    assert all(first is not second for first, second in pairwise(kinds))
    assert (ADDED, REMOVED) not in pairwise(kinds)


def test_a_text_without_sentences_is_compared_whole_when_it_is_long() -> None:
    before, after = "甲乙" * 20_000, "乙丙" * 20_000
    assert differences(before, after) == [Part(REMOVED, before), Part(ADDED, after)]
