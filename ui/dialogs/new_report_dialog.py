"""Which department and year a new report is for, and by which template pack."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSpinBox, QWidget

from app import packs
from app.errors import AppError
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.widgets.basics import column, label, row

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class NewReportDialog(Dialog):
    """Makes the report itself, so that what is wrong can be put right in place. `report_id` is 0 until then."""

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        *,
        department: str = "",
        pack: str = "",
        layout: str = "",
    ) -> None:
        super().__init__("新建报告", parent, done="新建")
        self.session = session
        self.report_id = 0
        self._layout = layout
        self.department = QLineEdit()
        self.department.setPlaceholderText("与公章一致的全称")
        self.department.setMaxLength(200)
        names = [found.name for found in session.library.departments()]
        completer = QCompleter(names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.department.setCompleter(completer)
        if department or len(names) == 1:
            self.department.setText(department or names[0])
        self.year = QSpinBox()
        self.year.setRange(_FIRST_YEAR, _LAST_YEAR)
        self.year.setSuffix(" 年度")
        # The report is written in spring, about the year before.
        self.year.setValue(datetime.now().astimezone().year - 1)
        self.pack = QComboBox()
        self._fill_packs(pack)
        self._build()

    def _fill_packs(self, wanted: str) -> None:
        for key in packs.available():
            try:
                self.pack.addItem(packs.load(key).label, key)
            except AppError:
                continue
        places = (self.pack.findData(key) for key in (wanted, packs.DEFAULT))
        self.pack.setCurrentIndex(next((place for place in places if place >= 0), 0))

    def _build(self) -> None:
        for text, field in (("部门全称", self.department), ("评价年度", self.year), ("模板", self.pack)):
            name = label(text, "secondary")
            name.setBuddy(field)
            field.setAccessibleName(text)
            box = column(spacing=theme.S1)
            box.addWidget(name)
            box.addWidget(field)
            self.body.addLayout(box)
        self.body.addLayout(row(label("自评表的管理效能指标按模板预置，其余内容留空待填。", "secondary", wrap=True)))
        self.setMinimumWidth(440)
        self.department.setFocus()

    def on_done(self) -> None:
        pack = str(self.pack.currentData() or "")
        try:
            layout = self._layout if self._layout in packs.load(pack).layouts else ""
            self.report_id = self.session.library.new_report(
                self.department.text(), self.year.value(), pack=pack, layout=layout
            )
        except AppError as error:
            self.tell_error(str(error))
            return
        self.accept()
