"""One model for every table: what it shows, what it stores, and how it follows changes in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from app.model.entities import ROWS
from tests.ui.models.conftest import Check
from ui.models.entity_table_model import REASON_ROLE, EntityTableModel
from ui.session import Session

Role = Qt.ItemDataRole


@pytest.fixture
def projects(session: Session) -> EntityTableModel:
    return EntityTableModel(session, "project")


def text(model: EntityTableModel, line: int, field: str) -> str:
    return str(model.index(line, model.column_of(field)).data())


@pytest.mark.parametrize("table", [entity.TABLE for entity in ROWS])
def test_every_table_keeps_the_rules_of_item_models(session: Session, check_model: Check, table: str) -> None:
    check_model(EntityTableModel(session, table))


def test_rules_hold_while_rows_come_go_and_move(session: Session, check_model: Check) -> None:
    model = EntityTableModel(session, "project")
    check_model(model)
    ids = [row.id for row in model.rows]
    session.library.insert_all(1, "project", [{"name": "甲"}, {"name": "乙"}], before=ids[3])
    session.library.delete(1, "project", [ids[0], ids[5], ids[6]])
    session.library.move(1, "project", [ids[8], ids[9]], ids[1])
    session.undo()
    session.undo()
    assert [row.id for row in model.rows] == [row.id for row in session.data.projects]


def test_an_edit_elsewhere_changes_one_line(projects: EntityTableModel, qtbot: QtBot) -> None:
    row = projects.rows[2]
    with qtbot.waitSignal(projects.dataChanged) as seen:
        projects.session.library.set_field(1, "project", row.id, "executed", 1)
    assert (seen.args[0].row(), seen.args[1].row()) == (2, 2)


def test_no_edit_resets_the_model(projects: EntityTableModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(projects.modelReset):
        projects.session.library.insert(1, "project", {"name": "甲"})
        projects.session.library.move(1, "project", [projects.rows[-1].id], projects.rows[0].id)
        projects.session.library.delete(1, "project", [projects.rows[0].id])


def test_a_place_in_the_table_stays_with_its_row_when_rows_move(projects: EntityTableModel) -> None:
    row = projects.rows[4]
    place = QPersistentModelIndex(projects.index(4, 0))
    projects.session.library.move(1, "project", [row.id], projects.rows[0].id)
    assert place.row() == 0


def test_money_is_shown_with_separators_and_edited_without(projects: EntityTableModel) -> None:
    index = projects.index(0, projects.column_of("budget"))
    assert index.data() == "4,780.91"
    assert index.data(Role.EditRole) == "4780.91"


def test_the_completion_rate_follows_the_amounts(projects: EntityTableModel) -> None:
    projects.setData(projects.index(0, projects.column_of("executed")), "2390.455")
    assert text(projects, 0, "rate") == "50.0%"


def test_a_computed_column_cannot_be_typed_in(projects: EntityTableModel) -> None:
    assert not projects.index(0, projects.column_of("rate")).flags() & Qt.ItemFlag.ItemIsEditable


def test_nonsense_stays_in_the_cell_with_its_reason(projects: EntityTableModel) -> None:
    index = projects.index(0, projects.column_of("budget"))
    assert not projects.setData(index, "abc")
    assert index.data() == "abc"
    assert "不是金额" in index.data(REASON_ROLE)
    assert projects.session.data.projects[0].budget == 47_809_100 * 100


def test_undo_takes_the_nonsense_of_an_older_edit_along(projects: EntityTableModel) -> None:
    index = projects.index(0, projects.column_of("budget"))
    projects.setData(index, "1")
    projects.setData(index, "abc")
    projects.session.undo()
    assert index.data() == "4,780.91"


def test_the_computed_score_follows_the_typed_actual_value(session: Session) -> None:
    model = EntityTableModel(session, "indicator")
    line = next(number for number, row in enumerate(session.data.indicators) if "巡查" in row.level3)
    model.setData(model.index(line, model.column_of("actual")), "13340")
    assert text(model, line, "computed") == "1.00"


def test_a_value_computed_from_the_report_is_shown_and_locked(session: Session) -> None:
    model = EntityTableModel(session, "indicator")
    line = next(number for number, row in enumerate(session.data.indicators) if row.fact == "funds.completion_rate")
    index = model.index(line, model.column_of("actual"))
    assert index.data() == "97.5%"
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable


def test_a_reference_is_shown_by_the_name_of_its_row(session: Session) -> None:
    problem = session.data.problems[0]
    session.library.set_field(1, "measure", session.data.measures[0].id, "problem_id", problem.id)
    model = EntityTableModel(session, "measure")
    session.library.set_field(1, "problem", problem.id, "title", "采购执行不力")
    assert text(model, 0, "problem_id") == "采购执行不力"


def test_opening_no_report_empties_the_model(projects: EntityTableModel) -> None:
    projects.session.open_report(0)
    assert projects.rowCount() == 0
