"""What the help of a field says: 口径, unit, limits, source, example and last year's value."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from app.model.fields import FieldSpec, Kind
from app.model.guidance import bounds, guidance
from ui import icons, theme
from ui.widgets.help_card import HelpCard

_SHOWN = 60  # characters of last year's value


def show(
    target: QWidget, table: str, spec: FieldSpec, unit: str = "", last: str = "", *, keys: Sequence[str] = ()
) -> None:
    """Shows the help of a field beside the widget it is filled in.

    `unit` is the one in use, `last` what stood there last year, `keys` what does something in that widget.
    """
    meaning = guidance(table, spec).meaning
    tag = "必填" if spec.required else ""
    facts = _facts(table, spec, unit, last)
    HelpCard.of(target).tell(target, spec.label, tag, meaning, facts, " · ".join([*keys, "Esc 关闭"]))


def _facts(table: str, spec: FieldSpec, unit: str, last: str) -> list[tuple[str, str]]:
    """The lines under the 口径, each a word and what it says."""
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


def keys(spec: FieldSpec, *, has_last: bool) -> list[str]:
    """The keys that do something in a form's field of this kind."""
    words: list[str] = []
    if spec.kind is Kind.MONEY:
        words.append("Alt+U 换单位")
    if spec.kind is Kind.LONG:
        words += ["Shift+F2 放大编辑", "Ctrl+Enter 到下一项"]
    if has_last:
        words.append("Alt+L 看上年文字" if spec.kind is Kind.LONG else "Alt+L 沿用上年")
    return words


def mark_button(icon: str, name: str, tip: str, slot: Callable[[], object]) -> QToolButton:
    """A small mark in the head of a field; its key is in the tip."""
    result = QToolButton()
    result.setProperty("role", "help")
    icons.assign(result, icon, "secondary", 14)
    result.setFixedSize(QSize(theme.S4, theme.S4))
    result.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    result.setToolTip(tip)
    result.setAccessibleName(name)
    result.clicked.connect(lambda _checked=False: slot())
    return result
