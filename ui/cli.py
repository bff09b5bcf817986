"""The command line: every job of the library without a window; Qt is loaded only when a PDF is asked for."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from app import paths
from app.checks import RULES
from app.document_check import check_document
from app.errors import AppError, ExportError
from app.exchange import entries
from app.exchange.report_reader import Leftover
from app.library import EVIDENCE, PARTS, PROJECTS, REVIEW, Library
from app.model import quantities
from app.model.results import Checked, Finding, ProjectScores, Scores, Severity
from ui import cli_forms, cli_import, cli_packages
from ui.output import FORMATS, targets, write_one

DONE, FAILED, USAGE = 0, 1, 2


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


class _Parser(argparse.ArgumentParser):
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 done, 1 a failed job, 2 wrong usage."""
    logging.basicConfig(level=logging.ERROR)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
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


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="ziping", description="部门整体支出绩效自评报告编写程序（离线）")
    commands = parser.add_subparsers(
        dest="command", required=True, title="命令", metavar="命令", parser_class=_Parser, prog="ziping"
    )

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str, *, report: bool = False) -> _Parser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        if report:
            command.inputs.add_argument("id", type=int, help="报告编号（见 ziping list）")
        return command

    add("sample", _sample, "添加样例报告")
    _add_json(add("list", _list, "列出报告"))
    new = add("new", _new, "新建报告").options
    new.add_argument("--department", required=True, metavar="NAME", help="部门全称")
    new.add_argument("--year", required=True, type=int, metavar="Y", help="年度")
    new.add_argument("--pack", default="", metavar="KEY", help="模板包（默认为 panyu-2021；结转时默认与原报告相同）")
    new.add_argument("--from", dest="from_id", type=int, metavar="ID", help="从这份报告结转")
    _add_json(add("show", _show, "显示全部条目和计算结果", report=True))
    _add_json(add("score", _score, "显示自评表得分", report=True))
    checking = add("check", _check, "校核报告，或不在台账库中的报告文件；有未确认的错误时返回 1")
    checking.inputs.add_argument("what", metavar="ID|FILE", help="报告编号，或报告文件（.docx、.pdf、.txt）")
    _add_json(checking)
    render = add("render", _render, "导出报告文件", report=True).options
    render.add_argument("--out", type=Path, metavar="DIR", help="存入的文件夹；省略时 txt 输出到屏幕，其他为当前文件夹")
    render.add_argument(
        "--format", type=_list_of(tuple(FORMATS)), default=("docx",), metavar="F,F", help="、".join(FORMATS)
    )
    render.add_argument(
        "--part",
        type=_list_of((*PARTS, PROJECTS, REVIEW, EVIDENCE)),
        default=PARTS,
        metavar="P,P",
        help="report 正文，annex 附表，projects 项目自评表，review 审核问题清单，evidence 佐证材料目录",
    )
    render.add_argument("--each", action="store_true", help="项目自评表每个项目一个文件")
    bring = add("import", _import, cli_import.HELP)
    cli_import.add_arguments(bring.inputs, bring.options)
    _add_json(bring)
    backup = add("backup", _backup, "备份台账库").options
    backup.add_argument("--out", required=True, type=Path, metavar="FILE", help="备份文件")
    add("verify", _verify, "检查台账库是否完好")
    export = add("export", _export, "把报告连同佐证材料导出为一个数据包", report=True).options
    export.add_argument("--out", required=True, type=Path, metavar="FILE", help="数据包文件（.zpg）")
    export.add_argument("--no-evidence", action="store_true", help="不带佐证材料文件")
    export.add_argument("--snapshots", action="store_true", help="带上快照")
    export.add_argument("--password", action="store_true", help="设置密码（按提示输入）")
    collecting = add("forms", _forms, "为每个科室和下属单位生成一份采集表", report=True).options
    collecting.add_argument("--out", required=True, type=Path, metavar="DIR", help="存入的文件夹")
    return parser


def _add_json(command: _Parser) -> None:
    command.options.add_argument("--json", action="store_true", help="输出 JSON")


def _list_of(allowed: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """A comma-separated choice among words, without repetitions."""

    def parse(text: str) -> tuple[str, ...]:
        words = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
        if unknown := [word for word in words if word not in allowed] or ([] if words else [text]):
            raise argparse.ArgumentTypeError(f"没有“{unknown[0]}”，可用的有 {'、'.join(allowed)}")
        return words

    return parse


def _open(
    options: argparse.Namespace, *, create: bool = False, writing: bool = False, if_possible: bool = False
) -> Library:
    path: Path = getattr(options, "library", None) or paths.default_library()
    if not create and not path.exists():
        raise AppError(f"找不到台账库“{path}”，请检查位置，或用 ziping sample 新建一个带样例的台账库。")
    if create:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AppError(_no_folder(path.parent)) from error
    library = Library.open(path, create=create, read_only=not (create or writing or if_possible))
    if (create or writing) and library.read_only:
        library.close()
        raise AppError(library.reason)
    return library


def _no_folder(folder: Path) -> str:
    return f"不能新建文件夹“{folder}”，请检查上一级文件夹是否存在、是否可以写入，或换一个位置。"


def _sample(options: argparse.Namespace) -> int:
    with _open(options, create=True) as library:
        report_id = library.add_sample()
        print(f"已添加样例报告，编号 {report_id}。")
    return DONE


def _new(options: argparse.Namespace) -> int:
    with _open(options, create=True) as library:
        report_id = library.new_report(options.department, options.year, from_id=options.from_id, pack=options.pack)
        print(f"已新建 {options.year} 年度自评报告，编号 {report_id}。")
    return DONE


def _list(options: argparse.Namespace) -> int:
    with _open(options) as library:
        reports = library.reports()
    if options.json:
        _print_json(
            [
                {
                    "id": report.id,
                    "department": report.department,
                    "year": report.year,
                    "status": report.status,
                    "score": _points(report.score),
                }
                for report in reports
            ]
        )
        return DONE
    for report in reports:
        score = "—" if report.score is None else quantities.format_score(report.score)
        print(f"{report.id}\t{report.year}\t{report.department}\t{report.status}\t{score}")
    if not reports:
        print("台账库中还没有报告。用 ziping sample 添加样例，或用 ziping new 新建。")
    return DONE


def _show(options: argparse.Namespace) -> int:
    with _open(options) as library:
        shown = _entries(library, options.id)
    if options.json:
        _print_json(shown)
    else:
        _print_entries(shown)
    return DONE


def _entries(library: Library, report_id: int) -> dict[str, Any]:
    data, facts, scores = library.data(report_id), library.facts(report_id), library.scores(report_id)
    found = entries.to_mapping(data)
    total = facts.total
    found["fund_lines"] = entries.with_rates(found["fund_lines"], data.fund_lines)
    projects = entries.with_rates(found["projects"], data.projects)
    found["projects"] = [row | {"form": _form(scores.projects.get(row["id"]))} for row in projects]
    found["fund_total"] = {
        "budget": quantities.money_json(total.budget),
        "executed": quantities.money_json(total.executed),
        "rate": quantities.rate_json(total.rate),
    }
    found["counts"] = {
        "offices": facts.offices,
        "units": facts.units,
        "tasks": facts.tasks,
        "projects": facts.projects_total,
        "projects_online": facts.projects_online,
        "projects_offline": facts.projects_offline,
        "project_forms": facts.forms,
    }
    found["scores"] = {
        **{block.key: _points(block.score) for block in scores.blocks},
        "adjustments": _points(scores.adjustments),
        "total": _points(scores.total),
        "computed_total": _points(scores.computed_total),
        "grade": scores.grade,
    }
    return found


def _form(scores: ProjectScores | None) -> dict[str, Any] | None:
    """The scores of a project's 项目支出绩效自评表; None while it has none."""
    if scores is None:
        return None
    return {
        "rate": quantities.rate_json(scores.rate),
        "execution": _points(scores.execution),
        **{block.key: _points(block.score) for block in scores.blocks},
        "total": _points(scores.total),
        "is_whole": scores.is_whole,
    }


def _print_entries(shown: dict[str, Any]) -> None:
    for name, value in shown.items():
        if isinstance(value, dict):
            print(f"[{name}]")
            for field, inner in value.items():
                print(f"  {field}: {_plain(inner)}")
        else:
            print(f"[{name}] {len(value)}")
            for row in value:
                print("  " + " | ".join(_plain(inner) for inner in row.values()))


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _score(options: argparse.Namespace) -> int:
    with _open(options) as library:
        data, facts, scores = library.data(options.id), library.facts(options.id), library.scores(options.id)
    rows = []
    for row in data.indicators:
        score = scores.rows[row.id]
        rows.append(
            {
                "block": row.block,
                "level1": row.block,
                "level2": row.level2,
                "level3": row.level3,
                "rule": row.rule,
                "weight": _text(score.weight),
                "target": row.target,
                "actual": facts.actual(row),
                "computed": _points(score.computed),
                "score": _points(score.score),
                "reason": row.reason,
                "explanation": score.explanation,
            }
        )
    if options.json:
        _print_json(
            {
                "rows": rows,
                "blocks": [
                    {
                        "key": block.key,
                        "block": block.block,
                        "weight": _text(block.weight),
                        "computed": _points(block.computed),
                        "score": _points(block.score),
                    }
                    for block in scores.blocks
                ],
                "adjustments": _points(scores.adjustments),
                "raw_total": _points(scores.raw_total),
                "total": _points(scores.computed_total),
                "typed_total": _points(scores.typed_total),
                "grade": scores.grade,
            }
        )
    else:
        _print_scores(rows, scores)
    return DONE


def _print_scores(rows: Sequence[dict[str, Any]], scores: Scores) -> None:
    for row in rows:
        cells = ("block", "level2", "level3", "weight", "score", "reason")
        print("\t".join(row[cell] or "—" for cell in cells))
    for block in scores.blocks:
        note = f"（各行合计 {quantities.format_score(block.computed)}）" if block.typed else ""
        print(f"{block.block}\t{quantities.format_score(block.score)}{note}")
    note = ""
    if scores.total != scores.computed_total:
        note = f"（按各部分得分合计 {quantities.format_score(scores.computed_total)}）"
    print(f"自评总得分\t{quantities.format_score(scores.total)}{note}\t{scores.grade}")


def _check(options: argparse.Namespace) -> int:
    leftovers: tuple[Leftover, ...] = ()
    if options.what.isdecimal():
        with _open(options) as library:
            checked = library.check(int(options.what))
    else:
        read, checked = check_document(Path(options.what))
        leftovers = read.leftovers
    if options.json:
        _print_json(
            {
                "findings": [_finding(found, checked) for found in checked.findings],
                "not_checked": [{"rule": item.rule, "reason": item.reason} for item in checked.not_checked],
                "leftovers": [{"chapter": item.chapter, "text": item.text} for item in leftovers],
            }
        )
    else:
        _print_findings(checked)
        cli_import.print_leftovers(leftovers)
    return FAILED if checked.errors else DONE


def _finding(found: Finding, checked: Checked) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "name": RULES[found.rule].name,
        "level": found.severity.value,
        "message": found.message,
        "section": found.section,
        "entity": found.entity,
        "entity_id": found.entity_id,
        "field": found.field,
        "quote": found.quote,
        "values": dict(found.values),
        "formula": found.formula,
        "advice": found.advice,
        "source": RULES[found.rule].source,
        "fingerprint": found.fingerprint,
        "acknowledged": checked.reason(found),
    }


def _print_findings(checked: Checked) -> None:
    for found in checked.findings:
        reason = checked.reason(found)
        note = "" if reason is None else f"（已确认：{reason}）"
        print(f"{found.severity}\t{found.rule}\t{found.section or '—'}\t{found.message}{note}")
    for item in checked.not_checked:
        print(f"未检\t{item.rule}\t—\t{item.reason}。")
    counts = "，".join(
        f"{severity} {sum(found.severity is severity for found in checked.open)} 条" for severity in Severity
    )
    confirmed = len(checked.findings) - len(checked.open)
    print(f"{counts}；已确认 {confirmed} 条，未检 {len(checked.not_checked)} 条。")


def _render(options: argparse.Namespace) -> int:
    if options.out is None and options.format == ("txt",):
        with _open(options) as library:
            for target in targets(library, options.id, options.format, options.part, Path(), is_each=options.each):
                sys.stdout.write(library.text(options.id, target.parts))
        return DONE
    folder: Path = options.out or Path.cwd()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(_no_folder(folder)) from error
    with _open(options) as library:
        for target in targets(library, options.id, options.format, options.part, folder, is_each=options.each):
            write_one(library, options.id, target)
            print(target.path)
    return DONE


def _import(options: argparse.Namespace) -> int:
    return DONE if cli_import.run(options, cli_import.Surroundings(_open, _entries, _print_json)) else FAILED


def _backup(options: argparse.Namespace) -> int:
    with _open(options) as library:
        library.backup(options.out)
    print(options.out)
    return DONE


def _verify(options: argparse.Namespace) -> int:
    with _open(options) as library:
        faults = library.verify()
    for fault in faults:
        print(fault)
    if not faults:
        print("台账库完好。")
    return FAILED if faults else DONE


def _export(options: argparse.Namespace) -> int:
    # Writing notes the state that leaves; a library that can only be read still sends its reports.
    with _open(options, if_possible=True) as library:
        cli_packages.export(library, options)
    print(options.out)
    return DONE


def _forms(options: argparse.Namespace) -> int:
    folder: Path = options.out
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(_no_folder(folder)) from error
    with _open(options, if_possible=True) as library:
        for path in cli_forms.make(library, options.id, folder):
            print(path)
    return DONE


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _points(value: Decimal | None) -> str | None:
    return None if value is None else quantities.format_score(value)


def _print_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    sys.exit(main())
