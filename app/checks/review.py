"""审核问题清单: the findings of a report as the rows of a table that can be sent and signed off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.checks.registry import RULES
from app.model.entities import BY_TABLE, ReportRow
from app.model.fields import specs
from app.model.report_data import ReportData
from app.model.results import Checked, Finding

HEADINGS = ("序号", "等级", "复核维度", "位置", "发现", "事实及计算", "处理建议", "说明")
WIDTHS = (4, 4, 9, 16, 30, 18, 18, 14)

DIMENSIONS: Mapping[str, str] = {
    "SC": "评分", "FN": "收支", "PJ": "项目", "IX": "指标", "CX": "一致性", "CP": "完整性", "TX": "文字", "PB": "公开",
}  # fmt: skip
"""What the families of rules look at, by the letters their ids begin with."""

_NAMING = ("level3", "name", "title", "category", "text")


def rows(data: ReportData, checked: Checked) -> Iterator[tuple[str, ...]]:
    """A row per finding under `HEADINGS`, in the order of the rules; an acknowledged one with its reason."""
    for number, found in enumerate(checked.findings, 1):
        rule = RULES.get(found.rule)
        dimension = f"{DIMENSIONS.get(found.rule[:2], '')}：{rule.name if rule else found.rule}"
        yield (
            str(number), found.severity.value, dimension, _place(data, found), _fact(found), _facts(found),
            found.advice, checked.reason(found) or "",
        )  # fmt: skip


def _fact(found: Finding) -> str:
    """The message without what to do, which has a column of its own."""
    return found.message.removesuffix(f"，{found.advice}。") if found.advice else found.message


def _facts(found: Finding) -> str:
    return "\n".join(part for part in (found.formula, f"原文：{found.quote}" if found.quote else "") if part)


def _place(data: ReportData, found: Finding) -> str:
    """Section, row and field in words."""
    if found.entity not in BY_TABLE:
        return found.section
    spec = specs(BY_TABLE[found.entity]).get(found.field)
    row = data.find(found.entity, found.entity_id) if found.entity_id else None
    name = next((str(getattr(row, field)) for field in _NAMING if hasattr(row, field)), "")
    kind = BY_TABLE[found.entity].LABEL if isinstance(row, ReportRow) else ""
    named = f"{kind}“{name[:30]}”" if kind and name else kind
    return "，".join(part for part in (found.section, named, spec.label if spec else "") if part)
