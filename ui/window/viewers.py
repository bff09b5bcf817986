"""Backups opened to be looked at, each in a window of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import SignalInstance

from app.library import Library
from ui.session import Session
from ui.settings import Settings
from ui.widgets.message_bar import MessageBar


class Viewer(Protocol):
    """A window on a library."""

    session: Session
    read_only_bar: MessageBar

    @property
    def closed(self) -> SignalInstance: ...
    def show(self) -> None: ...
    def close(self) -> bool: ...
    def deleteLater(self) -> None: ...


W = TypeVar("W", bound=Viewer)


class Viewers(Generic[W]):
    """The windows on backups that are open; they close with the window they were opened from."""

    def __init__(self, session: Session, settings: Settings, make: Callable[[Session, Settings], W]) -> None:
        self._session, self._settings, self._make = session, settings, make
        self.shown: list[W] = []

    def open(self, path: Path) -> None:
        """Opens a backup, which cannot be edited."""
        library = self._session.read(lambda: Library.open(path, read_only=True))
        if library is None:
            return
        viewer = self._make(Session(library, self._session.messages), self._settings.passing())
        viewer.read_only_bar.tell("这是一份备份，只能查看；需要用它时，请在“设置—备份”中另存副本。", "warning")
        viewer.closed.connect(lambda: self._on_closed(viewer))
        self.shown.append(viewer)
        viewer.show()

    def close(self) -> None:
        """Closes them all."""
        for viewer in list(self.shown):
            viewer.close()

    def _on_closed(self, viewer: W) -> None:
        viewer.session.library.close()
        self.shown.remove(viewer)
        viewer.deleteLater()
