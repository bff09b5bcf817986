"""Reads the tables of a report: the score table, the funds, lists of projects, units and offices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from app.errors import InputError
from app.exchange.annex_labels import LABELS
from app.exchange.reading.chapters import Chapter, Topic
from app.exchange.reading.cleaning import on_one_line, squeezed
from app.exchange.reading.columns import EVIDENCE, Columns, columns
from app.exchange.reading.drafts import Drafts
from app.exchange.reading.run_together import split_run
from app.exchange.reading.source import Table
from app.exchange.reading.understanding import Confidence
from app.model.entities import (
    Adjustment,
    AdjustmentKind,
    Axis,
    FundLine,
    Indicator,
    Origin,
    Project,
    Report,
    ReportRow,
)
from app.model.fields import Kind, Value, specs
from app.model.fund_axes import axis_of
from app.model.naming import naming_field
from app.model.pack import PUBLISHED_BLOCKS
from app.model.quantities import NO_FIGURE, parse_decimal, parse_money, parse_value
from app.model.rule_parameters import NOT_APPLICABLE

_AXIS = re.compile("按?(资金来源|资金结构|预算级次)")
_TITLES = frozenset({"单位基本情况", "年度部门整体支出规模", "部门整体支出绩效自评表"})
_SUMS = frozenset({"小计", "合计", "总计", "合计得分", "总分"})
_NO_ADJUSTMENTS = re.compile("本年度无加减分项|无加减分项|无")
_ORIGIN = re.compile("（(推断|示例)）$")
_DELIVERY = re.compile("履职|产出|效益|效果|满意度")
_OWN_BLOCK = re.compile(f"({'|'.join(PUBLISHED_BLOCKS)})(?:$|[（(0-9])")  # not 产出指标, which other tables have
_QUANTITY = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)([^0-9].*)?")
_SIGNED = re.compile(
    "填报人：(?P<preparer>.*?)联系电话：(?P<phone>.*?)单位负责人：(?P<leader>.*?)(?:（盖章）)?填报日期：(?P<filled_on>.*)"
)


class ScoreBlock(StrEnum):
    """The blocks that the sentences of a report tell of, and those of a table whose own are unknown."""

    MANAGEMENT = "管理效能"
    DELIVERY = "履职效能"


class Tables:
    """Reads tables into drafts."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self.unit = "万元"  # of amounts whose heading names none
        self._columns: Columns | None = None
        self._axes: Sequence[_AxisColumns] = ()
        self._above: dict[str, str] = {}

    def read(self, table: Table, chapter: Chapter) -> None:
        """Reads a table; rows that say nothing known are left over."""
        self._axes = ()
        for row in table.rows:
            if any(row) and not self._read_row(row, chapter.topic):
                self._drafts.leave(chapter.path, _passage(row))

    def read_line(self, text: str, chapter: Chapter) -> bool:
        """Reads a line that was a row of a table once, or the line of signatures under one."""
        if self._read_signature(text):
            return True
        if chapter.topic is Topic.ANNEX and squeezed(text) in LABELS:
            return True  # with nothing beside it
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

    def _read_signature(self, text: str) -> bool:
        found = _SIGNED.fullmatch(text)
        if found is not None:
            self._sign({name: value.strip() for name, value in found.groupdict().items()}, text)
        return found is not None

    def _sign(self, told: dict[str, str], text: str) -> None:
        day = told.pop("filled_on")
        self._drafts.tell(Report, text, **told)
        try:
            self._drafts.tell(Report, text, filled_on=parse_value(specs(Report)["filled_on"], day))
        except InputError:
            return  # 年 月 日 not filled in

    def _read_row(self, row: Sequence[str], topic: Topic) -> bool:
        if self._read_signature(" ".join(filter(None, row))):
            return True
        if axes := _axes(row):
            self._axes, self._columns = axes, None
            return True
        if found := columns(row, topic):
            if self._columns is None or set(found.fields.values()) != set(self._columns.fields.values()):
                self._above = {}  # else the same table goes on, on another page
            self._columns, self._axes = found, ()
            return True
        return self._fund_row(row) or self._special_row(row) or self._labels(row) or self._entry(row)

    # The head of the annex

    def _fund_row(self, row: Sequence[str]) -> bool:
        """A row of the fund block, where each axis has a name, a budget, an executed amount and a rate side by side."""
        told = False
        for axis in self._axes:
            name, *amounts = (on_one_line(row[column]) for column in (axis.name, axis.budget, axis.executed))
            budget, executed = map(self._money, amounts)
            if not name or (budget is executed is None and any(amounts)):
                continue
            told = True
            if name not in _SUMS:
                passage = " ".join(filter(None, (name, *amounts)))
                line = self._drafts.fund_line(axis.axis, name, passage)
                line.fill(passage, budget=budget, executed=executed)
        return told

    def _money(self, text: str) -> int | None:
        try:
            return parse_money(text, self.unit)
        except InputError:
            return None

    def _labels(self, row: Sequence[str]) -> bool:
        """Labels, each followed by what it names."""
        words = [squeezed(text) for text in row]
        known = [column for column, word in enumerate(words) if word in LABELS]
        for column in known:
            entity, name = LABELS[words[column]]
            value = next((text for text in row[column + 1 :] if text), "")
            if value and squeezed(value) not in LABELS:
                self._drafts.tell(entity, f"{row[column]}：{value}", **{name: value})
        return bool(known)

    # The rows of the score table that are none of its indicators

    def _special_row(self, row: Sequence[str]) -> bool:
        words = [on_one_line(text) for text in row if text]
        if words[0].startswith("加减分项"):
            return self._adjustment(row)
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

    def _adjustment(self, row: Sequence[str]) -> bool:
        words = [(column, text) for column, text in enumerate(row) if text][1:]
        if not words or _NO_ADJUSTMENTS.fullmatch(words[0][1]):
            return True
        kinds = {kind.value for kind in AdjustmentKind}
        if len(words) < 2 or words[0][1] not in kinds:
            return False
        (_, kind), (_, name), *reasons = words
        name, score = on_one_line(name), None
        if reasons and reasons[-1][0] >= self._score_column:
            text = reasons.pop()[1]
            try:
                score = None if text in NO_FIGURE else abs(parse_decimal(text))
            except InputError:
                return False
        passage = _passage(row)
        draft = self._drafts.find(Adjustment, name) or self._drafts.add(Adjustment, passage, name=name)
        draft.fill(passage, kind=kind, score=score, reason="\n".join(text for _, text in reasons))
        return True

    @property
    def _score_column(self) -> int:
        """Where scores stand in the present table; 0 where its headings do not tell."""
        fields = self._columns.fields if self._columns else {}
        return next((column for column, name in fields.items() if name == "score"), 0)

    # Rows under headings

    def _entry(self, row: Sequence[str]) -> bool:
        found = self._columns
        if found is None:
            return False
        texts = {name: row[column] for column, name in found.fields.items()}
        units = {name: found.units[column] for column, name in found.fields.items() if column in found.units}
        if found.entity is Indicator:
            return self._indicator(texts)
        name = on_one_line(texts.get(naming_field(found.entity), ""))
        if not name or squeezed(name) in _SUMS:
            return bool(name)
        values = dict(self._values(found.entity, texts, units))
        passage = _passage(row)
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
            line = on_one_line(text)
            try:
                if spec.kind is Kind.MONEY:
                    yield name, parse_money(line, units.get(name) or self.unit)
                else:
                    yield name, parse_value(spec, text if spec.kind is Kind.LONG else line)
            except InputError:
                if line not in NO_FIGURE:
                    self._drafts.leave((entity.LABEL,), f"{spec.label}：{line}")

    def _indicator(self, texts: dict[str, str]) -> bool:
        # What a span covers says what stands above it.
        block = texts.get("block") or self._above.get("block", "")
        above = self._above.get("level2", "") if block == self._above.get("block") else ""
        texts |= {"block": block, "level2": on_one_line(texts.get("level2") or above)}
        self._above = {"block": block, "level2": texts["level2"]}
        name = on_one_line(texts.get("level3", ""))
        if not name or squeezed(name) in _SUMS:
            return not name and not texts.get("weight")
        passage = _passage([*texts.values()])
        proof = texts.pop(EVIDENCE, "")
        del texts["block"]
        told: dict[str, Any] = dict(self._values(Indicator, texts, {}))
        told |= _quantities(*(on_one_line(texts.get(name, "")) for name in ("target", "actual")))
        if told.get("actual") == NOT_APPLICABLE:
            told |= {"actual": "", "not_applicable": True}
        told |= {"block": _block(block), "origin": self._origin(name, on_one_line(proof))}
        self._drafts.add(Indicator, passage, **told)
        return True

    def _origin(self, name: str, proof: str) -> str:
        """What the column 佐证材料 says of the row's figures; the numbers of the materials themselves are left over."""
        found = _ORIGIN.search(proof)
        rest = proof[: found.start()] if found else proof
        if rest:
            self._drafts.leave(("佐证材料",), f"{name}：{rest}")
        return found[1] if found else Origin.PUBLISHED.value


def _passage(row: Sequence[str]) -> str:
    """The cells of a row as a line."""
    return " ".join(on_one_line(text) for text in row if text)


@dataclass(frozen=True, slots=True)
class _AxisColumns:
    """Where an axis of the fund block has its categories and their amounts."""

    axis: str
    name: int
    budget: int
    executed: int


def _axes(row: Sequence[str]) -> list[_AxisColumns]:
    """The axes of the fund block as its headings tell them; none for any other row."""
    words = [(column, squeezed(text)) for column, text in enumerate(row) if text]
    found = []
    for (column, word), (budget, first), (executed, second) in zip(words, words[1:], words[2:], strict=False):
        if (axis := _AXIS.fullmatch(word)) and "预算" in first and re.search("执行|支出|决算", second):
            found.append(_AxisColumns(axis[1], column, budget, executed))
    return found


def _block(text: str) -> str:
    bare = squeezed(text)
    if known := _OWN_BLOCK.match(bare):
        return known[1]
    return (ScoreBlock.DELIVERY if _DELIVERY.search(bare) else ScoreBlock.MANAGEMENT).value


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
