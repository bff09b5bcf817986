"""The score block by block: full marks, what counts, what was lost and why."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.model.entities import Adjustment, Indicator, Report
from app.model.losses import BlockLosses, Loss
from app.model.quantities import format_plain, format_score
from app.model.results import BlockScore, Scores
from ui.pages.overview.places import Places
from ui.widgets.basics import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.line_list import Line, LineList

_SHOWN = 8  # rows of one block
MINUS = "−"


class ScoreCard(Card):
    """A bar for each block, under it the rows that lost points, the largest loss first; typed totals that differ."""

    place_wanted = Signal(object)  # Place

    def __init__(self, places: Places, parent: QWidget | None = None) -> None:
        super().__init__("得分与失分", parent)
        self._places = places
        self.lines = LineList("得分与失分")
        self.empty = EmptyState("还没有得分", "在“自评表”中填写实际完成值或得分后，这里显示各部分得分和失分原因。")
        fill = self.empty.add_button("填写自评表")
        fill.clicked.connect(lambda: self.place_wanted.emit(places.of(Indicator.TABLE)))
        self.body.addWidget(self.lines)
        self.body.addWidget(self.empty)
        self.body.addStretch(1)
        self.lines.place_wanted.connect(self.place_wanted)

    def tell(self, scores: Scores, found: tuple[BlockLosses, ...], report: Report) -> None:
        """Shows the scores and losses of a report."""
        self.lines.setVisible(scores.is_scored)
        self.empty.setVisible(not scores.is_scored)
        count = sum(len(block.rows) for block in found)
        unexplained = sum(block.unexplained for block in found)
        words = f"失分 {count} 项" if count else "各项均得满分"
        self.remark.setText(
            (f"{words}，⚠ {unexplained} 项没有写原因" if unexplained else words) if scores.is_scored else ""
        )
        lines = [line for block in found for line in self._block(block, report.id)]
        self.lines.set_lines([*lines, *self._whole(scores, report)] if scores.is_scored else [])

    def _block(self, found: BlockLosses, report_id: int) -> Iterator[Line]:
        block = found.block
        yield Line(
            block.block,
            f"{format_score(block.score)} / {format_plain(block.weight)}",
            _change(found.lost),
            _share(block),
            self._places.of(Indicator.TABLE),
            is_strong=True,
            tip=_block_tip(found),
        )
        yield from (self._loss(item) for item in found.rows[:_SHOWN])
        hidden = found.rows[_SHOWN:]
        if hidden:
            lost = sum((item.score.lost for item in hidden), Decimal(0))
            silent = sum(not item.is_explained for item in hidden)
            yield Line(
                f"还有 {len(hidden)} 项失分", remark=_change(lost),
                place=self._places.of(Indicator.TABLE, hidden[0].row.id),
                detail=f"⚠ 其中 {silent} 项没有写扣分原因" if silent else "在自评表中查看",
                tone="warning" if silent else "secondary",
            )  # fmt: skip
        if found.unscored:
            yield Line(
                f"{found.unscored} 项还没有得分", place=self._places.of(Indicator.TABLE),
                detail="⚠ 按 0 分计入合计，请填写实际完成值或得分", tone="warning",
            )  # fmt: skip
        if block.typed:
            yield Line(
                "填报得分与各行合计不同", f"填报 {format_score(block.score)}", f"合计 {format_score(block.computed)}",
                place=self._places.of(Report.TABLE, report_id, block.typed_field),
                detail=f"⚠ 相差 {format_score(abs(block.score - block.computed))} 分，报告按填报得分写", tone="warning",
            )  # fmt: skip

    def _loss(self, found: Loss) -> Line:
        row, score = found.row, found.score
        reason = " ".join(row.reason.split())
        counted = f"{format_plain(score.score)} / {format_plain(score.weight)}"
        said = row.reason.strip() or "没有写扣分原因"
        return Line(
            row.level3, counted, _change(score.lost), place=self._places.of(row.TABLE, row.id, "reason"),
            detail=reason or "⚠ 没有写扣分原因", tone="secondary" if reason else "warning",
            tip=f"{row.level3}：得分 {counted}，失 {format_score(score.lost)} 分\n{said}\n{score.explanation}".strip(),
        )  # fmt: skip

    def _whole(self, scores: Scores, report: Report) -> Iterator[Line]:
        if scores.adjustments:
            yield Line(
                "加减分", remark=f"{'+' if scores.adjustments > 0 else MINUS}{format_score(abs(scores.adjustments))}",
                place=self._places.of(Adjustment.TABLE), is_strong=True,
            )  # fmt: skip
        typed = scores.typed_total
        if typed is not None and typed != scores.computed_total:
            difference = format_score(abs(typed - scores.computed_total))
            yield Line(
                "填报总分与合计不同", f"填报 {format_score(typed)}", f"合计 {format_score(scores.computed_total)}",
                place=self._places.of(Report.TABLE, report.id, "typed_total"),
                detail=f"⚠ 相差 {difference} 分，报告按填报总分写", tone="warning",
            )  # fmt: skip


def _share(block: BlockScore) -> Decimal:
    """Score of full marks, %."""
    return Decimal(0) if not block.weight else block.score * 100 / block.weight


def _change(lost: Decimal) -> str:
    """Points lost with a minus sign; a plus where more counts than full marks."""
    return f"{MINUS if lost > 0 else '+' if lost < 0 else ''}{format_score(abs(lost))}"


def _block_tip(found: BlockLosses) -> str:
    block = found.block
    lines = [f"{block.block}：满分 {format_plain(block.weight)}，得分 {format_score(block.score)}"]
    if found.lost < 0:
        lines.append(f"比满分多 {format_score(-found.lost)} 分，请核对")
    else:
        lines.append(f"失 {format_score(found.lost)} 分，其中列明原因的指标失 {format_score(found.listed)} 分")
    return "\n".join(lines)
