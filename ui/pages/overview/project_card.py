"""The projects one by one: who is behind, where the money left over lies, who has the most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from app.model.entities import Project
from app.model.execution import Band, Order, Spending, in_order, left_over, share_of_most
from app.model.quantities import MISSING, format_money, format_money_table, format_percent, rate
from ui import theme
from ui.pages.overview.amounts import amounts_tip, measure
from ui.pages.overview.places import Places
from ui.pages.overview.rate_card import in_words, tone
from ui.widgets.basics import button, label, row, tool_button
from ui.widgets.chart_card import ChartCard
from ui.widgets.charts.bars import BarChart
from ui.widgets.charts.chart import Key, Mark, table

PAGE = 10  # projects shown at once
_MOST = 3
_EMPTY = ("还没有项目", "在“重点项目”中填写预算和执行数后，这里按完成率、未执行金额或预算排列各项目。")
_WORDS = {Order.RATE: "完成率最低", Order.UNSPENT: "未执行最多", Order.BUDGET: "预算最大"}
_TITLES = {Order.RATE: "项目完成率", Order.UNSPENT: "项目未执行资金", Order.BUDGET: "项目预算与执行"}
_COLUMNS = {
    Order.RATE: ("预算", "执行", "完成率"),
    Order.UNSPENT: ("完成率", "占未执行", "未执行"),
    Order.BUDGET: ("完成率", "执行", "预算"),
}
_LOW, _MAIN, _FULL = Key("低于80%", "chart_low"), Key("80%以上", "chart_main"), Key("全部执行", "chart_good")
_OVER = Key("超出预算", "chart_over")
_LEGENDS = {
    Order.RATE: (_LOW, _MAIN, _FULL),
    Order.UNSPENT: (Key("未执行", "chart_main"),),
    Order.BUDGET: (Key("预算", "chart_frame", is_hollow=True), Key("执行", "chart_main")),
}
_FULL_RATE, _WIDEST_RATE = Decimal(100), Decimal(150)  # %; beyond the latter a bar ends at the edge


def _toggle(text: str, tip: str) -> QToolButton:
    result = QToolButton()
    result.setProperty("role", "flat")
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    result.setCheckable(True)
    result.setText(text)
    result.setToolTip(tip)
    result.setAccessibleName(tip)
    return result


class _PagedBars(BarChart):
    """Bars of which more can be turned to by the keys that lead past the last one."""

    def __init__(self, turn: Callable[[int], bool], all_marks: Callable[[], Sequence[Mark]]) -> None:
        super().__init__(_TITLES[Order.RATE], "万元")
        self._turn, self._all_marks = turn, all_marks

    def step_beyond(self, step: int) -> bool:
        return self._turn(step)

    def as_table(self) -> str:
        return table(self.columns, self._all_marks())


class ProjectCard(ChartCard):
    """All projects in one of three orders, a page at a time; or only those of one band of rates."""

    band_changed = Signal(object)  # Band, or None

    def __init__(self, places: Places, parent: QWidget | None = None) -> None:
        self.bars = _PagedBars(self.turn, lambda: [self._mark(item) for item in self._sorted])
        super().__init__(self.bars, _EMPTY, title="项目执行情况", parent=parent)
        self._places = places
        self.empty.add_button("填写重点项目").clicked.connect(lambda: self.place_wanted.emit(places.of(Project.TABLE)))
        self._all: Sequence[Spending] = ()
        self._sorted: Sequence[Spending] = ()
        self.order = Order.RATE
        self.band: Band | None = None  # the band whose projects alone are shown
        self._page = self._left = 0
        self.orders = {order: _toggle(words, f"按{words}排列") for order, words in _WORDS.items()}
        self.clear_button = button("", "close", role="link", tip="显示全部项目")
        self.pages = label("", "secondary")
        self.back = tool_button("chevron-left", "上一页")
        self.forth = tool_button("chevron-right", "下一页")
        self._tools = QWidget()
        self._build()

    def _build(self) -> None:
        group = QButtonGroup(self)
        for order, made in self.orders.items():
            group.addButton(made)
            made.clicked.connect(lambda *_, order=order: self.sort(order))
        self.orders[Order.RATE].setChecked(True)
        self.clear_button.hide()
        self.clear_button.clicked.connect(lambda: self.choose(None))
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forth.clicked.connect(lambda: self.turn(1))
        parts = (*self.orders.values(), theme.S2, self.clear_button, None, self.pages, self.back, self.forth)
        self._tools.setLayout(row(*parts, spacing=2, margins=(theme.S2, 0, 0, 0)))
        self.body.insertWidget(1, self._tools)
        stops = (self.save_button, *self.orders.values(), self.clear_button, self.back, self.forth, self.bars)
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    # What is shown

    def tell(self, found: Sequence[Spending]) -> None:
        """Shows these projects; order, band and page stay where they are."""
        self._all = found
        if self.band is not None and all(item.band is not self.band for item in found):
            self.choose(None)
        self.show_empty(is_empty=not found)
        self._tools.setVisible(bool(found))
        self._sort()

    def sort(self, order: Order) -> None:
        """Shows the projects in another order, from its first page on."""
        self.order, self._page = order, 0
        self.orders[order].setChecked(True)
        self._sort()

    def choose(self, band: Band | None) -> None:
        """Shows the projects of one band of rates only; None: all."""
        self.band, self._page = band, 0
        self._sort()
        self.band_changed.emit(band)

    def turn(self, step: int) -> bool:
        """Turns pages; False where there is none further on."""
        if not 0 <= self._page + step < self._page_count:
            return False
        self._page += step
        self._show()
        return True

    @property
    def _page_count(self) -> int:
        return max(1, -(-len(self._sorted) // PAGE))

    def _sort(self) -> None:
        wanted = self._all if self.band is None else [item for item in self._all if item.band is self.band]
        self._sorted = in_order(wanted, self.order)
        self._page = min(self._page, self._page_count - 1)
        self._left = left_over(self._all)
        self.bars.title = self.bars.name = _TITLES[self.order]
        self.bars.setAccessibleName(self.bars.name)
        self.bars.columns = _COLUMNS[self.order]
        has_over = any((item.unspent or 0) < 0 for item in self._sorted)
        self.bars.legend = (*_LEGENDS[self.order], *((_OVER,) if has_over else ()))
        self.clear_button.setVisible(self.band is not None)
        self.clear_button.setText(f"只看{in_words(self.band)}的项目" if self.band is not None else "")
        self.remark.setText(self._summary())
        self._show()

    def _summary(self) -> str:
        if not self._all:
            return ""
        said = f"未执行合计 {format_money(self._left)} 万元"
        share = share_of_most(self._all, _MOST)
        if share is not None and len(self._all) > _MOST:
            said = f"{said}，最多的 {_MOST} 个项目占 {format_percent(share)}"
        return f"{said} · 单位：万元"

    def _show(self) -> None:
        first = self._page * PAGE
        shown = self._sorted[first : first + PAGE]
        self.pages.setText(f"{first + 1}–{first + len(shown)} / {len(self._sorted)}" if shown else "")
        scope = f"{in_words(self.band)}的" if self.band is not None else ""
        self.bars.scope = f"{scope}第 {first + 1}–{first + len(shown)} 个，共 {len(self._sorted)} 个"
        self.back.setEnabled(self._page > 0)
        self.forth.setEnabled(self._page + 1 < self._page_count)
        self.bars.set_bars([self._mark(item) for item in shown], extent=self._extent(), rows=min(PAGE, len(self._all)))

    def _extent(self) -> tuple[Decimal, Decimal]:
        """One scale for all pages, so that bars can be compared from one to the next."""
        zero = Decimal(0)
        if self.order is Order.RATE:
            most = max((item.rate for item in self._sorted if item.rate is not None), default=_FULL_RATE)
            return zero, max(_FULL_RATE, min(most, _WIDEST_RATE))
        if self.order is Order.UNSPENT:
            amounts = [item.unspent for item in self._sorted if item.unspent is not None]
            return Decimal(min(0, *amounts, 0)), Decimal(max(0, *amounts, 0))
        projects = [item.project for item in self._sorted]
        return zero, Decimal(max(0, *(max(row.budget or 0, row.executed or 0) for row in projects), 0))

    def _mark(self, found: Spending) -> Mark:
        row = found.project
        name = row.name or "（没有名称的项目）"
        place = self._places.of(row.TABLE, row.id, "executed")
        tip = amounts_tip(name, row.budget, row.executed, found.rate)
        done, budget, executed = (
            format_percent(found.rate), format_money_table(row.budget), format_money_table(row.executed),
        )  # fmt: skip
        if self.order is Order.RATE:
            base = _FULL_RATE if found.rate is not None else None
            return Mark(name, found.rate, base, (budget, executed, done), tone(found.band), place, tip)
        if self.order is Order.BUDGET:
            figures = (done, executed, budget)
            return Mark(name, measure(row.executed), measure(row.budget), figures, "chart_main", place, tip)
        share = rate(found.unspent, self._left) if (found.unspent or 0) > 0 else None
        part = format_percent(share) if share is not None else MISSING
        figures = (done, part, format_money_table(found.unspent))
        is_over = (found.unspent or 0) < 0
        return Mark(name, measure(found.unspent), None, figures, "chart_over" if is_over else "chart_main", place, tip)
