"""Puts a whole report from elsewhere into the library: new ids, and every reference turned to them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from app.model.entities import ROWS, Carried, Report, ReportRow
from app.model.fields import specs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.model.report_data import ReportData
    from app.storage.step import Step

GAP = 1024  # between the positions of neighbours, so that most insertions touch one row


def insert_report(step: Step, data: ReportData) -> Report:
    """Stores a report whose rows have ids of elsewhere, and its department where that is not stored yet (id 0)."""
    return place_report(step, data)[0]


def place_report(step: Step, data: ReportData) -> tuple[Report, dict[tuple[str, int], int]]:
    """The same, with the ids its rows got by table and the id they had."""
    owner = data.department if data.department.id else step.insert(data.department)
    report = step.insert(dataclasses.replace(data.report, id=0, department_id=owner.id))
    new_ids = {(Report.TABLE, data.report.id): report.id}
    for entity in ROWS:
        for number, row in enumerate(data.rows(entity), 1):
            links = relinked(row, new_ids)
            made = dataclasses.replace(row, id=0, report_id=report.id, position=GAP * number, **links)
            stored = step.insert(made)
            new_ids[entity.TABLE, row.id] = stored.id
    return report, new_ids


def relinked(row: ReportRow, new_ids: Mapping[tuple[str, int], int]) -> dict[str, Any]:
    """The references of a row, turned from the ids of elsewhere to the library's."""
    if isinstance(row, Carried):
        return {"row_id": new_ids[row.table_name, row.row_id]}
    return {
        name: new_ids[spec.target, value]
        for name, spec in specs(type(row)).items()
        if spec.target and (value := getattr(row, name)) is not None
    }
