"""A damaged library is told, kept, and never crashes the program."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import StorageError
from app.storage import contents
from app.storage.backup import automatic, backup, backups, restore_copy
from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.rows import load_report, load_reports
from tests.app.storage.libraries import make_library, run_sql

PAGE = 4096


@pytest.fixture
def sound(tmp_path: Path) -> bytes:
    """A library with something in every table."""
    path = tmp_path / "sound.db"
    make_library(path)
    with Database.open(path) as database:
        journal = Journal(database)
        contents.set_setting(database, "a", "b")
        contents.keep_snapshot(database, 1, "送审稿", "{}")
        contents.attach(database, os.urandom(3 * PAGE))
        for number in range(30):
            with journal.step("改", 1) as step:
                step.update("report", 1, {"results_text": f"{number}" + "字" * 900})
        journal.undo(1)
    return path.read_bytes()


def flip(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def flip_in_header(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(100)] ^= 1 << chance.randrange(8)


def flip_many(data: bytearray, chance: random.Random) -> None:
    for _ in range(50):
        flip(data, chance)


def zero_page(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data) // PAGE) * PAGE
    data[start : start + PAGE] = bytes(PAGE)


def swap_pages(data: bytearray, chance: random.Random) -> None:
    one, two = (chance.randrange(len(data) // PAGE) * PAGE for _ in range(2))
    data[one : one + PAGE], data[two : two + PAGE] = data[two : two + PAGE], data[one : one + PAGE]


def truncate(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def scribble(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start : start + 200] = chance.randbytes(200)[: len(data) - start]


HARM = [flip, flip_in_header, flip_many, zero_page, swap_pages, truncate, scribble]


def use(path: Path, folder: Path) -> list[str]:
    """Does everything with a library; the sentences it is told."""
    told = []

    def attempt(act: Callable[[], object]) -> None:
        try:
            act()
        except StorageError as error:
            told.append(str(error))

    def work(database: Database) -> None:
        journal = Journal(database)
        acts: list[Callable[[], object]] = [
            lambda: load_reports(database),
            lambda: load_report(database, 1),
            lambda: journal.history(1),
            lambda: contents.snapshots(database, 1),
            lambda: contents.setting(database, "a"),
            lambda: told.extend(database.verify()),
            lambda: edit(journal),
            lambda: journal.undo(1),
            lambda: journal.redo(1),
            lambda: journal.undo(None),
            lambda: delete(journal),
            lambda: backup(database, folder / "copy.db"),
            lambda: automatic(database, folder / "backups"),
        ]
        for act in acts:
            attempt(act)

    def open_and_work() -> None:
        with Database.open(path) as database:
            work(database)

    attempt(open_and_work)
    attempt(lambda: restore_copy(path, folder / "restored.db"))
    return told


def edit(journal: Journal) -> None:
    with journal.step("改", 1) as step:
        step.update("project", 1, {"budget": 5})


def delete(journal: Journal) -> None:
    with journal.step("删", None) as step:
        step.delete("report", 1)


@pytest.mark.parametrize("harm", HARM)
def test_no_damage_crashes_the_program(
    sound: bytes, tmp_path: Path, scale: Callable[[int, int], int], harm: Callable[[bytearray, random.Random], None]
) -> None:
    for seed in range(scale(15, 1500)):
        data = bytearray(sound)
        harm(data, random.Random(f"{harm.__name__} {seed}"))
        folder = tmp_path / str(seed)
        folder.mkdir()
        (folder / "a.db").write_bytes(data)
        told = use(folder / "a.db", folder)
        assert all(sentence.endswith("。") for sentence in told)


@pytest.mark.parametrize("harm", [flip_many, zero_page, truncate, scribble])
def test_a_library_that_does_not_open_stays_as_it_is(
    sound: bytes, tmp_path: Path, harm: Callable[[bytearray, random.Random], None]
) -> None:
    path = tmp_path / "a.db"
    for seed in range(15):
        data = bytearray(sound)
        harm(data, random.Random(seed))
        path.write_bytes(data)
        try:
            Database.open(path).close()
        except StorageError:
            assert path.read_bytes() == data


def test_content_hashes_see_what_the_structure_does_not_show(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    start = sound.index("养老服务".encode())
    path.write_bytes(sound[:start] + "养犬服务".encode() + sound[start + 12 :])
    with Database.open(path) as database:
        assert load_report(database, 1).report.year == 2021
        assert any("校验码" in fault for fault in database.verify())


def test_a_damaged_row_is_shown_but_not_written_over(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(sound.replace("养老服务".encode(), "养犬服务".encode()))
    with Database.open(path) as database:
        assert load_report(database, 1).projects[0].name == "养犬服务"
        for act in (edit, delete):
            with pytest.raises(StorageError, match="已损坏"):
                act(Journal(database))
        assert database.verify()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal SET before = replace(before, '字', '')",
        "UPDATE journal SET row_id = row_id + 1",
        "UPDATE step SET label = '别的'",
    ],
)
def test_a_damaged_journal_undoes_nothing(sound: bytes, tmp_path: Path, sql: str) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(sound)
    run_sql(path, sql)
    with Database.open(path) as database:
        before = load_report(database, 1)
        journal = Journal(database)
        for act in (journal.undo, journal.redo, journal.history):
            with pytest.raises(StorageError, match="已损坏"):
                act(1)
        assert load_report(database, 1) == before


def test_bad_backups_never_push_out_good_ones(sound: bytes, tmp_path: Path) -> None:
    path, folder = tmp_path / "a.db", tmp_path / "backups"
    path.write_bytes(sound)
    with Database.open(path) as database:
        good = automatic(database, folder)
    assert good is not None
    path.write_bytes(sound.replace("养老服务".encode(), "养犬服务".encode()))
    with Database.open(path) as database:
        with Journal(database).step("改", 1) as step:
            step.update("office", 1, {"name": "财务科"})
        with pytest.raises(StorageError, match="已损坏"):
            automatic(database, folder)
        assert [each for _, each in backups(database, folder)] == [good]
