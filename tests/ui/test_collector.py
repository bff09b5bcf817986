"""Looking for garbage waits until the officer is elsewhere."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ui.collector import IdleCollector


@pytest.fixture
def collector(application: QApplication) -> Iterator[IdleCollector]:
    thresholds = gc.get_threshold()
    made = IdleCollector(application)
    yield made
    made.deleteLater()
    gc.set_threshold(*thresholds)


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


def test_old_objects_are_not_looked_through_by_themselves(collector: IdleCollector) -> None:
    assert gc.get_threshold()[2] > 1_000_000
