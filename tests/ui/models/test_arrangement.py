"""What the officer asks to see of a table, and that the report never changes by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from tests.ui.models.conftest import Check
from ui.models.arrangement import Arrangement
from ui.models.entity_table_model import EntityTableModel
from ui.session import Session

Order = Qt.SortOrder


@pytest.fixture
def projects(session: Session) -> EntityTableModel:
    return EntityTableModel(session, "project")


def values(model: EntityTableModel, field: str) -> list[Any]:
    return [getattr(row, field) for row in model.rows]


def test_figures_are_sorted_by_value_and_empty_ones_come_last(projects: EntityTableModel) -> None:
    projects.session.enter("project", projects.rows[3].id, "budget", "")
    place = projects.column_of("budget")
    for order, is_descending in ((Order.AscendingOrder, False), (Order.DescendingOrder, True)):
        projects.sort(place, order)
        *found, last = values(projects, "budget")
        assert found == sorted(found, reverse=is_descending)
        assert last is None


def test_names_are_sorted_by_pinyin_and_numbers_in_them_by_value(session: Session) -> None:
    session.library.delete(1, "office", [row.id for row in session.data.offices])
    session.library.insert_all(1, "office", [{"name": name} for name in ("张科", "第10科", "李科", "第2科", "")])
    model = EntityTableModel(session, "office")
    model.sort(0)
    assert values(model, "name") == ["第2科", "第10科", "李科", "张科", ""]


def test_choices_are_sorted_in_the_order_of_their_list(session: Session) -> None:
    model = EntityTableModel(session, "unit")
    model.sort(model.column_of("kind"))
    words = model.columns[model.column_of("kind")].spec
    assert words is not None
    places = [words.choices.index(str(kind)) for kind in values(model, "kind")]
    assert places == sorted(places)


def test_computed_rates_are_sorted_by_value(projects: EntityTableModel) -> None:
    projects.session.enter("project", projects.rows[5].id, "executed", "30")
    projects.sort(projects.column_of("rate"))
    assert projects.index(0, projects.column_of("rate")).data() == "9.0%"


def test_sorting_ends_with_the_officers_order(projects: EntityTableModel) -> None:
    before = list(projects.rows)
    projects.sort(projects.column_of("budget"))
    assert list(projects.rows) != before
    projects.sort(-1)
    assert list(projects.rows) == before
    assert projects.session.library.undo_label(1) is None


def test_a_place_stays_with_its_row_when_rows_are_sorted(projects: EntityTableModel) -> None:
    row = projects.rows[4]
    place = QPersistentModelIndex(projects.index(4, 0))
    projects.sort(projects.column_of("budget"), Order.DescendingOrder)
    assert projects.row_at(place.row()) is row


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 14), ("就业", 6), ("就业 6,732.00", 1), ("6732", 1), ("６７３２", 1), ("线下", 0), ("不存在", 0)],
)
def test_words_are_found_in_whatever_column(projects: EntityTableModel, text: str, number: int) -> None:
    projects.arrange(Arrangement(text=text))
    assert len(projects.rows) == number
    assert projects.stored_count == 14


def test_rows_are_shown_by_the_words_of_a_column(session: Session) -> None:
    model = EntityTableModel(session, "unit")
    model.arrange(Arrangement(chosen={"kind": frozenset({"公益一类", "公益二类"})}))
    assert set(values(model, "kind")) == {"公益一类", "公益二类"}
    model.arrange(replace(model.arrangement, chosen=model.arrangement.with_chosen("kind", None)))
    assert not model.arrangement


def test_shown_rows_keep_their_numbers_of_the_report(projects: EntityTableModel) -> None:
    row = projects.rows[13]
    projects.arrange(Arrangement(text=str(getattr(row, "name", ""))))
    assert projects.headerData(0, Qt.Orientation.Vertical) == "14"


def test_an_edit_neither_hides_nor_moves_a_row(projects: EntityTableModel, qtbot: QtBot) -> None:
    projects.arrange(Arrangement(text="就业", column="budget"))
    before = [row.id for row in projects.rows]
    with qtbot.assertNotEmitted(projects.modelReset):
        projects.setData(projects.index(0, projects.column_of("name")), "别的名称")
        projects.setData(projects.index(0, projects.column_of("budget")), "99999")
    assert [row.id for row in projects.rows] == before
    assert projects.index(0, 0).data() == "别的名称"


def test_a_new_row_is_shown_below_the_one_it_stands_below(projects: EntityTableModel) -> None:
    projects.arrange(Arrangement(text="就业"))
    stored = projects.session.data.projects
    second = projects.rows[1]
    following = stored[[row.id for row in stored].index(second.id) + 1]
    made = projects.session.library.insert(1, "project", {"name": "新"}, before=following.id)
    assert projects.line_of(made.id) == 2


def test_undo_of_a_move_changes_the_numbers_and_not_what_is_shown(projects: EntityTableModel) -> None:
    library, ids = projects.session.library, [row.id for row in projects.rows]
    library.move(1, "project", [ids[0]], None)
    projects.sort(projects.column_of("budget"))
    shown = [row.id for row in projects.rows]
    projects.session.undo()
    assert [row.id for row in projects.rows] == shown
    assert projects.number_of(projects.line_of(ids[0])) == 1


def test_opening_another_report_shows_all_of_it(projects: EntityTableModel, qtbot: QtBot) -> None:
    projects.arrange(Arrangement(text="就业"))
    with qtbot.waitSignal(projects.arranged):
        projects.session.open_report(1)
    assert len(projects.rows) == 14


@pytest.mark.parametrize("wanted", [Arrangement(text="就业"), Arrangement(column="budget", is_descending=True)])
def test_rules_hold_while_arranged_rows_come_go_and_move(
    session: Session, check_model: Check, wanted: Arrangement
) -> None:
    model = EntityTableModel(session, "project")
    check_model(model)
    ids = [row.id for row in model.rows]
    model.arrange(wanted)
    session.library.insert_all(1, "project", [{"name": "甲"}, {"name": "乙"}], before=ids[3])
    session.library.delete(1, "project", [ids[0], ids[5], ids[6]])
    session.library.move(1, "project", [ids[8], ids[9]], ids[1])
    for _ in range(3):
        session.undo()
    model.arrange(Arrangement())
    assert [row.id for row in model.rows] == [row.id for row in session.data.projects] == ids


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 20)),
        st.tuples(st.just("delete"), st.integers(0, 20)),
        st.tuples(st.just("move"), st.integers(0, 20)),
        st.tuples(st.just("edit"), st.integers(0, 20)),
        st.tuples(st.just("undo"), st.just(0)),
        st.tuples(st.just("redo"), st.just(0)),
        st.tuples(st.just("sort"), st.integers(-1, 4)),
        st.tuples(st.just("filter"), st.sampled_from([0, 1])),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_whatever_is_done_rows_and_lines_agree_with_the_report(session: Session, steps: list[tuple[str, int]]) -> None:
    model = EntityTableModel(session, "project")
    for what, number in steps:
        _do(model, what, number)
        by_id = {row.id: row for row in session.data.projects}
        assert all(by_id[row.id] is row for row in model.rows)
        assert [model.line_of(row.id) for row in model.rows] == list(range(len(model.rows)))
        assert len({row.id for row in model.rows}) == len(model.rows)
        if not model.arrangement:
            assert list(model.rows) == list(session.data.projects)


def _do(model: EntityTableModel, what: str, number: int) -> None:
    session, library, stored = model.session, model.session.library, model.session.data.projects
    row_id = stored[number % len(stored)].id if stored else None
    if what == "add":
        library.insert(1, "project", {"name": f"就业{number}"}, before=row_id)
    elif what == "sort":
        model.sort(number)
    elif what == "filter":
        model.arrange(replace(model.arrangement, text="就业" if number else ""))
    elif what in {"undo", "redo"}:
        getattr(session, what)()
    elif row_id is not None:
        edits: dict[str, Callable[[], None]] = {
            "delete": lambda: library.delete(1, "project", [row_id]),
            "move": lambda: library.move(1, "project", [row_id], stored[0].id),
            "edit": lambda: library.set_fields(1, [("project", row_id, "executed", number)], "修改"),
        }
        edits[what]()
