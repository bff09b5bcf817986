"""校核 of files that were not made here finds what it finds in the library, and nothing of what they do not have."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from app.document_check import check_document
from app.errors import ImportFileError
from app.library import Library
from app.model.entities import Indicator
from app.model.results import Severity

_OF_THE_LIBRARY = {"SC-16", "FN-08", "CP-02", "CP-08", "PB-03"}
"""What depends on how a text is printed, or on entries that no text has."""


@pytest.mark.parametrize("suffix", ["docx", "txt"])
def test_a_printed_report_has_the_findings_of_the_library(
    library: Library, sample: int, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"报告.{suffix}"
    library.exports.write(sample, path)
    read, checked = check_document(path)
    assert read.leftovers == ()
    expected = Counter(found.rule for found in library.checks.run(sample).findings)
    found = Counter(found.rule for found in checked.findings)
    for rule in (expected | found).keys() - _OF_THE_LIBRARY:
        assert found[rule] == expected[rule], rule
    assert {"SC-01", "CX-01", "PJ-03", "TX-01"} <= found.keys()


def test_a_text_without_score_table_is_not_asked_for_its_rows(library: Library, sample: int, tmp_path: Path) -> None:
    path = tmp_path / "正文.txt"
    library.exports.write(sample, path, ("report",))
    _, checked = check_document(path)
    errors = {found.rule for found in checked.findings if found.severity is Severity.ERROR}
    assert "SC-01" in errors
    assert not errors & {"SC-02", "SC-03", "SC-04", "SC-05", "SC-07"}
    assert {found.rule for found in checked.findings if found.entity == Indicator.TABLE} == {"CP-01"}  # no annex


def test_a_file_that_is_no_report_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("关于开展自评工作的通知\n请各单位于月底前报送。\n", encoding="utf-8")
    with pytest.raises(ImportFileError, match="不能校核"):
        check_document(path)
