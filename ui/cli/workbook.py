"""The command `ziping import` for workbooks: takes a workbook's rows into a report and tells what it did not take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.exchange import workbook_reader
from app.exchange.workbook_reader import Part, Workbook, left_out
from app.library import Library
from app.model.entities import BY_TABLE
from app.model.proposals import Fate, Proposal, advised, counts


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done with a workbook."""

    book: Workbook
    found: Sequence[Proposal]
    done: Sequence[Proposal]


def is_workbook(path: Path) -> bool:
    """Whether a file is to be read as a workbook, by its name."""
    return path.suffix.lower() in workbook_reader.SUFFIXES


def take_in(library: Library, path: Path, report_id: int, unit: str = "") -> Outcome:
    """Takes in what is advised, in one step; `unit` is that of amounts whose column states none."""
    book = workbook_reader.read(path, library.reading_context(report_id), _unheard)
    if unit:
        parts = tuple(part.with_unit(unit) if part.has_money else part for part in book.parts)
        book = Workbook(book.name, parts, book.leftovers)
    found = library.proposals(report_id, book.offers())
    done = advised(found)
    if done:
        library.take_in(report_id, done, f"导入“{path.name[:40]}”")
    return Outcome(book, found, done)


def _unheard(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody follows."""


def leftovers(outcome: Outcome) -> list[dict[str, str]]:
    """All of the workbook that was not taken, each with its place."""
    result: list[dict[str, str]] = []
    for part in outcome.book.parts:
        for refusal in (*part.rows.warnings, *part.rows.refusals):
            words = "：".join(filter(None, (refusal.label, refusal.text)))
            result.append({"chapter": refusal.source, "text": f"{words}（{refusal.reason}）"})
        for column in left_out(part):
            place = f"{part.region.sheet.name} {column.letters}列"
            result.append({"chapter": place, "text": f"{column.heading}（{column.remark or '没有对应的填报项'}）"})
    result += [
        {"chapter": each.source, "text": f"{each.name}（{each.remark}）"}
        for each in outcome.found
        if each.fate is Fate.NEW and not each.is_advised
    ]
    return result + [{"chapter": each.place, "text": each.text} for each in outcome.book.leftovers]


def counted(outcome: Outcome) -> dict[str, dict[str, int]]:
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


def told(outcome: Outcome) -> list[str]:
    """The lines to print."""
    lines = [_of_part(part) for part in outcome.book.parts]
    for table, found in counted(outcome).items():
        lines.append(
            f"{BY_TABLE[table].LABEL}：新增 {found['new']}，修改 {found['changed']}，相同 {found['unchanged']}，"
            f"文件中没有 {found['missing']}（保留）。"
        )
    rest = leftovers(outcome)
    if rest:
        lines.append(f"没有采用 {len(rest)} 处：")
        lines += [f"  [{each['chapter']}] {each['text']}" for each in rest]
    return lines


def _of_part(part: Part) -> str:
    words = f"{part.name}：{BY_TABLE[part.table].LABEL} {len(part.rows.offers)} 行"
    return f"{words}，金额单位 {part.unit}（{part.unit_source}）。" if part.has_money else f"{words}。"
