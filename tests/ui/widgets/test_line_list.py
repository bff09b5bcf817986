"""Painted lines and cards that lead somewhere, by mouse and by keys."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.keys import click, press
from ui import theme
from ui.widgets import figure_card
from ui.widgets.choice_card import ChoiceCard
from ui.widgets.figure_card import FigureCard
from ui.widgets.line_list import Line, LineList


@pytest.fixture
def lines(qtbot: QtBot) -> LineList:
    made = LineList("项目")
    made.set_lines(
        [
            Line("按资金来源"),
            Line("甲", "1.00", "50.0%", Decimal(50), place="a"),
            Line("乙", "2.00", "100.0%", Decimal(100), place="b"),
        ]
    )
    qtbot.addWidget(made)
    made.resize(400, made.sizeHint().height())
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_click_goes_to_the_place_of_the_line(lines: LineList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lines.place_wanted) as seen:
        click(lines, lines.line_rect(2).center())
    assert seen.args == ["b"]


def test_a_heading_leads_nowhere(lines: LineList, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(lines.place_wanted):
        click(lines, QPoint(5, 5))


def test_the_keys_lead_there_too(lines: LineList, qtbot: QtBot) -> None:
    lines.setFocus()
    press(lines, Qt.Key.Key_Down)
    press(lines, Qt.Key.Key_Down)
    with qtbot.waitSignal(lines.place_wanted) as seen:
        press(lines, Qt.Key.Key_Return)
    assert seen.args == ["b"]


def test_what_is_painted_is_said_to_a_screen_reader(lines: LineList) -> None:
    assert "甲 1.00 50.0%" in lines.accessibleDescription()


def test_keys_begin_at_the_first_line_that_leads_somewhere(lines: LineList) -> None:
    lines.activateWindow()
    lines.setFocus(Qt.FocusReason.TabFocusReason)
    assert lines.active == 1
    press(lines, Qt.Key.Key_Up)
    assert lines.active == 1
    press(lines, Qt.Key.Key_End)
    assert lines.active == 2


def test_pointing_takes_the_active_line_and_leaving_gives_it_back(lines: LineList, qtbot: QtBot) -> None:
    lines.activateWindow()
    lines.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.mouseMove(lines, lines.line_rect(2).center())
    qtbot.waitUntil(lambda: lines.active == 2)
    QTest.mouseMove(lines, lines.line_rect(0).center())
    qtbot.waitUntil(lambda: lines.active == 1)


def test_lines_that_become_fewer_keep_the_keys_at_the_nearest(lines: LineList) -> None:
    lines.activateWindow()
    lines.setFocus(Qt.FocusReason.TabFocusReason)
    press(lines, Qt.Key.Key_End)
    lines.set_lines(lines.lines[:2])
    assert lines.active == 1


def test_a_tagged_line_without_a_place_is_no_heading() -> None:
    assert Line("按资金来源").is_heading
    assert not Line("总分不符", tag="错").is_heading
    assert not Line("甲", place="a").is_heading


def test_a_tip_says_more_than_the_line(lines: LineList) -> None:
    lines.set_lines([Line("甲", "1.00", place="a", detail="原因", tip="甲：得分 1.00，原因")])
    assert lines.mark_text(0) == "甲：得分 1.00，原因"
    assert lines.accessibleDescription() == "甲：得分 1.00，原因"


@pytest.mark.parametrize(
    ("remark", "shown"),
    [
        ("必填内容都已填写", ["必填内容都已填写"]),
        ("管理效能 43.95 · 履职效能 49.80 · 合计 93.75", ["管理效能 43.95 · 履职效能 49.80", "合计 93.75"]),
        (
            "还差 6 项：部门履职总体目标、全年预算数、执行数等",
            ["还差 6 项：部门履职总体目标、", "全年预算数、执行数等"],
        ),
    ],
)
def test_a_long_remark_is_parted_at_punctuation(qtbot: QtBot, remark: str, shown: list[str]) -> None:
    metrics = QFontMetrics(theme.font(theme.SMALL))
    assert figure_card._lines(remark, metrics, metrics.horizontalAdvance("管理效能 43.95 · 履职效能 49.80 ·")) == shown


def test_a_remark_longer_than_two_lines_ends_in_dots(qtbot: QtBot) -> None:
    metrics = QFontMetrics(theme.font(theme.SMALL))
    first, second = figure_card._lines("很" * 100, metrics, metrics.horizontalAdvance("很" * 20))
    assert len(first) == 20
    assert second.endswith("…")


def test_a_figure_is_clicked_by_mouse_and_key(qtbot: QtBot) -> None:
    card = FigureCard("自评得分")
    card.tell("93.25", "管理效能 43.95", tag="等级 优")
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.clicked):
        click(card)
    with qtbot.waitSignal(card.clicked):
        press(card, Qt.Key.Key_Space)
    assert card.accessibleName() == "自评得分 93.25 等级 优"


def test_a_choice_that_is_not_there_yet_cannot_be_chosen(qtbot: QtBot) -> None:
    card = ChoiceCard("package", "打开数据包", "后续版本提供。")
    qtbot.addWidget(card)
    card.setEnabled(False)
    with qtbot.assertNotEmitted(card.clicked):
        click(card)
