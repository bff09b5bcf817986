"""The few settings: how the window looks, what a report is made in, and where backups go. Each acts at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from ui import theme
from ui.backups import Backups
from ui.dialogs.dialog import Dialog
from ui.dialogs.settings_backups import BackupSettings
from ui.dialogs.settings_display import DisplaySettings
from ui.dialogs.settings_report import ReportSettings
from ui.dialogs.settings_word import WordSettings
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import column, rule
from ui.widgets.sheet_area import SheetArea

if TYPE_CHECKING:
    from ui.dialogs.settings_form import SettingsForm

_WIDTH = 620
_HEIGHT, _AROUND = 560, 40  # on a lower screen, such as 1366×768 at 150 %, sheets scroll


class SettingsDialog(Dialog):
    """One sheet a subject. There is nothing to confirm, so there is only 关闭."""

    theme_chosen = Signal(object)  # ThemeChoice
    separators_changed = Signal()
    restart_wanted = Signal()
    backup_wanted = Signal(object)  # Path of a backup to look into

    def __init__(self, session: Session, settings: Settings, backups: Backups, parent: QWidget | None = None) -> None:
        super().__init__("设置", parent, done="关闭")
        self.cancel_button.hide()
        self.display = DisplaySettings(settings)
        self.report = ReportSettings(session, settings)
        self.word = WordSettings(session)
        self.backups = BackupSettings(session, settings, backups)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("设置的分类")
        self._stack = QStackedWidget()
        sheets: tuple[tuple[str, SettingsForm], ...] = (
            ("显示", self.display), ("报告", self.report), ("Word", self.word), ("备份", self.backups),
        )  # fmt: skip
        for name, sheet in sheets:
            self.tabs.addTab(name)
            has_list = sheet is self.backups  # which scrolls, and takes whatever height there is
            self._stack.addWidget(sheet if has_list else SheetArea(sheet, QMargins(0, 0, theme.S4, 0)))
            sheet.failed.connect(self.tell_error)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        head = column(spacing=0)
        head.addWidget(self.tabs)
        head.addWidget(rule())
        self.body.setSpacing(theme.S4)
        self.body.addLayout(head)
        self.body.addWidget(self._stack, 1)
        self.setMinimumWidth(_WIDTH)
        self.resize(_WIDTH, min(_HEIGHT, self.room.height() - _AROUND))
        self.display.theme_chosen.connect(self.theme_chosen)
        self.display.separators_changed.connect(self.separators_changed)
        self.display.restart_wanted.connect(self.restart_wanted)
        self.backups.view_wanted.connect(self._on_view_wanted)
        self.tabs.setFocus()

    def _on_tab_changed(self, number: int) -> None:
        self.tell_error("")
        self._stack.setCurrentIndex(number)

    def _on_view_wanted(self, path: Path) -> None:
        self.accept()
        self.backup_wanted.emit(path)
