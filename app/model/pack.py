"""A template pack as plain data: what one notice prescribes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.errors import TemplateError
from app.model.check_settings import CheckSettings
from app.model.entities import Block, Indicator, Rule
from app.model.layout import Layout


@dataclass(frozen=True, slots=True)
class OutlinePage:
    """One page of the window: a part of the report with the fields and tables that fill it."""

    key: str
    title: str
    section: str  # where it stands in the report, e.g. 一（三）
    fields: tuple[str, ...] = ()  # table.field of department and report
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineChapter:
    """A chapter of the report and its pages."""

    title: str
    pages: tuple[OutlinePage, ...]


@dataclass(frozen=True, slots=True)
class GradeBand:
    """A grade holds from `lowest` 分 upwards."""

    name: str
    lowest: Decimal


@dataclass(frozen=True, slots=True)
class ScoreSettings:
    """The frame of the score table, 分."""

    management: Decimal
    delivery: Decimal
    adjustment_limit: Decimal  # adjustments count for at most this much either way
    grades: tuple[GradeBand, ...]  # highest first

    def weight(self, block: Block) -> Decimal:
        """Full marks of a block."""
        return self.management if block is Block.MANAGEMENT else self.delivery

    def grade(self, total: Decimal) -> str:
        """The grade of a total."""
        return next((band.name for band in self.grades if total >= band.lowest), self.grades[-1].name)


@dataclass(frozen=True, slots=True)
class IndicatorPreset:
    """A row of the pack's indicator system, put into a new report."""

    level2: str
    level3: str
    weight: Decimal
    rule: Rule = Rule.MANUAL
    block: Block = Block.MANAGEMENT
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
            block=self.block.value,
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

    def layout(self, key: str = "") -> Layout:
        """The layout preset of that key, the first one for an empty key; TemplateError when there is none."""
        if not key:
            return next(iter(self.layouts.values()))
        if key not in self.layouts:
            raise TemplateError(f"模板包“{self.key}”没有名为“{key}”的版式，可用的有：{'、'.join(self.layouts)}。")
        return self.layouts[key]
