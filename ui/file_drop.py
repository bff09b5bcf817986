"""Takes files that are dropped on the window, whatever widget lies under the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent

_MOVES = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove})


class FileDrop(QObject):
    """Filters the events of a native window, which meets a drag before its widgets do. Text goes on to them."""

    dropped = Signal(object)  # Path

    def __init__(self, suffixes: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._suffixes = suffixes

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() not in _MOVES and event.type() != QEvent.Type.Drop:
            return False
        drag = cast("QDropEvent", event)
        path = self.path_in(drag.mimeData())
        if path is None:
            return False
        drag.setDropAction(Qt.DropAction.CopyAction)
        drag.accept()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(path)
        return True

    def path_in(self, data: QMimeData) -> Path | None:
        """The one file that is dragged, where it is of a kind that can be read in."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if len(files) == 1 and files[0].suffix.lower() in self._suffixes:
            return files[0]
        return None
