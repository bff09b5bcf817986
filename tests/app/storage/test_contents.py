"""Evidence, snapshots and settings stay as they were put in, and a misspelt table is never made."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import StorageError
from app.storage import contents
from app.storage.database import Database
from app.storage.journal import Journal, Step
from tests.app.storage.libraries import Ids, run_sql


def test_an_attachment_comes_back_by_its_hash(database: Database) -> None:
    data = bytes(range(256)) * 1000
    assert contents.attachment_apart(database.path, contents.attach(database, data)) == data


def test_the_same_attachment_is_kept_once(database: Database) -> None:
    assert contents.attach(database, b"pdf") == contents.attach(database, b"pdf")
    assert database.rows("SELECT count(*) FROM content") == [(1,)]


def attach_and_fail(database: Database, step: Step, ids: Ids) -> None:
    step.update("evidence", ids.evidence, {"content_hash": contents.attach(database, b"pdf")})
    raise ZeroDivisionError


def test_an_attachment_goes_back_with_its_step(database: Database, journal: Journal, ids: Ids) -> None:
    with pytest.raises(ZeroDivisionError), journal.step("添加佐证", ids.report) as step:
        attach_and_fail(database, step, ids)
    assert database.rows("SELECT count(*) FROM content") == [(0,)]


def test_an_unknown_attachment_is_told(database: Database) -> None:
    with pytest.raises(StorageError, match="重新添加"):
        contents.attachment_apart(database.path, "0" * 64)


def test_a_lost_attachment_is_a_fault(path: Path, database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("添加佐证", ids.report) as step:
        step.update("evidence", ids.evidence, {"content_hash": contents.attach(database, b"pdf")})
    assert database.verify() == []
    run_sql(path, "DELETE FROM content")
    assert database.verify() == ["佐证材料第 1 号的文件内容丢失。"]


def test_an_altered_attachment_is_a_fault_and_told_when_it_is_read(path: Path, database: Database) -> None:
    name = contents.attach(database, b"pdf")
    run_sql(path, "UPDATE content SET data = x'00'")
    assert len(database.verify()) == 1
    with pytest.raises(StorageError, match="已经损坏"):
        contents.attachment_apart(path, name)


def test_snapshots_are_listed_the_newest_first(database: Database, ids: Ids) -> None:
    first = contents.keep_snapshot(database, ids.report, "送审稿", '{"a": 1}')
    second = contents.keep_snapshot(database, ids.report, "定稿", '{"a": 2}')
    assert contents.snapshots(database, ids.report) == [second, first]
    assert contents.snapshot_content(database, first.id) == '{"a": 1}'
    assert contents.snapshots(database, 99) == []
    assert database.verify() == []


def test_a_deleted_snapshot_is_told(database: Database, ids: Ids) -> None:
    made = contents.keep_snapshot(database, ids.report, "送审稿", "{}")
    contents.delete_snapshot(database, made.id)
    with pytest.raises(StorageError, match="不在台账库中"):
        contents.snapshot_content(database, made.id)


def test_a_snapshot_outlives_its_report(database: Database, journal: Journal, ids: Ids) -> None:
    made = contents.keep_snapshot(database, ids.report, "送审稿", "{}")
    with journal.step("删", None) as step:
        step.delete("report", ids.report)
    journal.undo(None)
    assert contents.snapshots(database, ids.report) == [made]


def test_a_setting_keeps_its_last_value(database: Database) -> None:
    assert contents.setting(database, "sample", "none") == "none"
    contents.set_setting(database, "sample", "added")
    contents.set_setting(database, "sample", "removed")
    contents.set_setting(database, "other", "1")
    assert contents.setting(database, "sample") == "removed"
    assert database.verify() == []


def test_a_misspelt_table_is_not_made(database: Database) -> None:
    with pytest.raises(KeyError), database.transaction():
        database.table("projekt").insert({"a": 1})
    assert database.verify() == []


def test_sqlite_utils_cannot_write_outside_a_transaction(database: Database) -> None:
    with pytest.raises(Exception, match="readonly"):
        database.table("setting").insert({"key": "a", "value": "b", "digest": ""})
    assert contents.setting(database, "a") == ""
