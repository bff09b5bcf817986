"""Snapshots keep a report whole and give it back only as a copy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.errors import StorageError
from app.storage import contents, snapshots
from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.rows import load_report
from tests.app.storage.libraries import Ids, run_sql


def test_a_report_is_kept_with_every_column(database: Database, ids: Ids) -> None:
    data = load_report(database, ids.report)
    kept = snapshots.keep(database, data, "送审稿")
    assert snapshots.load(database, kept.id) == data


def test_a_snapshot_of_an_older_version_has_later_columns_empty(database: Database, ids: Ids) -> None:
    data = load_report(database, ids.report)
    image = json.loads(snapshots.written(data))
    del image["report"]["remark"], image["rows"]["carried"]
    assert snapshots.read(json.dumps(image)) == data


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"rows": 1}', '{"rows": {"task": [{"id": "x"}]}}'])
def test_a_damaged_snapshot_is_told(database: Database, ids: Ids, content: str) -> None:
    kept = contents.keep_snapshot(database, ids.report, "坏", content)
    with pytest.raises(StorageError, match="已损坏"):
        snapshots.load(database, kept.id)


def test_a_copy_is_a_draft_that_says_where_it_is_from(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("定稿", ids.report) as step:
        step.update("report", ids.report, {"status": "定稿"})
    kept = snapshots.keep(database, load_report(database, ids.report), "定稿")
    copy = snapshots.copy(database, kept.id)
    assert (copy.report.status, copy.report.remark) == ("草稿", "由快照“定稿”恢复")
    assert copy.department.id == ids.department


def test_a_copy_lets_go_of_what_is_gone(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("上年", None) as step:
        step.update("report", ids.report, {"previous_id": ids.report})
    kept = snapshots.keep(database, load_report(database, ids.report), "送审稿")
    with journal.step("删", None) as step:
        step.delete("report", ids.report)
        step.delete("department", ids.department)
    copy = snapshots.copy(database, kept.id)
    assert (copy.report.previous_id, copy.department.id, copy.department.name) == (None, 0, "广州市番禺区民政局")


def test_a_removed_snapshot_can_be_put_back(database: Database, ids: Ids) -> None:
    kept = snapshots.keep(database, load_report(database, ids.report), "送审稿")
    put_back = snapshots.remove(database, kept.id)
    assert contents.snapshots(database, ids.report) == []
    put_back()
    assert contents.snapshots(database, ids.report) == [kept]
    assert database.verify() == []


def test_a_snapshot_altered_behind_the_programs_back_is_a_fault(path: Path, database: Database, ids: Ids) -> None:
    snapshots.keep(database, load_report(database, ids.report), "送审稿")
    run_sql(path, "UPDATE snapshot SET content = '{}'")
    assert len(database.verify()) == 1
