"""Sections and page numbers of the Word file (GB/T 9704-2012, 5.2, 7.5, 8)."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from app.render.blocks import Document
from tests.app.render.word import SAMPLE, faults, found, opened, part, value, written

BODY_ONLY = "<section><p>一</p></section>"


def section_with(content: str, attributes: str = "") -> str:
    return f"<section {attributes}>{content}</section>"


def attributes(element: etree._Element) -> dict[str, str]:
    """The attributes without their namespace."""
    return {str(etree.QName(key).localname): str(text) for key, text in element.items()}


def geometry(content: bytes, number: int) -> tuple[dict[str, str], list[str]]:
    """A section's size, and its margins top, right, bottom and left."""
    section = found(part(content), ".//w:sectPr")[number]
    margins = attributes(found(section, "w:pgMar")[0])
    return attributes(found(section, "w:pgSz")[0]), [margins[edge] for edge in ("top", "right", "bottom", "left")]


def test_the_upright_page_has_the_margins_of_the_standard() -> None:
    size, margins = geometry(written(SAMPLE), 0)
    assert size == {"w": "11906", "h": "16838", "code": "9"}
    assert margins == ["2098", "1474", "1984", "1588"]


def test_the_landscape_annex_is_the_upright_page_turned_clockwise() -> None:
    size, margins = geometry(written(SAMPLE), 1)
    assert size == {"w": "16838", "h": "11906", "orient": "landscape", "code": "9"}
    assert margins == ["1588", "2098", "1474", "1984"]


def test_an_a3_sheet_is_bound_like_the_upright_pages() -> None:
    content = written(BODY_ONLY + section_with("<p>二</p>", 'part="annex" orientation="landscape" paper="A3"'))
    size, margins = geometry(content, 1)
    assert size == {"w": "23811", "h": "16838", "orient": "landscape", "code": "8"}
    assert margins == ["2098", "1474", "1984", "1587"]


def test_an_annex_alone_has_narrow_margins_and_a_centred_number() -> None:
    content = written(section_with("<p>一</p>", 'part="annex" orientation="landscape"'))
    _, margins = geometry(content, 0)
    assert set(margins) <= {"850", "851"}
    footer = part(content, "word/footer1.xml")
    assert value(footer, ".//w:jc") == "center"
    assert not found(footer, ".//w:tbl")


def test_numbering_goes_on_and_the_first_page_is_like_the_others() -> None:
    for one in found(part(written(SAMPLE)), ".//w:sectPr"):
        assert not found(one, "w:pgNumType")
        assert not found(one, "w:titlePg")
        assert [reference.values()[0] for reference in found(one, "w:footerReference")] == ["default", "even"]


def test_the_last_section_has_no_paragraph_of_its_own() -> None:
    body = part(written(SAMPLE + "<section><p>完</p></section>"))[0]
    assert [child.tag.split("}")[1] for child in body][-2:] == ["p", "sectPr"]
    assert value(body[-2], "w:pPr/w:pStyle") == "GWBody"


@pytest.mark.parametrize("content", ["", "<p>一</p>", '<table widths="1"><tbody><tr><td>一</td></tr></tbody></table>'])
def test_a_section_that_is_empty_or_ends_with_a_table_needs_no_tall_paragraph(tmp_path: Path, content: str) -> None:
    file = written(section_with(content) * 2)
    assert list(faults(file, tmp_path)) == []
    last = found(part(file), "w:body/w:p")[-1]
    assert value(last, "w:pPr/w:pStyle") == ("GWBody" if content.startswith("<p>") else "GWGap")


def test_a_document_without_sections_can_be_opened(tmp_path: Path) -> None:
    content = written(Document(()))
    assert list(faults(content, tmp_path)) == []
    assert [paragraph.text for paragraph in opened(content).paragraphs] == [""]


@pytest.mark.parametrize(("number", "side", "chars"), [(1, "right", "rightChars"), (2, "left", "leftChars")])
def test_odd_numbers_stand_right_and_even_ones_left_one_character_in(number: int, side: str, chars: str) -> None:
    footer = part(written(SAMPLE), f"word/footer{number}.xml")
    assert value(footer, ".//w:jc") == side
    assert value(footer, ".//w:ind", chars) == "100"
    assert value(footer, ".//w:ind", chars.removesuffix("Chars")) == "280"


def test_the_number_is_a_field_in_runs_of_its_own_with_a_result() -> None:
    runs = found(part(written(SAMPLE), "word/footer1.xml"), ".//w:r")
    assert ["".join(map(str, run.itertext())) for run in runs] == ["— ", "", " PAGE ", "", "1", "", " —"]
    assert [value(run, "w:fldChar", "fldCharType") for run in runs] == [
        None,
        "begin",
        None,
        "separate",
        None,
        "end",
        None,
    ]


def test_a_landscape_page_has_its_number_beside_the_text_where_upright_pages_have_it() -> None:
    footer = part(written(SAMPLE), "word/footer3.xml")
    place = attributes(found(footer, ".//w:tblpPr")[0])
    width = int(value(footer, ".//w:tblW", "w") or 0)
    assert int(place["tblpX"]) + width // 2 == 1984 - 397  # 7 mm left of the text
    assert place["tblpY"] == "1868"
    assert value(footer, ".//w:trHeight") == "8284"
    assert value(footer, ".//w:textDirection") == "tbRl"


def test_a_landscape_number_can_stay_beneath_the_text() -> None:
    footer = part(written(SAMPLE, turns_number=False), "word/footer3.xml")
    assert not found(footer, ".//w:tbl")
    assert value(footer, ".//w:jc") == "right"
