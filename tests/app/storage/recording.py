"""What SQLite and the program do to files, in order, so that what a power loss leaves of them can be worked out.

SQLite reaches the disk through a table of functions (https://sqlite.org/vfs.html) in the very library that Python's own
module is linked with. While a recording runs, those that open, write, cut, flush and remove note what they did.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest

_CREATE = 0x00000004
_MAIN_JOURNAL = 0x00000800

_OpenCall = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DeleteCall = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_WriteCall = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_CutCall = CFUNCTYPE(c_int, c_void_p, c_int64)
_FlushCall = CFUNCTYPE(c_int, c_void_p, c_int)


class _Methods(ctypes.Structure):
    """sqlite3_io_methods, version 3."""

    _fields_ = [
        ("version", c_int), ("close", c_void_p), ("read", c_void_p), ("write", _WriteCall), ("cut", _CutCall),
        ("flush", _FlushCall), ("others", c_void_p * 13),
    ]  # fmt: skip


class _OpenFile(ctypes.Structure):
    """sqlite3_file: what follows is the business of who opened it."""

    _fields_ = [("methods", POINTER(_Methods))]


class _System(ctypes.Structure):
    """The beginning of sqlite3_vfs."""

    _fields_ = [
        ("version", c_int), ("size_of_file", c_int), ("longest_path", c_int), ("next", c_void_p), ("name", c_char_p),
        ("data", c_void_p), ("open", _OpenCall), ("delete", _DeleteCall),
    ]  # fmt: skip


@dataclass(frozen=True)
class Write:
    file: int
    offset: int
    data: bytes


@dataclass(frozen=True)
class Cut:
    file: int
    size: int


@dataclass(frozen=True)
class Flush:
    file: int


@dataclass(frozen=True)
class Names:
    """What names stand for from now on, all at once; None: for no file any more."""

    files: tuple[tuple[Path, int | None], ...]


@dataclass(frozen=True)
class FlushNames:
    """The folder was flushed."""


@dataclass(frozen=True)
class Saved:
    """What was done so far was shown as saved."""


Event: TypeAlias = Write | Cut | Flush | Names | FlushNames | Saved


class Recording:
    """The events so far. A file that was there before counts as safe on the disk."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._names: dict[Path, int] = {}
        self._count = 0

    def saved(self) -> None:
        """Notes that what was done so far was shown as saved."""
        self.events.append(Saved())

    def opened(self, path: Path, *, is_new: bool) -> int:
        """The number of the file that has this name."""
        if path not in self._names:
            self._count += 1
            self._named((path, self._count))
            if not is_new:
                self.events += [Write(self._count, 0, path.read_bytes()), Flush(self._count), FlushNames()]
        return self._names[path]

    def linked(self, old: Path, new: Path) -> None:
        if old in self._names:
            self._named((new, self._names[old]))

    def replaced(self, old: Path, new: Path) -> None:
        if old in self._names:
            self._named((new, self._names[old]), (old, None))

    def removed(self, path: Path) -> None:
        if path in self._names:
            self._named((path, None))

    def flushed(self, descriptor: int) -> None:
        """A file or folder was flushed by the program itself."""
        status = os.fstat(descriptor)
        found = [file for path, file in self._names.items() if path.exists() and os.path.samestat(path.stat(), status)]
        self.events.append(Flush(found[0]) if found else FlushNames())

    def _named(self, *files: tuple[Path, int | None]) -> None:
        for path, file in files:
            if file is None:
                del self._names[path]
            else:
                self._names[path] = file
        self.events.append(Names(files))


class _Recorder:
    """Stands between SQLite and the system's functions, which do all the work."""

    def __init__(self, system: _System, recording: Recording) -> None:
        self.recording = recording
        self.numbers: dict[int, int] = {}  # the number of the file by where SQLite keeps what it knows of it
        self.fresh: set[int] = set()  # journals whose name SQLite flushes with their first flush
        self.tables: dict[int, _Methods] = {}
        # A field of a structure is what stands there when it is called: only a copy stays the system's own.
        self.system_open = _OpenCall(ctypes.cast(system.open, c_void_p).value or 0)
        self.system_delete = _DeleteCall(ctypes.cast(system.delete, c_void_p).value or 0)
        self.open = _OpenCall(self._open)
        self.delete = _DeleteCall(self._delete)

    def _open(self, system: int, name: int | None, place: int, flags: int, given: int | None) -> int:
        path = None if name is None else Path(os.fsdecode(ctypes.string_at(name)))
        is_new = path is not None and bool(flags & _CREATE) and not path.exists()
        code: int = self.system_open(system, name, place, flags, given)
        if path is not None and code == 0:
            self.numbers[place] = self.recording.opened(path, is_new=is_new)
            if is_new and flags & _MAIN_JOURNAL:
                self.fresh.add(place)
            file = _OpenFile.from_address(place)
            file.methods = ctypes.pointer(self._table(file.methods.contents))
        return code

    def _delete(self, system: int, name: int, is_flushed: int) -> int:
        code: int = self.system_delete(system, name, is_flushed)
        if code == 0:
            self.recording.removed(Path(os.fsdecode(ctypes.string_at(name))))
            if is_flushed:
                self.recording.events.append(FlushNames())
        return code

    def _table(self, methods: _Methods) -> _Methods:
        """The functions of an open file, those that change it replaced."""
        place = ctypes.addressof(methods)
        if place not in self.tables:
            made = _Methods.from_buffer_copy(methods)
            made.write, made.cut, made.flush = self._write(methods), self._cut(methods), self._flush(methods)
            self.tables[place] = made
        return self.tables[place]

    def _write(self, methods: _Methods) -> Any:
        def write(place: int, data: int, size: int, offset: int) -> int:
            code: int = methods.write(place, data, size, offset)
            if code == 0:
                self.recording.events.append(Write(self.numbers[place], offset, ctypes.string_at(data, size)))
            return code

        return _WriteCall(write)

    def _cut(self, methods: _Methods) -> Any:
        def cut(place: int, size: int) -> int:
            code: int = methods.cut(place, size)
            if code == 0:
                self.recording.events.append(Cut(self.numbers[place], size))
            return code

        return _CutCall(cut)

    def _flush(self, methods: _Methods) -> Any:
        def flush(place: int, flags: int) -> int:
            code: int = methods.flush(place, flags)
            if code == 0:
                self.recording.events.append(Flush(self.numbers[place]))
                if place in self.fresh:
                    self.fresh.remove(place)
                    self.recording.events.append(FlushNames())
            return code

        return _FlushCall(flush)


@contextmanager
def recorded() -> Iterator[Recording]:
    """Records what happens in the block to files that SQLite opens in it, and what the program does with their names.

    Skips the test where Python's module has SQLite built in so that its functions cannot be reached.
    """
    try:
        find = ctypes.CDLL(_sqlite3.__file__).sqlite3_vfs_find
    except (AttributeError, OSError):
        pytest.skip("the functions of SQLite cannot be reached here")
    find.restype = POINTER(_System)
    system: _System = find(None).contents
    recording = Recording()
    recorder = _Recorder(system, recording)
    with pytest.MonkeyPatch.context() as patch:
        for name, note in (("replace", recording.replaced), ("rename", recording.replaced), ("link", recording.linked)):
            patch.setattr(os, name, _noting(getattr(os, name), lambda old, new, note=note: note(Path(old), Path(new))))
        patch.setattr(os, "unlink", _noting(os.unlink, lambda path: recording.removed(Path(path))))
        patch.setattr(os, "fsync", _noting(os.fsync, recording.flushed))
        system.open, system.delete = recorder.open, recorder.delete
        try:
            yield recording
        finally:
            system.open, system.delete = recorder.system_open, recorder.system_delete


def _noting(act: Callable[..., None], note: Callable[..., None]) -> Callable[..., None]:
    def acted(*arguments: Any) -> None:
        act(*arguments)
        note(*arguments)

    return acted
