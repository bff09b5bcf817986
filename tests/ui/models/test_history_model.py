"""Who changed what: the journal as lines of a table."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex

from tests.ui.models.conftest import Check
from ui.models.history_model import HEADINGS, HistoryModel, when
from ui.session import Session


def line(model: HistoryModel, number: int = 0) -> dict[str, str]:
    return {heading: str(model.index(number, place).data()) for place, heading in enumerate(HEADINGS)}


def test_the_history_keeps_the_rules_of_item_models(session: Session, check_model: Check) -> None:
    session.enter("project", session.data.projects[0].id, "executed", "4700")
    model = HistoryModel(session)
    model.load()
    check_model(model)


def test_an_edit_is_told_with_place_and_both_values(session: Session) -> None:
    session.enter("project", session.data.projects[0].id, "executed", "4700")
    model = HistoryModel(session)
    model.load()
    told = line(model)
    assert told["操作"] == "修改全年执行数"
    assert told["位置"] == "重点项目 · 产业人才发展专项资金 · 全年执行数"
    assert (told["改前"], told["改后"]) == ("4,744.58", "4,700.00")


def test_an_empty_value_is_named(session: Session) -> None:
    session.enter("report", 1, "preparer", "王小明")
    model = HistoryModel(session)
    model.load()
    assert line(model)["改前"] == "（空）"


def test_only_the_field_asked_for_is_told(session: Session) -> None:
    first, second = session.data.projects[:2]
    session.enter("project", first.id, "executed", "1")
    session.enter("project", second.id, "executed", "2")
    model = HistoryModel(session)
    model.load(table="project", row_id=second.id, field="executed")
    told = [model.entry(number) for number in range(model.rowCount())]
    assert {(entry.row_id, entry.field) for entry in told} == {(second.id, "executed")}
    assert told[0].after == 2_000_000


def test_moving_a_row_tells_no_bookkeeping(session: Session) -> None:
    rows = session.data.projects
    session.library.move(1, "project", [rows[2].id], rows[0].id)
    model = HistoryModel(session)
    model.load()
    assert model.rowCount() == 0


@pytest.mark.parametrize(("days", "beginning"), [(0, "今天 "), (1, "昨天 "), (400, "20")])
def test_times_are_said_as_people_say_them(days: int, beginning: str) -> None:
    moment = datetime.now().astimezone() - timedelta(days=days)
    assert when(moment.isoformat()).startswith(beginning)


def test_a_long_history_of_a_field_is_read_as_it_is_scrolled_to(session: Session) -> None:
    row = session.data.projects[0]
    for number in range(450):
        session.library.set_fields(1, [("project", row.id, "executed", number)], "修改")
    model = HistoryModel(session)
    model.load(table="project", row_id=row.id, field="executed")
    assert model.rowCount() < 450
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert model.rowCount() == 451
    model.clear()
    assert (model.rowCount(), model.canFetchMore(QModelIndex())) == (0, False)
