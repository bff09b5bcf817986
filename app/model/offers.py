"""Rows read from a file, not stored yet: what each says, from where, and what could not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.model.fields import Value


@dataclass(frozen=True, slots=True)
class Offer:
    """A row of a file. Fields whose cells were empty are not in it."""

    table: str
    source: str  # where it stands: 重点项目 第5行
    values: Mapping[str, Value]
    mentions: Mapping[str, str] = field(default_factory=dict)  # references by the name of the row they mean
    remark: str = ""  # what the officer should know of it
    is_advised: bool = True  # whether a new row of it is right unless the officer says otherwise


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that could not be taken, or a whole row where there is no label."""

    source: str  # 重点项目 F5
    label: str
    text: str
    reason: str
