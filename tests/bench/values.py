"""A report as plain dicts of printed strings: what a program that only fills in a Word template would start from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from app.library import Library
from app.model.entities import FundLine, Indicator, KeyWork, Measure, Origin, Problem, Project, UnitKind
from app.model.facts import AxisFacts, Facts
from app.model.quantities import (
    chinese_number,
    format_money,
    format_money_table,
    format_percent,
    format_plain,
    format_score,
    rate,
)
from app.model.report_data import ReportData
from app.model.results import RowScore, Scores
from app.render.titles import break_title
from app.render.word.tables import MOST_ROWS
from tests.builders import DELIVERY, MANAGEMENT

Values = dict[str, object]

_TITLE_CHARS = 20  # in a line of the standard layout
_NO_INSTITUTIONS = frozenset({UnitKind.ADMINISTRATIVE, UnitKind.OTHER})


def of(library: Library, report_id: int) -> Values:
    """Everything the bench's template prints, numbers formatted by the program's own functions."""
    data, facts, scores = library.data(report_id), library.facts(report_id), library.scores(report_id)
    settings = library.pack(report_id).scores
    return {
        **_texts(data),
        **_totals(data, facts, scores),
        "axes": [_axis(axis) for axis in facts.axes],
        "fund_rows": _fund_rows(facts),
        "projects": [_project(row) for row in data.projects],
        **_score_rows(data, facts, scores),
        "weight": format_plain(settings.full),
    }


def _texts(data: ReportData) -> Values:
    report = data.report
    title = f"{data.department.name}{report.year}年部门整体支出绩效自评报告"
    return {
        "title": "\n".join(break_title(title, _TITLE_CHARS)),
        "department": data.department.name,
        "we": data.department.short_name,
        "own_name": data.department.self_name,
        "year": report.year,
        "annex_label": report.annex_label,
        "overall_goal": _lines(report.overall_goal),
        "overall_work": _lines(report.overall_work),
        "spending_goal": _lines(report.spending_goal),
        "management_text": _lines(report.management_text),
        "results_text": _lines(report.results_text),
        "goal": report.spending_goal,
        "completion": report.goal_completion,
        "shortfall": report.goal_shortfall,
        "offices": [row.name for row in data.offices],
        "units": [row.name for row in data.units],
        "duties": [row.text for row in data.duties],
        "key_works": [_headed(row, str(number)) for number, row in enumerate(data.key_works, 1)],
        "problems": [_headed(row, chinese_number(number)) for number, row in enumerate(data.problems, 1)],
        "measures": [_headed(row, chinese_number(number)) for number, row in enumerate(data.measures, 1)],
        "tasks": [{"name": row.name, "lines": _lines(row.analysis)} for row in data.tasks],
    }


def _lines(text: str) -> list[str]:
    lines = (line.strip(" \t\u3000") for line in text.split("\n"))
    return [line for line in lines if line]


def _sentence(text: str) -> str:
    return text.rstrip("。；;. ")


def _headed(row: KeyWork | Problem | Measure, number: str) -> Values:
    first, *rest = _lines(row.text) or [""]
    return {"number": number, "title": _sentence(row.title), "first": first, "rest": rest}


def _totals(data: ReportData, facts: Facts, scores: Scores) -> Values:
    return {
        "kinds": [_kind(kind, count) for kind, count in facts.units_by_kind],
        "institutions": not any(kind in _NO_INSTITUTIONS for kind, _ in facts.units_by_kind),
        "budget": format_money(facts.total.budget),
        "executed": format_money(facts.total.executed),
        "rate": format_percent(facts.total.rate),
        "coverage": format_percent(facts.coverage),
        "projects_total": facts.projects_total,
        "projects_online": facts.projects_online,
        "projects_offline": facts.projects_offline,
        "total": format_score(scores.total),
        "management": format_score(scores.management.score),
        "delivery": format_score(scores.delivery.score),
        "management_plain": format_plain(scores.management.score),
        "delivery_plain": format_plain(scores.delivery.score),
        "grade": scores.grade,
    }


def _kind(kind: UnitKind, count: int) -> Values:
    noun = "单位" if kind in _NO_INSTITUTIONS else "事业单位"
    return {"name": kind.value, "noun": noun, "count": count}


def _axis(axis: AxisFacts) -> Values:
    return {"name": axis.axis.value, "lines": [_fund_line(line) for line in axis.lines]}


def _fund_line(line: FundLine) -> Values:
    done = format_percent(rate(line.executed, line.budget))
    return {
        "name": line.category,
        "budget": format_money(line.budget),
        "executed": format_money(line.executed),
        "rate": done,
        "cells": (line.category, format_money_table(line.budget), format_money_table(line.executed), done),
    }


def _fund_rows(facts: Facts) -> list[list[str]]:
    """Twelve cells a row: each axis with its total, then its lines side by side."""
    columns = [list(_fund_cells(axis)) for axis in facts.axes]
    height = max(map(len, columns))
    padded = [column + [("",) * 4] * (height - len(column)) for column in columns]
    return [[text for cells in row for text in cells] for row in zip(*padded, strict=True)]


def _fund_cells(axis: AxisFacts) -> Iterator[tuple[str, ...]]:
    yield "合计", format_money_table(axis.budget), format_money_table(axis.executed), format_percent(axis.rate)
    for line in axis.lines:
        done = format_percent(rate(line.executed, line.budget))
        yield line.category, format_money_table(line.budget), format_money_table(line.executed), done


def _project(row: Project) -> Values:
    return {
        "name": row.name,
        "budget": format_money(row.budget),
        "executed": format_money(row.executed),
        "entrusted": bool(row.entrusted_budget or row.entrusted_executed),
        "entrusted_budget": format_money(row.entrusted_budget),
        "entrusted_executed": format_money(row.entrusted_executed),
        "rate": format_percent(rate(row.executed, row.budget)),
        "purposes": [_sentence(line) if not index else line for index, line in enumerate(_lines(row.purpose))],
        "results": _lines(row.result),
    }


def _score_rows(data: ReportData, facts: Facts, scores: Scores) -> Values:
    bodies: list[list[Values]] = []
    lost: dict[str, list[Values]] = {}
    for summed in scores.blocks:
        rows = [_score_row(row, facts, scores.rows[row.id]) for row in data.indicators if row.block == summed.block]
        lost[summed.block] = [row for row in rows if row["lost"]]
        groups = [list(found) for _, found in groupby(rows, key=lambda row: row["group"])]
        label = f"{summed.block}（{format_plain(summed.weight)}分）"
        parts = [groups] if len(data.indicators) <= MOST_ROWS else [[group] for group in groups]
        bodies += [_merged(label, part) for part in parts if part]
    return {
        "score_tables": _dealt(bodies),
        "management_lost": lost[MANAGEMENT],
        "delivery_lost": lost[DELIVERY],
    }


def _merged(label: str, groups: Sequence[Sequence[Values]]) -> list[Values]:
    """The rows of one body, telling where its cells that span rows begin."""
    return [
        row | {"block": label, "begins_block": not (place or index), "begins_group": not index}
        for place, group in enumerate(groups)
        for index, row in enumerate(group)
    ]


def _dealt(bodies: Sequence[list[Values]]) -> list[list[Values]]:
    """The rows in tables that are as long as the program's may be."""
    tables: list[list[Values]] = [[]]
    for body in bodies:
        if tables[-1] and len(tables[-1]) + len(body) > MOST_ROWS:
            tables.append([])
        tables[-1] += body
    return tables


def _score_row(row: Indicator, facts: Facts, score: RowScore) -> Values:
    is_own = row.origin not in {Origin.INFERRED, Origin.EXAMPLE}
    return {
        "group": row.level2,
        "name": row.level3,
        "definition": row.definition,
        "criterion": row.criterion,
        "weight": "" if row.weight is None else format_plain(row.weight),
        "target": _with_unit(row.target, row.unit),
        "actual": _with_unit(facts.actual(row), row.unit),
        "score": format_score(score.score) if score.score is not None else "",
        "plain_score": format_plain(score.score),
        "lost": bool(score.lost),
        "reason": row.reason,
        "why": _sentence(row.reason) or "【待填：扣分原因】",
        "remark": "" if is_own else f"（{row.origin}）",
    }


def _with_unit(value: str, unit: str) -> str:
    is_bare = value.replace(",", "").replace(".", "", 1).isdecimal()
    return f"{value}{unit}" if is_bare else value
