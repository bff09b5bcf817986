"""The preview as the officer uses it: clicks, marks, zoom and keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAction, QColor, QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app import packs
from app.model.layout import Layout
from app.render.blocks import Document
from app.render.markup import parse
from ui import theme
from ui.printing.pages import Box, PlacedLine
from ui.widgets.page_frames import Fit
from ui.widgets.page_painter import PreviewColors
from ui.widgets.page_view import LARGEST, SMALLEST
from ui.widgets.preview import PreviewWidget

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


class _Coloured(PreviewWidget):
    """A preview each of whose colours can be told from the others."""

    @property
    def _colors(self) -> PreviewColors:
        return COLORS


@pytest.fixture
def layout(qapp: QApplication) -> Layout:
    return packs.load("panyu-2021").layouts["standard"]


@pytest.fixture
def preview(qtbot: QtBot, layout: Layout) -> PreviewWidget:
    return opened(_Coloured(), qtbot, layout)


def opened(widget: PreviewWidget, qtbot: QtBot, layout: Layout) -> PreviewWidget:
    """A preview of a short report in a window."""
    qtbot.addWidget(widget)
    widget.resize(900, 700)
    widget.show()
    show(widget, parse(MARKUP), layout)
    return widget


def show(preview: PreviewWidget, document: Document, layout: Layout, name: str = "") -> None:
    """Shows a document, laid out whole."""
    preview.set_document(document, layout, name)
    assert preview.pages


def line_of(preview: PreviewWidget, text: str) -> tuple[int, PlacedLine]:
    """The first line with a text, and the number of its page from 0."""
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


def test_a_click_on_the_words_of_a_paragraph_goes_to_its_nearest_figure(qtbot: QtBot, preview: PreviewWidget) -> None:
    with qtbot.waitSignal(preview.field_clicked) as clicked:
        click(preview, middle_of(preview, "本部门"))
    assert clicked.args == [FIGURE]


def test_a_click_on_a_figure_does_not_ask_about_its_paragraph(qtbot: QtBot, preview: PreviewWidget) -> None:
    with qtbot.assertNotEmitted(preview.paragraph_clicked):
        click(preview, middle_of(preview, "291"))


def test_a_paragraph_without_key_and_figures_leads_to_the_figure_next_to_it(
    qtbot: QtBot, preview: PreviewWidget
) -> None:
    with qtbot.waitSignal(preview.field_clicked) as clicked, qtbot.assertNotEmitted(preview.paragraph_clicked):
        click(preview, middle_of(preview, "绩效自评"))
    assert clicked.args == [FIGURE]


def test_a_click_beside_the_pages_does_nothing(qtbot: QtBot, preview: PreviewWidget) -> None:
    with qtbot.assertNotEmitted(preview.field_clicked), qtbot.assertNotEmitted(preview.paragraph_clicked):
        click(preview, QPoint(2, 2))


def test_a_press_that_moves_away_is_no_click(qtbot: QtBot, preview: PreviewWidget) -> None:
    view, left, none = preview.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with qtbot.assertNotEmitted(preview.field_clicked), qtbot.assertNotEmitted(preview.paragraph_clicked):
        QTest.mousePress(view, left, none, middle_of(preview, "291"))
        QTest.mouseRelease(view, left, none, middle_of(preview, "本部门"))


def test_the_pointer_is_a_hand_where_a_click_leads_somewhere(preview: PreviewWidget) -> None:
    for text in ("291", "本部门"):
        QTest.mouseMove(preview.viewport(), middle_of(preview, text))
        assert preview.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(preview.viewport(), QPoint(2, 2))
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


def test_a_mark_leaves_the_view_where_the_officer_scrolls_it(preview: PreviewWidget) -> None:
    preview.mark("")
    turn(preview, -20, Qt.KeyboardModifier.NoModifier)
    before = preview.verticalScrollBar().value()
    preview.mark(FIGURE)
    assert preview.verticalScrollBar().value() == before > 0


def test_the_officer_may_scroll_away_from_what_is_marked(preview: PreviewWidget, layout: Layout) -> None:
    preview.mark(FIGURE)
    QTest.keyClick(preview, Qt.Key.Key_End)
    show(preview, parse(MARKUP.replace("291", "292")), layout)
    preview.mark(FIGURE)
    assert preview.pages
    assert preview.verticalScrollBar().value() == preview.verticalScrollBar().maximum()


def test_a_click_leaves_the_view_where_it_is(preview: PreviewWidget, layout: Layout) -> None:
    show(preview, parse(MARKUP.replace("</section>", '<p><f ref="project/8/name">末尾</f></p></section>')), layout)
    bar = preview.verticalScrollBar()
    bar.setValue(bar.maximum())
    preview.field_clicked.connect(lambda _ref: preview.mark(FIGURE))
    click(preview, middle_of(preview, "末尾"))
    assert preview._prefix == FIGURE
    assert bar.value() == bar.maximum()


def test_a_mark_that_is_in_sight_moves_nothing(preview: PreviewWidget) -> None:
    preview.verticalScrollBar().setValue(40)
    preview.mark(FIGURE)
    assert preview.verticalScrollBar().value() == 40


@pytest.mark.parametrize(("is_stale", "color"), [(False, "#00FF00"), (True, "#FF0000")])
def test_paragraphs_by_hand_have_a_bar(preview: PreviewWidget, layout: Layout, is_stale: bool, color: str) -> None:
    assert color not in colors_shown(preview)
    document = by_hand(is_stale)
    show(preview, document, layout)
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
        (parse(MARKUP), "291", "项目的预算\n点击转到填报处"),
        (parse(MARKUP), "本部门", "自动生成的段落，可改为手工\n点击转到项目的预算"),
        (by_hand(is_stale=False), "本部门", "手工段落，不随数据变化，点击可修改"),
        (by_hand(is_stale=True), "本部门", "手工段落，数字已变，请点击核对"),
        (parse(MARKUP), "绩效自评", "点击转到项目的预算"),
    ],
)
def test_a_tip_says_what_a_place_is(
    preview: PreviewWidget, layout: Layout, document: Document, text: str, tip: str
) -> None:
    preview.describe = {FIGURE: "项目的预算"}.__getitem__
    show(preview, document, layout)
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
    text = preview._frames.rectangle(0, preview.pages[0].text)
    assert 0 < text.left() <= 21
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
    show(preview, parse(MARKUP.replace("291", "9,096.14")), layout)
    assert preview.verticalScrollBar().value() == 500
    line_of(preview, "9,096.14")


def test_the_page_in_view_is_told(qtbot: QtBot, preview: PreviewWidget) -> None:
    with qtbot.waitSignal(preview.page_shown) as shown:
        preview.verticalScrollBar().setValue(round(preview._frames[2].top()))
    assert shown.args == [3, len(preview.pages)]


def test_a_hidden_preview_waits_until_it_is_shown(qtbot: QtBot, layout: Layout) -> None:
    widget = PreviewWidget()
    qtbot.addWidget(widget)
    widget.set_document(parse(MARKUP), layout)
    widget.mark(FIGURE)
    assert not widget._frames
    widget.show()
    qtbot.waitUntil(lambda: len(widget._frames) > 0)


def test_an_empty_preview_can_be_shown_and_zoomed(qtbot: QtBot) -> None:
    widget = PreviewWidget()
    qtbot.addWidget(widget)
    widget.show()
    widget.set_zoom(150)
    widget.mark(FIGURE)
    assert widget.zoom == 150
    assert widget.pages == []


def test_colours_follow_the_theme(qtbot: QtBot, layout: Layout) -> None:
    preview = opened(PreviewWidget(), qtbot, layout)
    theme.activate(theme.ThemeChoice.DARK)
    try:
        shown = colors_shown(preview)
        assert {theme.DARK.desk, theme.LIGHT.surface} <= shown, "paper stays paper"
    finally:
        theme.activate(theme.ThemeChoice.LIGHT)


def test_it_has_a_name_for_readers_of_the_screen(preview: PreviewWidget) -> None:
    assert preview.accessibleName() == "预览"
    assert preview.accessibleDescription() == f"共 {len(preview.pages)} 页"


TABLE = (
    '<table widths="1 1"><tbody><tr><td>预算</td><td><f ref="indicator/1/score">1.5</f></td></tr>'
    '<tr><td>执行</td><td><f ref="indicator/2/score">2.5</f></td></tr></tbody></table>'
)
TWO = (
    f'<section><p id="funds">预算<f ref="{FIGURE}">291</f>万元，执行<f ref="project/7/executed">290</f>万元。</p>'
    f"<p>说明。</p>{TABLE}{FILLER * 80}</section>"
)


def press(preview: PreviewWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(preview, key)


@pytest.fixture
def walked(qtbot: QtBot, preview: PreviewWidget, layout: Layout) -> PreviewWidget:
    """With the keyboard's place at the first paragraph, as after Tab."""
    show(preview, parse(TWO), layout)
    with qtbot.waitActive(preview):
        preview.activateWindow()
    preview.clearFocus()
    preview.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(preview.hasFocus)
    return preview


@pytest.mark.parametrize(
    ("keys", "ref"),
    [
        ([], FIGURE),
        ([Qt.Key.Key_Right, Qt.Key.Key_Right], "project/7/executed"),
        ([Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left], FIGURE),
        ([Qt.Key.Key_Down, Qt.Key.Key_Down], "indicator/1/score"),
        ([Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down], "indicator/2/score"),
        ([Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up], "indicator/1/score"),
    ],
)
def test_keys_go_from_place_to_place_and_enter_leads_to_the_field(
    qtbot: QtBot, walked: PreviewWidget, keys: list[Qt.Key], ref: str
) -> None:
    press(walked, *keys)
    with qtbot.waitSignal(walked.field_clicked) as clicked:
        press(walked, Qt.Key.Key_Return)
    assert clicked.args == [ref]


def test_the_keyboards_place_is_framed_and_read_out(walked: PreviewWidget) -> None:
    assert "预算291万元，执行290万元。" in walked.accessibleDescription()
    framed = walked.grab().toImage()
    walked.clearFocus()
    assert framed != walked.grab().toImage()


def test_walking_over_the_end_of_a_page_goes_on_with_the_next(walked: PreviewWidget) -> None:
    press(walked, *[Qt.Key.Key_Down] * 60)
    assert walked._cursor is not None
    assert walked._cursor.page > 0
    press(walked, *[Qt.Key.Key_Up] * 70)
    assert walked._cursor == (0, 0, -1)


def test_the_keyboards_place_outlives_a_shorter_document(walked: PreviewWidget, layout: Layout) -> None:
    press(walked, *[Qt.Key.Key_Down] * 60)
    show(walked, parse(f"<section>{TABLE}</section>"), layout)
    press(walked, Qt.Key.Key_Down)
    walked.grab()


def chosen(preview: PreviewWidget, at: QPoint, text: str) -> QAction:
    """An entry of the menu at a place."""
    menu = preview.menu(*preview._under(QPointF(at)))
    return next(action for action in menu.actions() if action.text() == text)


def test_the_menu_copies_the_paragraph_the_row_and_the_page(preview: PreviewWidget, layout: Layout) -> None:
    show(preview, parse(TWO), layout)
    clipboard = QApplication.clipboard()
    chosen(preview, middle_of(preview, "291"), "复制本段").trigger()
    assert clipboard.text() == "预算291万元，执行290万元。"
    chosen(preview, middle_of(preview, "1.5"), "复制本行").trigger()
    assert clipboard.text() == "预算\t1.5"
    chosen(preview, middle_of(preview, "291"), "复制整页文字").trigger()
    assert clipboard.text().startswith("预算291万元，执行290万元。\n说明。\n预算\t1.5\n执行\t2.5\n")


def test_the_menu_goes_to_the_field_and_takes_over(qtbot: QtBot, preview: PreviewWidget) -> None:
    at = middle_of(preview, "291")
    with qtbot.waitSignal(preview.field_clicked) as went:
        chosen(preview, at, "转到填报处").trigger()
    with qtbot.waitSignal(preview.take_over_wanted) as taken:
        chosen(preview, at, "改为手工…").trigger()
    assert (went.args, taken.args) == ([FIGURE], ["funds"])


def test_the_menu_gives_a_paragraph_by_hand_back(qtbot: QtBot, preview: PreviewWidget, layout: Layout) -> None:
    show(preview, by_hand(is_stale=False), layout)
    at = middle_of(preview, "本部门")
    with qtbot.waitSignal(preview.give_back_wanted) as given:
        chosen(preview, at, "恢复自动").trigger()
    assert given.args == ["funds"]
    assert not chosen(preview, at, "转到填报处").isEnabled()


def test_a_locked_preview_changes_no_paragraph(preview: PreviewWidget) -> None:
    preview.is_locked = True
    assert not chosen(preview, middle_of(preview, "291"), "改为手工…").isEnabled()


def test_what_is_in_view_stays_where_it_is_when_text_before_it_grows(preview: PreviewWidget, layout: Layout) -> None:
    numbered = "".join(f"<p>第{number}段绩效。</p>" for number in range(120))
    show(preview, parse(f"<section>{numbered}</section>"), layout)
    preview.verticalScrollBar().setValue(round(preview._frames[2].top()) + 120)
    before = middle_of(preview, "第60段").y()
    show(preview, parse(f"<section>{FILLER * 3}{numbered}</section>"), layout)
    assert abs(middle_of(preview, "第60段").y() - before) <= 1


def test_a_page_can_be_gone_to_by_its_number(preview: PreviewWidget) -> None:
    assert preview.pages
    for number, index in ((3, 2), (99, len(preview.pages) - 1), (0, 0)):
        preview.go_to_page(number)
        top = preview._frames[index].top() - preview.verticalScrollBar().value()
        assert top == 16 or preview.verticalScrollBar().value() == preview.verticalScrollBar().maximum()


def test_each_document_keeps_its_own_place_and_zoom(preview: PreviewWidget, layout: Layout) -> None:
    show(preview, parse(MARKUP), layout, "report")
    preview.set_zoom(150)
    preview.verticalScrollBar().setValue(700)
    show(preview, parse(TWO), layout, "annex")
    assert preview.fits is Fit.WIDTH
    assert preview.verticalScrollBar().value() == 0
    show(preview, parse(MARKUP), layout, "report")
    assert (preview.zoom, preview.verticalScrollBar().value()) == (150, 700)


def test_another_report_begins_at_its_first_page(preview: PreviewWidget, layout: Layout) -> None:
    assert preview.pages
    preview.verticalScrollBar().setValue(500)
    preview.forget()
    preview.grab()
    assert preview.pages == []
    show(preview, parse(TWO), layout)
    assert preview.verticalScrollBar().value() == 0


def test_the_margin_says_what_is_by_hand(preview: PreviewWidget, layout: Layout) -> None:
    plain = preview.grab().toImage()
    show(preview, by_hand(is_stale=True), layout)
    marked = preview.grab().toImage()
    number, placed = line_of(preview, "本部门")
    left = on_screen(preview, number, preview.pages[number].text.left, placed.top)
    words = QRect(left.x() - 20, left.y(), 13, 40)
    assert plain.copy(words) != marked.copy(words)


def drag(preview: PreviewWidget, start: QPoint, end: QPoint) -> None:
    view, left, none = preview.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(view, left, none, start)
    for place in (QPointF(start.x() + 40, end.y()), QPointF(end)):
        move = QMouseEvent(QEvent.Type.MouseMove, place, view.mapToGlobal(place), left, left, none)
        QApplication.sendEvent(view, move)
    QTest.mouseRelease(view, left, none, end)


def edge_of(preview: PreviewWidget, text: str, after: int) -> QPoint:
    """The place in the view after so many characters of the line that begins with a text."""
    number, placed = line_of(preview, text)
    start = placed.line.text.index(text) + after
    x = placed.x + sum(placed.line.advances[:start])
    return on_screen(preview, number, x, (placed.top + placed.bottom) / 2)


def test_text_is_selected_with_the_mouse_and_copied(qtbot: QtBot, preview: PreviewWidget, layout: Layout) -> None:
    show(preview, parse(TWO), layout)
    with qtbot.assertNotEmitted(preview.field_clicked):
        drag(preview, edge_of(preview, "预算291", 2), edge_of(preview, "说明", 1))
    assert preview.selected_text() == "291万元，执行290万元。\n说"
    QTest.keyClick(preview, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "291万元，执行290万元。\n说"
    assert theme.LIGHT.selection in colors_shown(preview)


def test_text_is_selected_backwards_and_over_cells(preview: PreviewWidget, layout: Layout) -> None:
    show(preview, parse(TWO), layout)
    drag(preview, edge_of(preview, "2.5", 3), edge_of(preview, "预算", 0) + QPoint(0, 0))
    assert preview.selected_text().endswith("预算\t1.5\n执行\t2.5")


def test_text_is_selected_over_pages_without_a_break_in_its_paragraph(preview: PreviewWidget, layout: Layout) -> None:
    show(preview, parse(f"<section><p>{'绩效自评报告正文' * 200}</p></section>"), layout)
    preview.set_zoom(50)
    end = on_screen(preview, 1, preview.pages[1].text.right, preview.pages[1].text.top + 10)
    drag(preview, edge_of(preview, "绩效自评", 0), end)
    found = preview.selected_text()
    assert "\n" not in found
    assert len(found) > 22 * 28


def test_the_menu_copies_what_is_selected(preview: PreviewWidget, layout: Layout) -> None:
    show(preview, parse(TWO), layout)
    drag(preview, edge_of(preview, "说明", 0), edge_of(preview, "说明", 2))
    chosen(preview, middle_of(preview, "291"), "复制\tCtrl+C").trigger()
    assert QApplication.clipboard().text() == "说明"


def test_a_click_or_another_document_selects_nothing_any_more(preview: PreviewWidget, layout: Layout) -> None:
    ends: list[Callable[[], object]] = [
        lambda: click(preview, QPoint(2, 2)),
        lambda: show(preview, parse(TWO), layout),
        preview.forget,
    ]
    for end in ends:
        show(preview, parse(TWO), layout)
        drag(preview, edge_of(preview, "说明", 0), edge_of(preview, "说明", 2))
        assert preview.selected_text() == "说明"
        end()
        assert preview.selected_text() == ""


def test_the_paragraph_the_keyboard_is_at_is_copied(walked: PreviewWidget) -> None:
    QTest.keyClick(walked, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "预算291万元，执行290万元。"
