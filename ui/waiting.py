"""Shows that the window is at work while it writes many rows: one transaction, which is not done in parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

MANY = 500
"""Rows from which on writing takes long enough to be noticed; 5,000 take half a second."""


@contextmanager
def waiting(rows: int) -> Iterator[None]:
    """The waiting pointer while that many rows are written; none for a few, since it would only flicker."""
    if rows < MANY:
        yield
        return
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()
