"""Texts go on in another line where the window is narrow, and none is cut."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.widgets.basics import ElidedLabel, button
from ui.widgets.flow_row import FlowRow

TEXTS = [
    "管理效能 43.95 / 50 ⚠ 合计 43.93，填报多 0.02",
    "履职效能 49.80 / 50",
    "总分 93.25 优 ⚠ 合计 93.75，填报少 0.50",
]


@pytest.fixture
def flow(qtbot: QtBot) -> FlowRow:
    made = FlowRow(button("采用合计", role="link"))
    qtbot.addWidget(made)
    made.arrange([ElidedLabel(text) for text in TEXTS])
    with qtbot.waitExposed(made):
        made.show()
    return made


def labels(flow: FlowRow) -> list[ElidedLabel]:
    return [label for label in flow.findChildren(ElidedLabel) if not label.isHidden()]


@pytest.mark.parametrize("width", [1200, 700, 500, 330])
def test_no_text_is_cut_or_covers_another_at_any_width(flow: FlowRow, width: int) -> None:
    flow.resize(width, flow.height())
    places = [label.geometry() for label in labels(flow)] + [flow._last.geometry()]
    assert [label.shown_text() for label in labels(flow)] == TEXTS
    assert not [1 for one in places for other in places if one is not other and one.intersects(other)]
    assert all(flow.rect().contains(place) for place in places)


def test_the_height_is_that_of_the_lines(flow: FlowRow) -> None:
    flow.resize(1200, flow.height())
    one = flow.height()
    flow.resize(330, flow.height())
    assert flow.height() > 2 * one
    flow.arrange(labels(flow)[:1])
    assert flow.height() < 3 * one
    flow.resize(1200, flow.height())
    assert flow.height() == one


def test_the_last_stands_at_the_right(flow: FlowRow) -> None:
    flow.resize(1200, flow.height())
    assert flow._last.geometry().right() == flow.rect().right()


def test_a_text_that_grows_gets_its_room(flow: FlowRow, qtbot: QtBot) -> None:
    flow.resize(1200, flow.height())
    label = labels(flow)[1]
    label.setText("履职效能 49.80 / 50 ⚠ 合计 49.68，填报多 0.12")
    qtbot.waitUntil(lambda: label.shown_text() == label.text())
