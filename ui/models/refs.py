"""Where a figure of the report comes from: the references the preview hands back, as places of the window."""

from __future__ import annotations

from app.model.entities import (
    BY_TABLE,
    Adjustment,
    Department,
    FundLine,
    Indicator,
    Office,
    Project,
    Report,
    Task,
    Unit,
)
from app.model.fields import specs
from ui.models.goto_model import Place
from ui.models.outline_model import OutlineModel
from ui.session import Session
from ui.titles import title

_COMPUTED: tuple[tuple[str, str], ...] = (
    ("score/adjustments", Adjustment.TABLE),
    ("score/", Indicator.TABLE),
    ("fact/offices", Office.TABLE),
    ("fact/units", Unit.TABLE),
    ("fact/tasks", Task.TABLE),
    ("fact/targets", Indicator.TABLE),
    ("fact/total", FundLine.TABLE),
    ("fact/axes", FundLine.TABLE),
    ("fact/project", Project.TABLE),
    ("fact/online", Project.TABLE),
    ("fact/transfer", Project.TABLE),
)
"""The tables computed figures are computed from, by how their references begin."""


def name_of(ref: str, session: Session) -> str:
    """What a reference is called, such as 重点项目“…”的执行数; empty where it is nothing that is known."""
    table, _, rest = ref.partition("/")
    row_id, _, field = rest.partition("/")
    if table not in BY_TABLE:
        source = next((source for beginning, source in _COMPUTED if ref.startswith(beginning)), "")
        return f"自动计算的数，来自{BY_TABLE[source].LABEL}" if source else "自动计算的数"
    spec = specs(BY_TABLE[table]).get(field)
    label = spec.label if spec is not None else "完成率，自动计算" if field == "rate" else ""
    if table in {Department.TABLE, Report.TABLE}:
        return label
    row = session.find(table, int(row_id)) if row_id.isdigit() else None
    name = f"{BY_TABLE[table].LABEL}“{title(row)}”" if row is not None and title(row) else BY_TABLE[table].LABEL
    return f"{name}：{label}" if label else name


def place_of(ref: str, outline: OutlineModel) -> Place | None:
    """The place of `table/id/field`, or of the rows a computed figure comes from; None where no page shows it."""
    table, _, rest = ref.partition("/")
    row_id, _, field = rest.partition("/")
    if table in BY_TABLE and row_id.isdigit():
        page = outline.page_of(table, field)
        return Place(page, table, int(row_id), field) if page else None
    for beginning, source in _COMPUTED:
        if ref.startswith(beginning):
            page = outline.page_of(source)
            return Place(page, source) if page else None
    page = outline.page_of(Report.TABLE, "projects_due") if ref.startswith("fact/") else ""
    return Place(page) if page else None
