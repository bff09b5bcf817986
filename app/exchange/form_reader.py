"""采集表 read back: the answers by the hidden names of their rows, and what of the form is no longer as it was made."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.errors import DAMAGED_ZIP, ImportFileError, InputError
from app.exchange import attachments
from app.exchange.form import FIELDS, HIDDEN, VERSION, Form, Question, from_lines, unhide
from app.model.collection import COLLECTED
from app.model.entities import BY_TABLE
from app.model.fields import FieldSpec, Kind, Value, specs
from app.model.quantities import parse_value
from app.model.text import clean

_MOST_NAMES = 1 << 20  # bytes of the list of sheets
_MOST_CELLS = 2_000_000  # of one sheet, empty ones between others included
_PLACE = re.compile(rb"""\sr\s*=\s*(?:"([A-Z]{0,3})([0-9]{1,7})"|(.))""")
_TABLES = frozenset(entity.TABLE for entity in COLLECTED)
_WORKBOOKS = frozenset({".xlsx", ".xls", ".et", ".ods"})
_LEVELS = ("*", "*/*", "*/*/*")  # of folders in which forms are looked for
_MONEY_PLACES = 6  # 分 in 万元

Place = tuple[str, str, str]
"""Table, row key and field."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that came back. `answers` are what was filled in, by table, row key and field."""

    file_name: str
    form: Form
    answers: Mapping[Place, Value]
    problems: tuple[str, ...]  # answers that are none, a sentence each
    tampered: tuple[str, ...]  # words that were locked and are not as they were, a sentence each
    saved: float = 0.0  # when the file was last written, seconds since 1970


def read(path: Path) -> Filled:
    """Reads a form; ImportFileError when the file is none, is damaged, or was changed where nobody should."""
    name = attachments.file_name(path.name)
    if attachments.suffix_of(name) != "xlsx":
        raise ImportFileError(f"“{name}”不是采集表；采集表是 xlsx 文件，存成了其他格式的，请另存为 xlsx 再读取。")
    found = attachments.read(path)
    _demand_bounded(name, found.data)
    sheets = _sheets(name, found.data)
    form = _form(name, sheets)
    cells = dict(_cells(sheets))
    if not cells:
        raise ImportFileError(f"“{name}”中隐藏的行号、列号已被删除，认不出各行；请让对方在原来的采集表中重新填写。")
    answers, problems = _answers(form, cells)
    saved = path.stat().st_mtime
    return Filled(name, form, answers, tuple(problems), tuple(_tampered(form, cells)), saved)


def is_form(path: Path) -> bool:
    """Whether a workbook has the hidden sheet of a form, so that it is read as one."""
    try:
        with zipfile.ZipFile(path) as package, package.open("xl/workbook.xml") as stream:
            return f'name="{HIDDEN}"'.encode() in stream.read(_MOST_NAMES)
    except (KeyError, *DAMAGED_ZIP):
        return False


def forms_in(folder: Path) -> list[Path]:
    """The workbooks of a folder that may be forms, without those Excel has open.

    Also those in the folders in it, as a mail program or an unpacked archive leaves them, but not of a whole disk; and
    those in another format than forms have, so that who saved a form so is told.
    """
    found = (path for pattern in _LEVELS for path in folder.glob(pattern))
    return sorted(
        path for path in found if path.suffix.lower() in _WORKBOOKS and not path.name.startswith(("~$", ".~"))
    )


# The workbook


def _demand_bounded(name: str, data: bytes) -> None:
    """Refuses sheets whose cells lie so far apart that what is between them would fill the memory."""
    too_large = ImportFileError(f"“{name}”的工作表太大，不是采集表；请检查是不是选错了文件。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for info in package.infolist():
                if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                    _demand_sheet(package.read(info), too_large)
    except DAMAGED_ZIP:
        raise ImportFileError(f"“{name}”已损坏，请让对方重新发送。") from None


def _demand_sheet(content: bytes, too_large: ImportFileError) -> None:
    rows = columns = 1
    if b"\0" in content[:200] or b"<!DOCTYPE" in content:
        raise too_large
    for letters, digits, other in _PLACE.findall(content):
        if other:
            raise too_large
        rows = max(rows, int(digits))
        columns = max(columns, _number(letters))
    if rows * columns > _MOST_CELLS:
        raise too_large


def _number(letters: bytes) -> int:
    result = 0
    for letter in letters:
        result = result * 26 + letter - 64
    return result


def _sheets(name: str, data: bytes) -> dict[str, list[list[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {sheet: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for sheet in book.sheet_names}
    except (CalamineError, ValueError, OverflowError):
        raise ImportFileError(f"“{name}”已损坏，请让对方用 WPS 或 Office 打开后另存一份。") from None


def _form(name: str, sheets: Mapping[str, list[list[Any]]]) -> Form:
    lines = [[unhide(_plain(cell)) for cell in line] for line in sheets.get(HIDDEN, [])]
    lines = [_cut(line) for line in lines]
    try:
        if int(lines[0][1]) > VERSION:
            raise ImportFileError(f"“{name}”由更新版本的程序生成，请升级本程序后再读取。")
        form = from_lines(lines)
    except (ValueError, IndexError, KeyError, TypeError):
        raise ImportFileError(
            f"“{name}”不是本程序生成的采集表，或者隐藏的工作表已被删除；请让对方在原来的采集表中重新填写。"
        ) from None
    if form is None:
        raise ImportFileError(f"“{name}”中隐藏的校验内容被改动过，不能读取；请让对方在原来的采集表中重新填写。")
    return form


def _cut(line: list[str]) -> list[str]:
    """A line of the hidden sheet without the cells that only other lines have."""
    lengths = {"ask": 5, "word": 5, "collector": 4, "report": 4}
    length = lengths.get(line[0] if line else "", 2)
    return (line + [""] * length)[:length]


def _cells(sheets: Mapping[str, list[list[Any]]]) -> Iterator[tuple[Place, Any]]:
    """Every cell of a named row under a named field, whatever sheet it has come to stand on."""
    for name, lines in sheets.items():
        if name == HIDDEN:
            continue
        fields: dict[int, str] = {}
        anchor = -1
        for line in lines:
            if FIELDS in line:
                anchor = line.index(FIELDS)
                fields = {place: str(cell) for place, cell in enumerate(line) if cell and place != anchor}
                continue
            mark = line[anchor] if 0 <= anchor < len(line) else ""
            table, slash, key = mark.partition("/") if isinstance(mark, str) else ("", "", "")
            if slash and table in _TABLES:
                for place, field in fields.items():
                    yield (table, key, field), line[place] if place < len(line) else ""


# Answers


def _answers(form: Form, cells: Mapping[Place, Any]) -> tuple[dict[Place, Value], list[str]]:
    answers: dict[Place, Value] = {}
    problems: list[str] = []
    missing = 0
    for question in form.questions:
        key = question.table, question.row_key, question.field
        if key not in cells:
            missing += 1
            continue
        spec = specs(BY_TABLE[question.table])[question.field]
        text = _typed(spec, cells[key])
        if not text.strip():
            continue
        try:
            answers[key] = parse_value(spec, text)
        except InputError as error:
            reason = str(error).removeprefix(f"{spec.label}：")
            problems.append(f"{_called(form, question)}：{reason}")
    if missing:
        problems.append(f"有 {missing} 处填报内容所在的行或列已被删除，没有读到。")
    return answers, problems


def _called(form: Form, question: Question) -> str:
    """The row by its name, which stands among the locked words, and the field by its label."""
    words = (word.text for word in form.words if (word.table, word.row_key) == (question.table, question.row_key))
    spec = specs(BY_TABLE[question.table])[question.field]
    name = max(words, key=len, default="")[:20]
    return f"“{name}”的{spec.label}" if name else spec.label


def _typed(spec: FieldSpec, cell: Any) -> str:
    """A cell as it would be typed: amounts to the 分, since Excel keeps them in binary."""
    if isinstance(cell, float | int) and not isinstance(cell, bool) and spec.kind is Kind.MONEY:
        return f"{round(Decimal(repr(cell)), _MONEY_PLACES):f}"
    return clean(_plain(cell), multiline=spec.kind is Kind.LONG)


def _plain(cell: Any) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell).replace("\r\n", "\n").replace("\r", "\n")


def _tampered(form: Form, cells: Mapping[Place, Any]) -> Iterator[str]:
    for word in form.words:
        found = cells.get((word.table, word.row_key, f"known:{word.field}"))
        if found is not None and _same(_plain(found)) != _same(word.text):
            label = specs(BY_TABLE[word.table])[word.field].label
            yield f"{label}“{word.text[:20]}”被改成了“{_plain(found)[:20]}”"


def _same(text: str) -> str:
    return "".join(text.split())
