"""Every page of the sample as a picture, for documentation and for looking at what a change did."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSize
from PySide6.QtWidgets import QApplication, QWidget

from app.library import Library
from ui.application import Application
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.long_text_dialog import LongTextDialog
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.main_window import SIZE, MainWindow
from ui.messages import DialogMessages
from ui.models.outline_model import HISTORY, OVERVIEW
from ui.session import SETTLE_MS, Session
from ui.settings import Settings
from ui.theme import ThemeChoice
from ui.widgets.field_box import FieldBox


def take(application: Application, folder: Path) -> list[Path]:
    """Draws the pages in both themes into light-….png and dark-….png, at 1366×768 logical pixels."""
    folder.mkdir(parents=True, exist_ok=True)
    taken: list[Path] = []
    for choice in ThemeChoice:
        application.apply_theme(choice)
        with tempfile.TemporaryDirectory() as place, Library.open(Path(place) / "library.db", create=True) as library:
            settings = Settings(Path(place) / "window.ini")
            session = Session(library, DialogMessages())
            window = MainWindow(session, settings)
            window.resize(QSize(*SIZE))
            window.show()
            for number, (name, widget) in enumerate(_scenes(window)):
                _wait()
                path = folder / f"{choice.value}-{number:02}-{name}.png"
                widget.grab().save(str(path))
                taken.append(path)
            window.close()
            window.deleteLater()
    return taken


def _scenes(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Brings one scene after the other to the window."""
    yield "first-start", window
    window.open_sample()
    yield OVERVIEW, window
    for page in window.outline.pages():
        window.workspace.show_page(page.key)
        yield page.key, window
    yield from _help(window)
    _edit_a_figure(window.session)
    window.workspace.show_page(HISTORY)
    yield HISTORY, window
    yield from _dialogs(window)
    window.session.open_report(0)
    yield "reports", window


def _help(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The 口径 of a field."""
    window.workspace.show_page("management")
    box = next(iter(window.workspace.stack.currentWidget().findChildren(FieldBox)))
    _wait()
    box.show_help()
    yield "help", window
    box.show_help()


def _edit_a_figure(session: Session) -> None:
    """Something for the history to show."""
    first, second = session.data.projects[:2]
    session.enter(first.TABLE, first.id, "executed", "4700")
    session.enter(second.TABLE, second.id, "document_number", "穗财社〔2021〕27号")
    session.enter("report", session.report_id, "preparer", "王小明")
    session.undo()


def _dialogs(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    session = window.session
    makers: dict[str, Callable[[], QWidget]] = {
        "text": lambda: LongTextDialog(session, "report", session.report_id, "overall_work", parent=window),
        "new": lambda: NewReportDialog(window.session, window),
        "export": lambda: ExportDialog(window.session, Settings(Path(tempfile.gettempdir()) / "none.ini"), window),
    }
    for name, make in makers.items():
        dialog = make()
        dialog.show()
        yield name, dialog
        dialog.close()
        dialog.deleteLater()


def _wait() -> None:
    """Lets what is derived settle and what is drawn be drawn."""
    deadline = QDeadlineTimer(SETTLE_MS * 4)
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
