"""The library file the commands work on: opened, backed up, verified."""

from __future__ import annotations

import argparse
from pathlib import Path

from app import paths
from app.errors import AppError, ExportError
from app.library import Library
from ui.cli.codes import DONE, FAILED


def open_library(
    options: argparse.Namespace, *, create: bool = False, writing: bool = False, if_possible: bool = False
) -> Library:
    """The library that is asked for, to be read; with `create` it may be new. AppError when it cannot be used so.

    With `if_possible` it is opened for writing, unless it can only be read.
    """
    path: Path = getattr(options, "library", None) or paths.default_library()
    if not create and not path.exists():
        raise AppError(f"找不到台账库“{path}”，请检查位置，或用 ziping sample 新建一个带样例的台账库。")
    if create:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AppError(_no_folder(path.parent)) from error
    library = Library.open(path, create=create, read_only=not (create or writing or if_possible))
    if (create or writing) and library.read_only:
        library.close()
        raise AppError(library.reason)
    return library


def _no_folder(folder: Path) -> str:
    return f"不能新建文件夹“{folder}”，请检查上一级文件夹是否存在、是否可以写入，或换一个位置。"


def make_folder(folder: Path) -> None:
    """Makes a folder to write files into, where it is not there yet; ExportError when it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(_no_folder(folder)) from error


def back_up(options: argparse.Namespace) -> int:
    """Writes a verified copy of the library."""
    with open_library(options) as library:
        library.backups.write(options.out)
    print(options.out)
    return DONE


def verify(options: argparse.Namespace) -> int:
    """Prints every fault of the library file."""
    with open_library(options) as library:
        faults = library.verify()
    for fault in faults:
        print(fault)
    if not faults:
        print("台账库完好。")
    return FAILED if faults else DONE
