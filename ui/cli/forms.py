"""采集表 on the command line: a folder of forms out, filled in ones back."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.errors import AppError, ImportFileError
from app.exchange import form_reader
from app.exchange.form_reader import Filled
from app.library import Library
from ui.cli.codes import DONE
from ui.cli.library_file import make_folder, open_library


def make(options: argparse.Namespace) -> int:
    """Writes a form for everybody who has something to answer and prints their paths."""
    make_folder(options.out)
    with open_library(options, if_possible=True) as library:
        made = library.collection.made(options.id)
        written = library.collection.write(options.out, made, _silent)
        if not library.read_only:
            library.collection.note_made(options.id, made)
        for path in written:
            print(path)
    return DONE


def is_for(path: Path) -> bool:
    """Whether a path is a form, or a folder in which forms may be."""
    return path.is_dir() or form_reader.is_form(path)


def take_in(library: Library, path: Path) -> int:
    """Reads a form or a folder of them and takes over what does not contradict the report; how many contradictions and
    files that could not be read there were. ImportFileError when none could be.
    """
    filled: list[Filled] = []
    refused = 0
    for each in form_reader.forms_in(path) if path.is_dir() else [path]:
        try:
            filled.append(form_reader.read(each))
        except AppError as error:
            refused += 1
            print(error)
    if not filled:
        raise ImportFileError(f"“{path.name}”中没有可以读取的采集表。")
    conflicts = 0
    for key in dict.fromkeys(each.form.report_key for each in filled):
        report_id = library.packages.report_with_key(key)
        own = [each for each in filled if each.form.report_key == key]
        if report_id is None:
            refused += len(own)
            whose = f"{own[0].form.department} {own[0].form.year}年度"
            print(f"台账库中没有“{whose}”的报告，这 {len(own)} 份采集表没有读取。")
        else:
            conflicts += _take(library, report_id, own)
    return conflicts + refused


def _take(library: Library, report_id: int, filled: list[Filled]) -> int:
    meeting = library.collection.meet(report_id, filled)
    for sentence in (*meeting.refused, *meeting.warnings):
        print(sentence)
    library.collection.take(report_id, meeting, meeting.merge.certain)
    print(f"已读入编号 {report_id} 的报告：{len(meeting.taken)} 份采集表，{len(meeting.merge.certain)} 处。")
    for change in meeting.merge.conflicts:
        print(f"没有写入（报告也改过）：{change.place} · {change.label}；请在窗口中读取，逐项选择。")
    return len(meeting.merge.conflicts)


def _silent(_done: int, _total: int, _what: str) -> None:
    """The command line shows no progress."""
