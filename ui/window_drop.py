"""Takes files that are dropped on the window, whatever widget lies under the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.file_drop import FileDrop, local_files

_MOVES = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove})


class WindowDrop(QObject):
    """Filters the events of a native window, which meets a drag before its widgets do.

    Text goes on to the widgets, and so do files over a widget that takes them for itself.
    """

    dropped = Signal(object)  # Path
    forms_dropped = Signal(list)  # Paths of workbooks and folders: several of them, or one folder

    def __init__(self, suffixes: Sequence[str], window: QWidget, *, takes_forms: bool = False) -> None:
        """`takes_forms` says that 采集表 come in many and in folders."""
        super().__init__(window)
        self._suffixes, self._window, self._takes_forms = suffixes, window, takes_forms

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() not in _MOVES and event.type() != QEvent.Type.Drop:
            return False
        drag = cast("QDropEvent", event)
        path, forms = self.path_in(drag.mimeData()), self.forms_in(drag.mimeData())
        if (path is None and not forms) or self._is_taken_at(drag.position().toPoint()):
            return False
        drag.setDropAction(Qt.DropAction.CopyAction)
        drag.accept()
        if event.type() == QEvent.Type.Drop:
            if path is not None:
                self.dropped.emit(path)
            else:
                self.forms_dropped.emit(forms)
        return True

    def path_in(self, data: QMimeData) -> Path | None:
        """The one file that is dragged, where it is of a kind that can be read in."""
        files = local_files(data)
        return files[0] if len(files) == 1 and files[0].suffix.lower() in self._suffixes else None

    def forms_in(self, data: QMimeData) -> list[Path]:
        """What is dragged, where it can be several 采集表 or a folder of them; else empty."""
        files = local_files(data) if self._takes_forms else []
        are_forms = all(path.suffix.lower() == ".xlsx" or path.is_dir() for path in files)
        return files if are_forms and (len(files) > 1 or any(path.is_dir() for path in files)) else []

    def _is_taken_at(self, place: QPoint) -> bool:
        """Whether a widget there takes files for itself."""
        widget: QWidget | None = self._window.childAt(place)
        while widget is not None and widget is not self._window:
            drop = widget.findChild(FileDrop, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if drop is not None and drop.takes_at(widget.mapFrom(self._window, place)):
                return True
            widget = widget.parentWidget()
        return False
