"""The command line: every job of the library without a window; Qt is loaded only when a PDF is asked for."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from app import paths
from app.checks import RULES
from app.document_check import check_document
from app.errors import AppError, ExportError
from app.exchange import entries, package, report_reader
from app.exchange.report_reader import Confidence, Leftover, ReadReport
from app.exchange.workbooks.units import UNITS
from app.library import EVIDENCE, PARTS, PROJECTS, REVIEW, Library
from app.model import naming, quantities
from app.model.entities import BY_TABLE
from app.model.importing import Imported
from app.model.results import Checked, Finding, ProjectScores, Scores, Severity
from ui import cli_forms, cli_packages, cli_workbook
from ui.arguments import Parser
from ui.output import FORMATS, targets, write_one

DONE, FAILED = 0, 1


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

    add("sample", _sample, "添加样例报告", "")
    _add_json(add("list", _list, "列出报告", ""))
    new = add("new", _new, "新建报告", "--department 某市某局 --year 2025 --from 1")
    new.add_argument("--department", required=True, metavar="名称", help="部门全称")
    new.add_argument("--year", required=True, type=int, metavar="年度", help="评价年度")
    new.add_argument("--pack", default="", metavar="模板包", help="默认为 panyu-2021；结转时默认与原报告相同")
    new.add_argument("--from", dest="from_id", type=int, metavar="编号", help="从这份报告结转")
    _add_json(add("show", _show, "显示全部条目和计算结果", "1", report=True))
    _add_json(add("score", _score, "显示自评表得分", "1", report=True))
    checking = add("check", _check, "校核报告，或不在台账库中的报告文件；有未确认的错误时返回 1", "报告.docx")
    checking.add_argument("what", metavar="编号或文件", help="报告编号，或报告文件（.docx、.pdf、.txt）")
    _add_json(checking)
    render = add("render", _render, "导出报告文件", "1 --out 文件夹 --format docx,pdf", report=True)
    render.add_argument(
        "--out", type=Path, metavar="文件夹", help="存入的文件夹；省略时 txt 输出到屏幕，其他为当前文件夹"
    )
    render.add_argument(
        "--format",
        type=_list_of(tuple(FORMATS)),
        default=("docx",),
        metavar="格式",
        help=f"{'、'.join(FORMATS)}，几种用逗号隔开；默认为 docx",
    )
    render.add_argument(
        "--part",
        type=_list_of((*PARTS, PROJECTS, REVIEW, EVIDENCE)),
        default=PARTS,
        metavar="部分",
        help="report 正文，annex 附表，projects 项目自评表，review 审核问题清单，evidence 佐证材料目录；"
        "几个用逗号隔开，默认为正文和附表",
    )
    render.add_argument("--each", action="store_true", help="项目自评表每个项目一个文件")
    bring = add(
        "import",
        _import,
        "导入已发布的自评报告（.docx、.pdf、.txt）、工作簿（.xlsx、.xls、.et、.ods、.csv）、采集表或数据包（.zpg）",
        "预算执行表.xlsx --into 1",
    )
    bring.add_argument("file", type=Path, metavar="文件", help="报告文件、工作簿、采集表（或其文件夹）或数据包")
    bring.add_argument("--into", type=int, metavar="编号", help="并入这份报告（填空白、增条目），省略时新建")
    bring.add_argument("--unit", choices=UNITS, metavar="单位", help=f"工作簿没有写明时的金额单位：{'、'.join(UNITS)}")
    _add_json(bring)
    backup = add("backup", _backup, "备份台账库", "--out 备份.db")
    backup.add_argument("--out", required=True, type=Path, metavar="文件", help="备份文件")
    add("verify", _verify, "检查台账库是否完好", "")
    export = add("export", _export, "把报告连同佐证材料导出为一个数据包", "1 --out 报告.zpg", report=True)
    export.add_argument("--out", required=True, type=Path, metavar="文件", help="数据包文件（.zpg）")
    export.add_argument("--no-evidence", action="store_true", help="不带佐证材料文件")
    export.add_argument("--snapshots", action="store_true", help="带上快照")
    export.add_argument("--password", action="store_true", help="设置密码（按提示输入）")
    collecting = add("forms", _forms, "为每个科室和下属单位生成一份采集表", "1 --out 采集表", report=True)
    collecting.add_argument("--out", required=True, type=Path, metavar="文件夹", help="存入的文件夹")
    return parser


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
        _print_leftovers(leftovers)
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
    if cli_forms.is_for(options.file):
        with _open(options, writing=True) as library:
            return FAILED if cli_forms.take_in(library, options.file) else DONE
    if cli_workbook.is_workbook(options.file):
        return _import_workbook(options)
    if package.is_package(options.file):
        with _open(options, create=True) as library:
            return FAILED if cli_packages.take_in(library, options.file) else DONE
    read = report_reader.read(options.file)
    with _open(options, create=options.into is None, writing=True) as library:
        done = library.import_report(read, options.into)
        shown = _entries(library, done.report_id)
        year = library.data(done.report_id).report.year
    leftovers = [{"chapter": item.chapter, "text": item.text} for item in read.leftovers]
    if options.json:
        _print_json({"report_id": done.report_id, **shown, "leftovers": leftovers})
        return DONE
    _print_import(read, done, into=options.into)
    if read.report.year and read.report.year != year:
        print(f"注意：文件是 {read.report.year} 年度的，并入的报告是 {year} 年度的，请核对。")
    return DONE


def _import_workbook(options: argparse.Namespace) -> int:
    if options.into is None:
        raise AppError(f"工作簿“{options.file.name}”要导入到一份报告里，请用 --into 写明报告编号（见 ziping list）。")
    with _open(options, writing=True) as library:
        outcome = cli_workbook.take_in(library, options.file, options.into, options.unit or "")
        shown = _entries(library, options.into)
    if options.json:
        imported, rest = cli_workbook.counted(outcome), cli_workbook.leftovers(outcome)
        _print_json({"report_id": options.into, **shown, "imported": imported, "leftovers": rest})
    else:
        print("\n".join(cli_workbook.told(outcome)))
    return DONE


def _print_import(read: ReadReport, done: Imported, *, into: int | None) -> None:
    rows = "、".join(f"{BY_TABLE[table].LABEL} {count}" for table, count in read.counts.items())
    print(f"读出：{rows or '没有条目'}。")
    doubtful = [item for item in read.understood if item.confidence is Confidence.DOUBTFUL]
    if doubtful:
        print(f"其中 {len(doubtful)} 条拿不准，请核对：")
        for item in doubtful:
            print(f"  {item.row.LABEL}：{naming.title(item.row)}")
    if into is None:
        print(f"已新建报告，编号 {done.report_id}。")
    else:
        added = sum(done.added.values())
        print(f"已并入报告 {into}：新增 {added} 条，填入 {done.filled} 处空白。")
        if done.kept:
            print(f"有 {done.kept} 处已有内容与文件不同，保留了原来的内容。")
    _print_leftovers(read.leftovers)


def _print_leftovers(leftovers: Sequence[Leftover]) -> None:
    if leftovers:
        print(f"没有识别的文字 {len(leftovers)} 段：")
        for left in leftovers:
            print(f"  [{left.chapter or '标题之前'}] {left.text}")


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
