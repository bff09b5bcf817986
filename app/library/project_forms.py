"""The 项目支出绩效自评表 of projects, begun and removed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.errors import InputError
from app.library import row_edits
from app.model import project_forms
from app.model.naming import title

if TYPE_CHECKING:
    from app.library.library import Library


class ProjectForms:
    """The forms of the projects of each report."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def begin(self, report_id: int, project_ids: Iterable[int]) -> None:
        """Gives projects a 项目支出绩效自评表 with a line for each source and the pack's indicators, in one step.

        Projects that have one already are passed over.
        """
        pack, data = self._library.pack(report_id), self._library.data(report_id)
        begun = project_forms.with_forms(data)
        wanted = [project_id for project_id in project_ids if project_id not in begun]
        if pack.projects is None or not wanted:
            return
        with self._library.step("建立项目自评表", report_id) as step:
            for table, rows in project_forms.starting(pack.projects, wanted).items():
                row_edits.insert(step, pack, data, table, rows)

    def delete(self, report_id: int, project_id: int) -> None:
        """Removes the form of a project; the project stays."""
        data = self._library.data(report_id)
        with self._library.step("删除项目自评表", report_id) as step:
            for table, row_id in project_forms.rows_of(data, project_id):
                step.delete(table, row_id)

    def find(self, report_id: int, words: str) -> int:
        """The id of the project meant: its id, its name, or a part of the name that only one has. InputError else."""
        projects, wanted = self._library.data(report_id).projects, words.strip()
        by_id = [row for row in projects if str(row.id) == wanted]
        by_name = [row for row in projects if row.name.strip() == wanted]
        by_part = [row for row in projects if wanted and wanted in row.name]
        found = by_id or by_name or by_part
        if len(found) == 1:
            return found[0].id
        if not found:
            raise InputError(f"报告中没有项目“{wanted}”，请写项目名称，或用 ziping show 查到的项目编号。")
        names = "、".join(f"{row.id} {title(row)}" for row in found)
        raise InputError(f"“{wanted}”对应 {len(found)} 个项目，请写其中一个的编号：{names}。")

    def begun(self, report_id: int) -> list[int]:
        """The ids of the projects whose form is begun, in their order."""
        data = self._library.data(report_id)
        begun = project_forms.with_forms(data)
        return [row.id for row in data.projects if row.id in begun]
