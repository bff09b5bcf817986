"""The parts of dev.py that decide; installing itself is what a fresh clone tries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev

LISTING = """\
qt/libQt6Gui.so.6:
\tlinux-vdso.so.1 (0x00007ffd1f9d6000)
\tlibEGL.so.1 => not found
\tlibGL.so.1 => /lib/x86_64-linux-gnu/libGL.so.1 (0x00007f0e4f600000)
\tlibglib-2.0.so.0 => not found
\tlibgthread-2.0.so.0 => not found
qt/libqxcb.so:
\tlibxcb-cursor.so.0 => not found
\tlibEGL.so.1 => not found
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (tmp_path / "constraints.txt").write_text("lxml==6.1.3\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def without_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_package_list_changes_the_stamp_but_not_the_place(project: Path, name: str) -> None:
    before = dev.stamp(project, (3, 11))
    with (project / name).open("a", encoding="utf-8") as file:
        file.write("# more\n")
    after = dev.stamp(project, (3, 11))
    assert after != before
    assert dev.is_same_place(before, after)


def test_an_unchanged_project_has_the_same_stamp(project: Path) -> None:
    assert dev.stamp(project, (3, 11, 7)) == dev.stamp(project, (3, 11, 9))


def test_another_python_makes_the_environment_anew(project: Path) -> None:
    assert not dev.is_same_place(dev.stamp(project, (3, 11)), dev.stamp(project, (3, 12)))


def test_a_moved_project_makes_the_environment_anew(project: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(project, tmp_path / "moved")
    assert not dev.is_same_place(dev.stamp(project, (3, 11)), dev.stamp(moved, (3, 11)))


def test_an_environment_whose_setup_was_broken_off_is_kept(project: Path) -> None:
    assert dev.is_same_place("", dev.stamp(project, (3, 11)))


def test_packages_of_missing_libraries_are_named_once() -> None:
    assert dev.missing_packages(LISTING) == ["libegl1", "libglib2.0-0", "libxcb-cursor0"]


def test_a_complete_machine_misses_no_package() -> None:
    assert dev.missing_packages("\tlibGL.so.1 => /lib/libGL.so.1 (0x00)\n") == []


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libX11.so.6", "libx11-6"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libz.so.1", "zlib1g"),
    ],
)
def test_a_library_belongs_to_its_debian_package(library: str, package: str) -> None:
    assert dev.package_of(library) == package


@pytest.mark.parametrize(
    ("environ", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_only_linux_can_be_without_a_display(environ: dict[str, str], platform: str, shown: bool) -> None:
    assert dev.has_display(environ, platform) is shown


@pytest.mark.usefixtures("without_root")
def test_a_user_is_told_which_package_an_administrator_installs() -> None:
    with pytest.raises(SystemExit) as ended:
        dev.need(["libegl1", "libgl1"], "for Qt to start")
    assert "apt-get install libegl1 libgl1" in str(ended.value.code)


@pytest.mark.usefixtures("without_root")
def test_a_user_without_a_chinese_font_is_warned_and_goes_on(capfd: pytest.CaptureFixture[str]) -> None:
    dev.need(["fonts-noto-cjk"], "to draw Chinese text", is_fatal=False)
    assert "fonts-noto-cjk" in capfd.readouterr().err


def test_an_old_python_is_told_in_both_languages() -> None:
    sentence = dev.too_old((3, 8, 10, "final", 0))
    assert "需要 Python 3.11 或更新的版本，当前是 3.8" in sentence
    assert "Python 3.11 or newer is needed, this is 3.8" in sentence


def test_a_failed_step_ends_with_its_code_and_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        dev.step("It could not be done.", sys.executable, "-c", "raise SystemExit(7)")
    assert ended.value.code == 7
    assert capfd.readouterr().err == "It could not be done.\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
def test_a_killed_step_ends_with_the_code_a_shell_gives_it() -> None:
    with pytest.raises(SystemExit) as ended:
        dev.step("It was stopped.", sys.executable, "-c", "import os; os.kill(os.getpid(), 15)")
    assert ended.value.code == 128 + 15


@pytest.mark.parametrize("arguments", [[], ["unknown"], ["lint", "app"], ["shots"]])
def test_a_wrong_command_shows_the_usage_and_exits_2(arguments: list[str]) -> None:
    ended = subprocess.run([sys.executable, dev.__file__, *arguments], capture_output=True, check=False, text=True)
    assert ended.returncode == 2
    assert "usage: python3 dev.py COMMAND" in ended.stderr


@pytest.mark.parametrize(
    ("library", "is_there", "packages"),
    [
        ("libpython3.11.so.1.0", False, ["libpython3.11"]),
        ("libpython3.11.so.1.0", True, []),
        ("libpython3.11.a", False, []),  # a Python that has its library within
    ],
)
def test_a_bundle_needs_pythons_own_library(
    library: str, is_there: bool, packages: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name)
    monkeypatch.setattr("sys.base_prefix", str(tmp_path))
    variables = {"INSTSONAME": library, "LIBDIR": str(tmp_path)}
    monkeypatch.setattr("sysconfig.get_config_var", variables.get)
    if is_there:
        (tmp_path / library).touch()
    assert dev.missing_for_bundle() == packages
