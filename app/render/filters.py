"""The filters of templates: how a value is written, and how rows stand in a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from markupsafe import Markup

from app.model import quantities
from app.render.figures import Figure
from app.render.views import IndicatorView, RowView

_ROWS_MERGED = 1000  # above this a block is divided by level 2: LibreOffice lays out long tables quadratically


def _formatting(write: Callable[[Any], str]) -> Callable[[object], object]:
    """A filter that writes a value another way; a missing value keeps showing its gap."""

    def apply(value: object) -> object:
        if isinstance(value, Figure):
            return value if value.value is None and value.gap else value.showing(write(value.value))
        return write(value)

    return apply


def _optional(write: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: "" if value is None else write(value)


def _date(value: str) -> str:
    """2022-03-05 as 2022年3月5日 (GB/T 9704-2012, 7.3.5.4: no leading zeros)."""
    year, month, day = value.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


_STOPS = "。！？；：…，、.!?;:"
_CLOSING = "”’）】》〕\"')]"


def _ended(text: str) -> str:
    """A text with a full stop, where it does not end in a sign of its own, or in one that closes such a text."""
    return text if text.rstrip(_CLOSING).endswith(tuple(_STOPS)) else f"{text}。"


def _lines(value: Figure | str) -> Sequence[Figure | str]:
    """The paragraphs of a long text, without indents and blank lines; one gap when a required text is empty.

    The last one ends in a full stop. Lines before it may be headings of the officer's own.
    """
    lines = [line for text in str(value).split("\n") if (line := text.strip(" \t\u3000"))]
    lines[-1:] = [_ended(line) for line in lines[-1:]]
    if isinstance(value, str):
        return lines
    return [value.showing(line) for line in lines] or ([value] if value.gap else [])


def _blank(value: Figure | str) -> Figure | str:
    """A value that may stay empty in print, as table cells may."""
    return value if isinstance(value, str) else Figure(value.value, value.ref, value.shown)


def _names(rows: Iterable[RowView], field: str = "name") -> Markup:
    """The names of rows as an enumeration."""
    return Markup("、").join(getattr(row, field) for row in rows)


def _required(value: Figure | str, label: str) -> Figure | str:
    """A value that must not be missing here."""
    gap = f"【待填：{label}】"
    return value or gap if isinstance(value, str) else Figure(value.value, value.ref, value.shown, gap)


def _reworded(value: Figure | str, change: Callable[[str], str]) -> Figure | str:
    """A value in other words; a missing one keeps its gap."""
    return change(value) if isinstance(value, str) else value.showing(change(value.shown))


def _sentence(value: Figure | str) -> Figure | str:
    """A text that goes on in a sentence: without the stop or comma at its end."""
    return _reworded(value, lambda text: text.rstrip("。；;.，,、：: "))


def _after(value: Figure | str, *words: str) -> Figure | str:
    """A text that follows words of the template, without those of `words` that it begins with itself."""

    def change(text: str) -> str:
        for word in words:
            if text.startswith(word) and len(text) > len(word):
                text = text.removeprefix(word).lstrip("：:，, ")
        return text

    return _reworded(value, change)


def _before(value: Figure | str, word: str) -> Figure | str:
    """A text that a word of the template follows, without that word at its own end."""
    return _reworded(value, lambda text: text.removesuffix(word) or text)


_NUMBER = re.compile(
    r"[（(][一二三四五六七八九十]{1,3}[）)]、?|[一二三四五六七八九十]{1,3}、|[（(][0-9]{1,2}[）)]、?|[0-9]{1,2}(?:[.．](?![0-9])|、|[）)])"
)


def _unnumbered(value: Figure | str) -> Figure | str:
    """A text that the template numbers, without the number that was copied along with it."""
    return _reworded(value, lambda text: text[found.end() :].lstrip() if (found := _NUMBER.match(text)) else text)


def _ending(rows: Iterable[RowView], *words: str) -> str:
    """Which of the words most of the names of rows end in; the first where none does."""
    counts = Counter(word for row in rows for word in words if str(row.name).endswith(word))
    return max(words, key=lambda word: counts[word])


def _bodies(rows: Sequence[IndicatorView], *fields: str) -> list[list[IndicatorView]]:
    """The rows as bodies of a table whose cells of `fields`, the outer first, are merged where neighbours say the same.

    `row.spans[field]` is how many rows the cell takes; 0 where one from above covers it. A body holds what has the
    outermost in common; in a long table what has the two outermost in common.
    """
    if not fields or not rows:
        return [list(rows)] if rows else []
    said = [tuple(str(getattr(row, field)) for field in fields) for row in rows]
    together = 1 if len(rows) <= _ROWS_MERGED else 2
    bodies = [[number for number, _ in run] for _, run in groupby(enumerate(said), key=lambda item: item[1][:together])]
    for body in bodies:
        for depth, field in enumerate(fields, 1):
            keys = [said[number][:depth] for number in body]
            for _, run in groupby(zip(keys, body, strict=True), key=itemgetter(0)):
                (_, first), *others = run
                rows[first].spans[field] = len(others) + 1
                for _, number in others:
                    rows[number].spans[field] = 0
    return [[rows[number] for number in body] for body in bodies]


FILTERS: Mapping[str, Callable[..., object]] = {
    "after": _after,
    "before": _before,
    "ending": _ending,
    "unnumbered": _unnumbered,
    "bodies": _bodies,
    "money": _formatting(_optional(quantities.format_money)),
    "money_table": _formatting(_optional(quantities.format_money_table)),
    "percent": _formatting(quantities.format_percent),
    "score": _formatting(_optional(quantities.format_score)),
    "plain": _formatting(_optional(quantities.format_plain)),
    "date": _formatting(lambda value: _date(value) if value else ""),
    "chinese": _formatting(quantities.chinese_number),
    "lines": _lines,
    "blank": _blank,
    "names": _names,
    "required": _required,
    "sentence": _sentence,
}
