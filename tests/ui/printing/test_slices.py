"""Long work in slices: it goes on between events, ends, fails and is stopped."""

from __future__ import annotations

from collections.abc import Generator

from pytestqt.qtbot import QtBot

from app.errors import ExportError
from ui.printing.slices import Slices


def steps(count: int, ended: list[str]) -> Generator[int, None, None]:
    try:
        yield from range(1, count + 1)
        ended.append("whole")
    finally:
        ended.append("closed")


def test_work_is_done_to_its_end(qtbot: QtBot) -> None:
    done: list[int] = []
    ended: list[str] = []
    slices = Slices(steps(500, ended))
    slices.progressed.connect(done.append)
    with qtbot.waitSignal(slices.finished):
        slices.start()
    assert done == list(range(1, 501))
    assert ended == ["whole", "closed"]


def test_what_is_stopped_is_closed_and_tells_it_once(qtbot: QtBot) -> None:
    ended: list[str] = []
    slices = Slices(steps(10**9, ended))
    with qtbot.waitSignal(slices.progressed):
        slices.start()
    with qtbot.waitSignal(slices.stopped), qtbot.assertNotEmitted(slices.finished):
        slices.stop()
    assert ended == ["closed"]


def test_an_error_of_the_environment_is_told(qtbot: QtBot) -> None:
    def failing() -> Generator[int, None, None]:
        yield 1
        raise ExportError("打印机没有纸。")

    slices = Slices(failing())
    with qtbot.waitSignal(slices.failed) as told:
        slices.start()
    assert told.args == ["打印机没有纸。"]
