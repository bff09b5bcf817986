"""Opens the zip of a Word file with every size counted, and its parts as XML that cannot reach outside."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from lxml import etree

from app.errors import DAMAGED_ZIP, ImportFileError

_MOST_PARTS = 5000
_LARGEST_PART = 96 * 1024 * 1024  # unpacked; the text of ten thousand table rows is a quarter of it
_MOST_TAGS = 500_000  # of one paragraph or table row, or of a list of styles
_CHUNK = 64 * 1024
_XML = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False, "remove_comments": True}


class DamagedFileError(Exception):
    """The zip or a part of it cannot be read; the caller knows the file's name."""


class OversizedFileError(Exception):
    """The file unpacks to more than any report can be."""


class Package:
    """The parts of an Office file."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except DAMAGED_ZIP as error:
            raise DamagedFileError from error
        self._names = set(self._zip.namelist())
        self._stream: _Counted | None = None
        if len(self._names) > _MOST_PARTS:
            self._zip.close()
            raise OversizedFileError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._names)

    def size(self, name: str) -> int:
        """The size a part says it has, unpacked."""
        return self._zip.getinfo(name).file_size

    @property
    def unpacked(self) -> int:
        """How many bytes of the part being read have been unpacked."""
        return self._stream.count if self._stream else 0

    def let_go(self, element: etree._Element) -> None:
        """Frees an element that has been read, with what stands before it in its parent."""
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
        if self._stream:
            self._stream.tags = 0

    def tree(self, name: str) -> etree._Element | None:
        """A small part as a tree; None when there is none of that name."""
        if name not in self._names:
            return None
        last: etree._Element | None = None
        for _, element in self.elements(name, ("end",), None):
            last = element
        return last  # the root ends last

    def elements(
        self, name: str, events: tuple[str, ...], tags: tuple[str, ...] | None
    ) -> Iterator[tuple[str, etree._Element]]:
        """The elements of a part as they are read."""
        try:
            with self._zip.open(name) as part:
                self._stream = stream = _Counted(cast(BinaryIO, part))
                walk = etree.iterparse(cast(BinaryIO, stream), events=events, tag=tags, **_XML)
                is_first = True
                for event, element in walk:
                    if is_first and element.getroottree().docinfo.doctype:
                        raise DamagedFileError  # OOXML has none (ECMA-376, part 2, 8.1.1.3)
                    is_first = False
                    yield event, element
        except (etree.XMLSyntaxError, *DAMAGED_ZIP) as error:
            raise DamagedFileError from error


class _Counted:
    """A part being unpacked, up to a size; what a zip says of itself is not believed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0
        self.tags = 0  # that the parser may still hold as elements

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(_CHUNK if size < 0 else min(size, _CHUNK))
        self.count += len(chunk)
        self.tags += chunk.count(b"<")
        if self.count > _LARGEST_PART or self.tags > _MOST_TAGS:
            raise OversizedFileError
        return chunk


def damaged(name: str) -> ImportFileError:
    """What is told of a Word file that cannot be read."""
    return ImportFileError(f"“{name}”不是完好的 Word 文档，读不出内容，请用 Word 或 WPS 打开后另存为 .docx 再导入。")


def oversized(name: str) -> ImportFileError:
    """What is told of a file that is too large."""
    return ImportFileError(
        f"“{name}”太大，超出了一份自评报告可能的篇幅，没有读取；请确认文件是否选对，或删去图片后另存再导入。"
    )
