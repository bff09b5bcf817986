"""The command `ziping import`: takes in what is advised of a file, and tells what it took and what it did not."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.errors import AppError
from app.exchange import package, report_reader, workbook_reader
from app.exchange.report_reader import Confidence, Leftover, ReadReport
from app.exchange.workbook_reader import Part, Workbook, left_out
from app.exchange.workbooks.units import UNITS
from app.library import Library
from app.model import naming
from app.model.entities import BY_TABLE
from app.model.proposals import Fate, Proposal, advised, counts
from ui import cli_forms, cli_packages

HELP = "导入已发布的自评报告（.docx、.pdf、.txt）、工作簿（.xlsx、.xls、.et、.ods、.csv）、采集表或数据包（.zpg）"
_BEGINNING = "标题之前"


class Opening(Protocol):
    """Opens the library that the options name."""

    def __call__(self, options: argparse.Namespace, /, *, create: bool = False, writing: bool = False) -> Library:
        """With `create` a new one where there is none."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the command shares with the others."""

    opened: Opening
    entries: Callable[[Library, int], dict[str, Any]]  # of a report, as `show --json` gives them
    print_json: Callable[[object], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file came to, and what of it was done: all that is advised."""

    found: Sequence[Proposal]
    done: Sequence[Proposal]

    @property
    def undecided(self) -> list[dict[str, str]]:
        """The rows that were not added since they may be rows of the report."""
        return [
            {"chapter": each.source, "text": f"{each.name}（{each.remark}）"}
            for each in self.found
            if each.fate is Fate.NEW and not each.is_advised
        ]


def add_arguments(inputs: argparse._ArgumentGroup, options: argparse._ArgumentGroup) -> None:
    """What can be said to the command, besides --json."""
    inputs.add_argument("file", type=Path, metavar="FILE", help="报告文件、工作簿、采集表（或其文件夹）或数据包")
    options.add_argument("--into", type=int, metavar="ID", help="并入这份报告（填空白、增条目），省略时新建")
    options.add_argument("--unit", choices=UNITS, help="工作簿没有写明时的金额单位")


def run(options: argparse.Namespace, around: Surroundings) -> bool:
    """Takes a file in; whether all of it that has to be decided could be."""
    path: Path = options.file
    if cli_forms.is_for(path):
        with around.opened(options, writing=True) as library:
            return not cli_forms.take_in(library, path)
    if path.suffix.lower() in workbook_reader.SUFFIXES:
        _take_workbook(options, around)
    elif package.is_package(path):
        with around.opened(options, create=True) as library:
            return not cli_packages.take_in(library, path)
    else:
        _take_report(options, around)
    return True


def _take(library: Library, report_id: int, found: Sequence[Proposal], name: str) -> Outcome:
    done = advised(found)
    library.reading_in.take(report_id, done, name)
    return Outcome(found, done)


# Published reports


def _take_report(options: argparse.Namespace, around: Surroundings) -> None:
    read = report_reader.read(options.file)
    outcome = Outcome((), ())
    with around.opened(options, create=options.into is None, writing=True) as library:
        if options.into is None:
            report_id = library.reading_in.make_report(read)
        else:
            report_id = options.into
            outcome = _take(library, report_id, library.reading_in.proposals_of_report(report_id, read), read.name)
        shown = around.entries(library, report_id)
        year = library.data(report_id).report.year
    if options.json:
        rest = [{"chapter": item.chapter, "text": item.text} for item in read.leftovers]
        around.print_json({"report_id": report_id, **shown, "leftovers": rest + outcome.undecided})
        return
    _print_read(read)
    if options.into is None:
        print(f"已新建报告，编号 {report_id}。")
    else:
        _print_merged(report_id, outcome)
    print_leftovers(read.leftovers)
    if read.report.year and read.report.year != year:
        print(f"注意：文件是 {read.report.year} 年度的，并入的报告是 {year} 年度的，请核对。")


def _print_read(read: ReadReport) -> None:
    rows = "、".join(f"{BY_TABLE[table].LABEL} {count}" for table, count in read.counts.items())
    print(f"读出：{rows or '没有条目'}。")
    doubtful = [item for item in read.understood if item.confidence is Confidence.DOUBTFUL]
    if doubtful:
        print(f"其中 {len(doubtful)} 条拿不准，请核对：")
        for item in doubtful:
            print(f"  {item.row.LABEL}：{naming.title(item.row)}")


def _print_merged(report_id: int, outcome: Outcome) -> None:
    filled = sum(len(each.changes) for each in outcome.done if each.fate is Fate.CHANGED)
    print(f"已并入报告 {report_id}：新增 {counts(outcome.done)[Fate.NEW]} 条，填入 {filled} 处空白。")
    differing = sum(len(each.changes) for each in outcome.found if each.fate is Fate.CHANGED)
    if differing > filled:
        print(f"有 {differing - filled} 处已有内容与文件不同，保留了原来的内容。")
    _print_rest(outcome.undecided)


def print_leftovers(leftovers: Sequence[Leftover]) -> None:
    """Tells the text of a report that was not understood."""
    if leftovers:
        print(f"没有识别的文字 {len(leftovers)} 段：")
        for left in leftovers:
            print(f"  [{left.chapter or _BEGINNING}] {left.text}")


# Workbooks


def _take_workbook(options: argparse.Namespace, around: Surroundings) -> None:
    path, report_id = options.file, options.into
    if report_id is None:
        raise AppError(f"工作簿“{path.name}”要导入到一份报告里，请用 --into 写明报告编号（见 ziping list）。")
    with around.opened(options, writing=True) as library:
        book = workbook_reader.read(path, library.reading_in.context(report_id), _unheard)
        if options.unit:
            parts = tuple(part.with_unit(options.unit) if part.has_money else part for part in book.parts)
            book = Workbook(book.name, parts, book.leftovers)
        outcome = _take(library, report_id, library.reading_in.proposals(report_id, book.offers()), book.name)
        shown = around.entries(library, report_id)
    rest = _rest(book, outcome)
    if options.json:
        around.print_json({"report_id": report_id, **shown, "imported": _counted(outcome), "leftovers": rest})
        return
    for part in book.parts:
        print(_of_part(part))
    for table, found in _counted(outcome).items():
        print(
            f"{BY_TABLE[table].LABEL}：新增 {found['new']}，修改 {found['changed']}，相同 {found['unchanged']}，"
            f"文件中没有 {found['missing']}（保留）。"
        )
    _print_rest(rest)


def _unheard(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody follows."""


def _rest(book: Workbook, outcome: Outcome) -> list[dict[str, str]]:
    """All of a workbook that was not taken, each with its place."""
    result: list[dict[str, str]] = []
    for part in book.parts:
        for refusal in (*part.rows.warnings, *part.rows.refusals):
            words = "：".join(filter(None, (refusal.label, refusal.text)))
            result.append({"chapter": refusal.source, "text": f"{words}（{refusal.reason}）"})
        for column in left_out(part):
            place = f"{part.region.sheet.name} {column.letters}列"
            result.append({"chapter": place, "text": f"{column.heading}（{column.remark or '没有对应的填报项'}）"})
    return [*result, *outcome.undecided, *({"chapter": each.place, "text": each.text} for each in book.leftovers)]


def _counted(outcome: Outcome) -> dict[str, dict[str, int]]:
    """How many rows of each table were added, changed, found the same, and not found in the file."""
    names = {Fate.NEW: "new", Fate.CHANGED: "changed", Fate.SAME: "unchanged", Fate.MISSING: "missing"}
    result: dict[str, dict[str, int]] = {}
    for table in dict.fromkeys(proposal.table for proposal in outcome.found):
        done = counts(each for each in outcome.done if each.table == table)
        seen = counts(each for each in outcome.found if each.table == table)
        result[table] = {
            name: (done if fate in {Fate.NEW, Fate.CHANGED} else seen).get(fate, 0) for fate, name in names.items()
        }
    return result


def _of_part(part: Part) -> str:
    words = f"{part.name}：{BY_TABLE[part.table].LABEL} {len(part.rows.offers)} 行"
    return f"{words}，金额单位 {part.unit}（{part.unit_source}）。" if part.has_money else f"{words}。"


def _print_rest(rest: Sequence[dict[str, str]]) -> None:
    if rest:
        print(f"没有采用 {len(rest)} 处：")
        for each in rest:
            print(f"  [{each['chapter']}] {each['text']}")
