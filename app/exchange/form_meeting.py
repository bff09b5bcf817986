"""Forms made from a report and held against it again: ids become keys on the way out and keys ids on the way in."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.exchange.form import Form, Question, Word
from app.exchange.form_reader import Filled
from app.exchange.form_writer import Sheet, can_ask
from app.model.collection import Collector, asked, is_answer, rows_for, told
from app.model.entities import BY_TABLE, Report
from app.model.fields import Kind, Value, specs
from app.model.form_answers import Reply, met
from app.model.last_year import LastYear
from app.model.merging import Merge
from app.model.portable import Keys
from app.model.quantities import edit_value, show_value
from app.model.report_data import ReportData

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True, slots=True)
class Taken:
    """A form that can be taken over, and how many of its questions are answered."""

    form: Form
    file_name: str
    answered: int


@dataclass(frozen=True, slots=True)
class FormsMeeting:
    """What forms would change, those that are taken, and sentences on all that is not in order."""

    merge: Merge
    taken: tuple[Taken, ...]
    refused: tuple[str, ...]  # forms of which nothing is taken
    warnings: tuple[str, ...]  # what was changed or cannot be read in forms that are taken


def made_form(
    data: ReportData, keys: Keys, collector: Collector, earlier: LastYear | None, made: str
) -> tuple[Form, list[Sheet]]:
    """The form for one collector as the report stands, with last year's values where they are known."""
    questions: list[Question] = []
    words: list[Word] = []
    sheets: list[Sheet] = []
    for table, rows in rows_for(data, collector).items():
        last: dict[tuple[int, str], Value] = {}
        for row in rows:
            key = keys[table, row.id]
            words += [
                Word(table, key, spec.name, show_value(spec, getattr(row, spec.name)))
                for spec in told(table)
                if spec.kind is not Kind.REFERENCE
            ]
            for spec in asked(table):
                if can_ask(row, spec.name):
                    questions.append(Question(table, key, spec.name, edit_value(spec, getattr(row, spec.name))))
                if earlier is not None:
                    last[row.id, spec.name] = earlier.value(table, row.id, spec.name)
        sheets.append(Sheet(table, rows, {row.id: keys[table, row.id] for row in rows}, last))
    form = Form(
        secrets.token_hex(12), keys[Report.TABLE, data.report.id], collector, data.department.name, data.report.year,
        made, tuple(questions), tuple(words),
    )  # fmt: skip
    return form, sheets


def form_file_name(form: Form, taken: Collection[str] = ()) -> str:
    """What a form's file is called; a number tells two of one name apart."""
    stem = _NOT_IN_NAMES.sub("", f"{form.year}年自评采集表_{form.collector.name}")[:80]
    names = (f"{stem}{f'（{number}）' if number > 1 else ''}.xlsx" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def meet_forms(
    data: ReportData, keys: Keys, filled: Sequence[Filled], newest: Mapping[tuple[str, int], object]
) -> FormsMeeting:
    """Holds forms against the report. Of two forms of one collector the one made later is taken, of two copies of one
    form the one saved later.

    `newest` are the latest forms by collector, with their `key`: an earlier one is outdated.
    """
    refused: list[str] = []
    warnings: list[str] = []
    by_collector: dict[tuple[str, int, str], Filled] = {}
    for each in sorted(filled, key=lambda found: (found.form.made, found.saved)):
        if each.form.report_key != keys[Report.TABLE, data.report.id]:
            whose = f"{each.form.department} {each.form.year}年度"
            refused.append(f"“{each.file_name}”是“{whose}”另一份报告的采集表，没有读取。")
            continue
        collector = each.form.collector
        before = by_collector.get((collector.table, collector.row_id, collector.name))
        if before is not None:
            refused.append(_left_out(before, each))
        by_collector[collector.table, collector.row_id, collector.name] = each
    ids = {(table, key): row_id for (table, row_id), key in keys.items()}
    replies: list[Reply] = []
    taken: list[Taken] = []
    for each in by_collector.values():
        replies.append(_reply(each, ids))
        warnings += _warnings(each, ids, newest)
        taken.append(Taken(each.form, each.file_name, _count(each)))
    return FormsMeeting(met(data, replies), tuple(taken), tuple(refused), tuple(warnings))


def _left_out(before: Filled, taken: Filled) -> str:
    """Why a form is not read beside another one of the same collector."""
    name, other = before.file_name, taken.file_name
    if before.form.key != taken.form.key:
        return f"“{name}”是“{taken.form.collector.name}”较早的一版，已由“{other}”代替，没有读取。"
    if before.answers == taken.answers:
        return f"“{name}”与“{other}”是同一份采集表，内容相同，只读取一次。"
    return f"“{name}”与“{other}”是同一份采集表，内容不同；读取了保存较晚的“{other}”，请向对方核实以哪份为准。"


def _count(filled: Filled) -> int:
    values = ((specs(BY_TABLE[table])[field], value) for (table, _, field), value in filled.answers.items())
    return sum(is_answer(spec, value) for spec, value in values)


def _reply(filled: Filled, ids: Mapping[tuple[str, str], int]) -> Reply:
    base = {
        (each.table, ids[each.table, each.row_key], each.field): each.base
        for each in filled.form.questions
        if (each.table, each.row_key) in ids
    }
    answers = {
        (table, ids[table, key], field): value
        for (table, key, field), value in filled.answers.items()
        if (table, key) in ids
    }
    return Reply(base, answers)


def _warnings(
    filled: Filled, ids: Mapping[tuple[str, str], int], newest: Mapping[tuple[str, int], object]
) -> Iterator[str]:
    name, form = filled.file_name, filled.form
    latest = newest.get((form.collector.table, form.collector.row_id))
    if latest is not None and getattr(latest, "key", form.key) != form.key:
        yield f"“{name}”不是最新的一版（{form.made[:10]} 生成）；之后改过的内容列为“两边都改过”，请逐项核对。"
    gone = {(each.table, each.row_key) for each in form.questions} - ids.keys()
    if gone:
        yield f"“{name}”中有 {len(gone)} 行在报告中已被删除，没有读取。"
    for sentence in filled.tampered:
        yield f"“{name}”中锁定的内容被改动过：{sentence}；按原来的行读取，请核对是否填错了行。"
    for sentence in filled.problems:
        yield f"“{name}”{sentence}"
