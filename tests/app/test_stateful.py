"""Whatever is done in whatever order: what is shown is what is stored, undo and redo are exact, copies are the same."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.errors import FinalReportError
from app.library import Library
from app.model.entities import BY_TABLE, Status
from app.model.facts import Facts
from app.model.fields import FieldSpec, Kind, Value, specs
from app.model.report_data import ReportData
from app.scoring import engine
from app.storage import snapshots

MEMORY = Path("/dev/shm")  # thousands of commits need not wait for a disk here
TABLES = ("office", "fund_line", "duty", "task", "indicator", "project", "problem", "measure", "adjustment", "evidence")


def unheard(_done: int, _total: int, _what: str) -> None:
    pass


def values(spec: FieldSpec, data: ReportData) -> st.SearchStrategy[Value]:
    """What a field may hold in a report."""
    match spec.kind:
        case Kind.MONEY | Kind.COUNT:
            return st.none() | st.integers(0, 10**13)
        case Kind.DECIMAL:
            most = int((spec.maximum or Decimal(100)) * 10**spec.places)
            return st.none() | st.integers(0, most).map(lambda units: Decimal(units).scaleb(-spec.places))
        case Kind.CHOICE:
            return st.sampled_from(spec.choices or ("",))
        case Kind.FLAG:
            return st.booleans()
        case Kind.DATE:
            return st.sampled_from(["", "2022-03-05"])
        case Kind.REFERENCE:
            ids = [row.id for row in data.tables.get(spec.target, ())]
            return st.none() | st.sampled_from(ids) if ids else st.none()
        case _:
            return st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=8)


def fields(table: str) -> dict[str, FieldSpec]:
    """The fields that are typed in: the status has ways of its own, and a hash only means a file that is kept."""
    return {name: spec for name, spec in specs(BY_TABLE[table]).items() if name not in {"status", "content_hash"}}


class Officer(RuleBasedStateMachine):
    """Works on one report of a library; a second library is the one that copies are sent to."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.library = Library.open(self.folder / "a.db", create=True)
        self.report = self.library.reports.new("某局", 2021)
        self.past: list[ReportData] = []  # the states undo leads back to
        self.future: list[ReportData] = []  # the states redo leads on to

    def teardown(self) -> None:
        faults = self.library.verify()
        self.library.close()
        shutil.rmtree(self.folder)
        assert faults == []

    @property
    def data(self) -> ReportData:
        return self.library.data(self.report)

    def edit(self, act: Callable[[], object]) -> None:
        """Does one edit; of a finished report it has to be refused."""
        before = self.data
        if self.library.is_final(self.report):
            with pytest.raises(FinalReportError):
                act()
            assert self.data == before
            return
        act()
        if self.data != before:
            self.past.append(before)
            self.future.clear()

    def drawn_row(self, data: st.DataObject, table: str) -> int | None:
        return data.draw(st.sampled_from([None, *(row.id for row in self.data.tables[table])]))

    def drawn_rows(self, data: st.DataObject, table: str) -> list[int]:
        ids = [row.id for row in self.data.tables[table]]
        return data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=4, unique=True)) if ids else []

    def drawn_values(self, data: st.DataObject, table: str) -> dict[str, Value]:
        names = data.draw(st.lists(st.sampled_from(sorted(fields(table))), max_size=3, unique=True))
        return {name: data.draw(values(fields(table)[name], self.data)) for name in names}

    @rule(data=st.data(), table=st.sampled_from(TABLES))
    def paste(self, data: st.DataObject, table: str) -> None:
        changed = {row_id: self.drawn_values(data, table) for row_id in self.drawn_rows(data, table)}
        changes = [(table, row_id, *cell) for row_id, cells in changed.items() for cell in cells.items()]
        rows = [self.drawn_values(data, table) for _ in range(data.draw(st.integers(0, 5)))]
        before = self.drawn_row(data, table)
        self.edit(lambda: self.library.paste(self.report, table, changes, rows, "粘贴", before=before))

    @rule(data=st.data(), table=st.sampled_from((*TABLES, "report")))
    def set_field(self, data: st.DataObject, table: str) -> None:
        row_id = self.report if table == "report" else self.drawn_row(data, table)
        if row_id is not None:
            name, spec = data.draw(st.sampled_from(sorted(fields(table).items())))
            value = data.draw(values(spec, self.data))
            self.edit(lambda: self.library.set_fields(self.report, [(table, row_id, name, value)], "修改"))

    @rule(data=st.data(), table=st.sampled_from(TABLES))
    def delete(self, data: st.DataObject, table: str) -> None:
        ids = self.drawn_rows(data, table)
        self.edit(lambda: self.library.delete(self.report, table, ids))

    @rule(data=st.data(), table=st.sampled_from(TABLES))
    def move(self, data: st.DataObject, table: str) -> None:
        ids, before = self.drawn_rows(data, table), self.drawn_row(data, table)
        self.edit(lambda: self.library.move(self.report, table, ids, before))

    @rule(status=st.sampled_from(Status))
    def set_status(self, status: Status) -> None:
        before = self.data
        self.library.reports.set_status(self.report, status)
        if self.data != before:
            self.past.append(before)
            self.future.clear()

    @rule()
    def undo(self) -> None:
        self.swing(self.library.undo, self.past, self.future)

    @rule()
    def redo(self) -> None:
        self.swing(self.library.redo, self.future, self.past)

    @rule()
    def undo_all_and_redo_all(self) -> None:
        for _ in range(len(self.past) + 1):
            self.undo()
        for _ in range(len(self.future) + 1):
            self.redo()

    def swing(self, act: Callable[[int], object], there: list[ReportData], back: list[ReportData]) -> None:
        before = self.data
        if self.library.is_final(self.report):
            with pytest.raises(FinalReportError):
                act(self.report)
        else:
            assert (act(self.report) is None) == (not there)
            if there:
                back.append(before)
                before = there.pop()
        assert self.data == before

    @rule()
    def reopen(self) -> None:
        before = self.data
        self.library.close()
        self.library = Library.open(self.folder / "a.db")
        assert self.data == before

    @rule()
    def score(self) -> None:
        """Scores that go on from the last ones are those of the report alone."""
        pack, data = self.library.pack(self.report), self.data
        facts = Facts.of(data, pack.scores.task_blocks)
        assert self.library.scores(self.report) == engine.score(data, facts, pack.scores, pack.projects)

    @rule()
    def send(self) -> None:
        """A package holds all of the report, and what another library makes of it is the same."""
        sent = self.library.packages.packed(self.report)
        path = self.folder / "a.zpg"
        self.library.packages.write(path, sent, unheard)
        found = self.library.packages.read(path, unheard)
        with Library.open(self.folder / "other" / "b.db", create=True) as other:
            there = other.packages.add(found)
            assert other.packages.packed(there).report.hash() == sent.report.hash()
            assert other.verify() == []
        found.close()
        shutil.rmtree(self.folder / "other")

    @rule()
    def keep_and_restore(self) -> None:
        kept = self.library.versions.keep(self.report, "稿")
        copy = self.library.versions.restore(kept.id)
        copied, own = self.library.data(copy), self.data
        for table, rows in own.tables.items():
            assert len(copied.tables[table]) == len(rows)
        self.library.reports.delete(copy)

    @invariant()
    def what_is_shown_is_what_is_stored(self) -> None:
        assert self.data == snapshots.load_report(self.library._database, self.report)


def test_the_library_is_exact_whatever_is_done(scale: Callable[[int, int], int]) -> None:
    size = settings(max_examples=scale(50, 2000), stateful_step_count=scale(30, 50))
    run_state_machine_as_test(Officer, settings=size)
