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
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.dialogs.paragraph_dialog import ParagraphDialog
from ui.main_window import SIZE, MainWindow
from ui.messages import DialogMessages
from ui.models.outline_model import HISTORY, OVERVIEW
from ui.session import SETTLE_MS, Session
from ui.settings import Settings
from ui.theme import ThemeChoice

_BY_HAND = "funds.total"
"""The paragraph that is shown as written by hand."""


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
    _edit_a_figure(window.session)
    window.workspace.show_page(HISTORY)
    yield HISTORY, window
    _write_by_hand(window)
    yield "by-hand", window
    yield from _dialogs(window)
    window.session.open_report(0)
    yield "reports", window


def _edit_a_figure(session: Session) -> None:
    """Something for the history to show."""
    first, second = session.data.projects[:2]
    session.enter(first.TABLE, first.id, "executed", "4700")
    session.enter(second.TABLE, second.id, "document_number", "穗财社〔2021〕27号")
    session.enter("report", session.report_id, "preparer", "王小明")
    session.undo()


def _write_by_hand(window: MainWindow) -> None:
    """A paragraph by hand whose figures change afterwards."""
    session, panel = window.session, window.workspace.panel.preview
    text = session.library.generated_text(session.report_id, _BY_HAND) or ""
    session.library.take_over(session.report_id, _BY_HAND, text.replace("。", "，总体较好。"))
    session.enter("fund_line", session.data.fund_lines[0].id, "executed", "57000")
    window.workspace.show_page("funds")
    panel.seek_paragraph(_BY_HAND)


def _dialogs(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    makers: dict[str, Callable[[], QWidget]] = {
        "new": lambda: NewReportDialog(window.session, window),
        "paragraph": lambda: _paragraph_dialog(window),
        "export": lambda: ExportDialog(window.session, Settings(Path(tempfile.gettempdir()) / "none.ini"), window),
    }
    for name, make in makers.items():
        dialog = make()
        dialog.show()
        yield name, dialog
        dialog.close()
        dialog.deleteLater()


def _paragraph_dialog(window: MainWindow) -> ParagraphDialog:
    library, report_id = window.session.library, window.session.report_id
    text = next(row.text for row in window.session.data.overrides)
    generated = library.generated_text(report_id, _BY_HAND) or ""
    return ParagraphDialog(window.session, _BY_HAND, text, generated, window)


def _wait() -> None:
    """Lets what is derived settle and what is drawn be drawn."""
    deadline = QDeadlineTimer(SETTLE_MS * 4)
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
