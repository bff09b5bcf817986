"""Which keys undo and redo, the same in every editor and on every system."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtGui import QKeyEvent, QKeySequence

from ui import actions


class UndoKey(Enum):
    """What a key asks for."""

    UNDO = auto()
    REDO = auto()


def undo_key(event: QKeyEvent) -> UndoKey | None:
    """What a key asks for; None where it is neither. Qt's own keys for redo differ by system, ours do not."""
    pressed = QKeySequence(event.keyCombination())
    for command, meaning in ((actions.UNDO, UndoKey.UNDO), (actions.REDO, UndoKey.REDO)):
        if any(pressed == QKeySequence(key) for key in command.keys):
            return meaning
    return None
