"""WordprocessingML as text: units, escaping and the elements whose children have to stand in one order."""

from __future__ import annotations

import re
from functools import cache

from app.model.text import clean

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PAPER_TWIPS = {210.0: 11906, 297.0: 16838, 420.0: 23811}
NOT_PLAIN = '&<>"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff'
"""The character class of what cannot stand in a text as it is: markup, controls, breaks and what XML cannot hold."""

_SPECIAL = re.compile(f"[{NOT_PLAIN}]")

_BREAKS = re.compile("[\n\t]")
_TEXT, _TEXT_END = '<w:t xml:space="preserve">', "</w:t>"
PLAIN_RUN, PLAIN_RUN_END = "<w:r><w:t>", f"{_TEXT_END}</w:r>"
"""Around plain text in the style's own font, without spaces at its ends, which would need an attribute to stay."""


class Proven(str):
    """Elements that need not be parsed to know that they are well-formed: their tags were, and their text is plain."""

    __slots__ = ()


def twips(points: float) -> int:
    """Points as twentieths of a point."""
    return round(points * 20)


def twips_of_mm(millimetres: float) -> int:
    """Millimetres as twentieths of a point; a paper's edge as Word itself writes it."""
    return _PAPER_TWIPS.get(millimetres) or round(millimetres * 1440 / 25.4)


def points_of_mm(millimetres: float) -> float:
    """Millimetres as points."""
    return millimetres * 72 / 25.4


def escape(text: str) -> str:
    """Text for an element or a quoted attribute: markup characters as entities, what XML cannot hold removed."""
    if _SPECIAL.search(text) is None:
        return text
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def run(text: str, properties: str = "") -> str:
    """A run; a line break in the text becomes w:br and a tab w:tab. Empty for no text."""
    content = _content(escape(text))
    return f"<w:r>{properties}{content}</w:r>" if content else ""


def _content(escaped: str) -> str:
    if _BREAKS.search(escaped) is None:
        return f"{_TEXT}{escaped}{_TEXT_END}" if escaped else ""
    inner = escaped.replace("\n", f"{_TEXT_END}<w:br/>{_TEXT}").replace("\t", f"{_TEXT_END}<w:tab/>{_TEXT}")
    return f"{_TEXT}{inner}{_TEXT_END}".replace(f"{_TEXT}{_TEXT_END}", "")


def run_fonts(*, east_asian: str, latin: str) -> str:
    """w:rFonts; Chinese punctuation such as “” and — comes in the Chinese font."""
    east_asian, latin = escape(east_asian), escape(latin)
    fonts = f'w:ascii="{latin}" w:hAnsi="{east_asian}" w:eastAsia="{east_asian}" w:cs="{latin}"'
    return f'<w:rFonts w:hint="eastAsia" {fonts}/>'


@cache
def indent(*, first: float = 0.0, left: float = 0.0, right: float = 0.0, pitch: float) -> str:
    """w:ind from characters of `pitch` points; a negative first line hangs.

    Zeros are written too: a paragraph that only leaves w:firstLineChars out inherits it. Lengths count where Chars are
    0, so a hanging paragraph goes without Chars: Word adds w:hangingChars to w:leftChars, other programs do not.
    """
    if first < 0:
        lengths = f'w:left="{twips(left * pitch)}" w:right="{twips(right * pitch)}" w:hanging="{twips(-first * pitch)}"'
        return f'<w:ind w:leftChars="0" w:rightChars="0" w:hangingChars="0" {lengths}/>'
    values = {"left": left, "right": right, "firstLine": first}
    attributes = "".join(
        f' w:{name}Chars="{round(chars * 100)}" w:{name}="{twips(chars * pitch)}"' for name, chars in values.items()
    )
    return f"<w:ind{attributes}/>"
