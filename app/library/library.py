"""The open library: reports read, edited, scored and rendered; the one thing the window and the command line use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from app import packs
from app.errors import FinalReportError
from app.library import row_edits
from app.library.backups import Backups
from app.library.carried import CarriedMarks
from app.library.checks import Checks
from app.library.documents import Documents
from app.library.evidence import EvidenceFiles
from app.library.exports import Exports
from app.library.history import History
from app.library.project_forms import ProjectForms
from app.library.reports import Reports
from app.library.score_table import ScoreTable
from app.library.versions import Versions
from app.library.years import Years
from app.model import completeness
from app.model.completeness import Completeness
from app.model.entities import BY_TABLE, Department, Report, ReportRow, Status
from app.model.facts import Facts
from app.model.fields import Value, specs
from app.model.layout import Layout
from app.model.pack import TemplatePack
from app.model.report_data import ReportData
from app.model.results import Scores
from app.scoring import engine
from app.storage import snapshots
from app.storage.database import Database
from app.storage.journal import Change, Journal, Step

if TYPE_CHECKING:
    from app.library.collection import CollectionForms
    from app.library.own_packs import OwnPacks
    from app.library.packages import Packages
    from app.library.reading_in import ReadingIn


class Library:
    """An open library file. Every edit is one transaction, one undo step and one notice to the listeners.

    What concerns one subject is asked of that subject: `library.evidence.add`, `library.versions.compare`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._journal = Journal(database)
        self._listeners: list[Callable[[Change], None]] = []
        self._before_close: list[Callable[[], None]] = []
        self._data: dict[int, ReportData] = {}
        self._scores: dict[int, tuple[ReportData, Facts, Scores]] = {}
        self._complete: dict[int, tuple[ReportData, Completeness]] = {}
        self.years = Years(self, database)  # first: it has to hear of a change before those who then ask it
        self.reports = Reports(self, database)
        self.history = History(self, self._journal)
        self.carried = CarriedMarks(self)
        self.checks = Checks(self)
        self.documents = Documents(self)
        self.exports = Exports(self, database)
        self.versions = Versions(self, database)
        self.backups = Backups(database)
        self.score_table = ScoreTable(self)
        self.project_forms = ProjectForms(self)
        self.evidence = EvidenceFiles(self, database)

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

    def verify(self) -> list[str]:
        """Every fault of the library file; empty when it is sound."""
        return self._database.verify()

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

    # What reads and writes other files takes longer to load than the window to open: not before it is asked for

    @cached_property
    def collection(self) -> CollectionForms:
        from app.library.collection import CollectionForms

        return CollectionForms(self, self._database)

    @cached_property
    def packages(self) -> Packages:
        from app.library.packages import Packages

        return Packages(self, self._database)

    @cached_property
    def reading_in(self) -> ReadingIn:
        from app.library.reading_in import ReadingIn

        return ReadingIn(self, self._database)

    @cached_property
    def own_packs(self) -> OwnPacks:
        from app.library.own_packs import OwnPacks

        return OwnPacks(self)

    # Reading

    def data(self, report_id: int) -> ReportData:
        """The report as it stands; StorageError for an unknown id."""
        if report_id not in self._data:
            self._data[report_id] = snapshots.load_report(self._database, report_id)
        return self._data[report_id]

    def pack(self, report_id: int) -> TemplatePack:
        """The template pack the report follows."""
        return packs.load(self.data(report_id).report.pack or packs.DEFAULT)

    def layout(self, report_id: int) -> Layout:
        """The layout preset the report is printed in."""
        return self.pack(report_id).layout(self.data(report_id).report.layout)

    def facts(self, report_id: int) -> Facts:
        """The computed figures of the report."""
        return self.computed(report_id)[1]

    def scores(self, report_id: int) -> Scores:
        """The score table of the report."""
        return self.computed(report_id)[2]

    def computed(self, report_id: int) -> tuple[ReportData, Facts, Scores]:
        """Facts and scores of the present snapshot, computed once for it."""
        data = self.data(report_id)
        known = self._scores.get(report_id)
        if known is None or known[0] is not data:
            pack = self.pack(report_id)
            found = Facts.of(data, pack.scores.task_blocks)
            earlier = (known[0], known[2]) if known is not None else None
            scores = engine.score(data, found, pack.scores, pack.projects, earlier)
            known = self._scores[report_id] = data, found, scores
        return known

    def completeness(self, report_id: int) -> Completeness:
        """What is filled in and what is missing in the present snapshot, counted once for it."""
        data, _, scores = self.computed(report_id)
        known = self._complete.get(report_id)
        if known is None or known[0] is not data:
            found = completeness.measure(data, scores, self.pack(report_id).outline)
            known = self._complete[report_id] = data, found
        return known[1]

    # Editing

    @contextmanager
    def step(self, label: str, report_id: int | None, *, merge: str = "", reopening: bool = False) -> Iterator[Step]:
        """One transaction, one undo step and one notice; FinalReportError unless it is to reopen the report.

        With `merge` it goes on from the last step that had the same key, within a minute.
        """
        if not reopening:
            self.demand_not_final(report_id)
        with self._journal.step(label, report_id, merge=merge) as step:
            yield step
        self._announce(step.change)

    def _announce(self, change: Change | None) -> Change | None:
        """Brings the snapshots up to date and tells the listeners."""
        if change is not None:
            for report_id, data in list(self._data.items()):
                self._data[report_id] = _after(data, change)
            for (table, row_id), (before, after) in change.rows.items():
                if table == Report.TABLE and (after is None or _is_finished(before) != _is_finished(after)):
                    self._data.pop(row_id, None)
            for listener in self._listeners:
                listener(change)
        return change

    def demand_not_final(self, report_id: int | None) -> None:
        """FinalReportError when the report is 定稿."""
        if report_id is not None and self.is_final(report_id):
            year = self.data(report_id).report.year
            raise FinalReportError(f"{year}年度的报告已经定稿，只能查看；需要修改时，请先重新打开。")

    def is_final(self, report_id: int) -> bool:
        """Whether a report is 定稿: every edit of it is refused until it is reopened."""
        return _is_finished(self.data(report_id).report)

    def set_field(self, report_id: int, table: str, row_id: int, field: str, value: Value) -> None:
        """Changes one field. Typing on in the same field within a minute stays one undo step."""
        label = specs(BY_TABLE[table])[field].label
        with self.step(f"修改{label}", report_id, merge=f"{table}/{row_id}/{field}") as step:
            step.update(table, row_id, {field: value})

    def set_fields(self, report_id: int, changes: Iterable[tuple[str, int, str, Value]], label: str) -> None:
        """Changes several fields in one step; each change is (table, row id, field, value)."""
        with self.step(label, report_id) as step:
            row_edits.update(step, changes)

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
        with self.step(label, report_id) as step:
            row_edits.update(step, changes)
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
        with self.step(label or f"新增{BY_TABLE[table].LABEL}", report_id) as step:
            return self._insert(step, report_id, table, rows, before)

    def _insert(
        self, step: Step, report_id: int, table: str, rows: Sequence[Mapping[str, Value]], before: int | None
    ) -> list[ReportRow]:
        return row_edits.insert(step, self.pack(report_id), self.data(report_id), table, rows, before)

    def delete(self, report_id: int, table: str, row_ids: Iterable[int]) -> None:
        """Removes rows; what belongs to them, such as their links to evidence, goes with them."""
        ids = dict.fromkeys(row_ids)
        with self.step(f"删除{BY_TABLE[table].LABEL}", report_id) as step:
            for row_id in ids:
                step.delete(table, row_id)

    def move(self, report_id: int, table: str, row_ids: Iterable[int], before: int | None) -> None:
        """Moves rows, keeping their order, before the row with the id `before`, or to the end."""
        wanted, present = set(row_ids), self.data(report_id).tables[table]
        moving = [row.id for row in present if row.id in wanted]
        with self.step(f"移动{BY_TABLE[table].LABEL}", report_id) as step:
            positions = row_edits.room(step, present, before, len(moving), moving=frozenset(wanted))
            for row_id, position in zip(moving, positions, strict=True):
                step.update(table, row_id, {"position": position})

    def undo(self, report_id: int | None) -> Change | None:
        """Takes the last step of the report back; None when there is none. StaleEditError leaves all as it is."""
        self.demand_not_final(report_id)
        return self._announce(self._journal.undo(report_id))

    def redo(self, report_id: int | None) -> Change | None:
        """Does the step that was taken back again; None when there is none."""
        self.demand_not_final(report_id)
        return self._announce(self._journal.redo(report_id))

    def undo_to(self, report_id: int, step_id: int) -> list[Change]:
        """Takes the newest steps of the report back down to the one with that id, all of them or none."""
        self.demand_not_final(report_id)
        return self._announce_all(self._journal.undo_to(report_id, step_id))

    def redo_to(self, report_id: int, step_id: int) -> list[Change]:
        """Does again what was taken back, up to the step with that id, all of it or nothing."""
        self.demand_not_final(report_id)
        return self._announce_all(self._journal.redo_to(report_id, step_id))

    def _announce_all(self, changes: list[Change]) -> list[Change]:
        for change in changes:
            self._announce(change)
        return changes

    def undo_label(self, report_id: int | None) -> str | None:
        """What undo would take back."""
        return self._journal.undo_label(report_id)

    def redo_label(self, report_id: int | None) -> str | None:
        """What redo would do again."""
        return self._journal.redo_label(report_id)


def _after(data: ReportData, change: Change) -> ReportData:
    """The snapshot after a change; the same object when the change does not touch it."""
    rows = {
        key: after for key, (before, after) in change.rows.items() if _belongs(data, before) or _belongs(data, after)
    }
    return data.with_changes(rows) if rows else data


def _belongs(data: ReportData, row: object) -> bool:
    if isinstance(row, ReportRow):
        return row.report_id == data.report.id
    if isinstance(row, Report):
        return row.id == data.report.id
    is_own = isinstance(row, Department) and row.id == data.department.id
    return is_own and not _is_finished(data.report)  # which keeps the department it was finished with


def _is_finished(row: object) -> bool:
    return isinstance(row, Report) and row.status == Status.FINAL
