"""Edits through the session: stored, refused, taken back; and what everybody hears of it."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.library import Library
from app.model.entities import Project
from tests.ui.conftest import Answers
from ui.session import Session

SETTLED_WITHIN = 1000  # ms


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def project(session: Session) -> Project:
    return session.data.projects[0]


def test_a_typed_amount_is_stored_in_fen(session: Session) -> None:
    row = project(session)
    assert session.enter("project", row.id, "executed", "4,700.5 万元")
    assert project(session).executed == 4_700_500_000


def test_an_edit_is_announced_with_its_row(session: Session, qtbot: QtBot) -> None:
    row = project(session)
    with qtbot.waitSignal(session.changed) as seen:
        session.enter("project", row.id, "executed", "1")
    assert list(seen.args[0].rows) == [("project", row.id)]


def test_edits_in_quick_succession_settle_once(session: Session, qtbot: QtBot) -> None:
    count = 0

    def on_settled() -> None:
        nonlocal count
        count += 1

    session.settled.connect(on_settled)
    with qtbot.waitSignal(session.settled, timeout=SETTLED_WITHIN):
        for text in ("1", "2", "3"):
            session.enter("project", project(session).id, "executed", text)
    qtbot.wait(100)
    assert count == 1


def test_nonsense_is_kept_as_a_draft_and_not_stored(session: Session) -> None:
    row = project(session)
    assert not session.enter("project", row.id, "executed", "很多")
    draft = session.drafts.get("project", row.id, "executed")
    assert draft is not None
    assert draft.text == "很多"
    assert "不是金额" in draft.reason
    assert project(session).executed == row.executed


def test_a_valid_value_takes_the_draft_away(session: Session) -> None:
    row = project(session)
    session.enter("project", row.id, "executed", "很多")
    session.enter("project", row.id, "executed", "12")
    assert session.drafts.get("project", row.id, "executed") is None


def test_a_full_disk_is_told_and_the_text_stays(session: Session, qtbot: QtBot) -> None:
    row = project(session)
    with full_disk(), qtbot.waitSignal(session.failed) as seen:
        assert not session.enter("project", row.id, "purpose", "新的用途")
    draft = session.drafts.get("project", row.id, "purpose")
    assert draft is not None
    assert draft.text == "新的用途"
    assert seen.args[0].endswith("。")
    assert project(session).purpose == row.purpose


def test_after_the_disk_has_room_again_the_same_edit_is_stored(session: Session) -> None:
    row = project(session)
    with full_disk():
        session.enter("project", row.id, "purpose", "新的用途")
    assert session.enter("project", row.id, "purpose", "新的用途")
    assert project(session).purpose == "新的用途"


def test_undo_brings_the_old_value_back_and_says_what_it_did(session: Session, qtbot: QtBot) -> None:
    row = project(session)
    session.enter("project", row.id, "executed", "1")
    with qtbot.waitSignal(session.informed) as seen:
        assert session.undo()
    assert seen.args == ["已撤销：修改全年执行数"]
    assert project(session).executed == row.executed


def test_redo_does_it_again(session: Session) -> None:
    row = project(session)
    session.enter("project", row.id, "executed", "1")
    session.undo()
    assert session.redo()
    assert project(session).executed == 1_000_000


def test_undo_with_nothing_to_undo_does_nothing(session: Session) -> None:
    assert not session.undo()


def test_a_reference_is_typed_by_its_title(session: Session) -> None:
    measure, problem = session.data.measures[0], session.data.problems[1]
    assert session.enter("measure", measure.id, "problem_id", problem.title[:59] + "…" * (len(problem.title) > 60))
    assert session.data.measures[0].problem_id == problem.id


def test_an_unknown_title_is_refused(session: Session) -> None:
    measure = session.data.measures[0]
    assert not session.enter("measure", measure.id, "problem_id", "没有这个问题")


def test_a_row_that_is_gone_takes_no_value(session: Session) -> None:
    row = project(session)
    session.library.delete(1, "project", [row.id])
    assert not session.store("project", row.id, "executed", 1)


def test_an_unknown_report_is_told_and_the_old_one_stays_open(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.failed):
        assert not session.open_report(99)
    assert session.report_id == 1


def test_closing_a_report_forgets_its_drafts(session: Session) -> None:
    session.enter("project", project(session).id, "executed", "很多")
    session.open_report(0)
    assert len(session.drafts) == 0


def test_a_read_only_library_refuses_edits_with_a_sentence(sample_file: Path, answers: Answers, qtbot: QtBot) -> None:
    with Library.open(sample_file, read_only=True) as library:
        session = Session(library, answers)
        session.open_report(1)
        with qtbot.waitSignal(session.failed):
            assert not session.enter("project", session.data.projects[0].id, "executed", "1")
        assert session.is_read_only


@pytest.mark.parametrize(("field", "text"), [("executed", "4,744.58"), ("purpose", ""), ("kind", "线上重点")])
def test_entering_what_is_there_already_is_no_edit(session: Session, field: str, text: str, qtbot: QtBot) -> None:
    row = project(session)
    shown = text or row.purpose
    with qtbot.assertNotEmitted(session.changed):
        assert session.enter("project", row.id, field, shown)
