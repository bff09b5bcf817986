"""A scrolling sheet: what is in it stays where it is when the bar comes and goes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.basics import column
from ui.widgets.sheet_area import SheetArea


@pytest.fixture
def sheet(qtbot: QtBot) -> tuple[SheetArea, QLabel]:
    content, part = QWidget(), QLabel()
    column(content).addWidget(part)
    area = SheetArea(content, QMargins(20, 0, 20, 12))
    qtbot.addWidget(area)
    area.resize(400, 300)
    area.show()
    QApplication.processEvents()
    return area, part


def _left_and_width(part: QLabel) -> tuple[int, int]:
    for _ in range(3):  # the size asked for, the bar, the margins: each is told by an event of its own
        QApplication.processEvents()
    return part.x(), part.width()


def test_content_keeps_its_place_and_width_when_the_bar_comes_and_goes(sheet: tuple[SheetArea, QLabel]) -> None:
    area, part = sheet
    before = _left_and_width(part)
    part.setFixedHeight(900)
    assert _left_and_width(part) == before
    assert area.verticalScrollBar().isVisible()
    part.setFixedHeight(50)
    assert _left_and_width(part) == before


def test_content_stands_in_the_margins_set_last(sheet: tuple[SheetArea, QLabel]) -> None:
    area, part = sheet
    area.set_margins(QMargins(60, 0, 60, 0))
    assert _left_and_width(part) == (60, 280)


def test_a_margin_narrower_than_the_bar_is_none(sheet: tuple[SheetArea, QLabel]) -> None:
    area, part = sheet
    part.setFixedHeight(900)
    area.set_margins(QMargins(0, 0, 4, 0))
    assert _left_and_width(part) == (0, area.viewport().width())
