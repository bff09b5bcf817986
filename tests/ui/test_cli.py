"""The command line as a user calls it: what it prints, the files it writes, its exit codes and its sentences."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.library import Library
from ui import cli


class Ziping:
    """Calls the command line on one library."""

    def __init__(self, library: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.library = library
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str) -> int:
        try:
            code = cli.main(["--library", str(self.library), *arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *arguments: str) -> Any:
        assert self(*arguments, "--json") == 0
        return json.loads(self.out)


@pytest.fixture
def ziping(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ziping:
    return Ziping(tmp_path / "library.db", capsys)


@pytest.fixture
def sample(ziping: Ziping) -> Ziping:
    assert ziping("sample") == 0
    return ziping


def one_sentence(text: str) -> bool:
    return text.count("\n") == 1 and text.rstrip().endswith("。") and "Traceback" not in text


def test_the_sample_is_listed(sample: Ziping) -> None:
    assert sample.json("list") == [
        {
            "id": 1,
            "department": "广州市番禺区人力资源和社会保障局",
            "year": 2021,
            "status": "草稿",
            "score": "93.25",
        }
    ]


def test_the_library_can_be_named_after_the_command(sample: Ziping, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "--library", str(sample.library)]) == 0
    assert "番禺区" in capsys.readouterr().out


def test_a_new_year_is_carried_over(sample: Ziping) -> None:
    department = "广州市番禺区人力资源和社会保障局"
    assert sample("new", "--department", department, "--year", "2022", "--from", "1") == 0
    assert "编号 2" in sample.out
    old, new = sample.json("show", "1"), sample.json("show", "2")
    assert [row["name"] for row in new["projects"]] == [row["name"] for row in old["projects"]]
    assert {row["executed"] for row in new["projects"]} == {None}
    assert new["report"]["overall_goal"] == old["report"]["overall_goal"]
    assert set(new) == set(old)


@pytest.mark.parametrize(("year", "source"), [("2021", "1"), ("2020", "1"), ("2022", "9")])
def test_a_carry_over_that_cannot_be_is_told_in_a_sentence(sample: Ziping, year: str, source: str) -> None:
    department = "广州市番禺区人力资源和社会保障局"
    assert sample("new", "--department", department, "--year", year, "--from", source) == 1
    assert one_sentence(sample.err)


def test_show_gives_every_entry_and_figure(sample: Ziping) -> None:
    shown = sample.json("show", "1")
    assert {name: len(shown[name]) for name in ("offices", "units", "duties", "key_works", "tasks", "projects")} == {
        "offices": 9,
        "units": 9,
        "duties": 17,
        "key_works": 4,
        "tasks": 10,
        "projects": 14,
    }
    assert shown["fund_total"] == {"budget": "61296.75", "executed": "59757.75", "rate": "97.4893"}
    assert shown["projects"][0]["rate"] == "99.2401"
    assert shown["projects"][8]["entrusted_budget"] == "386.27"
    assert shown["scores"] == {
        "management": "43.95",
        "delivery": "49.80",
        "adjustments": "0.00",
        "total": "93.25",
        "computed_total": "93.75",
        "grade": "优",
    }


def test_score_explains_each_row(sample: Ziping) -> None:
    table = sample.json("score", "1")
    row = next(row for row in table["rows"] if row["level3"] == "预算完成率")
    assert (row["weight"], row["actual"], row["computed"], row["score"]) == ("2", "97.5%", "1.50", "1.48")
    assert "97.49%" in row["explanation"]
    assert (table["total"], table["typed_total"], table["grade"]) == ("93.75", "93.25", "优")
    assert [Decimal(block["score"]) for block in table["blocks"]] == [Decimal("43.95"), Decimal("49.80")]


def test_check_lists_findings_and_fails_on_an_error(sample: Ziping) -> None:
    assert sample("check", "1", "--json") == 1
    checked = json.loads(sample.out)
    found = next(item for item in checked["findings"] if item["rule"] == "SC-01")
    assert {"rule", "level", "message", "section", "entity", "entity_id", "field", "quote", "values"} <= found.keys()
    assert (found["level"], found["entity"], found["field"]) == ("错", "report", "typed_total")
    assert (found["values"]["total"], found["values"]["sum"]) == ("93.25", "93.75")
    assert all(item["rule"] and item["reason"] for item in checked["not_checked"])


def test_check_prints_a_line_a_finding(sample: Ziping) -> None:
    assert sample("check", "1") == 1
    assert "错\tSC-01\t二（一）\t自评总得分填报93.25分" in sample.out
    assert "未检\tFN-10" in sample.out
    assert "None" not in sample.out


def test_check_reads_a_report_file_without_a_library(sample: Ziping, tmp_path: Path) -> None:
    assert sample("render", "1", "--format", "txt", "--out", str(tmp_path)) == 0
    (path,) = tmp_path.glob("*.txt")
    sample.library.unlink()
    assert sample("check", str(path), "--json") == 1
    checked = json.loads(sample.out)
    assert "SC-01" in {item["rule"] for item in checked["findings"]}
    assert checked["leftovers"] == []
    assert not sample.library.exists()
    assert sample("check", str(tmp_path / "没有.docx")) == 1
    assert sample.err.startswith("找不到文件“没有.docx”")


def test_check_passes_once_every_error_is_acknowledged(sample: Ziping) -> None:
    with Library.open(sample.library) as library:
        for found in library.checks.run(1).errors:
            library.checks.acknowledge(1, found, "按公布文本填报")
    assert sample("check", "1") == 0
    assert "（已确认：按公布文本填报）" in sample.out
    checked = sample.json("check", "1")
    assert {item["acknowledged"] for item in checked["findings"] if item["level"] == "错"} == {"按公布文本填报"}


def test_the_plain_tables_are_readable(sample: Ziping) -> None:
    for command in (("list",), ("show", "1"), ("score", "1")):
        assert sample(*command) == 0
        assert "None" not in sample.out


def test_render_writes_the_files_and_prints_their_paths(sample: Ziping, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "深"
    assert sample("render", "1", "--out", str(folder), "--format", "docx,xlsx,html,txt") == 0
    paths = [Path(line) for line in sample.out.split()]
    assert [path.suffix for path in paths] == [".docx", ".xlsx", ".html", ".txt"]
    assert sorted(paths) == sorted(folder.iterdir())
    assert "自评报告" in paths[0].name
    assert "自评表" in paths[1].name


def test_render_writes_a_pdf_without_a_screen(sample: Ziping, tmp_path: Path) -> None:
    command = ["--library", str(sample.library), "render", "1", "--out", str(tmp_path), "--format", "pdf"]
    done = subprocess.run([sys.executable, "-m", "ui.cli", *command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert Path(done.stdout.strip()).read_bytes().startswith(b"%PDF")


def test_text_goes_to_the_screen_when_no_folder_is_named(sample: Ziping) -> None:
    assert sample("render", "1", "--format", "txt", "--part", "report") == 0
    assert sample.out.startswith("附件4\n")


def test_the_annex_alone_has_its_own_name(sample: Ziping, tmp_path: Path) -> None:
    assert sample("render", "1", "--out", str(tmp_path), "--format", "html", "--part", "annex") == 0
    assert Path(sample.out.strip()).name.endswith("自评表.html")


def test_the_text_needs_no_qt(sample: Ziping) -> None:
    script = (
        "import sys; from ui import cli; "
        f"cli.main(['--library', {str(sample.library)!r}, 'render', '1', '--format', 'txt']); "
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


def test_new_makes_a_library_and_a_report(ziping: Ziping) -> None:
    assert ziping("new", "--department", "某市某局", "--year", "2026") == 0
    assert ziping.json("list")[0]["year"] == 2026


def test_backup_is_a_library_of_its_own(sample: Ziping, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert sample("backup", "--out", str(copy)) == 0
    with Library.open(copy) as opened:
        assert len(opened.reports.all()) == 1


def test_verify_tells_a_damaged_library(sample: Ziping) -> None:
    assert sample("verify") == 0
    content = sample.library.read_bytes()
    place = content.rindex("产业人才发展专项资金".encode())
    sample.library.write_bytes(content[:place] + b"\xe4\xba\xba" + content[place + 3 :])
    assert sample("verify") == 1
    assert sample.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("render", "1", "--format", "odt"),
        ("render", "1", "--part", ""),
        ("render", "一"),
        ("render",),
        ("nonsense",),
        ("new", "--department", "某局", "--year", "今年"),
        ("list", "--nonsense"),
    ],
)
def test_wrong_usage_exits_2_with_one_chinese_sentence(sample: Ziping, arguments: tuple[str, ...]) -> None:
    assert sample(*arguments) == 2
    assert one_sentence(sample.err)
    assert sample.err.startswith("参数有误：")


def test_a_missing_library_is_told_and_not_made(ziping: Ziping) -> None:
    assert ziping("list") == 1
    assert one_sentence(ziping.err)
    assert not ziping.library.exists()


@pytest.mark.parametrize("content", [b"", b"no database at all, only text" * 100, b"PK\x03\x04"])
def test_a_foreign_file_is_told_and_left_alone(ziping: Ziping, content: bytes) -> None:
    ziping.library.write_bytes(content)
    for command in (("list",), ("sample",), ("verify",)):
        assert ziping(*command) == 1
        assert one_sentence(ziping.err)
    assert ziping.library.read_bytes() == content


def test_a_library_open_elsewhere_is_not_written(sample: Ziping) -> None:
    with Library.open(sample.library):
        assert sample("sample") == 1
        assert one_sentence(sample.err)
        assert len(sample.json("list")) == 1


def test_an_unknown_report_is_told(sample: Ziping) -> None:
    assert sample("show", "99") == 1
    assert "99" in sample.err
    assert one_sentence(sample.err)


def test_a_target_that_cannot_be_written_is_told(sample: Ziping, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert sample("render", "1", "--out", str(tmp_path / "file" / "below")) == 1
    assert one_sentence(sample.err)


def test_render_writes_the_forms_of_projects_together_or_one_file_each(sample: Ziping, tmp_path: Path) -> None:
    with Library.open(sample.library) as library:
        library.project_forms.begin(1, [row.id for row in library.data(1).projects[:2]])
    for options, number in (((), 1), (("--each",), 2)):
        folder = tmp_path / f"out{number}"
        assert sample("render", "1", "--out", str(folder), "--format", "docx", "--part", "projects", *options) == 0
        assert len(sample.out.split()) == len(list(folder.iterdir())) == number


def test_a_form_is_told_with_its_project(sample: Ziping) -> None:
    with Library.open(sample.library) as library:
        library.project_forms.begin(1, [library.data(1).projects[0].id])
    shown = sample.json("show", "1")
    assert (len(shown["project_funds"]), len(shown["project_indicators"])) == (3, 7)
    assert shown["projects"][0]["form"]["execution"] == "9.92"
    assert shown["projects"][1]["form"] is None
    assert shown["counts"]["project_forms"] == 1


def test_a_new_report_follows_the_pack_asked_for(ziping: Ziping) -> None:
    assert ziping("new", "--department", "某市某局", "--year", "2022", "--pack", "mof-2013") == 0
    shown = ziping.json("show", "1")
    assert list(shown["scores"])[:4] == ["input", "process", "output", "effect"]
    blocks = ziping.json("score", "1")["blocks"]
    assert [block["key"] for block in blocks] == ["input", "process", "output", "effect"]
