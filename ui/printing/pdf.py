"""Pages as a PDF file, with its fonts and readable text."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QPdfWriter

from app.errors import ExportError
from app.render import files
from ui.printing.fonts import FontSet
from ui.printing.outline import outline
from ui.printing.pages import Page, Pages
from ui.printing.painter import painting
from ui.printing.pdf_outline import bookmarks
from ui.printing.pdf_text import GlyphLog, text_maps
from ui.printing.pdf_update import updated
from ui.printing.typeset import typeset

if TYPE_CHECKING:
    from app.library import Library

_TWIPS = 1440  # per inch


def writing(pages: Sequence[Page], fonts: FontSet, target: Path, title: str) -> Generator[int, None, None]:
    """Writes pages to a PDF file; tells after each how many are done. The file is there when it has come to its end,
    and closing it before that leaves everything as it was.

    The file names no author and no path. ExportError when it cannot be written.
    """
    content, log = QByteArray(), GlyphLog(fonts)
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_TWIPS)
    writer.setTitle(title)
    writer.setCreator("")
    yield from painting(writer, pages, fonts, noted=log.note)
    buffer.close()
    if content.isEmpty():
        raise ExportError("PDF 没有生成，请关闭其他程序释放内存后重试。")
    pdf = bytes(content.data())
    pdf = updated(pdf, text_maps(pdf, log) | bookmarks(pdf, outline(pages)))

    def write(stream: BinaryIO) -> None:
        stream.write(pdf)

    files.replace(target, write)


def write_pdf(pages: Pages, target: Path, title: str) -> None:
    """The same without a pause."""
    for _ in writing(list(pages), pages.fonts, target, title):
        pass


def export(library: Library, report_id: int, target: Path, parts: Sequence[str]) -> None:
    """Writes parts of a report to a PDF file, from a program with or without windows."""
    document = library.documents.draw(report_id, parts)
    if QGuiApplication.instance() is None:
        _windowless()
    write_pdf(typeset(document, library.layout(report_id)), target, document.title)


@cache
def _windowless() -> QGuiApplication:
    """An application for fonts and painting alone, kept to the end; on Linux it needs no display."""
    platform = ["-platform", "offscreen"] if sys.platform.startswith("linux") else []
    return QGuiApplication(["ziping", *platform])
