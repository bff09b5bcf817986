"""What a template pack made from the open report's indicator system is to be called."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.widgets.basics import label

_NOTE = (
    "把本报告自评表的全部指标（分值、目标值、评分规则）另存为模板，提纲、正文、附表和版式与现在的模板相同。"
    "新建报告时可以选用，也可以导出给其他单位。"
)
_WIDTH = 440


class PackNameDialog(Dialog):
    """Saves the pack itself, so that a name that cannot be had is told in place."""

    saved = Signal(str)  # key of the pack

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("另存为模板", parent, done="保存")
        self.session = session
        report = session.data.report
        self.name = QLineEdit(
            f"{session.data.department.region or session.data.department.name}{report.year}年指标体系"
        )
        self.name.setMaxLength(40)
        self.name.setAccessibleName("模板名称")
        self.name.selectAll()
        self.body.addWidget(label("模板名称", "secondary"))
        self.body.addWidget(self.name)
        self.body.addWidget(label(_NOTE, "secondary", wrap=True))
        self.setMinimumWidth(_WIDTH)
        self.name.setFocus()

    def on_done(self) -> None:
        self.session.commit_pending()
        library, report_id = self.session.library, self.session.report_id
        key = self.session.read(lambda: library.own_packs.save(report_id, self.name.text()), self.tell_error)
        if key is not None:
            self.accept()
            self.saved.emit(key)
