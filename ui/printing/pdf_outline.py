"""The bookmarks of a PDF file, which Qt has no way to write (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ui.printing.outline import Heading
from ui.printing.pdf_update import places, root, size

_PAGES = re.compile(rb"/Pages (\d+) 0 R")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_HEIGHT = re.compile(rb"/MediaBox \[0 0 \S+ (\S+)\]")


@dataclass(slots=True)
class _Item:
    """A bookmark and those below it."""

    number: int  # of its object
    heading: Heading | None  # None: the list itself
    below: list[_Item] = field(default_factory=list)


def bookmarks(pdf: bytes, headings: Sequence[Heading]) -> dict[int, bytes]:
    """The objects that give a file as Qt writes it bookmarks, by number; those of a level below another are folded."""
    if not headings:
        return {}
    known = places(pdf)
    catalog = _object(pdf, known[root(pdf)])
    sheets = _sheets(pdf, known, catalog)
    first = size(pdf)
    top = _tree(headings, first)
    objects = {root(pdf): catalog.rstrip().removesuffix(b">>") + b"/Outlines %d 0 R\n>>" % first}
    objects[first] = b"<<\n/Type /Outlines\n%b/Count %d\n>>" % (_ends(top), len(top.below))
    _write(pdf, known, sheets, top, objects)
    return objects


def _tree(headings: Sequence[Heading], first: int) -> _Item:
    top = _Item(first, None)
    above = [top]
    for number, heading in enumerate(headings, first + 1):
        while len(above) > 1 and _level(above[-1]) >= heading.level:
            above.pop()
        item = _Item(number, heading)
        above[-1].below.append(item)
        above.append(item)
    return top


def _level(item: _Item) -> int:
    return item.heading.level if item.heading is not None else 0


def _write(pdf: bytes, known: dict[int, int], sheets: Sequence[int], above: _Item, objects: dict[int, bytes]) -> None:
    """Adds the bookmarks below another."""
    items = above.below
    for place, item in enumerate(items):
        assert item.heading is not None
        sheet = sheets[item.heading.page]
        lines = [
            b"/Title <%b>" % f"\ufeff{item.heading.text}".encode("utf-16-be").hex().encode(),
            b"/Parent %d 0 R" % above.number,
            b"/Dest [%d 0 R /XYZ 0 %d null]" % (sheet, _height(pdf, known[sheet]) - item.heading.top),
        ]
        lines += [b"/Prev %d 0 R" % items[place - 1].number] if place else []
        lines += [b"/Next %d 0 R" % items[place + 1].number] if place + 1 < len(items) else []
        if item.below:
            lines.append(_ends(item) + b"/Count -%d" % len(item.below))
        objects[item.number] = b"<<\n%b\n>>" % b"\n".join(lines)
        _write(pdf, known, sheets, item, objects)


def _ends(item: _Item) -> bytes:
    return b"/First %d 0 R\n/Last %d 0 R\n" % (item.below[0].number, item.below[-1].number)


def _sheets(pdf: bytes, known: dict[int, int], catalog: bytes) -> list[int]:
    """The numbers of the page objects, in order."""
    pages = _PAGES.search(catalog)
    assert pages is not None  # Qt writes it
    kids = _KIDS.search(_object(pdf, known[int(pages[1])]))
    assert kids is not None
    return [int(number) for number in _REFERENCE.findall(kids[1])]


def _height(pdf: bytes, place: int) -> float:
    box = _HEIGHT.search(pdf, place)
    assert box is not None
    return float(box[1])


def _object(pdf: bytes, place: int) -> bytes:
    """The body of an object that is no stream."""
    start = pdf.index(b"obj\n", place) + 4
    return pdf[start : pdf.index(b"endobj", start)]
