"""A library opens as what it is, or with one sentence and no new file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import StorageError
from app.model.entities import Unit
from app.storage import schema
from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.rows import load_report, load_reports
from tests.app.storage.libraries import dump, make_library, run_sql

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_new_library_is_empty_sound_and_writable(path: Path) -> None:
    with Database.open(path, create=True) as database:
        assert (database.path, database.read_only, database.reason) == (path, False, "")
        assert load_reports(database) == []
        assert database.verify() == []


def test_creating_leaves_nothing_but_the_library_and_its_lock(path: Path) -> None:
    Database.open(path, create=True).close()
    assert set(files(path.parent)) == {path.name, f"{path.name}.lock"}


def test_create_opens_what_is_there(path: Path) -> None:
    ids = make_library(path)
    with Database.open(path, create=True) as database:
        assert load_report(database, ids.report).report.year == 2021


def test_the_file_says_what_it_is(path: Path) -> None:
    Database.open(path, create=True).close()
    header = path.read_bytes()[:100]
    assert int.from_bytes(header[68:72]) == schema.APPLICATION_ID
    assert int.from_bytes(header[60:64]) == len(schema.MIGRATIONS)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("journal_mode", "delete"), ("synchronous", 3), ("trusted_schema", 0), ("query_only", 1)],
)
def test_every_safety_setting_is_on(database: Database, pragma: str, value: object) -> None:
    assert database.rows(f"PRAGMA {pragma}") == [(value,)]


def test_closing_twice_is_closing(path: Path) -> None:
    database = Database.open(path, create=True)
    database.close()
    database.close()


def make_missing(path: Path) -> None:
    pass


def make_empty(path: Path) -> None:
    path.touch()


def make_folder(path: Path) -> None:
    path.mkdir()


def make_text(path: Path) -> None:
    path.write_text("不是台账库" * 1000, encoding="utf-8")


def make_tiny(path: Path) -> None:
    path.write_bytes(b"SQL")


def make_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("report.json", "{}" * 1000)


def make_foreign(path: Path) -> None:
    run_sql(path, "CREATE TABLE photo (id)", "PRAGMA user_version=3")


def make_foreign_in_wal(path: Path) -> None:
    run_sql(path, "PRAGMA journal_mode=WAL", "CREATE TABLE photo (id)")


def make_blank(path: Path) -> None:
    run_sql(path, f"PRAGMA application_id={schema.APPLICATION_ID}", "CREATE TABLE a (b)", "DROP TABLE a")


def make_truncated(path: Path) -> None:
    make_library(path)
    os.truncate(path, path.stat().st_size // 2)
    path.with_name(f"{path.name}.lock").unlink()


ODD: list[tuple[Callable[[Path], None], str]] = [
    (make_missing, "找不到台账库"),
    (make_empty, "空文件"),
    (make_folder, "不是文件"),
    (make_text, "不是台账库文件"),
    (make_tiny, "不是台账库文件"),
    (make_zip, "不是台账库文件"),
    (make_foreign, "其他程序的数据库"),
    (make_foreign_in_wal, "其他程序的数据库"),
    (make_blank, "其他程序的数据库"),
    (make_truncated, "已损坏"),
]


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(("make", "sentence"), ODD, ids=[make.__name__ for make, _ in ODD])
def test_an_odd_file_is_told_in_one_sentence_and_stays_as_it_is(
    tmp_path: Path, make: Callable[[Path], None], sentence: str, read_only: bool
) -> None:
    path = tmp_path / "folder" / "odd.db"
    path.parent.mkdir()
    make(path)
    before = files(path.parent)
    with pytest.raises(StorageError, match=sentence) as caught:
        Database.open(path, read_only=read_only)
    assert str(path) in str(caught.value)
    assert str(caught.value).endswith("。")
    after = files(path.parent)
    after.pop(f"{path.name}.lock", None)
    assert after == before


@pytest.mark.parametrize("make", [make_missing, make_empty, make_text, make_zip, make_foreign])
def test_no_lock_is_left_beside_what_is_no_library(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "folder" / "odd.db"
    path.parent.mkdir()
    make(path)
    with pytest.raises(StorageError):
        Database.open(path)
    assert set(files(path.parent)) <= {"odd.db"}


@pytest.mark.parametrize("make", [make_empty, make_text, make_foreign])
def test_create_never_writes_over_an_odd_file(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "odd.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(StorageError):
        Database.open(path, create=True)
    assert path.read_bytes() == before


def test_reading_only_never_creates(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="找不到台账库"):
        Database.open(tmp_path / "a.db", create=True, read_only=True)
    assert not (tmp_path / "a.db").exists()


def test_a_library_in_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        Database.open(tmp_path / "file" / "a.db", create=True)


def test_a_library_that_was_asked_for_reading_refuses_steps(path: Path) -> None:
    ids = make_library(path)
    with Database.open(path, read_only=True) as database:
        assert database.read_only
        assert load_report(database, ids.report).report.year == 2021
        with pytest.raises(StorageError, match="以只读方式打开"), Journal(database).step("改", ids.report) as step:
            step.insert(Unit(report_id=ids.report))
        with pytest.raises(StorageError, match="以只读方式打开"):
            Journal(database).undo(ids.report)


def test_reading_only_leaves_no_file_behind(path: Path) -> None:
    make_library(path)
    before = files(path.parent)
    with Database.open(path, read_only=True) as database:
        database.verify()
    assert files(path.parent) == before


def test_a_second_window_reads_and_is_told_why(path: Path) -> None:
    ids = make_library(path)
    with Database.open(path) as first, Database.open(path) as second:
        assert (first.read_only, second.read_only) == (False, True)
        assert second.reason == "台账库正在另一个窗口中使用，现在只能查看。"
        with Journal(first).step("改", ids.report) as step:
            step.update("report", ids.report, {"phone": "1"})
        assert load_report(second, ids.report).report.phone == "1"
    with Database.open(path) as third:
        assert not third.read_only


def test_two_names_of_one_library_are_one(path: Path) -> None:
    make_library(path)
    link = path.with_name("link.db")
    try:
        link.symlink_to(path)
    except OSError:
        pytest.skip("the system gives no links to ordinary users")
    with Database.open(path), Database.open(link) as second:
        assert second.read_only
        assert second.path == path


@pytest.mark.skipif(AS_ROOT or os.name == "nt", reason="permissions do not bind this user")
def test_a_write_protected_library_is_read(path: Path) -> None:
    make_library(path)
    path.chmod(0o444)
    with Database.open(path) as database:
        assert database.reason == "台账库文件或所在文件夹不能写入，现在只能查看。"


def test_a_library_without_room_for_a_lock_is_read(path: Path) -> None:
    ids = make_library(path)
    lock = path.with_name(f"{path.name}.lock")
    lock.unlink()
    lock.mkdir()
    with Database.open(path) as database:
        assert database.reason == "台账库文件或所在文件夹不能写入，现在只能查看。"
        assert load_report(database, ids.report).report.year == 2021


def test_a_busy_library_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.storage.connection.BUSY_SECONDS", 0.01)
    ids = make_library(path)
    with Database.open(path) as database, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="正被其他程序占用"), Journal(database).step("改", ids.report):
            pass
        other.execute("ROLLBACK")
        with Journal(database).step("改", ids.report) as step:
            step.update("report", ids.report, {"phone": "1"})


def test_a_commit_that_finds_the_library_busy_keeps_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.storage.connection.BUSY_SECONDS", 0.01)
    ids = make_library(path)
    with Database.open(path) as database, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM report").fetchall()
        with pytest.raises(StorageError, match="占用"), Journal(database).step("改", ids.report) as step:
            step.update("report", ids.report, {"phone": "1"})
        other.execute("ROLLBACK")
        assert step.change is None
        assert load_report(database, ids.report).report.phone == ""
        with Journal(database).step("改", ids.report) as step:
            step.update("report", ids.report, {"phone": "2"})
        assert load_report(database, ids.report).report.phone == "2"


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let an open file go")
def test_a_library_that_vanished_while_open_is_told(path: Path) -> None:
    ids = make_library(path)
    with Database.open(path) as database:
        path.rename(path.with_name("elsewhere.db"))
        with pytest.raises(StorageError, match="已被移动或删除"), Journal(database).step("改", ids.report) as step:
            step.update("report", ids.report, {"phone": "1"})


def test_what_another_program_left_half_done_is_taken_back(path: Path, tmp_path: Path) -> None:
    ids = make_library(path)
    before = dump(path)
    crashed = tmp_path / "crashed" / "a.db"
    crashed.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA cache_size=1")
        other.execute("BEGIN")
        other.execute("UPDATE report SET results_text = ?", ("字" * 100_000,))
        for suffix in ("", "-journal"):
            shutil.copyfile(f"{path}{suffix}", f"{crashed}{suffix}")
        other.execute("ROLLBACK")
    with Database.open(crashed) as database:
        assert load_report(database, ids.report).report.results_text == ""
        assert database.verify() == []
    assert dump(crashed) == before


def test_a_library_left_half_done_cannot_be_read_only(path: Path) -> None:
    make_library(path)
    copy = path.with_name("copy.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA cache_size=1")
        other.execute("BEGIN")
        other.execute("UPDATE report SET results_text = ?", ("字" * 100_000,))
        for suffix in ("", "-journal"):
            shutil.copyfile(f"{path}{suffix}", f"{copy}{suffix}")
    with pytest.raises(StorageError, match="没有正常关闭"):
        Database.open(copy, read_only=True)


def test_a_library_another_tool_left_in_wal_is_put_right(path: Path) -> None:
    ids = make_library(path)
    run_sql(path, "PRAGMA journal_mode=WAL")
    with Database.open(path) as database:
        assert database.rows("PRAGMA journal_mode") == [("delete",)]
        assert load_report(database, ids.report).report.year == 2021


@pytest.mark.parametrize("sql", ["UPDATE report SET year = 1", "DELETE FROM office", "DROP TABLE office"])
def test_a_write_outside_a_step_is_a_bug(database: Database, sql: str) -> None:
    with pytest.raises(RuntimeError, match="outside a step"):
        database.rows(sql)
    with pytest.raises(RuntimeError, match="outside a step"):
        database.write(sql)
    with pytest.raises(RuntimeError, match="outside a step"):
        database.write_all(sql, [()])
    with database.reading(), pytest.raises(RuntimeError, match="outside a step"):
        database.write(sql)


def test_a_transaction_within_a_transaction_is_a_bug(database: Database) -> None:
    with pytest.raises(RuntimeError, match="within"), database.transaction(), database.transaction():
        pass


def test_a_wrong_statement_is_a_bug_and_not_the_officers_trouble(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError):
        database.rows("SELECT nothing FROM nowhere")


@pytest.mark.parametrize(
    "table", ["department", "report", "indicator", "journal", "step", "evidence_link", "snapshot", "setting"]
)
def test_an_altered_row_is_a_fault(path: Path, table: str) -> None:
    ids = make_library(path)
    column = {"journal": "after", "step": "label", "evidence_link": "position", "snapshot": "name", "setting": "value"}
    with Database.open(path) as database:
        from app.storage import contents

        contents.set_setting(database, "a", "b")
        contents.keep_snapshot(database, ids.report, "送审稿", "{}")
        assert database.verify() == []
    run_sql(path, f"UPDATE {table} SET {column.get(table, 'id')} = {column.get(table, 'id')} || '1' WHERE rowid = 1")
    with Database.open(path) as database:
        assert any("与校验码不符" in fault for fault in database.verify())


def test_a_broken_reference_is_a_fault(path: Path) -> None:
    make_library(path)
    run_sql(path, "PRAGMA foreign_keys=OFF", "DELETE FROM task")
    with Database.open(path) as database:
        assert "自评指标第 1 号指向不存在的工作任务。" in database.verify()


def test_a_newer_library_is_read_with_the_reason(path: Path) -> None:
    ids = make_library(path)
    run_sql(path, "ALTER TABLE report ADD COLUMN novelty TEXT", "PRAGMA user_version=99")
    before = path.read_bytes()
    with Database.open(path) as database:
        assert database.reason == "台账库由更新版本的程序保存，现在只能查看；请升级程序后再编辑。"
        assert load_report(database, ids.report).report.year == 2021
        with pytest.raises(StorageError, match="更新版本"), Journal(database).step("改", ids.report):
            pass
    assert path.read_bytes() == before


def test_a_library_that_can_only_be_read_is_not_locked(path: Path) -> None:
    make_library(path)
    run_sql(path, "PRAGMA user_version=99")
    with Database.open(path), Database.open(path) as second:
        assert "更新版本" in second.reason


def test_a_newer_library_without_what_this_program_reads_is_told(path: Path) -> None:
    make_library(path)
    run_sql(path, "ALTER TABLE report DROP COLUMN phone", "PRAGMA user_version=99")
    with pytest.raises(StorageError, match="请升级程序"):
        Database.open(path)
