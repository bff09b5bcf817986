"""The command `ziping import`, and reports read back from the PDF files that the program itself writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from app.exchange import report_reader
from app.exchange.entries import Entries
from app.library import Library
from app.model.entities import Supplement
from tests.app.exchange.reading import reports as generated
from tests.app.exchange.reading import varied
from tests.app.exchange.reading.accuracy import recovery, wanted
from tests.app.exchange.reading.test_round_trip import EXAMPLES, GENERATED
from tests.app.exchange.reading.test_supplements import APART, add, lines_of, supplements
from tests.bench import reports as bench
from tests.bench.sizes import BY_NAME
from ui import cli
from ui.cli.codes import DONE, FAILED
from ui.printing import pdf

TEXT = """番禺区财政局转发
某县水务局2023年部门整体支出绩效自评报告
一、基本情况
（一）部门机构设置
某县水务局共设2个职能股室，包括办公室、工程股。
（二）部门整体支出绩效目标
保障供水安全。
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="gb18030")
    return path


def run(tmp_path: Path, *arguments: str | Path) -> int:
    return cli.main([*map(str, arguments), "--library", str(tmp_path / "library.db")])


def test_an_import_says_what_it_understood_and_what_not(
    tmp_path: Path, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "import", report) == DONE
    said = capsys.readouterr().out
    assert "读出：内设科室 2。" in said
    assert "已新建报告，编号 1。" in said
    assert "没有识别的文字 1 段：\n  [标题之前] 番禺区财政局转发" in said


def test_text_that_is_kept_is_listed_with_its_chapter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(
        "2021年度某市某局部门整体支出绩效自评报告\n一、收支情况\n口径与部门决算完全一致。\n附：来源\n", "utf-8"
    )
    assert run(tmp_path, "import", path, "--json") == DONE
    told = json.loads(capsys.readouterr().out)
    chapter = "一（三）部门整体收支情况"
    assert [(row["chapter"], row["text"]) for row in told["supplements"]] == [(chapter, "口径与部门决算完全一致。")]
    assert told["leftovers"] == [
        {"chapter": "一、收支情况", "text": "口径与部门决算完全一致。", "kept_in": chapter},
        {"chapter": "一、收支情况", "text": "附：来源", "kept_in": ""},
    ]
    assert run(tmp_path, "import", path, "--into", "1") == DONE
    out = capsys.readouterr().out
    assert "没有识别的文字 2 段，其中 1 段留作补充段落" in out
    assert f"口径与部门决算完全一致。（留在“{chapter}”）" in out
    assert "没有采用" not in out


def test_json_is_the_report_with_leftovers_and_its_id(
    tmp_path: Path, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "import", report, "--json") == DONE
    told = json.loads(capsys.readouterr().out)
    assert told["report_id"] == told["report"]["id"] == 1
    assert [row["name"] for row in told["offices"]] == ["办公室", "工程股"]
    assert told["leftovers"] == [{"chapter": "", "text": "番禺区财政局转发", "kept_in": ""}]
    assert run(tmp_path, "show", "1", "--json") == DONE
    shown = json.loads(capsys.readouterr().out)
    assert {name: value for name, value in told.items() if name in shown} == shown


def test_an_import_into_a_report_of_another_year_is_pointed_out(
    tmp_path: Path, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "new", "--department", "某县水务局", "--year", "2022") == DONE
    assert run(tmp_path, "import", report, "--into", "1") == DONE
    said = capsys.readouterr().out
    assert "已并入报告 1：新增 2 条" in said
    assert "文件是 2023 年度的，并入的报告是 2022 年度的" in said


def test_a_file_that_is_no_report_leaves_no_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    assert run(tmp_path, "import", tmp_path / "a.doc") == FAILED
    assert capsys.readouterr().err.count("。") == 1
    assert not (tmp_path / "library.db").exists()


def reprinted(library: Library, report_id: int, path: Path) -> tuple[str, str]:
    """A report's text, and that of what was read back from its PDF file."""
    pdf.export(library, report_id, path, ("report", "annex"))
    read = report_reader.read(path)
    assert read.leftovers == ()
    return library.documents.text(report_id), library.documents.text(library.reading_in.make_report(read))


def test_the_sample_prints_the_same_when_read_back_from_pdf(qapp: object, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db", create=True) as library:
        before, after = reprinted(library, library.reports.add_sample(), tmp_path / "a.pdf")
    assert after == before


@pytest.mark.timeout(400)  # laying out pages takes its time on a busy machine
@hypothesis.settings(max_examples=3, phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate])
@hypothesis.given(found=generated.entries())
def test_any_report_prints_the_same_when_read_back_from_pdf(
    qapp: object, tmp_path_factory: pytest.TempPathFactory, found: Entries
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    with Library.open(folder / "library.db", create=True) as library:
        before, after = reprinted(library, library.reports.add_entries(found, label="x"), folder / "a.pdf")
    assert after == before


def faults(library: Library, report_id: int, path: Path) -> tuple[str, ...]:
    """What reads back otherwise from a report's PDF file."""
    pdf.export(library, report_id, path, ("report", "annex"))
    read = report_reader.read(path)
    left = tuple(f"left over: {item.text}" for item in read.leftovers)
    return recovery(read.entries, wanted(library, report_id, path.suffix)).faults + left


@pytest.mark.parametrize("name", EXAMPLES)
def test_entries_once_misread_read_back_from_pdf(qapp: object, tmp_path: Path, name: str) -> None:
    with Library.open(tmp_path / "library.db", create=True) as library:
        report_id = library.reports.add_entries(varied.stopped(EXAMPLES[name]), label="x")
        assert faults(library, report_id, tmp_path / "a.pdf") == ()


def test_every_field_of_a_large_report_comes_back_from_pdf(qapp: object, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db", create=True) as library:
        assert faults(library, bench.add_report(library, BY_NAME["medium"]), tmp_path / "a.pdf") == ()


@pytest.mark.timeout(600)
def test_entries_of_any_report_read_back_from_pdf(
    qapp: object, tmp_path_factory: pytest.TempPathFactory, scale: Callable[[int, int], int]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    with Library.open(folder / "library.db", create=True) as library:

        @hypothesis.settings(max_examples=scale(5, 300), phases=GENERATED)
        @hypothesis.given(found=varied.entries())
        def trip(found: Entries) -> None:
            report_id = library.reports.add_entries(varied.stopped(found), label="x")
            assert faults(library, report_id, folder / "a.pdf") == ()

        trip()


@pytest.mark.timeout(600)
def test_paragraphs_at_the_end_of_a_chapter_come_back_from_pdf(
    qapp: object, tmp_path_factory: pytest.TempPathFactory, scale: Callable[[int, int], int]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    with Library.open(folder / "library.db", create=True) as library:

        @hypothesis.settings(max_examples=scale(5, 200), phases=GENERATED)
        @hypothesis.given(entries=varied.entries(), found=supplements(APART))
        def trip(entries: Entries, found: list[Supplement]) -> None:
            report_id = library.reports.add_entries(varied.stopped(entries), label="x")
            add(library, report_id, found)
            pdf.export(library, report_id, folder / "a.pdf", ("report", "annex"))
            made = library.reading_in.make_report(report_reader.read(folder / "a.pdf"))
            assert lines_of(library, made) == lines_of(library, report_id)

        trip()
