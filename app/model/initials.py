"""The first letters of a name's pinyin, so that 预算完成率 is found by “ysw”.

GB 2312-80 has its 3,755 common characters in the order of their pinyin, which gives their first letters without any
table: compared with a dictionary, all of them are one of the character's readings, and 99.4 % of the characters in
the program's own words and the sample are the one that is meant. What is read in several ways or is none of the 3,755
stands below.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import product

_FIRST = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"), (0xD7FA, ""),
)  # fmt: skip
"""Where in GB 2312 the characters begin whose pinyin begins with a letter; they end before the last."""
_CODES = [code for code, _ in _FIRST]

_READ = (
    ("参乘", "cs"), ("畜", "cx"), ("长传朝藏", "cz"), ("单", "ds"), ("调弹", "dt"), ("番", "fp"), ("给", "gj"),
    ("会", "hk"), ("将", "jq"), ("降解", "jx"), ("率", "ls"), ("乐", "ly"), ("盛", "sc"), ("石", "sd"), ("省", "sx"),
    ("属", "sz"), ("行", "xh"), ("校系", "xj"), ("重曾种", "zc"), ("折", "zs"), ("桉", "a"), ("亳璧", "b"), ("鄂", "e"),
    ("涪", "f"), ("莞", "g"), ("湟", "h"), ("暨菁缙", "j"), ("浏泸漯", "l"), ("岷闵", "m"), ("濮邳郫", "p"),
    ("衢綦谯", "q"), ("镕", "r"), ("睢嵊畲", "s"), ("皖", "w"), ("浔", "x"), ("禺鄞酉沅", "y"), ("圳秭", "z"),
)  # fmt: skip
"""Characters that are read in several ways, and such as stand in names of places but not among the 3,755."""
_READINGS = {character: letters for characters, letters in _READ for character in characters}
_BRANCHING = 4  # characters of a name that are tried in all their readings; each doubles what is kept of it


@lru_cache(maxsize=16_384)  # the names of the largest report
def initials(name: str) -> str:
    """The first letters of a name in each way it may be read, a line each; letters and digits are their own.

    Signs and spaces are left out. A character of which nothing is known is a “?”, which nobody types.
    """
    ways, branched = [], 0
    for character in name.casefold():
        found = _letters(character)
        if len(found) > 1:
            branched += 1
            found = found if branched <= _BRANCHING else found[0]
        if found:
            ways.append(found)
    return "\n".join("".join(way) for way in product(*ways))


@lru_cache(maxsize=8192)
def _letters(character: str) -> str:
    """The letters the pinyin of a character may begin with; empty for a sign."""
    if character in _READINGS:
        return _READINGS[character]
    if not character.isalnum():
        return ""
    if character.isascii():
        return character
    code = int.from_bytes(character.encode("gb2312", "replace"), "big")
    place = bisect_right(_CODES, code) - 1
    return (_FIRST[place][1] if place >= 0 else "") or "?"
