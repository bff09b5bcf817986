"""Replacing a file: the old one survives every failure, and every failure is one sentence."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from app.errors import ExportError
from app.render import files
from tests.flushes import noted


def new_bytes(stream: BinaryIO) -> None:
    stream.write(b"new")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "自评报告.docx"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def fail_with(number: int) -> Callable[[BinaryIO], None]:
    def write(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise OSError(number, os.strerror(number))

    return write


def test_the_new_file_takes_the_place_of_the_old(target: Path) -> None:
    files.replace(target, new_bytes)
    assert target.read_bytes() == b"new"
    assert names(target.parent) == {target.name}


def test_a_file_that_was_not_there_is_made(tmp_path: Path) -> None:
    files.replace(tmp_path / "新.xlsx", new_bytes)
    assert (tmp_path / "新.xlsx").read_bytes() == b"new"


def test_a_fault_in_writing_leaves_the_old_file_and_no_other(target: Path) -> None:
    def broken(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        files.replace(target, broken)
    assert target.read_bytes() == b"old"
    assert names(target.parent) == {target.name}


@pytest.mark.skipif(os.name == "nt", reason="Windows flushes names by itself")
def test_a_file_is_on_the_disk_before_it_gets_its_name_and_the_name_afterwards(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = noted(monkeypatch)
    files.replace(target, new_bytes)
    assert found == ["3 bytes", "name", "folder"]


def test_a_file_that_validation_refuses_never_replaces(target: Path) -> None:
    def refuse(path: Path) -> None:
        assert path.read_bytes() == b"new"
        raise ExportError("不对")

    with pytest.raises(ExportError, match="不对"):
        files.replace(target, new_bytes, refuse)
    assert target.read_bytes() == b"old"
    assert names(target.parent) == {target.name}


def writer_of(content: bytes) -> Callable[[BinaryIO], None]:
    def write(stream: BinaryIO) -> None:
        stream.write(content)

    return write


def zipped(text: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", text)
    return stream.getvalue()


def test_a_package_that_reads_back_as_written_is_saved(target: Path) -> None:
    files.replace(target, writer_of(zipped(b"new")), files.check_package)
    assert target.read_bytes() == zipped(b"new")


@pytest.mark.parametrize("damage", [lambda content: content.replace(b"new", b"old"), lambda content: content[:-30]])
def test_a_package_that_the_disk_changed_never_replaces(target: Path, damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ExportError, match="读回来不一致"):
        files.replace(target, writer_of(damage(zipped(b"new"))), files.check_package)
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EDQUOT, "磁盘空间不足"),
        (errno.EACCES, "没有写入文件夹"),
        (errno.EROFS, "没有写入文件夹"),
        (errno.EINVAL, "太长或含有不能使用的字符"),
        (errno.ENOENT, "已不存在"),
        (errno.EIO, "无法保存（读写出错"),
    ],
)
def test_the_systems_errors_become_sentences(target: Path, number: int, sentence: str) -> None:
    with pytest.raises(ExportError, match=sentence):
        files.replace(target, fail_with(number))
    assert target.read_bytes() == b"old"
    assert names(target.parent) == {target.name}


def test_a_full_disk_leaves_the_old_file(target: Path) -> None:
    """A limit on the size of files stands for the full disk."""
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from app.errors import ExportError; from app.render import files\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n    files.replace(Path(sys.argv[1]), lambda stream: stream.write(b'x' * 100_000))\n"
        "except ExportError as error:\n    sys.exit(0 if '磁盘空间不足' in str(error) else 2)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, target], check=False, timeout=60)
    assert done.returncode == 0
    assert target.read_bytes() == b"old"
    assert names(target.parent) == {target.name}


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"找不到文件夹.*不在"):
        files.replace(tmp_path / "不在" / "a.docx", new_bytes)


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="是一个文件夹"):
        files.replace(tmp_path, new_bytes)


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="自评"):
        files.replace(tmp_path / ("自评" * 100 + ".docx"), new_bytes)
    assert names(tmp_path) == set()


def test_a_name_as_long_as_names_may_be_is_saved(tmp_path: Path) -> None:
    target = tmp_path / ("评" * 83 + "1.docx")
    for _ in range(2):
        files.replace(target, new_bytes)
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("报告.docx", "~$报告.docx"),
        ("自评报告二〇年.docx", "~$评报告二〇年.docx"),
        ("番禺区人社局自评报告.docx", "~$区人社局自评报告.docx"),
        ("自评报告.docx", ".~自评报告.docx"),
        ("自评报告.docx", ".~lock.自评报告.docx#"),
    ],
)
def test_a_file_open_in_an_office_program_is_told_before_writing(tmp_path: Path, name: str, mark: str) -> None:
    (tmp_path / name).write_bytes(b"old")
    (tmp_path / mark).write_bytes(b"")

    def never(stream: BinaryIO) -> None:
        raise AssertionError

    with pytest.raises(ExportError, match=f"{name}”正在被 Word 或 WPS 打开"):
        files.replace(tmp_path / name, never)
    assert (tmp_path / name).read_bytes() == b"old"


def test_a_lock_without_its_file_does_not_hinder(tmp_path: Path) -> None:
    (tmp_path / "~$报告.docx").write_bytes(b"")
    files.replace(tmp_path / "报告.docx", new_bytes)
    assert (tmp_path / "报告.docx").read_bytes() == b"new"


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[float]]:
    """Lets the next n renames fail as Windows does while a program has the file open; the pauses are not slept."""

    def refuse(times: int) -> list[float]:
        pauses: list[float] = []
        replace = os.replace

        def replace_or_refuse(source: Path, target: Path) -> None:
            if len(pauses) < times:
                raise PermissionError(errno.EACCES, "in use")
            replace(source, target)

        monkeypatch.setattr(os, "replace", replace_or_refuse)
        monkeypatch.setattr(time, "sleep", pauses.append)
        return pauses

    return refuse


@pytest.mark.parametrize("times", [1, 3, 7])
def test_a_short_hold_on_the_file_is_waited_out(
    target: Path, refusals: Callable[[int], list[float]], times: int
) -> None:
    pauses = refusals(times)
    files.replace(target, new_bytes)
    assert target.read_bytes() == b"new"
    assert len(pauses) == times


def test_a_long_hold_is_told_after_at_most_two_and_a_half_seconds_and_a_retry_works(
    target: Path, refusals: Callable[[int], list[float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses = refusals(100)
    with pytest.raises(ExportError, match=r"自评报告\.docx.*Word 或 WPS"):
        files.replace(target, new_bytes)
    assert sum(pauses) <= 2.5
    assert target.read_bytes() == b"old"
    assert names(target.parent) == {target.name}
    monkeypatch.undo()
    files.replace(target, new_bytes)
    assert target.read_bytes() == b"new"


def test_the_mode_of_the_old_file_is_kept(target: Path) -> None:
    target.chmod(0o640)
    files.replace(target, new_bytes)
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path, target: Path) -> None:
    link = tmp_path / "link.docx"
    link.symlink_to(target)
    files.replace(link, new_bytes)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_file_is_left(target: Path) -> None:
    target.chmod(0o400)
    with pytest.raises(ExportError, match="只读"):
        files.replace(target, new_bytes)
    assert target.read_bytes() == b"old"


def test_what_a_killed_export_left_is_removed_when_it_is_old(target: Path) -> None:
    old, young = target.with_name("~ziping-1.tmp"), target.with_name("~ziping-2.tmp")
    for leftover in (old, young):
        leftover.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    files.replace(target, new_bytes)
    assert names(target.parent) == {target.name, young.name}
