"""Objects of a PDF file written anew, by an update appended to it (ISO 32000-1, 7.5.6)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

_SIZE = re.compile(rb"/Size (\d+)")
_ROOT = re.compile(rb"/Root (\d+) 0 R")


def places(pdf: bytes) -> dict[int, int]:
    """Where each object of a file as Qt writes it begins, from its cross-reference table."""
    lines = pdf[_start(pdf) :].split(b"\n")
    first, count = map(int, lines[1].split())
    return {first + offset: int(line[:10]) for offset, line in enumerate(lines[2 : 2 + count]) if line[17:18] == b"n"}


def root(pdf: bytes) -> int:
    """The number of the catalog."""
    return _trailer_number(pdf, _ROOT)


def size(pdf: bytes) -> int:
    """The first number that no object has."""
    return _trailer_number(pdf, _SIZE)


def stream_object(content: bytes) -> bytes:
    """A stream as the body of an object."""
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)


def updated(pdf: bytes, objects: Mapping[int, bytes]) -> bytes:
    """The file with the bodies of some objects, new ones among them."""
    if not objects:
        return pdf
    body, table = bytearray(pdf), bytearray(b"xref\n")
    for number, content in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    trailer = _SIZE.sub(b"/Size %d" % max(size(pdf), max(objects) + 1), _trailer(pdf))
    end = b"/Prev %d\n>>\nstartxref\n%d\n%%%%EOF\n" % (_start(pdf), len(body))
    return bytes(body + table) + trailer.rstrip().removesuffix(b">>") + end


def _start(pdf: bytes) -> int:
    return int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])


def _trailer(pdf: bytes) -> bytes:
    tail = pdf[pdf.rindex(b"trailer") :]
    return tail[: tail.index(b"startxref")]


def _trailer_number(pdf: bytes, pattern: re.Pattern[bytes]) -> int:
    found = pattern.search(_trailer(pdf))
    assert found is not None  # Qt writes it
    return int(found[1])
