"""Word: the report as a .docx that looks like a 公文 and can be edited like one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

import docx
from docx.document import Document as Package
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from app.model.layout import USUAL, Layout, WordOptions
from app.model.text import clean
from app.render.blocks import Document, Section
from app.render.pages import Page, is_annex_alone, page_of
from app.render.word.body import Body
from app.render.word.oxml import DECLARATION, NAMESPACES, Proven
from app.render.word.pages import footer
from app.render.word.skeleton import skeleton
from app.render.word.style_source import read_style_source
from app.render.word.styles import StyleSheet, style_sheet

_BODY = "word/document.xml"
_SLICE = 1 << 18  # characters checked, encoded and compressed at once
_LEVEL = 3  # of compression: half the time of the usual 6, for files a third larger
_LONGEST_TITLE = 255  # of a document property


def write_docx(
    document: Document,
    layout: Layout,
    target: BinaryIO,
    *,
    title: str = "",
    options: WordOptions = USUAL,
) -> None:
    """Writes the document; the same input gives the same bytes.

    `title` becomes the title in the file's properties, which say nothing else. The styles are the layout's, or those
    of the office's own .docx and the layout's only where it has none of the name; ExportError when it cannot be read.
    Labels can be repeated because Word shows a merged one on its first page only.
    """
    sections = document.sections or (Section("report", "portrait", "A4", ()),)
    is_alone = is_annex_alone(document)
    pages = tuple(
        page_of(section, layout, is_alone=is_alone, turns_number=options.turns_number) for section in sections
    )
    make = _made_frame if options.style_source else _frame
    frame = make(layout, frozenset(pages), clean(title, multiline=False)[:_LONGEST_TITLE], options.style_source)
    body = Body(sections, pages, layout, frame.style_ids, repeats_labels=options.repeats_labels)
    _write_package(frame, body.slices(frame.footers), target)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A Word file but for its text."""

    package: bytes  # a zip of all other parts
    style_ids: Mapping[str, str]  # by the key of the style in the layout
    footers: Mapping[Page, tuple[str, str]]  # relation ids for odd and even pages of each sheet


def _made_frame(layout: Layout, pages: frozenset[Page], title: str, style_source: str) -> _Frame:
    source = read_style_source(Path(style_source)) if style_source else None
    sheet = style_sheet(layout, source.styles if source else None)
    package = docx.Document(io.BytesIO(skeleton(layout, sheet, source.others if source else {})))
    if title:
        package.core_properties.title = title
    ordered = sorted(pages, key=repr)  # the same file every time
    footers = {page: _add_footers(package, page, layout, sheet) for page in ordered}
    saved = io.BytesIO()
    package.save(saved)
    return _Frame(_without_body(saved), sheet.ids, footers)


def _without_body(saved: BinaryIO) -> bytes:
    rest = io.BytesIO()
    with zipfile.ZipFile(saved) as whole, zipfile.ZipFile(rest, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in whole.namelist():
            if name != _BODY:
                kept.writestr(zipfile.ZipInfo(name), whole.read(name), zipfile.ZIP_DEFLATED)
    return rest.getvalue()


_frame = lru_cache(maxsize=8)(_made_frame)
"""The frame of files without a style source, which is the same for every export of a report."""


def _add_footers(package: Package, page: Page, layout: Layout, sheet: StyleSheet) -> tuple[str, str]:
    """The relation ids of the footers for odd and even pages of a sheet."""
    odd, even = (_add_footer(package, footer(page, layout, sheet, is_even=is_even)) for is_even in (False, True))
    return odd, even


def _add_footer(package: Package, xml: str) -> str:
    owner = package.part.package
    name: PackURI = owner.next_partname("/word/footer%d.xml")
    part = Part(name, CONTENT_TYPE.WML_FOOTER, xml.encode(), owner)
    return package.part.relate_to(part, RELATIONSHIP_TYPE.FOOTER)


def _write_package(frame: _Frame, body: Iterator[str], target: BinaryIO) -> None:
    """Adds the body to the other parts; members carry no time of writing."""
    whole = io.BytesIO(frame.package)
    with (
        zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as package,
        package.open(_BODY, "w") as part,
    ):
        for piece in _checked(body):
            part.write(piece)
    target.write(whole.getbuffer())


def _checked(body: Iterator[str]) -> Iterator[bytes]:
    """The document part in slices, all parsed that is not proven: no fault of ours becomes a file Word refuses."""
    parser = expat.ParserCreate()
    pieces: list[str] = []
    size = 0
    for piece in _whole(body):
        if type(piece) is not Proven:
            parser.Parse(piece)
        pieces.append(piece)
        size += len(piece)
        if size > _SLICE:
            yield "".join(pieces).encode()
            pieces.clear()
            size = 0
    parser.Parse("", True)
    yield "".join(pieces).encode()


def _whole(body: Iterator[str]) -> Iterator[str]:
    yield f"{DECLARATION}<w:document {NAMESPACES}><w:body>"
    yield from body
    yield "</w:body></w:document>"
