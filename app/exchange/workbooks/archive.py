"""The parts of a zipped workbook, read in pieces and never more of them than any real workbook has."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

from app.errors import DAMAGED_ZIP, ImportFileError
from app.model.progress import Progress

_PIECE = 1 << 18
_LARGEST = 120 * 1024 * 1024  # bytes of all parts that are read, unpacked
_FREE, _RATIO = 8 * 1024 * 1024, 150  # a part beyond that size may not be that many times as large as its packed form
_MOST_PARTS = 5000
_PREFIX = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<[A-Za-z0-9_]+:", re.DOTALL)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # what such a part begins with

Start = Callable[[str, dict[str, str]], None]


class Archive:
    """A workbook that is a zip file. ImportFileError for what is damaged or out of all proportion."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self.name = path.name
        self._progress = progress
        self._left = _LARGEST
        try:
            self._zip = zipfile.ZipFile(path)
        except DAMAGED_ZIP:
            raise self.damaged() from None
        if len(self._zip.infolist()) > _MOST_PARTS:
            self._zip.close()
            raise self.excessive()

    def close(self) -> None:
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return part in self._zip.NameToInfo

    @property
    def parts(self) -> list[str]:
        """The names of the parts."""
        return self._zip.namelist()

    def damaged(self) -> ImportFileError:
        """What to tell of a file whose inside is broken."""
        return ImportFileError(f"文件“{self.name}”已损坏，无法读取；请用 Excel 或 WPS 打开并另存后再导入。")

    def excessive(self) -> ImportFileError:
        """What to tell of a file that unpacks to more than any table holds."""
        return ImportFileError(
            f"文件“{self.name}”解压后过大，不像是填报用的表格；"
            "请用 Excel 或 WPS 打开，只保留需要的工作表，另存后再导入。"
        )

    def start_of(self, part: str, size: int) -> bytes:
        """The first bytes of a part."""
        try:
            with self._zip.open(part) as stream:
                return stream.read(size)
        except DAMAGED_ZIP:
            raise self.damaged() from None

    def parse(self, part: str, start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> None:
        """Reads a part of XML, names without their prefixes; nothing outside the part is ever read."""
        start_of_part = self.start_of(part, 2048)
        # Office files know only these two; another name in a damaged head would be looked for among Python's codecs.
        parser = expat.ParserCreate("utf-16" if start_of_part.startswith(_UTF_16) else "utf-8")
        parser.buffer_text = True
        if _PREFIX.match(start_of_part) is None:
            parser.StartElementHandler, parser.EndElementHandler = start, end
        else:
            names: dict[str, str] = _Bare()
            parser.StartElementHandler = lambda name, given: start(names[name], given)
            parser.EndElementHandler = lambda name: end(names[name])
        parser.CharacterDataHandler = text

        def on_doctype(*_: Any) -> None:
            raise self.damaged()

        parser.StartDoctypeDeclHandler = on_doctype
        self._feed(part, parser)

    def _feed(self, part: str, parser: expat.XMLParserType) -> None:
        try:
            info = self._zip.getinfo(part)
            with self._zip.open(info) as stream:
                done = 0
                while piece := stream.read(_PIECE):
                    self._progress(0, 0, f"正在读取 {self.name}")
                    done += len(piece)
                    self._left -= len(piece)
                    if self._left < 0 or (done > _FREE and done > _RATIO * max(1, info.compress_size)):
                        raise self.excessive()
                    parser.Parse(piece, False)
                parser.Parse(b"", True)
        except (KeyError, expat.ExpatError, *DAMAGED_ZIP):
            raise self.damaged() from None


class _Bare(dict[str, str]):
    """Names without their prefixes."""

    def __missing__(self, name: str) -> str:
        self[name] = found = name.rpartition(":")[2]
        return found


def local(given: dict[str, str], name: str) -> str:
    """An attribute by its local name, whatever its namespace; empty where there is none."""
    found = given.get(name)
    if found is not None:
        return found
    return next((value for key, value in given.items() if key.rpartition(":")[2] == name), "")
