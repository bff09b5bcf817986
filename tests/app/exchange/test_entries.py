"""Entries as plain names and values, and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.errors import ImportFileError, InputError
from app.exchange import entries
from app.library import Library
from app.model.report_data import ReportData


def as_written(data: ReportData) -> dict[str, object]:
    mapping: dict[str, object] = json.loads(json.dumps(entries.to_mapping(data)))
    mapping["report"] = {name: value for name, value in mapping["report"].items() if name != "id"}  # type: ignore[attr-defined]
    return mapping


def test_entries_read_back_are_the_entries(library: Library, sample: int) -> None:
    written = as_written(library.data(sample))
    again = library.reports.add_entries(entries.from_mapping(written), label="再次添加")
    rewritten = as_written(library.data(again))
    drop_ids(written)
    drop_ids(rewritten)
    assert rewritten == written


def drop_ids(mapping: dict[str, object]) -> None:
    """References by the place of their target, since ids are the library's."""
    places: dict[str, dict[int, int]] = {}
    for name, rows in mapping.items():
        if isinstance(rows, list):
            places[name] = {row.pop("id"): number for number, row in enumerate(rows)}
    for row in mapping["indicators"]:  # type: ignore[attr-defined]
        row["task_id"] = places["tasks"].get(row["task_id"])


def test_money_is_written_in_wan_and_stays_exact(library: Library, sample: int) -> None:
    project = entries.to_mapping(library.data(sample))["projects"][2]
    assert (project["budget"], project["entrusted_budget"]) == ("6732.00", None)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"项目": []}, "不认识“项目”"),
        ({"projects": [{"price": "1"}]}, "重点项目没有“price”这个字段"),
        ({"projects": [{"budget": "一百"}]}, "年度预算"),
    ],
)
def test_faulty_entries_are_named(raw: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        entries.from_mapping(raw)


def test_a_faulty_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "entries.toml"
    with pytest.raises(ImportFileError, match="找不到文件“entries"):
        entries.read_file(path)
    path.write_text("[report", encoding="utf-8")
    with pytest.raises(ImportFileError, match="无法读取"):
        entries.read_file(path)
