"""Where things are: shipped files, and the folder of the officer's own data; also when frozen or portable."""

from __future__ import annotations

import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs

_PORTABLE_MARK = "portable.txt"  # beside the program: keep the data beside it too


def program_folder() -> Path:
    """The folder of the program: of the executable when frozen, else of the checkout."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    return Path(__file__).resolve().parent.parent


def _shipped(name: str) -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    return (Path(bundle) if bundle else program_folder()) / name


def program_version() -> str:
    """The version of the installed program; empty where there is none, as in a bare checkout."""
    try:
        return version("ziping")
    except PackageNotFoundError:
        return ""


def templates() -> Path:
    """The shipped template packs, one folder each."""
    return _shipped("templates")


def resources() -> Path:
    """Shipped icons, the sample and translations."""
    return _shipped("resources")


def user_data() -> Path:
    """The officer's data folder: `ZIPING_HOME`, beside a portable program, or the system's place for it."""
    if home := os.environ.get("ZIPING_HOME"):
        return Path(home)
    if (program_folder() / _PORTABLE_MARK).exists():
        return program_folder() / "data"
    return Path(platformdirs.user_data_dir("ziping", appauthor=False))


def default_library() -> Path:
    """The library opened when none is named."""
    return user_data() / "library.db"


def user_packs() -> Path:
    """The officer's own template packs."""
    return user_data() / "templates"
