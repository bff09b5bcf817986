"""A deleted row comes back with its fields, its links and its place in the history, long after undo has passed it."""

from __future__ import annotations

import pytest

from app.errors import StaleEditError, StorageError
from app.model.entities import Entity, Task
from app.storage import rows
from app.storage.database import Database
from app.storage.journal import Journal
from tests.app.storage.libraries import Ids


def delete(journal: Journal, ids: Ids, *keys: tuple[str, int]) -> None:
    with journal.step("删除", ids.report) as step:
        for key in keys:
            step.delete(*key)


def restore(journal: Journal, ids: Ids, table: str, row_id: int) -> Entity:
    with journal.step("恢复", ids.report) as step:
        return journal.restore_row(step, table, row_id)


def test_a_deleted_row_comes_back_under_its_id(database: Database, journal: Journal, ids: Ids) -> None:
    before = rows.find(database, "project", ids.project)
    delete(journal, ids, ("project", ids.project))
    assert journal.deleted_row("project", ids.project) == before
    assert restore(journal, ids, "project", ids.project) == before
    assert rows.find(database, "project", ids.project) == before
    assert journal.deleted_row("project", ids.project) is None


def test_a_restored_row_can_be_undone_and_redone(database: Database, journal: Journal, ids: Ids) -> None:
    delete(journal, ids, ("project", ids.project))
    restored = restore(journal, ids, "project", ids.project)
    journal.undo(ids.report)
    assert rows.find(database, "project", ids.project) is None
    journal.redo(ids.report)
    assert rows.find(database, "project", ids.project) == restored


def test_evidence_links_that_went_along_come_back(database: Database, journal: Journal, ids: Ids) -> None:
    links = rows.read(database, "evidence_link")
    delete(journal, ids, ("indicator", ids.indicator))
    assert rows.read(database, "evidence_link") == []
    restore(journal, ids, "indicator", ids.indicator)
    assert rows.read(database, "evidence_link") == links


def test_a_link_whose_other_end_is_gone_stays_away(database: Database, journal: Journal, ids: Ids) -> None:
    delete(journal, ids, ("indicator", ids.indicator))
    delete(journal, ids, ("evidence", ids.evidence))
    restore(journal, ids, "indicator", ids.indicator)
    assert rows.read(database, "evidence_link") == []


def test_a_mention_that_was_cleared_is_set_again(database: Database, journal: Journal, ids: Ids) -> None:
    delete(journal, ids, ("problem", ids.problem))
    restore(journal, ids, "problem", ids.problem)
    measure = rows.find(database, "measure", ids.measure)
    assert getattr(measure, "problem_id", None) == ids.problem


def test_a_mention_that_names_another_row_by_now_stays(database: Database, journal: Journal, ids: Ids) -> None:
    delete(journal, ids, ("task", ids.task))
    with journal.step("改", ids.report) as step:
        other = step.insert(Task(report_id=ids.report, name="另一任务"))
        step.update("indicator", ids.indicator, {"task_id": other.id})
    restore(journal, ids, "task", ids.task)
    assert getattr(rows.find(database, "indicator", ids.indicator), "task_id", None) == other.id


def test_a_row_comes_back_without_what_it_pointed_at_when_that_is_gone(
    database: Database, journal: Journal, ids: Ids
) -> None:
    delete(journal, ids, ("measure", ids.measure))
    delete(journal, ids, ("problem", ids.problem))
    assert getattr(restore(journal, ids, "measure", ids.measure), "problem_id", 0) is None


def test_a_row_that_an_undo_took_away_comes_back(journal: Journal, ids: Ids) -> None:
    with journal.step("新增", ids.report) as step:
        task = step.insert(Task(report_id=ids.report, name="稳就业"))
    journal.undo(ids.report)
    assert restore(journal, ids, "task", task.id) == task


def test_a_row_that_is_there_is_not_restored(journal: Journal, ids: Ids) -> None:
    with pytest.raises(StaleEditError, match="不需要恢复"):
        restore(journal, ids, "project", ids.project)


def test_a_row_the_journal_does_not_know_is_refused(journal: Journal, ids: Ids) -> None:
    with pytest.raises(StorageError, match="无法恢复"):
        restore(journal, ids, "project", 999)
