"""Every shipped pack makes a report: new and filled in, checked, and written in every format."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from app import packs
from app.library import Library
from app.model.entities import BY_TABLE
from tests.app.pack_reports import KEYS, empty_report, filled_report
from tests.app.render.word import faults

_NO_PAGE = {"department", "report", "override", "evidence_link", "carried", "acknowledgement"}


@pytest.mark.parametrize("key", KEYS)
def test_every_table_has_a_page(key: str) -> None:
    shown = {table for chapter in packs.load(key).outline for page in chapter.pages for table in page.tables}
    assert shown >= BY_TABLE.keys() - _NO_PAGE


@pytest.mark.parametrize("is_filled", [False, True], ids=["empty", "filled"])
@pytest.mark.parametrize("key", KEYS)
def test_a_report_is_written_in_every_format(library: Library, tmp_path: Path, key: str, *, is_filled: bool) -> None:
    report_id = filled_report(library, key) if is_filled else empty_report(library, key)
    for suffix in ("docx", "xlsx", "html", "txt"):
        target = tmp_path / f"report.{suffix}"
        library.exports.write(report_id, target)
        assert target.stat().st_size
    assert zipfile.ZipFile(tmp_path / "report.xlsx").testzip() is None
    text = library.documents.text(report_id, ("report",))
    assert ("【待填：" in text) is not is_filled


@pytest.mark.parametrize("key", KEYS)
def test_its_word_file_follows_the_schemas(library: Library, tmp_path: Path, key: str) -> None:
    library.exports.write(filled_report(library, key), tmp_path / "report.docx")
    assert list(faults((tmp_path / "report.docx").read_bytes(), tmp_path)) == []


@pytest.mark.parametrize("key", KEYS)
def test_a_filled_report_is_complete_and_scored(library: Library, key: str) -> None:
    report_id = filled_report(library, key)
    scores = library.scores(report_id)
    assert [block.block for block in scores.blocks] == [block.name for block in packs.load(key).scores.blocks]
    assert scores.total == 100 - Decimal("0.1") * len(scores.blocks)
    assert [item.label for item in library.completeness(report_id).missing] == []


@pytest.mark.parametrize("key", KEYS)
def test_findings_stand_in_sections_of_the_outline(library: Library, key: str) -> None:
    sections = {page.section for chapter in packs.load(key).outline for page in chapter.pages}
    for report_id in (empty_report(library, key), filled_report(library, key)):
        for found in library.checks.run(report_id).findings:
            assert any(found.section.startswith(part) or part.startswith(found.section) for part in sections), found


@pytest.mark.parametrize("key", KEYS)
def test_the_conclusion_tells_every_loss(library: Library, key: str) -> None:
    report_id = filled_report(library, key)
    text = library.documents.text(report_id, ("report",))
    assert text.count("年中任务调整") == len(packs.load(key).scores.blocks)


def test_a_report_goes_on_in_another_pack_without_rows_that_have_no_place_in_it(library: Library, sample: int) -> None:
    report_id = library.reports.new("广州市番禺区人力资源和社会保障局", 2022, from_id=sample, pack="mof-2013")
    data = library.data(report_id)
    assert {row.block for row in data.indicators} == {"投入", "过程", "产出", "效果"}
    assert len(data.projects) == len(library.data(sample).projects)


def test_a_row_bound_to_the_share_of_targets_met_is_no_target_itself(library: Library) -> None:
    report_id = filled_report(library, "mof-2013")
    before = library.facts(report_id).targets
    library.insert(report_id, "indicator", {"block": "产出", "target": "100%", "fact": "targets.met_share"})
    assert library.facts(report_id).targets == before
