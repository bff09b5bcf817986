"""What the program showed as saved is there after a power loss in the middle of anything, and nothing half-done is.

The program itself runs in this process with Python's SQLite, and every write, flush and change of a name is recorded
(`recording`). Disks are then rebuilt as a power loss at any point may leave them (`power.Disk`) and opened by the
program. That proves the order of writes and flushes. It does not prove that a disk flushes when it is told to, nor what
a file system does that loses names out of order. That SQLite flushes the folder of a new journal with it is taken from
its source, since it happens within one of the functions that are recorded.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from app.errors import StorageError
from app.model.entities import Department, Indicator, Project, Report, Task
from app.storage import contents, schema
from app.storage.backup import backup
from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.rows import load_report
from tests.app.storage.crashing import BULK, NEXT
from tests.app.storage.libraries import dump, make_library
from tests.app.storage.power import Disk
from tests.app.storage.recording import Recording, recorded

Scale = Callable[[int, int], int]

MEMORY = Path("/dev/shm")  # nothing here depends on a real disk
LOSSES = 100  # of one recording


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as made:
        yield Path(os.path.realpath(made))


@dataclass
class Run:
    """Work on the library `path` that was recorded, and what has to be found of it."""

    path: Path
    recording: Recording
    states: list[list[str]] = field(default_factory=list)  # of the library, each time it was shown as saved
    backups: list[int] = field(default_factory=list)  # the states that were backed up

    @property
    def backup(self) -> Path:
        return self.path.with_name("backup.db")

    def save(self) -> None:
        self.states.append(dump(self.path))
        self.recording.saved()


@contextmanager
def opened(path: Path) -> Iterator[tuple[Database, Journal]]:
    """A library whose edits do not fit into its memory, so that it is written to in the middle of them too."""
    with Database.open(path, create=True) as database:
        database._connection.execute("PRAGMA cache_size=10")
        yield database, Journal(database)


def work(folder: Path, chance: random.Random) -> Run:
    """A library made, worked on in acts of one transaction or none, closed and opened, and backed up."""
    with recorded() as recording:
        run = Run(folder / "a.db", recording)
        for sitting in range(3):
            with opened(run.path) as (database, journal):
                if sitting == 0:
                    run.save()
                    found(journal)
                    run.save()
                for number in range(12):
                    chance.choice(ACTS)(database, journal, 100 * sitting + number)
                    run.save()
                backup(database, run.backup)
                run.backups.append(len(run.states))
                run.save()
    return run


def found(journal: Journal) -> None:
    with journal.step("新建", None) as step:
        report = step.insert(Report(department_id=step.insert(Department(name="局")).id, year=2021))
        task = step.insert(Task(report_id=report.id, name="兜底保障"))
        step.insert(Project(report_id=report.id, name="养老服务"))
        step.insert(Indicator(report_id=report.id, task_id=task.id))


def edit(_database: Database, journal: Journal, number: int) -> None:
    with journal.step("改", 1) as step:
        step.update("project", 1, {"budget": number})
        step.update("report", 1, {"results_text": f"{number}" + "字" * BULK})


def paste(database: Database, journal: Journal, number: int) -> None:
    with journal.step("粘贴", 1) as step:
        for position in range(30):
            step.insert(Indicator(report_id=1, position=position, definition=f"{number}" + "字" * 300))


def delete(database: Database, journal: Journal, _number: int) -> None:
    with journal.step("删", 1) as step:
        for row in load_report(database, 1).indicators[::2]:
            step.delete("indicator", row.id)


def attach(database: Database, _journal: Journal, number: int) -> None:
    contents.attach(database, random.Random(number).randbytes(50_000))


def undo(_database: Database, journal: Journal, _number: int) -> None:
    journal.undo(1)


def redo(_database: Database, journal: Journal, _number: int) -> None:
    journal.redo(1)


ACTS = (edit, edit, paste, delete, attach, undo, undo, redo)


def fault_of_library(run: Run, folder: Path, saved: int) -> str:
    """What is wrong with the library; empty when it is as it was shown as saved, or as the act under way made it."""
    path = folder / run.path.name
    if not saved and not path.exists():
        return ""
    return fault_of_file(path, run.states[max(0, saved - 1) : saved + 1])


def fault_of_backup(run: Run, folder: Path, saved: int) -> str:
    """What is wrong with the backup; empty when it is the last one shown as made, or the one that was being made."""
    path = folder / run.backup.name
    made = [number for number in run.backups if number < saved]
    if not made and not path.exists():
        return ""
    return fault_of_file(path, run.states[made[-1] if made else 0 : saved + 1])


def fault_of_file(path: Path, states: list[list[str]]) -> str:
    try:
        with Database.open(path) as database:
            faults = database.verify()
            found = dump(path)
    except (StorageError, sqlite3.Error, UnicodeDecodeError) as error:
        return str(error)
    return "".join(faults) or ("" if found in states else "what was saved is not there")


def fault_of_work(run: Run, folder: Path, saved: int) -> str:
    return fault_of_library(run, folder, saved) or fault_of_backup(run, folder, saved)


def losses(
    run: Run, folder: Path, chance: random.Random, fault: Callable[[Run, Path, int], str] = fault_of_work
) -> list[str]:
    """Lets the power go so often during a run; what `fault` finds wrong with the files that are left."""
    events = run.recording.events
    disk = Disk()
    done = 0
    wrong = []
    for point in sorted(chance.randint(0, len(events)) for _ in range(LOSSES)):
        for event in events[done:point]:
            disk.follow(event)
        done = point
        with TemporaryDirectory(dir=folder) as name:
            for path, content in disk.after_loss(chance).items():
                place = Path(name) / path.relative_to(run.path.parent)
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(content)
            found = fault(run, Path(name), disk.saved)
        if found:
            wrong.append(f"after {point} of {len(events)}: {found}")
    return wrong


def careless(flushing: str) -> Callable[..., sqlite3.Connection]:
    """SQLite told to flush less than the program wants."""

    class Careless(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            return super().execute(sql.replace("synchronous=EXTRA", f"synchronous={flushing}"), parameters)

    return partial(sqlite3.connect, factory=Careless)


def test_a_power_loss_takes_nothing_that_was_saved_and_leaves_nothing_half_done(folder: Path, scale: Scale) -> None:
    for seed in range(scale(3, 200)):
        place = folder / str(seed)
        place.mkdir()
        chance = random.Random(seed)
        assert losses(work(place, chance), folder, chance) == []


@pytest.mark.parametrize("flushing", ["OFF", "NORMAL", "FULL"])
def test_a_library_that_is_flushed_less_would_lose_something(
    folder: Path, monkeypatch: pytest.MonkeyPatch, flushing: str
) -> None:
    place = folder / "recorded"
    place.mkdir()
    chance = random.Random(1)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", careless(flushing))
        run = work(place, chance)
    assert losses(run, folder, chance)


def test_a_power_loss_during_an_upgrade_leaves_the_old_library_or_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, scale: Scale
) -> None:
    path = folder / "recorded" / "a.db"
    path.parent.mkdir()
    make_library(path)
    with opened(path) as (database, journal):
        for number in range(5):
            paste(database, journal, number)
    old = dump(path)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT))
    with recorded() as recording:
        run = Run(path, recording)
        recording.opened(path, is_new=False)
        recording.saved()
        Database.open(path).close()
        recording.saved()
    # Opening what is left upgrades it where it is the old one, so that either way the new one is found.
    run.states += [dump(path)] * 2
    for seed in range(scale(1, 20)):
        assert losses(run, folder, random.Random(seed), partial(fault_of_upgrade, old=old)) == []


def fault_of_upgrade(run: Run, folder: Path, saved: int, *, old: list[str]) -> str:
    """What is wrong with the library or with one of its backups, once it is on the disk."""
    if not saved:
        return ""
    if wrong := fault_of_library(run, folder, saved):
        return wrong
    kept = [path for path in (folder / "backups").iterdir() if not path.name.startswith(".")]
    return "" if kept and all(dump(path) == old for path in kept) else "a backup is not the old library"
