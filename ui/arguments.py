"""How the programs explain themselves in a terminal: wholly in Chinese, laid out by what characters take there."""

from __future__ import annotations

import argparse
import io
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

from app.render.widths import em_width

USAGE = 2  # the exit code for wrong usage

_WIDEST, _NARROWEST = 100, 40  # columns of a terminal
_INDENT = 2
_COLUMN = 20  # where explanations begin, at most
_PIECE = re.compile(r"(?:[!-~]+|.)[，。、；：？！）》”]*\s*")  # what no line break may part
_USUAL = frozenset({"help", "library"})  # options of every command, not worth a place in its usage

_COMPLAINTS = (
    (r"the following arguments are required: (.*)", "缺少 {}"),
    (r"unrecognized arguments: (.*)", "不认识的参数 {}"),
    (r"ambiguous option: (.*) could match (.*)", "{} 不明确，可能是 {}"),
    (r"argument 命令: invalid choice: '(.*)' \(choose from (.*)\)", "没有“{}”这个命令，可用的有 {}"),
    (r"argument (.*?): invalid choice: '(.*)' \(choose from (.*)\)", "{} 没有“{}”这一项，可用的有 {}"),
    (r"argument (.*?): invalid int value: '(.*)'", "{} 应为整数，不能是“{}”"),
    (r"argument (.*?): expected one argument", "{} 后面缺少一个值"),
    (r"argument (.*?): ignored explicit argument '(.*)'", "{} 后面不能有值“{}”"),
    (r"argument (.*?): (.*)", "{}：{}"),
)
"""What argparse complains of, and how it is said."""


def write_utf8() -> None:
    """Has what is printed be UTF-8 whatever the system's own encoding is: not every one has Chinese characters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


class Parser(argparse.ArgumentParser):
    """A command, or the program with its commands; `example` is a line to copy."""

    def __init__(self, *, example: str = "", **details: Any) -> None:
        super().__init__(add_help=False, **details)
        self.example = example
        self.commands: dict[str, Parser] = {}
        self._group: argparse._SubParsersAction[Parser] | None = None
        self.add_argument("-h", "--help", action="help", help="显示这份说明")
        self.add_argument(
            "--library",
            type=Path,
            default=argparse.SUPPRESS,
            metavar="文件",
            help="台账库文件（默认为本机用户的台账库）",
        )

    def add_command(self, name: str, text: str, example: str) -> Parser:
        """Has the program take one more command; `example` is what is typed after its name."""
        if self._group is None:
            self._group = self.add_subparsers(
                dest="command", required=True, metavar="命令", parser_class=Parser, prog=self.prog
            )
        line = f"{self.prog} {name} {example}".rstrip()
        self.commands[name] = self._group.add_parser(name, description=f"{text}。", example=line)
        return self.commands[name]

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"参数有误：{in_chinese(message)}。用 {self.prog} --help 查看用法。\n")

    def format_usage(self) -> str:
        parts = [self.prog, *(_in_usage(action) for action in self._listed() if action.dest not in _USUAL)]
        return "\n".join(_beside("用法：", parts)) + "\n"

    def format_help(self) -> str:
        actions = self._listed()
        inputs = [action for action in actions if not action.option_strings]
        typed = [action for action in inputs if action.nargs != argparse.PARSER]
        lines = [self.format_usage().rstrip("\n"), "", *_wrapped(self.description or "", _columns())]
        lines += _section("命令", [(name, _summary(each)) for name, each in self.commands.items()])
        lines += _section("参数", [(_invocation(each), each.help or "") for each in typed])
        lines += _section("选项", [(_invocation(each), each.help or "") for each in actions if each.option_strings])
        if self.example:
            lines += ["", f"示例：{self.example}"]
        if self.commands:
            lines += ["", *_wrapped(f"用“{self.prog} 命令 --help”查看一个命令的用法和示例。", _columns())]
        return "\n".join(lines) + "\n"

    def _listed(self) -> list[argparse.Action]:
        """The arguments in the order they are typed in: what stands by itself, then options."""
        return sorted(self._actions, key=lambda action: bool(action.option_strings))


def in_chinese(message: str) -> str:
    """A complaint of argparse; one it does not make in the version that this was written for stays as it is."""
    for pattern, words in _COMPLAINTS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return words.format(*(part.replace("'", "").replace(", ", "、") for part in found.groups()))
    return message


def _summary(command: argparse.ArgumentParser) -> str:
    return (command.description or "").removesuffix("。")


def _named(action: argparse.Action) -> str:
    """An option with the word for its value, or the word for what stands by itself."""
    word = action.metavar if isinstance(action.metavar, str) else action.dest
    if not action.option_strings:
        return word
    return action.option_strings[-1] if action.nargs == 0 else f"{action.option_strings[-1]} {word}"


def _in_usage(action: argparse.Action) -> str:
    if action.nargs == argparse.PARSER:
        return f"{_named(action)} …"
    return _named(action) if action.required else f"[{_named(action)}]"


def _invocation(action: argparse.Action) -> str:
    return ", ".join([*action.option_strings[:-1], _named(action)])


def _section(heading: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    """A heading with rows of two columns below it; nothing without rows."""
    found = list(rows)
    if not found:
        return []
    widest = max((_width(name) for name, _ in found if _width(name) <= _COLUMN), default=0)
    begin = _INDENT + widest + 2
    lines = ["", f"{heading}："]
    for name, text in found:
        told = _wrapped(text, _columns() - begin)
        head = " " * _INDENT + name
        gap = begin - _width(head)
        if gap < 2:
            lines.append(head)
        else:
            lines.append(head + " " * gap + told.pop(0))
        lines += [" " * begin + line for line in told]
    return lines


def _beside(head: str, parts: Iterable[str]) -> Iterator[str]:
    """Parts one after another, below each other where the line is full, behind a head."""
    begin, line = " " * _width(head), head
    for part in parts:
        if line.strip() not in {"", head} and _width(f"{line} {part}") > _columns():
            yield line
            line = begin + part
        else:
            line += part if line in {begin, head} else f" {part}"
    yield line


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of so many columns; none begins with a closing mark, and no word is parted."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and _width(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return round(2 * em_width(text))


def _columns() -> int:
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
