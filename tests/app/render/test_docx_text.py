"""What was typed arrives in Word: markup characters, rare characters, breaks, and nothing XML cannot hold."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.model.layout import FontRole
from app.model.text import clean
from app.render import files
from app.render.blocks import Cell, Document, Paragraph, Row, Run, Section, Table
from app.render.docx import write_docx
from app.render.word.oxml import escape
from app.render.word.rare import stretches
from tests.app.render.word import faults, found, layout, opened, part, value, written

FANGSONG = FontRole(("仿宋_GB2312", "仿宋"), "Times New Roman")
SONG = FontRole(("宋体", "SimSun"), "宋体")


def holding(text: str) -> Document:
    """A document with the text as a paragraph, as a title and in a cell."""
    runs = (Run(text),)
    table = Table((1,), (), ((Row((Cell(runs),)),),))
    blocks = (Paragraph("body", runs), Paragraph("h1", runs), table)
    return Document((Section("report", "portrait", "A4", blocks),))


def arrived(content: bytes) -> list[str]:
    word = docx.Document(io.BytesIO(content))
    return [word.paragraphs[0].text, word.paragraphs[1].text, word.tables[0].cell(0, 0).text]


TYPED = st.text(st.characters(codec=None, categories=None), max_size=60) | st.text(
    "<>&\"'{}%\t\n\r\u2028\x00\x0b\ud800\ufffe番〇𠮷㎡😀\u202e\u200f‘“—…　 ", max_size=30
)


@given(TYPED)
def test_any_text_arrives_as_cleaned(text: str) -> None:
    assert arrived(written(holding(text))) == [clean(text)] * 3


@pytest.mark.parametrize(
    "text", ["<w:p/>", "a & b", '"{{ 7*7 }}"', "{% if x %}", "]]>", "𠮷田", "😀👨‍👩‍👧", "  两端空格  ", "一\n\t二"]
)
def test_typed_text_is_never_read_as_anything_else(tmp_path: Path, text: str) -> None:
    content = written(holding(text))
    assert arrived(content) == [text] * 3
    assert list(faults(content, tmp_path)) == []


def test_a_break_is_a_break_and_a_tab_a_tab() -> None:
    run = found(part(written(holding("一\n\t二"))), ".//w:r")[0]
    assert [str(etree.QName(child.tag).localname) for child in run] == ["t", "br", "tab", "t"]


@given(st.text())
def test_escaped_text_is_one_text_node(text: str) -> None:
    element = etree.fromstring(f'<a b="{escape(text)}">{escape(text)}</a>')
    assert len(element) == 0
    assert (element.text or "") == clean(text)


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("绩效自评，“好”—2021", FANGSONG, [("绩效自评，“好”—2021", "")]),
        ("张镕基", FANGSONG, [("张", ""), ("镕", "仿宋"), ("基", "")]),
        ("二〇二一", FANGSONG, [("二", ""), ("〇", "仿宋"), ("二一", "")]),
        ("5㎡", FANGSONG, [("5", ""), ("㎡", "仿宋")]),
        ("𠮷", FANGSONG, [("𠮷", "SimSun-ExtB")]),
        ("镕𠮷", SONG, [("镕", ""), ("𠮷", "SimSun-ExtB")]),
        ("😀é", FANGSONG, [("😀é", "")]),
        ("镕", FontRole(("方正小标宋简体", "华文中宋"), "方正小标宋简体"), [("镕", "宋体")]),
        ("", FANGSONG, []),
    ],
)
def test_a_character_the_font_lacks_gets_one_that_has_it(
    text: str, role: FontRole, expected: list[tuple[str, str]]
) -> None:
    assert list(stretches(text, role)) == expected


def test_only_the_rare_character_changes_its_font() -> None:
    runs = found(part(written("<section><p><b>张镕基</b></p></section>")), ".//w:r")
    assert [value(run, "w:rPr/w:rFonts", "eastAsia") for run in runs] == [None, "仿宋", None]
    assert all(found(run, "w:rPr/w:b") for run in runs)


def test_the_file_replaces_an_older_one_whole(tmp_path: Path) -> None:
    target = tmp_path / "自评报告.docx"
    target.write_bytes(b"old")
    files.replace(target, lambda stream: write_docx(holding("新"), layout(), stream))
    assert arrived(target.read_bytes()) == ["新"] * 3


def test_a_file_of_many_rows_is_whole() -> None:
    rows = tuple(Row(tuple(Cell((Run(f"{row}-{column}"),)) for column in range(3))) for row in range(3000))
    content = written(Document((Section("annex", "landscape", "A4", (Table((1, 1, 1), (), (rows,)),)),)))
    assert [row.cells[2].text for row in opened(content).tables[-1].rows][-1] == "2999-2"
