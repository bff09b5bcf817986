"""The files an export comes to, and the work of writing them; the window and the command line share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.library import EVIDENCE, PARTS, PROJECTS, REVIEW
from app.model.entities import Project

if TYPE_CHECKING:
    from app.library import Library
    from ui.workers import Progress

FORMATS = {"docx": "Word 文档", "pdf": "PDF", "xlsx": "Excel 工作簿", "html": "网页", "txt": "纯文本"}
PART_NAMES = {
    "report": "自评报告", "annex": "自评表（附表）", PROJECTS: "项目自评表", REVIEW: "审核问题清单",
    EVIDENCE: "佐证材料目录",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """One file: what is in it and where it goes."""

    path: Path
    parts: tuple[str, ...]

    @property
    def suffix(self) -> str:
        return self.path.suffix.removeprefix(".")


def targets(
    library: Library,
    report_id: int,
    formats: Sequence[str],
    parts: Sequence[str],
    folder: Path,
    *,
    is_each: bool = False,
) -> list[Target]:
    """The files that formats and parts come to. A workbook holds the tables only; chosen parts of the report share one
    file, the lists of findings and of evidence have one of their own, and the forms of the projects one together or,
    `is_each`, one each; `project/` and an id is that of one project.
    """
    result: list[Target] = []
    for suffix in formats:
        whole = tuple(part for part in PARTS if part in parts)
        found: list[tuple[str, ...]] = [("annex",) if whole and suffix == "xlsx" else whole]
        if PROJECTS in parts:
            found += _forms(library, report_id) if is_each else [(PROJECTS,)]
        found += [(part,) for part in parts if part.startswith(f"{Project.TABLE}/")]
        found += [(part,) for part in (REVIEW, EVIDENCE) if part in parts]
        for chosen in filter(None, found):
            path = folder / library.exports.file_name(report_id, chosen[0], suffix)
            result.append(Target(_free(path, [target.path for target in result]), chosen))
    return result


def _forms(library: Library, report_id: int) -> list[tuple[str, ...]]:
    return [(f"{Project.TABLE}/{project_id}",) for project_id in library.project_forms.begun(report_id)]


def _free(path: Path, taken: Sequence[Path]) -> Path:
    """The path, numbered where another file of the same export has it: two projects may have one name."""
    names = {other.name.casefold() for other in taken}
    number = 1
    found = path
    while found.name.casefold() in names:
        number += 1
        found = path.with_name(f"{path.stem}（{number}）{path.suffix}")
    return found


def write(library: Library, report_id: int, files: Sequence[Target], progress: Progress) -> list[Path]:
    """Writes the files in order; AppError at the first that cannot be written, those before it stay."""
    for number, target in enumerate(files):
        progress.report(number, len(files), target.path.name)
        write_one(library, report_id, target)
    return [target.path for target in files]


def write_one(library: Library, report_id: int, target: Target) -> None:
    """Writes one file; loads Qt only for a PDF."""
    if target.suffix == "pdf":
        from ui.printing import pdf

        pdf.export(library, report_id, target.path, target.parts)
    else:
        library.exports.write(report_id, target.path, target.parts)
