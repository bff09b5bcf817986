"""Pages as a PDF file, with its fonts and readable text."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QPdfWriter

from app.errors import ExportError
from app.render import files
from ui.printing.pages import Pages
from ui.printing.painter import paint_pages
from ui.printing.pdf_text import GlyphLog, with_text
from ui.printing.typeset import typeset

if TYPE_CHECKING:
    from app.library import Library

_TWIPS = 1440  # per inch

Progress = Callable[[int, int], bool]
"""Told the pages done and the pages to do; returns whether to go on."""


def write_pdf(pages: Pages, target: Path, title: str, progress: Progress | None = None) -> bool:
    """Writes pages to a PDF file; False when `progress` stopped it, and then no file is written or replaced.

    The file names no author and no path. ExportError when it cannot be written.
    """
    log = GlyphLog(pages.fonts)
    content = _content(pages, title, log, progress)
    if content is None:
        return False
    pdf = with_text(content, log)

    def write(stream: BinaryIO) -> None:
        stream.write(pdf)

    files.replace(target, write)
    return True


def export(library: Library, report_id: int, target: Path, parts: Sequence[str]) -> None:
    """Writes parts of a report to a PDF file, from a program with or without windows."""
    document = library.document(report_id, parts)
    if QGuiApplication.instance() is None:
        _windowless()
    write_pdf(typeset(document, library.layout(report_id)), target, document.title)


@cache
def _windowless() -> QGuiApplication:
    """An application for fonts and painting alone, kept to the end; on Linux it needs no display."""
    platform = ["-platform", "offscreen"] if sys.platform.startswith("linux") else []
    return QGuiApplication(["ziping", *platform])


def _content(pages: Pages, title: str, log: GlyphLog, progress: Progress | None) -> bytes | None:
    """The file as Qt writes it; None when it was stopped."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_TWIPS)
    writer.setTitle(title)
    writer.setCreator("")
    is_whole = paint_pages(writer, list(pages), pages.fonts, progress=progress, noted=log.note)
    buffer.close()
    if not is_whole:
        return None
    if content.isEmpty():
        raise ExportError("PDF 没有生成，请关闭其他程序释放内存后重试。")
    return bytes(content.data())
