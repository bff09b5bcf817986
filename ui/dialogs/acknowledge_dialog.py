"""Letting a finding of 校核 stand, with the reason a reviewer will ask for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.model.fields import FieldSpec, Kind
from app.model.results import Finding
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.widgets.basics import label
from ui.widgets.long_editor import LongEditor


class AcknowledgeDialog(Dialog):
    """The reason is kept with the report and printed in 审核问题清单; it holds until the figures change."""

    def __init__(self, session: Session, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__("确认并说明", parent, done="确认")
        self.session, self.finding = session, finding
        self.reason = LongEditor(FieldSpec(name="reason", kind=Kind.LONG, label="说明"), lines=5, most=12)
        self.reason.show_text(session.checker.now().reason(finding) or "")
        self.reason.setAccessibleName("说明")
        self.reason.setPlaceholderText("例如：两处口径不同，正文为全市数，自评表为区本级数。")
        self.body.addWidget(label(finding.message, wrap=True))
        self.body.addWidget(label("说明（会写入审核问题清单；相关数据变化后，这条意见会再次出现）", "secondary"))
        self.body.addWidget(self.reason)
        self.setMinimumWidth(theme.S6 * 22)
        self.reason.setFocus()

    def on_done(self) -> None:
        self.reason.take_preedit()
        library, report_id = self.session.library, self.session.report_id
        text = self.reason.typed_text()
        if self.session.edit(lambda: library.checks.acknowledge(report_id, self.finding, text), self.tell_error):
            self.accept()
