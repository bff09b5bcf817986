"""Files dragged from the desktop onto a widget, with a hint of what letting go will do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.basics import label

_DRAGS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove})


class FileDrop(QObject):
    """Takes local files for a widget. `hint` says what letting go at a point would do; empty: nothing."""

    dropped = Signal(list, QPoint)  # paths, place in the widget

    def __init__(self, widget: QWidget, hint: Callable[[QPoint], str]) -> None:
        super().__init__(widget)
        self._widget, self._hint_of = widget, hint
        self._hint = label("", "drop-hint", wrap=True)
        self._hint.setParent(widget)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.hide()
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    @property
    def hint(self) -> str:
        """What the officer is told while dragging; empty when nothing is shown."""
        return self._hint.text() if not self._hint.isHidden() else ""

    def takes_at(self, place: QPoint) -> bool:
        """Whether files dropped at a point of the widget would be taken."""
        return bool(self._hint_of(place))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _DRAGS:
            return self._drag(cast("QDropEvent", event))
        if kind == QEvent.Type.DragLeave:
            self._hint.hide()
        elif kind == QEvent.Type.Drop:
            return self._drop(cast("QDropEvent", event))
        return False

    def _drag(self, event: QDropEvent) -> bool:
        place = event.position().toPoint()
        words = self._hint_of(place) if local_files(event.mimeData()) else ""
        self._hint.setText(words)
        self._hint.setGeometry(self._widget.rect())
        self._hint.setVisible(bool(words))
        self._hint.raise_()
        if not words:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self._hint.hide()
        place, paths = event.position().toPoint(), local_files(event.mimeData())
        if not paths or not self._hint_of(place):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(paths, place)
        return True


def local_files(content: QMimeData) -> list[Path]:
    """The files that are dragged or copied, those of this machine."""
    return [Path(url.toLocalFile()) for url in content.urls() if url.isLocalFile()] if content.hasUrls() else []
