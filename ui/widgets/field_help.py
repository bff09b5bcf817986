"""What the help of a field says: 口径, unit, limits, source, example and last year's value."""

from __future__ import annotations

from app.model.fields import FieldSpec, Kind
from app.model.guidance import bounds, guidance

_SHOWN = 60  # characters of last year's value


def facts(table: str, spec: FieldSpec, unit: str, last: str) -> list[tuple[str, str]]:
    """The lines under the 口径, each a word and what it says; `unit` is the one in use, `last` may be empty."""
    found = guidance(table, spec)
    lines = [
        ("单位", unit),
        ("要求", bounds(spec)),
        ("可选", "、".join(spec.choices)),
        ("来源", found.source),
        ("示例", found.example),
        ("上年", last if len(last) <= _SHOWN else f"{last[:_SHOWN]}…"),
    ]
    return [(word, said) for word, said in lines if said]


def keys(spec: FieldSpec, *, has_last: bool) -> str:
    """The keys that do something in a field of this kind."""
    words = []
    if spec.kind is Kind.MONEY:
        words.append("Alt+U 换单位")
    if spec.kind is Kind.LONG:
        words += ["F4 放大编辑", "Ctrl+Enter 到下一项"]
    if has_last:
        words.append("Alt+L 看上年文字" if spec.kind is Kind.LONG else "Alt+L 沿用上年")
    return " · ".join([*words, "Esc 关闭"])
