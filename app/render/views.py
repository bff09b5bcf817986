"""The report's rows and computed figures as templates see them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.model import quantities
from app.model.entities import Entity, Indicator, Origin, ProjectIndicator
from app.model.fields import FieldSpec, Kind, specs
from app.model.results import RowScore
from app.model.rule_parameters import NOT_APPLICABLE
from app.render.figures import Figure


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
        self.spans: dict[str, int] = {}  # by field, set by the filter `bodies`
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
        """The actual value, of the fact the row is bound to or as typed, with its unit; that a row does not apply."""
        if self._row.not_applicable:
            name = "not_applicable"
            return Figure(NOT_APPLICABLE, self._prefix + name, NOT_APPLICABLE) if self._prefix else NOT_APPLICABLE
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
