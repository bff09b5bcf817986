"""Looking for garbage waits until the officer is elsewhere, and never deletes a widget beside the window's thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.workers import Job


class Knot:
    """Garbage that only the collector finds."""

    def __init__(self, *held: object) -> None:
        self.self, self.held = self, held


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The generations that were looked at."""
    found: list[int] = []

    def note(phase: str, details: dict[str, int]) -> None:
        if phase == "stop":
            found.append(details["generation"])

    monkeypatch.setattr("ui.collector._LEAST", 0.0)
    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


def test_all_objects_are_looked_through_when_another_program_comes_to_the_front(
    application: QApplication, looks: list[int]
) -> None:
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert 2 not in looks
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert 2 in looks


def test_who_goes_to_and_fro_does_not_wait_each_time(
    application: QApplication, looks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    monkeypatch.setattr("ui.collector._LEAST", 30.0)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert looks == [2]


def test_garbage_goes_while_the_window_is_open(application: QApplication, qtbot: QtBot) -> None:
    knot = weakref.ref(Knot([[] for _ in range(10_000)]))
    qtbot.waitUntil(lambda: knot() is None)


def test_what_a_job_makes_at_once_is_not_looked_at_before_the_officer_is_elsewhere(
    application: QApplication, qtbot: QtBot, looks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.collector._MOST", 1_000)
    knot = weakref.ref(Knot([[] for _ in range(10_000)]))
    qtbot.waitUntil(lambda: gc.get_count()[0] < 1_000)
    assert knot() is not None
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert knot() is None


def test_a_widget_is_never_deleted_in_the_thread_of_a_job(application: QApplication, qtbot: QtBot) -> None:
    threads: list[int] = []

    def work(_progress: object) -> int:
        return len([[number] for number in range(300_000)])

    widget = QWidget()
    weakref.finalize(widget, lambda: threads.append(threading.get_ident()))
    Knot(widget)
    del widget
    job = Job(work, application)
    with qtbot.waitSignal(job.finished):
        job.start()
    gc.collect()
    assert threads == [threading.get_ident()]
