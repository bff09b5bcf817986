"""The numbers that head a paragraph: 第一部分, 一、, （一）, 1., （1）, ①."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.exchange.reading.cleaning import squeezed

_CHINESE = "[一二三四五六七八九十百]{1,5}"
_MARKERS = (
    ("part", re.compile(f"第({_CHINESE})(?:部分|章|节)[、：:，,. ]?")),
    ("一、", re.compile(f"({_CHINESE})(?:[、．]|\\.(?![0-9]))")),
    ("（一）", re.compile(f"[（(]({_CHINESE})[）)][、.]?")),
    ("1.", re.compile(r"([0-9]{1,3})[．.、]")),
    ("（1）", re.compile(r"[（(]([0-9]{1,3})[）)][、.]?|([0-9]{1,3})[）)]")),
    ("①", re.compile("([①-⑳])")),
)
_ORDINALS = re.compile(f"({_CHINESE})是(?=[^，。；])")
_DECIMAL = re.compile(r"[0-9]{1,3}\.[0-9]")
_YEAR_AFTER = re.compile(r"[0-9]{1,3}\.(?:19|20)[0-9]{2}(?![0-9.%])")
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}


@dataclass(frozen=True, slots=True)
class Marker:
    """The number at the head of a paragraph and what follows it."""

    kind: str  # one of its forms, whatever the number
    number: int
    rest: str


def marker(text: str, *, is_heading: bool = False) -> Marker | None:
    """The number that heads a normalised text; None when there is none.

    1.5万人 begins with a decimal, 1.2021年 with a number and a year; in what is known to be a heading both are numbers.
    """
    for kind, pattern in _MARKERS:
        if found := pattern.match(text):
            if not is_heading and kind == "1." and _DECIMAL.match(text) and not _YEAR_AFTER.match(text):
                return None
            digits = next(group for group in found.groups() if group)
            return Marker(kind, number_of(digits), text[found.end() :].strip())
    return None


def number_of(digits: str) -> int:
    """A whole number in Arabic, Chinese (up to 999) or circled digits."""
    if digits.isascii():
        return int(digits)
    if "①" <= digits <= "⑳":
        return ord(digits) - ord("①") + 1
    total = digit = 0
    for character in digits:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.get(character, 0)
    return total + digit


def ordinal_parts(text: str) -> list[str]:
    """The parts of 一是…；二是…, numbered from one without a gap; empty when there are fewer than two."""
    places: list[tuple[int, int]] = []
    for found in _ORDINALS.finditer(text):
        if number_of(found[1]) == len(places) + 1:
            places.append((found.start(), found.end()))
    if len(places) < 2:
        return []
    ends = [start for start, _ in places[1:]] + [len(text)]
    return [text[start:end].strip().rstrip("；") for (_, start), end in zip(places, ends, strict=True)]


def bare_heading(text: str) -> str:
    """A heading as it is compared: squeezed, without the number before it and the stop behind it."""
    found = marker(text, is_heading=True)
    return squeezed(found.rest if found else text).rstrip("。：")
