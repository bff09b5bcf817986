"""What the programs say of themselves: Chinese throughout, within the width of the terminal, examples that work."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest

from app.render.widths import em_width
from ui import cli
from ui.__main__ import main as window
from ui.arguments import in_chinese

COMMANDS = (
    "sample",
    "list",
    "new",
    "show",
    "score",
    "check",
    "render",
    "import",
    "backup",
    "verify",
    "export",
    "forms",
)
_ENGLISH = re.compile("usage|options|positional|optional|arguments|show this|choose|required", re.IGNORECASE)


def help_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as stop:
        cli.main([*arguments, "--help"])
    assert stop.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_is_chinese_throughout(capsys: pytest.CaptureFixture[str], command: str) -> None:
    shown = help_of(capsys, *command.split())
    assert shown.startswith("用法：ziping ")
    assert _ENGLISH.search(shown) is None
    assert re.search(":$", shown, re.MULTILINE) is None
    assert "\n选项：\n" in shown


def test_the_window_explains_itself_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        window(["--help"])
    shown = capsys.readouterr().out
    assert shown.startswith("用法：ziping-gui [--report 编号]")
    assert _ENGLISH.search(shown) is None
    with pytest.raises(SystemExit):
        window(["--report", "一"])
    assert capsys.readouterr().err.startswith("参数有误：--report 应为整数，不能是“一”。")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example_that_it_understands(capsys: pytest.CaptureFixture[str], command: str) -> None:
    (example,) = re.findall("^示例：ziping (.*)$", help_of(capsys, command), re.MULTILINE)
    words = shlex.split(example)
    assert words[0] == command
    assert callable(cli._parser().parse_args(words).run)


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    found = re.findall("^  ([a-z]+)  ", help_of(capsys), re.MULTILINE)
    assert found == list(COMMANDS)


@pytest.mark.parametrize("columns", [40, 60, 100])
@pytest.mark.parametrize("command", ["", "render", "import"])
def test_no_line_is_wider_than_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = help_of(capsys, *command.split()).splitlines()
    told = [line for line in lines if not line.startswith("示例：")]
    assert max(2 * em_width(line) for line in told) <= columns
    assert not [line for line in told if line.lstrip()[:1] in set("，。、；：）")]


def test_explanations_stand_below_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    shown = help_of(capsys, "new").partition("选项：\n")[2].partition("\n\n")[0]
    begins = {
        em_width(re.split(r"(?<=\S)  +", line)[0] + re.findall(r"(?<=\S)  +", line)[0]) for line in shown.splitlines()
    }
    assert len(begins) == 1


@pytest.mark.parametrize(
    ("complaint", "said"),
    [
        ("the following arguments are required: --department, --year", "缺少 --department、--year"),
        ("unrecognized arguments: command (1).docx", "不认识的参数 command (1).docx"),
        ("argument 命令: invalid choice: 'x' (choose from 'list', 'new')", "没有“x”这个命令，可用的有 list、new"),
        ("argument 命令: invalid choice: 'x' (choose from list, new)", "没有“x”这个命令，可用的有 list、new"),
        ("argument --year: invalid int value: '去年'", "--year 应为整数，不能是“去年”"),
        ("argument --out: expected one argument", "--out 后面缺少一个值"),
        ("argument --json: ignored explicit argument '3'", "--json 后面不能有值“3”"),
        ("ambiguous option: --p could match --pack, --part", "--p 不明确，可能是 --pack、--part"),
        ("argument --format: 没有“odt”", "--format：没有“odt”"),
    ],
)
def test_a_complaint_is_said_in_chinese(complaint: str, said: str) -> None:
    assert in_chinese(complaint) == said


@pytest.mark.parametrize("program", ["ui", "ui.cli"])
def test_a_program_explains_itself_where_the_system_knows_no_chinese(program: str) -> None:
    environ = os.environ | {"PYTHONIOENCODING": "latin-1"}
    done = subprocess.run([sys.executable, "-m", program, "--help"], env=environ, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stdout.decode().startswith("用法：ziping")
