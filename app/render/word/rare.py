"""Characters that the 公文 fonts lack, and the font that shows them: names of people and places must not vanish."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby

from app.model.layout import FontRole
from app.render.word.oxml import NOT_PLAIN

EXTENSION_FONT = "SimSun-ExtB"  # part of Windows; 𠮷 and the rest beyond the basic plane
_EVERYWHERE = ("仿宋", "楷体", "黑体", "宋体")  # part of Windows and of every Chinese office package
# Chinese characters, punctuation and square symbols such as ㎡; other scripts are left to the program that shows them.
_EAST_ASIAN = ((0x2E80, 0x2FDF), (0x3000, 0x303F), (0x3100, 0x312F), (0x3200, 0x9FFF), (0xF900, 0xFAFF))
_BEYOND = "\U00020000-\U0003ffff"
_UNUSUAL = re.compile(f"[{_BEYOND}{NOT_PLAIN}]")


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


def plain_test(*roles: FontRole) -> Callable[[Sequence[str]], bool]:
    """Whether texts can be written as they are in any of the roles' fonts: no rare characters, markup, breaks or
    controls, and no space at an end, which would need an attribute to stay.
    """
    return _are_plain_narrow if any(_is_narrow(role.east_asian[0]) for role in roles) else _are_plain


def _are_plain(texts: Sequence[str]) -> bool:
    joined = "".join(texts)
    if _UNUSUAL.search(joined) is not None:
        return False
    return " " not in joined or all(text[:1] != " " and text[-1:] != " " for text in texts)


def _are_plain_narrow(texts: Sequence[str]) -> bool:
    return _are_plain(texts) and (all(map(str.isascii, texts)) or _in_gb2312("".join(texts)))


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
    every = "".join(chr(code) for first, last in _EAST_ASIAN for code in range(first, last + 1))
    common = frozenset(every.encode("gb2312", errors="ignore").decode("gb2312"))
    return re.compile(f"[{''.join(_ranges(ord(letter) for letter in every if letter not in common))}]+|{beyond}")


def _ranges(codes: Iterable[int]) -> Iterator[str]:
    """Ascending codes as the ranges of a character class; the class of single letters takes a tenth of a second."""
    for _, group in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0]):
        run = [code for _, code in group]
        yield f"{re.escape(chr(run[0]))}-{re.escape(chr(run[-1]))}"


def _in_gb2312(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
