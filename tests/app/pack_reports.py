"""Reports that follow any of the shipped packs: as new, and filled in from the sample."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from app import packs, paths
from app.exchange import entries
from app.library import Library
from app.model.entities import Indicator, Rule
from app.model.pack import TemplatePack

KEYS = tuple(sorted(packs.available()))


def empty_report(library: Library, key: str) -> int:
    """A new report of the pack, nothing filled in."""
    return library.reports.new("某市某局", 2022, pack=key)


def filled_report(library: Library, key: str) -> int:
    """The sample's entries under the pack, its score table filled in; its id."""
    pack = packs.load(key)
    found = entries.read_file(paths.resources() / "sample" / "panyu-2021.toml")
    report = dataclasses.replace(
        found.report, pack=key, posts=86, staff=82, typed_total=None, typed_management=None, typed_delivery=None
    )
    rows = tuple(dataclasses.replace(row, id=number, task_id=None) for number, row in enumerate(_score_rows(pack), 1))
    tables = {**found.rows, "indicator": rows, "evidence_link": ()}
    return library.reports.add_entries(entries.Entries(found.department, report, tables), label="添加")


def _score_rows(pack: TemplatePack) -> list[Indicator]:
    """The preset rows and one in every block without any; the weights of each block add up to its full marks."""
    made = [preset.indicator(1, number) for number, preset in enumerate(pack.indicators, 1)]
    for block in pack.scores.blocks:
        if not any(row.block == block.name for row in made):
            made.append(Indicator(report_id=1, block=block.name, level2="数量指标", level3="培训人数"))
    result = []
    for block in pack.scores.blocks:
        rows = [row for row in made if row.block == block.name]
        each = (block.weight / len(rows)).quantize(Decimal("0.01"))
        for number, row in enumerate(rows):
            weight = block.weight - each * (len(rows) - 1) if number == len(rows) - 1 else each
            score = weight - Decimal("0.1") if number == 0 else weight
            actual = row.target or "100%"
            reason = "年中任务调整" if number == 0 else ""
            result.append(
                dataclasses.replace(
                    row, weight=weight, score=score, actual=actual, reason=reason, rule=Rule.MANUAL.value
                )
            )
    return result
