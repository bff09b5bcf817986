"""Tells a PDF file whose compressed parts would fill the memory, before anything unpacks them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

_STREAM = re.compile(rb"stream\r?\n")
_MOST_UNPACKED = 192 * 1024 * 1024  # of all streams together
_CHUNK = 1024 * 1024
_MOST_LAYERS = 4


class _TooMuchError(Exception):
    pass


def is_bomb(path: Path) -> bool:
    """Whether the file's streams unpack to more than a report can hold, in whichever number of layers."""
    content = path.read_bytes()
    budget = [_MOST_UNPACKED]
    try:
        for found in _STREAM.finditer(content):
            _spend(content, found.end(), budget)
    except _TooMuchError:
        return True
    return False


def _spend(content: bytes, start: int, budget: list[int]) -> None:
    """Unpacks a stream without keeping it, and the streams within it."""
    end = content.find(b"endstream", start)
    view = memoryview(content)[start : end if end >= 0 else len(content)]
    pieces: Iterator[bytes] = (bytes(view[place : place + _CHUNK]) for place in range(0, len(view), _CHUNK))
    for _ in range(_MOST_LAYERS):
        first = next(pieces, b"")
        if not _is_packed(first):
            return
        pieces = _unpacked(first, pieces, budget)
        # The layer below is looked at as this one is spent.
        held = next(pieces, b"")
        if not _is_packed(held):
            for _ in pieces:
                pass
            return
        pieces = _chained(held, pieces)


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _is_packed(piece: bytes) -> bool:
    return len(piece) > 2 and piece[0] & 0x0F == 8 and (piece[0] * 256 + piece[1]) % 31 == 0


def _unpacked(first: bytes, rest: Iterator[bytes], budget: list[int]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for piece in _chained(first, rest):
        left = piece
        while left:
            try:
                out = unpacker.decompress(left, _CHUNK)
            except zlib.error:
                return
            budget[0] -= len(out)
            if budget[0] < 0:
                raise _TooMuchError
            if out:
                yield out
            left = unpacker.unconsumed_tail
