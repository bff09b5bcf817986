"""The 项目支出绩效自评表 of a project (财预〔2020〕10号): its rows, its money, and how far it is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.model.entities import FundSource, Project, ProjectFund, ProjectIndicator
from app.model.fields import Value
from app.model.pack import ProjectSettings
from app.model.report_data import ReportData

_TABLES = frozenset({Project.TABLE, ProjectFund.TABLE, ProjectIndicator.TABLE})


@dataclass(frozen=True, slots=True)
class FormFunds:
    """Amounts of one line of the form, 分; None while nothing is filled in."""

    name: str
    initial: int | None
    budget: int | None
    executed: int | None
    row_id: int = 0  # of the row it is; 0 where it adds up several or none


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An amount that a form has otherwise than its project, 分."""

    field: str
    form: int
    project: int


@dataclass(frozen=True, slots=True)
class Form:
    """A project with the rows of its form."""

    project: Project
    funds: tuple[ProjectFund, ...]
    indicators: tuple[ProjectIndicator, ...]

    @property
    def is_begun(self) -> bool:
        """Whether the project has a form at all."""
        return bool(self.funds or self.indicators)

    @property
    def total(self) -> FormFunds:
        """年度资金总额: the sum of the sources, or the project's own amounts while no source is filled in."""
        found = _summed("年度资金总额", self.funds)
        if found.budget is None and found.executed is None:
            return FormFunds(found.name, found.initial, self.project.budget, self.project.executed)
        return found

    def disagreements(self) -> Iterator[Disagreement]:
        """Where the sources do not add up to the amounts of the project, of those that are filled in in both."""
        for field in ("budget", "executed"):
            form, project = getattr(self.total, field), getattr(self.project, field)
            if form is not None and project is not None and form != project:
                yield Disagreement(field, form, project)

    def lines(self) -> Iterator[FormFunds]:
        """The amounts of each source in the form's order, whether there are any or not."""
        for source in FundSource:
            yield _summed(source.value, [row for row in self.funds if row.source == source])


def _summed(name: str, rows: Iterable[ProjectFund]) -> FormFunds:
    found = list(rows)
    columns = ([getattr(row, field) for row in found] for field in ("initial", "budget", "executed"))
    initial, budget, executed = (
        sum(filled) if (filled := [amount for amount in column if amount is not None]) else None for column in columns
    )
    return FormFunds(name, initial, budget, executed, found[0].id if len(found) == 1 else 0)


def forms(data: ReportData) -> tuple[Form, ...]:
    """The forms of all projects in their order, those that are not begun included."""
    funds: dict[int | None, list[ProjectFund]] = {}
    indicators: dict[int | None, list[ProjectIndicator]] = {}
    for fund in data.project_funds:
        funds.setdefault(fund.project_id, []).append(fund)
    for row in data.project_indicators:
        indicators.setdefault(row.project_id, []).append(row)
    return tuple(
        Form(project, tuple(funds.get(project.id, ())), tuple(indicators.get(project.id, ())))
        for project in data.projects
    )


def with_forms(data: ReportData) -> frozenset[int]:
    """The ids of the projects whose form is begun."""
    owners = {row.project_id for row in data.project_funds} | {row.project_id for row in data.project_indicators}
    return frozenset(owner for owner in owners if owner is not None)


def rows_of(data: ReportData, project_id: int) -> list[tuple[str, int]]:
    """The rows of a project's form, each its table and id."""
    funds = [(row.TABLE, row.id) for row in data.project_funds if row.project_id == project_id]
    return funds + [(row.TABLE, row.id) for row in data.project_indicators if row.project_id == project_id]


def project_of(data: ReportData, table: str, row_id: int) -> int:
    """The id of the project whose form a row belongs to, or of the project itself; 0 where there is none."""
    row = data.find(table, row_id) if table in _TABLES else None
    if isinstance(row, Project):
        return row.id
    return row.project_id or 0 if isinstance(row, ProjectFund | ProjectIndicator) else 0


def starting(settings: ProjectSettings, project_ids: Iterable[int]) -> dict[str, list[dict[str, Value]]]:
    """The rows with which the forms of projects begin, by table: one for each source, and the preset indicators."""
    ids = list(project_ids)
    funds: list[dict[str, Value]] = [
        {"project_id": project_id, "source": source.value} for project_id in ids for source in FundSource
    ]
    indicators: list[dict[str, Value]] = [
        {
            "project_id": project_id,
            "block": preset.block,
            "level2": preset.level2,
            "level3": preset.level3,
            "weight": preset.weight,
            "rule": preset.rule.value,
            "parameters": preset.parameters,
            "target": preset.target,
            "unit": preset.unit,
        }
        for project_id in ids
        for preset in settings.indicators
    ]
    return {ProjectFund.TABLE: funds, ProjectIndicator.TABLE: indicators}
