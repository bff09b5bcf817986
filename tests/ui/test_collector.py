"""Looking for garbage waits until the officer is elsewhere."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.collector import IdleCollector


@pytest.fixture
def collector(application: QApplication, collected: None) -> Iterator[IdleCollector]:
    gc.enable()
    made = IdleCollector(application)
    yield made
    made.deleteLater()


class Knot:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.self = self


def test_all_objects_are_looked_through_when_another_program_comes_to_the_front(
    collector: IdleCollector, application: QApplication
) -> None:
    collected: list[int] = []

    def note(phase: str, details: dict[str, int]) -> None:
        if phase == "stop":
            collected.append(details["generation"])

    Knot()
    gc.callbacks.append(note)
    try:
        application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
        assert 2 not in collected
        application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
        assert 2 in collected
    finally:
        gc.callbacks.remove(note)


def test_objects_are_looked_through_in_no_other_thread(collector: IdleCollector, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []

    def note(phase: str, details: dict[str, int]) -> None:
        threads.append(threading.current_thread())

    gc.callbacks.append(note)
    try:
        busy = threading.Thread(target=lambda: [Knot() for _ in range(10_000)])
        busy.start()
        busy.join()
        assert threads == []
        qtbot.waitUntil(lambda: bool(threads), timeout=5000)
        assert set(threads) == {threading.current_thread()}
    finally:
        gc.callbacks.remove(note)
