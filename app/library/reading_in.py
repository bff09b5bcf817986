"""What was read of a file goes into the library: held against a report as proposals, or made a report of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import packs
from app.errors import ImportFileError, TemplateError
from app.exchange import report_offers, workbook_reader
from app.exchange.kept_text import Keeping, keepings
from app.exchange.report_reader import ReadReport
from app.library import row_edits
from app.model import indicator_systems, offer_matching, proposals, score_tree
from app.model.entities import ROWS, Department, Indicator, Report, ReportRow
from app.model.facts import Facts
from app.model.fields import Value
from app.model.offers import Offer
from app.model.pack import TemplatePack
from app.model.presets import with_presets
from app.model.progress import Progress, unheard
from app.model.proposals import Fate, Mention, Proposal
from app.model.report_data import ReportData
from app.render.blocks import collector_resting
from app.scoring import engine
from app.storage import rows as storage_rows
from app.storage.database import Database
from app.storage.journal import Step

if TYPE_CHECKING:
    from app.library.library import Library

_LONGEST = 40  # characters of a file's name in the history

_TABLES = (Department.TABLE, Report.TABLE, *(entity.TABLE for entity in ROWS))
"""Rows come after those they may mention."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new report begins with: its rows are proposals to one that has none."""

    name: str  # of the file
    department: Department
    report: Report
    rows: Sequence[Proposal]


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

    def proposing(self, report_id: int, offers: Sequence[Offer]) -> Callable[[Progress], list[Proposal]]:
        """What finds what the rows of a workbook mean to a report as it stands: its cells say how the report is to be.

        Any thread may run it, since it reads nothing else.
        """
        known = self._library.computed(report_id)
        return lambda progress: offer_matching.merge(*known, offers, progress)

    def proposing_report(self, report_id: int, read: ReadReport) -> Callable[[Progress], list[Proposal]]:
        """The same for what was read of a published report: only what fills a gap is advised."""
        known, pack = self._library.computed(report_id), self._library.pack(report_id)
        return lambda progress: offer_matching.merge(
            *known, report_offers.offers(read, pack, known[0]), progress, keeps=True
        )

    def keepings(self, report_id: int, read: ReadReport) -> Sequence[Keeping]:
        """Where the text that was not understood would be kept in a report, or in a new one where its id is 0."""
        if not report_id:
            return tuple(keepings(read.leftovers, _pack_of(read).chapters))
        return tuple(keepings(read.leftovers, self._library.pack(report_id).chapters, self._library.data(report_id)))

    def proposals(self, report_id: int, offers: Sequence[Offer]) -> list[Proposal]:
        """What the rows of a workbook mean to a report, found at once."""
        return self.proposing(report_id, offers)(unheard)

    def proposals_of_report(self, report_id: int, read: ReadReport) -> list[Proposal]:
        """What was read of a published report means to a report, found at once."""
        return self.proposing_report(report_id, read)(unheard)

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
        with self._library.step(f"导入“{name[:_LONGEST]}”", report_id) as step:
            _write(step, self._library.pack(report_id), self._library.data(report_id), wanted)

    @collector_resting()
    def make_report(self, read: ReadReport) -> int:
        """Adds what was read of a published report as a new one; its id. Raises as `beginning` does."""
        return self.add(self.beginning(read))

    @staticmethod
    def beginning(read: ReadReport, progress: Progress = unheard) -> Beginning:
        """What a report begins with that is made of what was read of a published one, in any thread.

        It follows the pack whose blocks its score table has, the default one where none was read; the presets of the
        pack complete the table.
        ImportFileError when the file does not tell whose report it is, and of which year.
        """
        name, year = read.department.name, read.report.year
        if not (name and year):
            missing = "年度" if name else "部门名称"
            raise ImportFileError(
                f"“{read.name}”里没有读到{missing}，不能新建报告；请确认文件是否为自评报告，或先新建报告，再把文件并入。"
            )
        pack = _pack_of(read)
        report = dataclasses.replace(read.report, pack=pack.key)
        empty = ReportData.of(read.department, report)
        facts = Facts.of(empty, pack.scores.task_blocks)
        scores = engine.score(empty, facts, pack.scores, pack.projects)
        told = report_offers.offers(read, pack)
        offers = [each for each in told if each.table not in {Department.TABLE, Report.TABLE}]
        found = offer_matching.merge(empty, facts, scores, with_presets(offers, pack.indicators), progress)
        return Beginning(read.name, read.department, report, proposals.advised(found))

    def add(self, found: Beginning) -> int:
        """Adds a report with what it begins with, in one step; its id. A department that is there stays as it is."""
        name, year = found.department.name, found.report.year
        known = storage_rows.load_reports(self._database)
        is_second = any(owner.name == name and report.year == year for report, owner in known)
        departments = storage_rows.load_departments(self._database)
        remark = f"导入自{found.name}" if is_second else ""
        with self._library.step(f"导入报告“{found.name[:_LONGEST]}”", None) as step:
            owner = next((row for row in departments if row.name == name), None) or step.insert(found.department)
            report = step.insert(dataclasses.replace(found.report, department_id=owner.id, remark=remark))
            _write(step, packs.load(report.pack), ReportData.of(owner, report), found.rows)
        return report.id


def _pack_of(read: ReadReport) -> TemplatePack:
    """The pack whose blocks a published score table has: the default one where it has them, or where none does."""
    wanted = {row.block for row in read.rows.get(Indicator.TABLE, ()) if isinstance(row, Indicator)}
    for key in (packs.DEFAULT, *packs.available()):
        try:
            pack = packs.load(key)
        except TemplateError:  # a faulty pack cannot be chosen
            continue
        if wanted <= {block.name for block in pack.scores.blocks}:
            return pack
    return packs.load(packs.DEFAULT)


def _write(step: Step, pack: TemplatePack, data: ReportData, wanted: Sequence[Proposal]) -> None:
    """Adds, changes and deletes rows of a report, table by table, so that a new row can mention those before it."""
    made: dict[Mention, int] = {}
    tables: dict[str, list[Proposal]] = {table: [] for table in _TABLES}
    for proposal in wanted:
        tables[proposal.table].append(proposal)
    for table, found in tables.items():
        fresh = [proposal for proposal in found if proposal.fate is Fate.NEW]
        values = [proposals.stored(proposal, made) for proposal in fresh]
        rows = _inserted(step, pack, data, table, values) if fresh else []
        names = (Mention(table, offer_matching.exact(proposal.name)) for proposal in fresh)
        made |= {name: row.id for name, row in zip(names, rows, strict=True)}
        for proposal in found:
            if proposal.fate is Fate.CHANGED:
                seen = {change.field: change.before for change in proposal.changes}
                step.update(table, proposal.row_id, proposals.stored(proposal, made), expected=seen)
            elif proposal.fate is Fate.MISSING:
                step.delete(table, proposal.row_id)


def _inserted(
    step: Step, pack: TemplatePack, data: ReportData, table: str, rows: Sequence[Mapping[str, Value]]
) -> Sequence[ReportRow]:
    """Adds rows at the end of their table; those of the score table at the end of the group they belong to."""
    if table != Indicator.TABLE:
        return row_edits.insert(step, pack, data, table, rows)
    block = pack.scores.blocks[0].name
    places = [score_tree.place_of(data.indicators, {"block": block, **row}) for row in rows]
    return row_edits.insert_each(step, pack, data, table, rows, places)
