"""Where a figure of the report comes from: the references the preview hands back, as places of the window."""

from __future__ import annotations

from app.model.entities import BY_TABLE, Adjustment, FundLine, Indicator, Office, Project, Report, Task, Unit
from ui.models.goto_model import Place
from ui.models.outline_model import OutlineModel

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
