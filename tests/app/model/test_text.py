"""What the sanitiser leaves of a text, and what it must not touch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.model.text import clean, pasted, utf16_length, with_inner_marks

any_text = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_every_line_end_becomes_one_kind(end: str) -> None:
    assert clean(f"一{end}二") == "一\n二"


def test_a_line_end_is_a_space_where_one_line_is_meant() -> None:
    assert clean("\n某局\r\n  一中心\t甲\n", multiline=False) == "某局 一中心 甲"


@pytest.mark.parametrize("bad", ["\x00", "\x08", "\x1f", "\x7f", "\ud800", chr(0xDFFF), "\ufdd0", "\ufffe", "\uffff"])
def test_what_no_file_can_hold_goes(bad: str) -> None:
    assert clean(f"甲{bad}乙") == "甲乙"


@pytest.mark.parametrize("kept", ["１２３（，）", "<b>{{", "𠮷", "👍🏽", "\u202e右", " 前后空格 ", "\t", "a\u0301"])
def test_the_officers_characters_stay(kept: str) -> None:
    assert clean(kept) == kept


@given(any_text)
def test_a_clean_text_is_written_to_xml_and_read_back_unchanged(text: str) -> None:
    element = etree.Element("t")
    element.text = clean(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == clean(text)


@given(any_text, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once


@given(any_text)
def test_one_line_has_no_line_end(text: str) -> None:
    assert "\n" not in clean(text, multiline=False)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("　　第一段。\r\n　　第二段。", "第一段。\n第二段。"),
        ("第一段。\n\n\n  第二段。  ", "第一段。\n第二段。"),
        ("\t制表。\n\xa0\xa0网页。", "制表。\n网页。"),
        ("整段。\n", "整段。\n"),
        ("\n\n", ""),
        ("", ""),
        ("句中 有空格。", "句中 有空格。"),
    ],
)
def test_pasted_prose_keeps_its_paragraphs_without_their_indents(text: str, kept: str) -> None:
    assert pasted(text, is_at_start=True) == kept


@pytest.mark.parametrize(
    ("text", "kept"), [(" word", " word"), ("半句。\n　　下一段。", "半句。\n下一段。"), ("\n　　新段。", "\n新段。")]
)
def test_prose_pasted_within_a_paragraph_goes_on_there(text: str, kept: str) -> None:
    assert pasted(text, is_at_start=False) == kept


@given(any_text)
def test_pasted_prose_is_clean_and_pasting_it_again_changes_nothing(text: str) -> None:
    once = pasted(text, is_at_start=True)
    assert clean(once) == once
    assert pasted(once, is_at_start=True) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("没有引号", "没有引号"),
        ("“粤菜师傅”工程", "“粤菜师傅”工程"),
        ("““粤菜师傅”工程”未完成", "“‘粤菜师傅’工程”未完成"),
        ("“甲‘乙’“丙“丁”””、“戊”", "“甲‘乙’‘丙“丁”’”、“戊”"),
        ("“““甲”", "“““甲”"),
        ("”甲“", "”甲“"),
    ],
)
def test_marks_within_marks_are_single_ones(text: str, expected: str) -> None:
    assert with_inner_marks(text) == expected


@pytest.mark.parametrize(("text", "length"), [("", 0), ("报告", 2), ("𠮷", 2), ("a𠮷b", 4), ("\ud800", 1)])
def test_a_rare_character_counts_twice(text: str, length: int) -> None:
    assert utf16_length(text) == length
