"""When Python looks for garbage: in the window's thread alone, and not while the officer is typing."""

from __future__ import annotations

import gc
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_OFTEN = 250  # ms between looks at young objects
_MOST = 100_000  # young objects that are looked at in one go, for some 20 ms
_PAUSE = 30 * 60_000  # ms between looks at all objects; an edit leaves no garbage in cycles, all else goes at once
_LEAST = 30.0  # s; who goes to and fro between two programs need not wait each time


class IdleCollector(QObject):
    """Looks at young objects all the time, and at all when another program comes to the front, and now and then.

    Python would look in whatever thread happens to make objects, and delete there what hangs together in a circle: for
    a widget that is no longer used, a crash. And a report of 5,000 score rows is a million objects, of which looking
    through all takes 0.2 s: between two keystrokes if Python chose the moment.
    """

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        gc.disable()
        self._last = monotonic()  # s, when all were looked at
        for pause, look in ((_OFTEN, self._look_at_young), (_PAUSE, self._look_at_all)):
            timer = QTimer(self, interval=pause)
            timer.timeout.connect(look)
            timer.start()
        application.applicationStateChanged.connect(self._on_state_changed)

    def _look_at_young(self) -> None:
        """Looks at what was made since the last look, so that what stays is looked at once and then counts as old.

        A job makes a hundred thousand objects between two looks; these become old as they are, which costs nothing.
        """
        young = gc.get_count()[0]
        if young > _MOST:
            gc.freeze()
            gc.unfreeze()
        elif young > gc.get_threshold()[0]:
            gc.collect(1)

    def _look_at_all(self) -> None:
        gc.collect()
        self._last = monotonic()

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        if state is not Qt.ApplicationState.ApplicationActive and monotonic() - self._last > _LEAST:
            self._look_at_all()
