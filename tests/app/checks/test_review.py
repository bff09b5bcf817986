"""审核问题清单: every finding of a report in a file of its own."""

from __future__ import annotations

from pathlib import Path

import docx
from python_calamine import CalamineWorkbook

from app.checks import review
from app.library import REVIEW, Library


def test_the_list_has_every_finding_with_its_place_and_computation(library: Library, sample: int) -> None:
    checked = library.checks.run(sample)
    rows = list(review.rows(library.data(sample), checked))
    assert len(rows) == len(checked.findings)
    total = next(row for row, found in zip(rows, checked.findings, strict=True) if found.rule == "SC-01")
    values = dict(zip(review.HEADINGS, total, strict=True))
    assert (values["等级"], values["复核维度"]) == ("错", "评分：总分合计")
    assert values["位置"] == "二（一），自评总得分（填报）"
    assert "93.75" in values["发现"]
    assert values["处理建议"] not in values["发现"]


def test_it_is_written_as_word_and_as_a_workbook(library: Library, sample: int, tmp_path: Path) -> None:
    for suffix in ("docx", "xlsx"):
        library.exports.write(sample, tmp_path / library.exports.file_name(sample, REVIEW, suffix), (REVIEW,))
    word, book = (next(tmp_path.glob(f"*审核问题清单.{suffix}")) for suffix in ("docx", "xlsx"))
    (table,) = docx.Document(str(word)).tables
    wanted = list(review.rows(library.data(sample), library.checks.run(sample)))
    assert [cell.text for cell in table.rows[0].cells] == list(review.HEADINGS)
    assert [tuple(cell.text for cell in row.cells) for row in list(table.rows)[1:]] == wanted
    lines = CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()
    assert [row[4] for row in lines if row[1] in {"错", "警", "示"}] == [row[4] for row in wanted]
