"""Reports as files: what they are called and how each format is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.library.parts import EVIDENCE, PARTS, PROJECTS, REVIEW
from app.model.entities import Project
from app.model.layout import Layout
from app.model.naming import title
from app.render import files, plain, preview
from app.render.blocks import Document, collector_resting

if TYPE_CHECKING:
    from app.library.library import Library

_TITLES = {
    "": "部门整体支出绩效自评报告",
    "annex": "部门整体支出绩效自评表",
    REVIEW: "部门整体支出绩效自评审核问题清单",
    EVIDENCE: "部门整体支出绩效自评佐证材料目录",
    PROJECTS: "项目支出绩效自评表",
}
"""What the files of the parts are called; the first is any part's that is not listed."""


class Exports:
    """Writes the reports of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library

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
        by_suffix = writers(document, self._library.layout(report_id))
        is_package = target.suffix in {".docx", ".xlsx"}
        files.replace(target, by_suffix[target.suffix], files.check_package if is_package else None)


def writers(document: Document, layout: Layout) -> Mapping[str, Callable[[BinaryIO], None]]:
    """What writes a document in each format, by the suffix of its file."""
    return {
        ".docx": partial(_write_docx, document, layout),
        ".xlsx": partial(_write_xlsx, document, layout),
        ".html": partial(preview.write_html, document, layout, title=document.title),
        ".txt": partial(plain.write_txt, document),
    }


# Each loads its writer, which together take a tenth of the time the window takes to open


def _write_docx(document: Document, layout: Layout, stream: BinaryIO) -> None:
    from app.render import docx

    docx.write_docx(document, layout, stream, title=document.title)


def _write_xlsx(document: Document, layout: Layout, stream: BinaryIO) -> None:
    from app.render import workbook

    workbook.write_xlsx(document, layout, stream, title=document.title)
