"""采集表 as a workbook: what is asked stands locked beside white cells for the answers."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.exchange.form import FIELDS, HIDDEN, MOST_TEXT, Form, hide
from app.model.collection import asked, is_asked, told
from app.model.entities import BY_TABLE, ReportRow
from app.model.fields import FieldSpec, Kind, Value
from app.model.guidance import GUIDANCE
from app.model.quantities import in_unit, show_value
from app.model.text import utf16_length

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_TOP = 3  # lines above the rows: field names (hidden), title, headings
_LONG_WIDTH = 46  # half-width characters
_LINE, _LEAST_HEIGHT, _MOST_HEIGHT = 15.0, 48.0, 240.0  # pt
_YES_NO = ["是", "否"]
_NO_LAST_YEAR = frozenset({Kind.LONG, Kind.FLAG, Kind.REFERENCE})
_LONGEST_HINT = 250  # characters of what Excel shows beside a cell
_INSTRUCTIONS = (
    "一、只填白色单元格；灰色单元格是已定的内容，已锁定，请不要取消保护后修改。",
    "二、单元格中已有的内容是报告现在的数据，核对后直接改写；不用改的保持原样。",
    "三、留空表示没有填报，不会清除报告中已有的内容。",
    "四、金额以万元为单位，只填数字；完成值按目标值的口径填写，可以带单位，如“1,400人”“98.5%”。",
    "五、可以改文件名、调整行高列宽；请不要删除隐藏的列和工作表，程序靠它们认出每一行。",
    "六、填好后保存为 xlsx，发回给财务人员。不得填写涉密内容。",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one table, with the keys they are called by and last year's values."""

    table: str
    rows: Sequence[ReportRow]
    keys: Mapping[int, str]
    last_year: Mapping[tuple[int, str], Value]


@dataclass(frozen=True, slots=True)
class _Looks:
    title: Format
    note: Format
    head: Format
    asked_head: Format
    locked: Format
    number: Format
    answer: Format
    text: Format
    amount: Format


def write(form: Form, sheets: Sequence[Sheet], target: BinaryIO) -> None:
    """Writes a form; the file says nothing of the machine it was made on."""
    buffer = io.BytesIO()
    book = Workbook(buffer, _OPTIONS)
    book.set_properties({"title": "绩效自评数据采集表", "created": datetime(2000, 1, 1, tzinfo=UTC)})
    looks = _looks(book)
    _instructions(book, form, looks)
    for sheet in sheets:
        if sheet.rows:
            _table(book, form, sheet, looks)
    hidden = book.add_worksheet(HIDDEN)
    for number, line in enumerate(form.lines()):
        for place, text in enumerate(line):
            hidden.write_string(number, place, hide(text))
    hidden.very_hidden()
    hidden.protect()
    book.close()
    target.write(buffer.getvalue())


def _looks(book: Workbook) -> _Looks:
    font = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
    box = font | {"border": 1, "border_color": "#BFC7CF"}
    grey = box | {"bg_color": "#EEF1F4", "locked": True}
    white = box | {"bg_color": "#FFFFFF", "locked": False}
    return _Looks(
        title=book.add_format({"font_name": "黑体", "font_size": 16, "valign": "vcenter"}),
        note=book.add_format(font),
        head=book.add_format(grey | {"bold": True, "align": "center"}),
        asked_head=book.add_format(grey | {"bold": True, "align": "center", "bg_color": "#DCE8F5"}),
        locked=book.add_format(grey | {"num_format": "@"}),
        number=book.add_format(grey | {"align": "center"}),
        answer=book.add_format(white | {"num_format": "@"}),
        text=book.add_format(white | {"num_format": "@", "valign": "top"}),
        amount=book.add_format(white | {"num_format": "#,##0.00####"}),
    )


def _instructions(book: Workbook, form: Form, looks: _Looks) -> None:
    sheet = book.add_worksheet("填表说明")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 90)
    day = form.made[:10]
    lines = [
        f"{form.department}　{form.year}年度",
        f"填报单位：{form.collector.name}　　制表日期：{day}　　应填 {len(form.questions)} 项",
        *_INSTRUCTIONS,
    ]
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, "部门整体支出绩效自评数据采集表", looks.title)
    for number, text in enumerate(lines, 1):
        sheet.set_row(number, 24)
        sheet.write_string(number, 0, text, looks.note)
    sheet.protect()


def _table(book: Workbook, form: Form, sheet: Sheet, looks: _Looks) -> None:
    label = BY_TABLE[sheet.table].LABEL
    page = book.add_worksheet(label)
    known, wanted = told(sheet.table), asked(sheet.table)
    earlier = [spec for spec in wanted if spec.kind not in _NO_LAST_YEAR] if sheet.last_year else []
    columns: list[tuple[FieldSpec, str]] = [(spec, "known") for spec in known]
    for spec in wanted:
        columns.append((spec, "asked"))
        if spec in earlier:
            columns.append((spec, "earlier"))
    page.write_string(0, 0, FIELDS)
    page.set_row(0, None, None, {"hidden": True})
    page.set_row(1, 30)
    page.set_row(2, 34)
    page.write_string(1, 1, f"{label}（{form.collector.name}）", looks.title)
    page.set_column(0, 0, None, None, {"hidden": True})
    page.set_column(1, 1, 6)
    page.write_string(2, 1, "序号", looks.head)
    for place, (spec, role) in enumerate(columns, 2):
        least = max(2 * len(_heading(spec, role)) + 2, spec.width + 4)
        page.set_column(place, place, _LONG_WIDTH if spec.kind is Kind.LONG else least)
        page.write_string(0, place, spec.name if role == "asked" else f"{role}:{spec.name}")
        page.write_string(2, place, _heading(spec, role), looks.asked_head if role == "asked" else looks.head)
    for number, row in enumerate(sheet.rows):
        _row(page, _TOP + number, number + 1, row, sheet, columns, looks)
    last = _TOP + len(sheet.rows) - 1
    for place, (spec, role) in enumerate(columns, 2):
        if role == "asked":
            _validate(page, last, place, sheet.table, spec)
    page.freeze_panes(_TOP, 3)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})


def _heading(spec: FieldSpec, role: str) -> str:
    unit = f"（{spec.unit}）" if spec.unit else ""
    return f"上年{spec.label}{unit}" if role == "earlier" else f"{spec.label}{unit}"


def _row(
    page: Worksheet,
    line: int,
    number: int,
    row: ReportRow,
    sheet: Sheet,
    columns: Sequence[tuple[FieldSpec, str]],
    looks: _Looks,
) -> None:
    page.write_string(line, 0, f"{sheet.table}/{sheet.keys[row.id]}")
    page.write_number(line, 1, number, looks.number)
    longest = max((_lines(getattr(row, spec.name)) for spec, _ in columns if spec.kind is Kind.LONG), default=0)
    page.set_row(line, min(max(longest * _LINE, _LEAST_HEIGHT), _MOST_HEIGHT))
    for place, (spec, role) in enumerate(columns, 2):
        if role == "earlier":
            _locked(page, line, place, spec, sheet.last_year.get((row.id, spec.name)), looks)
        elif role == "known":
            _locked(page, line, place, spec, getattr(row, spec.name), looks)
        elif not can_ask(row, spec.name):
            text = "自动计算" if not is_asked(row, spec.name) else "内容太长，请在程序中填写"
            page.write_string(line, place, text, looks.locked)
        else:
            _answer(page, line, place, spec, getattr(row, spec.name), looks)


def _lines(text: str) -> int:
    """How many lines a long text takes in its column."""
    return sum(1 + 2 * len(part) // _LONG_WIDTH for part in text.split("\n"))


def can_ask(row: ReportRow, field: str) -> bool:
    """Whether a form asks for a field of a row: not where it is computed, or longer than a cell holds."""
    value = getattr(row, field)
    return is_asked(row, field) and not (isinstance(value, str) and utf16_length(value) > MOST_TEXT)


def _locked(page: Worksheet, line: int, place: int, spec: FieldSpec, value: Value, looks: _Looks) -> None:
    text = "" if value is None else show_value(spec, value)
    page.write_string(line, place, text[: MOST_TEXT // 2], looks.locked)


def _answer(page: Worksheet, line: int, place: int, spec: FieldSpec, value: Value, looks: _Looks) -> None:
    if spec.kind is Kind.MONEY:
        if isinstance(value, int):
            page.write_number(line, place, float(in_unit(value, spec.unit)), looks.amount)
        else:
            page.write_blank(line, place, None, looks.amount)
    else:
        text = ("是" if value else "") if spec.kind is Kind.FLAG else show_value(spec, value)
        page.write_string(line, place, text, looks.text if spec.kind is Kind.LONG else looks.answer)


def _validate(page: Worksheet, last: int, place: int, table: str, spec: FieldSpec) -> None:
    hint = GUIDANCE.get(f"{table}.{spec.name}")
    words: dict[str, Any] = {"ignore_blank": True, "input_title": spec.label[:32]}
    words["input_message"] = (hint.meaning if hint is not None else spec.help or spec.label)[:_LONGEST_HINT]
    words["error_title"] = spec.label[:32]
    match spec.kind:
        case Kind.MONEY:
            rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "请填写以万元为单位的数字。"}
        case Kind.FLAG:
            rule = {"validate": "list", "source": _YES_NO, "error_message": "请从“是”“否”中选择。"}
        case Kind.CHOICE:
            rule = {"validate": "list", "source": list(spec.choices), "error_message": "请从列表中选择。"}
        case _:
            most = min(spec.limit or MOST_TEXT, MOST_TEXT)
            rule = {"validate": "length", "criteria": "<=", "value": most, "error_message": f"最多 {most} 个字。"}
    page.data_validation(_TOP, place, last, place, rule | words)
