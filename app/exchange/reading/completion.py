"""Adds to what was read of a report what only follows from several of its passages together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from app.exchange.reading import fund_sentences, score_sentences
from app.exchange.reading import title as titles
from app.exchange.reading.cleaning import GAP, bare_text, squeezed
from app.exchange.reading.drafts import Draft, Drafts
from app.exchange.reading.prose import Prose
from app.exchange.reading.score_sentences import Deduction
from app.exchange.reading.tables import ScoreBlock
from app.exchange.reading.understanding import Confidence
from app.model import department_names
from app.model.entities import (
    Axis,
    Department,
    FundLine,
    Indicator,
    Origin,
    Project,
    ProjectKind,
    ProjectLevel,
    Report,
    Task,
    Unit,
)
from app.model.pack import PUBLISHED_BLOCKS

_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,6}[〔\[（(](?:19|20)[0-9]{2}[〕\]）)](?:第)?[0-9]{1,5}号)")
_SHORTEST_CUT = 8  # characters of a task's name that a cut cell still shows
_SHORTEST_PART = 2  # characters of a sentence that is known again within a reason
_TRANSFER = re.compile("转移支付|中央|省级|上级")
_SHORT_NAME = re.compile("我(?:局|委|办|厅|院|部|单位|中心|镇|街|校)")
_SELF_NAME = re.compile("本(?:部门|单位)")


def complete(drafts: Drafts, prose: Prose, texts: Sequence[str]) -> None:
    """Completes the drafts of a whole report; `texts` are its paragraphs."""
    _complete_department(drafts, texts)
    _complete_units(drafts, prose.unit_kinds)
    _complete_funds(drafts, prose)
    _complete_projects(drafts, prose)
    _complete_indicators(drafts, prose)


def _complete_department(drafts: Drafts, texts: Sequence[str]) -> None:
    if name := titles.name_in(texts):
        drafts.tell(Department, name, Confidence.LIKELY, name=name)
    if year := titles.year_in(texts):
        drafts.tell(Report, f"{year}年度", Confidence.LIKELY, year=year)
    for field, pattern in (("short_name", _SHORT_NAME), ("self_name", _SELF_NAME)):
        used = Counter(word for text in texts for word in pattern.findall(text)).most_common(1)
        if used and used[0][1] > 1:
            drafts.tell(Department, used[0][0], Confidence.LIKELY, **{field: used[0][0]})
    name = drafts.told(Department, "name") or ""
    if found := department_names.region_of(name):
        drafts.tell(Department, name, Confidence.LIKELY, region=found[0], level=found[1].value)


def _complete_units(drafts: Drafts, kinds: Sequence[tuple[str, int]]) -> None:
    """Gives the units their kinds in the order in which the text counts them; it names them without."""
    units = [draft for draft in drafts.rows(Unit) if draft.get("kind") is None]
    if sum(count for _, count in kinds) != len(units):
        return
    each = [kind for kind, count in kinds for _ in range(count)]
    for draft, kind in zip(units, each, strict=True):
        draft.values["kind"] = kind
        if len(kinds) > 1:
            draft.lower(Confidence.LIKELY)


def _complete_funds(drafts: Drafts, prose: Prose) -> None:
    """Keeps the totals where no category is told: as one line, so that the report has them."""
    if drafts.rows(FundLine) or prose.total_funds is None:
        return
    amounts, text = prose.total_funds
    if amounts == fund_sentences.NO_AMOUNTS:
        return
    line = drafts.fund_line(Axis.SOURCE.value, "合计", text)
    line.fill(text, budget=amounts.budget, executed=amounts.executed)
    line.lower(Confidence.DOUBTFUL)


def _complete_projects(drafts: Drafts, prose: Prose) -> None:
    """Kinds and counts of projects, document numbers and the budget their money comes from."""
    projects = drafts.rows(Project)
    counts = prose.project_counts
    if counts is not None:
        unlisted = max(counts.total - len(projects), 0)
        drafts.tell(Report, prose.project_passage, Confidence.LIKELY, unlisted_projects=min(unlisted, counts.offline))
    for index, draft in enumerate(projects):
        name = draft.get("name") or ""
        if draft.get("kind") is None and counts is not None:
            draft.values["kind"] = (ProjectKind.ONLINE if index < counts.online else ProjectKind.OFFLINE).value
            if counts.online < len(projects):
                draft.lower(Confidence.DOUBTFUL)
        numbers = _NUMBER.findall(name)
        draft.fill("", document_number="、".join(map(_number, numbers)))
        if draft.get("level") is None:
            is_transfer = bool(numbers or _TRANSFER.search(name))
            draft.values["level"] = (ProjectLevel.TRANSFER if is_transfer else ProjectLevel.LOCAL).value


def _number(found: str) -> str:
    """A document number without the words that run into it, as in …补助资金穗财社〔2021〕9号."""
    return re.sub("^.*(?:资金|项目|经费|补助|补贴)", "", found)


def _complete_indicators(drafts: Drafts, prose: Prose) -> None:
    """Joins what the text says of lost marks to the rows of the score table, and the rows to their tasks."""
    for block, items in (
        (ScoreBlock.MANAGEMENT, prose.management_deductions),
        (ScoreBlock.DELIVERY, prose.delivery_deductions),
    ):
        rows = _Rows(drafts, block)
        for item in items:
            rows.deduct(item)
    told = _reasons(drafts.rows(Indicator))
    for path, text in prose.remainders:
        parts = re.split("(?<=[。；！？])", text)
        drafts.leave(path, "".join(part for part in parts if not _is_part(part, told)))
    tasks = {squeezed(draft.get("name") or ""): draft for draft in drafts.rows(Task)}
    for draft in drafts.rows(Indicator):
        if _is_on_tasks(draft):
            _give_task(draft, tasks)


def _reasons(rows: Sequence[Draft]) -> str:
    """All reasons that rows give, to look for parts of them."""
    return "\0".join(bare_text(draft.get("reason") or "") for draft in rows)


def _is_part(sentence: str, reasons: str) -> bool:
    """Whether a sentence stands in one of the reasons, which may have several, or says nothing."""
    bare = GAP.sub("", bare_text(sentence)).strip("；。")
    return not bare or (len(bare) >= _SHORTEST_PART and bare in reasons)


def _give_task(draft: Draft, tasks: Mapping[str, Draft]) -> None:
    """The task whose name a row has as 二级指标, also where a page's end cut it off."""
    group = squeezed(draft.get("level2") or "")
    if task := tasks.get(group):
        draft.values["task_id"] = task.id
    elif len(group) >= _SHORTEST_CUT:
        cut = [task for name, task in tasks.items() if name.startswith(group)]
        if len(cut) == 1:
            draft.values |= {"task_id": cut[0].id, "level2": cut[0].get("name")}
            draft.lower(Confidence.LIKELY)


def _is_on_tasks(row: Draft) -> bool:
    return PUBLISHED_BLOCKS.get(row.get("block") or "", False)


class _Rows:
    """The rows of one block, found by what the text says of them."""

    def __init__(self, drafts: Drafts, block: ScoreBlock) -> None:
        self._drafts = drafts
        self._block = block
        is_delivery = block is ScoreBlock.DELIVERY
        self._rows = [draft for draft in drafts.rows(Indicator) if _is_on_tasks(draft) == is_delivery]
        self._is_whole = any(draft.get("weight") is not None for draft in self._rows)  # the score table was read
        self._told = _reasons(self._rows)
        self._by_name: dict[str, list[Draft]] = {}
        self._by_reason: dict[str, Draft] = {}
        for draft in self._rows:
            self._by_name.setdefault(squeezed(draft.get("level3") or ""), []).append(draft)
            if reason := bare_text(draft.get("reason") or ""):
                for part in (reason, *reason.split("；")):  # the parts that a list would part
                    self._by_reason.setdefault(part, draft)

    def deduct(self, item: Deduction) -> None:
        """Notes a score and its reason on the row that is meant; where no score table was read, on a new row."""
        known = self._named(item) if item.name else self._by_reason.get(bare_text(item.reason))
        if known is not None:
            known.fill(item.passage, score=item.score, reason=item.reason)
        elif not self._is_whole:
            self._add(item)
        elif not all(_is_part(part, self._told) for part in re.split("[。；]", item.passage)):
            self._drafts.leave(("扣分原因",), item.passage)

    def _named(self, item: Deduction) -> Draft | None:
        """The row of a name that has the score: of several the one that says the reason too, or none yet."""
        name, reason = squeezed(item.name), bare_text(item.reason)
        found = self._by_name.get(name) or [
            draft for known, drafts in self._by_name.items() if known.endswith(name) for draft in drafts
        ]  # the text parts a name at its commas
        found = [draft for draft in found if draft.get("score") in {None, item.score}]
        found.sort(key=lambda draft: (bare_text(draft.get("reason") or "") != reason, bool(draft.get("reason"))))
        return found[0] if found else None

    def _add(self, item: Deduction) -> None:
        name = item.name or score_sentences.missed_name(item.reason) or item.reason
        sure = Confidence.CERTAIN if item.name else Confidence.DOUBTFUL
        draft = self._drafts.add(
            Indicator, item.passage, sure, block=self._block.value, level3=name[:200], score=item.score,
            reason=item.reason, origin=Origin.PUBLISHED.value,
        )  # fmt: skip
        self._rows.append(draft)
        self._by_name.setdefault(squeezed(name), []).append(draft)
