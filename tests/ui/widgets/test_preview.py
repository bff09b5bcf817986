"""The preview as the officer uses it: clicks, marks, zoom and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app import packs
from app.model.layout import Layout
from app.render.blocks import Document
from app.render.markup import parse
from ui import theme
from ui.printing.pages import Box, PlacedLine
from ui.widgets.preview import LARGEST, SMALLEST, PreviewColors, PreviewWidget

FIGURE = "project/7/budget"
FILLER = "<p>部门整体支出绩效自评。</p>"
MARKUP = f'<section><p id="funds">本部门。预算<f ref="{FIGURE}">291</f>万元；执行。</p>{FILLER * 80}</section>'
COLORS = PreviewColors(
    ground="#808080",
    paper="#FFFFFF",
    shadow="#000000",
    ink="#000000",
    figure="#0000FF",
    marked="#FFFF00",
    manual="#00FF00",
    stale="#FF0000",
)


@pytest.fixture
def layout(qapp: QApplication) -> Layout:
    return packs.load("panyu-2021").layouts["standard"]


@pytest.fixture
def preview(qtbot: QtBot, layout: Layout) -> PreviewWidget:
    widget = PreviewWidget(colors=COLORS)
    qtbot.addWidget(widget)
    widget.resize(900, 700)
    widget.show()
    widget.set_document(parse(MARKUP), layout)
    return widget


def line_of(preview: PreviewWidget, text: str) -> tuple[int, PlacedLine]:
    """The first line with a text, and the number of its page from 0."""
    assert preview.pages is not None
    return next(
        (number, placed)
        for number, page in enumerate(preview.pages)
        for placed in page.lines()
        if text in placed.line.text
    )


def on_screen(preview: PreviewWidget, number: int, x: float, y: float) -> QPoint:
    """A place on a page, pt, in the view."""
    at = preview._frames.rectangle(number, Box(x, y, x, y)).topLeft()
    bars = preview.horizontalScrollBar().value(), preview.verticalScrollBar().value()
    return QPoint(round(at.x()) - bars[0], round(at.y()) - bars[1])


def middle_of(preview: PreviewWidget, text: str) -> QPoint:
    """The middle of a run in the view."""
    number, placed = line_of(preview, text)
    box = next(box for box, run in placed.stretches() if text in run.text)
    return on_screen(preview, number, (box.left + box.right) / 2, (box.top + box.bottom) / 2)


def click(preview: PreviewWidget, at: QPoint) -> None:
    QTest.mouseClick(preview.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def colors_shown(preview: PreviewWidget) -> set[str]:
    image = preview.viewport().grab().toImage()
    return {
        QColor(image.pixel(x, y)).name().upper()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }


@pytest.mark.parametrize("zoom", [None, 50, 150, 300])
def test_a_click_on_a_figure_names_its_source(qtbot: QtBot, preview: PreviewWidget, zoom: int | None) -> None:
    if zoom:
        preview.set_zoom(zoom)
        preview.mark(FIGURE)
    with qtbot.waitSignal(preview.field_clicked) as clicked:
        click(preview, middle_of(preview, "291"))
    assert clicked.args == [FIGURE]


def test_a_click_on_text_names_its_paragraph(qtbot: QtBot, preview: PreviewWidget) -> None:
    with qtbot.waitSignal(preview.paragraph_clicked) as clicked:
        click(preview, middle_of(preview, "本部门"))
    assert clicked.args == ["funds"]


def test_a_click_on_a_paragraph_without_a_key_does_nothing(qtbot: QtBot, preview: PreviewWidget) -> None:
    with qtbot.assertNotEmitted(preview.field_clicked), qtbot.assertNotEmitted(preview.paragraph_clicked):
        click(preview, middle_of(preview, "绩效自评"))
        click(preview, QPoint(2, 2))


def test_a_press_that_moves_away_is_no_click(qtbot: QtBot, preview: PreviewWidget) -> None:
    view, left, none = preview.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with qtbot.assertNotEmitted(preview.field_clicked), qtbot.assertNotEmitted(preview.paragraph_clicked):
        QTest.mousePress(view, left, none, middle_of(preview, "291"))
        QTest.mouseRelease(view, left, none, middle_of(preview, "本部门"))


def test_the_pointer_is_a_hand_over_figures_only(preview: PreviewWidget) -> None:
    QTest.mouseMove(preview.viewport(), middle_of(preview, "291"))
    assert preview.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(preview.viewport(), middle_of(preview, "本部门"))
    assert preview.viewport().cursor().shape() is Qt.CursorShape.ArrowCursor


def test_figures_are_drawn_in_their_colour(preview: PreviewWidget) -> None:
    preview.set_zoom(300)
    preview.mark(FIGURE)
    preview.mark("")
    assert "#0000FF" in colors_shown(preview)


def test_a_marked_figure_is_scrolled_to_and_its_sentence_coloured(preview: PreviewWidget) -> None:
    preview.verticalScrollBar().setValue(preview.verticalScrollBar().maximum())
    assert "#FFFF00" not in colors_shown(preview)
    preview.mark(FIGURE)
    assert preview.viewport().rect().contains(middle_of(preview, "291"))
    image = preview.viewport().grab().toImage()
    number, placed = line_of(preview, "预算")
    figure = next(box for box, run in placed.stretches() if run.ref)
    for x in (figure.left - 24, figure.left + 4, figure.right + 24):
        between_lines = on_screen(preview, number, x, placed.top + 3)
        assert QColor(image.pixel(between_lines)).name().upper() == "#FFFF00"


def test_only_the_sentence_of_a_marked_figure_is_coloured(preview: PreviewWidget) -> None:
    preview.mark(FIGURE)
    image = preview.viewport().grab().toImage()
    number, placed = line_of(preview, "本部门")
    first = on_screen(preview, number, placed.x + 8, placed.top + 3)
    assert QColor(image.pixel(first)).name().upper() == "#FFFFFF"


@pytest.mark.parametrize("prefix", ["project/7/", "project/7", FIGURE])
def test_a_row_or_a_field_can_be_marked(preview: PreviewWidget, prefix: str) -> None:
    preview.mark(prefix)
    assert "#FFFF00" in colors_shown(preview)


@pytest.mark.parametrize("prefix", ["project/70/", "project/7/bud", "project/", ""])
def test_others_are_not_marked(preview: PreviewWidget, prefix: str) -> None:
    preview.mark(prefix)
    assert ("#FFFF00" in colors_shown(preview)) is (prefix == "project/")


def test_a_mark_may_leave_the_view_where_it_is(preview: PreviewWidget) -> None:
    bar = preview.verticalScrollBar()
    bar.setValue(bar.maximum())
    preview.mark(FIGURE, scrolls=False)
    assert bar.value() == bar.maximum()


@pytest.mark.parametrize(("is_stale", "color"), [(False, "#00FF00"), (True, "#FF0000")])
def test_paragraphs_by_hand_have_a_bar(preview: PreviewWidget, layout: Layout, is_stale: bool, color: str) -> None:
    assert color not in colors_shown(preview)
    document = by_hand(is_stale)
    preview.set_document(document, layout)
    assert color in colors_shown(preview)


def by_hand(is_stale: bool) -> Document:
    document = parse(MARKUP)
    first = next(document.paragraphs())
    first.manual, first.stale = True, is_stale
    return document


@pytest.mark.qt_log_ignore("does not support raise")
@pytest.mark.parametrize(
    ("document", "text", "tip"),
    [
        (parse(MARKUP), "291", "点击转到填写处"),
        (parse(MARKUP), "本部门", "点击可改为手工"),
        (by_hand(is_stale=False), "本部门", "手工段落，不随数据变化"),
        (by_hand(is_stale=True), "本部门", "手工段落，自动生成的内容已有变化"),
        (parse(MARKUP), "绩效自评", ""),
    ],
)
def test_a_tip_says_what_a_place_is(
    preview: PreviewWidget, layout: Layout, document: Document, text: str, tip: str
) -> None:
    preview.set_document(document, layout)
    at = middle_of(preview, text)
    event = QHelpEvent(QEvent.Type.ToolTip, at, preview.viewport().mapToGlobal(at))
    QApplication.sendEvent(preview.viewport(), event)
    assert QToolTip.text() == tip
    QToolTip.hideText()


def test_pages_fit_the_width_and_follow_it(preview: PreviewWidget) -> None:
    assert preview._frames[0].width() == pytest.approx(preview.viewport().width() - 32)
    preview.resize(1200, 700)
    assert preview._frames[0].width() == pytest.approx(preview.viewport().width() - 32)
    assert preview.horizontalScrollBar().maximum() == 0


def test_a_narrow_view_shows_the_text_without_the_margins(preview: PreviewWidget) -> None:
    preview.resize(390, 700)
    assert preview.pages is not None
    text = preview._frames.rectangle(0, preview.pages[0].text)
    assert 0 <= text.left() < 20
    assert text.right() <= preview.viewport().width()
    assert preview._frames[0].width() > preview.viewport().width()


@pytest.mark.parametrize(("asked", "got"), [(100, 100), (10, SMALLEST), (999, LARGEST)])
def test_the_zoom_stays_within_its_limits(qtbot: QtBot, preview: PreviewWidget, asked: int, got: int) -> None:
    with qtbot.waitSignal(preview.zoom_changed) as changed:
        preview.set_zoom(asked)
    assert changed.args == [got]
    assert preview.zoom == got


def test_a_page_at_100_percent_is_as_wide_as_on_paper(preview: PreviewWidget) -> None:
    preview.set_zoom(100)
    assert preview._frames[0].width() == pytest.approx(210 / 25.4 * 96)


def turn(preview: PreviewWidget, notches: int, modifiers: Qt.KeyboardModifier) -> None:
    at = QPointF(preview.viewport().rect().center())
    event = QWheelEvent(
        at,
        preview.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(preview.viewport(), event)


def test_the_wheel_zooms_with_the_control_key_and_scrolls_without(preview: PreviewWidget) -> None:
    preview.set_zoom(100)
    turn(preview, 1, Qt.KeyboardModifier.ControlModifier)
    assert preview.zoom == 110
    turn(preview, -2, Qt.KeyboardModifier.ControlModifier)
    assert preview.zoom == 90
    before = preview.verticalScrollBar().value()
    turn(preview, -1, Qt.KeyboardModifier.NoModifier)
    assert preview.zoom == 90
    assert preview.verticalScrollBar().value() > before


def test_keys_zoom(preview: PreviewWidget) -> None:
    preview.set_zoom(100)
    QTest.keyClick(preview, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert preview.zoom == 110
    QTest.keyClick(preview, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert preview.zoom == 100
    QTest.keyClick(preview, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert preview._frames[0].width() == pytest.approx(preview.viewport().width() - 32)


def test_keys_scroll(preview: PreviewWidget) -> None:
    bar = preview.verticalScrollBar()
    QTest.keyClick(preview, Qt.Key.Key_PageDown)
    assert bar.value() == bar.pageStep()
    QTest.keyClick(preview, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    QTest.keyClick(preview, Qt.Key.Key_End)
    assert bar.value() == bar.maximum() > 0
    QTest.keyClick(preview, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_zooming_stays_at_the_same_place(preview: PreviewWidget) -> None:
    preview.verticalScrollBar().setValue(round(preview._frames[1].center().y()))
    preview.set_zoom(200)
    frame = preview._frames[1]
    assert preview.verticalScrollBar().value() == pytest.approx(frame.center().y(), abs=2)


def test_a_new_document_is_shown_where_the_last_one_stood(preview: PreviewWidget, layout: Layout) -> None:
    preview.verticalScrollBar().setValue(500)
    preview.set_document(parse(MARKUP.replace("291", "9,096.14")), layout)
    assert preview.verticalScrollBar().value() == 500
    line_of(preview, "9,096.14")


def test_the_page_in_view_is_told(qtbot: QtBot, preview: PreviewWidget) -> None:
    assert preview.pages is not None
    with qtbot.waitSignal(preview.page_shown) as shown:
        preview.verticalScrollBar().setValue(round(preview._frames[2].top()))
    assert shown.args == [3, len(preview.pages)]


def test_a_hidden_preview_waits_until_it_is_shown(qtbot: QtBot, layout: Layout) -> None:
    widget = PreviewWidget()
    qtbot.addWidget(widget)
    widget.set_document(parse(MARKUP), layout)
    widget.mark(FIGURE)
    assert widget._pages is None
    widget.show()
    assert widget._pages is not None


def test_an_empty_preview_can_be_shown_and_zoomed(qtbot: QtBot) -> None:
    widget = PreviewWidget()
    qtbot.addWidget(widget)
    widget.show()
    widget.set_zoom(150)
    widget.mark(FIGURE)
    assert widget.zoom == 150
    assert widget.pages is None


def test_colours_follow_the_theme_unless_they_are_given(preview: PreviewWidget) -> None:
    assert "#FFFFFF" in colors_shown(preview)
    preview.set_colors(None)
    theme.activate(theme.ThemeChoice.DARK)
    try:
        assert theme.DARK.surface in colors_shown(preview)
    finally:
        theme.activate(theme.ThemeChoice.LIGHT)


def test_it_has_a_name_for_readers_of_the_screen(preview: PreviewWidget) -> None:
    assert preview.pages is not None
    assert preview.accessibleName() == "预览"
    assert preview.accessibleDescription() == f"共 {len(preview.pages)} 页"
