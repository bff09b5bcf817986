"""A full disk is told in one sentence, harms nothing, and once there is room again everything works."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import StorageError
from app.model.entities import Unit
from app.storage import schema
from app.storage.backup import backup, restore_copy
from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.rows import load_report
from tests.app.storage.crashing import NEXT
from tests.app.storage.libraries import dump, make_library
from tests.full_disk import room

LONG = "字" * 100_000  # 300 kB, more than any limit of the sweep leaves


@pytest.fixture
def sizes(scale: Callable[[int, int], int]) -> list[int]:
    """Limits in bytes from nothing to less than what the long text needs."""
    count = scale(20, 200)
    return [290_000 * number // count for number in range(count)]


def write_long(journal: Journal) -> None:
    with journal.step("长文", 1) as step:
        step.insert(Unit(report_id=1, name="新"))
        step.update("report", 1, {"results_text": LONG})


def test_an_edit_without_room_changes_nothing(path: Path, sizes: list[int]) -> None:
    make_library(path)
    before = dump(path)
    with Database.open(path) as database:
        journal = Journal(database)
        for size in sizes:
            with room(size), pytest.raises(StorageError, match="磁盘"):
                write_long(journal)
            assert load_report(database, 1).report.results_text == ""
        assert dump(path) == before
        write_long(journal)
        assert load_report(database, 1).report.results_text == LONG
        assert database.verify() == []
        journal.undo(1)
        assert load_report(database, 1).report.results_text == ""


def test_a_library_killed_by_a_full_disk_opens_again(path: Path, sizes: list[int]) -> None:
    make_library(path)
    before = dump(path)
    for size in sizes[::4]:
        with Database.open(path) as database, room(size), pytest.raises(StorageError):
            write_long(Journal(database))
        assert dump(path) == before


def test_a_backup_without_room_leaves_the_old_one(path: Path, tmp_path: Path, sizes: list[int]) -> None:
    make_library(path)
    target = tmp_path / "to" / "copy.db"
    target.parent.mkdir()
    target.write_text("old")
    with Database.open(path) as database:
        write_long(Journal(database))
        for size in sizes:
            with room(size), pytest.raises(StorageError):
                backup(database, target)
            assert [each.name for each in target.parent.iterdir()] == ["copy.db"]
            assert target.read_text() == "old"
        backup(database, target)
    assert dump(target) == dump(path)


def test_a_restored_copy_without_room_is_not_there(path: Path, tmp_path: Path, sizes: list[int]) -> None:
    make_library(path)
    with Database.open(path) as database:
        write_long(Journal(database))
    for size in sizes[::4]:
        with room(size), pytest.raises(StorageError):
            restore_copy(path, tmp_path / "copy.db")
        assert not (tmp_path / "copy.db").exists()
    restore_copy(path, tmp_path / "copy.db")


def test_a_new_library_without_room_is_not_there(tmp_path: Path, sizes: list[int]) -> None:
    path = tmp_path / "new" / "a.db"
    for size in (each for each in sizes if each < 100_000):
        with room(size), pytest.raises(StorageError):
            Database.open(path, create=True)
        assert not path.exists()
    Database.open(path, create=True).close()


def test_an_upgrade_without_room_leaves_the_old_library(
    path: Path, sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_library(path)
    with Database.open(path) as database:
        write_long(Journal(database))
    before = dump(path)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT))
    for size in sizes:
        with room(size), pytest.raises(StorageError):
            Database.open(path)
        assert dump(path) == before
    with Database.open(path) as database:
        assert database.verify() == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; only the superuser may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full_is_told(small_disk: Path, scale: Callable[[int, int], int]) -> None:
    path, filler = small_disk / "a.db", small_disk / "filler"
    make_library(path)
    before = dump(path)
    with Database.open(path) as database:
        journal = Journal(database)
        for number in range(scale(20, 200)):
            filler.touch()
            statistics = os.statvfs(small_disk)
            free = statistics.f_bavail * statistics.f_frsize - number * 290_000 // scale(20, 200)
            filler.write_bytes(bytes(max(0, free)))
            with pytest.raises(StorageError, match="磁盘"):
                write_long(journal)
            assert load_report(database, 1).report.results_text == ""
            filler.unlink()
        assert dump(path) == before
        write_long(journal)
        assert database.verify() == []
