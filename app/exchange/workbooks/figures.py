"""Numbers as their cells show them: 15 digits, and what the number format makes of them (%, days, leading zeros)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

from app.exchange.workbooks.sheet import Figure

_EXACT = Context(prec=15, rounding=ROUND_HALF_EVEN)  # as Excel: what a calculation adds beyond is noise
_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?")
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,5}[1-9])?")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DAYS = frozenset({14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58})
_PERCENT = frozenset({9, 10})
_LAST_DAY = 2_958_465  # 9999-12-31


@lru_cache(maxsize=1024)
def style_of(code: str, number: int = 0) -> str:
    """What a number format does: percent, day, the zeros of a code such as 000, or nothing.

    `number` is the format's built-in number, which has no code (ECMA-376 part 1, 18.8.30).
    """
    if not code:
        return "percent" if number in _PERCENT else "day" if number in _DAYS else ""
    first = _QUOTED.sub("", code).partition(";")[0].strip()
    if "%" in first:
        return "percent"
    if re.search("[yYdD年]", first) or (re.search("[mM月]", first) and not re.search("[0#hHsS]", first)):
        return "day"
    return first if re.fullmatch("00+", first) else ""


def figure(text: str, style: str = "", *, is_1904: bool = False) -> str:
    """What a cell with this number shows. What is no number stays text."""
    if not style and _PLAIN.fullmatch(text):
        return Figure(text)
    if _NUMBER.fullmatch(text) is None:
        return text
    value = _EXACT.create_decimal(text)
    if abs(value.adjusted()) > 20:
        return Figure("0") if value.adjusted() < 0 else text
    if style == "percent":
        return Figure(f"{_plain(value.scaleb(2))}%")
    if style == "day":
        return _day(value, is_1904=is_1904)
    if style:
        return _plain(value).zfill(len(style))  # a code, not a figure
    return Figure(_plain(value))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _day(value: Decimal, *, is_1904: bool) -> str:
    serial = int(value) + (1462 if is_1904 else 0)
    if not 1 <= serial <= _LAST_DAY:
        return Figure(_plain(value))
    # Excel counts a 29 February 1900 that never was.
    return (date(1899, 12, 30) + timedelta(days=serial + (serial < 60))).isoformat()
