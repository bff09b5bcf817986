"""What program this is, its version, and where its data are."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from app.paths import program_version
from ui import icons
from ui.dialogs.dialog import Dialog
from ui.widgets.basics import label, row


class AboutDialog(Dialog):
    """Only to be read and closed."""

    def __init__(self, library: Path, parent: QWidget | None = None) -> None:
        super().__init__("关于自评", parent, done="关闭")
        self.cancel_button.hide()
        mark = QLabel()
        mark.setPixmap(icons.application_icon().pixmap(QSize(48, 48)))
        self.body.addLayout(row(mark, label(f"自评 {program_version()}".strip(), "card"), None))
        self.body.addWidget(label("部门整体支出绩效自评报告的编写程序。数据只保存在本机，程序不联网。", wrap=True))
        self.body.addWidget(label(f"台账库：{library}", "secondary", wrap=True))
        self.setMinimumWidth(480)
