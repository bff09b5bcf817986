"""Puts a whole report from elsewhere into the library: new ids, and every reference turned to them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

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
            made = relinked(row, new_ids)
            stored = step.insert(dataclasses.replace(made, id=0, report_id=report.id, position=GAP * number))
            new_ids[entity.TABLE, row.id] = stored.id
    return report, new_ids


def relinked(row: ReportRow, new_ids: Mapping[tuple[str, int], int]) -> ReportRow:
    """The row with its references turned from the ids of elsewhere to the library's."""
    if isinstance(row, Carried):
        return dataclasses.replace(row, row_id=new_ids[row.table_name, row.row_id])
    links = {
        name: new_ids[spec.target, value]
        for name, spec in specs(type(row)).items()
        if spec.target and (value := getattr(row, name)) is not None
    }
    return dataclasses.replace(row, **links) if links else row
