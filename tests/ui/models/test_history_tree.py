"""The history by steps: unfolded, narrowed, and read in portions however long it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from tests.ui.models.conftest import Check
from ui.models.history_model import HEADINGS
from ui.models.history_tree import HistoryFilter, HistoryTree
from ui.models.outline_model import OutlineModel
from ui.session import Session


@pytest.fixture
def tree(session: Session) -> HistoryTree:
    return HistoryTree(session)


def paste(session: Session, number: int = 6, label: str = "粘贴") -> None:
    rows = session.data.projects[:number]
    session.library.set_fields(1, [("project", row.id, "executed", (row.executed or 0) + 1) for row in rows], label)


def text(index: QModelIndex, heading: str) -> str:
    return str(index.siblingAtColumn(HEADINGS.index(heading)).data())


def actions(tree: HistoryTree) -> list[str]:
    return [text(tree.index(line, 0), "操作") for line in range(tree.rowCount())]


def test_the_tree_keeps_the_rules_of_item_models(session: Session, tree: HistoryTree, check_model: Check) -> None:
    paste(session)
    session.enter("report", 1, "preparer", "甲")
    tree.load(HistoryFilter())
    check_model(tree)


def test_a_paste_is_one_line_that_unfolds(session: Session, tree: HistoryTree) -> None:
    paste(session)
    tree.load(HistoryFilter())
    top = tree.index(0, 0)
    assert (text(top, "操作"), text(top, "位置")) == ("粘贴", "重点项目 6 处")
    assert tree.entry(top) is None
    assert tree.rowCount(top) == 6
    assert text(tree.index(0, 0, top), "位置") == "重点项目 · 产业人才发展专项资金 · 全年执行数"
    assert text(tree.index(0, 0, top), "改前") == "4,744.58"


def test_a_step_of_one_change_is_told_on_its_own_line(session: Session, tree: HistoryTree) -> None:
    session.enter("report", 1, "preparer", "甲")
    tree.load(HistoryFilter())
    top = tree.index(0, 0)
    assert tree.rowCount(top) == 0
    assert (text(top, "改前"), text(top, "改后")) == ("（空）", "甲")


def test_moving_rows_is_told_without_positions(session: Session, tree: HistoryTree) -> None:
    rows = session.data.projects
    session.library.move(1, "project", [rows[2].id], rows[0].id)
    tree.load(HistoryFilter())
    top = tree.index(0, 0)
    assert (text(top, "操作"), text(top, "位置"), tree.rowCount(top)) == ("移动重点项目", "重点项目", 0)


def test_the_layout_is_told_by_its_name(session: Session, tree: HistoryTree) -> None:
    session.library.reports.set_layout(1, "word")
    tree.load(HistoryFilter())
    top = tree.index(0, 0)
    told = [text(top, heading) for heading in ("位置", "改前", "改后")]
    assert told[0].endswith("版式")
    assert told[1:] == ["公文标准", "Word 默认"]


def test_a_field_of_a_deleted_row_is_told_by_the_name_it_had(session: Session, tree: HistoryTree) -> None:
    row = session.data.projects[0]
    session.enter("project", row.id, "executed", "1")
    session.library.delete(1, "project", [row.id])
    tree.load(HistoryFilter())
    assert text(tree.index(1, 0), "位置") == "重点项目 · 产业人才发展专项资金 · 全年执行数"


def test_what_was_taken_back_is_said_to_be(session: Session, tree: HistoryTree) -> None:
    session.enter("report", 1, "preparer", "甲")
    session.undo()
    tree.load(HistoryFilter())
    assert actions(tree) == ["撤销：修改填报人", "修改填报人（已撤销）"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (lambda outline: HistoryFilter(page=outline.page("projects")), ["粘贴"]),
        (lambda outline: HistoryFilter(page=outline.page("indicators")), ["修改填报人"]),
        (lambda outline: HistoryFilter(page=outline.page("duties")), []),
        (lambda _outline: HistoryFilter(text="4,744.58"), ["粘贴"]),
        (lambda _outline: HistoryFilter(text="填报人"), ["修改填报人"]),
        (lambda _outline: HistoryFilter(day="2001-01-01"), []),
        (lambda _outline: HistoryFilter(user="无此人"), []),
        (lambda _outline: HistoryFilter(only=("report", 1, "preparer")), ["修改填报人"]),
    ],
    ids=["page", "page of fields", "untouched page", "figure", "label", "day", "person", "one field"],
)
def test_filters_narrow_the_history(
    session: Session,
    tree: HistoryTree,
    wanted: Callable[[OutlineModel], HistoryFilter],
    expected: list[str],
    qtbot: QtBot,
) -> None:
    paste(session)
    session.enter("report", 1, "preparer", "甲")
    tree.load(wanted(OutlineModel(session)))
    qtbot.waitUntil(lambda: not tree.is_searching)
    assert [action for action in actions(tree) if "样例" not in action] == expected


def test_only_the_matching_changes_of_a_step_are_shown(session: Session, tree: HistoryTree) -> None:
    paste(session)
    tree.load(HistoryFilter(text="产业人才"))
    top = tree.index(0, 0)
    assert tree.entry(top) is not None
    assert "产业人才" in text(top, "位置")


def test_a_long_history_is_read_as_it_is_scrolled_to(session: Session, tree: HistoryTree) -> None:
    rows = session.data.projects
    for number in range(450):
        session.library.set_fields(1, [("project", rows[0].id, "executed", number)], "修改")
    tree.load(HistoryFilter())
    assert tree.rowCount() < 450
    while tree.canFetchMore(QModelIndex()):
        tree.fetchMore(QModelIndex())
    assert tree.is_whole
    assert tree.rowCount() == 450


def test_a_search_goes_on_until_it_has_found(session: Session, tree: HistoryTree, qtbot: QtBot) -> None:
    session.enter("report", 1, "preparer", "独一份")
    rows = session.data.projects
    for number in range(450):
        session.library.set_fields(1, [("project", rows[0].id, "executed", number)], "修改")
    tree.load(HistoryFilter(text="独一份"))
    qtbot.waitUntil(lambda: tree.is_whole)
    assert actions(tree) == ["修改填报人"]
