"""`ziping export` and `ziping import`: a report to another library and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.library import Library
from ui import cli


class Machine:
    """A library and the command line on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder.mkdir()
        self.path = folder / "library.db"
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str) -> int:
        code = cli.main(["--library", str(self.path), *arguments])
        self.out, self.err = self._capsys.readouterr()
        return code


@pytest.fixture
def machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Machine, Machine]:
    first, second = Machine(tmp_path / "甲", capsys), Machine(tmp_path / "乙", capsys)
    assert first("sample") == 0
    return first, second


def test_a_report_goes_to_another_library_and_comes_back_merged(
    machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    first, second = machines
    there, back = str(tmp_path / "去.zpg"), str(tmp_path / "回.zpg")
    assert first("export", "1", "--out", there) == 0
    assert first.out.strip() == there
    assert second("import", there) == 0
    assert "编号 1" in second.out
    assert "工作任务 10、重点项目 14、自评指标 54" in second.out
    with Library.open(second.path) as library:
        library.set_field(1, "report", 1, "preparer", "乙")
        library.set_field(1, "report", 1, "phone", "2")
    with Library.open(first.path) as library:
        library.set_field(1, "report", 1, "phone", "1")
    assert second("export", "1", "--out", back, "--no-evidence", "--snapshots") == 0
    assert first("import", back) == 1
    assert "已合并到编号 1 的报告：1 处" in first.out
    assert "联系电话｜本机：1｜对方：2" in first.out
    with Library.open(first.path) as library:
        assert (library.data(1).report.preparer, library.data(1).report.phone) == ("乙", "1")
    assert first("import", back) == 1  # the contradiction is still there to be decided
    assert "1 处" not in first.out
    assert list((first.path.parent / "backups").iterdir())


def test_what_is_not_different_is_said(machines: tuple[Machine, Machine], tmp_path: Path) -> None:
    first, _ = machines
    file = str(tmp_path / "a.zpg")
    first("export", "1", "--out", file)
    assert first("import", file) == 0
    assert "没有不同" in first.out


@pytest.mark.parametrize("name", ["没有.zpg", "坏.zpg", "报告.docx"])
def test_other_files_are_refused_with_a_sentence(machines: tuple[Machine, Machine], tmp_path: Path, name: str) -> None:
    first, _ = machines
    if not name.startswith("没有"):
        (tmp_path / name).write_bytes(b"PK\x03\x04 no package")
    assert first("import", str(tmp_path / name)) == 1
    assert first.err.strip().endswith("。")
    assert name in first.err


def test_passwords_are_asked_for(
    machines: tuple[Machine, Machine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyrage")
    first, second = machines
    file = str(tmp_path / "a.zpg")
    answers = iter(["八个字符的密码呀", "八个字符的密码"])
    monkeypatch.setattr("getpass.getpass", lambda _words: next(answers))
    assert first("export", "1", "--out", file, "--password") == 1
    assert "不一样" in first.err
    monkeypatch.setattr("getpass.getpass", lambda _words: "八个字符的密码呀")
    assert first("export", "1", "--out", file, "--password") == 0
    assert second("import", file) == 0
