"""The command `ziping import`: takes in what is advised of a file, and tells what it took and what it did not."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError
from app.exchange import package, report_reader, workbook_reader
from app.exchange.kept_text import kept_in
from app.exchange.report_reader import Confidence, ReadReport
from app.exchange.workbook_reader import Part, Workbook
from app.library import Library
from app.model import naming
from app.model.entities import BY_TABLE, Supplement
from app.model.progress import unheard
from app.model.proposals import Fate, Proposal, advised, counts
from ui.cli import forms, packages
from ui.cli.codes import DONE, FAILED
from ui.cli.library_file import open_library
from ui.cli.printed import print_json, print_leftovers
from ui.cli.showing import whole_report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file came to, and what of it was done: all that is advised."""

    found: Sequence[Proposal]
    done: Sequence[Proposal]

    @property
    def undecided(self) -> list[dict[str, str]]:
        """The rows that were not added since they may be rows of the report; what was not understood is told apart."""
        return [
            {"chapter": each.source, "text": f"{each.name}（{each.remark}）"}
            for each in self.found
            if each.fate is Fate.NEW and not each.is_advised and each.table != Supplement.TABLE
        ]


def run(options: argparse.Namespace) -> int:
    """Takes a file in; a failure where something has to be decided in the window."""
    path: Path = options.file
    if forms.is_for(path):
        with open_library(options, writing=True) as library:
            return FAILED if forms.take_in(library, path) else DONE
    if path.suffix.lower() in workbook_reader.SUFFIXES:
        _take_workbook(options)
    elif package.is_package(path):
        with open_library(options, create=True) as library:
            return FAILED if packages.take_in(library, path) else DONE
    else:
        _take_report(options)
    return DONE


def _take(library: Library, report_id: int, found: Sequence[Proposal], name: str) -> Outcome:
    done = advised(found)
    library.reading_in.take(report_id, done, name)
    return Outcome(found, done)


# Published reports


def _take_report(options: argparse.Namespace) -> None:
    read = report_reader.read(options.file)
    outcome = Outcome((), ())
    with open_library(options, create=options.into is None, writing=True) as library:
        if options.into is None:
            report_id = library.reading_in.make_report(read)
        else:
            report_id = options.into
            outcome = _take(library, report_id, library.reading_in.proposals_of_report(report_id, read), read.name)
        shown = whole_report(library, report_id)
        year = library.data(report_id).report.year
        kept = kept_in(read.leftovers, library.data(report_id))
    if options.json:
        rest = [
            {"chapter": item.chapter, "text": item.text, "kept_in": place}
            for item, place in zip(read.leftovers, kept, strict=True)
        ]
        print_json({"report_id": report_id, **shown, "leftovers": rest + outcome.undecided})
        return
    _print_read(read)
    if options.into is None:
        print(f"已新建报告，编号 {report_id}。")
    else:
        _print_merged(report_id, outcome)
    print_leftovers(read.leftovers, kept)
    if read.report.year and read.report.year != year:
        print(f"注意：文件是 {read.report.year} 年度的，并入的报告是 {year} 年度的，请核对。")


def _print_read(read: ReadReport) -> None:
    print(f"读出：{naming.in_numbers(read.counts) or '没有条目'}。")
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


# Workbooks


def _take_workbook(options: argparse.Namespace) -> None:
    path, report_id = options.file, options.into
    if report_id is None:
        raise AppError(f"工作簿“{path.name}”要导入到一份报告里，请用 --into 写明报告编号（见 ziping list）。")
    with open_library(options, writing=True) as library:
        book = workbook_reader.read(path, library.reading_in.context(report_id), unheard)
        if options.unit:
            parts = tuple(part.with_unit(options.unit) if part.has_money else part for part in book.parts)
            book = dataclasses.replace(book, parts=parts)
        outcome = _take(library, report_id, library.reading_in.proposals(report_id, book.offers()), book.name)
        shown = whole_report(library, report_id)
    rest = _rest(book, outcome)
    if options.json:
        print_json({"report_id": report_id, **shown, "imported": _counted(outcome), "leftovers": rest})
        return
    for part in book.parts:
        print(_of_part(part))
    for table, found in _counted(outcome).items():
        print(
            f"{BY_TABLE[table].LABEL}：新增 {found['new']}，修改 {found['changed']}，相同 {found['unchanged']}，"
            f"文件中没有 {found['missing']}（保留）。"
        )
    _print_rest(rest)


def _rest(book: Workbook, outcome: Outcome) -> list[dict[str, str]]:
    """All of a workbook that was not taken, each with its place."""
    result = []
    for each in book.refusals():
        words = "：".join(filter(None, (each.label, each.text)))
        result.append({"chapter": each.source, "text": f"{words}（{each.reason.removesuffix('。')}）"})
    return result + outcome.undecided


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
