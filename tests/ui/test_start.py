"""Starting the program as a process: what a new user's first window stands on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.library import Library

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
        assert [summary.year for summary in library.reports()] == [2021]


def test_a_first_start_makes_an_empty_library(tmp_path: Path) -> None:
    path = tmp_path / "new" / "library.db"
    assert start("--library", str(path)) == 0
    with Library.open(path) as library:
        assert library.reports() == []
