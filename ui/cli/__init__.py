"""The command line: every job of the library without a window; Qt is loaded only when a PDF is asked for."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.errors import AppError
from app.exchange.workbooks.units import UNITS
from app.library import EVIDENCE, PARTS, PROJECTS, REVIEW
from ui.arguments import Parser, write_utf8
from ui.cli import checking, forms, importing, library_file, packages, rendering, reports, showing
from ui.cli.codes import FAILED
from ui.output import FORMATS


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 done, 1 a failed job, 2 wrong usage."""
    logging.basicConfig(level=logging.ERROR)
    write_utf8()
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except AppError as error:
        print(error, file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader has gone; without this Python complains again while it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        print("已取消。", file=sys.stderr)
        return FAILED


def _parser() -> Parser:
    parser = Parser(
        prog="ziping", description="部门整体支出绩效自评报告编写程序（离线）。", example="ziping render 1 --out 文件夹"
    )

    def add(
        name: str, run: Callable[[argparse.Namespace], int], text: str, example: str, *, report: bool = False
    ) -> Parser:
        command = parser.add_command(name, text, example)
        command.set_defaults(run=run)
        if report:
            command.add_argument("id", type=int, metavar="编号", help="报告编号（见 ziping list）")
        return command

    add("sample", reports.add_sample, "添加样例报告", "")
    _add_json(add("list", reports.list_reports, "列出报告", ""))
    _add_new(add("new", reports.new, "新建报告", "--department 某市某局 --year 2025 --from 1"))
    _add_json(add("show", showing.show, "显示全部条目和计算结果", "1", report=True))
    _add_json(add("score", showing.score, "显示自评表得分", "1", report=True))
    check = add("check", checking.check, "校核报告，或不在台账库中的报告文件；有未确认的错误时返回 1", "报告.docx")
    check.add_argument("what", metavar="编号或文件", help="报告编号，或报告文件（.docx、.pdf、.txt）")
    _add_json(check)
    _add_render(add("render", rendering.render, "导出报告文件", "1 --out 文件夹 --format docx,pdf", report=True))
    bring = add(
        "import",
        importing.run,
        "导入已发布的自评报告（.docx、.pdf、.txt）、工作簿（.xlsx、.xls、.et、.ods、.csv）、采集表或数据包（.zpg）",
        "预算执行表.xlsx --into 1",
    )
    _add_import(bring)
    backup = add("backup", library_file.back_up, "备份台账库", "--out 备份.db")
    backup.add_argument("--out", required=True, type=Path, metavar="文件", help="备份文件")
    add("verify", library_file.verify, "检查台账库是否完好", "")
    _add_export(add("export", packages.export, "把报告连同佐证材料导出为一个数据包", "1 --out 报告.zpg", report=True))
    making = add("forms", forms.make, "为每个科室和下属单位生成一份采集表", "1 --out 采集表", report=True)
    making.add_argument("--out", required=True, type=Path, metavar="文件夹", help="存入的文件夹")
    return parser


def _add_new(command: Parser) -> None:
    command.add_argument("--department", required=True, metavar="名称", help="部门全称")
    command.add_argument("--year", required=True, type=int, metavar="年度", help="评价年度")
    command.add_argument("--pack", default="", metavar="模板包", help="默认为 panyu-2021；结转时默认与原报告相同")
    command.add_argument("--from", dest="from_id", type=int, metavar="编号", help="从这份报告结转")


def _add_render(command: Parser) -> None:
    command.add_argument(
        "--out", type=Path, metavar="文件夹", help="存入的文件夹；省略时 txt 输出到屏幕，其他为当前文件夹"
    )
    command.add_argument(
        "--format",
        type=_list_of(tuple(FORMATS)),
        default=("docx",),
        metavar="格式",
        help=f"{'、'.join(FORMATS)}，几种用逗号隔开；默认为 docx",
    )
    command.add_argument(
        "--part",
        type=_list_of((*PARTS, PROJECTS, REVIEW, EVIDENCE)),
        default=PARTS,
        metavar="部分",
        help="report 正文，annex 附表，projects 项目自评表，review 审核问题清单，evidence 佐证材料目录；"
        "几个用逗号隔开，默认为正文和附表",
    )
    command.add_argument("--each", action="store_true", help="项目自评表每个项目一个文件")
    command.add_argument(
        "--project", action="append", metavar="项目", help="只导出这个项目的自评表：项目编号或名称；可以写几次"
    )


def _add_import(command: Parser) -> None:
    command.add_argument("file", type=Path, metavar="文件", help="报告文件、工作簿、采集表（或其文件夹）或数据包")
    command.add_argument("--into", type=int, metavar="编号", help="并入这份报告（填空白、增条目），省略时新建")
    command.add_argument(
        "--unit", choices=UNITS, metavar="单位", help=f"工作簿没有写明时的金额单位：{'、'.join(UNITS)}"
    )
    _add_json(command)


def _add_export(command: Parser) -> None:
    command.add_argument("--out", required=True, type=Path, metavar="文件", help="数据包文件（.zpg）")
    command.add_argument("--no-evidence", action="store_true", help="不带佐证材料文件")
    command.add_argument("--snapshots", action="store_true", help="带上快照")
    command.add_argument("--password", action="store_true", help="设置密码（按提示输入）")


def _add_json(command: Parser) -> None:
    command.add_argument("--json", action="store_true", help="输出 JSON")


def _list_of(allowed: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """A comma-separated choice among words, without repetitions."""

    def parse(text: str) -> tuple[str, ...]:
        words = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
        if unknown := [word for word in words if word not in allowed] or ([] if words else [text]):
            raise argparse.ArgumentTypeError(f"没有“{unknown[0]}”，可用的有 {'、'.join(allowed)}")
        return words

    return parse
