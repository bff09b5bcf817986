"""The states of a report: snapshots kept by name, and what differs between two of them or two years."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.model.comparison import Comparison, Version, compare
from app.model.report_data import ReportData
from app.model.text_comparison import compare_texts
from app.storage import contents, snapshots
from app.storage import rows as storage_rows
from app.storage.contents import Snapshot
from app.storage.database import Database
from app.storage.reports import insert_report

if TYPE_CHECKING:
    from app.library.library import Library


class Versions:
    """The kept states of the reports."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def keep(self, report_id: int, name: str) -> Snapshot:
        """Keeps the report as it stands under a name that need not be new."""
        return snapshots.keep(self._database, self._library.data(report_id), name.strip() or "快照")

    def snapshots(self, report_id: int) -> list[Snapshot]:
        """The named snapshots of a report, the newest first."""
        return contents.snapshots(self._database, report_id)

    def delete(self, snapshot_id: int) -> Callable[[], None]:
        """Removes a snapshot; what is returned puts it back as it was. Refused for what a 定稿 rests on."""
        return snapshots.remove(self._database, snapshot_id)

    def restore(self, snapshot_id: int) -> int:
        """Adds what a snapshot kept as a report of its own, a draft with a remark; its id. Nothing is overwritten."""
        copy = snapshots.copy(self._database, snapshot_id)
        with self._library.step("恢复快照为副本", None) as step:
            return insert_report(step, copy).id

    def choices(self, report_id: int) -> list[Version]:
        """What a report can be compared with: itself, its snapshots, and its department's other reports."""
        own = self._library.data(report_id)
        year, remark = own.report.year, own.report.remark
        kept = [Version(report_id, each.id, year, each.name, each.time) for each in self.snapshots(report_id)]
        others = [
            Version(report.id, year=report.year, remark=report.remark)
            for report, department in storage_rows.load_reports(self._database)
            if department.id == own.department.id and report.id != report_id
        ]
        return [Version(report_id, year=year, remark=remark), *kept, *others]

    def compare(self, before: Version, after: Version) -> Comparison:
        """What differs between two versions."""
        old, new, body = self.load(before), self.load(after), self._library.documents.body
        return Comparison(compare(old, new), compare_texts(body(old), body(new)))

    def load(self, version: Version) -> ReportData:
        """The report as that version has it; StorageError when it is gone."""
        if version.snapshot_id:
            return snapshots.load(self._database, version.snapshot_id)
        return self._library.data(version.report_id)
