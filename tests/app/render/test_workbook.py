"""The workbook as Excel, WPS and LibreOffice would read it back."""

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineSheet, load_workbook

from app import packs
from app.errors import ExportError
from app.library import Library
from app.model.text import clean
from app.render import workbook
from app.render.blocks import Cell, Document, Paragraph, Row, Run, Section, Table
from app.render.markup import parse

LAYOUT = packs.load(packs.DEFAULT).layouts["standard"]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
A4_LANDSCAPE = '<section part="annex" orientation="landscape">'
HEAD = "<thead><tr><th>指标</th><th>得分</th></tr></thead>"


def write(document: Document, title: str = "") -> bytes:
    target = BytesIO()
    workbook.write_xlsx(document, LAYOUT, target, title=title)
    return target.getvalue()


def annex(blocks: str) -> bytes:
    return write(parse(f"{A4_LANDSCAPE}{blocks}</section>"))


def table(rows: str, *, head: str = "", widths: str = "1 1") -> str:
    return f'<table widths="{widths}">{head}<tbody>{rows}</tbody></table>'


def one_cell(text: str, align: str = "text") -> bytes:
    """A workbook of a single cell, not from markup, so that the text is exactly this."""
    rows = (Row((Cell((Run(text),), align=align),)),)
    return write(Document((Section("annex", "landscape", "A4", (Table((1.0,), (), (rows,)),)),)))


def sheet(content: bytes, number: int = 0) -> CalamineSheet:
    return load_workbook(BytesIO(content)).get_sheet_by_index(number)


def values(content: bytes, number: int = 0) -> list[list[object]]:
    return [list(row) for row in sheet(content, number).to_python(skip_empty_area=False)]


def names(content: bytes) -> list[str]:
    return list(load_workbook(BytesIO(content)).sheet_names)


def part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def worksheet(content: bytes) -> etree._Element:
    return part(content, "xl/worksheets/sheet1.xml")


def only(root: etree._Element, name: str) -> etree._Element:
    (element,) = root.iter(MAIN + name)
    return element


def heights(content: bytes) -> list[float]:
    return [float(row.get("ht", "0")) for row in worksheet(content).iter(MAIN + "row")]


# What is written


def test_paragraphs_stand_above_and_below_the_table() -> None:
    content = annex(
        '<p class="table-title">自评表</p>'
        + table("<tr><td>甲</td><td>乙</td></tr>")
        + '<p class="table-sign">填报人：</p>'
    )
    assert values(content) == [["自评表", ""], ["甲", "乙"], ["填报人：", ""]]


def test_numbers_are_numbers_and_rates_are_shares() -> None:
    rows = '<tr><td class="num">61,296.75</td><td class="num">97.5%</td></tr>'
    assert values(annex(table(rows))) == [[61296.75, 0.975]]


def test_text_stays_text() -> None:
    rows = '<tr><td>001</td><td>440113</td></tr><tr><td class="center">97.5%</td><td class="num">—</td></tr>'
    assert values(annex(table(rows))) == [["001", "440113"], ["97.5%", "—"]]


@pytest.mark.parametrize("align", ["text", "center", "num", "strong"])
@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        '=HYPERLINK("http://x","y")',
        "=cmd|' /C calc'!A0",
        "{=SUM(1)}",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "+1+1",
        "-1+1",
        "\t=1+1",
        "http://x.cn",
        "mailto:x@y.cn",
        "internal:Sheet1!A1",
        "external:c:\\x.xlsx",
        "TRUE",
        "1E5",
        "#N/A",
    ],
)
def test_no_text_becomes_a_formula_link_or_number(typed: str, align: str) -> None:
    content = one_cell(typed, align)
    assert values(content) == [[typed]]
    cell = only(worksheet(content), "c")
    assert cell.get("t") == "s"
    assert [child.tag for child in cell] == [MAIN + "v"]
    assert not list(worksheet(content).iter(MAIN + "hyperlink"))


@pytest.mark.parametrize(
    "typed",
    ["<r><t>x</t></r>", "<r></r>", "<r>_x0041_</r>", "_x0041_", "_x005F_x0041_", "a]]>b", " 甲 ", "甲\n\n乙", "&lt;"],
)
def test_text_that_looks_like_the_files_own_markup_stays_text(typed: str) -> None:
    assert values(one_cell(typed)) == [[typed]]


def test_partly_bold_text_keeps_its_words_and_is_partly_bold() -> None:
    content = annex(table("<tr><td>一是<b>_x0041_抓紧</b>。</td><td>乙</td></tr>"))
    assert values(content) == [["一是_x0041_抓紧。", "乙"]]
    strings = part(content, "xl/sharedStrings.xml")
    bold = [run for run in strings.iter(MAIN + "r") if run.find(f"{MAIN}rPr/{MAIN}b") is not None]
    assert "".join(run.findtext(MAIN + "t", "") for run in bold).replace("_x005F_", "_") == "_x0041_抓紧"


def test_wholly_bold_text_is_one_text() -> None:
    content = annex(table("<tr><td><b>甲</b></td><td>乙</td></tr>"))
    assert values(content) == [["甲", "乙"]]
    assert list(part(content, "xl/styles.xml").iter(MAIN + "b"))


def test_a_text_longer_than_a_cell_holds_is_refused_and_named() -> None:
    with pytest.raises(
        ExportError, match=r"工作表“附表”的单元格 A1（“字字字.*有 32,768 字，超过 Excel 每格 32,767 字的上限"
    ):
        one_cell("字" * 32_768)


def test_more_columns_than_a_sheet_has_are_refused() -> None:
    columns = 16_385
    cells = tuple(Cell(()) for _ in range(columns))
    blocks = (Table((1.0,) * columns, (), ((Row(cells),),)),)
    with pytest.raises(ExportError, match="单元格 XFE1 超出了 Excel 的行数或列数上限"):
        write(Document((Section("annex", "landscape", "A4", blocks),)))


def test_the_limit_counts_rare_characters_twice_as_excel_does() -> None:
    assert values(one_cell("字" * 32_767)) == [["字" * 32_767]]
    with pytest.raises(ExportError):
        one_cell("𠮷" * 16_384)


def test_a_report_without_tables_is_refused() -> None:
    with pytest.raises(ExportError, match="没有附表"):
        write(parse("<section><p>甲</p></section>"))


TEXT = st.text(st.characters(exclude_categories=())).map(clean)


@given(TEXT, TEXT, TEXT)
def test_what_was_typed_is_what_is_read_back(paragraph: str, cell: str, mixed: str) -> None:
    cells = (Cell((Run(cell),)), Cell((Run("x"), Run(mixed, bold=True))))
    blocks = (Paragraph("table-title", (Run(paragraph),)), Table((1.0, 1.0), (), ((Row(cells),),)))
    content = write(Document((Section("annex", "landscape", "A4", blocks),)), title=paragraph)
    assert values(content) == [[paragraph, ""], [cell, "x" + mixed]]


# Where it stands


def test_spans_are_merged_cells() -> None:
    rows = '<tr><td rowspan="2">甲</td><td colspan="2">乙</td></tr><tr><td>丙</td><td>丁</td></tr>'
    content = annex(table(rows, widths="1 1 1"))
    assert values(content) == [["甲", "乙", ""], ["", "丙", "丁"]]
    assert sheet(content).merged_cell_ranges == [((0, 0), (1, 0)), ((0, 1), (0, 2))]


def test_tables_of_different_columns_stand_on_common_ones() -> None:
    content = annex(
        table("<tr><td>甲</td><td>乙</td></tr>", widths="1 1")
        + table("<tr><td>丙</td><td>丁</td></tr><tr><td>戊</td><td>己</td></tr>", widths="1 3")
    )
    assert values(content) == [["甲", "", "乙"], ["丙", "丁", ""], ["戊", "己", ""]]
    assert sheet(content).merged_cell_ranges == [((0, 0), (0, 1)), ((1, 1), (1, 2)), ((2, 1), (2, 2))]


def test_columns_together_are_as_wide_as_the_page() -> None:
    columns = only(worksheet(annex(table("<tr><td>甲</td><td>乙</td></tr>", widths="1 2"))), "cols")
    # A column of 8.38 characters is 72 pixels wide in a Chinese Excel: 8 each, and 5 for the edges.
    pixels = [round(float(column.get("width", "0")) * 8) for column in columns]
    assert sum(pixels) == pytest.approx((297 - 30) / 25.4 * 96, abs=3)
    assert pixels[1] == pytest.approx(2 * pixels[0], abs=3)


def test_a_row_is_high_enough_for_its_longest_text() -> None:
    short, long = heights(annex(table(f"<tr><td>甲</td><td>乙</td></tr><tr><td>{'字' * 300}</td><td>乙</td></tr>")))
    assert long > 6 * 9 * 1.2 > short


def test_a_text_higher_than_a_row_can_be_goes_over_several_merged_rows() -> None:
    content = annex(table(f"<tr><td>{'字' * 5000}</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr>"))
    tall = heights(content)
    assert max(tall) <= 409
    assert sum(tall) > 5000 / 42 * 9 * 1.2
    last = len(tall) - 1
    assert values(content)[last] == ["丙", "丁"]
    assert sheet(content).merged_cell_ranges == [((0, 0), (last - 1, 0)), ((0, 1), (last - 1, 1))]


def test_a_text_as_tall_as_a_page_begins_at_the_top() -> None:
    content = annex(table(f"<tr><td>{'字' * 5000}</td><td>乙</td></tr>"))
    aligned = part(content, "xl/styles.xml").iterfind(f"{MAIN}cellXfs/{MAIN}xf/{MAIN}alignment")
    assert "top" in {alignment.get("vertical") for alignment in aligned}


def test_a_cell_beside_several_rows_makes_them_high_enough() -> None:
    rows = f'<tr><td rowspan="2">{"字" * 300}</td><td>乙</td></tr><tr><td>丙</td></tr>'
    assert sum(heights(annex(table(rows)))) > 6 * 9 * 1.2


# How it prints


def test_the_page_is_landscape_and_one_page_wide() -> None:
    root = worksheet(annex(table("<tr><td>甲</td><td>乙</td></tr>")))
    setup = only(root, "pageSetup")
    assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("9", "landscape", "0")
    assert only(root, "pageSetUpPr").get("fitToPage") == "1"
    assert only(root, "printOptions").get("horizontalCentered") == "1"
    assert only(root, "oddFooter").text == "&C第 &P 页 / 共 &N 页"


def test_margins_are_those_of_an_annex_printed_alone() -> None:
    margins = only(worksheet(annex(table("<tr><td>甲</td><td>乙</td></tr>"))), "pageMargins")
    assert [float(margins.get(side, "0")) * 25.4 for side in ("left", "right", "top", "bottom")] == pytest.approx(
        [15] * 4
    )


def test_an_a3_section_prints_on_a3() -> None:
    markup = table("<tr><td>甲</td><td>乙</td></tr>")
    content = write(parse(f'<section part="annex" orientation="landscape" paper="A3">{markup}</section>'))
    assert only(worksheet(content), "pageSetup").get("paperSize") == "8"


def repeated(content: bytes) -> str | None:
    """The rows printed on every page."""
    defined = part(content, "xl/workbook.xml").findall(f"{MAIN}definedNames/{MAIN}definedName")
    return next((name.text for name in defined if name.get("name") == "_xlnm.Print_Titles"), None)


def test_the_head_of_the_last_table_is_printed_on_every_page() -> None:
    row = "<tr><td>甲</td><td>乙</td></tr>"
    assert repeated(annex('<p class="table-title">自评表</p>' + table(row) + table(row, head=HEAD))) == "自评表!$3:$3"


def test_a_table_that_goes_on_repeats_the_first_head() -> None:
    whole = table("<tr><td>甲</td><td>乙</td></tr>", head=HEAD)
    assert repeated(annex(whole + whole)) == "附表!$1:$1"


def test_without_a_head_nothing_is_repeated() -> None:
    assert repeated(annex(table("<tr><td>甲</td><td>乙</td></tr>"))) is None


def test_the_head_stays_in_sight() -> None:
    pane = only(worksheet(annex(table("<tr><td>甲</td><td>乙</td></tr>", head=HEAD))), "pane")
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")


def test_a_head_far_down_is_not_frozen_since_nothing_could_be_scrolled_below_it() -> None:
    row = "<tr><td>甲</td><td>乙</td></tr>"
    content = annex(table(f"<tr><td>{'字' * 1000}</td><td>乙</td></tr>") + table(row, head=HEAD))
    assert not list(worksheet(content).iter(MAIN + "pane"))


# The file


def test_each_annex_section_is_a_sheet_named_after_its_title() -> None:
    section = f'{A4_LANDSCAPE}<p class="table-title">{{}}</p>{table("<tr><td>甲</td><td>乙</td></tr>")}</section>'
    report = f"<section>{table('<tr><td>正文</td><td>表</td></tr>')}</section>"
    content = write(parse(report + section.format("自评表") + section.format("自评表") + section.format("甲/乙[1]*?:")))
    assert names(content) == ["自评表", "自评表（2）", "甲乙1"]


def test_a_sheet_name_is_at_most_31_characters() -> None:
    section = (
        f'{A4_LANDSCAPE}<p class="table-title">{"𠮷" * 20}</p>{table("<tr><td>甲</td><td>乙</td></tr>")}</section>'
    )
    assert names(write(parse(section * 2))) == ["𠮷" * 15, "𠮷" * 14 + "（2）"]


def test_tables_of_the_report_are_written_when_there_is_no_annex() -> None:
    content = write(
        parse(f"<section><p>甲</p>{table('<tr><td>乙</td><td>丙</td></tr>')}</section><section><p>丁</p></section>")
    )
    assert values(content) == [["甲", ""], ["乙", "丙"]]
    assert names(content) == ["附表"]


def test_the_same_document_gives_the_same_bytes() -> None:
    markup = '<p class="table-title">自评表</p>' + table("<tr><td>甲</td><td>乙</td></tr>", head=HEAD)
    assert annex(markup) == annex(markup)


def test_the_properties_name_the_document_and_nobody() -> None:
    content = write(parse(f"{A4_LANDSCAPE}{table('<tr><td>甲</td><td>乙</td></tr>')}</section>"), title="某局自评表")
    core = {str(etree.QName(child).localname): child.text for child in part(content, "docProps/core.xml")}
    assert core == {
        "title": "某局自评表",
        "creator": None,
        "lastModifiedBy": None,
        "created": "2000-01-01T00:00:00Z",
        "modified": "2000-01-01T00:00:00Z",
    }
    application = part(content, "docProps/app.xml")
    assert not [
        child.text for child in application if etree.QName(child).localname in {"Company", "Manager"} and child.text
    ]


def test_the_sample_has_the_published_figures(library: Library, sample: int) -> None:
    rows = values(write(library.documents.draw(sample, ["annex"])))
    total = next(row for row in rows if "合计" in row)
    assert [value for value in total if isinstance(value, float)][:2] == [61296.75, 59757.75]


def test_the_files_are_valid(library: Library, sample: int, tmp_path: Path) -> None:
    validator = os.environ.get("ZIPING_VALIDATOR")
    if not validator or not os.environ.get("ZIPING_OOXML_XSD"):
        pytest.skip("ZIPING_VALIDATOR and ZIPING_OOXML_XSD do not name the validator and its schemas")
    files = {
        "sample": write(library.documents.draw(sample)),
        "bold": annex(table("<tr><td>一是<b>抓紧</b>。</td><td>&lt;r&gt;</td></tr>", head=HEAD)),
        "markup": one_cell("<r><t>x</t></r>"),
        "tall": one_cell("字" * 32_767),
    }
    for name, content in files.items():
        (tmp_path / f"{name}.xlsx").write_bytes(content)
    paths = [str(tmp_path / f"{name}.xlsx") for name in files]
    result = subprocess.run([sys.executable, validator, *paths], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
