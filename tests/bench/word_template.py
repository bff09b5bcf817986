"""The Word template of the bench: the pack's report as a file with Jinja tags, the way docxtpl wants them.

The program's own Word writer makes it, so that styles, widths and cell formats are the same for all candidates. When
a pack's template changes its wording, `report.txt` follows; the bench's test names the first line that differs.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.model.layout import Layout
from app.render import docx
from app.render.blocks import Block, Cell, Document, Paragraph, Row, Run, Section, Table

_REPORT = Path(__file__).with_name("report.txt")
"""The report's paragraphs as `style: text`, indented lines going on; %p is a control paragraph of docxtpl."""

_ANNEX_BEGIN = """\
table-title: 部门整体支出绩效自评表
table-subtitle: （{{ year }}年度）
table-unit: 单位：万元
"""
_TABLES_BEGIN = """\
%p for lines in score_tables
gap:
"""
_ANNEX_END = (
    "table-sign: {% if loop.last %}填报人：　　　　　　　　联系电话：　　　　　　　　　"
    "单位负责人：　　　　　（盖章）　　　填报日期：　　年　月　日{% endif %}\n%p endfor\ngap:"
)
"""The line of signatures is the table's last row; in a table that is split it stays empty but in the last part."""
_FIELDS = ("name", "definition", "criterion", "weight", "target", "actual", "score", "reason", "remark")


def make(layout: Layout, printed: Document) -> bytes:
    """The template as a .docx file, for docxtpl; its body serves the floor as well.

    `printed` is a report as the pack's templates write it: its tables give widths, headings and alignments.
    """
    report = Section("report", "portrait", "A4", tuple(_paragraphs(_REPORT.read_text(encoding="utf-8"))))
    basics, scores = (block for block in printed.sections[1].blocks if isinstance(block, Table))
    blocks: list[Block] = [*_paragraphs(_ANNEX_BEGIN), _basics(basics), *_paragraphs(_TABLES_BEGIN), _scores(scores)]
    annex = Section("annex", "landscape", "A4", (*blocks, *_paragraphs(_ANNEX_END)))
    # The writer has a style of its own for what stands between tables, known to a document by this name.
    styles = {**layout.styles, "gap": layout.styles["body"]}
    stream = io.BytesIO()
    docx.write_docx(Document((report, annex)), dataclasses.replace(layout, styles=styles), stream)
    return stream.getvalue()


def _paragraphs(lines: str) -> Iterator[Paragraph]:
    for line in lines.replace("\n  ", "").splitlines():
        if line.startswith("%p "):
            yield Paragraph("body", _runs(f"{{%p {line[3:]} %}}"))
        else:
            style, _, text = line.partition(":")
            yield Paragraph(style, _runs(text.removeprefix(" ")))


def _runs(text: str) -> tuple[Run, ...]:
    return (Run(text),) if text else ()


def _cell(text: str, align: str = "text", *, columns: int = 1, rows: int = 1, header: bool = False) -> Cell:
    return Cell(_runs(text), columns, rows, "center" if header else align, header=header)


def _control(tag: str, columns: int) -> Row:
    """A row that docxtpl takes for its tag alone."""
    return Row((_cell(f"{{%tr {tag} %}}", columns=columns),))


def _basics(printed: Table) -> Table:
    head = [
        _cell("单位基本情况", rows=3, header=True),
        _cell("单位名称", header=True),
        _cell("{{ department }}", columns=11),
    ]
    goal = [_cell("年度整体绩效目标", header=True), _cell("{{ goal }}", columns=11)]
    done = [_cell("整体绩效目标完成情况", header=True), _cell("{{ completion }}", columns=5)]
    done += [_cell("未能完成原因", header=True), _cell("{{ shortfall }}", columns=5)]
    # A span over the rows with tags leaves every printed row a cell that goes on from above.
    funds = [_cell("年度部门整体支出规模", rows=4, header=True)]
    for axis in ("资金来源", "资金结构", "预算级次"):
        funds += [_cell(text, header=True) for text in (f"按{axis}", "全年预算数", "执行数", "完成率")]
    line = tuple(_cell(f"{{{{ cells[{number}] }}}}", "num" if number % 4 else "center") for number in range(12))
    rows = (Row(tuple(funds)), _control("for cells in fund_rows", 12), Row(line), _control("endfor", 12))
    return Table(printed.widths, (), ((Row(tuple(head)), Row(tuple(goal)), Row(tuple(done))), rows), "grid")


def _scores(printed: Table) -> Table:
    aligned = next(printed.rows).cells[-len(_FIELDS) :]
    fields = tuple(_cell(f"{{{{ line.{name} }}}}", cell.align) for name, cell in zip(_FIELDS, aligned, strict=True))
    block, group = "{{ line.block }}", "{{ line.group }}"
    rows = (
        _control("for line in lines", 11),
        _control("if line.begins_block", 11),
        Row((_cell(block, "center", rows=5), _cell(group, "center", rows=2), *fields)),
        _control("elif line.begins_group", 9),
        Row((_cell(group, "center", rows=3), *fields)),
        _control("else", 9),
        Row(fields),
        _control("endif", 11),
        _control("endfor", 11),
    )
    sums = (_control("if loop.last", 11), *_sums(), _control("endif", 11))
    return Table(printed.widths, printed.head, (rows, sums), "grid")


def _sums() -> Sequence[Row]:
    none = (
        _cell("加减分项", "center"),
        _cell("本年度无加减分项", columns=7),
        _cell("0.00", "num"),
        _cell("", columns=2),
    )
    total = (
        _cell("合计", "strong", columns=5),
        _cell("{{ weight }}", "strong"),
        _cell("自评总得分", "strong", columns=2),
        _cell("{{ total }}", "strong"),
        _cell("评价等级", "strong"),
        _cell("{{ grade }}", "strong"),
    )
    return Row(none), Row(total)
