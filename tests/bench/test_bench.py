"""What the bench compares must be the same document, or its ratios mean nothing."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from app.library import Library
from app.model.entities import Indicator, Project
from app.render.word.oxml import W
from tests.bench import docxtpl_word, reports, values, word_template
from tests.bench.floor import Floor
from tests.bench.measure import REPORT
from tests.bench.sizes import BY_NAME, Size

_SMALL = Size("small", "3 projects, 60 rows", 3, 60)
_TEXT, _BREAK, _CELL = f"{{{W}}}t", f"{{{W}}}br", f"{{{W}}}tc"


def _contents(file: bytes) -> list[str]:
    """Text and format of every paragraph in order, those of table cells included."""
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return [f"{_text(paragraph)} {_format(paragraph)}" for paragraph in root.iter(f"{{{W}}}p")]


def _text(paragraph: etree._Element) -> str:
    return "".join(part.text or "" if part.tag == _TEXT else "\n" for part in paragraph.iter(_TEXT, _BREAK))


def _format(paragraph: etree._Element) -> list[str]:
    """Style, width and spans. Where a vertical span begins is left out: a template marks spans of one row as well."""
    found = paragraph.findall(f"{{{W}}}pPr/{{{W}}}pStyle")
    cell = paragraph.getparent()
    if cell is not None and cell.tag == _CELL:
        found += cell.findall(f"{{{W}}}tcPr/*")
    return [value for part in found if (value := " ".join(map(str, part.attrib.values()))) != "restart"]


@pytest.mark.parametrize("size", [BY_NAME["sample"], _SMALL], ids=lambda size: size.name)
def test_every_candidate_writes_the_same_document(size: Size, tmp_path: Path) -> None:
    floor, other = io.BytesIO(), io.BytesIO()
    with Library.open(tmp_path / "library.db", create=True) as library:
        reports.add_report(library, size)
        library.exports.write(REPORT, tmp_path / "own.docx")
        printed, template = (
            values.of(library, REPORT),
            word_template.make(library.layout(REPORT), library.documents.draw(REPORT)),
        )
    Floor(template).write(printed, floor)
    docxtpl_word.write(io.BytesIO(template), printed, other)
    own = _contents((tmp_path / "own.docx").read_bytes())
    assert _contents(floor.getvalue()) == own
    assert _contents(other.getvalue()) == own


def test_report_is_as_large_as_asked_for() -> None:
    made = reports.report_of(_SMALL)
    assert (len(made.rows_of(Project)), len(made.rows_of(Indicator))) == (3, 60)
