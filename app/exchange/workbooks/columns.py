"""Which field each column of a table in a sheet fills, how surely, and in which unit its amounts are."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.exchange.workbooks import vocabulary
from app.exchange.workbooks.regions import Region
from app.exchange.workbooks.sheet import Figure
from app.model import headings
from app.model.entities import BY_TABLE
from app.model.fields import Kind, specs
from app.model.naming import naming_field

_SAMPLED = 200  # lines of the body looked at for examples
_SAMPLES = 3


class Match(StrEnum):
    """How a column came to its field."""

    EXACT = "标题一致"
    LIKELY = "推断，请核对"
    REMEMBERED = "上次的选择"
    CHOSEN = "您的选择"
    IDLE = "自动计算，不用导入"
    NONE = "没有对应的填报项"


Memory: TypeAlias = Callable[[str, str], str | None]
"""What the officer chose for a heading (table, plain heading): a field, empty for none; None when never asked."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table in a sheet."""

    place: int  # in the sheet, from 0
    heading: str  # with those above it, from the top down
    field: str  # empty where it is left out
    match: Match
    samples: tuple[str, ...] = ()
    unit: str = ""  # of its amounts where its own heading states one
    remark: str = ""

    @property
    def letters(self) -> str:
        """The column as a spreadsheet calls it: A, B, …, AA."""
        return letters(self.place)

    @property
    def key(self) -> str:
        """The heading by which a choice is remembered."""
        return headings.bare(self.heading)


def letters(place: int) -> str:
    """A column's number, from 0, as a spreadsheet writes it."""
    result = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        result = chr(65 + rest) + result
    return result


def mapped(region: Region, table: str, year: int, memory: Memory) -> tuple[Column, ...]:
    """The columns of a region with the fields of `table` they fill, each field once. `year` is the report's."""
    places = [place for place in region.columns if not _is_covered(region, place)]
    found = [_column(region, table, place, year, memory) for place in places]
    return tuple(_each_once(_with_name(table, found)))


def choose(columns: Sequence[Column], place: int, field: str) -> tuple[Column, ...]:
    """The columns after the officer gave one of them another field, empty for none; another that had it is left out."""
    return tuple(
        dataclasses.replace(column, field=field, match=Match.CHOSEN, remark="")
        if column.place == place
        else dataclasses.replace(column, field="", match=Match.NONE)
        if field and column.field == field
        else column
        for column in columns
    )


def _is_covered(region: Region, place: int) -> bool:
    """Whether a column only lies under the merged heading of the one before it, and has nothing in it."""
    return region.paths.get(place - 1) == region.paths[place] and not _samples(region, place)


def _column(region: Region, table: str, place: int, year: int, memory: Memory) -> Column:
    path = region.paths[place]
    field, match = _match(table, path, year)
    heading = " / ".join(path)
    unit = next((unit for text in reversed(path) if (unit := headings.unit_in(text))), "")
    column = Column(place, heading, field, match, _samples(region, place), unit)
    known = memory(table, column.key)
    if known is not None and (not known or known in specs(BY_TABLE[table])):
        return dataclasses.replace(column, field=known, match=Match.REMEMBERED)
    return column


def _match(table: str, path: tuple[str, ...], year: int) -> tuple[str, Match]:
    lowest, upper = path[-1], "".join(path[:-1])
    if vocabulary.axis_of(table, lowest):
        return naming_field(BY_TABLE[table]), Match.EXACT
    is_other = bool(upper) and vocabulary.is_foreign(upper, year)
    for text in dict.fromkeys((lowest, upper + lowest)):
        spec = headings.named(table, text)
        if spec is not None and not is_other:
            return spec.name, Match.EXACT
    if headings.is_idle(table, lowest):
        return "", Match.IDLE
    for text in dict.fromkeys((lowest, upper + lowest)):
        likely = None if is_other else vocabulary.likely_field(table, text, year)
        if likely is not None:
            return likely.name, Match.LIKELY
    return "", Match.NONE


def _with_name(table: str, columns: list[Column]) -> list[Column]:
    """Where no heading names what rows are called by, the only column of texts before the first figures is taken."""
    naming = naming_field(BY_TABLE[table])
    if any(column.field == naming for column in columns):
        return columns
    kinds = {name: spec.kind for name, spec in specs(BY_TABLE[table]).items()}
    figures = [number for number, column in enumerate(columns) if kinds.get(column.field) is Kind.MONEY]
    free = [
        number for number, column in enumerate(columns[: figures[0] if figures else 0])
        if column.match is Match.NONE and column.samples
        and not any(isinstance(each, Figure) for each in column.samples)
    ]  # fmt: skip
    if len(free) == 1:
        columns[free[0]] = dataclasses.replace(columns[free[0]], field=naming, match=Match.LIKELY)
    return columns


def _each_once(columns: Sequence[Column]) -> list[Column]:
    """A field goes to the column that names it most surely, of equals to the first."""
    order = [Match.REMEMBERED, Match.EXACT, Match.LIKELY]
    best: dict[str, Column] = {}
    for column in sorted(columns, key=lambda each: order.index(each.match) if each.match in order else len(order)):
        if column.field:
            best.setdefault(column.field, column)
    return [
        column
        if not column.field or best[column.field] is column
        else dataclasses.replace(column, field="", match=Match.NONE, remark=f"与 {best[column.field].letters} 列重复")
        for column in columns
    ]


def _samples(region: Region, place: int) -> tuple[str, ...]:
    lines = region.sheet.lines[region.body.start : min(region.body.stop, region.body.start + _SAMPLED)]
    texts = dict.fromkeys(line.text(place) for line in lines)
    return tuple(text for text in texts if text)[:_SAMPLES]
