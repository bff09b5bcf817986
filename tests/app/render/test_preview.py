"""The HTML file: what its elements are, what it may load, how it prints."""

import base64
import dataclasses
import hashlib
import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app import packs
from app.model.layout import FontRole, Layout
from app.model.text import clean
from app.render import preview
from app.render.blocks import Document, Paragraph, Run, Section, Table
from app.render.markup import parse

LAYOUT = packs.load(packs.DEFAULT).layouts["standard"]
HTML = "{http://www.w3.org/1999/xhtml}"


def page(markup: str, *, layout: Layout = LAYOUT, title: str = "") -> etree._Element:
    """The file of some blocks, read back as XML."""
    return read(parse(f"<section>{markup}</section>"), layout=layout, title=title)


def read(document: Document, *, layout: Layout = LAYOUT, title: str = "") -> etree._Element:
    target = BytesIO()
    preview.write_html(document, layout, target, title)
    return etree.fromstring(target.getvalue())


def found(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(HTML + name))


def shown(element: etree._Element) -> str:
    """The text of an element, with \\n for a line break that is part of the text."""
    for line_break in found(element, "br"):
        line_break.text = "" if line_break.get("class") else "\n"
    return "".join(map(str, element.itertext()))


def style(root: etree._Element) -> str:
    return found(root, "style")[0].text or ""


def cells(rows: str, *, head: str = "", widths: str = "1 1") -> list[etree._Element]:
    head = f"<thead>{head}</thead>" if head else ""
    root = page(f'<table widths="{widths}">{head}<tbody>{rows}</tbody></table>')
    return [cell for row in found(root, "tr") for cell in row]


def test_the_file_is_html5_in_chinese() -> None:
    text = preview.html(parse("<section><p>甲</p></section>"), LAYOUT)
    assert text.startswith("<!DOCTYPE html>\n<html ")
    assert etree.fromstring(text.encode()).get("lang") == "zh-CN"


def test_the_window_is_titled_after_the_document() -> None:
    assert found(page("<title>某局<br/>报告</title>"), "title")[0].text == "某局报告"


def test_another_title_can_be_given() -> None:
    assert found(page("<p>甲</p>", title="某局 & <草稿>"), "title")[0].text == "某局 & <草稿>"


@pytest.mark.parametrize("level", ["h1", "h2", "h3", "h4"])
def test_headings_are_headings_of_their_level(level: str) -> None:
    assert [shown(heading) for heading in found(page(f"<{level}>甲</{level}>"), level)] == ["甲"]


def test_a_title_is_a_heading_that_breaks_at_words() -> None:
    root = page("<title>广州市番禺区人力资源和社会保障局2021年部门整体支出绩效自评报告</title>")
    title = next(paragraph for paragraph in found(root, "p") if paragraph.get("role") == "heading")
    assert [title.text, found(title, "br")[0].tail] == [
        "广州市番禺区人力资源和社会保障局",
        "2021年部门整体支出绩效自评报告",
    ]


def test_a_title_may_break_inside_a_figure() -> None:
    region, rest = "广州市番禺区", "人力资源和社会保障局2021年部门整体支出绩效自评报告"
    title = found(page(f"<title><f ref='a'>{region}</f><f ref='b'>{rest}</f></title>"), "p")[0]
    assert len(found(title, "br")) == 1
    assert shown(title) == region + rest


def test_a_break_of_the_template_stays() -> None:
    assert shown(found(page("<title>某局<br/>报告</title>"), "p")[0]) == "某局\n报告"


def test_bold_text_is_bold() -> None:
    assert [bold.text for bold in found(page("<p>一是<b>抓紧</b>。</p>"), "b")] == ["抓紧"]


def test_figures_are_plain_text() -> None:
    assert not found(page("<p>预算<f ref='project/7/budget'>291</f>万元</p>"), "span")


def test_head_cells_name_columns() -> None:
    names = cells("<tr><td>甲</td><td>乙</td></tr>", head="<tr><th>指标</th><th>得分</th></tr>")
    assert [(cell.tag, cell.get("scope")) for cell in names] == [
        (HTML + "th", "col"),
        (HTML + "th", "col"),
        (HTML + "td", None),
        (HTML + "td", None),
    ]


def test_a_heading_cell_beside_values_names_its_row() -> None:
    assert [cell.get("scope") for cell in cells("<tr><th>单位名称</th><td>某局</td></tr>")] == ["row", None]


def test_a_heading_cell_beside_all_rows_names_them_and_a_row_of_headings_the_columns() -> None:
    rows = '<tr><th rowspan="2">支出规模</th><th>预算数</th></tr><tr><td>1</td></tr>'
    assert [cell.get("scope") for cell in cells(rows)] == ["rowgroup", "col", None]


def test_spans_and_alignment_are_kept() -> None:
    rows = '<tr><td rowspan="2">甲</td><td class="num">1</td></tr><tr><td>乙</td></tr><tr><td colspan="2">丙</td></tr>'
    kept = [(cell.get("rowspan"), cell.get("colspan"), cell.get("class")) for cell in cells(rows)]
    assert kept == [("2", None, None), (None, None, "num"), (None, None, None), (None, "2", None)]


def test_columns_have_their_share_of_the_width() -> None:
    assert "col:nth-child(2){width:75%}" in style(page('<table widths="1 3"><tbody></tbody></table>'))


def test_a_table_is_labelled_by_its_title() -> None:
    root = page('<p class="table-title">自评表</p><table widths="1"><tbody></tbody></table>')
    label = found(root, "table")[0].get("aria-labelledby")
    assert [shown(block) for block in found(root, "p") if block.get("id") == label] == ["自评表"]


def test_the_head_of_a_table_repeats_in_print_and_rows_are_not_split() -> None:
    css = style(page("<p>甲</p>"))
    assert "thead{display:table-header-group}" in css
    assert "td:not([rowspan]),th:not([rowspan]){break-inside:avoid}" in css


def test_pages_have_the_size_and_margins_of_their_section() -> None:
    markup = '<section><p>甲</p></section><section part="annex" orientation="landscape" paper="A3"><p>乙</p></section>'
    css = style(read(parse(markup)))
    assert "@page A4-portrait{size:210mm 297mm;margin:37mm 26mm 35mm 28mm}" in css
    assert "@page A3-landscape{size:420mm 297mm;margin:37mm 26mm 35mm 28mm}" in css
    assert ".A3-landscape{" in css


def test_paragraphs_have_the_fonts_and_indents_of_the_layout() -> None:
    css = style(page("<p>甲</p>"))
    body = re.search(r"^\.body\{(.*)\}$", css, re.MULTILINE)
    assert body is not None
    assert '"Times New Roman Latin","仿宋_GB2312","仿宋"' in body[1]
    assert "font-size:calc(16pt*var(--scale))" in body[1]
    assert "text-indent:2em" in body[1]


def test_a_latin_font_never_draws_chinese_quotation_marks() -> None:
    face = re.search(r"@font-face\{(.*?)\}", style(page("<p>甲</p>")))
    assert face is not None
    assert face[1].endswith("unicode-range:U+20-7E")


def test_nothing_is_loaded_or_run() -> None:
    text = preview.html(parse("<section><p>甲</p></section>"), LAYOUT)
    assert not re.search(r"<script|<link|<img|\ssrc=|\shref=|\sstyle=|\son\w+=|url\(|@import", text)


def test_the_policy_allows_this_style_sheet_and_nothing_else() -> None:
    root = page("<p>甲</p>")
    policy = next(meta.get("content") for meta in found(root, "meta") if meta.get("http-equiv"))
    digest = base64.b64encode(hashlib.sha256(style(root).encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_a_hostile_layout_cannot_leave_the_style_sheet() -> None:
    evil = '"}</style><script>alert(1)</script>&\\'
    body = dataclasses.replace(LAYOUT.styles["body"], align=evil, font=evil)
    hostile = dataclasses.replace(
        LAYOUT,
        fonts={**LAYOUT.fonts, evil: FontRole((evil,), evil)},
        styles={**LAYOUT.styles, "body": body, evil: body},
    )
    text = preview.html(parse("<section><p>甲</p></section>"), hostile)
    assert "<script" not in text
    assert text.count("</style>") == 1
    assert style(page("<p>甲</p>", layout=hostile))


TEXT = st.text(st.characters(exclude_categories=())).map(clean)


@given(TEXT, TEXT)
def test_what_was_typed_is_what_is_shown(paragraph: str, cell: str) -> None:
    table = parse('<section><table widths="1"><tbody><tr><td>x</td></tr></tbody></table></section>').sections[0].blocks
    assert isinstance(table[0], Table)
    table[0].bodies[0][0].cells[0].runs = (Run(cell, "a/1/b"),)
    block = Paragraph("body", (Run(paragraph, "a/2/b"),))
    root = read(Document((Section("report", "portrait", "A4", (block, *table)),)), title=cell)
    assert shown(found(root, "p")[0]) == paragraph
    assert shown(found(root, "td")[0]) == cell


def test_the_date_begins_two_characters_after_the_department_above_it() -> None:
    css = style(page('<p class="sign">某市某区人力资源和社会保障局</p><p class="date">2022年3月5日</p>'))
    assert ".sign{padding-right:2em}" in css
    assert ".date{padding-right:8em}" in css
