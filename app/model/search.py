"""Finds words and figures in all entries of a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.model.entities import BY_TABLE, ROWS, Department, Entity, Report
from app.model.fields import FieldSpec, Kind, Value, specs
from app.model.quantities import MAX_DIGITS, format_plain, half_width, round_half_up, show_value, to_wan
from app.model.reading_order import ReadingOrder
from app.model.report_data import ReportData

TEXTS = frozenset({Kind.TEXT, Kind.LONG})
NUMBERS = frozenset({Kind.MONEY, Kind.DECIMAL, Kind.COUNT})


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, and what counts as the same."""

    text: str
    is_case_sensitive: bool = False
    is_whole_word: bool = False  # of Latin letters and digits; Chinese has no word boundaries
    is_width_alike: bool = True  # １ and 1, （ and ( are the same


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look. What is empty does not limit."""

    page: str = ""
    table: str = ""
    rows: frozenset[int] = frozenset()  # ids, of `table`
    field: str = ""  # of `table`, in all its rows

    def includes(self, page: str, table: str) -> bool:
        """Whether a table on a page is looked at."""
        return self.page in {"", page} and self.table in {"", table}


WHOLE_REPORT = Scope()


class Found(StrEnum):
    """What a hit is. Only TEXT can be replaced."""

    TEXT = "文字"
    WRITTEN = "同一数字的另一种写法"
    NUMBER = "数字项"
    COMPUTED = "自动计算"


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence. `start` and `end` count characters of `text`: the whole field, or what is shown of a figure."""

    page: str  # empty where no page shows the field
    table: str
    row_id: int
    field: str
    kind: Found
    text: str
    start: int
    end: int

    @property
    def is_replaceable(self) -> bool:
        """Whether replacing touches it; figures are typed or computed, never replaced."""
        return self.kind is Found.TEXT

    @property
    def key(self) -> tuple[str, int, str, int, str]:
        """What tells it from every other hit of a search."""
        return self.table, self.row_id, self.field, self.start, self.kind.value


@dataclass(frozen=True, slots=True)
class Printed:
    """A computed figure as the report prints it, the text around it, and the entries it comes from."""

    page: str
    table: str
    row_id: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Figure:
    value: Decimal
    unit: str  # as typed, empty where none was


_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+"
_FIGURE = re.compile(rf"(-?(?:{_DIGITS})(?:\.[0-9]+)?)\s*(万元|%|分|个)?")


def find(
    data: ReportData,
    order: ReadingOrder,
    query: Query,
    scope: Scope = WHOLE_REPORT,
    printed: Iterable[Printed] = (),
) -> tuple[Hit, ...]:
    """All hits in reading order. A number also finds amounts, scores, counts and `printed` figures of that value."""
    if not query.text:
        return ()
    pattern = _pattern(query)
    figure = _figure(query.text)
    written = _written(figure) if figure is not None else None
    hits: list[Hit] = []
    for page, row, spec in _fields(data, order, scope):
        value = getattr(row, spec.name)
        if spec.kind in TEXTS:
            hits += (
                Hit(page, row.TABLE, row.id, spec.name, kind, value, start, end)
                for kind, start, end in _in_text(pattern, query, written, value)
            )
        elif figure is not None and _is_figure(spec, value, figure):
            shown = show_value(spec, value)
            hits.append(Hit(page, row.TABLE, row.id, spec.name, Found.NUMBER, shown, 0, len(shown)))
    if figure is not None:
        hits += dict.fromkeys(_computed(figure, printed, scope))  # a paragraph may print one twice the same way
        hits.sort(key=lambda hit: order.position(hit.page, hit.table, hit.row_id, hit.field)[0])
    return tuple(hits)


def spans(query: Query, text: str) -> list[tuple[int, int]]:
    """Where the words of a query stand in a text, none overlapping another."""
    return [(start, end) for _, start, end in _in_text(_pattern(query), query, None, text)] if query.text else []


# Fields


def _fields(data: ReportData, order: ReadingOrder, scope: Scope) -> Iterator[tuple[str, Entity, FieldSpec]]:
    """Every field that an officer edits, with its page and row, in reading order."""
    for page, table, field in _parts(order):
        if not scope.includes(page, table):
            continue
        wanted = [spec for spec in _searched(table, field) if not scope.field or spec.name == scope.field]
        for row in rows_of(data, table):
            if not scope.rows or row.id in scope.rows:
                yield from ((page, row, spec) for spec in wanted)


def _parts(order: ReadingOrder) -> Iterator[tuple[str, str, str]]:
    """Page, table and field of everything the outline shows, then of what it leaves out; no field: all of them."""
    shown: set[tuple[str, str]] = set()
    for page, table, field in order.parts():
        if (table, field) not in shown:
            shown.add((table, field))
            yield page, table, field
    singles = [(single.TABLE, spec.name) for single in (Department, Report) for spec in _searched(single.TABLE, "")]
    for table, field in (*singles, *((entity.TABLE, "") for entity in ROWS)):
        if (table, field) not in shown:
            yield "", table, field


def _searched(table: str, field: str) -> list[FieldSpec]:
    declared = specs(BY_TABLE[table])
    return [
        spec
        for name, spec in declared.items()
        if spec.in_form and spec.kind in TEXTS | NUMBERS and (name == field or not (field or spec.is_apart))
    ]


def rows_of(data: ReportData, table: str) -> Sequence[Entity]:
    """The rows of a table, the one department and report included."""
    if table == Department.TABLE:
        return (data.department,)
    return (data.report,) if table == Report.TABLE else data.tables[table]


# Words

_WIDE = 0xFEE0  # from an ASCII character to its full-width form
_ALSO = {" ": "\u3000\u00a0", "-": "\u2212"}


def _pattern(query: Query) -> re.Pattern[str]:
    """Full-width forms stand in the pattern, so that no text has to be translated before it is searched."""
    wanted = "".join(map(_either_width, half_width(query.text))) if query.is_width_alike else re.escape(query.text)
    return re.compile(wanted, 0 if query.is_case_sensitive else re.IGNORECASE)


def _either_width(character: str) -> str:
    """A pattern for an ASCII character in both widths; any other character as it is."""
    wide = chr(ord(character) + _WIDE) if "!" <= character <= "~" else ""
    others = wide + _ALSO.get(character, "")
    return f"[{re.escape(character)}{others}]" if others else re.escape(character)


def _in_text(
    pattern: re.Pattern[str], query: Query, written: re.Pattern[str] | None, text: str
) -> Iterator[tuple[Found, int, int]]:
    """The words in a text and, between them, the same number written otherwise."""
    words = list(_matches(pattern, text, is_whole=query.is_whole_word))
    marked = [(Found.TEXT, *span) for span in words]
    if written is not None:
        others = (span for span in _matches(written, text, is_whole=True) if not _overlaps(span, words))
        marked += [(Found.WRITTEN, *span) for span in others]
        marked.sort(key=lambda item: item[1])
    yield from marked


def _matches(pattern: re.Pattern[str], text: str, *, is_whole: bool) -> Iterator[tuple[int, int]]:
    place = 0
    while (found := pattern.search(text, place)) is not None:
        start, end = found.span()
        if is_whole and not _is_whole(text, start, end):
            place = start + 1
            continue
        yield start, end
        place = end


_WORD = re.compile(r"[0-9A-Za-z_\u00c0-\u024f０-９Ａ-Ｚａ-ｚ]")
_RUN = re.compile(r"[0-9０-９]+")
_POINTS = ".．"


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether neither a word nor a number goes on before or after; 43.9 is no part of 43.95, nor 580 of 44,580."""
    return not (_goes_on_before(text, start) or _goes_on_after(text, end))


def _goes_on_before(text: str, start: int) -> bool:
    if not start or not _WORD.match(text[start]):
        return False
    if _WORD.match(text[start - 1]):
        return True
    run = _RUN.match(text, start)
    if run is None or start < 2 or not _RUN.match(text[start - 2]):
        return False
    return text[start - 1] in _POINTS or (text[start - 1] == "," and len(run[0]) == 3)


def _goes_on_after(text: str, end: int) -> bool:
    if end == len(text) or not _WORD.match(text[end - 1]):
        return False
    if _WORD.match(text[end]):
        return True
    run = _RUN.match(text, end + 1)
    if run is None or not _RUN.match(text[end - 1]):
        return False
    return text[end] in _POINTS or (text[end] == "," and len(run[0]) == 3)


# Figures


def _figure(text: str) -> _Figure | None:
    """The number a query is; None when it is none."""
    found = _FIGURE.fullmatch(half_width(text).strip())
    if found is None or sum(character.isdigit() for character in found[1]) > MAX_DIGITS:
        return None
    return _Figure(Decimal(found[1].replace(",", "")), found[2] or "")


def is_number(text: str) -> bool:
    """Whether a text is looked for among the figures too."""
    return _figure(text) is not None


def _is_figure(spec: FieldSpec, value: Value, figure: _Figure) -> bool:
    if value is None or isinstance(value, str) or figure.unit not in {"", spec.unit}:
        return False
    if spec.kind is Kind.MONEY and isinstance(value, int):
        amount = to_wan(value)
        return figure.value in {amount, round_half_up(amount, 2)}
    return figure.value == value


def _written(figure: _Figure) -> re.Pattern[str]:
    """All ways a text may write a number: in either width, with or without separators and zeros at its end."""
    digits, _, fraction = format_plain(abs(figure.value)).partition(".")
    first = len(digits) % 3 or 3
    groups = [digits[:first], *(digits[place : place + 3] for place in range(first, len(digits), 3))]
    whole = "[,，]?".join("".join(map(_either_width, group)) for group in groups)
    if not fraction:
        return re.compile(rf"{whole}(?:[.．][0０]+)?")
    return re.compile(rf"{whole}[.．]{''.join(map(_either_width, fraction))}[0０]*")


def _overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _computed(figure: _Figure, printed: Iterable[Printed], scope: Scope) -> Iterator[Hit]:
    if scope.field or scope.rows:
        return
    for item in printed:
        if not scope.includes(item.page, item.table):
            continue
        found = _figure(item.text[item.start : item.end])
        if found is not None and found.value == figure.value and (figure.unit == "%") <= (found.unit == "%"):
            yield Hit(item.page, item.table, item.row_id, "", Found.COMPUTED, item.text, item.start, item.end)
