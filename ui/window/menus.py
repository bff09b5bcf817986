"""The menus of the window: what can be exported, and what concerns the program itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.library import PROJECTS
from ui import icons

Export = Callable[[Sequence[str], Sequence[str]], None]
"""Opens the export with these formats and parts chosen."""


def export_menu(parent: QWidget, export: Export) -> QMenu:
    """Everything but the Word file of the whole report, which the button itself is for."""
    whole, report, annex = ("report", "annex"), ("report",), ("annex",)
    menu = QMenu(parent)
    for text, formats, parts in (
        ("导出 Word…", ("docx",), whole),
        ("导出 PDF…", ("pdf",), whole),
        ("导出 Excel 自评表…", ("xlsx",), annex),
        ("导出网页…", ("html",), whole),
        ("导出纯文本…", ("txt",), report),
    ):
        menu.addAction(text).triggered.connect(_exporting(export, formats, parts))
    menu.addSeparator()
    menu.addAction("只导出附表（Word、PDF、Excel）…").triggered.connect(
        _exporting(export, ("docx", "pdf", "xlsx"), annex)
    )
    menu.addAction("导出项目自评表…").triggered.connect(_exporting(export, ("docx",), (PROJECTS,)))
    menu.addAction("导出全部格式…").triggered.connect(_exporting(export, ("docx", "pdf", "xlsx", "html", "txt"), whole))
    return menu


def _exporting(export: Export, formats: Sequence[str], parts: Sequence[str]) -> Callable[[], None]:
    return lambda: export(formats, parts)


def more_menu(
    parent: QWidget,
    *,
    printing: QAction,
    settings: QAction,
    show_keys: Callable[[], None],
    show_about: Callable[[], None],
) -> QMenu:
    """Printing, settings, keys, about."""
    menu = QMenu(parent)
    menu.addActions([printing, settings])
    menu.addSeparator()
    for text, icon, show in (("键盘快捷键", "keyboard", show_keys), ("关于自评", "info", show_about)):
        action = menu.addAction(text)
        icons.assign(action, icon)
        action.triggered.connect(show)
    return menu
