"""What words in a sheet speak of: which fields a heading may name in any table, sums, notes, titles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from app.model import headings
from app.model.entities import (
    Adjustment,
    Duty,
    Entity,
    Evidence,
    FundLine,
    Indicator,
    KeyWork,
    Measure,
    Office,
    Problem,
    Project,
    Supplement,
    Task,
    Unit,
)
from app.model.fields import FieldSpec, specs
from app.model.naming import naming_field
from app.model.quantities import half_width

TABLES: tuple[type[Entity], ...] = (
    Project, FundLine, Indicator, Task, Unit, Office, Duty, KeyWork, Problem, Measure, Adjustment, Evidence,
    Supplement,
)  # fmt: skip
"""The tables a workbook can fill, those first that are most often meant."""

_TITLES: Mapping[str, re.Pattern[str]] = {
    Project.TABLE: re.compile("项目(?!支出)"),
    FundLine.TABLE: re.compile("收支|支出规模|资金来源|资金结构|预算级次|决算"),
    Indicator.TABLE: re.compile("指标|自评表|评分表|得分"),
    Task.TABLE: re.compile("工作任务"),
    Unit.TABLE: re.compile("下属单位|所属单位|单位名单"),
    Office.TABLE: re.compile("科室|内设机构"),
    Duty.TABLE: re.compile("职能|职责"),
    KeyWork.TABLE: re.compile("重点工作"),
    Problem.TABLE: re.compile("问题"),
    Measure.TABLE: re.compile("措施"),
    Adjustment.TABLE: re.compile("加减分"),
    Evidence.TABLE: re.compile("佐证|材料"),
    Supplement.TABLE: re.compile("补充段落"),
}

LONGEST_HEADING = 40
_SUM = re.compile(r"(?:合计|总计|小计|共计|累计|本页合计|本级合计|总合计|合计数)(?:[(（].*[)）])?[:：]?")
_NOTE = re.compile(
    r"(?:注|备注|说明|填报说明|填报人|填表人|制表人?|经办人|审核人?|复核人?|(?:单位)?负责人|联系电话|填报(?:日期|单位)|单位名称)\s*[:：]"
)
_AXIS = re.compile("^按(.{2,6}?)(?:划分|分类|分|构成)?$")
_FOREIGN = re.compile(
    "上年|去年|上一年|年初|以前年度|结余|结转|下年|明年|次年|同比|增减|差额|差异|变动|占比|比重|比例|增幅|幅度|申请|"
    "未完成|其中|完成率|执行率"
)
_HARMLESS = re.compile(
    "本年度|当年度|全年度|本年|当年|全年|年度|单位|部门|自评|具体|主要|实际|情况|金额|数额|内容|简述|总额|额|数|的"
)
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年?度?")


@lru_cache(maxsize=8192)
def fields_of(text: str) -> Mapping[str, str]:
    """The fields a heading names in so many words, by table."""
    found = {entity.TABLE: headings.named(entity.TABLE, text) for entity in TABLES}
    return {table: spec.name for table, spec in found.items() if spec is not None}


@lru_cache(maxsize=8192)
def axis_of(table: str, text: str) -> tuple[str, str] | None:
    """The field and word that a heading gives all rows below it, as 按资金来源 does; None when it gives none."""
    found = _AXIS.match(headings.plain(text))
    word = found[1] if found else headings.plain(text)
    return next(((spec.name, word) for spec in grouping(table) if word in spec.choices), None)


@lru_cache
def grouping(table: str) -> tuple[FieldSpec, ...]:
    """The fields that rows are grouped by: those declared before the one that rows are called by."""
    declared = tuple(specs(_entity(table)).values())
    naming = naming_field(_entity(table))
    return declared[: next((place for place, spec in enumerate(declared) if spec.name == naming), 0)]


def _entity(table: str) -> type[Entity]:
    return next(entity for entity in TABLES if table == entity.TABLE)


def is_titled(table: str, text: str) -> bool:
    """Whether a title above a table, or the name of its sheet, speaks of what that table holds."""
    return _entity(table).LABEL in text or _TITLES[table].search(text) is not None


def is_sum(text: str) -> bool:
    """Whether a cell heads a row of sums."""
    return len(text) < 30 and _SUM.fullmatch(re.sub(r"\s+", "", text)) is not None


def is_partial_sum(text: str) -> bool:
    """Whether a row of sums is of the rows since the last one, and not of all."""
    return "小计" in text or "本页" in text


def is_note(text: str) -> bool:
    """Whether a cell begins a remark or the signatures below a table."""
    return _NOTE.match(text) is not None


@lru_cache(maxsize=8192)
def likely_field(table: str, text: str, year: int) -> FieldSpec | None:
    """The field a heading probably names: but for years and words that tell nothing it is one of the field's names.

    A heading that speaks of another year, of a part, a share or a difference is never taken for one.
    """
    core = _core(text, year)
    if not core:
        return None
    found = {
        spec.name: spec
        for spec in specs(_entity(table)).values()
        if spec.in_form and core in {_core(word, year) for word in (spec.label, *spec.aliases)}
    }
    return next(iter(found.values())) if len(found) == 1 else None


def resembling_field(table: str, text: str) -> str:
    """The field a heading may name, whatever year it speaks of; empty for none."""
    found = _YEAR.search(half_width(text))
    spec = likely_field(table, text, int(found[1]) if found else 0)
    return spec.name if spec is not None else ""


def _core(text: str, year: int) -> str:
    text = headings.bare(text)
    if is_foreign(text, year):
        return ""
    return _HARMLESS.sub("", _YEAR.sub("", text))


def is_foreign(text: str, year: int) -> bool:
    """Whether a heading is about another year, a part, a share or a difference. `year` is 0 where none is known."""
    if _FOREIGN.search(text):
        return True
    return any(not year or int(found) != year for found in _YEAR.findall(half_width(text)))
