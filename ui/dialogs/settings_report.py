"""What reports are made in: the layout of the open one, and what a new one begins with."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from app import packs
from app.errors import AppError
from app.model.pack import TemplatePack
from ui.dialogs.settings_form import WIDE, SettingsForm, choices
from ui.session import Session
from ui.settings import Settings

_NONE = "（不指定）"
_LAYOUT_HINT = "导出、打印和预览都用它；这一步可以撤销。"
_NO_REPORT_HINT = "打开一份报告后，在这里改它的版式。"


class ReportSettings(SettingsForm):
    """The layout is part of the report and so an edit of it; the rest is this computer's."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._settings = session, settings
        self.layout_now = self._layout_of_report()
        self.department = self._departments()
        self.pack = choices(_packs(), settings.default_pack or packs.DEFAULT, WIDE)
        self.layout_new = choices([], "")
        self._fill_layouts()
        self.add("本报告的版式", self.layout_now, _LAYOUT_HINT if session.report_id else _NO_REPORT_HINT)
        self.add("默认部门", self.department, "新建报告时先填好的部门。")
        self.add("默认模板", self.pack, "新建报告时先选好的模板。")
        self.add("默认版式", self.layout_new, "新建的报告用这种版式；已有的报告不变。")
        self.whole.addStretch(1)
        self.layout_now.activated.connect(self._on_layout_now)
        self.department.activated.connect(self._on_department)
        self.pack.activated.connect(self._on_pack)
        self.layout_new.activated.connect(self._on_layout_new)

    def _layout_of_report(self) -> QComboBox:
        session = self.session
        found = session.read(lambda: session.pack) if session.report_id else None
        if found is None:
            result = choices([("（没有打开报告）", "")], "")
            result.setEnabled(False)
            return result
        result = choices(_layouts(found), session.data.report.layout or next(iter(found.layouts)))
        result.setEnabled(not session.is_read_only)
        return result

    def _departments(self) -> QComboBox:
        names = [row.name for row in self.session.read(self.session.library.departments) or [] if row.name]
        chosen = self._settings.default_department
        if chosen and chosen not in names:
            names.append(chosen)  # of another library; it stays until another is chosen
        return choices([(_NONE, ""), *((name, name) for name in names)], chosen, WIDE)

    def _fill_layouts(self) -> None:
        """Offers the presets of the pack that new reports have."""
        self.layout_new.clear()
        try:
            found = _layouts(packs.load(str(self.pack.currentData() or packs.DEFAULT)))
        except AppError as error:
            self.failed.emit(str(error))
            return
        for text, key in found:
            self.layout_new.addItem(text, key)
        self.layout_new.setCurrentIndex(max(self.layout_new.findData(self._settings.default_layout), 0))

    def _on_layout_now(self) -> None:
        library, report_id = self.session.library, self.session.report_id
        key = str(self.layout_now.currentData())
        if not self.session.edit(lambda: library.set_layout(report_id, key)):
            self.failed.emit("版式没有改，原因见主窗口上方的提示。")
            self.layout_now.setCurrentIndex(max(self.layout_now.findData(self.session.data.report.layout), 0))

    def _on_department(self) -> None:
        self._settings.default_department = str(self.department.currentData())

    def _on_pack(self) -> None:
        self._settings.default_pack = str(self.pack.currentData())
        self._fill_layouts()

    def _on_layout_new(self) -> None:
        self._settings.default_layout = str(self.layout_new.currentData())


def _layouts(pack: TemplatePack) -> list[tuple[str, object]]:
    return [(layout.label, key) for key, layout in pack.layouts.items()]


def _packs() -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for key in packs.available():
        try:
            found.append((packs.load(key).label, key))
        except AppError:  # a faulty pack cannot be chosen
            continue
    return found
