"""A workbook as a plan: which tables its sheets hold, which column fills which field, and what rows come of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import ImportFileError
from app.exchange.workbooks import columns as mapping
from app.exchange.workbooks import opening
from app.exchange.workbooks.columns import Column, Match, Memory
from app.exchange.workbooks.labels import labelled
from app.exchange.workbooks.regions import Region, regions
from app.exchange.workbooks.rows import Rows, rows_of
from app.exchange.workbooks.sheet import Sheet
from app.exchange.workbooks.units import UnitSource, unit_of
from app.model.entities import BY_TABLE
from app.model.fields import Kind, specs
from app.model.offers import Offer, Refusal
from app.model.progress import Progress

SUFFIXES = opening.SUFFIXES
_MOST_REGIONS = 60  # tables of one file


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something of a file that no table of a report takes."""

    place: str
    text: str
    reason: str = "没有识别出可以导入的表格。"


@dataclass(frozen=True, slots=True)
class Context:
    """What is known besides the file: the report's year (0 for none) and amounts (分), and earlier choices."""

    year: int = 0
    amounts: Collection[int] = ()
    preferred: str = ""  # the table the officer is looking at; empty for none
    memory: Memory = lambda _table, _heading: None
    department: str = ""  # its name; empty where that is not to be compared


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a sheet as it was understood. Another choice makes another part."""

    region: Region
    table: str  # that it fills; empty where it is left out
    columns: tuple[Column, ...]
    unit: str  # of amounts whose column states none
    unit_source: UnitSource
    rows: Rows
    context: Context

    @property
    def name(self) -> str:
        """The sheet, and the place in it."""
        return self.region.place

    @property
    def has_money(self) -> bool:
        """Whether any column is of amounts."""
        return bool(self.table) and any(map(self._is_money, self.columns))

    @property
    def is_unit_open(self) -> bool:
        """Whether the unit is only inferred and has to be confirmed."""
        return self.has_money and self.unit_source in {UnitSource.SIZE, UnitSource.DEFAULT}

    def _is_money(self, column: Column) -> bool:
        return bool(column.field) and specs(BY_TABLE[self.table])[column.field].kind is Kind.MONEY

    def for_table(self, table: str) -> Part:
        """The same region read as another table; empty leaves it out."""
        return _part(self.region, table, self.context)

    def with_field(self, place: int, field: str) -> Part:
        """The same with another field for a column, empty for none."""
        return self._read(mapping.choose(self.columns, place, field), self.unit, self.unit_source)

    def with_unit(self, unit: str) -> Part:
        """The same with the amounts in a unit that the officer chose."""
        return self._read(self.columns, unit, UnitSource.CHOSEN)

    def refusals(self) -> list[Refusal]:
        """What of the table is not taken, with reasons."""
        if not self.table:
            return [Refusal(self.name, "", "", "您选择了不导入这张表。")]
        return [*self.rows.warnings, *self.rows.refusals, *map(self._refusal, self._unread())]

    def _unread(self) -> Iterator[Column]:
        """The columns with something in them that fill no field."""
        return (each for each in self.columns if not each.field and each.samples and each.match is Match.NONE)

    def _refusal(self, column: Column) -> Refusal:
        place, samples = f"{self.region.sheet.name} {column.letters}列", "、".join(column.samples)
        return Refusal(place, column.heading, samples, column.remark or "没有对应的填报项，整列没有导入。")

    def _read(self, columns: tuple[Column, ...], unit: str, source: UnitSource) -> Part:
        rows = rows_of(self.region, self.table, columns, unit)
        return dataclasses.replace(self, columns=columns, unit=unit, unit_source=source, rows=rows)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as it was understood."""

    name: str
    parts: tuple[Part, ...]
    leftovers: tuple[Leftover, ...]  # sheets without any table of a report, another department's name
    heads: tuple[Offer, ...] = ()  # what the labels above score tables tell of the report itself

    def offers(self) -> list[Offer]:
        """The rows of all parts, and what is told of the report itself."""
        return [*self.heads, *(offer for part in self.parts if part.table for offer in part.rows.offers)]

    def refusals(self) -> list[Refusal]:
        """All of it that is not taken, with reasons."""
        others = (Refusal(each.place, "", each.text, each.reason) for each in self.leftovers)
        return [*(refusal for part in self.parts for refusal in part.refusals()), *others]


def read(path: Path, context: Context, progress: Progress) -> Workbook:
    """Reads and understands a workbook; ImportFileError when it is none or holds no table of a report."""
    sheets = opening.sheets(path, progress)
    found: list[Part] = []
    leftovers: list[Leftover] = []
    heads: list[Offer] = []
    for number, sheet in enumerate(sheets):
        progress(number, len(sheets), f"正在识别“{sheet.name}”")
        places = regions(sheet, context.preferred)
        made = [_part(region, region.tables[0], context) for region in places]
        made = [part for part in made if part.rows.offers or part.rows.refusals]
        found += made
        if not made:
            leftovers.append(Leftover(f"工作表“{sheet.name}”", "；".join(_beginning(sheet))))
        told = labelled(sheet, places)
        heads += [told.report] if told.report else []
        if told.department and context.department and told.department != context.department:
            reason = f"与本报告的部门“{context.department}”不同，名称没有导入，请核对文件是否选对。"
            leftovers.append(Leftover(f"工作表“{sheet.name}”", f"单位名称：{told.department}", reason))
    if not found:
        raise ImportFileError(
            f"文件“{path.name}”里没有找到可以导入的表格：表头至少要有两列与填报项同名，例如“项目名称”和“年度预算”。"
        )
    return Workbook(path.name, tuple(found[:_MOST_REGIONS]), tuple(leftovers), tuple(heads))


def _part(region: Region, table: str, context: Context) -> Part:
    if not table:
        columns = tuple(
            dataclasses.replace(column, field="", match=Match.NONE)
            for column in mapping.mapped(region, region.tables[0], context.year, context.memory)
        )
        return Part(region, "", columns, "万元", UnitSource.DEFAULT, Rows(), context)
    columns = mapping.mapped(region, table, context.year, context.memory)
    declared = specs(BY_TABLE[table])
    places = [each.place for each in columns if each.field and declared[each.field].kind is Kind.MONEY]
    unit, source = unit_of(region, places, context.amounts)
    return Part(region, table, columns, unit, source, rows_of(region, table, columns, unit), context)


def _beginning(sheet: Sheet) -> Iterator[str]:
    for line in sheet.lines[:3]:
        yield "　".join(text for text in line.cells if text)[:60]
