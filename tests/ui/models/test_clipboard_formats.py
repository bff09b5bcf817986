"""Cells as other programs write them on the clipboard, and as they read ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange import html_table
from ui.models import clipboard_formats as formats


@pytest.mark.parametrize(
    ("copied", "cells"),
    [
        ("甲\t1\r\n乙\t2\r\n", [["甲", "1"], ["乙", "2"]]),
        ("甲\t1\n\n\n", [["甲", "1"]]),
        ('"一行\n两行"\t1', [["一行\n两行", "1"]]),
        ('"说""是"""', [['说"是"']]),
        ("甲\r乙", [["甲"], ["乙"]]),
        ("", []),
        ("\t1", [["", "1"]]),
    ],
)
def test_plain_text_is_read_as_cells(copied: str, cells: list[list[str]]) -> None:
    assert formats.read(copied) == cells


@pytest.mark.parametrize(
    ("page", "cells"),
    [
        ("<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>", [["甲", "1"], ["乙", "2"]]),
        ("<table><tr><td>一行<br>两行</td></tr></table>", [["一行\n两行"]]),
        ("<table><tr><td><p>一段</p><p>二段</p></td></tr></table>", [["一段\n二段"]]),
        (
            "<table><tr><td rowspan=2>管理</td><td>1</td></tr><tr><td>2</td></tr></table>",
            [["管理", "1"], ["管理", "2"]],
        ),
        ("<table><tr><td colspan=2>标题</td><td>1</td></tr></table>", [["标题", "", "1"]]),
        ("<table><tr><td>甲<table><tr><td>内</td></tr></table></td></tr></table>", [["甲内"]]),
        ("<table><tr><td>部门整\n   体支出</td><td>a\nb</td></tr></table>", [["部门整体支出", "a b"]]),
        ("<table><tr><td>&lt;1&nbsp;000&gt;</td></tr></table>", [["<1 000>"]]),
        ("<table><tr><td>甲<tr><td>乙</table>", [["甲"], ["乙"]]),
        (
            "<style>td{color:red}</style><table><tr><th>甲</th></tr></table><table><tr><td>第二张表</td></tr></table>",
            [["甲"]],
        ),
        ("<table><tr><td rowspan=99999 colspan=99999>甲</td></tr></table>", [["甲"]]),
        ("<p>没有表格</p>", []),
    ],
)
def test_a_table_of_a_page_is_read_as_cells(page: str, cells: list[list[str]]) -> None:
    assert html_table.table_of(page) == cells


def test_the_page_is_read_where_the_text_breaks_lines_within_cells() -> None:
    page = "<html><table><tr><td>一行<br>两行</td><td>1</td></tr></table></html>"
    assert formats.read("一行\n两行\t1", page) == [["一行\n两行", "1"]]


def test_the_text_of_a_spreadsheet_is_believed() -> None:
    page = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>别的</td></tr></table></html>'
    assert formats.read("甲\t1", page) == [["甲", "1"]]


def test_merged_cells_of_a_spreadsheet_are_read_from_its_page() -> None:
    page = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>'
        "<tr><td rowspan=2>管理效能</td><td>1</td></tr><tr><td>2</td></tr></table></html>"
    )
    assert formats.read("管理效能\t1\n\t2", page) == [["管理效能", "1"], ["管理效能", "2"]]


def test_a_page_without_a_table_leaves_the_text() -> None:
    assert formats.read("甲\t1", "<p>甲 1</p>") == [["甲", "1"]]


def test_codes_stay_text_and_figures_figures_for_a_spreadsheet() -> None:
    page = formats.page_of([["001", "4744.58"]], [False, True])
    assert "mso-number-format:'\\@'\">001</td><td>4744.58</td>" in page


CELL = st.text(st.characters(exclude_characters="\r\u2028\u2029\x00", exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=4))
def test_what_is_copied_as_text_can_be_pasted(block: list[list[str]]) -> None:
    wanted = list(block)
    while wanted and not any(wanted[-1]):
        wanted.pop()
    assert formats.lines_of(formats.text_of(block)) == wanted


LINES = st.lists(st.text("甲乙<&>\"'1.", min_size=1, max_size=8), min_size=1, max_size=3).map("\n".join)


@given(st.lists(st.lists(LINES, min_size=2, max_size=2), min_size=1, max_size=4))
def test_what_is_copied_as_a_page_can_be_pasted(block: list[list[str]]) -> None:
    assert html_table.table_of(formats.page_of(block, [False, True])) == block
