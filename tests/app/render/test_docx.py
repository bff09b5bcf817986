"""The Word file: its parts and properties, its styles, and its text."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from pathlib import Path

import pytest

from app.render.docx import write_docx
from app.render.markup import parse
from app.render.word.oxml import W
from tests.app.render.word import SAMPLE, faults, found, layout, opened, part, parts, value, written

BODY_ONLY = "<section><p>一</p></section>"


@pytest.mark.parametrize("key", ["standard", "exact28", "word"])
def test_every_part_is_valid(tmp_path: Path, key: str) -> None:
    assert list(faults(written(SAMPLE, key), tmp_path)) == []


def test_python_docx_reads_the_paragraphs_with_their_styles() -> None:
    read = [
        (paragraph.style.name, paragraph.text) for paragraph in opened(written(SAMPLE)).paragraphs if paragraph.style
    ]
    assert ("附件标记", "附件4") in read
    assert ("公文标题", "广州市番禺区人力资源和社会保障局\n2021年部门整体支出绩效自评报告") in read
    assert ("Heading 1", "一、基本情况") in read
    assert ("Heading 4", "（1）内设机构") in read
    assert ("公文正文", "部门整体全年预算数61,296.75万元，执行数59,757.75万元。") in read
    signed = opened(written(SAMPLE)).tables[0].rows[-1].cells[0].paragraphs[0]
    assert signed.style is not None
    assert (signed.style.name, signed.text) == ("附表签署", "填报人：")


def test_the_same_input_gives_the_same_bytes() -> None:
    assert written(SAMPLE, title="报告") == written(SAMPLE, title="报告")


def test_members_carry_no_time_of_writing() -> None:
    with zipfile.ZipFile(io.BytesIO(written(SAMPLE))) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_properties_hold_a_title_and_nothing_else() -> None:
    content = written(SAMPLE, title="番禺区\n“自评”报告")
    properties = part(content, "docProps/core.xml")
    assert [element.text for element in properties] == ["番禺区 “自评”报告"]
    assert len(part(content, "docProps/app.xml")) == 0
    assert b"python-docx" not in b"".join(parts(content).values())


def test_a_title_longer_than_a_property_may_be_is_cut() -> None:
    assert len(opened(written(BODY_ONLY, title="长" * 300)).core_properties.title) == 255


def test_there_is_no_theme_whose_fonts_could_be_missing() -> None:
    assert not [name for name in parts(written(SAMPLE)) if "theme" in name]


def test_the_settings_ask_for_the_present_mode_and_two_kinds_of_pages() -> None:
    settings = part(written(SAMPLE), "word/settings.xml")
    modes = {element.values()[0]: element.values()[2] for element in found(settings, ".//w:compatSetting")}
    assert modes["compatibilityMode"] == "15"
    assert found(settings, "w:evenAndOddHeaders")
    assert value(settings, "w:characterSpacingControl") == "doNotCompress"
    assert value(settings, "w:themeFontLang", "eastAsia") == "zh-CN"
    assert not found(settings, "w:updateFields")


def test_a_preset_with_centred_numbers_has_one_kind_of_pages() -> None:
    content = written(SAMPLE, "word")
    assert not found(part(content, "word/settings.xml"), "w:evenAndOddHeaders")
    assert value(part(content, "word/footer1.xml"), ".//w:jc") == "center"


def test_the_font_table_names_each_font_with_its_other_name_and_the_chinese_character_set() -> None:
    table = part(written(SAMPLE), "word/fontTable.xml")
    fonts = {element.values()[0]: element for element in found(table, "w:font")}
    assert value(fonts["仿宋_GB2312"], "w:altName") == "仿宋"
    assert value(fonts["方正小标宋简体"], "w:altName") == "方正小标宋_GBK"
    assert all(value(fonts[name], "w:charset") == "86" for name in ("仿宋_GB2312", "黑体", "宋体", "SimSun-ExtB"))


@pytest.mark.parametrize(
    ("name", "path", "attribute", "expected"),
    [
        ("公文正文", "w:pPr/w:spacing", "line", "579"),
        ("公文正文", "w:pPr/w:spacing", "lineRule", "exact"),
        ("公文正文", "w:pPr/w:ind", "firstLineChars", "200"),
        ("公文正文", "w:pPr/w:ind", "firstLine", "630"),
        ("公文正文", "w:pPr/w:jc", "val", "both"),
        ("公文正文", "w:pPr/w:autoSpaceDN", "val", "0"),
        ("公文正文", "w:rPr/w:spacing", "val", "-5"),
        ("公文正文", "w:rPr/w:sz", "val", "32"),
        ("公文正文", "w:rPr/w:rFonts", "eastAsia", "仿宋_GB2312"),
        ("公文正文", "w:rPr/w:rFonts", "ascii", "Times New Roman"),
        ("公文标题", "w:pPr/w:ind", "firstLineChars", "0"),
        ("公文标题", "w:pPr/w:spacing", "line", "700"),
        ("公文标题", "w:rPr/w:sz", "val", "44"),
        ("heading 1", "w:rPr/w:rFonts", "eastAsia", "黑体"),
        ("heading 2", "w:rPr/w:rFonts", "eastAsia", "楷体_GB2312"),
        ("heading 1", "w:pPr/w:outlineLvl", "val", "0"),
        ("heading 4", "w:pPr/w:outlineLvl", "val", "3"),
        ("heading 1", "w:rPr/w:b", "val", "0"),
        ("heading 1", "w:rPr/w:color", "val", "000000"),
        ("附件说明", "w:pPr/w:ind", "left", "1575"),
        ("附件说明", "w:pPr/w:ind", "hanging", "945"),
        ("附表文字", "w:pPr/w:spacing", "lineRule", "auto"),
        ("附表文字", "w:pPr/w:snapToGrid", "val", "0"),
        ("附表文字", "w:pPr/w:ind", "firstLineChars", "0"),
        ("公文页码", "w:rPr/w:sz", "val", "28"),
        ("公文页码", "w:rPr/w:rFonts", "ascii", "宋体"),
        ("公文页码", "w:rPr/w:rFonts", "hAnsi", "宋体"),
    ],
)
def test_styles_say_what_the_standard_asks(name: str, path: str, attribute: str, expected: str) -> None:
    styles = part(written(SAMPLE), "word/styles.xml")
    one = next(one for one in found(styles, "w:style") if value(one, "w:name") == name)
    assert value(one, path, attribute) == expected


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_headings_are_the_built_in_ones_and_stay_with_their_text(level: int) -> None:
    styles = part(written(SAMPLE), "word/styles.xml")
    heading = next(one for one in found(styles, "w:style") if value(one, "w:name") == f"heading {level}")
    assert heading.values() == ["paragraph", f"Heading{level}"]
    assert found(heading, "w:pPr/w:keepNext")


def test_the_table_has_a_real_style_with_lines() -> None:
    table = opened(written(SAMPLE)).tables[0]
    assert table.style is not None
    assert table.style.name == "公文表格"
    assert found(table.style.element, ".//w:tblBorders/w:insideH")


def test_a_paragraph_has_no_formatting_of_its_own() -> None:
    paragraphs = found(part(written("<section><h1>一</h1><p>二</p></section>")), ".//w:p")
    assert [[child.tag for child in found(one, "w:pPr/*")] for one in paragraphs] == [[f"{{{W}}}pStyle"]] * 2


def test_bold_text_is_bold() -> None:
    runs = opened(written("<section><p>一<b>二</b></p></section>")).paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs] == [("一", None), ("二", True)]


def test_a_date_begins_two_characters_after_the_department_that_signs() -> None:
    paragraphs = {value(one, "w:pPr/w:pStyle"): one for one in found(part(written(SAMPLE)), ".//w:p")}
    assert value(paragraphs["GWSign"], "w:pPr/w:ind", "rightChars") == "200"
    assert value(paragraphs["GWDate"], "w:pPr/w:ind", "rightChars") == "1000"


def test_a_date_that_stands_alone_keeps_the_indent_of_its_style() -> None:
    content = written('<section><p>一</p><p class="date">2022年3月5日</p></section>')
    assert not found(part(content), ".//w:p/w:pPr/w:ind")


def test_a_title_broken_by_hand_is_left_as_it_is() -> None:
    content = written("<section><title>番禺区财政局<br/>2021年部门整体支出绩效自评报告和附表</title></section>")
    assert opened(content).paragraphs[0].text == "番禺区财政局\n2021年部门整体支出绩效自评报告和附表"


def test_a_title_of_several_runs_breaks_where_one_of_one_run_does() -> None:
    content = written(
        '<section><title><f ref="d/1/name">广州市番禺区人力资源和社会保障局</f><f ref="r/1/year">2021</f>'
        "年部门整体支出绩效自评报告</title></section>"
    )
    assert opened(content).paragraphs[0].text == "广州市番禺区人力资源和社会保障局\n2021年部门整体支出绩效自评报告"


def test_a_layout_needs_no_more_styles_than_the_text_uses() -> None:
    """A pack may leave out classes it does not use; what it uses without saying how it looks becomes text."""
    full = layout()
    few = dataclasses.replace(full, annex_margins=None, styles={"body": full.styles["body"]})
    stream = io.BytesIO()
    write_docx(parse(SAMPLE), few, stream)
    used = {paragraph.style.name for paragraph in opened(stream.getvalue()).paragraphs if paragraph.style}
    assert used == {"公文正文", "表间空行"}
