"""Painted lines and cards that lead somewhere, by mouse and by keys."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.ui.keys import click, press
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
