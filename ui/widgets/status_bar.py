"""The line at the bottom: saved and when, the score with its parts, completion, completeness, the unit."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.model.quantities import MISSING, format_percent, format_score
from ui import icons, theme
from ui.models.history_model import when
from ui.session import Session
from ui.widgets.basics import button, label, row, set_role

HEIGHT = 26


class StatusBar(QFrame):
    """Follows the session; the completeness is a link to what is missing."""

    missing_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setProperty("role", "status")
        self.setFixedHeight(HEIGHT)
        self._dot = QLabel()
        self.saved = label("", "secondary")
        self.score = label("", "secondary")
        self.completion = label("", "secondary")
        self.drafts = label("", "error")
        self.filled = button("", role="link", tip="转到下一处没有填写的地方")
        self.filled.setProperty("small", "true")
        self.filled.clicked.connect(self.missing_wanted)
        self.unit = label("金额单位 万元", "secondary")
        self.setLayout(
            row(
                self._dot, self.saved, theme.S4, self.score, theme.S4, self.completion, theme.S4, self.drafts, None,
                self.filled, theme.S3, self.unit, spacing=theme.S1, margins=(theme.S3, 0, theme.S3, 0),
            )
        )  # fmt: skip
        session.saved.connect(self._on_saved)
        session.failed.connect(self._on_failed)
        session.settled.connect(self.refresh)
        session.report_opened.connect(self._on_opened)
        session.locked.connect(self._on_opened)
        session.drafts.changed.connect(self._show_drafts)
        self._on_opened()

    def _on_opened(self) -> None:
        if self.session.library.read_only:
            self._show_saved("只读", "warning")
        elif self.session.is_read_only:
            self._show_saved("已定稿，只读", "secondary")
        elif self.session.last_saved is not None:
            self._on_saved(self.session.last_saved)
        else:
            self._show_saved("已保存", "good")
        self._show_drafts()
        self.refresh()

    def _on_failed(self) -> None:
        self._show_saved("上次修改没有保存", "error")

    def _on_saved(self, moment: datetime) -> None:
        self._show_saved(f"已保存 {when(moment.isoformat()).removeprefix('今天 ')}", "good")

    def _show_saved(self, text: str, role: str) -> None:
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        self._dot.setPixmap(icons.pixmap("dot", role, theme.S4, ratio))
        self._role = role
        self.saved.setText(text)
        set_role(self.saved, role)

    def _show_drafts(self) -> None:
        count = len(self.session.drafts)
        self.drafts.setText(f"⚠ {count} 处内容没有保存" if count else "")

    def refresh_marks(self) -> None:
        """Draws the mark in the theme in use."""
        self._show_saved(self.saved.text(), self._role)

    def refresh(self) -> None:
        """Computes the figures anew."""
        if not self.session.report_id:
            return
        library, report_id = self.session.library, self.session.report_id
        scores = library.scores(report_id)
        parts = " · ".join(f"{block.block} {format_score(block.score)}" for block in scores.blocks)
        shown = f"{format_score(scores.total)}（{parts}）" if scores.is_scored else MISSING
        self.score.setText(f"自评得分 {shown}")
        self.completion.setText(f"预算完成率 {format_percent(library.facts(report_id).total.rate)}")
        self.filled.setText(f"完成度 {int(self.session.completeness().share)}%")
