"""A backup is whole and sound or is not there, and good ones are never pushed out by bad ones."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import StorageError
from app.storage import contents, copying
from app.storage.backup import _tag as backup_tag
from app.storage.backup import automatic, backup, backups, kept, restore_copy
from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.rows import load_report
from tests.app.storage.libraries import Ids, dump, run_sql
from tests.flushes import noted

NOON = datetime(2022, 6, 15, 12, tzinfo=timezone(timedelta(hours=8)))


def edit(database: Database, ids: Ids, phone: str) -> None:
    with Journal(database).step("改", ids.report) as step:
        step.update("report", ids.report, {"phone": phone})


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_backup_is_the_library(path: Path, database: Database, ids: Ids, tmp_path: Path) -> None:
    backup(database, tmp_path / "copy.db")
    assert dump(tmp_path / "copy.db") == dump(path)
    with Database.open(tmp_path / "copy.db") as copy:
        assert not copy.read_only
        assert load_report(copy, ids.report) == load_report(database, ids.report)
        Journal(copy).undo(ids.report)


def test_a_backup_leaves_nothing_else_behind(database: Database, ids: Ids, tmp_path: Path) -> None:
    folder = tmp_path / "to"
    folder.mkdir()
    backup(database, folder / "copy.db")
    assert names(folder) == {"copy.db"}


def test_a_backup_replaces_what_was_there(database: Database, ids: Ids, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("old")
    backup(database, tmp_path / "copy.db")
    with Database.open(tmp_path / "copy.db", read_only=True) as copy:
        assert copy.verify() == []


def test_a_backup_of_a_damaged_library_is_refused(path: Path, database: Database, ids: Ids, tmp_path: Path) -> None:
    run_sql(path, "UPDATE office SET name = '别的'")
    (tmp_path / "copy.db").write_text("old")
    with pytest.raises(StorageError, match="已损坏"):
        backup(database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "old"
    assert not [name for name in names(tmp_path) if name.endswith(".part")]


def test_a_backup_onto_the_library_is_refused(path: Path, database: Database, ids: Ids) -> None:
    with pytest.raises(StorageError, match="台账库本身"):
        backup(database, path)
    assert database.verify() == []


def test_a_backup_into_a_missing_folder_is_told(database: Database, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        backup(database, tmp_path / "nowhere" / "copy.db")


def test_a_backup_within_a_step_has_what_was_committed(database: Database, ids: Ids, tmp_path: Path) -> None:
    with Journal(database).step("改", ids.report) as step:
        step.update("report", ids.report, {"phone": "1"})
        backup(database, tmp_path / "copy.db")
    with Database.open(tmp_path / "copy.db") as copy:
        assert load_report(copy, ids.report).report.phone == ""


def name_of(database: Database, stamp: str) -> str:
    """What a backup of that time is called."""
    return f"{database.path.stem}-{stamp}-{backup_tag(database.path)}.db"


@pytest.fixture
def twin(database: Database, tmp_path: Path) -> Iterator[Database]:
    """A library of its own under the same name in another folder."""
    (tmp_path / "别处").mkdir()
    with Database.open(tmp_path / "别处" / database.path.name, create=True) as opened:
        yield opened


def test_libraries_of_one_name_share_a_folder_and_keep_apart(
    database: Database, ids: Ids, twin: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    mine, its = automatic(database, folder), automatic(twin, folder)
    assert mine is not None
    assert its is not None
    assert [path for _, path in backups(database, folder)] == [mine]
    assert [path for _, path in backups(twin, folder)] == [its]


def test_backups_of_before_there_were_tags_are_found_by_whose_state_they_hold(
    database: Database, ids: Ids, twin: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    made = automatic(database, folder)
    assert made is not None
    old = made.rename(folder / f"{database.path.stem}-20200101-000000.db")
    edit(database, ids, "1")
    assert [path for _, path in backups(database, folder)] == [old]
    assert backups(twin, folder) == []


def test_a_library_that_was_moved_finds_its_backups_and_removes_none(
    path: Path, database: Database, ids: Ids, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    made = automatic(database, folder)
    assert made is not None
    for day in range(1, 29):
        shutil.copy(made, folder / name_of(database, f"201502{day:02}-000000"))
    (tmp_path / "新").mkdir()
    database.close()
    with Database.open(path.rename(tmp_path / "新" / path.name)) as moved:
        assert len(backups(moved, folder)) == 29
        edit(moved, ids, "1")
        automatic(moved, folder)
        assert len(backups(moved, folder)) == 30


def test_a_copy_that_went_its_own_way_is_another_library(
    path: Path, database: Database, ids: Ids, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    made = automatic(database, folder)
    assert made is not None
    before = made.rename(folder / name_of(database, "20200101-000000"))
    (tmp_path / "副本").mkdir()
    shutil.copy(path, tmp_path / "副本" / path.name)
    edit(database, ids, "1")
    automatic(database, folder)
    with Database.open(tmp_path / "副本" / path.name) as copy:
        assert [found for _, found in backups(copy, folder)] == [before]


def test_an_automatic_backup_is_made_only_after_a_change(database: Database, ids: Ids, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    first = automatic(database, folder)
    assert first is not None
    assert automatic(database, folder) is None
    first.rename(folder / "台账#1%41-20200101-000000.db")
    assert automatic(database, folder) is None
    edit(database, ids, "1")
    assert automatic(database, folder) is not None
    assert len(backups(database, folder)) == 2


@pytest.mark.parametrize("what", ["setting", "snapshot", "attachment", "undo", "typing"])
def test_every_kind_of_change_calls_for_a_backup(
    database: Database, journal: Journal, ids: Ids, tmp_path: Path, what: str
) -> None:
    if what == "typing":
        with journal.step("改", ids.report, merge="k") as step:
            step.update("report", ids.report, {"phone": "0"})
    made = automatic(database, tmp_path / "backups")
    assert made is not None
    made.rename(made.with_name(name_of(database, "20200101-000000")))
    match what:
        case "setting":
            contents.set_setting(database, "a", "b")
        case "snapshot":
            contents.keep_snapshot(database, ids.report, "送审稿", "{}")
        case "attachment":
            contents.attach(database, b"pdf")
        case "undo":
            journal.undo(ids.report)
        case "typing":
            journal._clock.pass_seconds(1)  # type: ignore[attr-defined]
            with journal.step("改", ids.report, merge="k") as step:
                step.update("report", ids.report, {"phone": "1"})
    assert automatic(database, tmp_path / "backups") is not None


def test_a_backup_that_cannot_be_read_calls_for_another(database: Database, ids: Ids, tmp_path: Path) -> None:
    made = automatic(database, tmp_path)
    assert made is not None
    made.unlink()
    (tmp_path / name_of(database, "20200101-000000")).write_text("damaged")
    assert automatic(database, tmp_path) is not None


def test_a_damaged_library_removes_no_backup(path: Path, database: Database, ids: Ids, tmp_path: Path) -> None:
    for day in range(1, 29):
        (tmp_path / name_of(database, f"201502{day:02}-000000")).touch()
    before = names(tmp_path)
    run_sql(path, "UPDATE office SET name = '别的'")
    with pytest.raises(StorageError, match="已损坏"):
        automatic(database, tmp_path)
    assert names(tmp_path) == before


def test_a_sound_library_thins_its_own_backups_only(database: Database, ids: Ids, tmp_path: Path) -> None:
    for day in range(1, 29):
        (tmp_path / name_of(database, f"201502{day:02}-000000")).touch()
    others = {
        "别的-20150201-000000.db",
        "台账#1%41-20150201-000000-abcdef.db",
        "台账#1%41-20150201-000000.db",
        "台账#1%41-v1-20150201-000000-000000.db",
        "notes.txt",
    }
    for name in others:
        (tmp_path / name).touch()
    automatic(database, tmp_path)
    assert others < names(tmp_path)
    assert len(backups(database, tmp_path)) < 28


def test_what_a_crash_left_half_made_goes_after_a_day(database: Database, ids: Ids, tmp_path: Path) -> None:
    for name, age in [(".old.db.0a.part", 2), (".old.db.0a.part-journal", 2), (".new.db.0b.part", 0)]:
        (tmp_path / name).touch()
        time = (datetime.now().astimezone() - timedelta(days=age)).timestamp()
        os.utime(tmp_path / name, (time, time))
    automatic(database, tmp_path)
    assert [name for name in names(tmp_path) if name.startswith(".")] == [".new.db.0b.part"]


def test_a_library_that_is_only_read_makes_no_backups(path: Path, database: Database, tmp_path: Path) -> None:
    with Database.open(path) as second:
        assert automatic(second, tmp_path / "backups") is None


def test_a_restored_copy_is_a_library(path: Path, database: Database, ids: Ids, tmp_path: Path) -> None:
    backup(database, tmp_path / "copy.db")
    restore_copy(tmp_path / "copy.db", tmp_path / "restored.db")
    with Database.open(tmp_path / "restored.db") as restored:
        assert load_report(restored, ids.report) == load_report(database, ids.report)


def test_restoring_never_writes_over_a_file(database: Database, ids: Ids, tmp_path: Path) -> None:
    backup(database, tmp_path / "copy.db")
    (tmp_path / "there.db").touch()
    with pytest.raises(StorageError, match="已经存在"):
        restore_copy(tmp_path / "copy.db", tmp_path / "there.db")
    assert (tmp_path / "there.db").read_bytes() == b""


@pytest.fixture(params=["links", "no links"])
def links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file systems there are: memory sticks know no second name of a file."""

    def refuse(*_names: object, **_options: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    if request.param == "no links":
        monkeypatch.setattr(os, "link", refuse)


def test_a_file_that_appears_meanwhile_is_not_written_over(tmp_path: Path, links: None) -> None:
    made, target = tmp_path / "made", tmp_path / "target"
    for path in (made, target):
        path.write_text(path.name)
    with pytest.raises(StorageError, match="已经存在"):
        copying.publish(made, target, overwrite=False)
    assert target.read_text() == "target"


@pytest.mark.skipif(os.name == "nt", reason="Windows flushes names by itself")
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_copy_is_on_the_disk_before_it_gets_its_name_and_the_name_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool
) -> None:
    made = tmp_path / "made"
    made.write_bytes(b"copy")
    found = noted(monkeypatch)
    copying.publish(made, tmp_path / "target", overwrite=overwrite)
    assert found == ["4 bytes", "name", "folder"]


def test_a_copy_is_restored_wherever_it_is(database: Database, ids: Ids, tmp_path: Path, links: None) -> None:
    backup(database, tmp_path / "copy.db")
    restore_copy(tmp_path / "copy.db", tmp_path / "restored.db")
    assert dump(tmp_path / "restored.db") == dump(database.path)
    assert not copying.unfinished(tmp_path)


@pytest.mark.parametrize("kind", ["missing", "text", "foreign", "damaged"])
def test_only_a_sound_backup_is_restored(database: Database, ids: Ids, tmp_path: Path, kind: str) -> None:
    source = tmp_path / "source.db"
    match kind:
        case "text":
            source.write_text("no backup" * 100)
        case "foreign":
            run_sql(source, "CREATE TABLE photo (id)")
        case "damaged":
            backup(database, source)
            run_sql(source, "UPDATE office SET name = '别的'")
    with pytest.raises(StorageError):
        restore_copy(source, tmp_path / "restored.db")
    assert not (tmp_path / "restored.db").exists()


def ago(**spans: float) -> datetime:
    return NOON - timedelta(**spans)


def test_everything_of_two_days_is_kept() -> None:
    times = {ago(hours=hours) for hours in range(48)}
    assert kept(times, NOON) == times


def test_of_an_older_day_the_newest_is_kept() -> None:
    times = [ago(days=5, hours=hours) for hours in range(6)]
    assert kept(times, NOON) == {times[0]}


def test_a_daily_habit_leaves_twelve_days_ten_weeks_and_nine_months() -> None:
    times = [ago(days=day) for day in range(900)]
    staying = sorted(kept(times, NOON), reverse=True)
    assert len(staying) == 2 + 12 + 10 + 9
    assert staying[13] == ago(days=13)
    weeks = staying[14:24]
    assert all(day.isoweekday() == 7 for day in weeks[1:])
    months = staying[24:]
    assert len({(time.year, time.month) for time in months}) == 9


def test_a_time_in_the_future_is_kept() -> None:
    assert kept([ago(days=-3)], NOON) == {ago(days=-3)}


@given(st.lists(st.integers(0, 1000 * 24), max_size=80), st.integers(0, 40))
def test_thinning_keeps_the_newest_and_thinning_again_removes_nothing(hours: list[int], count: int) -> None:
    times = {ago(hours=each) for each in hours}
    staying = kept(times, NOON)
    assert staying <= times
    assert not times or max(times) in staying
    assert kept(staying, NOON) == staying
    assert len(staying) <= len([time for time in times if NOON - time < timedelta(days=2)]) + 31


def test_daily_thinning_over_the_years_keeps_a_ladder() -> None:
    staying: set[datetime] = set()
    for day in range(700, -1, -1):
        staying = kept(staying | {ago(days=day)}, ago(days=day))
    assert len(staying) == 2 + 12 + 10 + 9
    assert NOON - min(staying) > timedelta(days=300)
