"""The score table by keys and mouse: folding, moving through groups, blocks of cells across headings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.model.entities import Indicator
from tests.ui.keys import ALT, CTRL, NONE, SHIFT, press, type_text
from tests.ui.tables import at, editor_of, paste, place, select, show_with
from ui import theme
from ui.delegates.score_delegate import ScoreDelegate
from ui.models.arrangement import Arrangement
from ui.session import Session
from ui.settings import Settings
from ui.widgets import selection
from ui.widgets.score_table import ScoreTable, arrow_zone


@pytest.fixture
def table(session: Session, settings: Settings, qtbot: QtBot) -> ScoreTable:
    made = ScoreTable(session, settings)
    show_with(made, ScoreDelegate(session, made), qtbot)
    return made


def row(session: Session, name: str) -> Indicator:
    return next(each for each in session.data.indicators if each.level3 == name)


def to(table: ScoreTable, name: str, field: str = "level3") -> None:
    """Goes to a row or heading by its name."""
    lines = range(table.entity_model.rowCount())
    line = next(line for line in lines if table.entity_model.index(line, 0).data() == name)
    at(table, line, field)


def names(table: ScoreTable) -> list[str]:
    model = table.entity_model
    return [str(model.index(line, 0).data()) for line in range(model.rowCount())]


def test_the_first_row_is_current_when_the_table_opens(table: ScoreTable) -> None:
    assert place(table) == (2, "level3")


def test_a_click_on_the_arrow_folds_and_one_beside_it_does_not(table: ScoreTable) -> None:
    index = table.entity_model.index(1, 0)
    rect = table.visualRect(index)
    inside = QPoint(rect.left() + sum(arrow_zone(1)) // 2, rect.center().y())
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, NONE, inside)
    assert names(table)[1:3] == ["预算编制", "预算执行"]
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, NONE, rect.center())
    assert names(table)[1:3] == ["预算编制", "预算执行"]
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, NONE, inside)
    assert names(table)[2] == "新增预算事前绩效评估"


def test_as_many_rows_come_as_are_selected_under_the_heading_they_are_added_in(
    table: ScoreTable, session: Session
) -> None:
    to(table, "预算完成率")
    line = table.currentIndex().row()
    table.choose_rows(line, line + 1)
    press(table, Qt.Key.Key_Insert)
    made = [each for each in session.data.indicators if not each.level3]
    assert [each.level2 for each in made] == ["预算执行", "预算执行"]
    assert selection.lines(table) == [line + 2, line + 3]
    to(table, "预算编制")
    press(table, Qt.Key.Key_Insert)
    assert len([each for each in session.data.indicators if not each.level3]) == 3


@pytest.mark.parametrize(
    ("fold", "unfold"),
    [((Qt.Key.Key_Space, NONE), (Qt.Key.Key_Space, NONE)), ((Qt.Key.Key_Left, NONE), (Qt.Key.Key_Right, NONE)),
     ((Qt.Key.Key_BracketLeft, CTRL), (Qt.Key.Key_BracketRight, CTRL))],
)  # fmt: skip
def test_the_keys_of_a_tree_fold_a_heading(
    table: ScoreTable,
    fold: tuple[Qt.Key, Qt.KeyboardModifier],
    unfold: tuple[Qt.Key, Qt.KeyboardModifier],
) -> None:
    to(table, "预算执行")
    press(table, *fold)
    assert names(table)[3:5] == ["预算执行", "信息公开"]
    assert place(table) == (3, "level3")
    press(table, *unfold)
    assert names(table)[4] == "预算完成率"


def test_the_heading_that_is_current_can_be_read(table: ScoreTable) -> None:
    to(table, "预算执行")
    image = table.viewport().grab(table.visualRect(table.currentIndex())).toImage()
    dark = sum(image.pixelColor(x, y).lightness() < 128 for x in range(image.width()) for y in range(image.height()))
    assert dark < image.width() * image.height() / 4


def test_a_group_is_folded_from_any_of_its_rows(table: ScoreTable) -> None:
    to(table, "预算完成率", "target")
    press(table, Qt.Key.Key_BracketLeft, CTRL)
    assert names(table)[place(table)[0]] == "预算执行"


def test_all_groups_fold_and_unfold_at_once(table: ScoreTable, session: Session) -> None:
    everything = names(table)
    table.commands.fold_groups()
    assert len(names(table)) == len(everything) - len(session.data.indicators)
    table.commands.unfold_groups()
    assert names(table) == everything


def test_a_double_click_on_a_block_folds_it_and_on_a_group_renames_it(table: ScoreTable, session: Session) -> None:
    rect = table.visualRect(table.entity_model.index(0, 0))
    place_of_name = QPoint(rect.left() + 60, rect.center().y())
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, NONE, place_of_name)
    assert names(table)[1] == "履职效能"
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, NONE, place_of_name)
    to(table, "预算编制")
    press(table, Qt.Key.Key_F2)
    editor = editor_of(table)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    type_text(editor, "预算编制情况")
    press(editor, Qt.Key.Key_Return)
    assert session.data.indicators[0].level2 == "预算编制情况"


def test_enter_goes_over_headings(table: ScoreTable) -> None:
    to(table, "新增预算事前绩效评估", "target")
    press(table, Qt.Key.Key_Return)
    assert table.current_id() == row(table.session, "预算完成率").id
    press(table, Qt.Key.Key_Return, SHIFT)
    assert table.current_id() == row(table.session, "新增预算事前绩效评估").id


def test_tab_goes_over_headings(table: ScoreTable) -> None:
    to(table, "新增预算事前绩效评估", "reason")
    press(table, Qt.Key.Key_Tab)
    assert table.current_id() == row(table.session, "预算完成率").id


def test_a_row_steps_into_the_next_group_and_back(table: ScoreTable, session: Session) -> None:
    before = session.data.indicators
    to(table, "财务管理合规性", "weight")
    press(table, Qt.Key.Key_Down, ALT)
    moved = row(session, "财务管理合规性")
    assert moved.level2 == "信息公开"
    assert (table.current_id(), place(table)[1]) == (moved.id, "weight")
    press(table, Qt.Key.Key_Up, ALT)
    assert session.data.indicators == before


def test_a_heading_steps_with_all_of_its_rows(table: ScoreTable, session: Session) -> None:
    before = session.data.indicators
    to(table, "信息公开")
    press(table, Qt.Key.Key_Up, ALT)
    assert [each.level3 for each in session.data.indicators[1:3]] == ["预决算公开合规性", "绩效信息公开情况"]
    assert names(table)[place(table)[0]] == "信息公开"
    press(table, Qt.Key.Key_Down, ALT)
    assert session.data.indicators == before


def test_a_group_that_comes_into_another_block_stays_chosen(table: ScoreTable, session: Session) -> None:
    to(table, "运行成本")
    press(table, Qt.Key.Key_Down, ALT)
    assert row(session, "公用经费控制率").block == "履职效能"
    assert names(table)[place(table)[0]] == "运行成本"


def test_dragged_rows_take_the_group_they_are_dropped_in(table: ScoreTable, session: Session) -> None:
    to(table, "采购政策效能")
    line = names(table).index("预算完成率")
    table.choose_rows(place(table)[0], place(table)[0])
    table.row_header.dropped.emit(line)
    first, second = session.data.indicators[1:3]
    assert (first.level3, first.level2, second.level3) == ("采购政策效能", "预算执行", "预算完成率")


def test_rows_do_not_move_while_they_are_filtered(table: ScoreTable, session: Session) -> None:
    before = session.data.indicators
    table.entity_model.arrange(Arrangement(text="采购"))
    to(table, "采购政策效能")
    table.row_header.dropped.emit(1)
    assert session.data.indicators == before


def test_a_new_row_belongs_to_the_group_of_the_current_one(table: ScoreTable, session: Session) -> None:
    to(table, "预算完成率")
    press(table, Qt.Key.Key_Return, CTRL | SHIFT)
    made = session.data.indicators[2]
    assert (made.level3, made.level2, made.block) == ("", "预算执行", "管理效能")
    assert table.current_id() == made.id


def test_a_new_row_below_a_heading_is_its_first(table: ScoreTable, session: Session) -> None:
    to(table, "信息公开")
    table.commands.fold_current(is_folded=True)
    press(table, Qt.Key.Key_Return, CTRL | SHIFT)
    made = session.data.indicators[4]
    assert (made.level3, made.level2) == ("", "信息公开")
    assert table.current_id() == made.id


def test_a_new_row_in_an_empty_block_belongs_to_it(table: ScoreTable, session: Session) -> None:
    session.library.delete(1, "indicator", [each.id for each in session.data.indicators if each.block == "管理效能"])
    to(table, "管理效能")
    press(table, Qt.Key.Key_Return, CTRL | SHIFT)
    assert session.data.indicators[0].block == "管理效能"
    assert names(table)[:3] == ["管理效能", "（未填二级指标）", ""]


def test_deleting_a_heading_deletes_its_rows_in_one_step(table: ScoreTable, session: Session) -> None:
    before = session.data
    to(table, "预算执行")
    press(table, Qt.Key.Key_Delete, CTRL)
    assert not [each for each in session.data.indicators if each.level2 == "预算执行"]
    session.undo()
    assert session.data.indicators == before.indicators


def test_a_paste_goes_over_headings(table: ScoreTable, session: Session) -> None:
    to(table, "新增预算事前绩效评估", "weight")
    paste(table, "1\n2\n3\n4\n5\n")
    assert [str(each.weight) for each in session.data.indicators[:5]] == ["1", "2", "3", "4", "5"]


def test_filling_and_clearing_pass_over_headings(table: ScoreTable, session: Session) -> None:
    first = names(table).index("新增预算事前绩效评估")
    select(table, first, first + 4, "target")
    press(table, Qt.Key.Key_D, CTRL)
    assert {each.target for each in session.data.indicators[:4]} == {"100%"}
    select(table, first, first + 4, "target")
    press(table, Qt.Key.Key_Delete)
    assert {each.target for each in session.data.indicators[:4]} == {""}


def test_rows_pasted_as_such_join_the_group_of_the_current_row(table: ScoreTable, session: Session) -> None:
    to(table, "预算完成率")
    paste_as_rows(table, "三级指标\t分值\n新一\t1\n新二\t2\n")
    made = session.data.indicators[2:4]
    assert [(each.level3, each.level2, each.block) for each in made] == [
        ("新一", "预算执行", "管理效能"), ("新二", "预算执行", "管理效能"),
    ]  # fmt: skip


def paste_as_rows(table: ScoreTable, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(table, Qt.Key.Key_V, CTRL | SHIFT)


def test_a_copied_block_leaves_headings_out(table: ScoreTable) -> None:
    first = names(table).index("新增预算事前绩效评估")
    select(table, first, first + 2, "level3", "weight")
    press(table, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().splitlines() == ["新增预算事前绩效评估\t2", "预算完成率\t2"]


def test_a_row_in_a_folded_group_is_shown_when_it_is_asked_for(table: ScoreTable, session: Session) -> None:
    table.commands.fold_groups()
    wanted = row(session, "预算完成率").id
    assert table.show_row(wanted, "target")
    assert table.current_id() == wanted
    assert place(table)[1] == "target"


def test_the_menu_of_a_heading_can_be_opened(table: ScoreTable) -> None:
    to(table, "信息公开")
    menu = table.menu()
    assert {"收起本组", "展开本组", "全部收起", "全部展开"} <= {action.text() for action in menu.actions()}
    menu.close()


def test_headings_and_rows_are_drawn_in_both_states(table: ScoreTable) -> None:
    unfolded = table.grab().toImage()
    to(table, "预算执行")
    press(table, Qt.Key.Key_Space)
    assert table.grab().toImage() != unfolded


@pytest.mark.parametrize("name", ["预算执行", "预算完成率"])
@pytest.mark.parametrize("ratio", [1.25, 1.5, 2.0])
def test_the_frame_of_the_current_cell_is_whole_at_every_scale(table: ScoreTable, ratio: float, name: str) -> None:
    to(table, name, "weight")
    QApplication.processEvents()
    view = table.viewport()
    image = QImage(view.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    view.render(image)
    rect = QRectF(table.visualRect(table.currentIndex()))
    across, along = QPointF(0, 0.5), QPointF(0.5, 0)
    sides = {
        "top": (QPointF(rect.center().x(), rect.top()), across),
        "bottom": (QPointF(rect.center().x(), rect.bottom()), -across),
        "left": (QPointF(rect.left(), rect.center().y()), along),
        "right": (QPointF(rect.right(), rect.center().y()), -along),
    }
    near = {
        side: [((edge + inward * step) * ratio).toPoint() for step in range(4)]
        for side, (edge, inward) in sides.items()
    }
    seen = {side for side, places in near.items() if theme.color("accent") in map(image.pixelColor, places)}
    assert seen == set(sides)


def test_rows_pasted_below_several_headings_are_chosen(table: ScoreTable, session: Session) -> None:
    table.selectionModel().clear()
    paste(table, "一级指标\t二级指标\t三级指标\t分值\n履职效能\t数量\t甲数\t1\n履职效能\t质量\t乙率\t1")
    assert [each.level3 for each in table.commands.chosen() if isinstance(each, Indicator)] == ["甲数", "乙率"]
    assert table.current_id() == row(session, "甲数").id
