"""How many faults 校核 finds in the report, as a button that leads to them."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from app.model.results import Checked, Severity
from ui import icons
from ui.session import Session

_MARKS = {
    Severity.ERROR: ("error", "error"),
    Severity.WARNING: ("warning", "warning"),
    Severity.HINT: ("info", "accent"),
}

_USUAL = "校核 88"  # room is kept for it, so that the go-to box stays where it is


class FindingsButton(QToolButton):
    """Follows the report. The mark is that of the worst finding, the tip says how many there are of each."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setProperty("role", "flat")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        session.checker.checked.connect(self._on_checked)
        self._on_checked(session.checker.result)

    def sizeHint(self) -> QSize:
        hint, metrics = super().sizeHint(), self.fontMetrics()
        missing = metrics.horizontalAdvance(_USUAL) - metrics.horizontalAdvance(self.text())
        return hint + QSize(max(0, missing), 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _on_checked(self, checked: Checked | None) -> None:
        if checked is not None:
            self._show(checked)
            return
        icons.assign(self, "dot", "secondary")
        self.setText("校核")
        self.setToolTip("正在校核")
        self.setAccessibleName("正在校核")

    def _show(self, checked: Checked) -> None:
        counts = Counter(finding.severity for finding in checked.open)
        total = sum(counts.values())
        worst = next((severity for severity in Severity if counts[severity]), None)
        icons.assign(self, *(_MARKS[worst] if worst is not None else ("check", "good")))
        self.setText(f"校核 {total}" if total else "校核")
        parts = "，".join(f"{severity.value} {counts[severity]} 处" for severity in Severity if counts[severity])
        unchecked = f"；{len(checked.not_checked)} 条规则缺少数据，未检" if checked.not_checked else ""
        words = f"校核发现：{parts}，点击查看" if total else "校核没有发现问题"
        self.setToolTip(f"{words}{unchecked}（F8 逐处查看）")
        self.setAccessibleName(words)
