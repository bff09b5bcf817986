"""Reports as files: what they are called and how each format is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from app.library.parts import EVIDENCE, PARTS, PROJECTS, REVIEW
from app.model.entities import Project
from app.model.layout import USUAL, Layout, WordOptions
from app.model.naming import title
from app.render import files, plain, preview
from app.render.blocks import Document, collector_resting
from app.storage.contents import set_setting, setting

if TYPE_CHECKING:
    from app.library.library import Library
    from app.storage.database import Database

_TITLES = {
    "": "部门整体支出绩效自评报告",
    "annex": "部门整体支出绩效自评表",
    REVIEW: "部门整体支出绩效自评审核问题清单",
    EVIDENCE: "部门整体支出绩效自评佐证材料目录",
    PROJECTS: "项目支出绩效自评表",
}
"""What the files of the parts are called; the first is any part's that is not listed."""
_WORD = "word"  # the key of the options of Word files among the settings of the library


class Exports:
    """Writes the reports of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database
        self._word_options = _word_options(setting(database, _WORD))  # kept: files are written from any thread

    @property
    def word_options(self) -> WordOptions:
        """What the Word files of this library have otherwise than the layout says."""
        return self._word_options

    def set_word_options(self, options: WordOptions) -> None:
        """Keeps other options; ExportError, and nothing kept, for a style source that cannot be used."""
        if options.style_source not in {"", self._word_options.style_source}:
            _check_style_source(Path(options.style_source))
        set_setting(self._database, _WORD, msgspec.json.encode(options).decode())
        self._word_options = options

    def file_name(self, report_id: int, part: str, suffix: str) -> str:
        """What an exported file is called, such as …2021年部门整体支出绩效自评报告.docx."""
        data = self._library.data(report_id)
        what = _TITLES.get(part, _TITLES[""])
        name = f"{data.department.name}{data.report.year}年{what}"
        if part.startswith(f"{Project.TABLE}/"):
            project = data.find(Project.TABLE, int(part.partition("/")[2]))
            name = f"{data.report.year}年项目支出绩效自评表（{title(project) if project else ''}）"
        return re.sub(r'[\\/:*?"<>|\s]+', "", name)[:100] + f".{suffix}"

    @collector_resting()
    def write(self, report_id: int, target: Path, parts: Sequence[str] = PARTS) -> None:
        """Writes Word, a workbook, HTML or text, by the suffix of `target`.

        ExportError leaves what stood there as it was.
        """
        wanted = ("annex",) if target.suffix == ".xlsx" and set(parts) <= set(PARTS) else parts
        document = self._library.documents.drawing(report_id, wanted, references=False)()
        by_suffix = writers(document, self._library.layout(report_id), self.word_options)
        is_package = target.suffix in {".docx", ".xlsx"}
        files.replace(target, by_suffix[target.suffix], files.check_package if is_package else None)


def _word_options(text: str) -> WordOptions:
    """What was set; what never was, or cannot be read, counts as usual."""
    try:
        return msgspec.json.decode(text, type=WordOptions)
    except msgspec.DecodeError:
        return USUAL


def writers(document: Document, layout: Layout, options: WordOptions) -> Mapping[str, Callable[[BinaryIO], None]]:
    """What writes a document in each format, by the suffix of its file."""
    return {
        ".docx": partial(_write_docx, document, layout, options),
        ".xlsx": partial(_write_xlsx, document, layout),
        ".html": partial(preview.write_html, document, layout, title=document.title),
        ".txt": partial(plain.write_txt, document),
    }


# Each loads its writer, which together take a tenth of the time the window takes to open


def _check_style_source(path: Path) -> None:
    from app.render.word.style_source import read_style_source

    read_style_source(path)


def _write_docx(document: Document, layout: Layout, options: WordOptions, stream: BinaryIO) -> None:
    from app.render import docx

    docx.write_docx(document, layout, stream, title=document.title, options=options)


def _write_xlsx(document: Document, layout: Layout, stream: BinaryIO) -> None:
    from app.render import workbook

    workbook.write_xlsx(document, layout, stream, title=document.title)
