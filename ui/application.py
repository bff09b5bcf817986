"""The application around the window: fonts, theme, Chinese for Qt's own dialogs, and what happens on a bug."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator, Signal
from PySide6.QtWidgets import QApplication, QStyleFactory

from app import paths
from ui import icons, style_sheet, theme
from ui.collector import IdleCollector
from ui.theme import ThemeChoice
from ui.workers import log_without_content

if TYPE_CHECKING:
    from ui.messages import Messages

_log = logging.getLogger(__name__)
_SCHEMES = {
    ThemeChoice.LIGHT: Qt.ColorScheme.Light,
    ThemeChoice.DARK: Qt.ColorScheme.Dark,
    ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
}
_LOG_BYTES = 500_000
_TURN = 0.001
"""s that a job in another thread may hold the interpreter while the window waits for it. At Python's own 5 ms, painting
a table, which lets go of it hundreds of times, took half a second beside a check of 5,000 rows; so it takes a tenth.
"""
_CRASH = (
    "程序内部出错，刚才的操作可能没有完成；已经显示“已保存”的内容不受影响。\n\n"
    "请关闭后重新打开程序。如果反复出现，请把日志文件交给维护人员：\n{}"
)


class Application(QApplication):
    """One per process. Draws alike on every system: Fusion, one style sheet, one set of icons."""

    theme_changed = Signal()  # everything that painted in a colour of the theme has to paint anew

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        sys.setswitchinterval(_TURN)
        self.collector = IdleCollector(self)
        self.setApplicationName("ziping")
        self.setApplicationDisplayName("自评")
        self.setDesktopFileName("ziping")
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self._translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load("qtbase_zh_CN", folder):
            self.installTranslator(self._translator)
        self.setStyle(QStyleFactory.create("Fusion"))
        self.setFont(theme.interface_font())
        self.setWindowIcon(icons.application_icon())
        self.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
        self._pictures = icons.TintedFiles()
        self._choice = ThemeChoice.LIGHT
        self.apply_theme(ThemeChoice.LIGHT)
        self.styleHints().colorSchemeChanged.connect(self._on_desktop_changed)

    def apply_theme(self, choice: ThemeChoice) -> None:
        """Draws every window in a theme, with the frames the desktop puts around them."""
        self._choice = choice
        self.styleHints().setColorScheme(_SCHEMES[choice])
        chosen = theme.activate(choice)
        self.setStyleSheet(style_sheet.build(chosen, self._pictures.path))
        icons.refresh()
        self.theme_changed.emit()

    def _on_desktop_changed(self) -> None:
        if self._choice is ThemeChoice.SYSTEM and theme.current().name is not theme.resolved(self._choice):
            self.apply_theme(self._choice)


class CrashHook:
    """What Python calls on a bug: logged without content, told once; the program goes on where it can."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._is_told = False

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log_without_content(_log, error)
        if not self._is_told:
            self._is_told = True
            self._messages.inform(None, "程序内部出错", _CRASH.format(log_file()))


def log_file() -> str:
    """Where the log is kept."""
    return str(paths.user_data() / "ziping.log")


def start_logging() -> None:
    """Logs warnings and errors, which never hold content, to a file of bounded size."""
    paths.user_data().mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(log_file(), maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)
