"""How many faults 校核 finds in the report, as a button that leads to them."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QToolButton, QWidget

from app.model.results import Checked, Severity
from ui import icons
from ui.session import Session

_QUIET_MS = 200  # the count may come after the figures: checking thousands of rows must not hold up typing
_MARKS = {
    Severity.ERROR: ("error", "error"),
    Severity.WARNING: ("warning", "warning"),
    Severity.HINT: ("info", "accent"),
}


class FindingsButton(QToolButton):
    """Follows the report. The mark is that of the worst finding, the tip says how many there are of each."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setProperty("role", "flat")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self.refresh)
        session.settled.connect(self._quiet.start)
        session.report_opened.connect(self.refresh)
        self._show(Checked((), ()))

    def refresh(self) -> None:
        """Counts anew."""
        if self.session.report_id:
            library, report_id = self.session.library, self.session.report_id
            found = self.session.read(lambda: library.check(report_id))
            if found is not None:
                self._show(found)

    def _show(self, checked: Checked) -> None:
        counts = Counter(finding.severity for finding in checked.findings)
        total = sum(counts.values())
        worst = next((severity for severity in Severity if counts[severity]), None)
        icons.assign(self, *(_MARKS[worst] if worst is not None else ("check", "good")))
        self.setText(f"校核 {total}" if total else "校核")
        parts = "，".join(f"{severity.value} {counts[severity]} 处" for severity in Severity if counts[severity])
        unchecked = f"；{len(checked.not_checked)} 条规则缺少数据，未检" if checked.not_checked else ""
        words = f"校核发现：{parts}，点击转到第一处" if total else "校核没有发现问题"
        self.setToolTip(f"{words}{unchecked}（F8 逐处查看）")
        self.setAccessibleName(words)
