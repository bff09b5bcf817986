"""Named snapshots of whole reports: kept as one JSON text, read back as they were, restored only as copies."""

from __future__ import annotations

import dataclasses
import json
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from app.model.entities import ROWS, Department, Report, Status
from app.model.report_data import ReportData
from app.storage import contents
from app.storage.integrity import canonical
from app.storage.rows import codec, find

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.model.entities import Entity, ReportRow
    from app.storage.contents import Snapshot
    from app.storage.database import Database


def keep(database: Database, data: ReportData, name: str) -> Snapshot:
    """Keeps a report under a name that need not be new; within a transaction that is under way, or in its own."""
    return contents.keep_snapshot(database, data.report.id, name, written(data))


def load(database: Database, snapshot_id: int) -> ReportData:
    """The report as a snapshot kept it; StorageError when that is gone or damaged."""
    content = contents.snapshot_content(database, snapshot_id)
    try:
        return read(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise database.damaged() from error


def copy(database: Database, snapshot_id: int) -> ReportData:
    """What a snapshot kept as a draft of its own, to be inserted beside the report as it stands."""
    name, data = contents.find_snapshot(database, snapshot_id).name, load(database, snapshot_id)
    owner = find(database, Department.TABLE, data.department.id)
    previous = data.report.previous_id
    if previous is not None and find(database, Report.TABLE, previous) is None:
        previous = None
    report = dataclasses.replace(
        data.report, status=Status.DRAFT.value, previous_id=previous, remark=f"由快照“{name}”恢复"
    )
    department = owner if isinstance(owner, Department) else dataclasses.replace(data.department, id=0)
    return ReportData(department, report, data.tables)


def remove(database: Database, snapshot_id: int) -> Callable[[], None]:
    """Removes a snapshot; what is returned puts it back as it was."""
    found = contents.find_snapshot(database, snapshot_id)
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

    ValueError, KeyError, TypeError or AttributeError when the text is none of ours.
    """
    image = json.loads(text)
    rows = (
        cast("ReportRow", codec(entity.TABLE).restored(row))
        for entity in ROWS
        for row in image["rows"].get(entity.TABLE, ())
    )
    department = cast("Department", codec(Department.TABLE).restored(image[Department.TABLE]))
    report = cast("Report", codec(Report.TABLE).restored(image[Report.TABLE]))
    return ReportData.of(department, report, rows)


def _image(row: Entity) -> dict[str, Any]:
    return dict(codec(row.TABLE).image(row))
