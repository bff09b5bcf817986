"""The line at the bottom: saved and when, the score with its parts, completion, completeness, the unit."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from app.model.quantities import MISSING, format_percent, format_score
from ui import icons, theme
from ui.models.history_model import when
from ui.session import Session
from ui.widgets.basics import ElidedLabel, button, label, row, set_role

HEIGHT = 26
_USUAL = "已保存 00:00"  # room is kept for it, so that the figures beside it stay where they are
_REASON_WIDTH = 360  # of the words that say why something is not saved


class StatusBar(QFrame):
    """Follows the session; what is missing and what is not saved are links to it."""

    missing_wanted = Signal()
    draft_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._failure = ""
        self.setProperty("role", "status")
        self.setFixedHeight(HEIGHT)
        self._dot = QLabel()
        self.saved = ElidedLabel("", "secondary")
        self.saved.setMaximumWidth(_REASON_WIDTH)
        self.saved.setMinimumWidth(QFontMetrics(theme.font(theme.SMALL)).horizontalAdvance(_USUAL) + 2)
        self.retry = _link("重试", "再保存一次没有写入的内容")
        self.drafts = _link("", "转到下一处没有保存的内容")
        self.score = label("", "secondary")
        self.completion = label("", "secondary")
        self.filled = _link("", "转到下一处没有填写的地方（F8）")
        self.unit = _link("", "")
        self.setLayout(
            row(
                self._dot, self.saved, self.retry, self.drafts, theme.S4, self.score, theme.S4, self.completion, None,
                self.filled, theme.S3, self.unit, spacing=theme.S1, margins=(theme.S3, 0, theme.S3, 0),
            )
        )  # fmt: skip
        self._connect()
        self._on_opened()
        self._show_unit()

    def _connect(self) -> None:
        session = self.session
        session.saved.connect(self._on_saved)
        session.refused.connect(self._on_refused)
        session.settled.connect(self.refresh)
        session.report_opened.connect(self._on_opened)
        session.locked.connect(self._on_opened)
        session.drafts.changed.connect(self._show_state)
        session.drafts.typing_changed.connect(self._show_state)
        session.amount_unit.changed.connect(self._show_unit)
        self.filled.clicked.connect(self.missing_wanted)
        self.drafts.clicked.connect(self.draft_wanted)
        self.retry.clicked.connect(session.retry)
        self.unit.clicked.connect(session.amount_unit.switch)

    # Saved or not

    def _on_opened(self) -> None:
        self._failure = ""
        self._show_state()
        self.refresh()

    def _on_refused(self, sentence: str) -> None:
        self._failure = sentence
        self._show_state()

    def _on_saved(self, _moment: datetime) -> None:
        self._failure = ""
        self._show_state()

    def _show_state(self) -> None:
        """Says one thing: what is being typed, else what could not be saved and why, else when it was saved."""
        drafts = self.session.drafts
        refused = drafts.refused()
        reason = refused[0][1].reason if refused else self._failure
        moment = self.session.last_saved
        if self.session.library.read_only:
            self._show_saved("只读", "warning")
        elif self.session.is_read_only:
            self._show_saved("已定稿，只读", "secondary")
        elif drafts.is_typing:
            self._show_saved("正在输入…", "secondary")
        elif reason:
            self._show_saved(f"未保存：{reason}", "error")
        elif moment is not None:
            self._show_saved(f"已保存 {when(moment.isoformat()).removeprefix('今天 ')}", "good")
        else:
            self._show_saved("已保存", "good")
        self.retry.setVisible(bool(refused))
        self.drafts.setText(f"⚠ {len(drafts)} 处未保存" if len(drafts) else "")
        self.drafts.setVisible(bool(len(drafts)))

    def _show_saved(self, text: str, role: str) -> None:
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        self._dot.setPixmap(icons.pixmap("dot", role, theme.S4, ratio))
        self._role = role
        if text != self.saved.text():
            self.saved.setText(text)
            self.saved.setToolTip(text if role == "error" else "")
            self.saved.setAccessibleName(text)
        set_role(self.saved, role)

    def refresh_marks(self) -> None:
        """Draws the mark in the theme in use."""
        self._show_saved(self.saved.text(), self._role)

    # Figures

    def _show_unit(self) -> None:
        unit = self.session.amount_unit
        self.unit.setText(f"表单金额 {unit.unit}")
        self.unit.setToolTip(f"表单中的金额改用{unit.other}显示和填写（Alt+U）；表格和报告始终用万元")

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


def _link(text: str, tip: str) -> QPushButton:
    result = button(text, role="link", tip=tip)
    result.setProperty("small", "true")
    return result
