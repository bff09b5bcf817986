"""The report as plain text: what becomes of breaks, cells and spans."""

from io import BytesIO

import pytest

from app.render import plain
from app.render.markup import parse


def text(markup: str) -> str:
    return plain.text(parse(f"<section>{markup}</section>"))


def test_a_paragraph_is_a_line() -> None:
    assert text("<h1>一、基本情况</h1><p>预算<f ref='x'>291</f>万元。</p>") == "一、基本情况\n预算291万元。\n"


@pytest.mark.parametrize("tag", ["title", "h1", "h4"])
def test_a_break_in_a_title_or_heading_vanishes(tag: str) -> None:
    assert text(f"<{tag}>某市某局<br/>自评报告</{tag}>") == "某市某局自评报告\n"


def test_a_break_in_a_paragraph_is_a_space() -> None:
    assert text("<p>甲<br/>乙</p>") == "甲 乙\n"


def test_the_cells_of_a_row_are_separated_by_tabs() -> None:
    assert text('<table widths="1 1"><tbody><tr><td>甲</td><td>1,234.50</td></tr></tbody></table>') == "甲\t1,234.50\n"


def test_breaks_and_tabs_in_a_cell_become_spaces() -> None:
    row = "<tr><td><f ref='x'>甲\t乙 \n丙</f></td><td>丁</td></tr>"
    assert text(f'<table widths="1 1"><tbody>{row}</tbody></table>') == "甲 乙 丙\t丁\n"


def test_what_a_span_covers_is_empty() -> None:
    rows = (
        '<tr><td rowspan="2">甲</td><td colspan="2">乙</td><td>丙</td></tr><tr><td>丁</td><td>戊</td><td>己</td></tr>'
    )
    assert text(f'<table widths="1 1 1 1"><tbody>{rows}</tbody></table>') == "甲\t乙\t\t丙\n\t丁\t戊\t己\n"


def test_a_row_does_not_end_in_tabs() -> None:
    assert text('<table widths="1 1"><tbody><tr><td>甲</td><td></td></tr></tbody></table>') == "甲\n"


def test_the_file_is_utf8_without_a_mark_and_with_unix_line_ends() -> None:
    target = BytesIO()
    plain.write_txt(parse("<section><p>𠮷</p></section>"), target)
    assert target.getvalue() == "𠮷\n".encode()


def test_a_document_without_sections_is_an_empty_text() -> None:
    assert plain.text(parse("")) == ""
