"""Work off the window's thread: progress, cancelling, and what becomes of errors."""

from __future__ import annotations

import gc
import logging
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.errors import ExportError
from ui.workers import BROKEN, Job, Progress


def test_a_job_runs_elsewhere_and_hands_back_its_result(qtbot: QtBot) -> None:
    job = Job(lambda _progress: threading.current_thread() is threading.main_thread())
    with qtbot.waitSignal(job.finished) as seen:
        job.start()
    assert seen.args == [False]


def test_progress_arrives(qtbot: QtBot) -> None:
    job = Job(lambda progress: progress.report(1, 3, "甲"))
    seen: list[tuple[int, int, str]] = []
    job.progressed.connect(lambda *step: seen.append(step))
    with qtbot.waitSignal(job.finished):
        job.start()
    assert seen == [(1, 3, "甲")]


def test_an_error_of_the_officers_world_is_told(qtbot: QtBot) -> None:
    def work(_progress: Progress) -> None:
        raise ExportError("文件正在 Word 中打开，请关闭后重试。")

    job = Job(work)
    with qtbot.waitSignal(job.failed) as seen:
        job.start()
    assert seen.args == ["文件正在 Word 中打开，请关闭后重试。"]


def test_a_bug_is_told_in_general_and_logged_without_content(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    def work(_progress: Progress) -> None:
        raise ValueError("机密内容")

    job = Job(work)
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(job.failed) as seen:
        job.start()
    assert seen.args == [BROKEN]
    assert "ValueError" in caplog.text
    assert "机密内容" not in caplog.text


def test_a_cancelled_job_ends_at_its_next_report(qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        go_on.wait(10)
        progress.report(1, 2, "乙")

    job = Job(work)
    with qtbot.waitSignal(job.cancelled):
        job.start()
        begun.wait(10)
        job.cancel()
        go_on.set()


def test_a_job_whose_window_is_gone_ends_in_silence(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    is_gone, done = threading.Event(), threading.Event()

    def work(_progress: Progress) -> None:
        is_gone.wait(5)
        done.set()

    window = QObject()
    Job(work, window).start()
    shiboken6.delete(window)
    is_gone.set()
    qtbot.waitUntil(done.is_set)
    qtbot.wait(20)
    assert caplog.records == []


class _Mark:
    """Notes in which thread it goes."""

    def __init__(self, gone: list[bool]) -> None:
        self._gone = gone

    def __del__(self) -> None:
        self._gone.append(threading.current_thread() is threading.main_thread())


def test_what_is_thrown_away_while_a_job_runs_never_goes_in_its_thread(qtbot: QtBot) -> None:
    """A widget in a cycle is deleted by the collector, in the thread that happens to need memory."""
    gone: list[bool] = []
    is_thrown = threading.Event()

    def throw_away() -> None:
        widget = QLineEdit()
        widget.__dict__["knot"] = widget, _Mark(gone)

    def work(_progress: Progress) -> int:
        is_thrown.wait(5)
        return len([[number] for number in range(100_000)])

    job = Job(work)
    with qtbot.waitSignal(job.finished):
        job.start()
        throw_away()
        is_thrown.set()
    gc.collect()
    assert gone == [True]
    assert gc.isenabled()


def test_a_job_that_nobody_holds_goes_in_the_windows_thread(qtbot: QtBot) -> None:
    gone: list[bool] = []
    seen: list[int] = []

    def start() -> None:
        mark = _Mark(gone)
        job = Job(lambda _progress: id(mark))
        job.finished.connect(seen.append)
        job.start()

    for _ in range(50):
        start()
    qtbot.waitUntil(lambda: len(seen) == 50)
    gc.collect()
    assert gone == [True] * 50
