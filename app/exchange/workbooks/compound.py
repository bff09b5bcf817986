"""The streams of an OLE compound file (MS-CFB), every chain of sectors held to the size of the file."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

MARK = bytes.fromhex("D0CF11E0A1B11AE1")
_SPECIAL = 0xFFFFFFFA  # sector numbers from here on are no sectors
_ENTRY = 128
_MOST_ENTRIES = 10_000
_STREAM, _ROOT = 2, 5


class DamagedError(Exception):
    """The file is none of these, or its chains lead nowhere."""


def streams(content: bytes) -> Mapping[str, bytes]:
    """The streams by name, those of folders included; DamagedError when they cannot be told."""
    try:
        return _Compound(content).streams()
    except (struct.error, IndexError, UnicodeDecodeError):
        raise DamagedError from None


class _Compound:
    def __init__(self, content: bytes) -> None:
        if not content.startswith(MARK) or len(content) < 1024:
            raise DamagedError
        self._content = content
        shift, self._mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in {9, 12} or self._mini_shift != 6:
            raise DamagedError
        self._size = 1 << shift
        self._count = len(content) // self._size
        self._cutoff = min(struct.unpack_from("<I", content, 56)[0], 1 << 20)
        self._fat = self._numbers(self._table_sectors())

    def _sector(self, number: int) -> bytes:
        if number >= self._count:
            raise DamagedError
        start = (number + 1) * self._size
        return self._content[start : start + self._size]

    def _table_sectors(self) -> list[int]:
        """Where the table of chains is."""
        found = list(struct.unpack_from("<109I", self._content, 76))
        following = struct.unpack_from("<I", self._content, 68)[0]
        seen: set[int] = set()
        while following < _SPECIAL:
            if following in seen:
                raise DamagedError
            seen.add(following)
            *more, following = struct.unpack(f"<{self._size // 4}I", self._sector(following).ljust(self._size, b"\xff"))
            found += more
        sectors = [number for number in found if number < _SPECIAL]
        if len(set(sectors)) != len(sectors):
            raise DamagedError
        return sectors

    def _numbers(self, sectors: Sequence[int]) -> list[int]:
        data = b"".join(map(self._sector, sectors))
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _chain(self, start: int, table: Sequence[int]) -> list[int]:
        """The sectors of a chain; each of them once."""
        result: list[int] = []
        while start < _SPECIAL:
            if start >= len(table) or len(result) > len(table):
                raise DamagedError
            result.append(start)
            start = table[start]
        return result

    def _data(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self._fat)))

    def streams(self) -> Mapping[str, bytes]:
        first_folder, first_mini = (struct.unpack_from("<I", self._content, at)[0] for at in (48, 60))
        folder = self._data(first_folder)
        entries = [folder[at : at + _ENTRY] for at in range(0, min(len(folder), _ENTRY * _MOST_ENTRIES), _ENTRY)]
        minis: list[int] = []
        small = b""
        result: dict[str, bytes] = {}
        for entry in entries:
            length, kind = struct.unpack_from("<HB", entry, 64)
            start, size = struct.unpack_from("<II", entry, 116)
            if kind == _ROOT:
                small = self._data(start) if start < _SPECIAL else b""
                minis = self._numbers(self._chain(first_mini, self._fat))
            elif kind == _STREAM:
                name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le")
                if size >= self._cutoff:
                    result[name] = self._data(start)[:size]
                else:
                    step = 1 << self._mini_shift
                    pieces = (small[number * step : (number + 1) * step] for number in self._chain(start, minis))
                    result[name] = b"".join(pieces)[:size]
        return result
