"""Reads a published report back into entries: file → paragraphs and tables → chapters → sentences → entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.errors import InputError
from app.exchange.reading import intake, sentences
from app.exchange.reading import title as titles
from app.exchange.reading.chapters import chapters
from app.exchange.reading.cleaning import squeezed
from app.exchange.reading.drafts import Draft, Drafts
from app.exchange.reading.prose import Prose, bare_text
from app.exchange.reading.sentences import Deduction
from app.exchange.reading.source import Block, Paragraph, Progress, Source, unheard
from app.exchange.reading.understanding import Confidence, Leftover, ReadReport, Understood
from app.model.entities import (
    Axis,
    Department,
    FundLine,
    Indicator,
    Level,
    Origin,
    Project,
    ProjectKind,
    ProjectLevel,
    Report,
    Task,
    Unit,
)
from app.model.entities import Block as ScoreBlock
from app.model.quantities import parse_date

__all__ = ["Confidence", "Leftover", "ReadReport", "Understood", "read"]

_DATE = re.compile("(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日")
_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,6}[〔\[（(](?:19|20)[0-9]{2}[〕\]）)](?:第)?[0-9]{1,5}号)")
_SHORTEST_CUT = 8  # characters of a task's name that a cut cell still shows
_TRANSFER = re.compile("转移支付|中央|省级|上级")
_SHORT_NAME = re.compile("我(?:局|委|办|厅|院|部|单位|中心|镇|街|校)")
_SELF_NAME = re.compile("本(?:部门|单位)")
_REGION = re.compile(
    "^(?:.*?(?:省|自治区))?(?:.*?市)?(?P<county>.{1,8}?[区县])(?!域)|^(?:.*?省)?(?P<city>.{1,8}?市)|^(?P<province>.{1,8}?省)"
)
_LEVELS = {"区": Level.DISTRICT, "县": Level.COUNTY, "市": Level.CITY, "省": Level.PROVINCE}


def read(path: Path, progress: Progress = unheard) -> ReadReport:
    """What a published report says, from .docx, .pdf or .txt.

    `progress` is told pages or bytes done; what it raises ends the reading. ImportFileError says in one sentence why a
    file cannot be read and what to do.
    """
    source = intake.source_of(path, progress)
    progress(0, 1, "正在识别内容")
    return understand(source, path.name)


def understand(source: Source, name: str) -> ReadReport:
    """What the blocks of a report say."""
    drafts = Drafts()
    prose = Prose(drafts)
    body = _front(drafts, _without_signature(drafts, source.blocks))
    for chapter in chapters(body):
        prose.read(chapter)
    texts = [block.text for block in source.blocks if isinstance(block, Paragraph)]
    _complete(drafts, prose, texts)
    understood = tuple(drafts.understood())
    return ReadReport(name, understood, tuple(drafts.leftovers))


def _front(drafts: Drafts, blocks: Sequence[Block]) -> Sequence[Block]:
    """Reads title and annex label; the blocks after the title. What stands before it is left over."""
    found = titles.find(blocks)
    if found is None:
        return blocks
    drafts.tell(Department, found.text, name=found.name)
    drafts.tell(Report, found.text, year=found.year)
    before = [block.text for block in blocks[: found.start] if isinstance(block, Paragraph)]
    label = titles.label(before)
    for index, text in enumerate(before):
        if label is not None and index == label[0]:
            drafts.tell(Report, text, annex_label=label[1])
        else:
            drafts.leave("", text)
    return blocks[found.end :]


def _without_signature(drafts: Drafts, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks without the day and the department at the end of the text."""
    places = [place for place, block in enumerate(blocks) if isinstance(block, Paragraph)]
    dated = [place for place in places if _DATE.fullmatch(squeezed(_text(blocks[place])))]
    if not dated or places.index(dated[-1]) < len(places) // 2:
        return blocks
    place = dated[-1]
    text = squeezed(_text(blocks[place]))
    try:
        drafts.tell(Report, text, sign_date=parse_date(text))
    except InputError:
        return blocks
    title = titles.find(blocks)
    is_signed = place > 0 and title is not None and squeezed(_text(blocks[place - 1])) == title.name
    return [*blocks[: place - 1 if is_signed else place], *blocks[place + 1 :]]


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""


def _complete(drafts: Drafts, prose: Prose, texts: Sequence[str]) -> None:
    """Adds what only follows from several passages together."""
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
    if found := _REGION.search(name):
        region = found["county"] or found["city"] or found["province"]
        drafts.tell(Department, name, Confidence.LIKELY, region=region, level=_LEVELS[region[-1]].value)


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
    reasons = _reasons(drafts)
    for block, items in (
        (ScoreBlock.MANAGEMENT, prose.management_deductions),
        (ScoreBlock.DELIVERY, prose.delivery_deductions),
    ):
        for item in items:
            _deduct(drafts, block, item, reasons)
    tasks = {squeezed(draft.get("name") or ""): draft for draft in drafts.rows(Task)}
    for draft in drafts.rows(Indicator):
        if draft.get("block") == ScoreBlock.DELIVERY:
            _give_task(draft, tasks)


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


def _reasons(drafts: Drafts) -> dict[str, Draft]:
    """The rows of 履职效能 by the reasons that they give, and by the parts of them that a list would part."""
    found: dict[str, Draft] = {}
    for draft in drafts.rows(Indicator):
        if draft.get("block") == ScoreBlock.DELIVERY and draft.get("reason"):
            whole = bare_text(draft.get("reason"))
            for part in (whole, *whole.split("；")):
                found.setdefault(part, draft)
    return found


def _deduct(drafts: Drafts, block: ScoreBlock, item: Deduction, reasons: Mapping[str, Draft]) -> None:
    known = drafts.find(Indicator, item.name, block.value) if item.name else reasons.get(bare_text(item.reason))
    if known is not None:
        known.fill(item.passage, score=item.score, reason=item.reason)
        return
    name = item.name or sentences.missed_name(item.reason) or item.reason
    sure = Confidence.CERTAIN if item.name else Confidence.DOUBTFUL
    drafts.add(
        Indicator, item.passage, sure, block=block.value, level3=name[:200], score=item.score, reason=item.reason,
        origin=Origin.PUBLISHED.value,
    )  # fmt: skip
