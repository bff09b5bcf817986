"""Takes the noise of files out of a text: odd spaces, full-width digits, misread characters, page numbers."""

from __future__ import annotations

import re

from app.model.text import clean

_WIDE_DIGITS = {0xFF10 + digit: ord("0") + digit for digit in range(10)} | {0xFF05: "%", 0xFE6A: "%"}
_WIDE_POINT = re.compile("(?<=[0-9０-９])．(?=[0-9０-９])")
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# A space beside a Chinese character or its punctuation is the typesetter's; between Latin words it is the author's.
_TYPESET_SPACE = re.compile(r"(?<=[^\x00-\u1fff]) | (?=[^\x00-\u1fff])")
_SPLIT_NUMBER = re.compile(r"(?<=[0-9]) ?([.,]) (?=[0-9])|(?<=[0-9]) ([.,])(?=[0-9])")
_BRACKET_SPACE = re.compile(r"(?<=[(\[#]) | (?=[)\]#%])")
# An amount with its unit, or a year. Without a unit, numbers with a space between are the cells of a row.
_SPACED_NUMBER = re.compile(
    r"(?<![0-9.,])(?:[0-9][0-9,]*(?: [0-9,]+)*(?:\.[0-9]+(?: [0-9]+)*)?(?=(?:万元|亿元|分))|[12](?: ?[0-9]){3}(?=年))"
)
_MISREAD_YUAN = re.compile("(?<=[0-9百千万亿])兀")

_LONGEST_NOISE = 200  # characters; what is longer is text
_PAGE_NUMBER = re.compile(
    r"[-—–―－~·\s]*[0-9]{1,4}[-—–―－~·\s]*"
    r"|第\s*[0-9一二三四五六七八九十百]{1,4}\s*页(?:\s*[，,/]?\s*共\s*[0-9一二三四五六七八九十百]{1,4}\s*页)?"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}"
)
_CONTENTS = re.compile(r".*[^.…·]\s*(?:[.·]\s?){4,}\s*[0-9]{1,3}|.*…{2,}\s*[0-9]{1,3}|目\s*录")
GAP = re.compile("【待填[^】]*】")
"""What the program prints where a value is missing."""


def normalised(text: str) -> str:
    """One line of text without the noise."""
    text = _INVISIBLE.sub("", clean(text, multiline=False))
    text = _WIDE_COMMA.sub(",", _WIDE_POINT.sub(".", text)).translate(_WIDE_DIGITS)
    text = _TYPESET_SPACE.sub("", _SPACES.sub(" ", text)).strip()
    text = _BRACKET_SPACE.sub("", _SPLIT_NUMBER.sub(r"\1\2", text))
    text = _SPACED_NUMBER.sub(lambda found: found[0].replace(" ", ""), text)
    return _MISREAD_YUAN.sub("元", text)


def on_one_line(text: str) -> str:
    """A normalised text of several lines as one."""
    return normalised(text.replace("\n", " ")) if "\n" in text else text


def is_gap(text: str) -> bool:
    """Whether a text is nothing but what the program prints for a missing value, its full stop perhaps behind it."""
    return GAP.fullmatch(text.rstrip("。")) is not None


def is_noise(text: str) -> bool:
    """Whether a normalised line says nothing: empty, a page number, or a line of a table of contents."""
    if len(text) > _LONGEST_NOISE:
        return False
    return not text or _PAGE_NUMBER.fullmatch(text) is not None or _CONTENTS.fullmatch(text) is not None


def squeezed(text: str) -> str:
    """Text as headings and names are compared: without any space, brackets and colons all full-width."""
    return re.sub(r"\s", "", text).translate({0x28: "（", 0x29: "）", 0x3A: "：", 0x2C: "，"})


def bare_text(text: str) -> str:
    """A text as it is compared: squeezed, and without the stops around it."""
    return squeezed(text).strip("。；")
