"""Differences of two texts: nothing is lost on either side, and a small change stays small."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.model.differences import Piece
from app.model.text_comparison import TextChange, compare_texts

LINES = st.lists(st.text("甲乙丙丁戊1234.5，。 ", max_size=30), max_size=8).map("\n".join)


def side(changes: tuple[TextChange, ...], *, without: Piece) -> list[str]:
    """One of the two texts, a paragraph each; paragraphs that side does not have are left out."""
    there = [change for change in changes if not change.parts or {part.kind for part in change.parts} != {without}]
    return ["".join(part.text for part in change.parts if part.kind is not without) for change in there]


def marked(before: str, after: str) -> list[list[str]]:
    signs = {Piece.SAME: "", Piece.REMOVED: "-", Piece.ADDED: "+"}
    return [[signs[part.kind] + part.text for part in change.parts] for change in compare_texts(before, after)]


@given(LINES, LINES)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    changes = compare_texts(before, after)
    assert side(changes, without=Piece.ADDED) == before.splitlines()
    assert side(changes, without=Piece.REMOVED) == after.splitlines()


@given(LINES)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(change.is_same for change in compare_texts(text, text))


def test_a_figure_is_replaced_whole() -> None:
    assert marked("执行数4,744.58万元。", "执行数4,790.58万元。") == [["执行数", "-4,744.58", "+4,790.58", "万元。"]]


def test_a_paragraph_put_in_leaves_its_neighbours_alone() -> None:
    assert marked("第一段话\n第三段话", "第一段话\n别的内容在此\n第三段话") == [
        ["第一段话"],
        ["+别的内容在此"],
        ["第三段话"],
    ]


def test_a_reworded_paragraph_is_found_behind_a_new_one() -> None:
    found = marked("完成率为97.5%。", "以下为新增内容，共三处\n完成率为98.6%。")
    assert found == [["+以下为新增内容，共三处"], ["完成率为", "-97.5%", "+98.6%", "。"]]


def test_a_paragraph_with_nothing_in_common_is_replaced() -> None:
    assert sorted(marked("甲乙丙丁", "子丑寅卯")) == [["+子丑寅卯"], ["-甲乙丙丁"]]


def test_a_single_character_between_changes_does_not_chop_a_phrase_up() -> None:
    assert marked("全区老人福利。", "本市老年人服务。") == [["-全区老人福利", "+本市老年人服务", "。"]]
