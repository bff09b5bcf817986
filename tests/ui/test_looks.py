"""Looks a machine can hold: no text is cut, every control has a name and shows when it has the focus."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

import ui
from app import paths
from tests.ui.conftest import show_window
from tests.ui.looks import CONTROLS, cut_texts, nameless, visible
from ui.application import Application
from ui.backups import Backups
from ui.dialogs.about_dialog import AboutDialog
from ui.dialogs.dialog import Dialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.keys_dialog import KeysDialog
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.dialogs.paragraph_dialog import ParagraphDialog
from ui.dialogs.print_dialog import PrintDialog
from ui.dialogs.settings_dialog import SettingsDialog
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings
from ui.theme import ThemeChoice

SIZES = [(1366, 768), (910, 512), (1920, 1080)]

DIALOGS: dict[str, Callable[[Session, Settings], Dialog]] = {
    "about": lambda session, _settings: AboutDialog(session.library.path),
    "export": ExportDialog,
    "keys": lambda _session, _settings: KeysDialog(),
    "new": lambda session, _settings: NewReportDialog(session),
    "print": PrintDialog,
    "paragraph": lambda session, _settings: ParagraphDialog(session, "funds.total", "一段。", "一段。"),
    "settings": lambda session, settings: SettingsDialog(session, settings, Backups(session, settings)),
}


def pages(window: MainWindow) -> Iterator[str]:
    """Shows one page after another, the list of reports last."""
    for key in ("overview", *(page.key for page in window.outline.pages()), "history"):
        window.workspace.show_page(key)
        QApplication.processEvents()
        yield key
    window.session.open_report(0)
    QApplication.processEvents()
    yield "reports"


def edited(window: MainWindow) -> None:
    """Something for the history to show."""
    rows = window.session.data.projects[:6]
    window.session.enter("report", 1, "preparer", "甲")
    window.session.library.set_fields(1, [("project", row.id, "executed", 1) for row in rows], "粘贴")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_text_of_a_page_is_cut(window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    edited(window)
    assert [(key, text) for key in pages(window) for text in cut_texts(window)] == []


def test_every_control_of_a_page_has_a_name(window: MainWindow) -> None:
    edited(window)
    assert [(key, found) for key in pages(window) for found in nameless(window)] == []


@pytest.mark.parametrize("name", DIALOGS)
def test_dialogs_have_no_cut_text_and_no_nameless_control(
    session: Session, settings: Settings, qtbot: QtBot, name: str
) -> None:
    dialog = DIALOGS[name](session, settings)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.resize(dialog.width(), min(dialog.height(), 472))
    sheets = dialog.tabs.count() if isinstance(dialog, SettingsDialog) else 1
    for number in range(sheets):
        if isinstance(dialog, SettingsDialog):
            dialog.tabs.setCurrentIndex(number)
        QApplication.processEvents()
        assert cut_texts(dialog) == []
        assert nameless(dialog) == []
    assert dialog.height() <= 480, "fits a screen of 1366×768 at 150 % with its frame"


# Qt reads the scale once, when a process begins.
_SCALED = """
import json, sys
from pathlib import Path
from app.library import Library
from tests.ui.conftest import Answers
from tests.ui.looks import cut_texts
from tests.ui.test_looks import edited, pages
from ui.application import Application
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings
application = Application(sys.argv[:1])
folder = Path(sys.argv[1])
with Library.open(folder / "scaled.db", create=True) as library:
    library.reports.add_sample()
    session = Session(library, Answers())
    session.open_report(1)
    window = MainWindow(session, Settings(folder / "scaled.ini"))
    window.resize(int(sys.argv[2]), int(sys.argv[3]))
    window.show()
    edited(window)
    print(json.dumps([[key, text] for key in pages(window) for text in cut_texts(window)]))
"""


@pytest.mark.parametrize(("scale", "width", "height"), [("1.5", 910, 512), ("2", 960, 540), ("1.25", 1092, 614)])
def test_no_text_is_cut_at_a_larger_scale(tmp_path: Path, scale: str, width: int, height: int) -> None:
    environment = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", _SCALED, str(tmp_path), str(width), str(height)],
        capture_output=True, text=True, check=True, env=environment, cwd=Path(ui.__file__).parents[1],
    )  # fmt: skip
    assert json.loads(done.stdout) == []


def _stops(window: MainWindow) -> list[QWidget]:
    return [
        widget
        for widget in visible(window)
        if isinstance(widget, CONTROLS)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not (isinstance(widget, QAbstractItemView) and not widget.model().rowCount())
    ]


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
@pytest.mark.parametrize("key", ["overview", "profile", "projects", "history"])
def test_the_focus_is_seen_wherever_it_is(
    window: MainWindow, light: Application, key: str, choice: ThemeChoice
) -> None:
    edited(window)
    light.apply_theme(choice)
    QApplication.setCursorFlashTime(0)
    window.workspace.show_page(key)
    QApplication.processEvents()
    unseen, reached = [], 0
    for widget in _stops(window):
        window.setFocus()
        QApplication.processEvents()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        reached += widget.hasFocus()
        if widget.hasFocus() and widget.grab().toImage() == before:
            unseen.append(f"{type(widget).__name__} {widget.accessibleName()}")
    assert unseen == []
    assert reached > 5


def test_the_looks_follow_a_window_that_grows(window: MainWindow) -> None:
    window.workspace.show_page("projects")
    window.resize(2560, 1440)
    QApplication.processEvents()
    page = window.workspace.page("projects")
    assert page is not None
    assert page.body.contentsRect().width() <= page.widest
    assert window.workspace.panel.width() > 600


class _Windows(QObject):
    """Notes which widgets are shown as windows of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_part_flashes_up_as_a_window_of_its_own(session: Session, settings: Settings, qtbot: QtBot) -> None:
    windows = _Windows()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(windows)
    try:
        window = show_window(session, settings, qtbot)
        edited(window)
        assert list(pages(window))
    finally:
        application.removeEventFilter(windows)
    assert windows.shown == ["MainWindow"]


def _outdated(session: Session, _settings: Settings) -> Dialog:
    """A paragraph by hand whose figures have changed since, which is told above its text."""
    session.library.documents.take_over(1, "funds.total", "一段。")
    return ParagraphDialog(session, "funds.total", "一段。", "执行数1万元。")


@pytest.mark.parametrize("make", [*DIALOGS.values(), _outdated], ids=[*DIALOGS, "outdated paragraph"])
def test_no_part_of_a_dialog_flashes_up_as_a_window_of_its_own(
    session: Session, settings: Settings, qtbot: QtBot, make: Callable[[Session, Settings], Dialog]
) -> None:
    windows = _Windows()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(windows)
    try:
        dialog = make(session, settings)
        qtbot.addWidget(dialog)
        dialog.show()
    finally:
        application.removeEventFilter(windows)
    assert windows.shown == [type(dialog).__name__]


# Icons

_ICON_ARGUMENT = {
    "assign": 1, "icon": 0, "pixmap": 0, "button": 1, "tool_button": 0, "Command": 1, "add_button": 1,
    "ChoiceCard": 0, "picture": 0, "_action": 2, "_of_action": 1,
}  # fmt: skip
"""Which argument of a call names a drawing."""


def _named_icons() -> set[str]:
    found: set[str] = set()
    for path in Path(ui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = _ICON_ARGUMENT.get(function, -1)
            if 0 <= place < len(node.args):
                argument = node.args[place]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.add(argument.value)
    return found - {""}


def test_every_icon_that_is_named_exists() -> None:
    drawn = {path.stem for path in (paths.resources() / "icons").glob("*.svg")}
    assert _named_icons() - drawn == set()
    assert len(_named_icons()) > 20
