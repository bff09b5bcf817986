"""How much of a report comes back when its file is read, by one rule: an entry is compared as the report prints it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from app.exchange.entries import Entries
from app.exchange.reading.cleaning import normalised, on_one_line
from app.library import Library
from app.model.entities import (
    Adjustment,
    Axis,
    Department,
    Duty,
    Entity,
    FundLine,
    Indicator,
    KeyWork,
    Measure,
    Office,
    Origin,
    Problem,
    Project,
    ProjectKind,
    Report,
    ReportRow,
    Task,
    Unit,
    UnitKind,
)
from app.model.fields import FieldSpec, Kind, specs
from app.model.quantities import format_money, format_percent, format_plain, rate, round_half_up
from app.render.filters import FILTERS

PRINTED_TABLES: tuple[type[ReportRow], ...] = (
    Office, Unit, Duty, KeyWork, FundLine, Task, Project, Indicator, Adjustment, Problem, Measure,
)  # fmt: skip
"""What report and annex print row by row. Evidence prints as numbers, forms of projects are documents of their own."""

_CAUSES = ("扣分主要原因是", "扣分原因是", "主要原因是", "原因是", "由于", "因为")
_PURPOSE = ("该项目", "资金主要用于", "资金用于", "主要用于", "用于")

_FITTED: Mapping[tuple[type[Entity], str], Callable[[str], object]] = {
    (Project, "purpose"): lambda text: FILTERS["after"](text, *_PURPOSE),
    (Project, "result"): lambda text: FILTERS["after"](text, "项目完成情况", "完成情况"),
    (Report, "overall_work"): lambda text: FILTERS["after"](text, "总体工作完成情况"),
    (Indicator, "reason"): lambda text: FILTERS["after"](text, *_CAUSES),
    **{(entity, "title"): FILTERS["unnumbered"] for entity in (KeyWork, Problem, Measure)},
    (Duty, "text"): FILTERS["unnumbered"],
}
"""What print leaves out of a text because the template's own words, or its number, stand before it."""

_COLLECTING = "says who fills in the row's 采集表"
_FORM = "stands in the form of the project"

UNPRINTED: Mapping[type[Entity], Mapping[str, str]] = {
    Department: {
        "region": "follows from the name; print has no place for it",
        "level": "follows from the name; print has no place for it",
    },
    Report: {
        "status": "is the program's",
        "posts": "the annex shows what follows from it, where a row is bound to it",
        "staff": "the annex shows what follows from it, where a row is bound to it",
    },
    Task: dict.fromkeys(("office_id", "unit_id"), _COLLECTING),
    Project: {
        "level": "follows from name and number",
        "task_id": "only distributes weights",
        **dict.fromkeys(("office_id", "unit_id"), _COLLECTING),
        **dict.fromkeys(("competent", "implementer", "goal", "goal_result"), _FORM),
    },
    Indicator: {
        **dict.fromkeys(("rule", "parameters", "fact"), "only its score prints"),
        "measure": "measures print in their chapter",
        **dict.fromkeys(("office_id", "unit_id"), _COLLECTING),
    },
    Problem: {"indicator_id": "says from which row it was drafted"},
    Measure: {"problem_id": "says for which problem it was drafted"},
}
"""The fields that neither report nor annex prints, and why. A test holds that changing one changes no printed word."""

_FLAT = frozenset({".txt", ".pdf"})
_IN_CELLS: Mapping[type[Entity], tuple[str, ...]] = {
    Report: ("goal_completion", "goal_shortfall"),
    Indicator: ("definition", "criterion", "reason"),
    Adjustment: ("reason",),
}

Printed = Mapping[str, object]
T = TypeVar("T", bound=Entity)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What came back of what was printed: counts of filled-in fields and of rows, and how many of each are exact."""

    fields: int
    exact_fields: int
    rows: int
    exact_rows: int
    faults: tuple[str, ...]  # each with its place, what was printed and what was read

    @property
    def share(self) -> Decimal:
        """Fields that came back exactly, %."""
        return Decimal(100 * self.exact_fields) / max(self.fields, 1)

    @property
    def rows_share(self) -> Decimal:
        """Rows that came back exactly in every field, %. Department and report count as a row each."""
        return Decimal(100 * self.exact_rows) / max(self.rows, 1)


def wanted(library: Library, report_id: int, suffix: str) -> Entries:
    """A stored report's entries with what is computed for them filled in as if it were typed: that is what prints.

    In text and PDF files a cell has no paragraphs, so what only the annex prints is one there.
    """
    data, facts, scores = library.data(report_id), library.facts(report_id), library.scores(report_id)
    order = {block.block: place for place, block in enumerate(scores.blocks)}
    rows = dict(data.tables)
    rows[Indicator.TABLE] = tuple(
        dataclasses.replace(
            row, actual="" if row.not_applicable else facts.actual(row), score=scores.rows[row.id].score
        )
        for row in sorted(data.indicators, key=lambda row: order.get(row.block, len(order)))
    )
    by_key = {block.key: block.score for block in scores.blocks} if scores.is_scored else {}
    report = dataclasses.replace(
        data.report,
        typed_total=scores.total if scores.is_scored else None,
        typed_management=by_key.get("management"),
        typed_delivery=by_key.get("delivery"),
    )
    if suffix in _FLAT:
        rows |= {table: tuple(map(_flat, found)) for table, found in rows.items()}
        report = _flat(report)
    return Entries(data.department, report, rows)


def _flat(row: T) -> T:
    values: dict[str, Any] = {name: on_one_line(getattr(row, name)) for name in _IN_CELLS.get(type(row), ())}
    return dataclasses.replace(row, **values)


def recovery(read: Entries, expected: Entries) -> Recovery:
    """How what was read compares with what `wanted` gives."""
    fields = exact_fields = rows = exact_rows = 0
    faults: list[str] = []
    for place, before, after in _pairs(_printed(expected), _printed(read)):
        filled = {name for name, value in before.items() if value not in _EMPTY}
        invented = {name for name, value in after.items() if value not in _EMPTY} - filled
        wrong = [name for name in before if before[name] != after.get(name)]
        rows += bool(before)
        exact_rows += bool(before) and not wrong
        fields += len(filled)
        exact_fields += len(filled - set(wrong))
        faults += [f"{place} {name}: {before.get(name)!r} → {after.get(name)!r}" for name in wrong or invented]
    return Recovery(fields, exact_fields, rows, exact_rows, tuple(faults))


_EMPTY: tuple[object, ...] = ("", None, ())


def _pairs(
    before: Mapping[str, Sequence[Printed]], after: Mapping[str, Sequence[Printed]]
) -> Iterator[tuple[str, Printed, Printed]]:
    for table, rows in before.items():
        others = after[table]
        for index in range(max(len(rows), len(others))):
            place = f"{table}/{index + 1}"
            yield place, rows[index] if index < len(rows) else {}, others[index] if index < len(others) else {}


def _printed(found: Entries) -> dict[str, list[Printed]]:
    """Every row by table as the values that can be told from its print."""
    tasks = {row.id: row.name for row in found.rows_of(Task) if isinstance(row, Task)}
    rows = {entity.TABLE: [_row(row, tasks) for row in found.rows_of(entity)] for entity in PRINTED_TABLES}
    # The text counts projects and units by kind and does not say of which kind each is.
    for entity, kinds in ((Project, list(map(str, ProjectKind))), (Unit, list(map(str, UnitKind)))):
        in_order = sorted((str(values["kind"]) for values in rows[entity.TABLE]), key=kinds.index)
        rows[entity.TABLE] = [
            {**values, "kind": kind} for values, kind in zip(rows[entity.TABLE], in_order, strict=True)
        ]
    # Text and annex give the lines of one axis after those of another.
    rows[FundLine.TABLE].sort(key=lambda values: list(map(str, Axis)).index(str(values["axis"])))
    report = {**dict(_values(found.report)), "year": found.report.year}
    report |= _counts(found.report, len(rows[Project.TABLE]))
    return {Department.TABLE: [_department(found.department)], Report.TABLE: [report], **rows}


def _row(row: ReportRow, tasks: Mapping[int, str]) -> Printed:
    values = dict(_values(row))
    match row:
        case Indicator():
            return {**values, **_indicator(row, tasks)}
        case Project():
            return {**values, **_project(row)}
        case _:
            return values


def _department(row: Department) -> Printed:
    """What a department calls itself has a default in print."""
    own = row.self_name or "本部门"
    return {**dict(_values(row)), "self_name": own, "short_name": row.short_name or own}


def _values(row: Entity) -> Iterator[tuple[str, object]]:
    unprinted = UNPRINTED.get(type(row), {})
    for name, spec in specs(type(row)).items():
        if name not in unprinted:
            fit = _FITTED.get((type(row), name), str)
            value = getattr(row, name)
            yield name, _value(spec, fit(value) if isinstance(value, str) else value)


def _value(spec: FieldSpec, value: Any) -> object:
    if value is None:
        return None
    match spec.kind:
        case Kind.TEXT | Kind.LONG:
            return bare(value)
        case Kind.MONEY:
            return format_money(value)  # to 0.01 万元
        case Kind.DECIMAL:
            return format_plain(round_half_up(value, 2))
        case _:
            return value


def bare(text: str) -> str:
    """A text as print tells it: without what sets type (blanks beside Chinese, wide digits, indents, empty lines), and
    without the stop that a template sets or takes at the end of its first and last lines."""
    lines = [line for line in map(normalised, text.split("\n")) if line]
    if lines:
        lines[0] = lines[0].rstrip("。；;. ")
        lines[-1] = lines[-1].rstrip("。；;. ")
    return "\n".join(filter(None, lines))


def _counts(report: Report, listed: int) -> Printed:
    """What the text tells of numbers of projects: how many there are, and the share of those due."""
    total = listed + (report.unlisted_projects or 0)
    due = format_percent(rate(total, report.projects_due)) if total else ""  # 0 % is the share of any number
    return {"unlisted_projects": total - listed, "projects_due": due}


def _project(row: Project) -> Printed:
    """Entrusted amounts of nothing mostly do not print, a document number does within the name."""
    amounts = (row.entrusted_budget, row.entrusted_executed)
    shown = (text if (text := format_money(amount or 0)) != "0" else None for amount in amounts)
    told = dict(zip(("entrusted_budget", "entrusted_executed"), shown, strict=True))
    numbers = [number for number in row.document_number.split("、") if number and number in row.name]
    return {**told, "document_number": "、".join(numbers)}


def _indicator(row: Indicator, tasks: Mapping[int, str]) -> Printed:
    """Values print with their unit, a task where it is the row's group, an origin where it is not the department's."""
    task = tasks.get(row.task_id or 0, "")
    group = row.level2 or task
    return {
        "level2": bare(group),
        "task_id": bare(task) if bare(task) == bare(group) else "",
        "target": _with_unit(row.target, row.unit),
        "actual": _with_unit(row.actual, row.unit),
        "unit": "",
        "origin": row.origin if row.origin in {Origin.INFERRED, Origin.EXAMPLE} else "",
    }


def _with_unit(value: str, unit: str) -> str:
    is_number = value.replace(",", "").replace(".", "", 1).isdecimal()
    return normalised(value + unit if is_number else value)
