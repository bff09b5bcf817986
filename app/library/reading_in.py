"""What was read of a file goes into the library: held against a report as proposals, or made a report of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

from app import packs
from app.errors import ImportFileError
from app.exchange import report_offers, workbook_reader
from app.exchange.report_reader import ReadReport
from app.library import row_edits
from app.model import indicator_systems, proposals, score_tree
from app.model.entities import BY_TABLE, ROWS, Department, Indicator, Report, ReportRow
from app.model.facts import Facts
from app.model.fields import Value
from app.model.offers import Offer
from app.model.presets import with_presets
from app.model.proposals import Fate, Mention, Proposal
from app.model.report_data import ReportData
from app.scoring import engine
from app.storage import rows as storage_rows
from app.storage.database import Database
from app.storage.reports import insert_report

if TYPE_CHECKING:
    from app.library.library import Library

_LONGEST = 40  # characters of a file's name in the history

_Values: TypeAlias = Sequence[Mapping[str, Value]]
_Insert: TypeAlias = Callable[[str, _Values], Sequence[ReportRow]]


class ReadingIn:
    """One way for every file: its rows are offers, an offer comes to a proposal, and what is wanted is one step.

    The window shows the proposals to be ticked; what it ticks by itself is `proposals.advised`, which is what the
    command line takes.
    """

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def context(self, report_id: int, preferred: str = "") -> workbook_reader.Context:
        """What is known of a report that helps to understand a workbook; `preferred` is the table looked at."""
        data = self._library.data(report_id)
        amounts = {value for row in data.projects for value in (row.budget, row.executed) if value}
        amounts |= {value for row in data.fund_lines for value in (row.budget, row.executed) if value}
        return workbook_reader.Context(data.report.year, amounts, preferred, department=data.department.name)

    def proposals(self, report_id: int, offers: Sequence[Offer]) -> list[Proposal]:
        """What the rows of a workbook mean to a report as it stands: its cells say how the report is to be."""
        return self._met(report_id, offers, keeps=False)

    def proposals_of_report(self, report_id: int, read: ReadReport) -> list[Proposal]:
        """What was read of a published report means to a report as it stands: only what fills a gap is advised."""
        return self._met(report_id, report_offers.offers(read), keeps=True)

    def _met(self, report_id: int, offers: Sequence[Offer], *, keeps: bool) -> list[Proposal]:
        return proposals.merge(*self._library.computed(report_id), offers, keeps=keeps)

    def system(self, report_id: int, book: workbook_reader.Workbook) -> list[dict[str, Value]]:
        """The indicator system that a workbook lists, as values of the report's rows; ImportFileError without one."""
        block = self._library.pack(report_id).scores.blocks[0].name
        found = indicator_systems.offered(book.offers(), self._library.data(report_id).tasks, block)
        if not found:
            raise ImportFileError(
                f"文件“{book.name}”里没有找到指标表：表头要有“三级指标”和“分值”“评分标准”这样的栏目。"
            )
        return found

    def take(self, report_id: int, wanted: Sequence[Proposal], name: str) -> None:
        """Adds, changes and, where that is among them, deletes rows as proposed, in one step; `name` is the file's.

        StaleEditError when a row is no longer what was proposed to be changed; nothing is changed then.
        """
        made: dict[Mention, int] = {}
        with self._library.step(f"导入“{name[:_LONGEST]}”", report_id) as step:

            def insert(table: str, rows: _Values) -> Sequence[ReportRow]:
                known = self._library
                pack, data = known.pack(report_id), known.data(report_id)
                if table != Indicator.TABLE:
                    return row_edits.insert(step, pack, data, table, rows)
                block = pack.scores.blocks[0].name
                places = [score_tree.place_of(data.indicators, {"block": block, **row}) for row in rows]
                return row_edits.insert_each(step, pack, data, table, rows, places)

            for table in (Department.TABLE, Report.TABLE, *(entity.TABLE for entity in ROWS)):
                _add(table, wanted, made, insert)
                for proposal in (each for each in wanted if each.table == table):
                    if proposal.fate is Fate.CHANGED:
                        seen = {change.field: change.before for change in proposal.changes}
                        step.update(table, proposal.row_id, proposals.stored(proposal, made), expected=seen)
                    elif proposal.fate is Fate.MISSING:
                        step.delete(table, proposal.row_id)

    def make_report(self, read: ReadReport) -> int:
        """Adds what was read of a published report as a new one, in one step; its id.

        It follows the default pack, whose presets complete its score table. A department that is there stays as it is.
        ImportFileError when the file does not tell whose report it is, and of which year.
        """
        name, year = read.department.name, read.report.year
        if not (name and year):
            missing = "年度" if name else "部门名称"
            raise ImportFileError(
                f"“{read.name}”里没有读到{missing}，不能新建报告；请确认文件是否为自评报告，或先新建报告，再把文件并入。"
            )
        known = storage_rows.load_reports(self._database)
        is_second = any(owner.name == name and report.year == year for report, owner in known)
        departments = storage_rows.load_departments(self._database)
        owner = next((row for row in departments if row.name == name), read.department)
        remark = f"导入自{read.name}" if is_second else ""
        report = dataclasses.replace(read.report, pack=packs.DEFAULT, remark=remark)
        whole = _filled(ReportData.of(owner, report), report_offers.offers(read))
        with self._library.step(f"导入报告“{read.name[:_LONGEST]}”", None) as step:
            return insert_report(step, whole).id


def _filled(empty: ReportData, offers: Sequence[Offer]) -> ReportData:
    """A report without rows, with those that are advised of what is offered, not stored yet."""
    pack = packs.load(empty.report.pack)
    offered = [offer for offer in offers if offer.table not in {Department.TABLE, Report.TABLE}]
    facts = Facts.of(empty, pack.scores.task_blocks)
    scores = engine.score(empty, facts, pack.scores, pack.projects)
    wanted = proposals.advised(proposals.merge(empty, facts, scores, with_presets(offered, pack.indicators)))
    made: dict[Mention, int] = {}

    def insert(table: str, rows: _Values) -> Sequence[ReportRow]:
        make = cast("Callable[..., ReportRow]", BY_TABLE[table])
        return [pack.filled(make(id=number, position=number, **values)) for number, values in enumerate(rows, 1)]

    rows = (row for entity in ROWS for row in _add(entity.TABLE, wanted, made, insert))
    return ReportData.of(empty.department, empty.report, rows)


def _add(table: str, wanted: Sequence[Proposal], made: dict[Mention, int], insert: _Insert) -> Sequence[ReportRow]:
    """Adds the new rows of one table, and notes them in `made` for the rows that mention them."""
    fresh = [proposal for proposal in wanted if proposal.table == table and proposal.fate is Fate.NEW]
    rows = insert(table, [proposals.stored(proposal, made) for proposal in fresh]) if fresh else []
    names = (Mention(table, proposals.exact(proposal.name)) for proposal in fresh)
    made |= {name: row.id for name, row in zip(names, rows, strict=True)}
    return rows
