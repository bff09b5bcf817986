"""A report's tables as plain lists, all declared fields under their labels, as files that are read in again."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from app.model.entities import BY_TABLE
from app.model.fields import FieldSpec, Kind, Value, specs
from app.model.naming import title
from app.model.quantities import edit_value
from app.model.report_data import ReportData
from tests.app.exchange.workbooks.books import write_book

TABLES = (
    "office", "unit", "duty", "key_work", "fund_line", "task", "project", "indicator", "adjustment", "problem",
    "measure", "evidence",
)  # fmt: skip


def lines(data: ReportData, table: str, unit: str = "") -> list[list[str]]:
    """Headings and rows of a table; with a unit, amounts are in it and their headings say so."""
    declared = [spec for spec in specs(BY_TABLE[table]).values() if spec.in_form]
    stated = [replace(spec, unit=unit) if unit and spec.kind is Kind.MONEY else spec for spec in declared]
    heads = [f"{spec.label}（{unit}）" if unit and spec.kind is Kind.MONEY else spec.label for spec in stated]
    return [heads, *([_text(data, spec, getattr(row, spec.name)) for spec in stated] for row in data.tables[table])]


def _text(data: ReportData, spec: FieldSpec, value: Value) -> str:
    if spec.kind is Kind.REFERENCE:
        row = data.find(spec.target, value) if isinstance(value, int) else None
        return title(row) if row is not None else ""
    return edit_value(spec, value)


def write_lists(data: ReportData, path: Path, unit: str = "") -> Path:
    """A workbook with a sheet for each table that has rows."""
    names = [table for table in TABLES if data.tables[table]]
    return write_book(path, {BY_TABLE[table].LABEL: lines(data, table, unit) for table in names})


def write_tsv(data: ReportData, table: str, path: Path, unit: str = "") -> Path:
    """One table as text separated by tabs."""
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter="\t", lineterminator="\n").writerows(lines(data, table, unit))
    return path
