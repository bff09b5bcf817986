"""The columns of an entity's table: its fields, and beside them what is computed from them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from app.model.entities import (
    BY_TABLE,
    Evidence,
    FundLine,
    Indicator,
    Project,
    ProjectFund,
    ProjectIndicator,
    ReportRow,
)
from app.model.fields import FieldSpec, Kind, specs
from app.model.quantities import format_percent, format_score, rate
from app.model.results import Scores
from ui.session import Session
from ui.titles import naming_field

NUMBERS = frozenset({Kind.MONEY, Kind.DECIMAL, Kind.COUNT})

_SHORT = 8  # characters of the widest choice that is centred


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Either `spec` is a field of the row, or `compute` gives the text."""

    key: str
    label: str
    width: int  # Chinese characters
    spec: FieldSpec | None = None
    compute: Callable[[ReportRow, Scores], str] | None = None
    help: str = ""
    is_name: bool = False  # whether rows are called by it

    @property
    def is_number(self) -> bool:
        """Whether it is set right-aligned."""
        return self.spec is None or self.spec.kind in NUMBERS

    @property
    def is_centred(self) -> bool:
        """Words of about one length are; longer ones begin at one line, as text does."""
        return self.spec is not None and self.spec.kind in {Kind.CHOICE, Kind.FLAG} and self.spec.width <= _SHORT


def _rate(row: ReportRow, _scores: Scores) -> str:
    if isinstance(row, FundLine | Project | ProjectFund):
        return format_percent(rate(row.executed, row.budget))
    return ""


def _computed_score(row: ReportRow, scores: Scores) -> str:
    found = scores.row(row.TABLE, row.id)
    return format_score(found.computed) if found is not None else ""


def _attached(row: ReportRow, _scores: Scores) -> str:
    if not isinstance(row, Evidence) or not row.content_hash:
        return "未附"
    return row.file_name.rpartition(".")[2].upper()[:5] or "已附"


_ATTACHED = Column("attached", "附件", 5, compute=_attached, help="所附文件的类型；“未附”表示还没有添加文件。")
_RATE = Column("rate", "完成率", 6, compute=_rate, help="执行数 ÷ 预算数，自动计算；预算数为 0 时没有完成率，显示“—”。")
_SCORE = Column(
    "computed", "计算得分", 6, compute=_computed_score, help="按评分规则由目标值和实际完成值算出，自动计算。"
)

_COMPUTED: dict[tuple[str, str], Column] = {
    (FundLine.TABLE, "executed"): _RATE,
    (Project.TABLE, "executed"): _RATE,
    (Indicator.TABLE, "actual"): _SCORE,
    (Evidence.TABLE, "file_name"): _ATTACHED,
    (ProjectFund.TABLE, "executed"): _RATE,
    (ProjectIndicator.TABLE, "actual"): _SCORE,
}
"""Computed columns by the field they follow."""


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table in order."""
    result: list[Column] = []
    naming = naming_field(BY_TABLE[table])
    for spec in specs(BY_TABLE[table]).values():
        if spec.in_table:
            result.append(
                Column(spec.name, spec.label, spec.width, spec=spec, help=spec.help, is_name=spec.name == naming)
            )
            if (computed := _COMPUTED.get((table, spec.name))) is not None:
                result.append(computed)
    return tuple(result)


def worded_columns(session: Session, table: str) -> tuple[Column, ...]:
    """The columns of a table in the open report, choices with the words of its pack."""
    return tuple(
        dataclasses.replace(column, spec=session.worded(column.spec)) if column.spec and column.spec.words else column
        for column in columns(table)
    )
