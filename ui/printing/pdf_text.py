"""Makes the text of a PDF file readable: Qt writes the wrong characters beside the right glyphs.

Qt looks for the characters of a glyph in the font, and takes the lowest that has it: for 一 of Noto that is the radical
⼀ (U+2F00), for a space a tabulator, and for a character beyond U+FFFF, such as 𠮷, none. Whoever searches the file or
copies from it gets those. The painter knows what each glyph stands for, so the maps are written anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from unicodedata import normalize

from ui.printing.fonts import FontSet, Glyph
from ui.printing.pdf_update import places, stream_object

_TABLES = ("head", "name", "OS/2")
_MAP = re.compile(rb"/ToUnicode (\d+) 0 R")
_RANGE = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4})> (?:<([0-9A-F]+)>|\[([^\]]*)\])")
_CODE = re.compile(rb"<([0-9A-F]+)>")
_MAP_FRAME = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_ENTRIES = 100  # in one block of a map (Adobe Technical Note 5411)


class GlyphLog:
    """Which glyphs of which font files were drawn first, in order, and what they stand for."""

    def __init__(self, fonts: FontSet) -> None:
        self._fonts = fonts
        self._files: dict[int, dict[int, str]] = {}
        self._by_file: dict[bytes, dict[int, str]] = {}

    def note(self, glyph: Glyph) -> None:
        """Takes down a glyph that is being drawn."""
        drawn = self._files.get(glyph.font)
        if drawn is None:
            # Qt embeds one subset per file, whatever the sizes.
            drawn = self._files[glyph.font] = self._by_file.setdefault(self._file(glyph.font), {})
        if not drawn.get(glyph.index):
            drawn[glyph.index] = glyph.text

    def subsets(self) -> list[list[str]]:
        """The text of each glyph of each subset, in Qt's numbering: 0 is the missing glyph, then as first drawn."""
        return [["", *(text for index, text in drawn.items() if index)] for drawn in self._by_file.values()]

    def _file(self, number: int) -> bytes:
        font = self._fonts.raw_fonts[number]
        parts = [font.fontTable(table).data() for table in _TABLES]
        if font.fontTable("fvar").size():
            parts.append(str(font.weight()).encode())  # each weight of a variable font is a subset of its own
        return hashlib.sha256(b"\0".join(parts)).digest()


def text_maps(pdf: bytes, log: GlyphLog) -> dict[int, bytes]:
    """The objects that make the text of a PDF file's glyphs right, by number, to replace those in the file."""
    known = places(pdf)
    numbers = sorted({int(found) for found in _MAP.findall(pdf)} & known.keys())
    written = {number: _written(_stream(pdf, known[number])) for number in numbers}
    matched = _matched(written, log.subsets())
    return {number: stream_object(_to_unicode(subset)) for number, subset in matched.items()}


def _matched(written: dict[int, dict[int, str]], subsets: list[list[str]]) -> dict[int, list[str]]:
    """The subset that belongs to each map: the one most of whose characters Qt got right."""
    matched: dict[int, list[str]] = {}
    left = list(subsets)
    for number, characters in written.items():
        best = max(left, key=lambda subset: _agreement(characters, subset), default=[])
        if _agreement(characters, best) * 2 > len(characters):
            matched[number] = best
            left.remove(best)
    unnamed = written.keys() - matched.keys()
    if len(unnamed) == len(left) == 1:  # a font used for nothing but characters that Qt has no name for
        matched[unnamed.pop()] = left[0]
    return matched


def _agreement(characters: dict[int, str], subset: list[str]) -> int:
    return sum(
        number < len(subset) and normalize("NFKC", subset[number]) == normalize("NFKC", character)
        for number, character in characters.items()
    )


def _stream(pdf: bytes, place: int) -> bytes:
    start = pdf.index(b"stream\n", place) + 7
    return pdf[start : pdf.index(b"endstream", start)]


def _written(stream: bytes) -> dict[int, str]:
    """What a map of Qt's says: glyph number to character."""
    characters: dict[int, str] = {}
    # A glyph without a name has the code 0 or is left out.
    for first, last, single, several in _RANGE.findall(stream):
        start, end = int(first, 16), int(last, 16)
        codes = [single] if single else _CODE.findall(several)
        characters |= {start + offset: chr(int(code, 16)) for offset, code in enumerate(codes[: end - start + 1])}
    return {number: character for number, character in characters.items() if character != "\0"}


def _to_unicode(subset: Sequence[str]) -> bytes:
    """A map from glyph numbers to text (ISO 32000-1, 9.10.3)."""
    entries = [
        f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>" for number, text in enumerate(subset) if text
    ]
    blocks = [entries[start : start + _ENTRIES] for start in range(0, len(entries), _ENTRIES)]
    lines = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
    return _MAP_FRAME.format("\n".join(lines)).encode()
