"""The score table as lines: headings with their sums among the rows, folded, filtered and sorted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from tests.ui.models.conftest import Check
from ui import theme
from ui.models.arrangement import Arrangement
from ui.models.entity_table_model import SPEC_ROLE
from ui.models.score_table_model import FOLDED_ROLE, GROUP_ROLE, ScoreTableModel
from ui.session import Session

Role = Qt.ItemDataRole


@pytest.fixture
def model(session: Session) -> ScoreTableModel:
    return ScoreTableModel(session)


def texts(model: ScoreTableModel, field: str = "level3") -> list[str]:
    column = model.column_of(field)
    return [str(model.index(line, column).data() or "") for line in range(model.rowCount())]


def line_of(model: ScoreTableModel, label: str) -> int:
    return texts(model).index(label)


def heading(model: ScoreTableModel, label: str, field: str) -> str:
    return str(model.index(line_of(model, label), model.column_of(field)).data())


def test_the_rules_of_item_models_hold_through_all_that_happens(session: Session, check_model: Check) -> None:
    model = ScoreTableModel(session)
    check_model(model)
    rows = session.data.indicators
    session.library.insert_all(1, "indicator", [{"level2": "新组", "level3": "甲"}], before=rows[3].id)
    session.library.delete(1, "indicator", [rows[0].id, rows[6].id])
    model.fold([model.groups[0].key], is_folded=True)
    session.library.set_fields(1, [("indicator", rows[1].id, "block", "履职效能")], "改")
    session.undo()
    model.fold([model.groups[0].key], is_folded=False)
    model.arrange(Arrangement(text="预算"))
    model.arrange(Arrangement())
    session.undo()
    session.undo()
    assert [row.id for row in model.entries] == [row.id for row in rows]


def test_headings_stand_above_their_rows(model: ScoreTableModel) -> None:
    assert texts(model)[:5] == ["管理效能", "预算编制", "新增预算事前绩效评估", "预算执行", "预算完成率"]
    assert model.row_at(0) is None
    assert model.group_at(0) is model.groups[0]
    assert model.row_at(2) is not None
    assert model.group_of(4) == model.groups[0].groups[1]


def test_rows_keep_the_numbers_they_have_in_the_report(model: ScoreTableModel) -> None:
    numbers = [model.headerData(line, Qt.Orientation.Vertical) for line in range(6)]
    assert numbers == ["", "", "1", "", "2", "3"]


def test_a_heading_adds_up_weights_and_scores(model: ScoreTableModel) -> None:
    assert (heading(model, "预算执行", "weight"), heading(model, "预算执行", "score")) == ("7", "5.96")
    assert (heading(model, "管理效能", "weight"), heading(model, "管理效能", "reason")) == ("50", "")


def test_a_block_whose_weights_do_not_add_up_says_so(model: ScoreTableModel, session: Session) -> None:
    session.enter("indicator", session.data.indicators[0].id, "weight", "1.5")
    session.settled.emit()
    assert heading(model, "管理效能", "weight") == "⚠ 49.5"
    assert heading(model, "管理效能", "reason") == "少 0.5 分"
    assert heading(model, "预算编制", "reason") == ""
    tip = model.index(0, 0).data(Role.ToolTipRole)
    assert tip == "管理效能：22 项，分值合计 49.5 分，应为 50 分，得分 43.93"


def test_a_row_that_does_not_apply_says_so_and_keeps_its_actual_value(model: ScoreTableModel, session: Session) -> None:
    row = next(row for row in session.data.indicators if row.actual)
    session.store("indicator", row.id, "not_applicable", True)
    session.settled.emit()
    index = model.index(model.line_of(row.id), model.column_of("actual"))
    assert index.data() == "不适用"
    assert index.data(Role.EditRole) == row.actual
    assert index.data(Role.ForegroundRole) == theme.color("secondary")
    session.undo()
    session.settled.emit()
    assert index.data() != "不适用"


def test_an_edit_of_a_figure_changes_its_line_and_resets_nothing(model: ScoreTableModel, qtbot: QtBot) -> None:
    row = model.entries[2]
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as seen:
        model.session.enter("indicator", row.id, "target", "1%")
    assert seen.args[0].row() == model.line_of(row.id)


def test_a_row_that_says_it_belongs_elsewhere_goes_there(model: ScoreTableModel, session: Session) -> None:
    row = session.data.indicators[0]
    place = QPersistentModelIndex(model.index(model.line_of(row.id), 0))
    session.enter("indicator", row.id, "block", "履职效能")
    group = model.group_of(model.line_of(row.id))
    assert group is not None
    assert group in model.groups[1].groups
    assert place.row() == model.line_of(row.id)


def test_a_folded_heading_hides_its_rows_and_gives_them_back(model: ScoreTableModel) -> None:
    everything = texts(model)
    model.fold([model.groups[0].key], is_folded=True)
    assert texts(model)[:2] == ["管理效能", "履职效能"]
    assert model.index(0, 0).data(FOLDED_ROLE)
    model.reveal(model.session.data.indicators[1].id)
    assert texts(model) == everything


def test_an_edit_leaves_folded_what_is_folded(model: ScoreTableModel, session: Session) -> None:
    model.fold([model.groups[0].key], is_folded=True)
    session.library.insert_all(1, "indicator", [{"level3": "新"}], before=session.data.indicators[0].id)
    assert texts(model)[:2] == ["管理效能", "履职效能"]


def test_a_filter_keeps_the_headings_of_what_it_shows(model: ScoreTableModel) -> None:
    model.arrange(Arrangement(text="采购 意向"))
    assert texts(model) == ["管理效能", "采购管理", "采购意向公开合规性"]
    model.arrange(Arrangement(text="资产管理"))
    assert len(model.entries) == 6


def test_sorting_sorts_within_each_group(model: ScoreTableModel) -> None:
    model.arrange(Arrangement(column="weight", is_descending=True))
    start = line_of(model, "采购管理")
    weights = [Decimal(text) for text in texts(model, "weight")[start + 1 : start + 6]]
    assert weights == sorted(weights, reverse=True)
    assert texts(model)[0] == "管理效能"


def test_a_row_added_while_filtered_is_shown_in_its_group(model: ScoreTableModel, session: Session) -> None:
    model.arrange(Arrangement(text="采购意向"))
    row = model.entries[0]
    session.library.insert_all(1, "indicator", [{"block": "管理效能", "level2": "采购管理", "level3": "新"}])
    assert texts(model)[:3] == ["管理效能", "采购管理", "采购意向公开合规性"]
    assert "新" in texts(model)
    assert model.line_of(row.id) == 2


def test_a_group_is_renamed_for_all_of_its_rows_in_one_step(model: ScoreTableModel, session: Session) -> None:
    index = model.index(line_of(model, "预算执行"), 0)
    assert index.flags() & Qt.ItemFlag.ItemIsEditable
    assert index.data(SPEC_ROLE).name == "level2"
    assert model.setData(index, "预算执行情况")
    assert [row.level2 for row in session.data.indicators[1:4]] == ["预算执行情况"] * 3
    session.undo()
    assert line_of(model, "预算执行") == index.row()


def test_blocks_and_sums_cannot_be_typed_over(model: ScoreTableModel) -> None:
    assert not model.index(0, 0).flags() & Qt.ItemFlag.ItemIsEditable
    assert not model.index(1, model.column_of("weight")).flags() & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(model.index(1, 0), "  ")


def test_new_lines_are_counted_beyond_the_headings(model: ScoreTableModel) -> None:
    lines = model.lines_below(0)
    assert [next(lines) for _ in range(3)] == [2, 4, 5]
    beyond = model.lines_below(model.rowCount())
    assert model.number_of(next(beyond)) == len(model.session.data.indicators) + 1


def test_a_task_that_is_renamed_renames_its_heading(model: ScoreTableModel, session: Session) -> None:
    row = session.data.indicators[-1]
    session.library.set_fields(1, [("indicator", row.id, "level2", "")], "改")
    session.enter("task", row.task_id or 0, "name", "新任务名")
    assert texts(model)[-2] == "新任务名"
    assert model.index(model.rowCount() - 2, 0).data(GROUP_ROLE).is_named is False


def test_without_a_report_there_are_no_lines(model: ScoreTableModel, session: Session) -> None:
    session.open_report(0)
    assert model.rowCount() == 0
    session.open_report(1)
    assert len(model.entries) == len(session.data.indicators)


def test_a_typed_score_that_differs_is_marked_with_both_figures(model: ScoreTableModel, session: Session) -> None:
    line = model.line_of(session.data.indicators[1].id)
    index = model.index(line, model.column_of("score"))
    assert index.data(Role.ToolTipRole) == "填报 1.48，计算 1.50，少 0.02"
    assert index.data(Role.ForegroundRole) is not None
    assert model.index(line + 2, model.column_of("score")).data(Role.ToolTipRole) is None


def test_a_screen_reader_hears_what_a_heading_holds(model: ScoreTableModel) -> None:
    assert str(model.index(0, 0).data(Role.AccessibleTextRole)).startswith("分组，已展开，管理效能：22 项")
    model.fold([model.groups[0].key], is_folded=True)
    assert str(model.index(0, 0).data(Role.AccessibleTextRole)).startswith("分组，已收起")
