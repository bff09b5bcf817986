"""Work off the window's thread: progress, cancelling, and what becomes of errors."""

from __future__ import annotations

import logging
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import ExportError
from ui.workers import BROKEN, Job, Progress


def test_a_job_runs_elsewhere_and_hands_back_its_result(application: QApplication, qtbot: QtBot) -> None:
    job = Job(lambda _progress: threading.current_thread() is threading.main_thread(), application)
    with qtbot.waitSignal(job.finished) as seen:
        job.start()
    assert seen.args == [False]


def test_progress_arrives(application: QApplication, qtbot: QtBot) -> None:
    job = Job(lambda progress: progress.report(1, 3, "甲"), application)
    seen: list[tuple[int, int, str]] = []
    job.progressed.connect(lambda *step: seen.append(step))
    with qtbot.waitSignal(job.finished):
        job.start()
    assert seen == [(1, 3, "甲")]


def test_an_error_of_the_officers_world_is_told(application: QApplication, qtbot: QtBot) -> None:
    def work(_progress: Progress) -> None:
        raise ExportError("文件正在 Word 中打开，请关闭后重试。")

    job = Job(work, application)
    with qtbot.waitSignal(job.failed) as seen:
        job.start()
    assert seen.args == ["文件正在 Word 中打开，请关闭后重试。"]


def test_a_bug_is_told_in_general_and_logged_without_content(
    application: QApplication, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_progress: Progress) -> None:
        raise ValueError("机密内容")

    job = Job(work, application)
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(job.failed) as seen:
        job.start()
    assert seen.args == [BROKEN]
    assert "ValueError" in caplog.text
    assert "机密内容" not in caplog.text


def test_a_cancelled_job_ends_at_its_next_report(application: QApplication, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        go_on.wait(10)
        progress.report(1, 2, "乙")

    job = Job(work, application)
    with qtbot.waitSignal(job.cancelled):
        job.start()
        begun.wait(10)
        job.cancel()
        go_on.set()


def test_a_job_whose_window_is_gone_ends_in_silence(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    is_gone, done = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        is_gone.wait(5)
        progress.report(1, 2, "丙")
        done.set()

    window = QObject()
    Job(work, window).start()
    shiboken6.delete(window)
    is_gone.set()
    qtbot.waitUntil(done.is_set)
    qtbot.wait(20)
    assert caplog.records == []


def test_windows_may_go_at_any_moment_of_their_jobs(qtbot: QtBot) -> None:
    ended: list[int] = []

    def work(_progress: Progress) -> None:
        ended.append(1)

    for number in range(300):
        window = QObject()
        Job(work, window).start()
        if number % 3:
            qtbot.wait(number % 3 - 1)
        shiboken6.delete(window)
    qtbot.waitUntil(lambda: len(ended) == 300)
