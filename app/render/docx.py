"""Word: the report as a .docx that looks like a 公文 and can be edited like one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

import docx
from docx.document import Document as Package
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from app.model.layout import Layout
from app.model.text import clean
from app.render.markup import Document
from app.render.pages import Page
from app.render.word.body import Body
from app.render.word.oxml import DECLARATION, NAMESPACES
from app.render.word.pages import footer
from app.render.word.skeleton import skeleton
from app.render.word.style_source import read_style_source
from app.render.word.styles import StyleSheet, style_sheet

_BODY = "word/document.xml"
_SLICE = 1 << 18  # characters checked, encoded and compressed at once
_LONGEST_TITLE = 255  # of a document property


def write_docx(
    document: Document,
    layout: Layout,
    target: BinaryIO,
    *,
    title: str = "",
    style_source: Path | None = None,
    turns_number: bool = True,
    repeats_labels: bool = False,
) -> None:
    """Writes the document; the same input gives the same bytes.

    `title` becomes the title in the file's properties, which say nothing else. The styles are the layout's, or those
    of the office's own .docx `style_source` and the layout's only where it has none of the name (ExportError when it
    cannot be read). `turns_number` False keeps the page number of landscape pages beneath the text (页脚外侧).
    `repeats_labels` writes a vertically merged cell's text in every row instead of merging (不合并，逐行重复), since
    Word shows a merged one on its first page only.
    """
    source = read_style_source(style_source) if style_source else None
    sheet = style_sheet(layout, source.styles if source else None)
    package = docx.Document(io.BytesIO(skeleton(layout, sheet, source.others if source else {})))
    if title:
        package.core_properties.title = clean(title, multiline=False)[:_LONGEST_TITLE]
    body = Body(document, layout, sheet, turns_number=turns_number, repeats_labels=repeats_labels)
    footers = {page: _add_footers(package, page, layout, sheet) for page in dict.fromkeys(body.pages)}
    _write_package(package, body.slices(footers), target)


def _add_footers(package: Package, page: Page, layout: Layout, sheet: StyleSheet) -> tuple[str, str]:
    """The relation ids of the footers for odd and even pages of a sheet."""
    odd, even = (_add_footer(package, footer(page, layout, sheet, is_even=is_even)) for is_even in (False, True))
    return odd, even


def _add_footer(package: Package, xml: str) -> str:
    owner = package.part.package
    name: PackURI = owner.next_partname("/word/footer%d.xml")
    part = Part(name, CONTENT_TYPE.WML_FOOTER, xml.encode(), owner)
    return package.part.relate_to(part, RELATIONSHIP_TYPE.FOOTER)


def _write_package(package: Package, body: Iterator[str], target: BinaryIO) -> None:
    """Saves the small parts through python-docx and streams the body in; members carry no time of writing."""
    saved = io.BytesIO()
    package.save(saved)
    with zipfile.ZipFile(saved) as small, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as whole:
        for name in small.namelist():
            with whole.open(name, "w") as member:
                if name == _BODY:
                    for piece in _checked(body):
                        member.write(piece)
                else:
                    member.write(small.read(name))


def _checked(body: Iterator[str]) -> Iterator[bytes]:
    """The document part in slices that have been parsed: a fault of ours must not become a file Word refuses."""
    parser = expat.ParserCreate()
    for piece in _slices(body):
        encoded = piece.encode()
        parser.Parse(encoded)
        yield encoded
    parser.Parse(b"", True)


def _slices(body: Iterator[str]) -> Iterator[str]:
    pieces = [f"{DECLARATION}<w:document {NAMESPACES}><w:body>"]
    size = 0
    for piece in body:
        pieces.append(piece)
        size += len(piece)
        if size > _SLICE:
            yield "".join(pieces)
            pieces.clear()
            size = 0
    yield "".join([*pieces, "</w:body></w:document>"])
