"""The commands `ziping show` and `ziping score`: a report as it is entered and as it is computed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from app.exchange import entries
from app.library import Library
from app.model import quantities
from app.model.entities import Indicator
from app.model.results import ProjectScores, RowScore, Scores
from ui.cli.codes import DONE
from ui.cli.library_file import open_library
from ui.cli.printed import number, points, print_json


def show(options: argparse.Namespace) -> int:
    """Prints every entry and every computed figure of a report."""
    with open_library(options) as library:
        shown = whole_report(library, options.id)
    if options.json:
        print_json(shown)
    else:
        _print_entries(shown)
    return DONE


def whole_report(library: Library, report_id: int) -> dict[str, Any]:
    """The entries and computed figures of a report as JSON has them: amounts in 万元, rates in %."""
    data, facts, scores = library.computed(report_id)
    found = entries.to_mapping(data)
    total = facts.total
    found["fund_lines"] = entries.with_rates(found["fund_lines"], data.fund_lines)
    projects = entries.with_rates(found["projects"], data.projects)
    found["projects"] = [row | {"form": _form(scores.projects.get(row["id"]))} for row in projects]
    found["fund_total"] = {
        "budget": quantities.money_json(total.budget),
        "executed": quantities.money_json(total.executed),
        "rate": quantities.rate_json(total.rate),
    }
    found["counts"] = {
        "offices": facts.offices,
        "units": facts.units,
        "tasks": facts.tasks,
        "projects": facts.projects_total,
        "projects_online": facts.projects_online,
        "projects_offline": facts.projects_offline,
        "project_forms": facts.forms,
    }
    found["scores"] = {
        **{block.key: points(block.score) for block in scores.blocks},
        "adjustments": points(scores.adjustments),
        "total": points(scores.total),
        "computed_total": points(scores.computed_total),
        "grade": scores.grade,
    }
    return found


def _form(scores: ProjectScores | None) -> dict[str, Any] | None:
    """The scores of a project's 项目支出绩效自评表; None while it has none."""
    if scores is None:
        return None
    return {
        "rate": quantities.rate_json(scores.rate),
        "execution": points(scores.execution),
        **{block.key: points(block.score) for block in scores.blocks},
        "total": points(scores.total),
        "is_whole": scores.is_whole,
    }


def _print_entries(shown: dict[str, Any]) -> None:
    for name, value in shown.items():
        if isinstance(value, dict):
            print(f"[{name}]")
            for field, inner in value.items():
                print(f"  {field}: {_plain(inner)}")
        else:
            print(f"[{name}] {len(value)}")
            for row in value:
                print("  " + " | ".join(_plain(inner) for inner in row.values()))


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def score(options: argparse.Namespace) -> int:
    """Prints the score table of a report."""
    with open_library(options) as library:
        data, facts, scores = library.computed(options.id)
    rows = [_row(row, facts.actual(row), scores.rows[row.id]) for row in data.indicators]
    if options.json:
        print_json({"rows": rows, **_totals(scores)})
    else:
        _print_scores(rows, scores)
    return DONE


def _row(row: Indicator, actual: str, score: RowScore) -> dict[str, Any]:
    return {
        "block": row.block,
        "level1": row.block,
        "level2": row.level2,
        "level3": row.level3,
        "rule": row.rule,
        "weight": number(score.weight),
        "target": row.target,
        "actual": actual,
        "computed": points(score.computed),
        "score": points(score.score),
        "reason": row.reason,
        "explanation": score.explanation,
    }


def _totals(scores: Scores) -> dict[str, Any]:
    """The sums of the blocks and of the table; `total` is computed, `typed_total` what was typed instead."""
    blocks = [
        {
            "key": block.key,
            "block": block.block,
            "weight": number(block.weight),
            "computed": points(block.computed),
            "score": points(block.score),
        }
        for block in scores.blocks
    ]
    return {
        "blocks": blocks,
        "adjustments": points(scores.adjustments),
        "raw_total": points(scores.raw_total),
        "total": points(scores.computed_total),
        "typed_total": points(scores.typed_total),
        "grade": scores.grade,
    }


def _print_scores(rows: Sequence[dict[str, Any]], scores: Scores) -> None:
    for row in rows:
        cells = ("block", "level2", "level3", "weight", "score", "reason")
        print("\t".join(row[cell] or "—" for cell in cells))
    for block in scores.blocks:
        note = f"（各行合计 {quantities.format_score(block.computed)}）" if block.typed else ""
        print(f"{block.block}\t{quantities.format_score(block.score)}{note}")
    note = ""
    if scores.total != scores.computed_total:
        note = f"（按各部分得分合计 {quantities.format_score(scores.computed_total)}）"
    print(f"自评总得分\t{quantities.format_score(scores.total)}{note}\t{scores.grade}")
