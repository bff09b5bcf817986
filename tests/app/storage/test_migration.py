"""An older library is backed up, then brought to the present whole, or left as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import StorageError
from app.storage import schema
from app.storage.backup import restore_copy
from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.rows import load_report
from tests.app.storage.crashing import NEXT
from tests.app.storage.libraries import dump, make_library, run_sql


@pytest.fixture
def old(path: Path) -> Path:
    """A library of the present version."""
    make_library(path)
    return path


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program of the next version."""
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT))


@pytest.fixture
def outdated(old: Path, newer: None) -> Path:
    """A library of the present version, met by the program of the next."""
    return old


def test_the_migrations_are_run_and_the_rows_hashed_anew(outdated: Path) -> None:
    with Database.open(outdated) as database:
        assert database.verify() == []
        assert database.rows("SELECT novelty FROM report") == [("新",)]
        assert database.rows("PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
        assert load_report(database, 1).indicators[0].definition == "。"


def test_the_old_library_is_backed_up_first(outdated: Path) -> None:
    before = dump(outdated)
    Database.open(outdated).close()
    [backup] = (outdated.parent / "backups").iterdir()
    assert backup.name.startswith(f"台账#1%41-v{len(schema.MIGRATIONS) - 1}-")
    assert dump(backup) == before


def test_it_happens_once(outdated: Path) -> None:
    Database.open(outdated).close()
    Database.open(outdated).close()
    assert len(list((outdated.parent / "backups").iterdir())) == 1


def test_it_keeps_undo(outdated: Path) -> None:
    with Database.open(outdated) as database:
        with Journal(database).step("改", 1) as step:
            step.update("project", 1, {"budget": 1})
        Journal(database).undo(1)
        assert load_report(database, 1).projects[0].budget == 474_458


def test_a_library_only_read_is_not_upgraded(outdated: Path) -> None:
    before = dump(outdated)
    with pytest.raises(StorageError, match="完成升级"):
        Database.open(outdated, read_only=True)
    assert dump(outdated) == before


def test_a_damaged_library_is_left_alone(outdated: Path) -> None:
    run_sql(outdated, "UPDATE office SET name = '别的'")
    before = dump(outdated)
    with pytest.raises(StorageError, match="已损坏"):
        Database.open(outdated)
    assert dump(outdated) == before
    assert list((outdated.parent / "backups").iterdir()) == []


def test_a_new_library_needs_no_backup(path: Path, newer: None) -> None:
    with Database.open(path, create=True) as database:
        assert database.verify() == []
    assert not (path.parent / "backups").exists()


def test_an_old_backup_is_restored_and_then_upgraded(outdated: Path) -> None:
    before = dump(outdated)
    restored = outdated.with_name("restored.db")
    restore_copy(outdated, restored)
    assert dump(restored) == before
    with Database.open(restored) as database:
        assert database.verify() == []


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [("ALTER TABLE nowhere ADD COLUMN a", "已损坏"), ("DELETE FROM task", "broke a reference")],
)
def test_a_migration_that_fails_changes_nothing(
    old: Path, monkeypatch: pytest.MonkeyPatch, statement: str, sentence: str
) -> None:
    before = dump(old)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("UPDATE report SET year = 1", statement)))
        with pytest.raises(Exception, match=sentence):
            Database.open(old)
    assert dump(old) == before
    with Database.open(old) as database:
        assert database.verify() == []


def test_a_table_that_others_point_at_can_be_rebuilt(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuild = (
        """CREATE TABLE task_new (id INTEGER PRIMARY KEY AUTOINCREMENT, report_id INTEGER NOT NULL, position INTEGER,
        name TEXT NOT NULL DEFAULT '', analysis TEXT NOT NULL DEFAULT '', office_id INTEGER, unit_id INTEGER,
        digest TEXT NOT NULL) STRICT""",
        "INSERT INTO task_new SELECT id, report_id, position, name, analysis, office_id, unit_id, digest FROM task",
        "DROP TABLE task",
        "ALTER TABLE task_new RENAME TO task",
    )
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, rebuild))
    with Database.open(old) as database:
        assert database.verify() == []
        assert load_report(database, 1).tasks[0].name == "兜底保障"
