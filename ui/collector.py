"""When Python looks through its objects for garbage: in the window's thread alone, and not while the officer types."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_OFTEN = 1000  # ms
_PAUSE = 5 * 60_000  # ms; little garbage is in cycles, everything else goes at once
_YOUNG = 1


class IdleCollector(QObject):
    """Looks at young objects every second, and at all when another program comes to the front, and now and then.

    Left to itself Python looks in whichever thread makes the most objects: a job that reads a file would delete what is
    left of a closed dialog, and Qt crashes when a widget goes in another thread than its own. It would also look
    through all of a report of 5,000 score rows, a million objects in 0.2 s, between two keystrokes.
    """

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        gc.disable()
        for pause, look in ((_OFTEN, self._look_at_young), (_PAUSE, gc.collect)):
            timer = QTimer(self, interval=pause)
            timer.timeout.connect(look)
            timer.start()
        application.applicationStateChanged.connect(self._on_state_changed)

    def _look_at_young(self) -> None:
        gc.collect(_YOUNG)

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        if state is not Qt.ApplicationState.ApplicationActive:
            gc.collect()
