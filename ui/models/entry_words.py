"""What an entry of the history says: place and values in the words of the field table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import AppError
from app.model.entities import BY_TABLE, Entity, Report
from app.model.fields import Kind, Value, specs
from ui.session import Session

if TYPE_CHECKING:
    from app.storage.journal import HistoryEntry

EMPTY = "（空）"

_KEPT = {(Report.TABLE, "status"): "状态", (Report.TABLE, "layout"): "版式"}
"""Columns that are no fields of a form but are worth telling; other bookkeeping, such as positions, is not."""


def is_told(entry: HistoryEntry) -> bool:
    """Whether an officer cares for an entry; rows that hold nothing but bookkeeping come and go untold."""
    return bool(field_label(entry) if entry.field else specs(BY_TABLE[entry.table]))


def field_label(entry: HistoryEntry) -> str:
    """What the field of an entry is called; empty for a row that came or went, and for bookkeeping."""
    spec = specs(BY_TABLE[entry.table]).get(entry.field)
    return spec.label if spec is not None else _KEPT.get((entry.table, entry.field), "")


def place(session: Session, entry: HistoryEntry) -> str:
    """Which row and field an entry is about; a row that is gone by the name it had."""
    name = session.name(entry.table, entry.row_id)
    return " · ".join(part for part in (BY_TABLE[entry.table].LABEL, name, field_label(entry)) if part)


def shown(session: Session, entry: HistoryEntry, value: Value) -> str:
    """A value of an entry as its field shows it."""
    spec = specs(BY_TABLE[entry.table]).get(entry.field)
    if spec is None:
        return _kept(session, entry, value)
    if value is None or value == "":
        return EMPTY
    text = session.show(entry.table, entry.field, value)
    return text or "（已删除）" if spec.kind is Kind.REFERENCE else text


def _kept(session: Session, entry: HistoryEntry, value: Value) -> str:
    if (entry.table, entry.field) == (Report.TABLE, "layout"):
        try:
            return session.pack.layout(str(value or "")).label
        except AppError:  # a preset the pack no longer has
            return str(value)
    return "" if value is None else str(value)


def row_text(session: Session, row: Entity) -> str:
    """All that a row says, a field a line."""
    table = row.TABLE
    told = ((spec.label, session.show(table, name, getattr(row, name))) for name, spec in specs(type(row)).items())
    return "\n".join(f"{label}：{text}" for label, text in told if text)


def is_restorable(entry: HistoryEntry, value: Value) -> bool:
    """Whether a field can be given a value of an entry: None also stands for a row that was not there."""
    spec = specs(BY_TABLE[entry.table]).get(entry.field)
    return spec is not None and (value is not None or spec.empty is None)
