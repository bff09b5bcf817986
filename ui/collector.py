"""When Python looks through all its objects for garbage: not while the officer is typing."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_NEVER = 1_000_000_000
_PAUSE = 5 * 60_000  # ms; little garbage is in cycles, everything else goes at once


class IdleCollector(QObject):
    """Looks when another program comes to the front, and now and then.

    A report of 5,000 score rows is a million objects, and looking through them all takes 0.2 s: between two keystrokes
    if Python chose the moment. Young objects are still looked at as usual.
    """

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        young, middle, _ = gc.get_threshold()
        gc.set_threshold(young, middle, _NEVER)
        timer = QTimer(self, interval=_PAUSE)
        timer.timeout.connect(gc.collect)
        timer.start()
        application.applicationStateChanged.connect(self._on_state_changed)

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        if state is not Qt.ApplicationState.ApplicationActive:
            gc.collect()
