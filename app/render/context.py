"""What templates see: the report's rows and figures as values that know which field they come from."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from app.model import quantities
from app.model.entities import Block, Entity, EvidenceLink, FundLine, Indicator, Origin
from app.model.facts import AxisFacts, Facts
from app.model.fields import FieldSpec, Kind, specs
from app.model.pack import ScoreSettings
from app.model.report_data import ReportData
from app.model.results import BlockScore, RowScore, Scores

_ROWS_MERGED = 1000  # above this a block is divided by level 2: LibreOffice lays out long tables quadratically


class Figure:
    """A value of a template, printed inside the markup that names its source.

    `shown` is its text; an empty required field shows a gap to be filled in, so that no sentence hides it.
    """

    __slots__ = ("gap", "ref", "shown", "value")

    def __init__(self, value: object, ref: str, shown: str, gap: str = "") -> None:
        self.value = value
        self.ref = ref
        self.shown = shown
        self.gap = gap

    def __html__(self) -> str:
        text = self.shown or self.gap
        return f'<f ref="{self.ref}">{escape(text)}</f>' if text else ""

    def __str__(self) -> str:
        return self.shown

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == (other.value if isinstance(other, Figure) else other))

    def __hash__(self) -> int:
        return hash(self.value)

    def showing(self, shown: str) -> Figure:
        """The same value written another way."""
        return Figure(self.value, self.ref, shown, self.gap)


class RowView:
    """An entity whose fields are figures; `key` names it for paragraph ids."""

    __slots__ = ("_entity", "_extra", "_specs", "key")

    def __init__(self, entity: Entity, **extra: object) -> None:
        self.key = f"{entity.TABLE}/{entity.id}"
        self._entity = entity
        self._specs = specs(type(entity))
        self._extra = extra

    def __getattr__(self, name: str) -> object:
        if name in self._extra:
            value = self._extra[name]
            return value if isinstance(value, Figure) else _wrap(value, f"{self.key}/{name}")
        value = getattr(self._entity, name)
        ref = f"{self.key}/{name}"
        spec = self._specs.get(name)
        if spec is None:
            return Figure(value, ref, "" if value is None else str(value))
        return Figure(value, ref, _shown(spec, value), f"【待填：{spec.label}】" if spec.required else "")


class FactsView:
    """Computed figures under a dotted path; rows among them become row views."""

    __slots__ = ("_facts", "_path")

    def __init__(self, facts: object, path: str) -> None:
        self._facts = facts
        self._path = path

    def __getattr__(self, name: str) -> object:
        return _wrap(getattr(self._facts, name), f"{self._path}/{name}")


def _wrap(value: object, ref: str) -> object:
    """A computed value as templates see it."""
    if isinstance(value, Entity):
        return RowView(value)
    if isinstance(value, tuple | list):
        return [_wrap(item, ref) for item in value]
    if isinstance(value, RowView | FactsView | Figure):
        return value
    if dataclasses.is_dataclass(value):
        return FactsView(value, ref)
    return Figure(value, ref, "" if value is None else str(value))


def _shown(spec: FieldSpec, value: object) -> str:
    """A field's value as prose writes it."""
    if value is None or value == "":
        return ""
    match spec.kind:
        case Kind.MONEY:
            assert isinstance(value, int)
            return quantities.format_money(value)
        case Kind.DECIMAL:
            assert isinstance(value, Decimal)
            return quantities.format_plain(value)
        case Kind.FLAG:
            return "是" if value else "否"
        case _:
            return str(value)


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


def _lines(value: object) -> list[Figure]:
    """The paragraphs of a long text, without indents and blank lines; one gap when a required text is empty."""
    assert isinstance(value, Figure)
    lines = [line.strip(" \t\u3000") for line in str(value).split("\n")]
    found = [value.showing(line) for line in lines if line]
    return found or ([value] if value.gap else [])


def _blank(value: object) -> object:
    """A value that may stay empty in print, as table cells may."""
    return Figure(value.value, value.ref, value.shown) if isinstance(value, Figure) else value


def _names(rows: Iterable[RowView], field: str = "name") -> Markup:
    """The names of rows as an enumeration."""
    return Markup("、").join(getattr(row, field) for row in rows)


def _required(value: Figure, label: str) -> Figure:
    """A value that must not be missing here."""
    return Figure(value.value, value.ref, value.shown, f"【待填：{label}】")


def _sentence(value: object) -> object:
    """A text that goes on in a sentence: without the full stop at its end."""
    return value.showing(value.shown.rstrip("。；;. ")) if isinstance(value, Figure) else value


FILTERS: Mapping[str, Callable[..., object]] = {
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


def build(data: ReportData, facts: Facts, scores: Scores, settings: ScoreSettings) -> dict[str, object]:
    """The names a template can use; `CONTRIBUTING.md` lists them."""
    indicators = _indicators(data, facts, scores)
    return {
        "department": RowView(data.department),
        "report": RowView(data.report),
        "offices": _views(data.offices),
        "units": _views(data.units),
        "duties": _views(data.duties),
        "key_works": _views(data.key_works),
        "tasks": _views(data.tasks),
        "projects": [RowView(row, rate=quantities.rate(row.executed, row.budget)) for row in data.projects],
        "problems": _views(data.problems),
        "measures": _views(data.measures),
        "evidence": _views(data.evidence),
        "adjustments": _views(data.adjustments),
        "facts": FactsView(facts, "fact"),
        "axes": [{"name": axis.axis, "lines": [_with_rate(line) for line in axis.lines]} for axis in facts.axes],
        "scores": _score_view(scores, settings),
        "deductions": {
            block.name.lower(): [row for row in indicators if row.block == block and row.lost] for block in Block
        },
        "score_blocks": _score_blocks(indicators, scores),
        "fund_rows": _fund_rows(facts),
    }


def _views(rows: Iterable[Entity]) -> list[RowView]:
    return [RowView(row) for row in rows]


def _with_rate(line: FundLine) -> RowView:
    return RowView(line, rate=quantities.rate(line.executed, line.budget))


def _score_view(scores: Scores, settings: ScoreSettings) -> dict[str, object]:
    return {
        "total": Figure(scores.total, "score/total", ""),
        "management": _block_view(scores.management, "management"),
        "delivery": _block_view(scores.delivery, "delivery"),
        "adjustments": Figure(scores.adjustments, "score/adjustments", ""),
        "grade": Figure(scores.grade, "score/grade", scores.grade),
        "weight": settings.management + settings.delivery,
    }


def _block_view(block: BlockScore, name: str) -> dict[str, object]:
    ref = f"score/{name}"
    return {"score": Figure(block.score, ref, ""), "weight": block.weight, "lost": block.weight - block.score}


def _indicators(data: ReportData, facts: Facts, scores: Scores) -> list[RowView]:
    """The rows of the score table with their scores and the numbers of their evidence."""
    numbers = {row.id: number for number, row in enumerate(data.evidence, 1)}
    proofs: dict[int, list[int]] = {}
    for link in data.evidence_links:
        _add_proof(proofs, link, numbers)
    tasks = {task.id: task.name for task in data.tasks}
    return [
        _indicator(row, facts.actual(row), scores.rows[row.id], proofs.get(row.id, ()), tasks)
        for row in data.indicators
    ]


def _add_proof(proofs: dict[int, list[int]], link: EvidenceLink, numbers: Mapping[int, int]) -> None:
    number = numbers.get(link.evidence_id or 0)
    if link.indicator_id is not None and number is not None:
        proofs.setdefault(link.indicator_id, []).append(number)


def _indicator(
    row: Indicator, actual: str, score: RowScore, proofs: Sequence[int], tasks: Mapping[int, str]
) -> RowView:
    """`remark` holds the numbers of the evidence, and 推断 or 示例 where the figures are not the department's own."""
    notes = [f"材料{'、'.join(map(str, sorted(proofs)))}"] if proofs else []
    if row.origin in {Origin.INFERRED, Origin.EXAMPLE}:
        notes.append(f"（{row.origin}）")
    counted = score.score
    return RowView(
        row,
        score=Figure(counted, f"indicator/{row.id}/score", "" if counted is None else quantities.format_plain(counted)),
        lost=score.lost,
        group=row.level2 or tasks.get(row.task_id or 0, ""),
        remark="".join(notes),
        target_text=_with_unit(row, "target", row.target),
        actual_text=_with_unit(row, "actual", actual),
    )


def _with_unit(row: Indicator, field: str, value: str) -> Figure:
    """A target or actual value with its unit where it is a bare number."""
    is_bare = value.replace(",", "").replace(".", "", 1).isdecimal()
    return Figure(value, f"indicator/{row.id}/{field}", f"{value}{row.unit}" if is_bare else value)


def _score_blocks(indicators: Sequence[RowView], scores: Scores) -> list[dict[str, object]]:
    """The bodies of the score table: rows with the spans of their block and level 2 (0: covered from above)."""
    bodies: list[dict[str, object]] = []
    for block, score in zip(Block, scores.blocks, strict=True):
        rows = [row for row in indicators if row.block == block]
        groups = [list(group) for _, group in groupby(rows, key=lambda row: str(row.group))]
        parts = [groups] if len(indicators) <= _ROWS_MERGED else [[group] for group in groups]
        label = {"name": block.value, "weight": score.weight}
        bodies += [label | {"rows": list(_spans(part))} for part in parts if part]
    return bodies


def _spans(groups: Sequence[Sequence[RowView]]) -> Iterator[dict[str, object]]:
    total = sum(map(len, groups))
    for number, group in enumerate(groups):
        for index, row in enumerate(group):
            yield {
                "row": row,
                "block_span": total if number == 0 and index == 0 else 0,
                "group_span": len(group) if index == 0 else 0,
            }


def _fund_rows(facts: Facts) -> list[list[dict[str, object] | None]]:
    """The funds block of the annex: a first row of totals, then one line of each axis side by side."""
    height = max(len(axis.lines) for axis in facts.axes)
    totals: list[dict[str, object] | None] = [_fund_total(axis) for axis in facts.axes]
    return [totals, *([_fund_cell(axis, line) for axis in facts.axes] for line in range(height))]


def _fund_total(axis: AxisFacts) -> dict[str, object]:
    ref = f"fact/axes/{axis.axis}"
    return {
        "name": "合计",
        "budget": Figure(axis.budget, f"{ref}/budget", ""),
        "executed": Figure(axis.executed, f"{ref}/executed", ""),
        "rate": Figure(axis.rate, f"{ref}/rate", ""),
    }


def _fund_cell(axis: AxisFacts, line: int) -> dict[str, object] | None:
    if line >= len(axis.lines):
        return None
    row = _with_rate(axis.lines[line])
    return {"name": row.category, "budget": row.budget, "executed": row.executed, "rate": row.rate}
