"""The pages of the print dialog: one or two side by side, turned by keys and wheel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import packs
from app.render.markup import parse
from tests.ui.keys import press
from ui.widgets.page_frames import GAP, Fit, PageFrames
from ui.widgets.print_bar import PrintBar
from ui.widgets.print_view import PrintView

LAYOUT = packs.load("panyu-2021").layouts["standard"]
REPORT = "<section><h1>一、标题</h1></section>"
ANNEX = '<section part="annex" orientation="landscape"><p class="table-title">自评表</p></section>'


@pytest.fixture
def view(qtbot: QtBot) -> PrintView:
    """Four upright pages and a landscape one, shown."""
    made = PrintView()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.set_document(parse(REPORT * 4 + ANNEX), LAYOUT)
    made.show()
    qtbot.waitUntil(lambda: made.is_whole)
    return made


def shown(view: PrintView) -> int:
    return view.current + 1


def test_a_whole_page_is_in_sight(view: PrintView) -> None:
    assert view.fits is Fit.PAGE
    for number in range(1, 6):
        view.go_to_page(number)
        frame = view._frames[number - 1].translated(-view._origin())
        assert view.viewport().rect().contains(frame.toRect())


@pytest.mark.parametrize("key", [Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Space])
def test_keys_turn_to_the_next_page(view: PrintView, key: Qt.Key) -> None:
    press(view, key)
    press(view, key)
    assert shown(view) == 3


@pytest.mark.parametrize("key", [Qt.Key.Key_PageUp, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Backspace])
def test_keys_turn_to_the_page_before(view: PrintView, key: Qt.Key) -> None:
    view.go_to_page(4)
    press(view, key)
    assert shown(view) == 3


def test_keys_go_to_the_first_and_the_last_page(view: PrintView) -> None:
    press(view, Qt.Key.Key_End)
    assert shown(view) == 5
    press(view, Qt.Key.Key_PageDown)
    assert shown(view) == 5
    press(view, Qt.Key.Key_Home)
    assert shown(view) == 1
    press(view, Qt.Key.Key_PageUp)
    assert shown(view) == 1


def test_arrows_scroll_where_the_page_is_larger_than_the_view(view: PrintView) -> None:
    view.set_zoom(200)
    press(view, Qt.Key.Key_Down)
    assert shown(view) == 1
    assert view.verticalScrollBar().value() > 0
    press(view, Qt.Key.Key_PageDown)
    assert shown(view) == 2


def wheel(view: PrintView, delta: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    event = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_each_notch_of_the_wheel_turns_a_page(view: PrintView) -> None:
    wheel(view, -120)
    assert shown(view) == 2
    for _ in range(4):
        wheel(view, -30)  # a fine wheel tells quarters
    assert shown(view) == 3
    wheel(view, 240)
    assert shown(view) == 1


def test_the_wheel_zooms_with_ctrl(view: PrintView) -> None:
    before = view.zoom
    wheel(view, 120, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom > before
    assert view.fits is None


def test_keys_zoom(view: PrintView) -> None:
    view.set_zoom(100)
    press(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 110
    press(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.fits is Fit.WIDTH


def test_two_pages_stand_side_by_side(view: PrintView) -> None:
    view.set_columns(2)
    first, second, third = (view._frames[index] for index in range(3))
    assert first.top() == second.top() < third.top()
    assert second.left() - first.right() == pytest.approx(GAP, abs=1)
    assert first.left() == third.left()
    view.turn(1)
    assert shown(view) == 3
    view.turn(1)
    assert shown(view) == 5


def test_going_to_a_right_page_shows_its_row(view: PrintView) -> None:
    view.set_columns(2)
    view.go_to_page(4)
    assert shown(view) == 3


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("zoom", [Fit.WIDTH, Fit.PAGE, 50, 300])
def test_every_point_of_a_page_is_found_on_it(view: PrintView, columns: int, zoom: int | Fit) -> None:
    frames = PageFrames(view.pages, QSize(1000, 700), zoom, columns)
    for index, page in enumerate(view.pages):
        place = frames.place(frames[index].center())
        assert place is not None
        assert place.page == index
        assert place.x == pytest.approx(page.width / 2)
        assert place.y == pytest.approx(page.height / 2)
        assert index in frames.within(frames[index].top() + 1, frames[index].bottom() - 1)
    assert all(frame.right() <= frames.size.width() for frame in map(frames.__getitem__, range(len(frames))))


def test_pages_are_black_on_white_in_every_theme(view: PrintView) -> None:
    image = view.grab().toImage()
    frame = view._frames[0].translated(-view._origin()).toRect().adjusted(4, 4, -4, -4)
    colours = {
        QColor(image.pixel(x, y)).saturation()
        for x in range(frame.left(), frame.right(), 2)
        for y in range(frame.top(), frame.bottom(), 2)
    }
    assert colours == {0}


def test_the_bar_turns_pages_and_shows_two(view: PrintView, qtbot: QtBot) -> None:
    bar = PrintBar(view)
    qtbot.addWidget(bar)
    buttons = {button.toolTip(): button for button in bar.findChildren(type(bar.two))}
    buttons["下一页（PgDn）"].click()
    assert shown(view) == 2
    assert bar.page.value() == 2
    buttons["上一页（PgUp）"].click()
    assert shown(view) == 1
    bar.two.click()
    assert view.columns == 2


def test_the_bar_offers_whole_pages_and_widths(view: PrintView, qtbot: QtBot) -> None:
    bar = PrintBar(view)
    qtbot.addWidget(bar)
    bar.menu.aboutToShow.emit()
    choices = {action.text().partition("\t")[0]: action for action in bar.menu.actions()}
    assert [text for text, action in choices.items() if action.isChecked()] == ["整页"]
    choices["适合宽度"].trigger()
    assert view.fits is Fit.WIDTH
    bar.menu.aboutToShow.emit()
    next(action for action in bar.menu.actions() if action.text() == "150%").trigger()
    assert view.zoom == 150
