"""What was budgeted and spent, by each of the three ways the same money is broken down."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from app.model.entities import FundLine
from app.model.facts import AxisFacts, Facts
from app.model.quantities import format_money_table, format_percent, rate
from ui.pages.overview.amounts import amounts_tip, measure
from ui.pages.overview.places import Places
from ui.widgets.chart_card import ChartCard
from ui.widgets.charts.bars import BarChart
from ui.widgets.charts.chart import Key, Mark

_EMPTY = ("还没有收支数据", "在“收支情况”中填写预算数和执行数后，这里显示各口径的执行情况。")


class FundCard(ChartCard):
    """Budget and executed amounts of every line, and whether the three sums agree."""

    def __init__(self, places: Places, parent: QWidget | None = None) -> None:
        self.bars = BarChart("收支执行情况", "万元")
        super().__init__(self.bars, _EMPTY, parent=parent)
        self._places = places
        self.empty.add_button("填写收支情况").clicked.connect(lambda: self.place_wanted.emit(places.of(FundLine.TABLE)))
        self.bars.columns = ("预算", "执行", "完成率")
        self.bars.legend = (Key("预算", "chart_frame", is_hollow=True), Key("执行", "chart_main"))

    def tell(self, facts: Facts) -> None:
        """Shows the lines of the axes that have any."""
        filled = [axis for axis in facts.axes if axis.lines]
        self.show_empty(is_empty=not filled)
        is_equal = len({(axis.budget, axis.executed) for axis in filled}) <= 1
        agreed = "各口径合计一致 ✓" if is_equal else "⚠ 各口径合计不一致"
        self.remark.setText(f"{agreed} · 单位：万元" if filled else "")
        marks = [mark for axis in filled for mark in self._axis(axis)]
        has_over = any((line.executed or 0) > (line.budget or 0) for axis in filled for line in axis.lines)
        self.bars.legend = (*self.bars.legend[:2], *((Key("超出预算", "chart_over"),) if has_over else ()))
        self.bars.set_bars(marks)

    def _axis(self, axis: AxisFacts) -> Iterator[Mark]:
        figures = (format_money_table(axis.budget), format_money_table(axis.executed), format_percent(axis.rate))
        yield Mark(f"按{axis.axis}", figures=figures)
        yield from (self._line(line) for line in axis.lines)

    def _line(self, line: FundLine) -> Mark:
        done = rate(line.executed, line.budget)
        return Mark(
            line.category,
            measure(line.executed),
            measure(line.budget),
            (format_money_table(line.budget), format_money_table(line.executed), format_percent(done)),
            place=self._places.of(line.TABLE, line.id, "executed"),
            tip=amounts_tip(line.category, line.budget, line.executed, done),
        )
