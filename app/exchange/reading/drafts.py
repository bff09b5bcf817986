"""Gathers entries while a report is read: rows in the making, told facts, and what was left over."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.exchange.reading.cleaning import is_gap, squeezed
from app.exchange.reading.understanding import Confidence, Leftover, Understood
from app.model.entities import Entity, FundLine, Indicator, Report, ReportRow
from app.model.fields import FieldSpec, specs
from app.model.naming import naming_field

_LONGEST_PASSAGE = 4000
_RANKS = tuple(Confidence)


@dataclass(slots=True)
class Draft:
    """A row while it is read. What later passages say is added to it."""

    entity: type[ReportRow]
    id: int
    values: dict[str, Any]
    passages: list[str] = field(default_factory=list)
    confidence: Confidence = Confidence.CERTAIN

    def get(self, name: str) -> Any:
        """What was read of a field so far; None when nothing was."""
        return self.values.get(name)

    def add_line(self, name: str, line: str) -> None:
        """Adds a paragraph to a long text."""
        if line and not is_gap(line):
            self.values[name] = "\n".join(filter(None, (self.values.get(name, ""), line)))
        self.passages.append(line)

    def fill(self, passage: str, **values: Any) -> None:
        """Takes over what is not known yet."""
        for name, value in values.items():
            if self.values.get(name) in {None, ""}:
                self.values[name] = value
        if passage not in self.passages:
            self.passages.append(passage)

    def lower(self, confidence: Confidence) -> None:
        """Makes the row no surer than `confidence`."""
        self.confidence = max(self.confidence, confidence, key=_RANKS.index)


class Drafts:
    """Everything read so far."""

    def __init__(self) -> None:
        self._rows: list[Draft] = []
        self._by_name: dict[tuple[type[ReportRow], str, str], Draft] = {}
        self._indexed = 0  # rows that are in it
        self._ids: Counter[str] = Counter()
        self._told: list[tuple[type[Entity], str, Any, list[str], Confidence]] = []
        self.leftovers: list[Leftover] = []

    def add(
        self, entity: type[ReportRow], passage: str, confidence: Confidence = Confidence.CERTAIN, /, **values: Any
    ) -> Draft:
        """Begins a row."""
        self._ids[entity.TABLE] += 1
        draft = Draft(entity, self._ids[entity.TABLE], dict(values), [passage], confidence)
        self._rows.append(draft)
        return draft

    def rows(self, entity: type[ReportRow]) -> list[Draft]:
        """The rows of one table so far."""
        return [draft for draft in self._rows if draft.entity is entity]

    def find(self, entity: type[ReportRow], name: str, among: str = "") -> Draft | None:
        """The first row of a table that is called so; an indicator also by its block, a fund line by its axis."""
        for draft in self._rows[self._indexed :]:
            self._by_name.setdefault(_key(draft), draft)
        self._indexed = len(self._rows)
        return self._by_name.get((entity, among, squeezed(name)))

    def fund_line(self, axis: str, category: str, passage: str) -> Draft:
        """The row of a category on an axis, begun when it is not there yet."""
        known = self.find(FundLine, category, axis)
        return known or self.add(FundLine, passage, axis=axis, category=category)

    def tell(
        self, entity: type[Entity], passage: str, confidence: Confidence = Confidence.CERTAIN, /, **values: Any
    ) -> None:
        """Notes fields of the department or the report; what was told first holds."""
        for name, value in values.items():
            if value not in {None, ""} and self.told(entity, name) is None:
                self._told.append((entity, name, value, [passage], confidence))

    def told(self, entity: type[Entity], name: str) -> Any:
        """What was told of a field; None when nothing was."""
        return next((value for kind, field, value, _, _ in self._told if (kind, field) == (entity, name)), None)

    def tell_line(self, name: str, line: str) -> None:
        """Adds a paragraph to a long text of the report."""
        if not line or is_gap(line):
            return
        for index, (kind, field_name, value, passages, confidence) in enumerate(self._told):
            if (kind, field_name) == (Report, name):
                self._told[index] = (kind, name, f"{value}\n{line}", [*passages, line], confidence)
                return
        self.tell(Report, line, **{name: line})

    def leave(self, path: tuple[str, ...], text: str) -> None:
        """Notes text that was not understood, with the headings it stands under."""
        if text and not is_gap(text):
            self.leftovers.append(Leftover(path, text))

    def understood(self) -> Iterator[Understood]:
        """All entries, department and report first; what does not fit its field is left over."""
        for entity, name, value, passages, confidence in self._told:
            fitted = self._fitted(entity, {name: value})
            if fitted:
                passage = "\n".join(passages)[:_LONGEST_PASSAGE]
                yield Understood(_made(entity, 0, fitted), passage, confidence, tuple(fitted))
        for draft in self._rows:
            fitted = self._fitted(draft.entity, draft.values)
            passage = "\n".join(filter(None, draft.passages))[:_LONGEST_PASSAGE]
            yield Understood(_made(draft.entity, draft.id, fitted), passage, draft.confidence, tuple(fitted))

    def _fitted(self, entity: type[Entity], values: dict[str, Any]) -> dict[str, Any]:
        declared = specs(entity)
        fitted = {}
        for name, value in values.items():
            spec = declared.get(name)
            if value is None or value == "" or (isinstance(value, str) and is_gap(value)):
                continue
            if spec is None or _fits(spec, value):
                fitted[name] = value
            else:
                self.leave((entity.LABEL,), f"{spec.label}：{value}")
        return fitted


def _key(draft: Draft) -> tuple[type[ReportRow], str, str]:
    among = {Indicator: "block", FundLine: "axis"}.get(draft.entity, "")
    name = draft.get(naming_field(draft.entity)) or ""
    return draft.entity, str(draft.get(among) or ""), squeezed(str(name))


def _fits(spec: FieldSpec, value: object) -> bool:
    if isinstance(value, str):
        return (spec.limit is None or len(value) <= spec.limit) and (not spec.choices or value in spec.choices)
    return True


def _made(entity: type[Entity], row_id: int, values: dict[str, Any]) -> Entity:
    return dataclasses.replace(entity(id=row_id), **values)
