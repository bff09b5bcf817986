"""The 项目支出绩效自评表 of projects, begun and removed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.library import row_edits
from app.model import project_forms

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

    def begun(self, report_id: int) -> list[int]:
        """The ids of the projects whose form is begun, in their order."""
        data = self._library.data(report_id)
        begun = project_forms.with_forms(data)
        return [row.id for row in data.projects if row.id in begun]
