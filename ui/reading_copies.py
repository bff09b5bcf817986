"""Copies of kept files that the system's programs open: read-only, apart, and gone when the program ends."""

from __future__ import annotations

import atexit
import shutil
import stat
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.render.dossier import lay_out_for_reading

if TYPE_CHECKING:
    from app.library import Library


def reading_copy(library: Library, content_hash: str, name: str) -> Path:
    """A copy of an evidence file under its own name; AppError when it is lost or cannot be written."""
    return lay_out_for_reading(_folder(), name, library.evidence.content(content_hash))


@cache
def _folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="ziping-"))
    atexit.register(_remove, made)
    return made


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, onerror=_remove_read_only)


def _remove_read_only(remove: Callable[[str], object], path: str, _error: object) -> None:
    """Windows removes no read-only file; one that is still open stays until the system clears its temporary files."""
    try:
        Path(path).chmod(stat.S_IWRITE)
        remove(path)
    except OSError:
        return
