"""What the program showed as saved is there after a kill in the middle of anything, and nothing half-done is."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.model.entities import Indicator
from app.storage import schema
from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.rows import load_report
from tests.app.storage.crashing import BULK, NEXT
from tests.app.storage.libraries import dump, make_library

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed processes are forked")

Kill = Callable[[str, Path, int, int, float], list[int]]
Scale = Callable[[int, int], int]


@pytest.fixture(scope="module")
def kill() -> Iterator[Kill]:
    """Lets so many children work on a library until so many acknowledgements and milliseconds; the last of each."""
    script = Path(__file__).with_name("crashing.py")
    with subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=script.parents[3],
        env={**os.environ, "PYTHONPATH": str(script.parents[3])},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        commands, answers = process.stdin, process.stdout

        def run(work: str, path: Path, children: int, acknowledgements: int, milliseconds: float) -> list[int]:
            print(json.dumps([work, str(path), children, acknowledgements, milliseconds]), file=commands, flush=True)
            found: list[int] = json.loads(answers.readline())
            return found

        yield run
        commands.close()


def test_a_kill_loses_no_acknowledged_edit_and_leaves_no_half_one(tmp_path: Path, kill: Kill, scale: Scale) -> None:
    chance = random.Random(1)
    for number in range(scale(1, 60)):
        kill_fifty_times(tmp_path / f"{number}.db", kill, chance)


def kill_fifty_times(path: Path, kill: Kill, chance: random.Random) -> None:
    make_library(path)
    known = 474_458
    for _ in range(50):
        # Killed while it opens the library, right after that, or after some edits.
        [last] = kill("edit", path, 1, chance.choice([0, 1, 1, 1, 3]), chance.uniform(0, 40))
        acknowledged = max(known, last)
        with Database.open(path) as database:
            data = load_report(database, 1)
            found = data.projects[0].budget or 0
            assert acknowledged <= found <= acknowledged + 1
            if found > 474_458:
                assert data.indicators[0].actual == str(found)
                assert data.report.results_text == f"{found}" + "字" * BULK
            assert database.verify() == []
        known = found
    assert known > 474_458
    with Database.open(path) as database:
        Journal(database).undo(1)
        assert load_report(database, 1).projects[0].budget == known - 1
        Journal(database).redo(1)
        assert load_report(database, 1).projects[0].budget == known


def version(path: Path) -> int:
    """The version of a library, after SQLite took back what was half-done."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_kill_during_an_upgrade_leaves_the_old_library_or_the_new_one(
    tmp_path: Path, kill: Kill, scale: Scale, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = tmp_path / "original.db"
    make_library(original)
    with Database.open(original) as database, Journal(database).step("粘贴", 1) as step:
        for position in range(300):
            step.insert(Indicator(report_id=1, position=position, definition="字" * 300))
    chance = random.Random(2)
    for number in range(scale(20, 1000)):
        path = tmp_path / str(number) / "a.db"
        path.parent.mkdir()
        path.write_bytes(original.read_bytes())
        kill("migrate", path, 1, 0, chance.uniform(5, 60))
        with monkeypatch.context() as patch:
            is_new = version(path) > len(schema.MIGRATIONS)
            if is_new:
                patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT))
            with Database.open(path) as database:
                assert database.verify() == []
        if is_new:
            [backup] = [each for each in (path.parent / "backups").iterdir() if not each.name.startswith(".")]
            assert dump(backup) == dump(original)
        else:
            assert dump(path) == dump(original)


@pytest.mark.parametrize("call", ["link", "replace"])
def test_a_kill_while_a_library_is_made_leaves_none_that_hinders_the_next_start(path: Path, call: str) -> None:
    """Killed just before the new file gets its name."""
    child = os.fork()
    if not child:
        setattr(os, call, lambda *_names, **_options: os._exit(9))
        Database.open(path, create=True)
        os._exit(0)
    os.waitpid(child, 0)
    with Database.open(path, create=True) as database:
        assert database.verify() == []


def test_two_processes_on_one_library_lose_no_update(path: Path, kill: Kill, scale: Scale) -> None:
    make_library(path)
    acknowledged = kill("contend", path, 2, 1, scale(1000, 20_000))
    with Database.open(path) as database:
        found = (load_report(database, 1).projects[0].budget or 0) - 474_458
        assert sum(acknowledged) <= found <= sum(acknowledged) + 2
        assert found > 0
        assert database.verify() == []
