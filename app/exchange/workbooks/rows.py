"""The rows of a table in a sheet as offers to a report: values by field, sums checked and left out, faults told."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from app.errors import InputError
from app.exchange.workbooks import vocabulary
from app.exchange.workbooks.columns import Column, letters
from app.exchange.workbooks.regions import Merged, Region
from app.exchange.workbooks.sheet import Fault, Figure, Line
from app.model.entities import BY_TABLE, Adjustment, AdjustmentKind, Indicator
from app.model.fields import FieldSpec, Kind, Value, specs
from app.model.naming import naming_field
from app.model.offers import Offer, Refusal
from app.model.quantities import NO_FIGURE, format_money_table, half_width, parse_value, round_half_up

_PLACES = {"分": 0, "元": 2, "万元": 6, "亿元": 10}
_BRACKETS = re.compile(r"[(（].*[)）]")
_ADJUSTMENTS = re.compile("加减分|加分项|减分项|附加分")
_FIGURES = frozenset({Kind.MONEY, Kind.DECIMAL, Kind.COUNT, Kind.DATE})
_UNCALCULATED = "公式没有计算结果，请在 Excel 或 WPS 中打开并保存后再导入。"


@dataclass(slots=True)
class Rows:
    """What the body of a table comes to."""

    offers: list[Offer] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)  # rows of sums that are not the sum of their rows
    sums: int = 0  # rows of sums
    notes: int = 0  # headings of groups, remarks and signatures


def rows_of(region: Region, table: str, columns: Sequence[Column], unit: str) -> Rows:
    """Reads the body of a region by its columns; amounts in `unit` where a column's heading states none."""
    return _Reader(region, table, columns, unit).read()


@dataclass(frozen=True, slots=True)
class _Target:
    """A column that fills a field."""

    place: int
    spec: FieldSpec
    is_grouping: bool


class _Reader:
    def __init__(self, region: Region, table: str, columns: Sequence[Column], unit: str) -> None:
        self._region, self._table = region, table
        declared = specs(BY_TABLE[table])
        self._naming = declared[naming_field(BY_TABLE[table])]
        groups = {spec.name for spec in vocabulary.grouping(table)}
        self._targets = [
            _Target(column.place, _in_unit(declared[column.field], column.unit or unit), column.field in groups)
            for column in columns
            if column.field
        ]
        self._first, self._last = region.columns[0], region.columns[-1]
        self._merged = Merged(region.sheet.merges, region.sheet.lines)
        self._group: dict[str, str] = {}  # the last text of each grouping column
        self._rows = Rows()

    @cached_property
    def _width(self) -> int:
        return self._last - self._first + 1

    def read(self) -> Rows:
        lines = self._region.sheet.lines
        totals = _Totals(self._rows)
        for place in self._region.body:
            line = lines[place]
            texts = [text for text in line.cells[self._first : self._last + 1] if text]
            head = next(iter(texts), "")
            if not texts:
                continue
            if any(vocabulary.is_sum(text) for text in texts[:3] if not isinstance(text, Figure)):
                self._rows.sums += 1
                totals.check(self._source(line), any(map(vocabulary.is_partial_sum, texts[:3])), self._amounts(line))
            elif vocabulary.is_note(head) or self._is_group_heading(line, texts):
                self._rows.notes += 1
            elif _ADJUSTMENTS.search(self._adjusting(line)):
                self._adjustment(line)
            else:
                self._row(line, totals)
        totals.finish()
        return self._rows

    def _source(self, line: Line) -> str:
        return f"{self._region.sheet.name} 第{line.number}行"

    def _cell(self, line: Line, place: int) -> str:
        return f"{self._region.sheet.name} {letters(place)}{line.number}"

    def _is_group_heading(self, line: Line, texts: Sequence[str]) -> bool:
        """Whether a row is one text across the table."""
        if len(texts) > 1:
            return False
        wide = (merge for merge in self._merged.over(line.number) if merge[3] - merge[1] + 1 >= max(3, self._width / 2))
        return any(merge[0] == line.number for merge in wide)

    # Values

    def _texts(self, line: Line) -> Iterator[tuple[_Target, str]]:
        """The texts of the columns that count; a merged text counts in each row it covers, a figure in the first."""
        merges = {merge[1]: merge for merge in self._merged.over(line.number)}
        for target in self._targets:
            text = line.text(target.place)
            merge = merges.get(target.place)
            if not text and merge is not None and target.spec.kind not in _FIGURES:
                text = self._merged.text(merge)
            if target.is_grouping:
                text = text or self._group.get(target.spec.name, "")
                self._group[target.spec.name] = text
            yield target, text

    def _row(self, line: Line, totals: _Totals) -> None:
        values: dict[str, Value] = dict(self._region.fixed)
        mentions: dict[str, str] = {}
        refused: list[Refusal] = []
        for target, text in self._texts(line):
            if not text.strip():
                continue
            try:
                if isinstance(text, Fault):
                    raise InputError(f"单元格是错误值 {text}，请先改好。" if text.startswith("#") else _UNCALCULATED)
                if target.spec.kind is Kind.REFERENCE:
                    mentions[target.spec.name] = text.strip()
                else:
                    value = _value(target.spec, text)
                    if value != target.spec.empty or target.spec.kind is Kind.CHOICE:
                        values[target.spec.name] = value
            except InputError as error:
                reason = str(error).removeprefix(f"{target.spec.label}：")
                refused.append(Refusal(self._cell(line, target.place), target.spec.label, text, reason))
        if not str(values.get(self._naming.name) or "").strip():
            self._nameless(line, values, refused)
            return
        self._rows.refusals += refused
        self._rows.offers.append(Offer(self._table, self._source(line), values, mentions))
        totals.add(values)

    def _nameless(self, line: Line, values: Mapping[str, Value], refused: Sequence[Refusal]) -> None:
        """A row that is called nothing, or what cannot be a name; one that only groups or counts rows says nothing."""
        if names := [each for each in refused if each.label == self._naming.label]:
            self._rows.refusals += names
            return
        fixed = {*self._region.fixed, *(spec.name for spec in vocabulary.grouping(self._table))}
        if set(values) - fixed or refused:
            text = "　".join(text for text in line.cells[self._first : self._last + 1] if text)[:80]
            reason = f"这一行没有{self._naming.label}，整行没有采用。"
            self._rows.refusals.append(Refusal(self._source(line), "", text, reason))

    def _amounts(self, line: Line) -> dict[str, int]:
        """The amounts of a row of sums, 分."""
        result = {}
        for target in self._targets:
            if target.spec.kind is Kind.MONEY:
                try:
                    value = _value(target.spec, line.text(target.place))
                except InputError:
                    continue
                if isinstance(value, int):
                    result[target.spec.name] = value
        return result

    # Bonus and penalty items, which score tables list under their last indicator

    def _adjusting(self, line: Line) -> str:
        """What a row of a score table is headed with, where that is no indicator."""
        if self._table != Indicator.TABLE:
            return ""
        return next((text for text in line.cells if text and not isinstance(text, Figure)), "")[:20]

    def _adjustment(self, line: Line) -> None:
        texts = {target.spec.name: text for target, text in self._texts(line) if not target.is_grouping}
        self._group.clear()
        name, score = texts.get("level3", "").strip(), texts.get("score", "").strip()
        kind = next((text for text in line.cells if text in set(AdjustmentKind)), "")
        if not name or name.startswith(("本年度无", "无")) or not kind:
            self._rows.notes += 1
            return
        declared = specs(Adjustment)
        try:
            points = _value(declared["score"], score.lstrip("-－+＋"))
            reason = _value(declared["reason"], texts.get("definition", ""))
        except InputError as error:
            self._rows.refusals.append(Refusal(self._source(line), Adjustment.LABEL, score, str(error)))
            return
        values = {"kind": kind, "name": name, "score": points, "reason": reason}
        kept = {key: value for key, value in values.items() if value not in {None, ""}}
        self._rows.offers.append(Offer(Adjustment.TABLE, self._source(line), kept))


class _Totals:
    """Adds up amounts to hold rows of sums against them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._all: dict[str, int] = {}
        self._part: dict[str, int] = {}
        self._above: tuple[str, Mapping[str, int]] | None = None  # a row of sums above the rows it is of

    def add(self, values: Mapping[str, Value]) -> None:
        """A row."""
        for name, value in values.items():
            if isinstance(value, int) and not isinstance(value, bool):
                self._all[name] = self._all.get(name, 0) + value
                self._part[name] = self._part.get(name, 0) + value

    def check(self, source: str, is_partial: bool, stated: Mapping[str, int]) -> None:
        """A row of sums."""
        if not self._all:
            self._above = source, stated
            return
        self._compare(source, stated, self._part if is_partial else self._all)
        self._part = {}

    def finish(self) -> None:
        """All rows were read."""
        if self._above is not None:
            self._compare(*self._above, self._all)

    def _compare(self, source: str, stated: Mapping[str, int], expected: Mapping[str, int]) -> None:
        for name, amount in stated.items():
            found = expected.get(name, 0)
            if found != amount:
                shown, summed = format_money_table(amount), format_money_table(found)
                reason = f"这一行与各行之和 {summed} 万元不一致，请核对。"
                self._rows.warnings.append(Refusal(source, "合计", f"{shown} 万元", reason))


def _in_unit(spec: FieldSpec, unit: str) -> FieldSpec:
    return dataclasses.replace(spec, unit=unit) if spec.kind is Kind.MONEY else spec


def _value(spec: FieldSpec, text: str) -> Value:
    """The value of a cell. What a calculation adds beyond the last place is rounded away, in cells of numbers only."""
    if spec.kind in {Kind.MONEY, Kind.DECIMAL, Kind.COUNT}:
        if text.strip() in NO_FIGURE:
            return None
        if isinstance(text, Figure) and "." in text and "%" not in text:
            text = _rounded(text, _PLACES[spec.unit] if spec.kind is Kind.MONEY else spec.places)
    if spec.kind is Kind.CHOICE:
        return _choice(spec, text)
    return parse_value(spec, str(text))


def _rounded(text: str, places: int) -> str:
    if len(text.partition(".")[2]) <= places:
        return text
    return f"{round_half_up(Decimal(text), places):f}"


def _choice(spec: FieldSpec, text: str) -> Value:
    """A choice, also where its cell adds something in brackets, as 管理效能（50分）."""
    shorter = _BRACKETS.sub("", half_width(text)).strip()
    if not spec.choices and shorter:  # a word of the report's pack
        return parse_value(spec, shorter)
    try:
        return parse_value(spec, text)
    except InputError:
        if shorter and shorter != text.strip():
            return parse_value(spec, shorter)
        raise
