"""The open library: reports read, edited, scored and rendered; the one thing the window and the command line use."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from app import checks, packs, paths
from app.checks import review
from app.errors import AppError, ExportError, FinalReportError, InputError, StaleEditError
from app.exchange import entries, form_writer, package
from app.exchange.form import Form
from app.exchange.form_meeting import FormsMeeting, form_file_name, made_form, meet_forms
from app.exchange.form_reader import Filled
from app.exchange.form_writer import Sheet
from app.exchange.package_schema import files_of
from app.model import carry_over, collection, completeness, merging, project_forms
from app.model.carry_over import FieldKey
from app.model.collection import Collector
from app.model.comparison import Comparison, Version, compare
from app.model.completeness import Completeness
from app.model.entities import (
    BY_TABLE,
    ROWS,
    Acknowledgement,
    Carried,
    Department,
    Entity,
    Evidence,
    Indicator,
    Override,
    Project,
    Report,
    ReportRow,
    Status,
)
from app.model.facts import Facts
from app.model.fields import Value, specs
from app.model.indicator_systems import replacement
from app.model.last_year import LastYear, earlier
from app.model.layout import Layout
from app.model.naming import title
from app.model.pack import TemplatePack
from app.model.passage import Passage
from app.model.report_data import ReportData
from app.model.results import Checked, Finding, Replacement, Scores
from app.model.score_tree import Move
from app.model.text import clean
from app.model.text_comparison import compare_texts
from app.model.years import YearFigures
from app.packs import sharing as pack_sharing
from app.reading_in import ReadingIn
from app.render import context, dossier, files, plain, preview
from app.render.blocks import Document, collector_resting
from app.render.listing import listing
from app.render.passages import passages
from app.render.template_rules import check_sources
from app.render.templates import TemplateSet, with_overrides
from app.scoring import engine
from app.storage import contents, evidence, forms, identity, merged, sharing, snapshots
from app.storage import rows as storage_rows
from app.storage.backup import automatic, backup, backups, restore_copy
from app.storage.contents import Content, Snapshot
from app.storage.database import Database
from app.storage.evidence import Filed, Target
from app.storage.journal import Change, HistoryEntry, HistoryStep, Journal, PastStep, Step
from app.storage.reports import GAP as _GAP
from app.storage.reports import insert_report
from app.storage.sharing import Meeting

PARTS = ("report", "annex")
EVIDENCE = "evidence"
"""The part that is the list of the evidence, a document of its own as well."""
PROJECTS = "projects"
"""The part that holds the forms of all projects; `project/7` is that of one."""

REVIEW = "review"
"""The part that is no part of the report: the list of what 校核 found, a document of its own."""

_PART_TITLES = {
    "": "部门整体支出绩效自评报告",
    "annex": "部门整体支出绩效自评表",
    REVIEW: "部门整体支出绩效自评审核问题清单",
    EVIDENCE: "部门整体支出绩效自评佐证材料目录",
    PROJECTS: "项目支出绩效自评表",
}
"""What the files of the parts are called; the first is any part's that is not listed."""

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


class Library:
    """An open library file. Every edit is one transaction, one undo step and one notice to the listeners."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._journal = Journal(database)
        self._listeners: list[Callable[[Change], None]] = []
        self._before_close: list[Callable[[], None]] = []
        self._data: dict[int, ReportData] = {}
        self._scores: dict[int, tuple[ReportData, Facts, Scores]] = {}
        self._complete: dict[int, tuple[ReportData, Completeness]] = {}
        self._marked: dict[int, tuple[tuple[ReportRow, ...], dict[tuple[str, int], Carried]]] = {}
        self._checked: dict[int, tuple[ReportData, ReportData | None, Checked]] = {}
        self._templates: dict[str, TemplateSet] = {}
        self._last_years: dict[int, LastYear | None] = {}
        self.reading_in = ReadingIn(self, database, self._step, self._insert)

    @classmethod
    def open(cls, path: Path, *, create: bool = False, read_only: bool = False) -> Library:
        """Opens the library at `path`; StorageError says in one sentence why it cannot be."""
        return cls(Database.open(path, create=create, read_only=read_only))

    @property
    def path(self) -> Path:
        return self._database.path

    @property
    def read_only(self) -> bool:
        return self._database.read_only

    @property
    def reason(self) -> str:
        """Why the library is read-only; empty when it is not."""
        return self._database.reason

    def close(self) -> None:
        for let_go in self._before_close:
            let_go()
        self._database.close()

    def before_close(self, let_go: Callable[[], None]) -> None:
        """Calls `let_go` before the file is closed, so that nothing reads from it afterwards."""
        self._before_close.append(let_go)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def subscribe(self, listener: Callable[[Change], None]) -> None:
        """Calls `listener` after every commit, undo and redo with what changed."""
        self._listeners.append(listener)

    # Reading

    def reports(self) -> list[ReportSummary]:
        """All reports, the latest year first."""
        return [self._summary(report, department) for report, department in storage_rows.load_reports(self._database)]

    def _summary(self, report: Report, department: Department) -> ReportSummary:
        try:
            scores = self.scores(report.id)
            score = scores.total if scores.is_scored else None
            share = self.completeness(report.id).share
        except AppError:  # an unreadable pack must not hide the report from the list
            score = share = None
        edited = storage_rows.last_edit(self._database, report.id) or ""
        return ReportSummary(
            report.id, department.name, report.year, report.status, report.pack, score, edited, share, report.remark
        )

    def departments(self) -> list[Department]:
        """All departments of the library."""
        return storage_rows.load_departments(self._database)

    def data(self, report_id: int) -> ReportData:
        """The report as it stands; StorageError for an unknown id."""
        if report_id not in self._data:
            self._data[report_id] = storage_rows.load_report(self._database, report_id)
        return self._data[report_id]

    def pack(self, report_id: int) -> TemplatePack:
        """The template pack the report follows."""
        return packs.load(self.data(report_id).report.pack or packs.DEFAULT)

    def layout(self, report_id: int) -> Layout:
        """The layout preset the report is printed in."""
        return self.pack(report_id).layout(self.data(report_id).report.layout)

    def facts(self, report_id: int) -> Facts:
        """The computed figures of the report."""
        return self._computed(report_id)[1]

    def scores(self, report_id: int) -> Scores:
        """The score table of the report."""
        return self._computed(report_id)[2]

    def _computed(self, report_id: int) -> tuple[ReportData, Facts, Scores]:
        """Facts and scores of the present snapshot, computed once for it."""
        data = self.data(report_id)
        known = self._scores.get(report_id)
        if known is None or known[0] is not data:
            pack = self.pack(report_id)
            found = Facts.of(data, pack.scores.task_blocks)
            known = self._scores[report_id] = data, found, engine.score(data, found, pack.scores, pack.projects)
        return known

    def completeness(self, report_id: int) -> Completeness:
        """What is filled in and what is missing in the present snapshot, counted once for it."""
        data, _, scores = self._computed(report_id)
        known = self._complete.get(report_id)
        if known is None or known[0] is not data:
            found = completeness.measure(data, scores, self.pack(report_id).outline)
            known = self._complete[report_id] = data, found
        return known[1]

    def carried(self, report_id: int) -> frozenset[FieldKey]:
        """The fields marked 沿用: kept from last year and not confirmed yet."""
        return carry_over.marks(self.data(report_id).tables[Carried.TABLE])

    def is_carried(self, report_id: int, table: str, row_id: int, field: str) -> bool:
        """Whether one field is marked; quick enough for every cell of a table."""
        rows = self.data(report_id).tables[Carried.TABLE]
        known = self._marked.get(report_id)
        if known is None or known[0] is not rows:
            known = self._marked[report_id] = rows, carry_over.marked_rows(rows)
        return carry_over.is_marked(known[1].get((table, row_id)), field)

    def same_department(self, report_id: int) -> list[int]:
        """The reports of the same department, this one included, the earliest year first."""
        owner = self.data(report_id).report.department_id
        reports = [report for report, _ in storage_rows.load_reports(self._database)]
        return [row.id for row in sorted(reports, key=lambda row: (row.year, row.id)) if row.department_id == owner]

    def year_figures(self, report_id: int) -> YearFigures | None:
        """What of the report is compared with other years; None where it or its pack cannot be read."""
        try:
            return YearFigures.of(*self._computed(report_id))
        except AppError:  # one unreadable year must not hide the others
            return None

    def last_year(self, report_id: int) -> LastYear | None:
        """The earlier report beside this one as it stands; None when there is none that can be read."""
        data = self.data(report_id)
        if report_id not in self._last_years:
            self._last_years[report_id] = self._found_last_year(data)
        known = self._last_years[report_id]
        if known is not None and known.now is not data:
            known = self._last_years[report_id] = known.following(data)
        return known

    def _found_last_year(self, data: ReportData) -> LastYear | None:
        try:
            found = earlier(data.report, [report for report, _ in storage_rows.load_reports(self._database)])
            return None if found is None else LastYear(data, self.data(found.id))
        except AppError:  # a damaged earlier report must not keep this one from being edited
            return None

    def check(self, report_id: int) -> Checked:
        """What 校核 says of the present snapshot."""
        return self.checking(report_id)()

    def checking(self, report_id: int) -> Callable[[], Checked]:
        """The check of the present snapshot, which any thread can run: it reads nothing but what it was given."""
        data, found, scores = self._computed(report_id)
        last = self.last_year(report_id)
        previous = last.before if last is not None else None
        reasons = {row.fingerprint: row.reason for row in data.acknowledgements}
        known = self._checked.get(report_id)
        if known is not None and known[1] is previous and _is_checked_alike(known[0], data):
            return partial(dataclasses.replace, known[2], reasons=reasons)
        printed = self._printer(report_id)
        subject = checks.Subject(data, found, scores, self.pack(report_id), previous, printed)

        @collector_resting()
        def run() -> Checked:
            checked = checks.run(subject)
            self._checked[report_id] = data, previous, checked
            return dataclasses.replace(checked, reasons=reasons)

        return run

    def _printer(self, report_id: int) -> Callable[[], Sequence[Passage]]:
        """What makes the paragraphs as generated, and the annex's headings, for which no row need be printed."""
        data, found, scores = self._computed(report_id)
        pack, layout = self.pack(report_id), self.layout(report_id)
        templates, settings = self._template_set(pack), pack.scores

        def printed() -> Sequence[Passage]:
            values = context.build(data, found, scores, settings, references=False)
            bare = dataclasses.replace(data, tables={**data.tables, Indicator.TABLE: ()})
            headings = context.build(bare, found, scores, settings, references=False)
            parts = (("report.xhtml", values), ("annex.xhtml", headings))
            made = (templates.document([name], names) for name, names in parts)
            return tuple(passage for document in made for passage in passages(document, layout))

        return printed

    def document(self, report_id: int, parts: Sequence[str] = PARTS) -> Document:
        """The report as blocks, paragraphs taken over by hand in place, every figure with the field it comes from."""
        return self.drawing(report_id, parts)()

    def drawing(
        self, report_id: int, parts: Sequence[str] = PARTS, *, references: bool = True
    ) -> Callable[[], Document]:
        """What makes `document` of the report as it stands now; it reads nothing else, so any thread may run it."""
        data = self.data(report_id)
        if REVIEW in parts:
            check = self.checking(report_id)
            return lambda: _review(data, check())
        if EVIDENCE in parts:
            return lambda: dossier.index(data)
        if parts and parts[0].partition("/")[0] in {PROJECTS, Project.TABLE}:
            return self._forms(report_id, parts[0], references=references)
        draw = self._generator(report_id, parts, references=references)
        return lambda: with_overrides(draw(), data.overrides)

    def _forms(self, report_id: int, part: str, *, references: bool) -> Callable[[], Document]:
        """What makes the forms of the projects, or that of one."""
        data, found, scores = self._computed(report_id)
        pack = self.pack(report_id)
        only = int(part.partition("/")[2] or 0)
        begun = project_forms.with_forms(data)
        if pack.projects is None or not (only in begun if only else begun):
            raise ExportError("还没有填写项目支出绩效自评表，请先在“项目自评表”页面为项目建立自评表。")
        values = context.build_forms(data, found, scores, pack, only, references=references)
        templates = self._template_set(pack)
        return lambda: templates.document(["project.xhtml"], values)

    def _generator(self, report_id: int, parts: Sequence[str], *, references: bool) -> Callable[[], Document]:
        """What makes the blocks of the present snapshot as the templates write them."""
        data, found, scores = self._computed(report_id)
        pack = self.pack(report_id)
        templates = self._template_set(pack)
        names = [f"{part}.xhtml" for part in PARTS if part in parts]

        @collector_resting()
        def generate() -> Document:
            return templates.document(names, context.build(data, found, scores, pack.scores, references=references))

        return generate

    def _template_set(self, pack: TemplatePack) -> TemplateSet:
        if pack.key not in self._templates:
            self._templates[pack.key] = TemplateSet(pack.key, pack.templates)
        return self._templates[pack.key]

    # Editing

    @contextmanager
    def _step(self, label: str, report_id: int | None, *, merge: str = "", reopening: bool = False) -> Iterator[Step]:
        if not reopening:
            self._demand_not_final(report_id)
        with self._journal.step(label, report_id, merge=merge) as step:
            yield step
        self._announce(step.change)

    def _announce(self, change: Change | None) -> Change | None:
        """Brings the snapshots up to date and tells the listeners."""
        if change is not None:
            for report_id, data in list(self._data.items()):
                self._data[report_id] = _after(data, change)
            for (table, row_id), (_, after) in change.rows.items():
                if table == Report.TABLE and after is None:
                    self._data.pop(row_id, None)
            self._forget_last_years(change)
            for listener in self._listeners:
                listener(change)
        return change

    def _demand_not_final(self, report_id: int | None) -> None:
        if report_id is not None and self.is_final(report_id):
            year = self.data(report_id).report.year
            raise FinalReportError(f"{year}年度的报告已经定稿，只能查看；需要修改时，请先重新打开。")

    def is_final(self, report_id: int) -> bool:
        """Whether a report is 定稿: every edit of it is refused until it is reopened."""
        return self.data(report_id).report.status == Status.FINAL

    def _forget_last_years(self, change: Change) -> None:
        """Has the earlier reports found anew, except beside the report whose own rows were edited."""
        for report_id in list(self._last_years):
            if change.report_id != report_id or (Report.TABLE, report_id) in change.rows:
                del self._last_years[report_id]

    def set_field(
        self, report_id: int, table: str, row_id: int, field: str, value: Value, *, merge: bool = True
    ) -> None:
        """Changes one field. Typing on in the same field within a minute stays one undo step."""
        label = specs(BY_TABLE[table])[field].label
        key = f"{table}/{row_id}/{field}" if merge else ""
        with self._step(f"修改{label}", report_id, merge=key) as step:
            step.update(table, row_id, {field: value})

    def set_fields(self, report_id: int, changes: Iterable[tuple[str, int, str, Value]], label: str) -> None:
        """Changes several fields in one step; each change is (table, row id, field, value)."""
        with self._step(label, report_id) as step:
            _update(step, changes)

    def paste(
        self,
        report_id: int,
        table: str,
        changes: Iterable[tuple[str, int, str, Value]],
        rows: Sequence[Mapping[str, Value]],
        label: str,
        *,
        before: int | None = None,
    ) -> None:
        """Changes fields of rows that are there and adds rows, at the end or before the row `before`, in one step."""
        with self._step(label, report_id) as step:
            _update(step, changes)
            self._insert(step, report_id, table, rows, before)

    def insert(
        self, report_id: int, table: str, values: Mapping[str, Value] | None = None, *, before: int | None = None
    ) -> ReportRow:
        """Adds a row before the row with the id `before`, or at the end."""
        return self.insert_all(report_id, table, [values or {}], before=before)[0]

    def insert_all(
        self,
        report_id: int,
        table: str,
        rows: Sequence[Mapping[str, Value]],
        *,
        before: int | None = None,
        label: str = "",
    ) -> list[ReportRow]:
        """Adds several rows in one step."""
        with self._step(label or f"新增{BY_TABLE[table].LABEL}", report_id) as step:
            return self._insert(step, report_id, table, rows, before)

    def _insert(
        self, step: Step, report_id: int, table: str, rows: Sequence[Mapping[str, Value]], before: int | None
    ) -> list[ReportRow]:
        make = cast("Callable[..., ReportRow]", BY_TABLE[table])
        pack = self.pack(report_id)
        positions = self._room(step, report_id, table, before, len(rows), moving=frozenset())
        return [
            step.insert(pack.filled(make(report_id=report_id, position=position, **values)))
            for position, values in zip(positions, rows, strict=True)
        ]

    def delete(self, report_id: int, table: str, row_ids: Iterable[int]) -> None:
        """Removes rows; what belongs to them, such as their links to evidence, goes with them."""
        ids = dict.fromkeys(row_ids)
        with self._step(f"删除{BY_TABLE[table].LABEL}", report_id) as step:
            for row_id in ids:
                step.delete(table, row_id)

    def move(self, report_id: int, table: str, row_ids: Iterable[int], before: int | None) -> None:
        """Moves rows, keeping their order, before the row with the id `before`, or to the end."""
        wanted = set(row_ids)
        moving = [row.id for row in self.data(report_id).tables[table] if row.id in wanted]
        with self._step(f"移动{BY_TABLE[table].LABEL}", report_id) as step:
            positions = self._room(step, report_id, table, before, len(moving), moving=frozenset(wanted))
            for row_id, position in zip(moving, positions, strict=True):
                step.update(table, row_id, {"position": position})

    def _room(
        self, step: Step, report_id: int, table: str, before: int | None, number: int, *, moving: frozenset[int]
    ) -> list[int]:
        """Positions for `number` rows before the row `before`; makes room by renumbering where the gap is used up."""
        rows = [row for row in self.data(report_id).tables[table] if row.id not in moving]
        index = next((index for index, row in enumerate(rows) if row.id == before), len(rows))
        low = rows[index - 1].position if index else 0
        if index == len(rows):
            return [low + _GAP * (count + 1) for count in range(number)]
        spacing = (rows[index].position - low) // (number + 1)
        if spacing:
            return [low + spacing * (count + 1) for count in range(number)]
        for count, row in enumerate(rows):
            place = _GAP * (count + 1 + (number if count >= index else 0))
            if row.position != place:
                step.update(table, row.id, {"position": place})
        return [_GAP * (index + 1 + count) for count in range(number)]

    def generated_text(self, report_id: int, key: str) -> str | None:
        """What the template says in a paragraph now, also where it was taken over; None when there is no such key."""
        document = self._generator(report_id, PARTS, references=False)()
        return next((paragraph.text for paragraph in document.paragraphs() if paragraph.key == key), None)

    def take_over(self, report_id: int, key: str, text: str) -> None:
        """Replaces a generated paragraph by hand-written text; `key` is the id its template gives it."""
        known = next((row for row in self.data(report_id).overrides if row.key == key), None)
        generated = self.generated_text(report_id, key)
        if generated is None:
            raise InputError(f"报告中没有名为“{key}”的段落，无法改为手工。")
        with self._step("段落改为手工", report_id, merge=f"override/{key}") as step:
            if known is None:
                step.insert(Override(report_id=report_id, key=key, text=text, generated=generated))
            else:
                step.update(Override.TABLE, known.id, {"text": text, "generated": generated})

    def give_back(self, report_id: int, key: str) -> None:
        """Lets a paragraph be generated again."""
        with self._step("段落恢复自动", report_id) as step:
            for row in self.data(report_id).overrides:
                if row.key == key:
                    step.delete(Override.TABLE, row.id)

    def acknowledge(self, report_id: int, finding: Finding, reason: str) -> None:
        """Lets a finding stand with a reason, until its values change. InputError without a reason."""
        text = clean(reason).strip()
        if not text:
            raise InputError("请写明为什么可以保留这条校核意见，再确认。")
        known = self._acknowledged(report_id, finding)
        with self._step("确认校核意见", report_id) as step:
            if known:
                step.update(Acknowledgement.TABLE, known[0].id, {"reason": text, "message": finding.message})
            else:
                step.insert(
                    Acknowledgement(
                        report_id=report_id,
                        rule=finding.rule,
                        fingerprint=finding.fingerprint,
                        message=finding.message,
                        reason=text,
                    )
                )

    def withdraw(self, report_id: int, finding: Finding) -> None:
        """Takes an acknowledgement back, so that the finding counts again."""
        with self._step("撤回确认", report_id) as step:
            for row in self._acknowledged(report_id, finding):
                step.delete(Acknowledgement.TABLE, row.id)

    def _acknowledged(self, report_id: int, finding: Finding) -> list[Acknowledgement]:
        rows = self.data(report_id).acknowledgements
        return [row for row in rows if row.fingerprint == finding.fingerprint]

    def mend(self, report_id: int, findings: Iterable[Finding]) -> tuple[Replacement, ...]:
        """Mends what is only a matter of brackets, punctuation and spaces, in one step; what was changed."""
        mended = checks.replacements(self.data(report_id), findings)
        if mended:
            changes = [(item.table, item.row_id, item.field, item.after) for item in mended]
            self.set_fields(report_id, changes, "改正文号括号和标点")
        return mended

    def undo(self, report_id: int | None) -> Change | None:
        """Takes the last step of the report back; None when there is none. StaleEditError leaves all as it is."""
        self._demand_not_final(report_id)
        return self._announce(self._journal.undo(report_id))

    def redo(self, report_id: int | None) -> Change | None:
        """Does the step that was taken back again; None when there is none."""
        self._demand_not_final(report_id)
        return self._announce(self._journal.redo(report_id))

    def undo_to(self, report_id: int, step_id: int) -> list[Change]:
        """Takes the newest steps of the report back down to the one with that id, all of them or none."""
        self._demand_not_final(report_id)
        return self._announce_all(self._journal.undo_to(report_id, step_id))

    def redo_to(self, report_id: int, step_id: int) -> list[Change]:
        """Does again what was taken back, up to the step with that id, all of it or nothing."""
        self._demand_not_final(report_id)
        return self._announce_all(self._journal.redo_to(report_id, step_id))

    def _announce_all(self, changes: list[Change]) -> list[Change]:
        for change in changes:
            self._announce(change)
        return changes

    def undoable(self, report_id: int, limit: int = 20) -> list[PastStep]:
        """The steps undo would take back one after another."""
        return self._journal.undoable(report_id, limit)

    def redoable(self, report_id: int, limit: int = 20) -> list[PastStep]:
        """The steps redo would do again one after another."""
        return self._journal.redoable(report_id, limit)

    def undo_label(self, report_id: int | None) -> str | None:
        """What undo would take back."""
        return self._journal.undo_label(report_id)

    def redo_label(self, report_id: int | None) -> str | None:
        """What redo would do again."""
        return self._journal.redo_label(report_id)

    def history(
        self, report_id: int, *, table: str = "", row_id: int = 0, field: str = "", limit: int = 200
    ) -> list[HistoryEntry]:
        """Who changed what, when, from what to what; the latest first."""
        return self._journal.history(report_id, table=table, row_id=row_id, field=field, limit=limit)

    def history_steps(
        self,
        report_id: int,
        *,
        table: str = "",
        row_id: int = 0,
        field: str = "",
        user: str = "",
        day: str = "",
        before: int = 0,
    ) -> list[HistoryStep]:
        """The next steps older than `before`, the newest first and whole, some 200 entries; empty at the end."""
        return self._journal.steps(
            report_id, table=table, row_id=row_id, field=field, user=user, day=day, before=before
        )

    def changed_row(self, step_id: int, table: str, row_id: int) -> tuple[Entity | None, Entity | None]:
        """A row before it went or after it came in a step; (None, None) when the step only changed it."""
        return self._journal.changed_row(step_id, table, row_id)

    def history_facets(self, report_id: int) -> tuple[list[str], list[str]]:
        """The days, newest first, on which the report was changed, and the names of those who changed it."""
        return self._journal.facets(report_id)

    def deleted_row(self, table: str, row_id: int) -> Entity | None:
        """A row as it was when it was deleted; None while it is there, or when there never was one."""
        return self._journal.deleted_row(table, row_id)

    def restore_value(self, report_id: int, table: str, row_id: int, field: str, value: Value) -> None:
        """Gives a field a value it had before, as a step of its own.

        StaleEditError when the row is gone (`restore_row` brings it back); InputError when the value points at a row
        that is gone.
        """
        spec = specs(BY_TABLE[table])[field]
        if spec.target and value is not None and self.data(report_id).find(spec.target, cast("int", value)) is None:
            raise InputError(f"原来的{spec.label}已被删除，不能恢复；请先恢复那一条，再恢复这里。")
        with self._step(f"恢复{spec.label}", report_id) as step:
            step.update(table, row_id, {field: value})

    def restore_row(self, report_id: int, table: str, row_id: int) -> Entity:
        """Puts a deleted row of the report back with its fields and evidence links; StorageError when it cannot be."""
        with self._step(f"恢复{BY_TABLE[table].LABEL}", report_id) as step:
            return self._journal.restore_row(step, table, row_id)

    def set_layout(self, report_id: int, key: str) -> None:
        """Prints the report in another layout preset of its pack; TemplateError when there is none of that key."""
        label = self.pack(report_id).layout(key).label
        with self._step(f"版式改为{label}", report_id) as step:
            step.update(Report.TABLE, report_id, {"layout": key})

    # Whole reports

    def new_report(
        self, department: str, year: int, *, from_id: int | None = None, pack: str = "", layout: str = ""
    ) -> int:
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
        source = None if from_id is None else self.data(from_id)
        chosen = packs.load(pack or (source.report.pack if source else "") or packs.DEFAULT)
        chosen.layout(layout)  # raises when the pack has no such preset
        known = next((row for row in self.departments() if row.name == name), None)
        self._demand_free(name, year)
        if source is not None:
            owner = known or dataclasses.replace(source.department, id=0, name=name)
            return self._carry_over(source, owner, year, chosen)
        with self._step(f"新建{year}年度自评报告", None) as step:
            owner = known or step.insert(Department(name=name, short_name="我局", self_name="本部门"))
            report = step.insert(Report(department_id=owner.id, year=year, pack=chosen.key, layout=layout))
            for number, preset in enumerate(chosen.indicators, 1):
                step.insert(preset.indicator(report.id, _GAP * number))
        return report.id

    def _demand_free(self, department: str, year: int) -> None:
        reports = storage_rows.load_reports(self._database)
        if any(owner.name == department and report.year == year for report, owner in reports):
            raise InputError(f"{department}已有 {year} 年度的自评报告，请直接打开它，或换一个年度。")

    def _carry_over(self, source: ReportData, department: Department, year: int, pack: TemplatePack) -> int:
        """Stores what a new year keeps of a report; its id."""
        if year <= source.report.year:
            raise InputError(f"只能从以前年度结转，请填写 {source.report.year} 以后的年度。")
        is_same_pack = pack.key == source.report.pack
        presets = () if is_same_pack else pack.indicators
        lacking = {row.block for row in source.indicators} - {block.name for block in pack.scores.blocks}
        kept = carry_over.carry_over(source, year, pack.key, without={preset.block for preset in presets} | lacking)
        with self._step(f"从{source.report.year}年度结转{year}年度自评报告", None) as step:
            made = insert_report(step, dataclasses.replace(kept, department=department))
            for number, preset in enumerate(presets, 1):
                step.insert(preset.indicator(made.id, number))
        return made.id

    def duplicate_report(self, report_id: int, year: int) -> int:
        """Adds the same report again for another year, everything in it included; its id.

        InputError when the department already has a report for that year.
        """
        data = self.data(report_id)
        self._demand_free(data.department.name, year)
        previous = report_id if year > data.report.year else None
        draft = Status.DRAFT.value
        report = dataclasses.replace(data.report, year=year, status=draft, previous_id=previous, remark="")
        copy = ReportData(data.department, report, dict(data.tables) | {Carried.TABLE: ()})
        with self._step(f"复制{data.report.year}年度自评报告", None) as step:
            return insert_report(step, copy).id

    # Status and versions

    def set_status(self, report_id: int, status: Status) -> None:
        """Moves a report to another status; on the way to 送审 and 定稿 a snapshot is kept in the same transaction.

        定稿 cannot be undone, since it closes the report to undo as well: it is reopened by another status.
        """
        data = self.data(report_id)
        if data.report.status == status:
            return
        label = "重新打开" if self.is_final(report_id) else f"状态改为{status}"
        with self._step(label, report_id, reopening=True) as step:
            step.update(Report.TABLE, report_id, {"status": status.value})
            stages = list(Status)
            if status in _SNAPSHOTS and stages.index(status) > stages.index(Status(data.report.status)):
                moved = dataclasses.replace(data.report, status=status.value)
                snapshots.keep(self._database, dataclasses.replace(data, report=moved), _SNAPSHOTS[status])

    def confirm(self, report_id: int, places: Iterable[FieldKey]) -> None:
        """Takes the mark 沿用 off fields, in one step; those without a mark are passed over."""
        by_row: dict[tuple[str, int], list[str]] = {}
        for table, row_id, field in self.carried(report_id) & frozenset(places):
            by_row.setdefault((table, row_id), []).append(field)
        with self._step("确认沿用内容", report_id) as step:
            for (table, row_id), fields in by_row.items():
                step.confirm(table, row_id, fields)

    def keep_snapshot(self, report_id: int, name: str) -> Snapshot:
        """Keeps the report as it stands under a name that need not be new."""
        return snapshots.keep(self._database, self.data(report_id), name.strip() or "快照")

    def snapshots(self, report_id: int) -> list[Snapshot]:
        """The named snapshots of a report, the newest first."""
        return contents.snapshots(self._database, report_id)

    def delete_snapshot(self, snapshot_id: int) -> Callable[[], None]:
        """Removes a snapshot; what is returned puts it back as it was."""
        return snapshots.remove(self._database, snapshot_id)

    def restore_snapshot(self, snapshot_id: int) -> int:
        """Adds what a snapshot kept as a report of its own, a draft with a remark; its id. Nothing is overwritten."""
        copy = snapshots.copy(self._database, snapshot_id)
        with self._step("恢复快照为副本", None) as step:
            return insert_report(step, copy).id

    def versions(self, report_id: int) -> list[Version]:
        """What a report can be compared with: itself, its snapshots, and its department's other reports."""
        own = self.data(report_id)
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
        old, new = self.version(before), self.version(after)
        return Comparison(compare(old, new), compare_texts(self._body(old), self._body(new)))

    def version(self, version: Version) -> ReportData:
        """The report as that version has it; StorageError when it is gone."""
        if version.snapshot_id:
            return snapshots.load(self._database, version.snapshot_id)
        return self.data(version.report_id)

    def _body(self, data: ReportData) -> str:
        """The report's own text without the annex, a paragraph a line."""
        pack = packs.load(data.report.pack or packs.DEFAULT)
        found = Facts.of(data, pack.scores.task_blocks)
        values = context.build(data, found, engine.score(data, found, pack.scores), pack.scores, references=False)
        document = self._template_set(pack).document(["report.xhtml"], values)
        return plain.text(with_overrides(document, data.overrides))

    def add_sample(self) -> int:
        """Adds the published report of 广州市番禺区人力资源和社会保障局 2021 with all its entries; its id."""
        sample = entries.read_file(paths.resources() / "sample" / "panyu-2021.toml")
        return self.add_entries(sample, label="添加样例报告")

    def add_entries(self, found: entries.Entries, *, label: str) -> int:
        """Adds a report from entries read elsewhere, in one step; its id."""
        pack = packs.load(found.report.pack or packs.DEFAULT)
        known = next((row for row in self.departments() if row.name == found.department.name), None)
        with self._step(label, None) as step:
            owner = known or found.department
            tables = {entity.TABLE: tuple(map(pack.filled, found.rows_of(entity))) for entity in ROWS}
            return insert_report(step, ReportData(owner, found.report, tables)).id

    def delete_report(self, report_id: int) -> None:
        """Removes a report with everything in it; undone in the library's own scope. Refused while it is 定稿."""
        data = self.data(report_id)
        self._demand_not_final(report_id)
        with self._step(f"删除{data.report.year}年度自评报告", None) as step:
            step.delete(Report.TABLE, report_id)

    # Output

    def file_name(self, report_id: int, part: str, suffix: str) -> str:
        """What an exported file is called, such as …2021年部门整体支出绩效自评报告.docx."""
        data = self.data(report_id)
        what = _PART_TITLES.get(part, _PART_TITLES[""])
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
        document = self.drawing(report_id, wanted, references=False)()
        writers = self._writers(document, self.layout(report_id))
        is_package = target.suffix in {".docx", ".xlsx"}
        files.replace(target, writers[target.suffix], files.check_package if is_package else None)

    def _writers(self, document: Document, layout: Layout) -> Mapping[str, Callable[[BinaryIO], None]]:
        from app.render import docx, workbook  # with what they import a tenth of the time the window takes to open

        return {
            ".docx": partial(docx.write_docx, document, layout, title=document.title),
            ".xlsx": partial(workbook.write_xlsx, document, layout, title=document.title),
            ".html": partial(preview.write_html, document, layout, title=document.title),
            ".txt": partial(plain.write_txt, document),
        }

    def text(self, report_id: int, parts: Sequence[str] = PARTS) -> str:
        """The report as plain text, a paragraph a line."""
        return plain.text(self.drawing(report_id, parts, references=False)())

    def backup(self, target: Path) -> None:
        """Writes a verified copy of the library."""
        backup(self._database, target)

    def back_up_into(self, folder: Path) -> Path | None:
        """Adds a backup to a folder when the library changed since the last one there; usable from any thread.

        None when there was nothing to do; StorageError when the library is damaged or the folder cannot be written.
        """
        return automatic(self._database, folder)

    def backups(self, folder: Path) -> list[tuple[datetime, Path]]:
        """The backups of this library in a folder with their times, the newest first."""
        return backups(self._database, folder)

    @staticmethod
    def copy_backup(source: Path, target: Path) -> None:
        """Makes a library at `target` out of a backup, checked; never writes over anything."""
        restore_copy(source, target)

    def verify(self) -> list[str]:
        """Every fault of the library file; empty when it is sound."""
        return self._database.verify()

    def has_report(self, report_id: int) -> bool:
        """Whether there is a report of that id; it is not read for that."""
        return any(report.id == report_id for report, _ in storage_rows.load_reports(self._database))

    # The score table

    def move_indicators(self, report_id: int, move: Move) -> None:
        """Moves rows of the score table and has them say where they are now, in one step."""
        ids = frozenset(move.ids)
        with self._step("移动自评指标", report_id) as step:
            positions = self._room(step, report_id, Indicator.TABLE, move.before, len(ids), moving=ids)
            for row_id, position in zip(move.ids, positions, strict=True):
                step.update(Indicator.TABLE, row_id, {"position": position, **move.values})

    def load_system(self, report_id: int, rows: Sequence[Mapping[str, Value]], label: str, *, replaces: bool) -> None:
        """Brings an indicator system into the score table, in one step: in the place of the rows of its blocks, or
        behind all rows.
        """
        if not replaces:
            self.insert_all(report_id, Indicator.TABLE, rows, label=label)
            return
        found = replacement(self.data(report_id).indicators, rows)
        with self._step(label, report_id) as step:
            for gone in found.removed:
                step.delete(Indicator.TABLE, gone)
            for place, row_id in enumerate(found.order):
                position = _GAP * (place + 1)
                if row_id is None:
                    values = cast("dict[str, Any]", dict(found.added[place]))
                    step.insert(Indicator(report_id=report_id, position=position, **values))
                else:
                    step.update(Indicator.TABLE, row_id, {"position": position, **found.changed.get(row_id, {})})

    # Evidence

    def keep_content(self, data: bytes) -> str:
        """Keeps the bytes of an evidence file, once; their SHA-256. What no row comes to name goes by `sweep`."""
        return contents.attach(self._database, data)

    def sweep(self) -> int:
        """Removes the contents of evidence files that nothing needs any more; how many these were."""
        return contents.sweep(self._database)

    def content(self, content_hash: str) -> bytes:
        """The bytes of an evidence file; usable from any thread. StorageError when they are not there or damaged."""
        return contents.attachment_apart(self._database.path, content_hash)

    def evidence_contents(self, report_id: int) -> dict[str, Content]:
        """What is known of the evidence files of a report, by their hash."""
        return contents.describe(self._database, (row.content_hash for row in self.data(report_id).evidence))

    def add_evidence(
        self, report_id: int, files_: Sequence[Filed], target: Target | None = None
    ) -> tuple[list[int], int]:
        """Adds files whose content is kept, linked to an indicator or project where one is named.

        The ids of their rows, and how many of these the report had already.
        """
        with self._step("添加佐证材料", report_id) as step:
            return evidence.add(step, self.data(report_id), files_, target)

    def set_evidence_file(self, report_id: int, evidence_id: int, filed: Filed) -> None:
        """Gives a piece of evidence another file, or none where the hash is empty."""
        label = "更换佐证材料文件" if filed.content_hash else "移除佐证材料文件"
        with self._step(label, report_id) as step:
            values: dict[str, Value] = {"content_hash": filed.content_hash, "file_name": filed.file_name}
            step.update(Evidence.TABLE, evidence_id, values)

    def prove(self, report_id: int, evidence_id: int, targets: Collection[Target]) -> None:
        """Links a piece of evidence to just these indicators and projects."""
        with self._step("修改佐证关联", report_id) as step:
            evidence.prove(step, self.data(report_id), evidence_id, targets)

    def proven_by(self, report_id: int, target: Target, evidence_ids: Collection[int]) -> None:
        """Links just this evidence to an indicator or project."""
        with self._step("修改佐证关联", report_id) as step:
            evidence.proven_by(step, self.data(report_id), target, evidence_ids)

    def write_evidence(self, report_id: int, target: Path, suffixes: Sequence[str], progress: dossier.Progress) -> None:
        """Writes the evidence files, numbered, with their list in these formats: a zip by its suffix, else a folder.

        Usable from any thread. ExportError leaves what stood there as it was.
        """
        data = self.data(report_id)
        writers = self._writers(dossier.index(data), self.layout(report_id))
        indexes = {f"00 佐证材料目录{suffix}": writers[suffix] for suffix in suffixes}
        dossier.write(target, dossier.items(data), indexes, self.content, progress)

    # Packages

    def packed(self, report_id: int, *, has_evidence: bool = True, has_snapshots: bool = False) -> package.Contents:
        """What a package of the report is written from, by `write_package` in any thread."""
        data = self.data(report_id)
        report, ancestors = sharing.leaving(self._database, data)
        kept = self.snapshots(report_id) if has_snapshots else []
        states = [package.State(each.name, each.time, sharing.kept_state(self._database, each.id)) for each in kept]
        named = [name for state in (report, *(each.report for each in states)) for name in files_of(state)]
        hashes = list(contents.describe(self._database, named)) if has_evidence else []
        return package.Contents(report, ancestors, paths.program_version(), hashes, states, self.content)

    @staticmethod
    def write_package(target: Path, found: package.Contents, progress: package.Progress, *, password: str = "") -> None:
        """Writes a package. ExportError leaves what stood at `target` as it was."""
        files.replace(target, lambda stream: package.write(stream, found, progress, password=password))

    @staticmethod
    def read_package(path: Path, progress: package.Progress, *, password: str = "") -> package.Package:
        """Reads and checks a package in any thread; ImportFileError, or PasswordNeededError. Close it in the end."""
        return package.read(path, progress, password=password)

    def report_of(self, found: package.Package) -> int | None:
        """The report of this library that a package is a copy of; None when it is new here."""
        return self.report_with_key(found.report.key)

    def report_with_key(self, key: str) -> int | None:
        """The report that packages and forms call so; None when the library does not have it."""
        return identity.report_of(self._database, key)

    def add_package(self, found: package.Package, *, is_copy: bool = False) -> int:
        """Adds what a package holds as a report; its id. `is_copy` is for one the library has already."""
        pack = packs.load(str(found.report.report["pack"]) or packs.DEFAULT)
        pack.layout(str(found.report.report["layout"]))
        year = found.report.report["year"]
        with self._step(f"打开{year}年度自评报告的数据包", None) as step:
            return sharing.add(step, self._database, _arrival(found), is_copy=is_copy)

    def meet_package(self, report_id: int, found: package.Package) -> Meeting:
        """What a package would bring to the report it is a copy of."""
        return sharing.meet(self._database, self.data(report_id), _arrival(found))

    def take_package(
        self,
        report_id: int,
        found: package.Package,
        meeting: Meeting,
        chosen: Collection[merging.Change],
        *,
        is_settled: bool = True,
    ) -> None:
        """Takes over what was chosen, in one step; StaleEditError when the report changed since `meet_package`.

        What was not chosen is decided as well, unless it is not settled yet: then the next package offers it again.
        """
        if meeting.merge.mine is not self.data(report_id):
            raise StaleEditError("合并时报告又有改动，没有合并；请重新打开数据包。")
        with self._step("合并数据包", report_id) as step:
            sharing.take(step, self._database, _arrival(found), meeting, chosen, is_settled=is_settled)

    # Packs of the officer's own

    def save_pack(self, report_id: int, label: str) -> str:
        """Saves the report's indicator system as a new pack, all else being that of the report's pack; its key."""
        data = self.data(report_id)
        source = f"由{data.department.name}{data.report.year}年度自评报告的指标体系另存。"
        return pack_sharing.save_as(data.report.pack or packs.DEFAULT, label, source, data.indicators)

    @staticmethod
    def share_pack(key: str, target: Path) -> None:
        """Writes a pack as one file."""
        content = pack_sharing.share(key)
        files.replace(target, lambda stream: cast("None", stream.write(content)), files.check_package)

    @staticmethod
    def install_pack(source: Path) -> str:
        """Adds the pack of a shared file to the officer's own; its key."""
        return pack_sharing.install(source, lambda pack: check_sources(pack.key, pack.templates))

    # Forms of the projects

    def begin_forms(self, report_id: int, project_ids: Iterable[int]) -> None:
        """Gives projects a 项目支出绩效自评表 with a line for each source and the pack's indicators, in one step.

        Projects that have one already are passed over.
        """
        settings = self.pack(report_id).projects
        begun = project_forms.with_forms(self.data(report_id))
        wanted = [project_id for project_id in project_ids if project_id not in begun]
        if settings is None or not wanted:
            return
        with self._step("建立项目自评表", report_id) as step:
            for table, rows in project_forms.starting(settings, wanted).items():
                self._insert(step, report_id, table, rows, None)

    def delete_form(self, report_id: int, project_id: int) -> None:
        """Removes the form of a project; the project stays."""
        data = self.data(report_id)
        with self._step("删除项目自评表", report_id) as step:
            for table, row_id in project_forms.rows_of(data, project_id):
                step.delete(table, row_id)

    def projects_with_forms(self, report_id: int) -> list[int]:
        """The ids of the projects whose form is begun, in their order."""
        data = self.data(report_id)
        begun = project_forms.with_forms(data)
        return [row.id for row in data.projects if row.id in begun]

    # Collection forms

    def assign(self, report_id: int, collector: Collector, rows: Collection[tuple[str, int]]) -> None:
        """Has just these tasks, indicators and projects asked of an office or unit, in one step."""
        data = self.data(report_id)
        column = f"{collector.table}_id"
        with self._step(f"分配给{collector.name}", report_id) as step:
            for table, own in collection.rows_for(data, collector).items():
                for row in own:
                    if (table, row.id) not in rows:
                        step.update(table, row.id, {column: None})
            for table, row_id in rows:
                nobody: dict[str, Value] = {"office_id": None, "unit_id": None}
                step.update(table, row_id, nobody | {column: collector.row_id})

    def made_forms(self, report_id: int, wanted: Collection[Collector] | None = None) -> list[tuple[Form, list[Sheet]]]:
        """The forms to be written for these collectors, or for all, by `write_forms` in any thread."""
        data = self.data(report_id)
        keys = identity.keys(self._database, data)
        earlier_one = self.last_year(report_id)
        return [
            made_form(data, keys, collector, earlier_one, forms.now())
            for collector in collection.collectors(data)
            if wanted is None or collector in wanted
        ]

    @staticmethod
    def write_forms(folder: Path, made: Sequence[tuple[Form, list[Sheet]]], progress: package.Progress) -> list[Path]:
        """Writes forms into a folder, each under the name of who is asked; ExportError at the first that cannot be."""
        written: list[Path] = []
        for number, (form, sheets) in enumerate(made):
            target = folder / form_file_name(form, {path.name for path in written})
            progress(number, len(made), target.name)
            files.replace(target, partial(form_writer.write, form, sheets), files.check_package)
            written.append(target)
        return written

    def note_forms(self, report_id: int, made: Sequence[tuple[Form, list[Sheet]]]) -> None:
        """Notes that forms went out, for the board that shows who has answered."""
        found = [forms.Issued(form.key, form.collector, form.made, len(form.questions)) for form, _ in made]
        forms.note_made(self._database, report_id, found)

    def issued_forms(self, report_id: int) -> dict[tuple[str, int], forms.Issued]:
        """The newest form of everybody who was asked, by table and id."""
        return forms.newest(self._database, report_id)

    def meet_forms(self, report_id: int, filled: Sequence[Filled]) -> FormsMeeting:
        """What forms that came back would change, and what of them cannot be taken."""
        data = self.data(report_id)
        return meet_forms(data, identity.keys(self._database, data), filled, self.issued_forms(report_id))

    def take_forms(self, report_id: int, meeting: FormsMeeting, chosen: Collection[merging.Change]) -> None:
        """Takes over what was chosen of forms, in one step; StaleEditError when the report changed meanwhile."""
        if meeting.merge.mine is not self.data(report_id):
            raise StaleEditError("读取时报告又有改动，没有写入；请重新读取采集表。")
        with self._step("读入采集表", report_id) as step:
            merged.apply(step, meeting.merge, chosen)
            step_id = identity.next_step(self._database) if step.changes() else None
            for each in meeting.taken:
                form = each.form
                found = forms.Issued(form.key, form.collector, form.made, len(form.questions), answered=each.answered)
                forms.note_read(self._database, report_id, found, step_id)


def _arrival(found: package.Package) -> sharing.Arrival:
    states = tuple((state.name, state.time, state.report) for state in found.snapshots)
    return sharing.Arrival(found.report, found.state, found.ancestors, found.evidence, states)


def _update(step: Step, changes: Iterable[tuple[str, int, str, Value]]) -> None:
    """Writes changed fields, each (table, row id, field, value), row by row."""
    by_row: dict[tuple[str, int], dict[str, Value]] = {}
    for table, row_id, field, value in changes:
        by_row.setdefault((table, row_id), {})[field] = value
    for (table, row_id), values in by_row.items():
        step.update(table, row_id, values)


def _after(data: ReportData, change: Change) -> ReportData:
    """The snapshot after a change; the same object when the change does not touch it."""
    rows = {
        key: after for key, (before, after) in change.rows.items() if _belongs(data, before) or _belongs(data, after)
    }
    return data.with_changes(rows) if rows else data


def _is_checked_alike(first: ReportData, second: ReportData) -> bool:
    """Whether two snapshots differ in acknowledgements at most, which checks do not read."""
    is_alike = first.department is second.department and first.report is second.report
    tables = (table for table in first.tables if table != Acknowledgement.TABLE)
    return is_alike and all(first.tables[table] is second.tables[table] for table in tables)


def _belongs(data: ReportData, row: object) -> bool:
    if isinstance(row, ReportRow):
        return row.report_id == data.report.id
    if isinstance(row, Report):
        return row.id == data.report.id
    return isinstance(row, Department) and row.id == data.department.id


def _review(data: ReportData, checked: Checked) -> Document:
    """The list of findings."""
    subtitle = f"{data.department.name}　{data.report.year}年度"
    return listing("审核问题清单", subtitle, review.HEADINGS, review.WIDTHS, review.rows(data, checked))
