"""`ziping import` of a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.exchange.workbooks.books import write_book
from tests.ui.test_cli import Ziping, one_sentence


@pytest.fixture
def ziping(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ziping:
    made = Ziping(tmp_path / "library.db", capsys)
    assert made("sample") == 0
    return made


@pytest.fixture
def book(tmp_path: Path) -> Path:
    rows = [
        ["项目名称", "年度预算", "备注"],
        ["产业人才发展专项资金", 1, "无"],
        ["新项目", 2.5, ""],
        ["坏项目", "约5", ""],
    ]
    return write_book(tmp_path / "项目.xlsx", {"项目": rows})


def test_a_workbook_is_taken_in_and_what_is_not_is_told(ziping: Ziping, book: Path) -> None:
    found = ziping.json("import", str(book), "--into", "1", "--unit", "元")
    assert found["report_id"] == 1
    assert found["imported"]["project"] == {"new": 2, "changed": 1, "unchanged": 0, "missing": 13}
    amounts = {row["name"]: row["budget"] for row in found["projects"]}
    assert amounts["产业人才发展专项资金"] == "0.0001"
    assert amounts["新项目"] == "0.00025"
    assert len(amounts) == 16
    assert [each["chapter"] for each in found["leftovers"]] == ["项目 B4", "项目 C列"]


def test_what_was_done_is_told_in_words(ziping: Ziping, book: Path) -> None:
    assert ziping("import", str(book), "--into", "1") == 0
    assert "重点项目：新增 2，修改 1，相同 0，文件中没有 13（保留）。" in ziping.out
    assert "金额单位 万元" in ziping.out
    assert "没有采用 2 处" in ziping.out
    assert ziping("import", str(book), "--into", "1") == 0
    assert "新增 0，修改 0，相同 3" in ziping.out


def test_the_report_has_to_be_named(ziping: Ziping, book: Path) -> None:
    assert ziping("import", str(book)) == 1
    assert "--into" in ziping.err
    assert one_sentence(ziping.err)


def test_a_broken_workbook_is_told_in_one_sentence(ziping: Ziping, tmp_path: Path) -> None:
    path = tmp_path / "坏.xls"
    path.write_bytes(bytes(3000))
    assert ziping("import", str(path), "--into", "1") == 1
    assert one_sentence(ziping.err)
