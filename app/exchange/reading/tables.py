"""Reads the tables of a report: the score table, the funds, lists of projects, units and offices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from app.errors import InputError
from app.exchange.reading.chapters import Chapter, Topic
from app.exchange.reading.cleaning import squeezed
from app.exchange.reading.columns import EVIDENCE, Columns, columns
from app.exchange.reading.drafts import Drafts
from app.exchange.reading.run_together import split_run
from app.exchange.reading.sentences import axis_of
from app.exchange.reading.source import Table
from app.exchange.reading.understanding import Confidence
from app.model.entities import (
    Adjustment,
    AdjustmentKind,
    Axis,
    Block,
    Department,
    FundLine,
    Indicator,
    Origin,
    Project,
    Report,
    ReportRow,
)
from app.model.fields import Kind, Value, specs
from app.model.naming import naming_field
from app.model.quantities import parse_decimal, parse_money, parse_value

_AXIS = re.compile("按?(资金来源|资金结构|预算级次)")
_LABELS: Mapping[str, tuple[type[Department] | type[Report], str]] = {
    "单位名称": (Department, "name"),
    "部门名称": (Department, "name"),
    "年度整体绩效目标": (Report, "spending_goal"),
    "整体绩效目标完成情况": (Report, "goal_completion"),
    "年度整体绩效目标完成情况": (Report, "goal_completion"),
    "未能完成原因": (Report, "goal_shortfall"),
    "未完成原因": (Report, "goal_shortfall"),
}
_TITLES = frozenset({"单位基本情况", "年度部门整体支出规模", "部门整体支出绩效自评表"})
_SUMS = frozenset({"小计", "合计", "总计", "合计得分", "总分"})
_NO_ADJUSTMENTS = re.compile("本年度无加减分项|无加减分项|无")
_ORIGIN = re.compile("（(推断|示例)）$")
_DELIVERY = re.compile("履职|产出|效益|效果|满意度")
_QUANTITY = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)([^0-9].*)?")
_SIGNED = re.compile(
    "填报人：(?P<preparer>.*?)联系电话：(?P<phone>.*?)单位负责人：(?P<leader>.*?)(?:（盖章）)?填报日期：(?P<filled_on>.*)"
)


class Tables:
    """Reads tables into drafts."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self.unit = "万元"  # of amounts whose heading names none
        self._columns: Columns | None = None
        self._axes: dict[int, str] = {}
        self._above: dict[str, str] = {}

    def read(self, table: Table, chapter: Chapter) -> None:
        """Reads a table; rows that say nothing known are left over."""
        self._axes = {}
        for row in table.rows:
            if any(row) and not self._read_row(row, chapter.topic):
                self._drafts.leave(chapter.title, " ".join(filter(None, row)))

    def read_line(self, text: str, chapter: Chapter) -> bool:
        """Reads a line that was a row of a table once, or the line of signatures under one."""
        if found := _SIGNED.fullmatch(text):
            self._sign({name: value.strip() for name, value in found.groupdict().items()}, text)
            return True
        run = split_run(text)
        if run is None:
            return False
        name, budget, executed = run
        axis = axis_of(name)
        if name in _SUMS:
            return True
        if axis is not None and chapter.topic is not Topic.PROJECTS:
            line = self._drafts.fund_line(axis.value, name, text)
            line.fill(text, budget=budget, executed=executed)
            line.lower(Confidence.LIKELY)
        else:
            self._drafts.add(Project, text, Confidence.LIKELY, name=name, budget=budget, executed=executed)
        return True

    def _sign(self, told: dict[str, str], text: str) -> None:
        day = told.pop("filled_on")
        self._drafts.tell(Report, text, **told)
        try:
            self._drafts.tell(Report, text, filled_on=parse_value(specs(Report)["filled_on"], day))
        except InputError:
            return  # 年 月 日 not filled in

    def _read_row(self, row: Sequence[str], topic: Topic) -> bool:
        if axes := _axes(row):
            self._axes, self._columns = axes, None
            return True
        if found := columns(row, topic):
            if self._columns is None or set(found.fields.values()) != set(self._columns.fields.values()):
                self._above = {}  # else the same table goes on, on another page
            self._columns, self._axes = found, {}
            return True
        return self._fund_row(row) or self._special_row(row) or self._labels(row) or self._entry(row)

    # The head of the annex

    def _fund_row(self, row: Sequence[str]) -> bool:
        """A row of the fund block, where each axis has a name, a budget, an executed amount and a rate side by side."""
        told = False
        for column, axis in self._axes.items():
            name, *amounts = row[column : column + 3]
            values = [self._money(text) for text in amounts]
            if not name or len(values) < 2 or (values == [None, None] and any(amounts)):
                continue
            told = True
            if name in _SUMS:
                continue
            line = self._drafts.fund_line(axis, name, " ".join(row[column : column + 4]))
            line.fill(" ".join(filter(None, row[column : column + 4])), budget=values[0], executed=values[1])
        return told

    def _money(self, text: str, unit: str = "") -> int | None:
        try:
            return parse_money(text, unit or self.unit)
        except InputError:
            return None

    def _labels(self, row: Sequence[str]) -> bool:
        """Labels, each followed by what it names."""
        words = [squeezed(text) for text in row]
        known = [column for column, word in enumerate(words) if word in _LABELS]
        for column in known:
            entity, name = _LABELS[words[column]]
            value = next((text for text in row[column + 1 :] if text), "")
            if value and squeezed(value) not in _LABELS:
                self._drafts.tell(entity, f"{row[column]}：{value}", **{name: value})
        return bool(known)

    # The rows of the score table that are none of its indicators

    def _special_row(self, row: Sequence[str]) -> bool:
        words = [text for text in row if text]
        if words[0].startswith("加减分项"):
            return self._adjustment(words[1:])
        if squeezed(words[0]) in _SUMS:
            for label, value in pairwise(words):
                if re.search("总?得分$", label) and self._columns is not None:
                    self._tell_total(value)
            return True
        return all(squeezed(word) in _TITLES for word in words)

    def _tell_total(self, text: str) -> None:
        try:
            self._drafts.tell(Report, f"自评总得分 {text}", typed_total=parse_decimal(text))
        except InputError:
            return

    def _adjustment(self, words: Sequence[str]) -> bool:
        if not words or _NO_ADJUSTMENTS.fullmatch(words[0]):
            return True
        kinds = {kind.value for kind in AdjustmentKind}
        if len(words) < 3 or words[0] not in kinds:
            return False
        kind, name, *reason, score = words
        try:
            points = abs(parse_decimal(score))
        except InputError:
            return False
        passage = " ".join(words)
        known = self._drafts.find(Adjustment, name)
        draft = known or self._drafts.add(Adjustment, passage, name=name, kind=kind, score=points)
        draft.fill(passage, kind=kind, score=points, reason=" ".join(reason))
        return True

    # Rows under headings

    def _entry(self, row: Sequence[str]) -> bool:
        found = self._columns
        if found is None:
            return False
        texts = {name: row[column] for column, name in found.fields.items()}
        units = {name: found.units[column] for column, name in found.fields.items() if column in found.units}
        if found.entity is Indicator:
            return self._indicator(texts)
        name = texts.get(naming_field(found.entity), "")
        if not name or squeezed(name) in _SUMS:
            return bool(name)
        values = dict(self._values(found.entity, texts, units))
        passage = " ".join(filter(None, row))
        if found.entity is FundLine:
            axis = values.get("axis") or axis_of(name) or Axis.SOURCE
            self._drafts.fund_line(str(axis), name, passage).fill(passage, **values)
        elif not self._merge(found.entity, name, values, passage):
            self._drafts.add(found.entity, passage, **values)
        return True

    def _merge(self, entity: type[ReportRow], name: str, values: dict[str, Value], passage: str) -> bool:
        """Adds what a table tells of a row that the text has told of already."""
        draft = self._drafts.find(entity, name)
        if draft is not None:
            draft.fill(passage, **values)
        return draft is not None

    def _values(
        self, entity: type[ReportRow], texts: Mapping[str, str], units: Mapping[str, str]
    ) -> Iterator[tuple[str, Value]]:
        """The values of cells; what a field cannot take is left over."""
        for name, text in texts.items():
            spec = specs(entity)[name]
            if not text or spec.kind is Kind.REFERENCE:
                continue
            try:
                if spec.kind is Kind.MONEY:
                    yield name, parse_money(text, units.get(name) or self.unit)
                else:
                    yield name, parse_value(spec, text)
            except InputError:
                if text not in {"—", "-", "/"}:
                    self._drafts.leave(entity.LABEL, f"{spec.label}：{text}")

    def _indicator(self, texts: dict[str, str]) -> bool:
        # What a span covers says what stands above it.
        block = texts.get("block") or self._above.get("block", "")
        above = self._above.get("level2", "") if block == self._above.get("block") else ""
        texts |= {"block": block, "level2": texts.get("level2") or above}
        self._above = {"block": block, "level2": texts["level2"]}
        name = texts.get("level3", "")
        if not name or squeezed(name) in _SUMS:
            return not name and not texts.get("weight")
        passage = " ".join(filter(None, texts.values()))
        proof = texts.pop(EVIDENCE, "")
        del texts["block"]
        told: dict[str, Any] = dict(self._values(Indicator, texts, {}))
        told |= _quantities(texts.get("target", ""), texts.get("actual", ""))
        told |= {"block": _block(block), "origin": self._origin(name, proof)}
        self._drafts.add(Indicator, passage, **told)
        return True

    def _origin(self, name: str, proof: str) -> str:
        """What the column 佐证材料 says of the row's figures; the numbers of the materials themselves are left over."""
        found = _ORIGIN.search(proof)
        rest = proof[: found.start()] if found else proof
        if rest:
            self._drafts.leave("佐证材料", f"{name}：{rest}")
        return found[1] if found else Origin.PUBLISHED.value


def _axes(row: Sequence[str]) -> dict[int, str]:
    """The columns at which the axes of the fund block begin; empty for any other row."""
    found = {column: match[1] for column, text in enumerate(row) if (match := _AXIS.fullmatch(squeezed(text)))}
    return found if any("预算" in text and "级次" not in text for text in row) else {}


def _block(text: str) -> str:
    bare = squeezed(text)
    for block in Block:
        if bare.startswith(block.value):
            return block.value
    return (Block.DELIVERY if _DELIVERY.search(bare) else Block.MANAGEMENT).value


def _quantities(target: str, actual: str) -> dict[str, str]:
    """Target and actual value as printed, parted into numbers and the unit they share."""
    goal, done = _QUANTITY.fullmatch(target), _QUANTITY.fullmatch(actual)
    unit = (goal and goal[2]) or (done and done[2]) or ""
    told = {"target": target, "actual": actual, "unit": unit}
    if unit:
        for name, found in (("target", goal), ("actual", done)):
            if found and found[2] == unit:
                told[name] = found[1]
    if unit and any(found and not found[2] for found in (goal, done)):  # one of them counts without the unit
        return {"target": target, "actual": actual, "unit": ""}
    return {name: text for name, text in told.items() if text}
