"""Cards go below one another where the window is narrow."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from ui.widgets.card_row import CardRow


@pytest.fixture
def row(qtbot: QtBot) -> CardRow:
    cards = [QFrame() for _ in range(4)]
    for card in cards:
        card.setMinimumSize(150, 100)
    made = CardRow(cards, 220)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize(("width", "columns"), [(1100, 4), (916, 4), (915, 2), (452, 2), (451, 1), (200, 1)])
def test_as_many_stand_side_by_side_as_fit_in_full_lines(row: CardRow, width: int, columns: int) -> None:
    row.resize(width, 500)
    assert row.columns == columns


def test_a_row_can_get_as_narrow_as_one_card(row: CardRow) -> None:
    assert row.minimumSizeHint().width() == 150


def test_a_row_that_was_narrow_gets_wide_again(row: CardRow) -> None:
    row.resize(300, 500)
    row.resize(1100, 500)
    assert row.columns == 4


def test_the_width_is_divided_as_asked_where_all_stand_side_by_side(qtbot: QtBot) -> None:
    cards = [QFrame(), QFrame()]
    made = CardRow(cards, 200, shares=(2, 3))
    qtbot.addWidget(made)
    made.resize(1012, 100)
    with qtbot.waitExposed(made):
        made.show()
    assert [card.width() for card in cards] == [400, 600]
