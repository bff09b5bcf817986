"""Word files as LibreOffice lays them out: what a test measures on the pages of the PDF."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

MM = 25.4 / 72  # of a point


@dataclass
class Line:
    """Characters on one baseline, whichever way it runs. Millimetres from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass
class Sheet:
    """A page of a PDF, mm."""

    width: float
    height: float
    lines: list[Line]

    @property
    def texts(self) -> list[str]:
        """The text of every line, without spaces."""
        return [line.text for line in self.lines]

    def line(self, text: str) -> Line:
        """The one line with a text."""
        assert self.texts.count(text) == 1, self.texts
        return self.lines[self.texts.index(text)]


def converted(files: Mapping[str, bytes], folder: Path) -> dict[str, list[Sheet]]:
    """The pages of Word files, all laid out by one LibreOffice; skips the test where there is none."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("there is no LibreOffice (soffice) to lay out the pages")
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"  # never the one a running office uses
    sources = [folder / f"{name}.docx" for name in files]
    command: list[str | Path] = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *sources]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: _sheets(folder / f"{name}.pdf") for name in files}


def _sheets(path: Path) -> list[Sheet]:
    with pdfium.PdfDocument(path) as document:
        return [_sheet(page) for page in document]


def _sheet(page: pdfium.PdfPage) -> Sheet:
    width, height = page.get_size()
    text_page = page.get_textpage()
    by_baseline: dict[tuple[bool, int], list[tuple[str, tuple[float, float, float, float]]]] = {}
    for index in range(text_page.count_chars()):
        character = chr(pdfium_c.FPDFText_GetUnicode(text_page, index))
        if character.isspace():
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium_c.FPDFText_GetCharOrigin(text_page, index, x, y)
        is_turned = abs(pdfium_c.FPDFText_GetCharAngle(text_page, index)) > 1
        key = (is_turned, round(x.value if is_turned else y.value))
        by_baseline.setdefault(key, []).append((character, text_page.get_charbox(index)))
    return Sheet(width * MM, height * MM, [_line(characters, height) for characters in by_baseline.values()])


def _line(characters: list[tuple[str, tuple[float, float, float, float]]], height: float) -> Line:
    lefts, bottoms, rights, tops = zip(*(box for _, box in characters), strict=True)
    return Line(
        "".join(character for character, _ in characters),
        min(lefts) * MM,
        (height - max(tops)) * MM,
        max(rights) * MM,
        (height - min(bottoms)) * MM,
    )
