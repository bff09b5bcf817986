"""The filters of templates: how a value is written, and how rows stand in a table."""

from __future__ import annotations

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


def _lines(value: Figure | str) -> Sequence[Figure | str]:
    """The paragraphs of a long text, without indents and blank lines; one gap when a required text is empty."""
    lines = [line for text in str(value).split("\n") if (line := text.strip(" \t\u3000"))]
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


def _sentence(value: Figure | str) -> Figure | str:
    """A text that goes on in a sentence: without the full stop at its end."""
    ending = "。；;. "
    return value.rstrip(ending) if isinstance(value, str) else value.showing(value.shown.rstrip(ending))


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
