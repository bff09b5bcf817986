"""Score and completion of a department from year to year, where the library has more than one of its reports."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.model.quantities import MISSING, format_money_table, format_percent, format_score
from app.model.years import YearFigures
from ui import theme
from ui.pages.overview.amounts import amounts_tip, measure
from ui.widgets.basics import column
from ui.widgets.card_row import CardRow
from ui.widgets.chart_card import ChartCard
from ui.widgets.charts.bars import BarChart
from ui.widgets.charts.chart import Key, Mark
from ui.widgets.charts.years import YearChart

SHOWN = 8  # the latest years
_LEAST = 400
_NONE = ("还没有可比的数据", "填写后自动显示。")


class YearCards(QWidget):
    """All figures of all years in one table with its bars, and two charts side by side; a year leads to its report."""

    report_wanted = Signal(object)  # report id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = BarChart("历年得分和预算执行", "万元")
        self.table = ChartCard(self.bars, _NONE)
        self.score = ChartCard(YearChart("历年自评得分", "分"), _NONE)
        self.rate = ChartCard(YearChart("历年预算完成率", "%"), _NONE)
        whole = column(self, spacing=theme.S3)
        whole.addWidget(self.table)
        whole.addWidget(CardRow((self.score, self.rate), _LEAST))
        for card in self.cards:
            card.place_wanted.connect(self.report_wanted)
        self.bars.columns = ("自评得分", "等级", "预算", "执行", "完成率")
        self.bars.legend = (Key("预算", "chart_frame", is_hollow=True), Key("执行", "chart_main"))
        self.score.chart.columns, self.rate.chart.columns = ("自评得分",), ("预算完成率",)

    @property
    def cards(self) -> tuple[ChartCard, ChartCard, ChartCard]:
        return self.table, self.score, self.rate

    def tell(self, years: Sequence[YearFigures], here: int) -> None:
        """Shows the years, the earliest first; `here` is the report that is open."""
        shown = years[-SHOWN:]
        for card in self.cards:
            chart = card.chart
            if isinstance(chart, YearChart):
                chart.here = here
            card.remark.setText(f"{shown[0].year}–{shown[-1].year} 年" if shown else "")
        self.table.remark.setText(f"{self.table.remark.text()} · 单位：万元" if shown else "")
        self.bars.set_bars([_line(item) for item in shown])
        self.score.chart.set_marks([_score(item) for item in shown])
        self.rate.chart.set_marks([_rate(item) for item in shown])
        self.score.show_empty(is_empty=all(item.score is None for item in shown))
        self.rate.show_empty(is_empty=all(item.rate is None for item in shown))


def _line(found: YearFigures) -> Mark:
    """All that is known of a year."""
    figures = (
        format_score(found.score), found.grade or MISSING, format_money_table(found.budget),
        format_money_table(found.executed), format_percent(found.rate),
    )  # fmt: skip
    tip = amounts_tip(f"{found.year} 年度", found.budget, found.executed, found.rate)
    return Mark(
        f"{found.year} 年", measure(found.executed), measure(found.budget), figures, place=found.report_id,
        tip=f"{tip}\n打开这一年的报告",
    )  # fmt: skip


def _score(found: YearFigures) -> Mark:
    figure = format_score(found.score)
    tip = f"{found.year} 年度：自评得分 {figure}{f'，等级 {found.grade}' if found.grade else ''}\n打开这一年的报告"
    return Mark(str(found.year), found.score, figures=(figure,), place=found.report_id, tip=tip)


def _rate(found: YearFigures) -> Mark:
    figure = format_percent(found.rate)
    tip = f"{found.year} 年度：预算完成率 {format_percent(found.rate, 2)}\n打开这一年的报告"
    return Mark(str(found.year), found.rate, figures=(figure,), place=found.report_id, tip=tip)
