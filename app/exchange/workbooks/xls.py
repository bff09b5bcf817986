"""Reads .xls and WPS's .et (MS-XLS, BIFF8) record by record.

python-calamine reads them too, but a file that leads it astray ends the whole program (it allocates without bound), and
it drops number formats.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import TypeAlias

from app.exchange.workbooks import compound
from app.exchange.workbooks.figures import figure, style_of
from app.exchange.workbooks.sheet import LONGEST_TEXT, Fault, Gathering, Sheet, SheetMaker, tidy

Record: TypeAlias = tuple[int, bytes]


class Kind(IntEnum):
    """The kinds of records that are read."""

    FORMULA = 0x06
    EOF = 0x0A
    DATEMODE = 0x22
    FILEPASS = 0x2F
    CONTINUE = 0x3C
    BOUNDSHEET = 0x85
    MULRK = 0xBD
    RSTRING = 0xD6
    XF = 0xE0
    MERGED = 0xE5
    SST = 0xFC
    LABELSST = 0xFD
    NUMBER = 0x203
    LABEL = 0x204
    BOOLERR = 0x205
    STRING = 0x207
    RK = 0x27E
    FORMAT = 0x41E
    BOF = 0x809


_BIFF8 = 0x600
_RICH, _ASIAN, _WIDE = 0x08, 0x04, 0x01
_WORKSHEET, _VISIBLE = 0, 0
_FAULTS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


class UnreadableError(Exception):
    """The content is no such workbook."""


class TooOldError(Exception):
    """The workbook is of Excel 95 or older."""


class LockedError(Exception):
    """The workbook has a password."""


def read(content: bytes, gathering: Gathering) -> list[Sheet]:
    """The visible worksheets in order; UnreadableError, TooOldError or LockedError says why there are none."""
    try:
        found = compound.streams(content)
        if "Workbook" not in found:
            raise TooOldError if "Book" in found else UnreadableError
        return _Book(found["Workbook"]).sheets(gathering)
    except (compound.DamagedError, struct.error, IndexError, UnicodeDecodeError):
        raise UnreadableError from None


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """The records from a place on."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


class _Book:
    """What holds for all sheets."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._listed: list[tuple[str, int]] = []
        self._codes: dict[int, str] = {}
        self._formats: list[int] = []
        self.is_1904 = False
        self.strings: Sequence[str] = ()
        pieces: list[bytes] | None = None  # of the table of strings
        records = _records(stream, 0)
        kind, body = next(records, (0, b""))
        if kind != Kind.BOF or struct.unpack_from("<H", body)[0] != _BIFF8:
            raise TooOldError if kind & 0xFF == 0x09 else UnreadableError
        for kind, body in records:
            if kind == Kind.EOF:
                break
            if kind == Kind.CONTINUE and pieces is not None:
                pieces.append(body)
                continue
            if pieces is not None:
                self.strings, pieces = _Strings(pieces).read(), None
            if kind == Kind.SST:
                pieces = [body]
            else:
                self._take(kind, body)
        if pieces is not None:
            self.strings = _Strings(pieces).read()
        self.styles = [style_of(self._codes.get(number, ""), number) for number in self._formats]

    def _take(self, kind: int, body: bytes) -> None:
        match kind:
            case Kind.FILEPASS:
                raise LockedError
            case Kind.BOUNDSHEET:
                at, visibility, sort = struct.unpack_from("<IBB", body)
                if visibility & 3 == _VISIBLE and sort == _WORKSHEET:
                    self._listed.append((_text(body, 6, is_short=True), at))
            case Kind.DATEMODE:
                self.is_1904 = struct.unpack_from("<H", body)[0] == 1
            case Kind.FORMAT:
                self._codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[:200]
            case Kind.XF:
                self._formats.append(struct.unpack_from("<H", body, 2)[0])
            case _:
                return

    def sheets(self, gathering: Gathering) -> list[Sheet]:
        result = []
        for name, at in self._listed:
            maker = gathering.sheet(tidy(name))
            _SheetReader(self, maker).read(_records(self._stream, at))
            result.append(maker.done())
        return result


class _SheetReader:
    """Hears of a worksheet's records and hands on its rows."""

    def __init__(self, book: _Book, maker: SheetMaker) -> None:
        self._book, self._maker = book, maker
        self._rows: dict[int, list[tuple[int, str]]] = {}
        self._waiting: tuple[int, int] | None = None  # the cell whose formula gives a text that is still to come

    def read(self, records: Iterator[Record]) -> None:
        takers: Mapping[int, Callable[[bytes], None]] = {
            Kind.LABELSST: self._shared,
            Kind.NUMBER: self._number,
            Kind.RK: self._packed,
            Kind.MULRK: self._many,
            Kind.FORMULA: self._formula,
            Kind.STRING: self._result,
            Kind.LABEL: self._label,
            Kind.RSTRING: self._label,
            Kind.BOOLERR: self._special,
            Kind.MERGED: self._merged,
        }
        depth = 0  # a chart within the sheet is a sheet of its own
        for kind, body in records:
            depth += (kind == Kind.BOF) - (kind == Kind.EOF)
            if depth < 1:
                break
            if depth == 1 and kind in takers:
                takers[kind](body)
        for row in sorted(self._rows):
            self._maker.add(row + 1, self._rows[row])

    def _put(self, row: int, column: int, text: str) -> None:
        if text:
            self._rows.setdefault(row, []).append((column, text))

    def _figure(self, row: int, column: int, style: int, value: float) -> None:
        known = self._book.styles[style] if style < len(self._book.styles) else ""
        self._put(row, column, figure(repr(value), known, is_1904=self._book.is_1904))

    def _shared(self, body: bytes) -> None:
        row, column, _, place = struct.unpack_from("<HHHI", body)
        self._put(row, column, self._book.strings[place] if place < len(self._book.strings) else "")

    def _number(self, body: bytes) -> None:
        self._figure(*struct.unpack_from("<HHHd", body))

    def _packed(self, body: bytes) -> None:
        row, column, style, packed = struct.unpack_from("<HHHI", body)
        self._figure(row, column, style, _unpacked(packed))

    def _many(self, body: bytes) -> None:
        row, first = struct.unpack_from("<HH", body)
        for number in range((len(body) - 6) // 6):
            style, packed = struct.unpack_from("<HI", body, 4 + 6 * number)
            self._figure(row, first + number, style, _unpacked(packed))

    def _formula(self, body: bytes) -> None:
        row, column, style, kind, _, value, mark = struct.unpack_from("<HHHBBB3xH", body)
        if mark != 0xFFFF:
            self._figure(row, column, style, struct.unpack_from("<d", body, 6)[0])
        elif kind == 0:
            self._waiting = row, column
        elif kind in {1, 2}:
            self._put(row, column, _special(value, is_fault=kind == 2))

    def _result(self, body: bytes) -> None:
        if self._waiting is not None:
            self._put(*self._waiting, tidy(_text(body, 0)))
            self._waiting = None

    def _label(self, body: bytes) -> None:
        row, column = struct.unpack_from("<HH", body)
        self._put(row, column, tidy(_text(body, 6)))

    def _special(self, body: bytes) -> None:
        row, column, value, is_fault = struct.unpack_from("<HH2xBB", body)
        self._put(row, column, _special(value, is_fault=bool(is_fault)))

    def _merged(self, body: bytes) -> None:
        for number in range(min(struct.unpack_from("<H", body)[0], (len(body) - 2) // 8)):
            first, last, left, right = struct.unpack_from("<4H", body, 2 + 8 * number)
            self._maker.merge((first + 1, left, last + 1, right))


def _special(value: int, *, is_fault: bool) -> str:
    if is_fault:
        return Fault(_FAULTS.get(value, "#VALUE!"))
    return "是" if value else "否"


def _unpacked(packed: int) -> float:
    """The value of an RK number (MS-XLS 2.5.217)."""
    if packed & 2:
        whole = packed >> 2
        value = float(whole - (1 << 30) if whole >= 1 << 29 else whole)
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0])
    return value / 100 if packed & 1 else value


def _text(body: bytes, at: int, *, is_short: bool = False) -> str:
    """A text within one record: its length in one byte or two, then how its characters are held."""
    length = body[at] if is_short else struct.unpack_from("<H", body, at)[0]
    at += 1 if is_short else 2
    is_wide = body[at] & _WIDE
    data = body[at + 1 : at + 1 + length * (2 if is_wide else 1)]
    return data.decode("utf-16-le" if is_wide else "latin-1", errors="replace")


class _Strings:
    """Reads the table of strings, whose texts may be cut at the end of any record (MS-XLS 2.4.265)."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces, self._piece, self._at = pieces, 0, 8  # after the two counts

    def read(self) -> list[str]:
        count = struct.unpack_from("<I", self._pieces[0], 4)[0]
        result: list[str] = []
        while len(result) < count and self._has_more():
            result.append(self._string())
        return result

    def _has_more(self) -> bool:
        while self._piece < len(self._pieces) and self._at >= len(self._pieces[self._piece]):
            self._piece, self._at = self._piece + 1, 0
        return self._piece < len(self._pieces)

    def _string(self) -> str:
        length, flags = struct.unpack("<HB", self._raw(3))
        runs = struct.unpack("<H", self._raw(2))[0] if flags & _RICH else 0
        aside = struct.unpack("<I", self._raw(4))[0] if flags & _ASIAN else 0
        text = self._characters(length, flags)
        self._skip(4 * runs + aside)
        return tidy(text[:LONGEST_TEXT])

    def _raw(self, length: int) -> bytes:
        result = b""
        while len(result) < length and self._has_more():
            part = self._pieces[self._piece][self._at : self._at + length - len(result)]
            result += part
            self._at += len(part)
        return result

    def _skip(self, length: int) -> None:
        while length > 0 and self._has_more():
            step = min(length, len(self._pieces[self._piece]) - self._at)
            self._at += step
            length -= step

    def _characters(self, length: int, flags: int) -> str:
        result: list[str] = []
        while length > 0 and self._has_more():
            if result or self._at == 0:
                flags, self._at = self._pieces[self._piece][self._at], self._at + 1  # said anew in each record
            size = 2 if flags & _WIDE else 1
            left = (len(self._pieces[self._piece]) - self._at) // size
            count = min(length, left)
            data = self._pieces[self._piece][self._at : self._at + count * size]
            result.append(data.decode("utf-16-le" if size == 2 else "latin-1", errors="replace"))
            self._at += count * size
            length -= count
            if count == 0:
                self._at = len(self._pieces[self._piece])
        return "".join(result)
