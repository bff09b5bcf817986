"""What a disk may hold after the power went: what was flushed, and of the rest anything."""

from __future__ import annotations

import random
from pathlib import Path

from tests.app.storage.recording import Cut, Event, Flush, FlushNames, Names, Saved, Write

SECTOR = 512  # bytes; the least a disk writes whole


class Disk:
    """Follows a recording from event to event.

    Writes that were not flushed may be there, may be lost, or may be there in some sectors; beyond the old end of a
    file there may be anything. Names change in order, as journaled file systems have it, but what was not flushed is
    lost from some point on. A folder is taken to be there once a file in it is.
    """

    def __init__(self) -> None:
        self.saved = 0  # how often something was shown as saved
        self._safe: dict[int, bytes] = {}
        self._waiting: dict[int, list[Write | Cut]] = {}
        self._names: dict[Path, int] = {}
        self._waiting_names: list[Names] = []

    def follow(self, event: Event) -> None:
        match event:
            case Write() | Cut():
                self._waiting.setdefault(event.file, []).append(event)
            case Flush(file):
                content = bytearray(self._safe.get(file, b""))
                for change in self._waiting.pop(file, []):
                    _apply(content, change)
                self._safe[file] = bytes(content)
            case Names():
                self._waiting_names.append(event)
            case FlushNames():
                self._names = self._named(len(self._waiting_names))
                self._waiting_names = []
            case Saved():
                self.saved += 1

    def after_loss(self, chance: random.Random) -> dict[Path, bytes]:
        """The files that may be found when the power goes now."""
        waiting = len(self._waiting_names)
        names = self._named(chance.choice([0, waiting, chance.randint(0, waiting)]))
        luck = chance.choice([0.0, 0.5, 0.9, 1.0])
        return {path: self._content(file, luck, chance) for path, file in names.items()}

    def _named(self, count: int) -> dict[Path, int]:
        names = dict(self._names)
        for change in self._waiting_names[:count]:
            for path, file in change.files:
                if file is None:
                    names.pop(path, None)
                else:
                    names[path] = file
        return names

    def _content(self, file: int, luck: float, chance: random.Random) -> bytes:
        content = bytearray(self._safe.get(file, b""))
        for change in self._waiting.get(file, []):
            if chance.random() < luck:
                _apply(content, change)
            elif isinstance(change, Write) and chance.random() < 0.5:
                _tear(content, change, chance)
        return bytes(content)


def _apply(content: bytearray, change: Write | Cut) -> None:
    if isinstance(change, Cut):
        del content[change.size :]
    else:
        content.extend(bytes(max(0, change.offset - len(content))))
        content[change.offset : change.offset + len(change.data)] = change.data


def _tear(content: bytearray, write: Write, chance: random.Random) -> None:
    """Writes some of the sectors, and makes the file as long as it would be."""
    end = write.offset + len(write.data)
    content.extend(chance.randbytes(max(0, end - len(content))))
    for start in range(write.offset - write.offset % SECTOR, end, SECTOR):
        if chance.random() < 0.5:
            part = slice(max(start, write.offset), min(start + SECTOR, end))
            content[part] = write.data[part.start - write.offset : part.stop - write.offset]
