"""What Jinja and Python complain of in a template, in the words of those who write templates here."""

from __future__ import annotations

import re

_WORDS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"has no attribute '([^']+)'", "没有“{0}”这一项"),
        (r"^'([^']+)' is undefined", "没有“{0}”这个名称"),
        (r"[Nn]o filter named '([^']+)'", "没有“{0}”这个过滤器"),
        (r"[Nn]o test named '([^']+)'", "没有“{0}”这个判断"),
        (r"expected token '([^']+)', got '([^']+)'", "应为“{0}”，现为“{1}”"),
        (r"unknown tag '([^']+)'", "没有“{0}”这种语句"),
        (r"[Uu]nexpected end of template", "语句没有写完，例如少了 endfor 或 endif"),
        (r"unexpected '([^']+)'", "多出“{0}”"),
        (r"unexpected char '(.)'", "多出“{0}”"),
        (r"Range too big", "循环的次数太多"),
        (r"division|DivisionByZero|DivisionUndefined", "除数为 0"),
        (r"not iterable", "不能逐行列出"),
        (r"unsupported operand|not supported between|must be|can only concatenate", "文字和数字不能这样一起算"),
    )
)


def in_chinese(message: str | None) -> str:
    """What a complaint says; where it is not one of the usual ones, that the expression cannot be understood."""
    for pattern, words in _WORDS:
        if found := pattern.search(message or ""):
            return words.format(*found.groups())
    return "看不懂这个写法"
