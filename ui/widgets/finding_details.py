"""One finding in full: what it rests on, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.model.results import Finding
from ui import theme
from ui.models.findings_model import FindingsModel
from ui.session import Session
from ui.widgets.basics import button, column, label, row, show_in_parent


class FindingDetails(QFrame):
    """Computation, source and reason, with the ways to go there, to let it stand, and to take that back."""

    place_wanted = Signal(object)  # Place
    acknowledge_wanted = Signal(object)  # Finding

    def __init__(self, session: Session, model: FindingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._model = session, model
        self._found: Finding | None = None
        self.setProperty("role", "sheet")
        self.text = label("", "secondary", wrap=True)
        self.go = button("转到填报处", "arrow-right")
        self.acknowledge = button("确认并说明…", "check", tip="核对无误、可以保留时，写明原因；数据变化后会再次提示")
        self.withdraw = button("撤回确认", "undo")
        whole = column(self, spacing=theme.S2, margin=theme.S3)
        whole.addWidget(self.text)
        whole.addLayout(row(self.go, self.acknowledge, self.withdraw, None, spacing=theme.S2))
        self.go.clicked.connect(self._on_go)
        self.acknowledge.clicked.connect(lambda: self.acknowledge_wanted.emit(self._found))
        self.withdraw.clicked.connect(self._on_withdraw)
        self.hide()

    def show_finding(self, found: Finding | None) -> None:
        """Shows a finding; hides for None."""
        self._found = found
        if found is None:
            self.hide()
            return
        reason = self._model.reason(found)
        from app.checks import RULES  # here, since the first page shows no finding

        rule = RULES.get(found.rule)
        lines = (
            f"计算：{found.formula}" if found.formula else "",
            f"原文：{found.quote}" if found.quote else "",
            f"说明：{reason}" if reason is not None else "",
            f"依据：{rule.source}（{found.rule}）" if rule is not None else "",
        )
        self.text.setText("\n".join(line for line in lines if line))
        can_edit = not self.session.is_read_only
        self.go.setEnabled(self._model.place(found) is not None)
        self.acknowledge.setText("确认并说明…" if reason is None else "修改说明…")
        self.acknowledge.setEnabled(can_edit)
        self.withdraw.setEnabled(can_edit)
        show_in_parent(self.withdraw, reason is not None)
        show_in_parent(self, True)

    def _on_go(self) -> None:
        place = self._model.place(self._found) if self._found is not None else None
        if place is not None:
            self.place_wanted.emit(place)

    def _on_withdraw(self) -> None:
        found, library, report_id = self._found, self.session.library, self.session.report_id
        if found is not None:
            self.session.edit(lambda: library.checks.withdraw(report_id, found))
