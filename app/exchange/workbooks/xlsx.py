"""Reads .xlsx (ECMA-376) without building its empty cells: what a sheet claims to be large costs nothing.

python-calamine would be quicker, but drops number formats, by which 0.975 is 97.5 % and 1 is 001, and lays a sheet out
as a whole, so that one cell in the last corner takes all memory.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from app.exchange.workbooks.archive import Archive, local
from app.exchange.workbooks.figures import figure, style_of
from app.exchange.workbooks.sheet import LONGEST_TEXT, Fault, Gathering, Sheet, SheetMaker, tidy

_WORKBOOK = "xl/workbook.xml"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_MOST_STRINGS = 1_000_000
_MOST_ROWS = 1_048_576  # of a sheet, filled or not


class _Listed(NamedTuple):
    name: str
    relation: str


class _Book:
    """What the parts beside the sheets say."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.sheets: list[_Listed] = []
        self.is_1904 = False
        self._targets: dict[str, str] = {}
        archive.parse(_WORKBOOK, self._workbook, _nothing, _nothing)
        relations = "xl/_rels/workbook.xml.rels"
        if relations in archive:
            archive.parse(relations, self._relation, _nothing, _nothing)
        self.strings = _strings(archive) if "xl/sharedStrings.xml" in archive else []
        self.styles = _styles(archive) if "xl/styles.xml" in archive else []

    def _workbook(self, name: str, given: dict[str, str]) -> None:
        if name == "sheet" and given.get("state", "visible") == "visible":
            self.sheets.append(_Listed(given.get("name", ""), local(given, "id")))
        elif name == "workbookPr":
            self.is_1904 = given.get("date1904", "") in {"1", "true"}

    def _relation(self, name: str, given: dict[str, str]) -> None:
        if name == "Relationship":
            target = given.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            self._targets[given.get("Id", "")] = whole

    def part(self, listed: _Listed) -> str:
        """The part a sheet is in; empty where it is no worksheet."""
        found = self._targets.get(listed.relation, "")
        return found if found in self._archive and "chartsheets" not in found else ""


def read(archive: Archive, gathering: Gathering) -> list[Sheet]:
    """The visible worksheets in order."""
    book = _Book(archive)
    result = []
    for listed in book.sheets:
        part = book.part(listed)
        if part:
            maker = gathering.sheet(tidy(listed.name))
            reader = _SheetReader(maker, book, archive)
            archive.parse(part, reader.start, reader.end, reader.text)
            result.append(maker.done())
    return result


def _nothing(*_: object) -> None:
    pass


def _strings(archive: Archive) -> Sequence[str]:
    result: list[str] = []
    pieces: list[str] = []
    depth = 0  # within the reading aids of a text, which are not shown
    is_text = False

    def start(name: str, _given: dict[str, str]) -> None:
        nonlocal depth, is_text
        depth += name == "rPh"
        is_text = name == "t" and not depth

    def end(name: str) -> None:
        nonlocal depth, is_text
        depth -= name == "rPh"
        is_text = False
        if name == "si":
            if len(result) >= _MOST_STRINGS:
                raise archive.damaged()
            result.append(tidy(unescaped("".join(pieces))))
            pieces.clear()

    def text(piece: str) -> None:
        if is_text:
            pieces.append(piece)

    archive.parse("xl/sharedStrings.xml", start, end, text)
    return result


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """A text with its _x000D_ escapes resolved (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _styles(archive: Archive) -> Sequence[str]:
    """What the number format of each cell style does."""
    codes: dict[str, str] = {}
    result: list[str] = []
    is_cell = False

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal is_cell
        if name == "numFmt":
            codes[given.get("numFmtId", "")] = given.get("formatCode", "")[:200]
        elif name == "cellXfs":
            is_cell = True
        elif name == "xf" and is_cell:
            number = given.get("numFmtId", "0")
            result.append(style_of(codes.get(number, ""), int(number) if number.isdecimal() else 0))

    def end(name: str) -> None:
        nonlocal is_cell
        if name == "cellXfs":
            is_cell = False

    archive.parse("xl/styles.xml", start, end, _nothing)
    return result


@lru_cache(maxsize=4096)
def _column(letters: str) -> int:
    result = 0
    for letter in letters:
        result = result * 26 + ord(letter) - 64
    return result - 1


class _SheetReader:
    """Hears of a worksheet's elements and hands on its rows."""

    def __init__(self, maker: SheetMaker, book: _Book, archive: Archive) -> None:
        self._maker, self._archive = maker, archive
        self._count = 0  # of rows
        self._strings, self._styles, self._is_1904 = book.strings, book.styles, book.is_1904
        self._row = 0
        self._cells: list[tuple[int, str]] = []
        self._place = -1
        self._type = self._style = ""
        self._pieces: list[str] = []
        self._length = 0
        self._is_text = self._has_value = self._has_formula = False
        self._phonetic = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            found = given.get("r", "")
            letters = found.rstrip("0123456789")
            self._place = _column(letters) if letters.isascii() and 0 < len(letters) < 4 else self._place + 1
            self._type, self._style = given.get("t", "n"), given.get("s", "")
            self._has_value = self._has_formula = False
        elif name in {"v", "t"}:
            self._is_text = not self._phonetic
            self._has_value = True
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._count += 1
            if self._count > _MOST_ROWS:
                raise self._archive.excessive()
            number = given.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
            self._place = -1
            self._cells = []
        elif name == "rPh":
            self._phonetic += 1
        elif name == "mergeCell":
            self._merge(given.get("ref", ""))

    def end(self, name: str) -> None:
        if name == "c":
            self._cell()
        elif name in {"v", "t"}:
            self._is_text = False
        elif name == "row":
            self._maker.add(self._row, self._cells)
        elif name == "rPh":
            self._phonetic -= 1

    def text(self, piece: str) -> None:
        if self._is_text and self._length <= LONGEST_TEXT:
            self._pieces.append(piece)
            self._length += len(piece)

    def _cell(self) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        self._length = 0
        if not self._has_value:
            if self._has_formula:
                self._cells.append((self._place, Fault("公式未计算")))
            return
        if shown := self._shown(text):
            self._cells.append((self._place, shown))

    def _shown(self, text: str) -> str:
        match self._type:
            case "n":
                style = self._styles[int(self._style)] if self._is_style() else ""
                return figure(text.strip(), style, is_1904=self._is_1904)
            case "s":
                return self._strings[int(text)] if text.isdecimal() and int(text) < len(self._strings) else ""
            case "b":
                return "是" if text.strip() == "1" else "否"
            case "e":
                return Fault(text.strip())
            case "d":
                return text.strip()[:10]
            case _:
                return tidy(unescaped(text))

    def _is_style(self) -> bool:
        return self._style.isdecimal() and len(self._style) < 7 and int(self._style) < len(self._styles)

    def _merge(self, text: str) -> None:
        first, _, last = text.partition(":")
        start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if start and end:
            self._maker.merge((int(start[2]), _column(start[1]), int(end[2]), _column(end[1])))
