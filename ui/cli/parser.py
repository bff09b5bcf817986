"""Arguments read and explained in Chinese."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from ui.cli.codes import USAGE


class _Help(argparse.HelpFormatter):
    """Help with a Chinese first word."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "用法：")


class Parser(argparse.ArgumentParser):
    """Speaks Chinese: its help under Chinese headings, and what is wrong with the arguments in one sentence."""

    def __init__(self, **details: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **details)
        self.inputs = self.add_argument_group("参数")
        self.options = self.add_argument_group("选项")
        self.options.add_argument("-h", "--help", action="help", help="显示这份说明")
        self.options.add_argument(
            "--library",
            type=Path,
            default=argparse.SUPPRESS,
            metavar="FILE",
            help="台账库文件（默认为本机用户的台账库）",
        )

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"参数有误：{_in_chinese(message)}。用 {self.prog} --help 查看用法。\n")


def _in_chinese(message: str) -> str:
    """argparse's complaints, translated."""
    phrases = (
        ("the following arguments are required:", "缺少"),
        ("unrecognized arguments:", "不认识的参数"),
        ("invalid choice:", "没有这一项"),
        ("(choose from", "（可用的有"),
        ("invalid int value:", "应为整数，不能是"),
        ("expected one argument", "后面缺少一个值"),
        ("argument ", "参数 "),
        ("command", "命令"),
        (")", "）"),
    )
    for english, chinese in phrases:
        message = message.replace(english, chinese)
    return message.strip()


def add_json(command: Parser) -> None:
    """Lets a command print JSON."""
    command.options.add_argument("--json", action="store_true", help="输出 JSON")


def list_of(allowed: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """A comma-separated choice among words, without repetitions."""

    def parse(text: str) -> tuple[str, ...]:
        words = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
        if unknown := [word for word in words if word not in allowed] or ([] if words else [text]):
            raise argparse.ArgumentTypeError(f"没有“{unknown[0]}”，可用的有 {'、'.join(allowed)}")
        return words

    return parse
