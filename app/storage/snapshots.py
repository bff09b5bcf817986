"""Named snapshots of whole reports: kept as one JSON text, read back as they were, restored only as copies."""

from __future__ import annotations

import dataclasses
import json
import logging
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from app.errors import FinalReportError
from app.model.entities import ROWS, Department, Report, Status
from app.model.report_data import ReportData
from app.storage import contents, rows
from app.storage.integrity import canonical
from app.storage.rows import codec

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.model.entities import Entity, ReportRow
    from app.storage.contents import Snapshot
    from app.storage.database import Database

log = logging.getLogger(__name__)

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)
"""What reading a text raises that no snapshot was written as."""


def keep(database: Database, data: ReportData, name: str) -> Snapshot:
    """Keeps a report under a name that need not be new; within a transaction that is under way, or in its own."""
    return contents.keep_snapshot(database, data.report.id, name, written(data))


def load_report(database: Database, report_id: int) -> ReportData:
    """A report as it prints: a finished one with the department as it was then, whatever became of that since."""
    with database.reading():
        data = rows.load_report(database, report_id)
        if data.report.status == Status.FINAL and (found := finished(database, report_id)) is not None:
            return dataclasses.replace(data, department=dataclasses.replace(found[1], id=data.department.id))
    return data


def finished(database: Database, report_id: int) -> tuple[Snapshot, Department] | None:
    """The newest state in which a report was finished, and its department then; None when there is none to read."""
    for kept in contents.snapshots(database, report_id):
        try:
            image = json.loads(contents.snapshot_content(database, kept.id))
            if image[Report.TABLE]["status"] == Status.FINAL:
                return kept, cast("Department", codec(Department.TABLE).restored(image[Department.TABLE]))
        except UNREADABLE:  # one damaged snapshot must not keep the report itself from being read
            log.warning("snapshot %d cannot be read", kept.id, exc_info=True)
    return None


def load(database: Database, snapshot_id: int) -> ReportData:
    """The report as a snapshot kept it; StorageError when that is gone or damaged."""
    content = contents.snapshot_content(database, snapshot_id)
    try:
        return read(content)
    except UNREADABLE as error:
        raise database.damaged() from error


def copy(database: Database, snapshot_id: int) -> ReportData:
    """What a snapshot kept as a draft of its own, to be inserted beside the report as it stands."""
    name, data = contents.find_snapshot(database, snapshot_id).name, load(database, snapshot_id)
    owner = rows.find(database, Department.TABLE, data.department.id)
    previous = data.report.previous_id
    if previous is not None and rows.find(database, Report.TABLE, previous) is None:
        previous = None
    report = dataclasses.replace(
        data.report, status=Status.DRAFT.value, previous_id=previous, remark=f"由快照“{name}”恢复"
    )
    department = owner if isinstance(owner, Department) else dataclasses.replace(data.department, id=0)
    return ReportData(department, report, data.tables)


def remove(database: Database, snapshot_id: int) -> Callable[[], None]:
    """Removes a snapshot; what is returned puts it back as it was. FinalReportError for what a 定稿 rests on."""
    found = contents.find_snapshot(database, snapshot_id)
    report = rows.find(database, Report.TABLE, found.report_id)
    if isinstance(report, Report) and report.status == Status.FINAL:
        resting = finished(database, report.id)
        if resting is not None and resting[0].id == snapshot_id:
            raise FinalReportError(f"这是{report.year}年度的报告定稿时的快照，不能删除；需要删除时，请先重新打开报告。")
    content = contents.snapshot_content(database, snapshot_id)
    contents.delete_snapshot(database, snapshot_id)
    return partial(contents.put_back_snapshot, database, found, content)


def written(data: ReportData) -> str:
    """Every row with every column, bookkeeping included, so that nothing is lost; evidence files stay by hash."""
    return canonical(
        {
            Department.TABLE: _image(data.department),
            Report.TABLE: _image(data.report),
            "rows": {entity.TABLE: [_image(row) for row in data.rows(entity)] for entity in ROWS},
        }
    )


def read(text: str) -> ReportData:
    """The report that `written` gave, also in an older version: columns and tables that came later are empty.

    One of UNREADABLE when the text is none of ours.
    """
    image = json.loads(text)
    found = (
        cast("ReportRow", codec(entity.TABLE).restored(row))
        for entity in ROWS
        for row in image["rows"].get(entity.TABLE, ())
    )
    department = cast("Department", codec(Department.TABLE).restored(image[Department.TABLE]))
    report = cast("Report", codec(Report.TABLE).restored(image[Report.TABLE]))
    return ReportData.of(department, report, found)


def _image(row: Entity) -> dict[str, Any]:
    return dict(codec(row.TABLE).image(row))
