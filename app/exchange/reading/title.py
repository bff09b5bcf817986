"""Finds the title of a report, and in it the department and the year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.exchange.reading.cleaning import squeezed
from app.exchange.reading.source import Block, Paragraph

_FAR = 60  # blocks before which a title is looked for
_LINES = 4  # a title is broken into
_NAME = r"(?P<name>[\u4e00-\u9fffA-Za-z·（）]{2,40}?)"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|二[〇○零0][一二三四五六七八九〇○零]{2})年?(?:度)?"
_WHAT = "(?:预算|部门|单位|整体|支出)*绩效(?:目标|管理)*(?:自我评价|自评|评价)?(?:工作)?(?:情况)?(?:的)?(?:总结)?报告"
_TITLES = tuple(
    re.compile(pattern)
    for pattern in (
        f"{_NAME}(?:关于)?(?:开展|报送|上报)?{_YEAR}(?:的)?{_WHAT}(?:（.*）)?",
        f"(?:关于)?{_YEAR}{_NAME}(?:的)?{_WHAT}(?:（.*）)?",
    )
)
_LABEL = re.compile(r"附件\s*[0-9一二三四五六七八九十]{0,3}(?:-[0-9]+)?[：:]?")
_BODY_NAME = re.compile(
    r"(?:^|。)([\u4e00-\u9fff（）]{4,40}?)(?:（以下简称[^）]*）)?(?:共?内?设有?[0-9一二三四五六七八九十]+个|主要职[责能])"
)
_BODY_YEAR = re.compile("(20[0-9]{2})年度")
_YEAR_DIGITS = {
    **{digit: str(value) for value, digit in enumerate("一二三四五六七八九", 1)},
    "〇": "0",
    "○": "0",
    "零": "0",
}


@dataclass(frozen=True, slots=True)
class Title:
    """Where the title stands and what it says."""

    start: int  # of its blocks
    end: int  # after them
    text: str
    name: str
    year: int


def find(blocks: Sequence[Block]) -> Title | None:
    """The title among the first blocks; None when there is none that names a department and a year."""
    texts = [squeezed(block.text) if isinstance(block, Paragraph) else "" for block in blocks[:_FAR]]
    body = "".join(squeezed(block.text) for block in blocks if isinstance(block, Paragraph))
    found = list(_candidates(texts))
    if not found:
        return None
    # A name that the text goes on to use is the whole name; half a name, cut off by a line's end, hardly ever is.
    return max(found, key=lambda item: (_uses(body, item), -(item.end - item.start), -item.start))


def _uses(body: str, title: Title) -> int:
    used = body.count(title.name) > 1 and len(title.name) > 3
    return len(title.name) if used else 0


def _candidates(texts: Sequence[str]) -> Iterator[Title]:
    for start in range(len(texts)):
        for end in range(start + 1, min(start + _LINES, len(texts)) + 1):
            if not texts[end - 1] or _LABEL.fullmatch(texts[end - 1]):
                break
            text = "".join(texts[start:end])
            match = next((found for pattern in _TITLES if (found := pattern.fullmatch(text))), None)
            if match:
                yield Title(start, end, text, match["name"], _year(match["year"]))
                break


def _year(text: str) -> int:
    return int("".join(_YEAR_DIGITS.get(digit, digit) for digit in text))


def label(texts: Sequence[str]) -> tuple[int, str] | None:
    """Which of the texts before the title is the annex label, and the label."""
    for index, text in enumerate(texts):
        if _LABEL.fullmatch(text):
            return index, squeezed(text).rstrip("：")
    return None


def name_in(body: Sequence[str]) -> str:
    """The department as the running text names it; empty when it does not."""
    return next((found[1] for text in body if (found := _BODY_NAME.search(text))), "")


def year_in(body: Sequence[str]) -> int:
    """The year that the running text speaks of most; 0 when it speaks of none."""
    years = Counter(year for text in body for year in _BODY_YEAR.findall(text))
    return int(years.most_common(1)[0][0]) if years else 0
