"""A pack from elsewhere is tried on the sample before it is added, so that no officer meets its faults in a report."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import cast

from app import paths
from app.exchange import entries
from app.exchange.entries import Entries
from app.model import project_forms
from app.model.entities import BY_TABLE, Indicator, ReportRow
from app.model.facts import Facts
from app.model.pack import TemplatePack
from app.model.report_data import ReportData
from app.render import context
from app.render.template_rules import check_sources
from app.render.templates import TemplateSet
from app.scoring import engine


def check(pack: TemplatePack) -> None:
    """TemplateError when a template cannot be used, with its line."""
    check_sources(pack.key, pack.templates)
    sample = entries.read_file(paths.resources() / "sample" / "panyu-2021.toml")
    _draw(pack, _filled(pack, sample))
    _draw(pack, ReportData.of(sample.department, dataclasses.replace(sample.report, typed_total=None), ()))


def _filled(pack: TemplatePack, sample: Entries) -> ReportData:
    """The sample with the pack's own indicators, and a form for its first project."""
    rows = [row for found in sample.rows.values() for row in found if not isinstance(row, Indicator)]
    rows += [preset.indicator(0, number) for number, preset in enumerate(pack.indicators, 1)]
    if pack.projects is not None:
        first = [row.id for row in sample.rows.get("project", ())][:1]
        for table, values in project_forms.starting(pack.projects, first).items():
            make = cast("Callable[..., ReportRow]", BY_TABLE[table])
            rows += [make(**each) for each in values]
    numbered = (dataclasses.replace(row, id=row.id or number) for number, row in enumerate(rows, 1))
    return ReportData.of(sample.department, sample.report, numbered)


def _draw(pack: TemplatePack, data: ReportData) -> None:
    """Draws all that the pack has templates for."""
    facts = Facts.of(data, pack.scores.task_blocks)
    scores = engine.score(data, facts, pack.scores, pack.projects)
    templates = TemplateSet(pack.key, pack.templates)
    templates.document(["report.xhtml", "annex.xhtml"], context.build(data, facts, scores, pack.scores))
    if pack.projects is not None:
        templates.document(["project.xhtml"], context.build_forms(data, facts, scores, pack))
