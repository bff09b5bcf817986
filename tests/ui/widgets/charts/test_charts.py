"""Charts: marks are where they are painted, lead where they should, and can be read without seeing them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys import click, press
from ui import theme
from ui.application import Application
from ui.theme import DARK, LIGHT, Theme, ThemeChoice
from ui.widgets.charts import picture
from ui.widgets.charts.bars import BarChart, extent_of
from ui.widgets.charts.chart import Chart, Key, Mark
from ui.widgets.charts.columns import ColumnChart
from ui.widgets.charts.years import YearChart

MARKS = (
    Mark("按资金来源", figures=("300", "")),
    Mark("财政拨款", Decimal(90), Decimal(100), ("90.00", "90.0%"), place="a", tip="财政拨款\n完成率 90%"),
    Mark("其他资金", Decimal(0), Decimal(50), ("0.00", "0.0%"), place="b"),
    Mark("没有填写", None, None, ("—", "—"), place="c"),
    Mark("超支", Decimal(150), Decimal(120), ("150.00", "125.0%"), place="d"),
)


def shown(chart: Chart, qtbot: QtBot, width: int = 640) -> Chart:
    qtbot.addWidget(chart)
    chart.resize(width, chart.sizeHint().height())
    with qtbot.waitExposed(chart):
        chart.show()
    chart.activateWindow()
    return chart


@pytest.fixture
def bars(qtbot: QtBot) -> BarChart:
    made = BarChart("收支执行情况", "万元")
    made.columns = ("执行", "完成率")
    made.legend = (Key("预算", "chart_frame", is_hollow=True), Key("执行", "chart_main"))
    made.set_bars(MARKS)
    shown(made, qtbot)
    return made


def columns_chart(counts: tuple[int, ...]) -> ColumnChart:
    made = ColumnChart("项目完成率分布", "个")
    made.set_marks(
        [
            Mark(f"第{number}档", Decimal(count), figures=(str(count),), place=number if count else None)
            for number, count in enumerate(counts, 1)
        ]
    )
    return made


def year_chart(values: tuple[str | None, ...]) -> YearChart:
    made = YearChart("历年自评得分", "分")
    made.set_marks(
        [
            Mark(str(2018 + number), None if value is None else Decimal(value), figures=(value or "—",), place=number)
            for number, value in enumerate(values)
        ]
    )
    return made


# Going there


def test_a_click_on_a_bar_goes_to_its_place(bars: BarChart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bars.place_wanted) as seen:
        click(bars, bars.mark_rect(2).center())
    assert seen.args == ["b"]


def test_a_heading_leads_nowhere(bars: BarChart, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bars.place_wanted):
        click(bars, bars.mark_rect(0).center())
        click(bars, QPoint(4, 4))


def test_keys_walk_the_bars_and_stop_at_the_ends(bars: BarChart, qtbot: QtBot) -> None:
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    press(bars, Qt.Key.Key_Up)
    with qtbot.waitSignal(bars.place_wanted) as seen:
        press(bars, Qt.Key.Key_Return)
    assert seen.args == ["a"]
    press(bars, Qt.Key.Key_End)
    press(bars, Qt.Key.Key_Down)
    with qtbot.waitSignal(bars.place_wanted) as seen:
        press(bars, Qt.Key.Key_Space)
    assert seen.args == ["d"]
    press(bars, Qt.Key.Key_Home)
    assert bars.active == 1


def test_empty_columns_are_passed_over(qtbot: QtBot) -> None:
    chart = shown(columns_chart((3, 0, 0, 5)), qtbot)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    press(chart, Qt.Key.Key_Right)
    assert chart.active == 3
    with qtbot.assertNotEmitted(chart.place_wanted):
        click(chart, chart.mark_rect(1).center())


def test_marks_that_become_fewer_keep_the_keys_at_the_nearest(bars: BarChart) -> None:
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    press(bars, Qt.Key.Key_End)
    bars.set_bars(MARKS[:3])
    assert bars.active == 2


def test_a_chart_without_marks_takes_keys_without_harm(qtbot: QtBot) -> None:
    chart = BarChart("空")
    shown(chart, qtbot)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Return):
        press(chart, key)
    assert chart.active == -1
    assert chart.in_words() == ""


# Exact figures


def test_pointing_at_a_bar_tells_its_exact_figures(bars: BarChart, qtbot: QtBot) -> None:
    place = bars.mark_rect(1).center()
    QApplication.sendEvent(bars, QHelpEvent(QHelpEvent.Type.ToolTip, place, bars.mapToGlobal(place)))
    qtbot.waitUntil(lambda: "完成率 90%" in QToolTip.text())


def test_keys_tell_the_same_and_say_it(bars: BarChart, qtbot: QtBot) -> None:
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    assert "财政拨款\n完成率 90%" in bars.accessibleName()
    press(bars, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: "完成率 90%" in QToolTip.text())
    bars.clearFocus()
    assert bars.accessibleName() == "收支执行情况"


def test_names_that_look_like_markup_are_told_as_typed(bars: BarChart, qtbot: QtBot) -> None:
    bars.set_bars([Mark("<b>甲</b>", Decimal(1), place="a")])
    place = bars.mark_rect(0).center()
    QApplication.sendEvent(bars, QHelpEvent(QHelpEvent.Type.ToolTip, place, bars.mapToGlobal(place)))
    qtbot.waitUntil(lambda: "&lt;b&gt;甲" in QToolTip.text())


def test_a_chart_can_be_read_as_text(bars: BarChart) -> None:
    assert bars.accessibleDescription() == (
        "按资金来源 300 ；财政拨款，完成率 90%；其他资金 0.00 0.0%；没有填写 — —；超支 150.00 125.0%"
    )


def test_figures_are_copied_as_a_table(bars: BarChart) -> None:
    assert bars.as_table().splitlines()[:3] == ["名称\t执行\t完成率", "按资金来源\t300\t", "财政拨款\t90.00\t90.0%"]


# Painting


def painted(chart: Chart, ink: Theme, width: int = 600) -> QImage:
    image = QImage(width, chart.needed_height(), QImage.Format.Format_RGB32)
    image.fill(QColor(ink.surface))
    painter = QPainter(image)
    chart.draw(painter, QRectF(image.rect()), ink)
    painter.end()
    return image


def pixels(image: QImage, colour: str, rect: QRectF | None = None) -> int:
    area = (rect or QRectF(image.rect())).toRect().intersected(image.rect())
    wanted = QColor(colour).rgb()
    places = ((x, y) for x in range(area.left(), area.right()) for y in range(area.top(), area.bottom()))
    return sum(image.pixel(x, y) == wanted for x, y in places)


def test_bars_are_as_long_as_their_values(qtbot: QtBot) -> None:
    chart = BarChart("长短")
    qtbot.addWidget(chart)
    chart.set_bars([Mark("甲", Decimal(100), place=1), Mark("乙", Decimal(25), place=2)])
    image = painted(chart, LIGHT)
    first, second = (pixels(image, LIGHT.chart_main, rect) for rect in chart.areas(QRectF(image.rect())))
    assert first / second == pytest.approx(4, rel=0.05)


def test_what_goes_beyond_the_budget_has_a_colour_of_its_own(qtbot: QtBot) -> None:
    chart = BarChart("超支")
    qtbot.addWidget(chart)
    chart.set_bars(MARKS[1:])
    image = painted(chart, LIGHT)
    over = [pixels(image, LIGHT.chart_over, rect) > 0 for rect in chart.areas(QRectF(image.rect()))]
    assert over == [False, False, False, True]


def test_values_below_zero_go_to_the_left_of_it(qtbot: QtBot) -> None:
    chart = BarChart("未执行")
    qtbot.addWidget(chart)
    chart.set_bars([Mark("甲", Decimal(50), place=1), Mark("乙", Decimal(-50), place=2, tone="chart_over")])
    assert extent_of(chart.marks) == (Decimal(-50), Decimal(50))
    image = painted(chart, LIGHT)

    def columns(colour: str) -> list[int]:
        wanted = QColor(colour).rgb()
        return [x for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) == wanted]

    assert max(columns(LIGHT.chart_over)) <= min(columns(LIGHT.chart_main)) + 1


def test_a_value_beyond_the_scale_ends_at_its_edge(qtbot: QtBot) -> None:
    chart = BarChart("完成率")
    qtbot.addWidget(chart)
    chart.columns = ("完成率",)
    chart.set_bars([Mark("甲", Decimal(900), Decimal(100), ("900%",), place=1)], extent=(Decimal(0), Decimal(150)))
    image = painted(chart, LIGHT)
    wanted = QColor(LIGHT.chart_over).rgb()
    middle = int(chart.areas(QRectF(image.rect()))[0].center().y())
    assert max(x for x in range(image.width()) if image.pixel(x, middle) == wanted) < image.width() - 40


def test_a_figure_gives_way_before_the_bars_do(bars: BarChart) -> None:
    assert len(bars._columns(QRectF(0, 0, 640, 200)).figures) == 2
    narrow = bars._columns(QRectF(0, 0, 200, 200))
    assert [number for number, _, _ in narrow.figures] == [1]


@pytest.mark.parametrize("values", [("90", "92.5", "91"), ("90", None, "91"), ("90", "90"), (None, None), ()])
def test_years_are_painted_whatever_is_known_of_them(qtbot: QtBot, values: tuple[str | None, ...]) -> None:
    chart = year_chart(values)
    qtbot.addWidget(chart)
    points = chart._points(QRectF(0, 0, 600, chart.needed_height()))
    assert [point is None for point in points] == [value is None for value in values]
    area = QRectF(0, 0, 600, chart.needed_height())
    assert all(point is None or area.contains(point) for point in points)
    assert (pixels(painted(chart, LIGHT), LIGHT.chart_main) > 0) == any(value is not None for value in values)


def test_a_higher_year_stands_higher(qtbot: QtBot) -> None:
    chart = year_chart(("90", "95"))
    qtbot.addWidget(chart)
    first, second = chart._points(QRectF(0, 0, 600, chart.needed_height()))
    assert isinstance(first, QPointF)
    assert isinstance(second, QPointF)
    assert second.y() < first.y()


def test_room_is_kept_for_the_rows_of_a_full_page(bars: BarChart) -> None:
    bars.set_bars(MARKS, rows=10)
    full = bars.needed_height()
    bars.set_bars(MARKS[:1], rows=10)
    assert bars.needed_height() == full


# Pictures


def test_a_picture_is_light_and_has_twice_the_pixels(bars: BarChart, light: Application) -> None:
    light.apply_theme(ThemeChoice.DARK)
    image = picture.picture(bars)
    assert image.width() == 2 * picture.WIDTH
    assert image.pixelColor(2, 2) == QColor(LIGHT.surface)
    assert pixels(image, LIGHT.chart_main) > 0
    assert pixels(image, DARK.chart_main) == 0


def test_a_picture_does_not_depend_on_the_window(bars: BarChart) -> None:
    before = picture.picture(bars)
    bars.resize(300, bars.height())
    assert picture.picture(bars) == before


def test_a_chart_on_the_screen_is_painted_in_the_theme_in_use(bars: BarChart, light: Application) -> None:
    light.apply_theme(ThemeChoice.DARK)
    assert theme.current() is DARK
    assert pixels(bars.grab().toImage(), DARK.chart_main) > 0


def test_the_menu_offers_picture_and_figures(bars: BarChart, qtbot: QtBot) -> None:
    actions = {action.text(): action for action in bars.menu(1).actions() if action.text()}
    assert list(actions) == ["查看", "复制为图片", "另存图片…", "复制数据"]
    for name, wanted in (
        ("复制为图片", bars.copy_wanted),
        ("另存图片…", bars.save_wanted),
        ("复制数据", bars.data_wanted),
        ("查看", bars.place_wanted),
    ):
        with qtbot.waitSignal(wanted):
            actions[name].trigger()


def test_the_menu_key_opens_the_menu_of_the_mark(bars: BarChart, qtbot: QtBot) -> None:
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    place = bars.rect().topRight()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, bars.mapToGlobal(place))
    QApplication.sendEvent(bars, event)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QWidget)
    assert popup.actions()[0].text() == "查看"
    popup.close()
