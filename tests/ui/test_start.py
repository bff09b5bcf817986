"""Starting the program as a process: what a new user's first window stands on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.library import Library
from ui.settings import Settings

# The window is made and shown; the event loop is all that is left out.
_SCRIPT = """
import sys
from ui.application import Application
from ui.__main__ import main
Application.exec = lambda self: 0
sys.exit(main(sys.argv[1:]))
"""


def start(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-c", _SCRIPT, *arguments], check=False).returncode


def test_an_empty_library_opens_on_the_sample_when_asked_to(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    assert start("--library", str(path), "--sample") == 0
    assert start("--library", str(path), "--sample") == 0
    with Library.open(path) as library:
        assert [summary.year for summary in library.reports.all()] == [2021]


def test_a_first_start_makes_an_empty_library(tmp_path: Path) -> None:
    path = tmp_path / "new" / "library.db"
    assert start("--library", str(path)) == 0
    with Library.open(path) as library:
        assert library.reports.all() == []


# What the window asks for with its exit code is done; what is started is printed instead.
_RESTARTING = """
import os, sys
from ui import __main__ as program
from ui.application import Application
from ui.main_window import RESTART

class Recorder:
    @staticmethod
    def startDetached(executable, arguments, folder):
        print(os.path.samefile(executable, sys.executable), arguments, os.environ.get("QT_SCALE_FACTOR"))
        return True, 1

program.QProcess = Recorder
Application.exec = lambda self: RESTART
sys.exit(program.main(sys.argv[1:]))
"""


def test_a_new_scale_starts_the_program_again_without_the_old_one(tmp_path: Path) -> None:
    Settings(tmp_path / "home" / "window.ini").scale = "1.5"
    path = tmp_path / "library.db"
    environment = {name: value for name, value in os.environ.items() if name != "QT_SCALE_FACTOR"}
    done = subprocess.run(
        [sys.executable, "-c", _RESTARTING, "--library", str(path)],
        check=True, capture_output=True, text=True, env=environment,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == f"True ['-m', 'ui', '--library', '{path}'] None"
