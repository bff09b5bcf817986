"""Forms on the command line: 采集表 out and read back, and the 项目自评表 of single projects."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.library import Library
from tests.app.exchange.filled_forms import Book
from ui import cli
from ui.output import FORMATS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library with the sample, one project asked of its first office."""
    with Library.open(tmp_path / "library.db", create=True) as library:
        sample = library.reports.add_sample()
        library.set_field(sample, "project", library.data(sample).projects[0].id, "office_id",
                          library.data(sample).offices[0].id)  # fmt: skip
    return tmp_path / "library.db"


def run(path: Path, *arguments: str) -> int:
    return cli.main(["--library", str(path), *arguments])


def test_forms_go_out_and_a_folder_of_them_comes_back(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "表"
    assert run(path, "forms", "1", "--out", str(folder)) == 0
    written = [Path(line) for line in capsys.readouterr().out.split()]
    assert sorted(written) == sorted(folder.iterdir())
    book = Book(written[0])
    book.put("重点项目", 0, "executed", 4700.0)
    book.save()
    with Library.open(path) as library:
        library.set_field(1, "project", library.data(1).projects[0].id, "result", "报告里改的")
    book.put("重点项目", 0, "result", "表里改的")
    book.save()
    assert run(path, "import", str(folder)) == 1
    told = capsys.readouterr().out
    assert "2 份采集表，1 处" in told
    assert "没有写入（报告也改过）" in told
    with Library.open(path) as library:
        project = library.data(1).projects[0]
    assert (project.executed, project.result) == (4_700_000_000, "报告里改的")


def test_forms_of_an_unknown_report_are_told(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(path, "forms", "1", "--out", str(tmp_path / "表")) == 0
    file = capsys.readouterr().out.split()[0]
    other = tmp_path / "other.db"
    assert run(other, "new", "--department", "某局", "--year", "2021") == 0
    capsys.readouterr()
    assert run(other, "import", file) == 1
    assert "没有“" in capsys.readouterr().out


def test_an_empty_folder_is_told(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "空").mkdir()
    assert run(path, "import", str(tmp_path / "空")) == 1
    assert "没有可以读取的采集表" in capsys.readouterr().err


# 项目自评表 of single projects


@pytest.fixture
def with_forms(path: Path) -> Path:
    with Library.open(path) as library:
        library.project_forms.begin(1, [row.id for row in library.data(1).projects[:3]])
    return path


def test_the_form_of_one_project_goes_out_in_every_format(
    with_forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Library.open(with_forms) as library:
        project = library.data(1).projects[1]
    folder = tmp_path / "项目表"
    formats = ",".join(FORMATS)
    assert run(with_forms, "render", "1", "--out", str(folder), "--project", str(project.id), "--format", formats) == 0
    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(path.suffix for path in written) == sorted(f".{suffix}" for suffix in FORMATS)
    assert sorted(folder.iterdir()) == sorted(written)
    assert all(path.name.startswith("2021年项目支出绩效自评表（") for path in written)
    assert project.name in next(path for path in written if path.suffix == ".txt").read_text(encoding="utf-8")


def test_projects_are_named_wholly_or_by_a_part_that_one_has(
    with_forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Library.open(with_forms) as library:
        first, second = (row.name for row in library.data(1).projects[:2])
    options = ["--project", first, "--project", second[:-1], "--project", first]
    assert run(with_forms, "render", "1", "--out", str(tmp_path / "表"), *options) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("没有的项目", "报告中没有项目“没有的项目”"),
        (" ", "报告中没有项目"),
        ("项目", "“项目”对应"),
    ],
)
def test_a_project_that_is_not_clear_is_asked_for_and_nothing_is_written(
    with_forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str, told: str
) -> None:
    assert run(with_forms, "render", "1", "--out", str(tmp_path / "表"), "--project", word) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "表").exists()


def test_a_project_without_a_form_is_told(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(path, "render", "1", "--out", str(tmp_path / "表"), "--project", "1") == 1
    assert "还没有填写项目支出绩效自评表" in capsys.readouterr().err
