"""Styles from an office's own file: its styles win, nothing else of it is taken, and no file can do harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt

from app.errors import ExportError
from app.render.word.oxml import W
from tests.app.render.word import SAMPLE, faults, found, opened, part, parts, value, written

BODY_ONLY = "<section><p>一</p></section>"


@pytest.fixture
def office_file(tmp_path: Path) -> Path:
    """A file with a theme, headings and a 公文正文 of its own, an author and confidential text."""
    own = docx.Document()
    own.styles["Heading 1"].font.size = Pt(21)
    own.styles.add_style("公文正文", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(15)
    own.core_properties.author = "张三"
    own.add_paragraph("内部资料")
    own.sections[0].header.paragraphs[0].text = "机密"
    path = tmp_path / "本单位样式.docx"
    own.save(str(path))
    return path


def test_an_offices_own_styles_are_kept_and_only_the_missing_added(office_file: Path, tmp_path: Path) -> None:
    content = written(SAMPLE, style_source=office_file)
    styles = part(content, "word/styles.xml")
    sizes = {value(one, "w:name"): value(one, "w:rPr/w:sz") for one in found(styles, "w:style")}
    assert (sizes["heading 1"], sizes["公文正文"], sizes["公文标题"]) == ("42", "30", "44")
    assert list(faults(content, tmp_path)) == []
    assert opened(content).paragraphs[2].style is not None
    assert opened(content).paragraphs[2].text == "一、基本情况"


def test_of_an_offices_own_file_nothing_but_styles_is_taken(office_file: Path) -> None:
    everything = b"".join(parts(written(SAMPLE, style_source=office_file)).values()).decode()
    assert not [word for word in ("张三", "内部资料", "机密") if word in everything]


def test_paragraphs_and_tables_refer_to_styles_that_are_there(office_file: Path) -> None:
    content = written(SAMPLE, style_source=office_file)
    ids = {one.get(f"{{{W}}}styleId") for one in found(part(content, "word/styles.xml"), "w:style")}
    for path in (".//w:pStyle", ".//w:tblStyle"):
        assert {one.get(f"{{{W}}}val") for one in found(part(content), path)} <= ids


def zip_of(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return stream.getvalue()


def relations(kind: str, target: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        "</Relationships>"
    ).encode()


W_STYLES = b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">%s</w:styles>'


def word_with_styles(styles: bytes) -> bytes:
    """A file whose main part is not where Word would put it."""
    return zip_of(
        {
            "_rels/.rels": relations("officeDocument", "/text/main.xml"),
            "text/_rels/main.xml.rels": relations("styles", "../styles.xml"),
            "styles.xml": styles,
        }
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"plain text",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        zip_of({"a": b"b"}),
        word_with_styles(b"<other/>"),
        word_with_styles(b"<w:styles"),
        word_with_styles(b'<!DOCTYPE w:styles [<!ENTITY a "b">]>' + W_STYLES % b""),
        word_with_styles(W_STYLES % (b" " * 30_000_000)),
        word_with_styles(W_STYLES % b"")[:-40],
    ],
    ids=["empty", "text", "doc", "zip", "other root", "broken", "entities", "bomb", "cut off"],
)
def test_a_style_source_that_is_no_word_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "样式.docx"
    path.write_bytes(content)
    with pytest.raises(ExportError, match=r"“样式\.docx”不是可用的 Word 文档"):
        written(BODY_ONLY, style_source=path)


def test_a_style_source_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"“没有\.docx”无法读取"):
        written(BODY_ONLY, style_source=tmp_path / "没有.docx")


def test_styles_with_nothing_in_them_are_filled_up(tmp_path: Path) -> None:
    path = tmp_path / "样式.docx"
    path.write_bytes(word_with_styles(W_STYLES % b""))
    content = written(SAMPLE, style_source=path)
    assert list(faults(content, tmp_path)) == []


def test_an_id_with_markup_characters_does_no_harm(tmp_path: Path) -> None:
    own = b'<w:style w:type="paragraph" w:styleId="a&amp;&quot;&lt;b"><w:name w:val="%s"/></w:style>'
    path = tmp_path / "样式.docx"
    path.write_bytes(word_with_styles(W_STYLES % (own % "公文正文".encode())))
    assert value(part(written(BODY_ONLY, style_source=path)), ".//w:pStyle") == 'a&"<b'
