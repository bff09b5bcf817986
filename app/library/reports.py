"""Whole reports: listed, begun, carried over, copied, moved to another status and removed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from app import packs, paths
from app.errors import AppError, InputError
from app.exchange import entries
from app.model import carry_over, department_names
from app.model.entities import ROWS, Carried, Department, Report, Status
from app.model.pack import TemplatePack
from app.model.report_data import ReportData
from app.storage import rows as storage_rows
from app.storage import snapshots
from app.storage.database import Database
from app.storage.reports import GAP, insert_report

if TYPE_CHECKING:
    from app.library.library import Library

_SNAPSHOTS = {Status.REVIEW: "送审稿", Status.FINAL: "定稿"}
"""What is kept by itself when a report moves to a status."""


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A report as the list of reports shows it."""

    id: int
    department: str
    year: int
    status: str
    pack: str
    score: Decimal | None  # the printed total, 分; None while no row has a score
    edited: str  # ISO 8601 with the zone; empty when never edited
    share: Decimal | None = None  # filled of all required fields, %; None when the pack cannot be read
    remark: str = ""  # what tells it from another of the same year


def _department(name: str) -> Department:
    """A department with what its name tells of it."""
    made = Department(name=name, short_name=department_names.short_name_of(name), self_name="本部门")
    found = department_names.region_of(name)
    return made if found is None else dataclasses.replace(made, region=found[0], level=found[1].value)


class Reports:
    """The reports of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def all(self) -> list[ReportSummary]:
        """All reports, the latest year first."""
        return [self._summary(report, department) for report, department in storage_rows.load_reports(self._database)]

    def has(self, report_id: int) -> bool:
        """Whether there is a report of that id; it is not read for that."""
        return any(report.id == report_id for report, _ in storage_rows.load_reports(self._database))

    def _summary(self, report: Report, department: Department) -> ReportSummary:
        try:
            scores = self._library.scores(report.id)
            score = scores.total if scores.is_scored else None
            share = self._library.completeness(report.id).share
        except AppError:  # an unreadable pack must not hide the report from the list
            score = share = None
        edited = storage_rows.last_edit(self._database, report.id) or ""
        return ReportSummary(
            report.id, department.name, report.year, report.status, report.pack, score, edited, share, report.remark
        )

    def departments(self) -> list[Department]:
        """All departments of the library."""
        return storage_rows.load_departments(self._database)

    def new(self, department: str, year: int, *, from_id: int | None = None, pack: str = "", layout: str = "") -> int:
        """Adds an empty report with the pack's score table, or one carried over from the report `from_id`; its id.

        The department is made when the library has none of that name. InputError when it already has a report for
        that year. What is carried over is marked 沿用; without a `pack` the report follows that of its source, with
        another the rows of the score table that pack presets are the pack's.
        """
        name = department.strip()
        if not name:
            raise InputError("部门名称不能为空，请填写与公章一致的全称。")
        if not 1990 <= year <= 2100:
            raise InputError(f"年度“{year}”不合理，请填写 1990 至 2100 之间的年份。")
        source = None if from_id is None else self._library.data(from_id)
        chosen = packs.load(pack or (source.report.pack if source else "") or packs.DEFAULT)
        chosen.layout(layout)  # raises when the pack has no such preset
        known = next((row for row in self.departments() if row.name == name), None)
        self._demand_free(known, year)
        if source is not None:
            owner = known or dataclasses.replace(source.department, id=0, name=name)
            return self._carry_over(source, owner, year, chosen)
        with self._library.step(f"新建{year}年度自评报告", None) as step:
            owner = known or step.insert(_department(name))
            report = step.insert(Report(department_id=owner.id, year=year, pack=chosen.key, layout=layout))
            for number, preset in enumerate(chosen.indicators, 1):
                step.insert(preset.indicator(report.id, GAP * number))
        return report.id

    def _demand_free(self, department: Department | None, year: int) -> None:
        reports = storage_rows.load_reports(self._database)
        if department and any(owner.id == department.id and report.year == year for report, owner in reports):
            raise InputError(f"{department.name}已有 {year} 年度的自评报告，请直接打开它，或换一个年度。")

    def _carry_over(self, source: ReportData, department: Department, year: int, pack: TemplatePack) -> int:
        """Stores what a new year keeps of a report; its id."""
        if year <= source.report.year:
            raise InputError(f"只能从以前年度结转，请填写 {source.report.year} 以后的年度。")
        is_same_pack = pack.key == source.report.pack
        presets = () if is_same_pack else pack.indicators
        lacking = {row.block for row in source.indicators} - {block.name for block in pack.scores.blocks}
        kept = carry_over.carry_over(source, year, pack.key, without={preset.block for preset in presets} | lacking)
        with self._library.step(f"从{source.report.year}年度结转{year}年度自评报告", None) as step:
            made = insert_report(step, dataclasses.replace(kept, department=department))
            for number, preset in enumerate(presets, 1):
                step.insert(preset.indicator(made.id, number))
        return made.id

    def duplicate(self, report_id: int, year: int) -> int:
        """Adds the same report again for another year, everything in it included; its id.

        InputError when the department already has a report for that year.
        """
        data = self._library.data(report_id)
        self._demand_free(data.department, year)
        previous = report_id if year > data.report.year else None
        draft = Status.DRAFT.value
        report = dataclasses.replace(data.report, year=year, status=draft, previous_id=previous, remark="")
        copy = ReportData(data.department, report, dict(data.tables) | {Carried.TABLE: ()})
        with self._library.step(f"复制{data.report.year}年度自评报告", None) as step:
            return insert_report(step, copy).id

    def add_sample(self) -> int:
        """Adds the published report of 广州市番禺区人力资源和社会保障局 2021 with all its entries; its id."""
        sample = entries.read_file(paths.resources() / "sample" / "panyu-2021.toml")
        return self.add_entries(sample, label="添加样例报告")

    def add_entries(self, found: entries.Entries, *, label: str) -> int:
        """Adds a report from entries read elsewhere, in one step; its id."""
        pack = packs.load(found.report.pack or packs.DEFAULT)
        known = next((row for row in self.departments() if row.name == found.department.name), None)
        with self._library.step(label, None) as step:
            owner = known or found.department
            tables = {entity.TABLE: tuple(map(pack.filled, found.rows_of(entity))) for entity in ROWS}
            return insert_report(step, ReportData(owner, found.report, tables)).id

    def set_status(self, report_id: int, status: Status) -> None:
        """Moves a report to another status; on the way to 送审 and 定稿 a snapshot is kept in the same transaction.

        定稿 cannot be undone, since it closes the report to undo as well: it is reopened by another status.
        """
        data = self._library.data(report_id)
        if data.report.status == status:
            return
        label = "重新打开" if self._library.is_final(report_id) else f"状态改为{status}"
        with self._library.step(label, report_id, reopening=True) as step:
            step.update(Report.TABLE, report_id, {"status": status.value})
            stages = list(Status)
            if status in _SNAPSHOTS and stages.index(status) > stages.index(Status(data.report.status)):
                moved = dataclasses.replace(data.report, status=status.value)
                snapshots.keep(self._database, dataclasses.replace(data, report=moved), _SNAPSHOTS[status])

    def set_layout(self, report_id: int, key: str) -> None:
        """Prints the report in another layout preset of its pack; TemplateError when there is none of that key."""
        label = self._library.pack(report_id).layout(key).label
        with self._library.step(f"版式改为{label}", report_id) as step:
            step.update(Report.TABLE, report_id, {"layout": key})

    def delete(self, report_id: int) -> None:
        """Removes a report with everything in it; undone in the library's own scope. Refused while it is 定稿."""
        data = self._library.data(report_id)
        self._library.demand_not_final(report_id)
        with self._library.step(f"删除{data.report.year}年度自评报告", None) as step:
            step.delete(Report.TABLE, report_id)
