"""The application, a library with the sample, a session and a window for tests of the interface."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.library import Library
from ui.application import Application
from ui.main_window import MainWindow
from ui.session import SETTLE_MS, Session
from ui.settings import Settings
from ui.theme import ThemeChoice


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of each thing it cannot do that it cannot; none of them matters here."""
    for item in items:
        if "tests/ui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return Application


@pytest.fixture(scope="session", autouse=True)
def application(qapp: QApplication) -> Iterator[QApplication]:
    """Made before any test of the interface, so that none runs in an application without widgets.

    The offscreen platform lets go of what was copied when the interpreter has ended, which needs it for that.
    """
    yield qapp
    QApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def no_dialogs(application: QApplication) -> Iterator[None]:
    """Fails a test in which a message or file dialog of the system's opens, and closes it so that nothing hangs."""
    met: list[str] = []

    def look() -> None:
        front = QApplication.activeModalWidget()
        if isinstance(front, QMessageBox | QFileDialog):
            met.append(front.windowTitle())
            front.reject()

    timer = QTimer(interval=20)
    timer.timeout.connect(look)
    timer.start()
    yield
    timer.stop()
    assert not met, f"unexpected dialogs: {met}"


@dataclass
class Answers:
    """Answers the program's questions without a dialog, and notes what was asked."""

    agrees: bool = True
    folder: Path | None = None
    file: Path | None = None
    asked: list[str] = field(default_factory=list)
    opened: list[Path] = field(default_factory=list)
    set_printer: Callable[[QPrinter], object] | None = None  # None: turns away from the printer's dialog
    files: list[Path] = field(default_factory=list)  # what is chosen to be read

    def confirm(self, _parent: QWidget | None, _title: str, text: str, _yes: str, /) -> bool:
        self.asked.append(text)
        return self.agrees

    def inform(self, _parent: QWidget | None, _title: str, text: str, /) -> None:
        self.asked.append(text)

    def choose_folder(self, _parent: QWidget | None, _title: str, _start: Path, /) -> Path | None:
        return self.folder

    def choose_save(self, _parent: QWidget | None, _title: str, start: Path, _kind: str, /) -> Path | None:
        self.asked.append(start.name)
        return self.file

    def set_up_print(self, _parent: QWidget | None, printer: QPrinter, pages: int, /) -> bool:
        self.asked.append(f"{pages} 页")
        if self.set_printer is not None:
            self.set_printer(printer)
        return self.set_printer is not None

    def choose_files(self, _parent: QWidget | None, _title: str, _kind: str, /) -> list[Path]:
        return self.files

    def choose_file(
        self, _parent: QWidget | None, title: str, _kind: str, _start: Path | None = None, /
    ) -> Path | None:
        self.asked.append(title)
        return self.files[0] if self.files else self.file

    def open_path(self, path: Path, /) -> bool:
        self.opened.append(path)
        return True


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the sample, to be copied; its report has the id 1."""
    path = tmp_path_factory.mktemp("sample") / "library.db"
    with Library.open(path, create=True) as library:
        library.reports.add_sample()
    return path


@pytest.fixture
def library(sample_file: Path, tmp_path: Path) -> Iterator[Library]:
    """A library of the test's own, with the sample."""
    path = tmp_path / "library.db"
    shutil.copyfile(sample_file, path)
    with Library.open(path) as opened:
        yield opened


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "window.ini")


@pytest.fixture
def session(application: QApplication, library: Library, answers: Answers) -> Iterator[Session]:
    """The sample, opened. What a test left half typed is handed in before the library closes."""
    opened = Session(library, answers)
    opened.open_report(1)
    yield opened
    opened.commit_pending()
    opened.close()


@pytest.fixture
def reading_session(application: QApplication, library: Library, answers: Answers) -> Iterator[Session]:
    """The sample in a second opening of its library, which may only be read; windows on it go before it closes."""
    with Library.open(library.path) as second:
        opened = Session(second, answers)
        opened.open_report(1)
        yield opened
        opened.close()


@pytest.fixture
def window(session: Session, settings: Settings, qtbot: QtBot) -> MainWindow:
    """The window on the sample, shown."""
    return show_window(session, settings, qtbot)


def show_window(session: Session, settings: Settings, qtbot: QtBot) -> MainWindow:
    """A window that is shown, active and closed after the test."""
    made = MainWindow(session, settings)
    qtbot.addWidget(made, before_close_func=lambda _window: session.drafts.clear())
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[], None]:
    """Waits until what is derived follows the last edit."""
    return lambda: qtbot.wait(SETTLE_MS * 3)


@pytest.fixture
def light() -> Iterator[Application]:
    """The application; in the light theme again after the test."""
    application = QApplication.instance()
    assert isinstance(application, Application)
    yield application
    application.apply_theme(ThemeChoice.LIGHT)
