"""What last year had and this year has not, offered above each table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.dialogs.choices_dialog import ChoicesDialog
from ui.pages.last_year_rows import LastYearRows
from ui.session import Session


@pytest.fixture
def make(session: Session, qtbot: QtBot) -> Callable[[str], LastYearRows]:
    """The next year's report open, and the button of a table."""
    department = session.data.department.name
    session.open_report(session.library.reports.new(department, session.data.report.year + 1, from_id=1))

    def made(table: str) -> LastYearRows:
        button = LastYearRows(session, table)
        qtbot.addWidget(button)
        return button

    return made


def test_problems_of_last_year_are_taken_over_and_offered_no_more(
    make: Callable[[str], LastYearRows], session: Session, settle: Callable[[], None]
) -> None:
    before = session.library.data(1).problems
    button = make("problem")
    assert (button.text(), session.data.problems) == (f"上年另有 {len(before)} 条", ())
    button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChoicesDialog)
    dialog.list.item(1).setCheckState(Qt.CheckState.Checked)
    dialog.on_done()
    settle()
    [taken] = session.data.problems
    assert (taken.title, taken.text) == (before[0].title, before[0].text)
    assert button.text() == f"上年另有 {len(before) - 1} 条"
    marked = session.library.carried.marks(session.report_id)
    assert {key[2] for key in marked if key[:2] == ("problem", taken.id)} == {"title"}
    session.undo()
    settle()
    assert button.text() == f"上年另有 {len(before)} 条"
    assert not [key for key in session.library.carried.marks(session.report_id) if key[0] == "problem"]


def test_rows_taken_over_are_marked_like_those_of_a_report_that_was_carried_over(
    make: Callable[[str], LastYearRows], session: Session
) -> None:
    button = make("project")
    row = session.data.projects[0]
    marks = session.library.carried.marks
    before = {key[2] for key in marks(session.report_id) if key[:2] == ("project", row.id)}
    session.library.delete(session.report_id, "project", [row.id])
    button.refresh()
    button._take([each.id for each in button.rows])
    taken = session.data.projects[-1]
    assert {key[2] for key in marks(session.report_id) if key[:2] == ("project", taken.id)} == before
    session.library.set_field(session.report_id, "project", taken.id, "name", "改过的名称")
    assert "name" not in {key[2] for key in marks(session.report_id) if key[:2] == ("project", taken.id)}


def test_a_project_comes_without_last_years_amounts_and_with_its_task_of_this_year(
    make: Callable[[str], LastYearRows], session: Session
) -> None:
    session.library.set_field(1, "project", session.library.data(1).projects[0].id, "task_id",
                              session.library.data(1).tasks[1].id)  # fmt: skip
    button = make("project")
    assert not button.rows
    session.library.delete(session.report_id, "project", [session.data.projects[0].id])
    button.refresh()
    button._take([row.id for row in button.rows])
    taken = session.data.projects[-1]
    assert taken.name == session.library.data(1).projects[0].name
    assert (taken.budget, taken.executed) == (None, None)
    assert taken.task_id == session.data.tasks[1].id


@pytest.mark.parametrize("table", ["evidence", "task"])
def test_where_nothing_is_missing_nothing_is_offered(make: Callable[[str], LastYearRows], table: str) -> None:
    assert make(table).isHidden()


def test_without_a_last_year_nothing_is_offered(session: Session, qtbot: QtBot) -> None:
    button = LastYearRows(session, "problem")
    qtbot.addWidget(button)
    assert button.isHidden()
