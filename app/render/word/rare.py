"""Characters that the 公文 fonts lack, and the font that shows them: names of people and places must not vanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from app.model.layout import FontRole
from app.render.word.oxml import EDGE_SPACE, NOT_PLAIN

EXTENSION_FONT = "SimSun-ExtB"  # part of Windows; 𠮷 and the rest beyond the basic plane
_EVERYWHERE = ("仿宋", "楷体", "黑体", "宋体")  # part of Windows and of every Chinese office package
# Chinese characters, punctuation and square symbols such as ㎡; other scripts are left to the program that shows them.
_EAST_ASIAN = ((0x2E80, 0x2FDF), (0x3000, 0x303F), (0x3100, 0x312F), (0x3200, 0x9FFF), (0xF900, 0xFAFF))
_BEYOND = "\U00020000-\U0003ffff"


def stretches(text: str, role: FontRole) -> Iterator[tuple[str, str]]:
    """The text in stretches, each with the font it needs, or "" where the font of its role will do."""
    pattern = _pattern(_is_narrow(role.east_asian[0]))
    place = 0
    for found in pattern.finditer(text):
        if found.start() > place:
            yield text[place : found.start()], ""
        yield found[0], EXTENSION_FONT if found[0][0] >= "\U00020000" else stand_in(role)
        place = found.end()
    if place < len(text):
        yield text[place:], ""


def unusual(role: FontRole) -> re.Pattern[str]:
    """Finds in a text whatever keeps it from being written as it is: rare characters, markup, breaks, controls."""
    return _unusual(_is_narrow(role.east_asian[0]))


def stand_in(role: FontRole) -> str:
    """The font for characters that a role's own font lacks: the nearest one that every machine has."""
    return next((name for name in role.east_asian if name in _EVERYWHERE), "宋体")


def _is_narrow(font: str) -> bool:
    """Whether a font holds no more than the 6,763 characters of GB 2312."""
    return "GB2312" in font or (font.startswith("方正") and font.endswith("简体"))


@cache
def _pattern(is_narrow: bool) -> re.Pattern[str]:
    beyond = f"[{_BEYOND}]+"
    if not is_narrow:
        return re.compile(beyond)
    lacking = [chr(code) for first, last in _EAST_ASIAN for code in range(first, last + 1) if not _in_gb2312(chr(code))]
    return re.compile(f"[{''.join(map(re.escape, lacking))}]+|{beyond}")


@cache
def _unusual(is_narrow: bool) -> re.Pattern[str]:
    return re.compile(f"{_pattern(is_narrow).pattern}|{NOT_PLAIN.pattern}|{EDGE_SPACE.pattern}")


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
