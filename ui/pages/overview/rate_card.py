"""How the completion rates of the projects spread: as easy to read for a thousand projects as for fourteen."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from app.model.execution import LOW, Band
from ui.widgets.chart_card import ChartCard
from ui.widgets.charts.chart import Key, Mark, Tone
from ui.widgets.charts.columns import ColumnChart

_EMPTY = ("还没有项目", "在“重点项目”中填写预算和执行数后，这里显示各项目完成率的分布。")
_TONES: Mapping[Band, Tone] = {Band.FULL: "chart_good", Band.ABOVE: "chart_over", Band.UNKNOWN: "chart_frame"}


_LEGEND = (Key("低于80%，需说明原因", "chart_low"), Key("80%以上", "chart_main"), Key("全部执行", "chart_good"))
_OVER = Key("超出预算", "chart_over")


class RateCard(ChartCard):
    """A column for each band of rates; choosing one asks for its projects."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.bands = ColumnChart("项目完成率分布", "个")
        super().__init__(self.bands, _EMPTY, parent=parent)
        self.bands.columns = ("项目数",)

    def tell(self, found: Mapping[Band, int]) -> None:
        """Shows how many projects are in each band."""
        total, low = sum(found.values()), sum(count for band, count in found.items() if band in LOW)
        self.show_empty(is_empty=not total)
        self.remark.setText(f"共 {total} 个项目，低于80%的 {low} 个" if total else "")
        self.bands.legend = (*_LEGEND, *((_OVER,) if found[Band.ABOVE] else ()))
        self.bands.set_marks([_mark(band, count) for band, count in found.items() if count or band is not Band.UNKNOWN])


def tone(band: Band) -> Tone:
    """The colour of a band."""
    if band in LOW:
        return "chart_low"
    return _TONES.get(band, "chart_main")


def in_words(band: Band) -> str:
    """The band as a sentence says it."""
    return f"完成率{band.value}" if band.value[0].isdigit() or band is Band.ABOVE else band.value


def _mark(band: Band, count: int) -> Mark:
    return Mark(
        band.value, Decimal(count), figures=(str(count),), tone=tone(band), place=band if count else None,
        tip=f"{in_words(band)}的项目 {count} 个",
    )  # fmt: skip
