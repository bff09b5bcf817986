"""A template pack as plain data: what one notice prescribes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from app.errors import TemplateError
from app.model.chapters import Chapter, chapters_of
from app.model.check_settings import CheckSettings
from app.model.entities import Entity, Indicator, Report, Rule
from app.model.fields import FieldSpec, specs
from app.model.layout import Layout

T = TypeVar("T", bound=Entity)


@dataclass(frozen=True, slots=True)
class OutlinePage:
    """One page of the window: a part of the report with the fields and tables that fill it."""

    key: str
    title: str
    section: str  # where it stands in the report, e.g. 一（三）
    fields: tuple[str, ...] = ()  # table.field of department and report
    tables: tuple[str, ...] = ()
    of: str = ""  # the table whose rows its fields and tables belong to; empty: the report


@dataclass(frozen=True, slots=True)
class OutlineChapter:
    """A chapter of the report and its pages."""

    title: str
    pages: tuple[OutlinePage, ...]

    @property
    def is_printed(self) -> bool:
        """Whether it is a chapter of the printed report, and not only pages of the window."""
        return any(page.section for page in self.pages)


@dataclass(frozen=True, slots=True)
class GradeBand:
    """A grade holds from `lowest` 分 upwards."""

    name: str
    lowest: Decimal


@dataclass(frozen=True, slots=True)
class ScoreBlock:
    """A part of the score table: what its rows have as their first level (一级指标)."""

    key: str  # what templates and JSON call it
    name: str
    weight: Decimal  # its full marks, 分
    on_tasks: bool = False  # whether its rows measure what the main tasks achieved, against targets
    is_preset: bool = False  # whether its full marks are the pack's suggestion, where the notice sets none

    @property
    def typed_field(self) -> str:
        """The report's field for a sum that the officer types; empty where it has none."""
        name = f"typed_{self.key}"
        return name if name in specs(Report) else ""


PUBLISHED_BLOCKS: Mapping[str, bool] = {
    "管理效能": False, "履职效能": True, "投入": False, "过程": False, "产出": True, "效果": True,
}  # fmt: skip
"""What the blocks of published score tables are called (番禺区 2021; 财预〔2013〕53号), and which are on the tasks."""


class NotApplicable(StrEnum):
    """What a row earns that does not apply, where it does not say so itself."""

    FULL = "满分"
    RESCALED = "折算"


@dataclass(frozen=True, slots=True)
class ScoreSettings:
    """The frame of the score table, 分."""

    blocks: tuple[ScoreBlock, ...]
    bonus_limit: Decimal  # adjustments add at most this much …
    penalty_limit: Decimal  # … and take off at most this much
    grades: tuple[GradeBand, ...]  # highest first
    lowest: Decimal = Decimal(0)  # the total is never below …
    highest: Decimal | None = None  # … nor above this; None: full marks
    not_applicable: NotApplicable = NotApplicable.FULL

    @property
    def full(self) -> Decimal:
        """Full marks of the table."""
        return sum((block.weight for block in self.blocks), Decimal(0))

    @property
    def free_blocks(self) -> tuple[ScoreBlock, ...]:
        """The blocks whose weights are the department's to set, as long as they add up together."""
        return tuple(block for block in self.blocks if block.is_preset)

    @property
    def task_blocks(self) -> frozenset[str]:
        """The names of the blocks whose rows measure the main tasks."""
        return frozenset(block.name for block in self.blocks if block.on_tasks)

    def block(self, key: str) -> ScoreBlock:
        """The block of that key; KeyError when there is none."""
        found = next((block for block in self.blocks if block.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def fitting(self, name: str) -> str:
        """The name of the block that takes a row of a published score table, whose blocks may be others."""
        if any(block.name == name for block in self.blocks):
            return name
        on_tasks = PUBLISHED_BLOCKS.get(name, False)
        return next((block.name for block in self.blocks if block.on_tasks == on_tasks), self.blocks[0].name)

    def bounded(self, total: Decimal) -> Decimal:
        """A total held between the bounds."""
        return max(self.lowest, min(self.full if self.highest is None else self.highest, total))

    def grade(self, total: Decimal) -> str:
        """The grade of a total."""
        return next((band.name for band in self.grades if total >= band.lowest), self.grades[-1].name)


@dataclass(frozen=True, slots=True)
class IndicatorPreset:
    """A row of the pack's indicator system, put into a new report."""

    level2: str
    level3: str
    weight: Decimal | None = None  # None: the notice leaves it to the department
    rule: Rule = Rule.MANUAL
    block: str = ""  # the name of its block
    definition: str = ""
    criterion: str = ""
    target: str = ""
    unit: str = ""
    parameters: str = ""
    fact: str = ""

    def indicator(self, report_id: int, position: int) -> Indicator:
        """The row as an entity, not stored yet."""
        return Indicator(
            report_id=report_id,
            position=position,
            block=self.block,
            level2=self.level2,
            level3=self.level3,
            weight=self.weight,
            rule=self.rule.value,
            definition=self.definition,
            criterion=self.criterion,
            target=self.target,
            unit=self.unit,
            parameters=self.parameters,
            fact=self.fact,
        )


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """The form of one project (项目支出绩效自评表), 分."""

    execution: Decimal  # full marks of 预算执行率
    blocks: tuple[ScoreBlock, ...]
    indicators: tuple[IndicatorPreset, ...]  # what a new form starts with

    @property
    def full(self) -> Decimal:
        """Full marks of a form."""
        return sum((block.weight for block in self.blocks), self.execution)


@dataclass(frozen=True, slots=True)
class TemplatePack:
    """Outline, sentences, score table, layout and indicator system of one notice."""

    key: str
    label: str
    source: str  # the notice it follows, or that it is a preset
    templates: Mapping[str, str] = field(repr=False)  # file name to Jinja source
    layouts: Mapping[str, Layout]
    outline: tuple[OutlineChapter, ...]
    indicators: tuple[IndicatorPreset, ...]
    scores: ScoreSettings
    checks: CheckSettings = CheckSettings()
    projects: ProjectSettings | None = None  # None: the pack has no forms of projects

    def worded(self, spec: FieldSpec) -> FieldSpec:
        """The field with the pack's own words as its choices, where it is a choice among them."""
        return replace(spec, choices=self._words(spec.words)) if spec.words else spec

    def filled(self, row: T) -> T:
        """The row with the first of the pack's words wherever a choice among them is still empty."""
        empty: dict[str, Any] = {
            name: self.worded(spec).empty
            for name, spec in specs(type(row)).items()
            if spec.words and not getattr(row, name)
        }
        return replace(row, **empty) if empty else row

    def _words(self, name: str) -> tuple[str, ...]:
        if name == "chapters":
            return tuple(chapter.word for chapter in self.chapters)
        blocks = {"blocks": self.scores.blocks, "project_blocks": self.projects.blocks if self.projects else ()}
        return tuple(block.name for block in blocks[name])

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters of the report in which paragraphs can be added."""
        return chapters_of(self.templates["report.xhtml"])

    def layout(self, key: str = "") -> Layout:
        """The layout preset of that key, the first one for an empty key; TemplateError when there is none."""
        if not key:
            return next(iter(self.layouts.values()))
        if key not in self.layouts:
            raise TemplateError(f"模板包“{self.key}”没有名为“{key}”的版式，可用的有：{'、'.join(self.layouts)}。")
        return self.layouts[key]
