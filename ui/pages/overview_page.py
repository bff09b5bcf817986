"""Where the report stands at a glance: score, money, what is missing or wrong, and how it was the years before."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QWidget

from app.model.entities import Department, FundLine, Indicator, Report
from app.model.execution import Band, Spending, bands
from app.model.facts import Amounts
from app.model.losses import losses
from app.model.quantities import MISSING, format_money, format_percent, format_plain, format_score
from app.model.report_data import ReportData
from app.model.results import Scores, Severity
from app.model.years import YearFigures, one_a_year
from app.storage.journal import Change
from ui import theme
from ui.models.goto_model import Place
from ui.models.history_model import when
from ui.models.outline_model import OutlineModel
from ui.pages.overview import finding_card
from ui.pages.overview.finding_card import FindingCard
from ui.pages.overview.fund_card import FundCard
from ui.pages.overview.places import Places
from ui.pages.overview.progress_card import ProgressCard
from ui.pages.overview.project_card import ProjectCard
from ui.pages.overview.rate_card import RateCard
from ui.pages.overview.score_card import ScoreCard
from ui.pages.overview.year_cards import YearCards
from ui.pages.page import Page
from ui.session import Session
from ui.settings import documents
from ui.widgets.basics import column
from ui.widgets.card_row import CardRow
from ui.widgets.carried import ConfirmButton
from ui.widgets.charts import picture
from ui.widgets.charts.chart import Chart
from ui.widgets.figure_card import FigureCard

_FIGURE, _HALF = 220, 440  # logical pixels below which fewer cards stand side by side
_GOOD_SCORE, _GOOD_RATE = 90, 90


class OverviewPage(Page):
    """概览. Every figure leads to where it comes from. While the page is hidden an edit costs nothing."""

    def __init__(self, session: Session, outline: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(session, "概览", parent)
        self._places = Places(outline)
        self._shown: ReportData | None = None
        self._years: list[YearFigures] = []
        self._years_left: list[int] = []
        self._same_department: list[int] | None = None  # None: not looked up yet
        self.score, self.completion = FigureCard("自评得分"), FigureCard("预算完成率")
        self.filled, self.checked = FigureCard("填写完成度"), FigureCard("校核")
        self.progress_card, self.finding_card = ProgressCard(), FindingCard(self._places)
        self.score_card, self.fund_card = ScoreCard(self._places), FundCard(self._places)
        self.rate_card, self.project_card = RateCard(), ProjectCard(self._places)
        self.year_cards = YearCards()
        self._year_timer = QTimer(self, interval=0)
        self.confirm = ConfirmButton(
            session,
            "全部确认沿用",
            lambda: session.completeness().carried,
            lambda: session.library.carried.marks(session.report_id),
            self,
        )
        self.tools.insertWidget(self.tools.indexOf(self.remark) + 1, self.confirm)
        self._build()
        self._connect()
        self._show_findings()
        self.refresh()

    def _build(self) -> None:
        content = QWidget()
        whole = column(content, spacing=theme.S3)
        for part in (
            CardRow((self.score, self.completion, self.filled, self.checked), _FIGURE),
            CardRow((self.progress_card, self.finding_card), _HALF, shares=(2, 3)),
            self.score_card,
            CardRow((self.fund_card, self.rate_card), _HALF),
            self.project_card,
            self.year_cards,
        ):
            whole.addWidget(part)
        whole.addStretch(1)
        self.year_cards.hide()
        self._area = self.add_scrolling(content)

    def _connect(self) -> None:
        self.score.clicked.connect(lambda: self._go(Indicator.TABLE))
        self.completion.clicked.connect(lambda: self._go(FundLine.TABLE))
        self.filled.clicked.connect(self._on_filled_clicked)
        self.checked.clicked.connect(lambda: self._bring_forward(self.finding_card, self.finding_card.lines))
        for lines in (self.progress_card, self.finding_card, self.score_card, self.fund_card, self.project_card):
            lines.place_wanted.connect(self.place_wanted)
        for card in (self.fund_card, self.rate_card, self.project_card, *self.year_cards.cards):
            card.copy_wanted.connect(self._on_copy_wanted)
            card.save_wanted.connect(self._on_save_wanted)
            card.data_wanted.connect(self._on_data_wanted)
        self.rate_card.place_wanted.connect(self._on_band_chosen)
        self.project_card.band_changed.connect(self.rate_card.bands.choose)
        self.year_cards.report_wanted.connect(self._on_report_wanted)
        self.session.checker.checked.connect(self._show_findings)
        self._year_timer.timeout.connect(self._on_year_due)
        self.session.changed.connect(self._on_changed)
        self.session.settled.connect(self._on_settled)
        self.session.report_opened.connect(self._on_report_opened)

    # Following the report

    def _on_settled(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_changed(self, change: Change) -> None:
        if any(table in {Report.TABLE, Department.TABLE} for table, _ in change.rows):
            self._same_department = None

    def _on_report_opened(self) -> None:
        self._shown = self._same_department = None
        self._year_timer.stop()
        self.year_cards.hide()
        self.project_card.choose(None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        if not self.session.report_id:
            return
        saved = self.session.last_saved
        self.remark.setText(f"上次编辑 {when(saved.isoformat())}" if saved else "")
        data = self.session.data
        if data is not self._shown:
            self._shown = data
            self._show(data)
        self._start_years()

    def _show(self, data: ReportData) -> None:
        library, report_id = self.session.library, self.session.report_id
        scores, facts, found = library.scores(report_id), library.facts(report_id), self.session.completeness()
        for card in (self.fund_card, self.rate_card, self.project_card):
            card.chart.note = f"{data.department.name} {data.report.year} 年度"
        for year_card in self.year_cards.cards:
            year_card.chart.note = data.department.name
        self._show_score(scores)
        self._show_completion(facts.total)
        missing = found.missing
        names = "、".join(dict.fromkeys(item.label for item in missing[:3]))
        remark = f"还差 {len(missing)} 项：{names}{'等' if len(missing) > 3 else ''}" if missing else "必填内容都已填写"
        # Rounded down: 100 % is said only when nothing is missing.
        self.filled.tell(f"{int(found.share)}%", remark, "accent" if missing else "good")
        self.progress_card.tell(found, self.session.pack)
        self.score_card.tell(scores, losses(data, scores), data.report)
        self.fund_card.tell(facts)
        spending = [Spending.of(project) for project in data.projects]
        self.rate_card.tell(bands(spending))
        self.project_card.tell(spending)

    def _show_score(self, found: Scores) -> None:
        if not found.is_scored:
            self.score.tell(MISSING, "填写自评表后自动计算", "accent")
            return
        parts = [f"{block.block} {format_score(block.score)}" for block in found.blocks]
        if found.adjustments:
            parts.append(f"加减分 {format_plain(found.adjustments)}")
        if found.typed_total is not None and found.typed_total != found.computed_total:
            parts.append(f"⚠ 两部分合计 {format_score(found.computed_total)}")
        role = "accent" if found.unscored or found.total >= _GOOD_SCORE else "warning"
        verdict = f"{found.unscored} 项未得分" if found.unscored else f"等级 {found.grade}"
        self.score.tell(format_score(found.total), " · ".join(parts), role, verdict)

    def _show_completion(self, total: Amounts) -> None:
        remark = f"执行 {format_money(total.executed)} / 预算 {format_money(total.budget)} 万元"
        done = total.rate
        role = "accent" if done is None else "good" if _GOOD_RATE <= done <= 100 else "warning"
        self.completion.tell(format_percent(done), remark, role)

    def _show_findings(self) -> None:
        checked, failure = self.session.checker.result, self.session.checker.failure
        self.finding_card.tell(checked, failure)
        if checked is None:
            self.checked.tell(MISSING, "校核没有完成" if failure else "正在校核…", "error" if failure else "accent")
            return
        levels = {item.severity for item in checked.open}
        role = "error" if Severity.ERROR in levels else "warning" if Severity.WARNING in levels else "good"
        remark = finding_card.in_words(checked) or "没有发现问题"
        self.checked.tell(f"{len(checked.open)} 条", remark, role)

    # Other years, one report at a time between events, so that many or large ones are not waited for

    def _start_years(self) -> None:
        report_id = self.session.report_id
        if self._same_department is None:
            found = self.session.read(lambda: self.session.library.years.same_department(report_id)) or []
            self._same_department = found if len(found) > 1 else []
        self._years.clear()
        self._years_left = list(self._same_department)
        if self._years_left:
            self._year_timer.start()
        else:
            self.year_cards.hide()

    def _on_year_due(self) -> None:
        if not self.session.report_id:  # closed meanwhile, and the library with it
            self._year_timer.stop()
            return
        if self._years_left:
            report_id = self._years_left.pop(0)
            figures = self.session.library.years.figures(report_id)
            if figures is not None:
                self._years.append(figures)
            return
        self._year_timer.stop()
        found = one_a_year(self._years, self.session.report_id)
        self.year_cards.tell(found, self.session.report_id)
        self.year_cards.setVisible(len(found) > 1)

    def _on_report_wanted(self, report_id: int) -> None:
        if report_id != self.session.report_id:
            self.session.open_report(report_id)

    # Going places

    def _go(self, table: str) -> None:
        place = self._places.of(table)
        if place is not None:
            self.place_wanted.emit(place)

    def _on_filled_clicked(self) -> None:
        missing = self.session.completeness().by_page
        place = next(
            (
                Place(key, item.table, item.row_id, item.field)
                for key, state in missing.items()
                for item in state.missing
            ),
            None,
        )
        if place is not None:
            self.place_wanted.emit(place)
        else:
            self._bring_forward(self.progress_card, self.progress_card.lines)

    def _on_band_chosen(self, band: Band) -> None:
        self.project_card.choose(None if band is self.project_card.band else band)
        self._bring_forward(self.project_card, self.project_card.bars)

    def _bring_forward(self, card: QWidget, target: QWidget) -> None:
        """Brings a card in sight whole, and the keys to what is in it."""
        self._area.ensureWidgetVisible(card, 0, theme.S3)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # Charts into documents

    def _on_copy_wanted(self, chart: Chart) -> None:
        QGuiApplication.clipboard().setImage(picture.picture(chart))
        self.told.emit(f"已复制“{chart.title}”图片，可以粘贴到 Word 或 WPS。", "good")

    def _on_data_wanted(self, chart: Chart) -> None:
        QGuiApplication.clipboard().setText(chart.as_table())
        self.told.emit(f"已复制“{chart.title}”的数据，可以粘贴到 Excel。", "good")

    def _on_save_wanted(self, chart: Chart) -> None:
        start = documents() / f"{self.session.data.report.year}年度{chart.title}.png"
        target = self.session.messages.choose_save(self, "另存图片", start, "PNG 图片 (*.png)")
        if target is not None and self.session.edit(lambda: picture.save(picture.picture(chart), target)):
            self.told.emit(f"已保存图片“{target.name}”。", "good")
