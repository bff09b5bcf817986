"""What reports are made in: the layout of the open one, and what a new one begins with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QWidget

from app import packs
from app.errors import AppError
from app.model.pack import TemplatePack
from app.packs import sharing
from ui import theme
from ui.dialogs.pack_name_dialog import PackNameDialog
from ui.dialogs.settings_form import WIDE, SettingsForm, choices
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import button, label, row

_NONE = "（不指定）"
_LAYOUT_HINT = "导出、打印和预览都用它；这一步可以撤销。"
_KIND = f"模板包 (*{sharing.SUFFIX})"
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
        self.save_pack, self.share_pack = button("另存为模板…"), button("导出模板…")
        self.install_pack = button("导入模板…")
        self.save_pack.setToolTip("把打开的报告的指标体系另存为一个模板")
        self.share_pack.setToolTip("把“默认模板”中选中的模板导出为一个文件，发给其他单位")
        self.install_pack.setToolTip("导入其他单位发来的模板文件")
        self.save_pack.setEnabled(bool(session.report_id))
        self.outcome = label("", "good", wrap=True)
        tools = QWidget()
        tools.setLayout(row(self.save_pack, self.share_pack, self.install_pack, None, spacing=theme.S2))
        self.add("模板文件", tools, "把本报告的指标体系另存为模板，或者与其他单位交换模板。")
        self.faults = label(_faults(), "warning", wrap=True)
        self.faults.setVisible(bool(self.faults.text()))
        self.whole.addWidget(self.outcome)
        self.whole.insertWidget(0, self.faults)  # first, since the sheet scrolls in a low window
        self.save_pack.clicked.connect(self._on_save_pack)
        self.share_pack.clicked.connect(self._on_share_pack)
        self.install_pack.clicked.connect(self._on_install_pack)
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
        names = [row.name for row in self.session.read(self.session.library.reports.departments) or [] if row.name]
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
        if not self.session.edit(lambda: library.reports.set_layout(report_id, key), self.failed.emit):
            self.layout_now.setCurrentIndex(max(self.layout_now.findData(self.session.data.report.layout), 0))

    def _on_department(self) -> None:
        self._settings.default_department = str(self.department.currentData())

    def _on_pack(self) -> None:
        self._settings.default_pack = str(self.pack.currentData())
        self._fill_layouts()

    # Packs of the officer's own

    def _on_save_pack(self) -> None:
        dialog = PackNameDialog(self.session, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.saved.connect(self._on_pack_saved)
        dialog.open()

    def _on_pack_saved(self, key: str) -> None:
        self._show_pack(key, "已另存为模板“{}”，新建报告时可以选用。")

    def _on_share_pack(self) -> None:
        key = str(self.pack.currentData() or packs.DEFAULT)
        start = self._settings.export_folder / f"模板包-{key}{sharing.SUFFIX}"
        target = self.session.messages.choose_save(self, "导出模板", start, _KIND)
        if target is not None and self._tried(lambda: self.session.library.own_packs.share(key, target)):
            self.outcome.setText(f"已导出“{target.name}”。")

    def _on_install_pack(self) -> None:
        start = self._settings.export_folder
        source = self.session.messages.choose_file(self, "导入模板", _KIND, start)
        found: list[str] = []
        if source is not None and self._tried(lambda: found.append(self.session.library.own_packs.install(source))):
            self._show_pack(found[0], "已导入模板“{}”，新建报告时可以选用。")

    def _tried(self, action: Callable[[], object]) -> bool:
        self.outcome.setText("")
        return self.session.edit(action, self.failed.emit)

    def _show_pack(self, key: str, words: str) -> None:
        """Offers a pack that came new; the default stays what it is."""
        chosen = self.pack.currentData()
        self.pack.clear()
        for text, each in _packs():
            self.pack.addItem(text, each)
        self.pack.setCurrentIndex(max(self.pack.findData(chosen), 0))
        self.outcome.setText(words.format(packs.load(key).label))

    def _on_layout_new(self) -> None:
        self._settings.default_layout = str(self.layout_new.currentData())


def _layouts(pack: TemplatePack) -> list[tuple[str, object]]:
    return [(layout.label, key) for key, layout in pack.layouts.items()]


def _packs() -> list[tuple[str, object]]:
    """Those that can be chosen; a faulty pack cannot."""
    return [(pack.label, key) for key, pack in packs.loaded()[0].items()]


def _faults() -> str:
    return "\n".join(f"⚠ {sentence}" for sentence in packs.loaded()[1].values())
