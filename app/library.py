"""The open library: reports read, edited, scored and rendered; the one thing the window and the command line use."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from app import checks, packs, paths
from app.errors import AppError, InputError
from app.exchange import entries
from app.model import completeness
from app.model.completeness import Completeness
from app.model.entities import (
    BY_TABLE,
    ROWS,
    Acknowledgement,
    Department,
    EvidenceLink,
    Indicator,
    Override,
    Report,
    ReportRow,
)
from app.model.facts import Facts
from app.model.fields import Value, specs
from app.model.layout import Layout
from app.model.pack import TemplatePack
from app.model.passage import Passage
from app.model.report_data import ReportData
from app.model.results import Checked, Finding, Replacement, Scores
from app.model.text import clean
from app.render import context, docx, files, plain, preview, workbook
from app.render.blocks import Document, collector_resting
from app.render.passages import passages
from app.render.templates import TemplateSet, with_overrides
from app.scoring import engine
from app.storage import rows as storage_rows
from app.storage.backup import backup
from app.storage.database import Database
from app.storage.journal import Change, HistoryEntry, Journal, Step

PARTS = ("report", "annex")
_GAP = 1024  # between the positions of neighbours, so that most insertions touch one row


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


class Library:
    """An open library file. Every edit is one transaction, one undo step and one notice to the listeners."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._journal = Journal(database)
        self._listeners: list[Callable[[Change], None]] = []
        self._data: dict[int, ReportData] = {}
        self._scores: dict[int, tuple[ReportData, Facts, Scores]] = {}
        self._checked: dict[int, tuple[ReportData, ReportData | None, Checked]] = {}
        self._templates: dict[str, TemplateSet] = {}

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
        self._database.close()

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
        except AppError:  # an unreadable pack must not hide the report from the list
            score = None
        edited = storage_rows.last_edit(self._database, report.id) or ""
        return ReportSummary(report.id, department.name, report.year, report.status, report.pack, score, edited)

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
            found = Facts.of(data)
            known = self._scores[report_id] = data, found, engine.score(data, found, self.pack(report_id).scores)
        return known

    def completeness(self, report_id: int) -> Completeness:
        """What is filled in and what is missing."""
        return completeness.measure(self.data(report_id), self.scores(report_id), self.pack(report_id).outline)

    @collector_resting()
    def check(self, report_id: int) -> Checked:
        """What 校核 says of the present snapshot, computed once for it."""
        data, found, scores = self._computed(report_id)
        previous = self._previous(data)
        known = self._checked.get(report_id)
        if known is None or known[1] is not previous or not _is_checked_alike(known[0], data):
            printed = partial(self._printed, report_id)
            subject = checks.Subject(data, found, scores, self.pack(report_id), previous, printed)
            known = self._checked[report_id] = data, previous, checks.run(subject)
        reasons = {row.fingerprint: row.reason for row in data.acknowledgements}
        return dataclasses.replace(known[2], reasons=reasons)

    def _previous(self, data: ReportData) -> ReportData | None:
        """Last year's report: the one carried over from, else the department's of the year before."""
        if data.report.previous_id is not None:
            return self.data(data.report.previous_id)
        for report, department in storage_rows.load_reports(self._database):
            if department.id == data.department.id and report.year == data.report.year - 1:
                return self.data(report.id)
        return None

    def _printed(self, report_id: int) -> Sequence[Passage]:
        """The report's paragraphs as generated, and the annex's headings, for which no row need be printed."""
        data, found, scores = self._computed(report_id)
        bare = dataclasses.replace(data, tables={**data.tables, Indicator.TABLE: ()})
        layout = self.layout(report_id)
        report = self._generated(report_id, ("report",), references=False)
        annex = self._templates[self.pack(report_id).key].document(
            ["annex.xhtml"], context.build(bare, found, scores, self.pack(report_id).scores, references=False)
        )
        return (*passages(report, layout), *passages(annex, layout))

    def document(self, report_id: int, parts: Sequence[str] = PARTS) -> Document:
        """The report as blocks, paragraphs taken over by hand in place, every figure with the field it comes from."""
        return self._document(report_id, parts, references=True)

    def _document(self, report_id: int, parts: Sequence[str], *, references: bool) -> Document:
        generated = self._generated(report_id, parts, references=references)
        return with_overrides(generated, self.data(report_id).overrides)

    @collector_resting()
    def _generated(self, report_id: int, parts: Sequence[str], *, references: bool) -> Document:
        data, found, scores = self._computed(report_id)
        pack = self.pack(report_id)
        templates = self._templates.get(pack.key)
        if templates is None:
            templates = self._templates[pack.key] = TemplateSet(pack.key, pack.templates)
        names = [f"{part}.xhtml" for part in PARTS if part in parts]
        return templates.document(names, context.build(data, found, scores, pack.scores, references=references))

    # Editing

    @contextmanager
    def _step(self, label: str, report_id: int | None, *, merge: str = "") -> Iterator[Step]:
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
            for listener in self._listeners:
                listener(change)
        return change

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
    ) -> None:
        """Changes fields of rows that are there and adds rows at the end, in one step."""
        with self._step(label, report_id) as step:
            _update(step, changes)
            self._insert(step, report_id, table, rows, None)

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
        positions = self._room(step, report_id, table, before, len(rows), moving=frozenset())
        return [
            step.insert(make(report_id=report_id, position=position, **values))
            for position, values in zip(positions, rows, strict=True)
        ]

    def delete(self, report_id: int, table: str, row_ids: Iterable[int]) -> None:
        """Removes rows; what links them to evidence goes with them."""
        ids = list(row_ids)
        links = [link.id for link in self.data(report_id).evidence_links if getattr(link, f"{table}_id", None) in ids]
        with self._step(f"删除{BY_TABLE[table].LABEL}", report_id) as step:
            for link_id in links:
                step.delete(EvidenceLink.TABLE, link_id)
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
        document = self._generated(report_id, PARTS, references=False)
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
            self.set_fields(report_id, changes, "修正文号括号和标点")
        return mended

    def undo(self, report_id: int | None) -> Change | None:
        """Takes the last step of the report back; None when there is none. StaleEditError leaves all as it is."""
        return self._announce(self._journal.undo(report_id))

    def redo(self, report_id: int | None) -> Change | None:
        """Does the step that was taken back again; None when there is none."""
        return self._announce(self._journal.redo(report_id))

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

    # Whole reports

    def new_report(self, department: str, year: int, *, from_id: int | None = None, pack: str = "") -> int:
        """Adds an empty report with the pack's score table; its id.

        The department is made when the library has none of that name. InputError when it already has a report for
        that year.
        """
        if from_id is not None:
            raise InputError("从上年结转将在后续版本提供，请先新建空白报告。")
        name = department.strip()
        if not name:
            raise InputError("部门名称不能为空，请填写与公章一致的全称。")
        if not 1990 <= year <= 2100:
            raise InputError(f"年度“{year}”不合理，请填写 1990 至 2100 之间的年份。")
        chosen = packs.load(pack or packs.DEFAULT)
        known = next((row for row in self.departments() if row.name == name), None)
        if known and any(row.department == name and row.year == year for row in self.reports()):
            raise InputError(f"{name}已有 {year} 年度的自评报告，请直接打开它，或换一个年度。")
        with self._step(f"新建{year}年度自评报告", None) as step:
            owner = known or step.insert(Department(name=name, short_name="我局", self_name="本部门"))
            report = step.insert(Report(department_id=owner.id, year=year, pack=chosen.key))
            for number, preset in enumerate(chosen.indicators, 1):
                step.insert(preset.indicator(report.id, _GAP * number))
        return report.id

    def add_sample(self) -> int:
        """Adds the published report of 广州市番禺区人力资源和社会保障局 2021 with all its entries; its id."""
        sample = entries.read_file(paths.resources() / "sample" / "panyu-2021.toml")
        return self.add_entries(sample, label="添加样例报告")

    def add_entries(self, found: entries.Entries, *, label: str) -> int:
        """Adds a report from entries read elsewhere, in one step; its id."""
        known = next((row for row in self.departments() if row.name == found.department.name), None)
        with self._step(label, None) as step:
            owner = known or step.insert(found.department)
            report = step.insert(dataclasses.replace(found.report, id=0, department_id=owner.id))
            new_ids: dict[tuple[str, int], int] = {}
            for entity in ROWS:
                for number, row in enumerate(found.rows_of(entity), 1):
                    made = _relinked(row, new_ids)
                    stored = step.insert(dataclasses.replace(made, id=0, report_id=report.id, position=_GAP * number))
                    new_ids[entity.TABLE, row.id] = stored.id
        return report.id

    def delete_report(self, report_id: int) -> None:
        """Removes a report with everything in it; undone in the library's own scope."""
        data = self.data(report_id)
        with self._step(f"删除{data.report.year}年度自评报告", None) as step:
            step.delete(Report.TABLE, report_id)

    # Output

    def file_name(self, report_id: int, part: str, suffix: str) -> str:
        """What an exported file is called, such as …2021年部门整体支出绩效自评报告.docx."""
        data = self.data(report_id)
        what = "自评表" if part == "annex" else "自评报告"
        name = f"{data.department.name}{data.report.year}年部门整体支出绩效{what}"
        return re.sub(r'[\\/:*?"<>|\s]+', "", name)[:100] + f".{suffix}"

    @collector_resting()
    def write(self, report_id: int, target: Path, parts: Sequence[str] = PARTS) -> None:
        """Writes Word, a workbook, HTML or text, by the suffix of `target`.

        ExportError leaves what stood there as it was.
        """
        wanted = ("annex",) if target.suffix == ".xlsx" else parts
        document = self._document(report_id, wanted, references=False)
        layout = self.layout(report_id)
        writers: Mapping[str, Callable[[BinaryIO], None]] = {
            ".docx": partial(docx.write_docx, document, layout, title=document.title),
            ".xlsx": partial(workbook.write_xlsx, document, layout, title=document.title),
            ".html": partial(preview.write_html, document, layout, title=document.title),
            ".txt": partial(plain.write_txt, document),
        }
        is_package = target.suffix in {".docx", ".xlsx"}
        files.replace(target, writers[target.suffix], files.check_package if is_package else None)

    def text(self, report_id: int, parts: Sequence[str] = PARTS) -> str:
        """The report as plain text, a paragraph a line."""
        return plain.text(self._document(report_id, parts, references=False))

    def backup(self, target: Path) -> None:
        """Writes a verified copy of the library."""
        backup(self._database, target)

    def verify(self) -> list[str]:
        """Every fault of the library file; empty when it is sound."""
        return self._database.verify()


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


def _relinked(row: ReportRow, new_ids: Mapping[tuple[str, int], int]) -> ReportRow:
    """The row with its references turned from the file's ids to the library's."""
    links = {
        name: new_ids[spec.target, value]
        for name, spec in specs(type(row)).items()
        if spec.target and (value := getattr(row, name)) is not None
    }
    return dataclasses.replace(row, **links) if links else row
