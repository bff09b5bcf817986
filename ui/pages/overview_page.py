"""Where the report stands at a glance: score, money, what is missing, and where points and money were left."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from PySide6.QtWidgets import QGridLayout, QWidget

from app.model.entities import FundLine, Indicator, Project
from app.model.quantities import (
    MISSING,
    format_money,
    format_money_table,
    format_percent,
    format_plain,
    format_score,
    rate,
)
from ui import theme
from ui.models.goto_model import Place
from ui.models.history_model import when
from ui.pages.page import Page, scrolling
from ui.session import Session
from ui.widgets.basics import Card
from ui.widgets.carried import ConfirmButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.figure_card import FigureCard
from ui.widgets.line_list import Line, LineList

_LOWEST = 9  # projects shown
_GOOD_SCORE = Decimal(90)


class OverviewPage(Page):
    """概览. Every figure leads to where it comes from."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "概览", parent)
        self.score = FigureCard("自评得分")
        self.completion = FigureCard("预算完成率")
        self.filled = FigureCard("填写完成度")
        self.funds = LineList("收支执行")
        self.projects = LineList("完成率最低的项目")
        self.losses = LineList("失分指标")
        self.missing = LineList("还没有填写的内容")
        self._fund_card, self._project_card = Card("收支执行"), Card("完成率最低的项目")
        self._loss_card, self._missing_card = Card("失分情况"), Card("还没有填写的内容")
        self._empty_funds = EmptyState("还没有收支数据", "在“收支情况”中填写预算数和执行数后，这里显示各口径的完成率。")
        self._empty_projects = EmptyState("还没有项目", "在“重点项目”中填写预算和执行数后，这里显示完成率最低的项目。")
        self.confirm = ConfirmButton(
            session,
            "全部确认沿用",
            lambda: session.completeness().carried,
            lambda: session.library.carried(session.report_id),
            self,
        )
        self.tools.insertWidget(self.tools.indexOf(self.remark) + 1, self.confirm)
        self._build()
        self.score.clicked.connect(lambda: self.place_wanted.emit(Place("indicators", Indicator.TABLE)))
        self.completion.clicked.connect(lambda: self.place_wanted.emit(Place("funds", FundLine.TABLE)))
        self.filled.clicked.connect(self._on_filled_clicked)
        session.settled.connect(self._on_settled)
        self.refresh()

    def _build(self) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.S3)
        for place, figure in enumerate((self.score, self.completion, self.filled)):
            grid.addWidget(figure, 0, 2 * place, 1, 2)
        for card, lines in (
            (self._fund_card, self.funds),
            (self._project_card, self.projects),
            (self._loss_card, self.losses),
            (self._missing_card, self.missing),
        ):
            card.body.addWidget(lines)
            lines.place_wanted.connect(self.place_wanted)
        self._fund_card.body.addWidget(self._empty_funds)
        self._project_card.body.addWidget(self._empty_projects)
        for card in (self._fund_card, self._project_card):
            card.body.addStretch(1)
        grid.addWidget(self._fund_card, 1, 0, 1, 3)
        grid.addWidget(self._project_card, 1, 3, 1, 3)
        grid.addWidget(self._missing_card, 2, 0, 1, 6)
        grid.addWidget(self._loss_card, 3, 0, 1, 6)
        grid.setRowStretch(4, 1)
        for place in range(6):
            grid.setColumnStretch(place, 1)
        self.body.addWidget(scrolling(content), 1)

    def _on_settled(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        if not self.session.report_id:
            return
        self._show_score()
        self._show_funds()
        self._show_projects()
        self._show_missing()
        saved = self.session.last_saved
        self.remark.setText(f"上次编辑 {when(saved.isoformat())}" if saved else "")

    # Scores

    def _show_score(self) -> None:
        found = self.session.library.scores(self.session.report_id)
        parts = [f"{block.block} {format_score(block.score)}" for block in found.blocks]
        if found.adjustments:
            parts.append(f"加减分 {format_plain(found.adjustments)}")
        if found.typed_total is not None and found.typed_total != found.computed_total:
            parts.append(f"两部分合计 {format_score(found.computed_total)}")
        role = "accent" if found.total >= _GOOD_SCORE else "warning"
        if found.is_scored:
            self.score.tell(format_score(found.total), " · ".join(parts), role, f"等级 {found.grade}")
        else:
            self.score.tell(MISSING, "填写自评表后自动计算", "accent")
        lost = sorted(self._losses(), key=lambda item: -item[0])
        self._loss_card.setVisible(bool(lost))
        total = sum((points for points, _ in lost), Decimal(0))
        self._loss_card.remark.setText(f"{len(lost)} 项指标，共 {format_score(total)} 分")
        self.losses.set_lines([line for _, line in lost])

    def _losses(self) -> Iterator[tuple[Decimal, Line]]:
        scores = self.session.library.scores(self.session.report_id).rows
        for row in self.session.data.indicators:
            found = scores[row.id]
            if found.lost > 0:
                points = f"{format_plain(found.score)} / {format_plain(found.weight)}"
                yield (
                    found.lost,
                    Line(
                        row.level3, points, f"−{format_score(found.lost)}",
                        place=Place("indicators", row.TABLE, row.id, "reason"),
                        detail=row.reason or "没有填写扣分原因",
                    ),
                )  # fmt: skip

    # Money

    def _show_funds(self) -> None:
        found = self.session.library.facts(self.session.report_id)
        remark = f"执行 {format_money(found.total.executed)} / 预算 {format_money(found.total.budget)} 万元"
        self.completion.tell(format_percent(found.total.rate), remark, "good" if found.total.rate else "accent")
        lines: list[Line] = []
        filled = [axis for axis in found.axes if axis.lines]
        for axis in filled:
            lines.append(Line(f"按{axis.axis}", remark=f"{format_money_table(axis.executed)} 万元"))
            lines += [
                Line(
                    row.category, format_money_table(row.executed), format_percent(rate(row.executed, row.budget)),
                    rate(row.executed, row.budget) or Decimal(0), Place("funds", row.TABLE, row.id),
                )
                for row in axis.lines
            ]  # fmt: skip
        self.funds.set_lines(lines)
        self._empty_funds.setVisible(not filled)
        is_equal = len({(axis.budget, axis.executed) for axis in filled}) <= 1
        self._fund_card.remark.setText("" if not filled else "各口径合计一致 ✓" if is_equal else "⚠ 各口径合计不一致")

    def _show_projects(self) -> None:
        rated = [
            (found, row) for row in self.session.data.projects if (found := rate(row.executed, row.budget)) is not None
        ]
        rated.sort(key=lambda item: item[0])
        self.projects.set_lines(
            [
                Line(
                    row.name, format_money_table(row.executed), format_percent(found), found,
                    Place("projects", Project.TABLE, row.id),
                )
                for found, row in rated[:_LOWEST]
            ]
        )  # fmt: skip
        self._empty_projects.setVisible(not rated)
        self._project_card.remark.setText(f"共 {len(self.session.data.projects)} 个项目" if rated else "")

    # What is missing

    def _show_missing(self) -> None:
        found = self.session.completeness()
        missing = found.missing
        percent = int(found.share)  # rounded down: 100 % is said only when nothing is missing
        names = "、".join(dict.fromkeys(item.label for item in missing[:3]))
        remark = f"还差 {len(missing)} 项：{names}{'等' if len(missing) > 3 else ''}" if missing else "必填内容都已填写"
        self.filled.tell(f"{percent}%", remark, "accent" if missing else "good")
        lines = [
            Line(page.title, remark=f"{len(state.missing)} 项", detail="、".join(dict.fromkeys(
                item.label for item in state.missing)), place=self._first_missing(page.key))
            for chapter in self.session.pack.outline
            for page in chapter.pages
            if (state := found.by_page[page.key]).missing
        ]  # fmt: skip
        self._missing_card.setVisible(bool(lines))
        self._missing_card.remark.setText("F8 转到下一处")
        self.missing.set_lines(lines)

    def _first_missing(self, page: str) -> Place:
        item = self.session.completeness().by_page[page].missing[0]
        return Place(page, item.table, item.row_id, item.field)

    def _on_filled_clicked(self) -> None:
        found = self.session.completeness().by_page
        page = next((key for key, state in found.items() if state.missing), "")
        if page:
            self.place_wanted.emit(self._first_missing(page))
