"""Packages on the command line: out with a report, in with one, and together where both sides know it."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path

from app.errors import AppError
from app.exchange.package import Package, PasswordNeededError
from app.library import Library
from app.model import naming
from ui.cli.codes import DONE
from ui.cli.library_file import open_library

_BACKUPS = "backups"  # beside the library


def export(options: argparse.Namespace) -> int:
    """Writes the package that `ziping export` asks for."""
    # Writing notes the state that leaves; a library that can only be read still sends its reports.
    with open_library(options, if_possible=True) as library:
        contents = library.packages.packed(
            options.id, has_evidence=not options.no_evidence, has_snapshots=options.snapshots
        )
        password = _new_password() if options.password else ""
        library.packages.write(options.out, contents, _silent, password=password)
    print(options.out)
    return DONE


def _new_password() -> str:
    first = getpass.getpass("密码：")
    if getpass.getpass("再输一次：") != first:
        raise AppError("两次输入的密码不一样，没有导出；请重试。")
    return first


def take_in(library: Library, path: Path) -> int:
    """Adds the report of a package, or takes over what does not contradict the one that is here.

    How many contradictions were left for the window to be decided.
    """
    found = _read(library, path)
    try:
        library.backups.add_to(library.path.parent / _BACKUPS)
        mine = library.packages.report_of(found)
        if mine is None:
            report_id = library.packages.add(found)
            data = library.data(report_id)
            print(f"已新增 {data.department.name} {data.report.year} 年度自评报告，编号 {report_id}。")
            print(f"其中：{naming.in_short(data.tables) or '没有条目'}。")
            return 0
        return _merge(library, mine, found)
    finally:
        found.close()


def _merge(library: Library, report_id: int, found: Package) -> int:
    meeting = library.packages.meet(report_id, found)
    merge = meeting.merge
    if not merge.changes:
        print(f"数据包与编号 {report_id} 的报告没有不同，不需要合并。")
        return 0
    if merge.certain:
        library.packages.take(report_id, found, meeting, merge.certain, is_settled=not merge.conflicts)
    print(f"已合并到编号 {report_id} 的报告：{len(merge.certain)} 处。")
    for change in merge.conflicts:
        what = " · ".join(part for part in (change.place, change.label) if part)
        print(f"没有合并（双方都改过）：{what}｜本机：{_short(change.mine)}｜对方：{_short(change.theirs)}")
    if merge.conflicts:
        print("请在窗口中打开数据包，逐项选择。")
    return len(merge.conflicts)


def _read(library: Library, path: Path) -> Package:
    try:
        return library.packages.read(path, _silent)
    except PasswordNeededError:
        return library.packages.read(path, _silent, password=getpass.getpass(f"“{path.name}”的密码："))


def _short(text: str) -> str:
    line = text.replace("\n", "；")
    return line if len(line) <= 40 else f"{line[:39]}…"


def _silent(_done: int, _total: int, _what: str) -> None:
    """The command line shows no progress."""
