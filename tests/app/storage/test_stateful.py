"""Whatever is done in whatever order, the database is what a plain model of it says, and undo then redo is nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app.errors import StorageError
from app.model.entities import BY_TABLE, Department, Entity, Indicator, Measure, Problem, Project, Report, Task
from app.storage.database import Database
from app.storage.journal import Journal, Step
from app.storage.rows import read
from tests.app.storage.libraries import Clock

MEMORY = Path("/dev/shm")  # thousands of commits need not wait for a disk here

Rows = dict[tuple[str, int], Entity]

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
AMOUNT = st.none() | st.integers(0, 10**15)
WEIGHT = st.none() | st.decimals(0, 100, places=2)
FIELDS: dict[str, tuple[tuple[str, st.SearchStrategy[Any]], ...]] = {
    "task": (("name", TEXT), ("position", st.integers(0, 9))),
    "indicator": (("reason", TEXT), ("weight", WEIGHT), ("not_applicable", st.booleans())),
    "project": (("name", TEXT), ("budget", AMOUNT)),
    "problem": (("title", TEXT),),
    "measure": (("title", TEXT),),
    "report": (("phone", TEXT), ("projects_due", AMOUNT)),
}
CHILDREN = {"task": ("indicator", "task_id"), "problem": ("measure", "problem_id")}


class Editing(RuleBasedStateMachine):
    """Edits one report through the journal, and a dictionary of rows beside it."""

    keys = Bundle("keys")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.clock = Clock()
        self.database = Database.open(self.folder / "a.db", create=True)
        self.journal = Journal(self.database, clock=self.clock)
        with self.journal.step("建", None) as step:
            self.report = step.insert(Report(department_id=step.insert(Department(name="局")).id)).id
        self.rows = self.stored()
        self.past: list[Rows] = []  # the states undo leads back to
        self.future: list[Rows] = []  # the states redo leads on to
        self.typed: tuple[str, Rows] | None = None  # the merge key and the state before, while typing may go on

    def teardown(self) -> None:
        faults = self.database.verify()
        self.database.close()
        shutil.rmtree(self.folder)
        assert faults == []

    def stored(self) -> Rows:
        found: Rows = {}
        for table in BY_TABLE:
            found |= {(table, row.id): row for row in read(self.database, table)}
        return found

    def done(self, after: Rows, merge: str = "") -> None:
        """Keeps the model in step with an edit that led to `after`."""
        if after == self.rows:
            return
        if self.typed is not None and merge and self.typed[0] == merge:
            before = self.typed[1]
            if after == before:
                self.past.pop()
                self.typed = None
        else:
            self.past.append(self.rows)
            self.typed = (merge, self.rows) if merge else None
        self.future.clear()
        self.rows = after

    @rule(target=keys, made=st.sampled_from([Task, Project, Problem]), text=TEXT)
    def insert(self, made: type[Task | Project | Problem], text: str) -> tuple[str, int]:
        named: dict[str, Any] = {"title": text} if made is Problem else {"name": text}
        with self.journal.step("添加", self.report) as step:
            row = step.insert(made(report_id=self.report, **named))
        self.done({**self.rows, (row.TABLE, row.id): row})
        return row.TABLE, row.id

    @rule(target=keys, parent=keys, weight=WEIGHT)
    def insert_under(self, parent: tuple[str, int], weight: Decimal | None) -> tuple[str, int]:
        """A row that points at another, where there is one to point at."""
        there = parent in self.rows
        row: Indicator | Measure
        with self.journal.step("添加", self.report) as step:
            if parent[0] == "problem":
                row = step.insert(Measure(report_id=self.report, problem_id=parent[1] if there else None))
            else:
                task = parent[1] if there and parent[0] == "task" else None
                row = step.insert(Indicator(report_id=self.report, task_id=task, weight=weight))
        self.done({**self.rows, (row.TABLE, row.id): row})
        return row.TABLE, row.id

    @rule(key=keys, data=st.data(), merge=st.booleans())
    def update(self, key: tuple[str, int], data: st.DataObject, merge: bool) -> None:
        if key not in self.rows:
            return
        name, values = data.draw(st.sampled_from(FIELDS[key[0]]))
        value, merge_key = data.draw(values), f"{key}/{name}" if merge else ""
        with self.journal.step("改", self.report, merge=merge_key) as step:
            step.update(*key, {name: value}, expected={name: getattr(self.rows[key], name)})
        changes: dict[str, Any] = {name: value}
        self.done({**self.rows, key: replace(self.rows[key], **changes)}, merge_key)

    @rule(text=TEXT)
    def update_report(self, text: str) -> None:
        key = ("report", self.report)
        with self.journal.step("改", self.report, merge="phone") as step:
            step.update(*key, {"phone": text})
        changes: dict[str, Any] = {"phone": text}
        self.done({**self.rows, key: replace(self.rows[key], **changes)}, "phone")

    @rule(key=keys)
    def delete(self, key: tuple[str, int]) -> None:
        if key not in self.rows:
            return
        with self.journal.step("删", self.report) as step:
            step.delete(*key)
        self.done(without(self.rows, key))

    @rule(count=st.integers(1, 30), key=keys)
    def paste(self, count: int, key: tuple[str, int]) -> None:
        after = dict(self.rows)
        with self.journal.step("粘贴", self.report) as step:
            for position in range(count):
                row = step.insert(Project(report_id=self.report, position=position))
                after[row.TABLE, row.id] = row
            if key in after:
                step.delete(*key)
                after = without(after, key)
        self.done(after)

    @rule(key=keys)
    def fail(self, key: tuple[str, int]) -> None:
        try:
            with self.journal.step("失败", self.report) as step:
                self.write_and_fail(step, key)
        except ZeroDivisionError:
            pass

    def write_and_fail(self, step: Step, key: tuple[str, int]) -> None:
        step.insert(Task(report_id=self.report))
        if key in self.rows:
            step.delete(*key)
        raise ZeroDivisionError

    @rule()
    def undo(self) -> None:
        change = self.journal.undo(self.report)
        assert (change is None) == (not self.past)
        if change is not None:
            self.future.append(self.rows)
            self.rows = self.past.pop()
            self.typed = None

    @rule()
    def redo(self) -> None:
        change = self.journal.redo(self.report)
        assert (change is None) == (not self.future)
        if change is not None:
            self.past.append(self.rows)
            self.rows = self.future.pop()
            self.typed = None

    @precondition(lambda self: self.past)
    @rule()
    def undo_all_and_redo_all(self) -> None:
        count = 0
        while self.journal.undo(self.report):
            count += 1
        assert count == len(self.past)
        assert self.stored() == self.past[0]
        for _ in range(count):
            self.journal.redo(self.report)
        self.typed = None

    @rule()
    def reopen(self) -> None:
        self.database.close()
        self.database = Database.open(self.folder / "a.db")
        self.journal = Journal(self.database, clock=self.clock)

    @rule(seconds=st.integers(0, 90))
    def wait(self, seconds: int) -> None:
        self.clock.pass_seconds(61 + seconds)
        self.typed = None

    @rule()
    def refuse_to_delete_the_department(self) -> None:
        with pytest.raises(StorageError), self.journal.step("删", None) as step:
            step.delete("department", 1)

    @invariant()
    def the_database_is_the_model(self) -> None:
        assert self.stored() == self.rows


def without(rows: Rows, key: tuple[str, int]) -> Rows:
    """The rows without one, and without what pointed at it."""
    child, column = CHILDREN.get(key[0], ("", ""))
    loose: dict[str, Any] = {column: None}
    return {
        other: replace(row, **loose) if other[0] == child and getattr(row, column) == key[1] else row
        for other, row in rows.items()
        if other != key
    }


def test_the_database_is_the_model_whatever_is_done(scale: Callable[[int, int], int]) -> None:
    size = settings(max_examples=scale(50, 2000), stateful_step_count=scale(30, 50))
    run_state_machine_as_test(Editing, settings=size)
