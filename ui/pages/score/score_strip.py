"""Above the score table: every block and the total, typed figures beside the sums they should be."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from app.model.entities import Report
from app.model.quantities import MISSING, format_plain, format_score
from ui.models.score_blocks import blocks, full_marks
from ui.session import Session
from ui.widgets.basics import ElidedLabel, button, set_role
from ui.widgets.flow_row import FlowRow


class ScoreStrip(FlowRow):
    """A typed figure that is not the sum says so, and the sums can be taken for all at once."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        take = button("采用合计", role="link", tip="清除填报的得分，按各行合计")
        super().__init__(take, parent)
        self.session, self.take = session, take
        self._labels: list[ElidedLabel] = []
        self.take.clicked.connect(self._on_taken)
        self.texts: list[str] = []
        session.settled.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Shows the scores as they are now."""
        self.texts = []
        if not self.session.report_id:
            return
        scores = self.session.library.scores(self.session.report_id)
        for block in blocks(self.session):
            full = full_marks(self.session, block.block) or block.weight
            of = f" / {format_plain(full)}" if full else ""
            score = format_score(block.score) if scores.is_scored else MISSING
            self._add(block.block, f"{score}{of}", block.score, block.computed)
        if scores.adjustments:
            self._add("加减分", f"{scores.adjustments:+.2f}", scores.adjustments, scores.adjustments)
        verdict = f"（还有 {scores.unscored} 项没有得分）" if scores.unscored else f" {scores.grade}"
        total = f"{format_score(scores.total)}{verdict}" if scores.is_scored else MISSING
        self._add("总分", total, scores.total, scores.computed_total)
        self.take.setVisible(bool(self._typed()))
        self.take.setEnabled(not self.session.is_read_only)
        self.arrange(self._labels[: len(self.texts)])
        self.setAccessibleName("，".join(self.texts))

    def _add(self, name: str, figure: str, counted: Decimal, computed: Decimal) -> None:
        text = f"{name} {figure}"
        if counted != computed:
            side = "多" if counted > computed else "少"
            text += f" ⚠ 合计 {format_score(computed)}，填报{side} {format_score(abs(counted - computed))}"
        number = len(self.texts)
        if number == len(self._labels):
            self._labels.append(ElidedLabel())
        shown = self._labels[number]
        shown.setText(text)
        set_role(shown, "warning" if counted != computed else "secondary")
        self.texts.append(text)

    def _typed(self) -> list[str]:
        """The report's fields in which a score was typed."""
        names = [block.typed_field for block in blocks(self.session) if block.typed_field]
        report = self.session.data.report
        return [name for name in (*names, "typed_total") if getattr(report, name) is not None]

    def _on_taken(self) -> None:
        self.session.commit_pending()
        library, report_id = self.session.library, self.session.report_id
        changes = [(Report.TABLE, report_id, name, None) for name in self._typed()]
        if changes and self.session.edit(lambda: library.set_fields(report_id, changes, "采用合计得分")):
            self.session.informed.emit("已按各行合计计算得分，按 Ctrl+Z 可以恢复填报的得分。")
