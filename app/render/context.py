"""What templates see: the report's rows and figures as values that know which field they come from."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from markupsafe import Markup, escape

from app.model import project_forms, quantities
from app.model.entities import BY_TABLE, Entity, FundLine, Indicator, Origin, Project, ProjectIndicator
from app.model.facts import AxisFacts, Facts
from app.model.fields import FieldSpec, Kind, specs
from app.model.pack import ProjectSettings, ScoreSettings, TemplatePack
from app.model.project_forms import Form, FormFunds
from app.model.report_data import ReportData
from app.model.results import BlockScore, ProjectScores, RowScore, Scores

_ROWS_MERGED = 1000  # above this a block is divided by level 2: LibreOffice lays out long tables quadratically


MARKUP_CHARACTERS = re.compile("[&<>\"']")


class Figure:
    """A value of a template, printed inside the markup that names its source; without a `ref` as bare text.

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
        if MARKUP_CHARACTERS.search(text):
            text = escape(text)
        return f'<f ref="{self.ref}">{text}</f>' if text and self.ref else text

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


_PROSE = frozenset({Kind.TEXT, Kind.LONG, Kind.CHOICE})


def is_number(ref: str) -> bool:
    """Whether a reference is of a number, typed or computed, rather than of words the officer wrote."""
    table, _, rest = ref.partition("/")
    spec = specs(BY_TABLE[table]).get(rest.rpartition("/")[2]) if table in BY_TABLE else None
    return bool(ref) and (spec is None or spec.kind not in _PROSE)


class RowView:
    """An entity whose fields are figures; `key` names it for paragraph ids."""

    __slots__ = ("_entity", "_prefix", "_specs", "key")

    def __init__(self, entity: Entity, *, references: bool) -> None:
        self.key = f"{entity.TABLE}/{entity.id}"
        self._prefix = f"{self.key}/" if references else ""
        self._entity = entity
        self._specs = specs(type(entity))

    def __getattr__(self, name: str) -> Figure | str:
        value = getattr(self._entity, name)
        if value and type(value) is str:  # nearly every cell: what has no reference needs no figure
            return Figure(value, self._prefix + name, value) if self._prefix else value
        spec = self._specs.get(name)
        if spec is None:
            return self._figure(name, value, "" if value is None else str(value))
        gap = f"【待填：{spec.label}】" if spec.required and (value is None or value == "") else ""
        return self._figure(name, value, _shown(spec, value), gap)

    def _figure(self, name: str, value: object, shown: str, gap: str = "") -> Figure:
        return Figure(value, self._prefix and self._prefix + name, shown, gap)


class FundedView(RowView):
    """A row with a budget and what was spent of it."""

    __slots__ = ()

    @property
    def rate(self) -> Figure:
        """Completion, %."""
        entity: Any = self._entity
        return self._figure("rate", quantities.rate(entity.executed, entity.budget), "")


_NOT_OWN = frozenset({Origin.INFERRED, Origin.EXAMPLE})


class IndicatorView(RowView):
    """A row of the score table with what was computed for it."""

    __slots__ = ("_actual", "_proofs", "_row", "_score", "group", "level1", "spans", "task")

    def __init__(
        self,
        row: Indicator | ProjectIndicator,
        score: RowScore,
        actual: str,
        task: str,
        proofs: Sequence[int],
        level1: Mapping[str, object],
        *,
        references: bool,
    ) -> None:
        super().__init__(row, references=references)
        self.task = task
        self.group = row.level2 or task
        self.level1 = level1  # its block: name, weight, score, lost
        self.spans: dict[str, int] = {}  # see `_bodies`
        self._row = row
        self._score = score
        self._actual = actual
        self._proofs = proofs

    @property
    def score(self) -> Figure:
        """What counts, 分."""
        return self._figure("score", self._score.score, "")

    @property
    def lost(self) -> Decimal:
        """分 below full marks."""
        return self._score.lost

    @property
    def target_text(self) -> Figure | str:
        """The target with its unit."""
        return self._with_unit("target", self._row.target)

    @property
    def actual_text(self) -> Figure | str:
        """The actual value, of the fact the row is bound to or as typed, with its unit."""
        return self._with_unit("actual", self._actual)

    def _with_unit(self, name: str, value: str) -> Figure | str:
        unit = self._row.unit
        if unit and value[:1].isdecimal() and value.replace(",", "").replace(".", "", 1).isdecimal():
            value += unit
        return Figure(value, self._prefix + name, value) if self._prefix else value

    @property
    def remark(self) -> str:
        """The numbers of the evidence, and 推断 or 示例 where the figures are not the department's own."""
        origin = getattr(self._row, "origin", Origin.ENTERED)
        note = f"（{origin}）" if origin in _NOT_OWN else ""
        return f"材料{'、'.join(map(str, sorted(self._proofs)))}{note}" if self._proofs else note


class FactsView:
    """Computed figures under a dotted path."""

    __slots__ = ("_facts", "_path")

    def __init__(self, facts: object, path: str) -> None:
        self._facts = facts
        self._path = path

    def __getattr__(self, name: str) -> object:
        return _wrap(getattr(self._facts, name), self._path and f"{self._path}/{name}")


def _wrap(value: object, ref: str) -> object:
    """A computed value as templates see it."""
    if isinstance(value, tuple | list):
        return [_wrap(item, ref) for item in value]
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


def build(
    data: ReportData, facts: Facts, scores: Scores, settings: ScoreSettings, *, references: bool = True
) -> dict[str, object]:
    """The names a template can use; `CONTRIBUTING.md` lists them. Without references values print as bare text."""
    return _Builder(data, facts, scores, settings, references=references).names()


def build_forms(
    data: ReportData, facts: Facts, scores: Scores, pack: TemplatePack, only: int = 0, *, references: bool = True
) -> dict[str, object]:
    """The names for the forms of the projects, of one project where `only` is its id."""
    found = _Builder(data, facts, scores, pack.scores, references=references)
    if pack.projects is None:
        return found.names() | {"forms": []}
    return found.names() | {"forms": found.forms(pack.projects, only)}


class _Builder:
    """Makes the views of one report."""

    def __init__(
        self, data: ReportData, facts: Facts, scores: Scores, settings: ScoreSettings, *, references: bool
    ) -> None:
        self._data = data
        self._facts = facts
        self._scores = scores
        self._settings = settings
        self._references = references

    def names(self) -> dict[str, object]:
        data = self._data
        indicators = self._indicators()
        return {
            "department": self._view(data.department),
            "report": self._view(data.report),
            "offices": self._views(data.offices),
            "units": self._views(data.units),
            "duties": self._views(data.duties),
            "key_works": self._views(data.key_works),
            "tasks": self._views(data.tasks),
            "projects": [self._funded(row) for row in data.projects],
            "problems": self._views(data.problems),
            "measures": self._views(data.measures),
            "evidence": self._views(data.evidence),
            "adjustments": self._views(data.adjustments),
            "facts": FactsView(self._facts, self._ref("fact")),
            "axes": [{"name": axis.axis, "lines": list(map(self._funded, axis.lines))} for axis in self._facts.axes],
            "scores": self._score_view(),
            "deductions": {
                block.key: [row for row in indicators if row.block == block.name and row.lost]
                for block in self._settings.blocks
            },
            "indicators": indicators,
            "fund_rows": self._fund_rows(),
        }

    def forms(self, settings: ProjectSettings, only: int) -> list[dict[str, object]]:
        """The forms that are begun, in the order of their projects."""
        return [
            self._form(form, self._scores.projects[form.project.id], settings, number)
            for number, form in enumerate(project_forms.forms(self._data), 1)
            if form.is_begun and only in {0, form.project.id}
        ]

    def _form(self, form: Form, scores: ProjectScores, settings: ProjectSettings, number: int) -> dict[str, object]:
        blocks = {block.block: self._block_view(block, "") for block in scores.blocks}
        order = list(blocks)
        rows = sorted(form.indicators, key=lambda row: order.index(row.block) if row.block in blocks else len(order))
        return {
            "number": number,
            "title": f"{number}.{form.project.name}",
            "project": self._view(form.project),
            "total": self._fund_line(form.total),
            "funds": [self._fund_line(line) for line in form.lines()],
            "rate": Figure(scores.rate, "", ""),
            "execution": Figure(scores.execution, "", ""),
            "execution_weight": settings.execution,
            "indicators": [
                IndicatorView(
                    row,
                    scores.rows[row.id],
                    row.actual,
                    "",
                    (),
                    blocks.get(row.block) or {"name": row.block, "weight": None, "score": None, "lost": None},
                    references=self._references,
                )
                for row in rows
            ],
            "weight": settings.full,
            "score": Figure(scores.total if scores.is_whole else None, "", ""),
        }

    def _fund_line(self, line: FormFunds) -> dict[str, object]:
        ref = f"project_fund/{line.row_id}/" if line.row_id else ""
        amounts = {
            name: Figure(getattr(line, name), self._ref(ref and f"{ref}{name}"), "")
            for name in ("initial", "budget", "executed")
        }
        done = quantities.rate(line.executed, line.budget) if line.budget else None
        return {"name": line.name, **amounts, "rate": Figure(done, "", "")}

    def _ref(self, ref: str) -> str:
        return ref if self._references else ""

    def _view(self, entity: Entity) -> RowView:
        return RowView(entity, references=self._references)

    def _views(self, rows: Iterable[Entity]) -> list[RowView]:
        return [self._view(row) for row in rows]

    def _funded(self, row: FundLine | Project) -> FundedView:
        return FundedView(row, references=self._references)

    def _score_view(self) -> dict[str, object]:
        scores = self._scores
        blocks = {block.key: self._block_view(block) for block in scores.blocks}
        return {
            "total": Figure(scores.total, self._ref("score/total"), ""),
            "blocks": list(blocks.values()),
            **blocks,
            "adjustments": Figure(scores.adjustments, self._ref("score/adjustments"), ""),
            "grade": Figure(scores.grade, self._ref("score/grade"), scores.grade),
            "weight": self._settings.full,
        }

    def _block_view(self, block: BlockScore, kind: str = "score/") -> dict[str, object]:
        figure = Figure(block.score, self._ref(kind and f"{kind}{block.key}"), "")
        return {
            "key": block.key,
            "name": block.block,
            "score": figure,
            "weight": block.weight,
            "lost": block.weight - block.score,
        }

    def _indicators(self) -> list[IndicatorView]:
        """The rows of the score table, block by block, with their scores and the numbers of their evidence."""
        proofs = self._proofs()
        tasks = {task.id: task.name for task in self._data.tasks}
        actual, rows = self._facts.actual, self._scores.rows
        blocks = {block.block: self._block_view(block) for block in self._scores.blocks}
        known = list(blocks)
        in_order = sorted(
            self._data.indicators, key=lambda row: known.index(row.block) if row.block in blocks else len(known)
        )
        return [
            IndicatorView(
                row,
                rows[row.id],
                actual(row),
                tasks.get(row.task_id or 0, ""),
                proofs.get(row.id, ()),
                blocks.get(row.block) or {"name": row.block, "weight": None, "score": None, "lost": None},
                references=self._references,
            )
            for row in in_order
        ]

    def _proofs(self) -> dict[int, list[int]]:
        """The numbers of the evidence of each indicator."""
        numbers = {row.id: number for number, row in enumerate(self._data.evidence, 1)}
        proofs: dict[int, list[int]] = {}
        for link in self._data.evidence_links:
            number = numbers.get(link.evidence_id or 0)
            if link.indicator_id is not None and number is not None:
                proofs.setdefault(link.indicator_id, []).append(number)
        return proofs

    def _fund_rows(self) -> list[list[dict[str, object] | None]]:
        """The funds block of the annex: a first row of totals, then one line of each axis side by side."""
        axes = self._facts.axes
        height = max(len(axis.lines) for axis in axes)
        totals: list[dict[str, object] | None] = [self._fund_total(axis) for axis in axes]
        return [totals, *([self._fund_cell(axis, line) for axis in axes] for line in range(height))]

    def _fund_total(self, axis: AxisFacts) -> dict[str, object]:
        ref = f"fact/axes/{axis.axis}"
        return {
            "name": "合计",
            "budget": Figure(axis.budget, self._ref(f"{ref}/budget"), ""),
            "executed": Figure(axis.executed, self._ref(f"{ref}/executed"), ""),
            "rate": Figure(axis.rate, self._ref(f"{ref}/rate"), ""),
        }

    def _fund_cell(self, axis: AxisFacts, line: int) -> dict[str, object] | None:
        if line >= len(axis.lines):
            return None
        row = self._funded(axis.lines[line])
        return {"name": row.category, "budget": row.budget, "executed": row.executed, "rate": row.rate}
