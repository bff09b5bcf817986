"""CP: nothing is missing, and every loss comes back as a problem, a measure and a word in its task."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from app.checks import texts
from app.checks.indicators import missed
from app.checks.registry import Findings, Found, Subject, Unchecked, check
from app.checks.relations import wrong_rate
from app.model.chapters import place
from app.model.completeness import Missing
from app.model.entities import BY_TABLE, Evidence, Measure
from app.model.passage import Passage
from app.model.quantities import format_percent
from app.model.results import Severity

_PLACEHOLDER = re.compile(
    "××+|(?<![A-Za-z])[Xx]{2,}(?=[年月日万亿元人个次项局区市%])|[＿_]{2,}|【待[^】]{0,20}】|待补充|待填写?|待完善|待核实"
    "|（示例）|\\(示例\\)|[Tt][Oo][Dd][Oo]|[？?]{2,}"
)
_NOTHING = frozenset({"暂无", "略", "待定", "无内容", "同上", "……", "...", "-", "—", "/"})
_SHORTFALL = re.compile("未达|未完成|未能|没有达|没有完成|低于|不足|差距|偏低|滞后|影响|原因|因")
_LISTED = 5  # names in a message before it says 等
_KINSHIP = 0.15  # share of a problem's word pairs that a measure takes up
_LABEL = re.compile("^(?:附件[0-9]*[：:.、]?)?(?:[0-9]{1,2}[.、])?")


def _names(found: Sequence[str]) -> str:
    shown = "".join(f"“{name}”" for name in found[:_LISTED])  # GB/T 15834-2011: no 、 between quotation marks
    return f"{shown}等{len(found)}项" if len(found) > _LISTED else shown


@check("CP-01", "必备章节", Severity.ERROR, "概 任 收 管 论 析 项 效 题 措 表", "当年通知的报告提纲")
def chapters(subject: Subject) -> Findings:
    """Every part of the outline is there and not empty, and every paragraph is in a chapter that there is."""
    yield from _unfilled(subject)
    if subject.on_paper is not None:
        printed = {passage.text for passage in subject.on_paper if passage.style == "h1"}
        for chapter in subject.pack.outline:
            if chapter.is_printed and chapter.title not in printed:
                yield Found(
                    f"打印的报告没有“{chapter.title}”一章", "请检查模板", section=chapter.title.partition("、")[0]
                )
    yield from _astray(subject)


def _unfilled(subject: Subject) -> Findings:
    """Pages that are empty, or of which a table is."""
    for chapter in subject.pack.outline:
        for page in chapter.pages:
            state = subject.completeness.by_page[page.key]
            empty = [item for item in state.missing if not item.field]
            if empty or (state.total and not state.filled):
                first = empty[0] if empty else state.missing[0]
                yield Found(
                    f"缺少“{chapter.title}”中“{page.title}”的内容（{first.label}）",
                    "请补充填写",
                    row=subject.data.find(first.table, first.row_id) if first.row_id else None,
                    table=first.table,
                    field=first.field,
                    section=page.section,
                    values={"page": page.title},
                )


def _astray(subject: Subject) -> Findings:
    """Paragraphs of the officer's own in chapters that the report does not have."""
    words = [chapter.word for chapter in subject.pack.chapters]
    for row in subject.data.supplements:
        if row.chapter not in words:
            yield Found(
                f"补充段落“{texts.quote(row.text)}”所在的章节“{row.chapter}”不在报告提纲中，"
                f"现印在“{words[place(row.chapter, words)]}”的末尾",
                "请改选章节",
                row,
                "chapter",
                {"chapter": row.chapter},
                severity=Severity.WARNING,
            )


@check("CP-02", "扣分→问题→措施闭环", Severity.WARNING, "论 题 措", "自评工作要求：扣分、问题、措施相互对应")
def losses_come_back(subject: Subject) -> Findings:
    """What lost marks is among the problems and measures."""
    for _, row, found in subject.losses:
        if not row.measure.strip() and not subject.remedies.mention(row.level3):
            lost = f"{found.lost.normalize():f}"
            yield Found(
                f"“{row.level3}”被扣{lost}分，“存在问题”“改进措施”没有涉及",
                "请在问题和措施中回应，或填写该行的改进措施",
                row,
                "measure",
                {"lost": lost},
            )


@check("CP-03", "问题与措施对应", Severity.WARNING, "题 措", "自评工作要求：措施针对问题")
def problems_are_answered(subject: Subject) -> Findings:
    """Every problem has a measure: linked to it, or taking up its words."""
    problems, measures = subject.data.problems, subject.data.measures
    if not problems:
        return
    if len(problems) > len(measures):
        numbers = {"problems": str(len(problems)), "measures": str(len(measures))}
        yield Found(
            f"问题{len(problems)}条、措施{len(measures)}条，措施少于问题",
            "请逐条补写措施",
            table=Measure.TABLE,
            values=numbers,
        )
    answered = {measure.problem_id for measure in measures}
    words = texts.pairs("\n".join(f"{measure.title}{measure.text}" for measure in measures))
    for problem in problems:
        own = texts.pairs(f"{problem.title}{problem.text}")
        if problem.id not in answered and own and len(own & words) < _KINSHIP * len(own):
            yield Found(
                f"问题“{texts.quote(problem.title)}”没有对应的措施",
                "请补写措施，或在措施中选择“针对的问题”",
                problem,
                "title",
                {"measures": str(len(measures))},
                quote=texts.quote(problem.title),
            )


@check("CP-04", "未达标在任务小节说明", Severity.WARNING, "析", "自评工作要求：未达标的在任务分析中说明")
def missed_in_task(subject: Subject) -> Findings:
    """A missed target is spoken of where its task is."""
    numbers = {task.id: number for number, task in enumerate(subject.data.tasks, 1)}
    told: dict[int, list[texts.Words]] = {}
    for row, _ in missed(subject):
        task = subject.tasks.get(row.task_id or 0)
        if task is None:
            continue
        if task.id not in told:
            told[task.id] = [texts.Words(piece.text) for piece in texts.sentences(task.analysis)]
        actual = subject.facts.actual(row).strip()
        near = "".join(piece.text for piece in told[task.id] if piece.mention(row.level3) or _tells(piece.text, actual))
        if not _SHORTFALL.search(near):
            yield Found(
                f"“{row.level3}”未达标，第{numbers[task.id]}项任务的分析没有说明",
                "请在该任务的分析中写明未达标的情况和原因",
                task,
                "analysis",
                {"indicator": row.level3, "target": row.target, "actual": actual},
            )


def _tells(text: str, actual: str) -> bool:
    """Whether a sentence tells what was achieved, with its unit, under whatever name."""
    return len(actual) > 1 and not actual[-1].isdigit() and actual in text


@check("CP-05", "覆盖率复算", Severity.ERROR, "管", "覆盖率＝已自评项目÷应自评项目")
def coverage(subject: Subject) -> Findings:
    """A coverage told in the text is evaluated projects ÷ projects due."""
    facts = subject.facts
    if not facts.projects_due:
        yield Unchecked("没有填写应开展自评的项目数，未复算自评覆盖率")
        return
    for figure in subject.reading.figures:
        if figure.unit != "%" or "自评覆盖率" not in figure.label:
            continue
        right = wrong_rate(figure, Decimal(facts.projects_total), Decimal(facts.projects_due))
        if right:
            yield Found(
                f"自评项目{facts.projects_total}个÷应自评项目{facts.projects_due}个＝{right}，现写{figure.written}",
                "请改正覆盖率或项目个数",
                subject.entity(figure.passage),
                figure.passage.field,
                {"written": figure.written, "rate": right},
                f"{facts.projects_total}÷{facts.projects_due}＝{format_percent(facts.coverage)}",
                quote=f"{figure.label}{figure.written}",
            )


@check("CP-06", "佐证清单", Severity.HINT, "表", "自评工作要求：完成值须有佐证材料")
def evidence(subject: Subject) -> Findings:
    """Every value reached has a piece of evidence, and every piece of evidence its file."""
    proved = {link.indicator_id for link in subject.data.evidence_links}
    bare = [
        row
        for row in subject.data.indicators
        if row.block in subject.facts.task_blocks and row.id not in proved and subject.facts.actual(row).strip()
    ]
    if bare:
        yield Found(
            f"{_names([row.level3 for row in bare])}的完成值未关联佐证材料",
            "请在“佐证材料”中登记并关联",
            bare[0],
            "actual",
            {"rows": str(len(bare))},
            section=subject.sections.get(Evidence.TABLE, ""),
        )
    fileless = [row for row in subject.data.evidence if not row.content_hash]
    if fileless:
        yield Found(
            f"佐证材料{_names([row.name for row in fileless])}没有附文件",
            "请在“佐证材料”中添加文件；只有纸质材料的，可以确认并说明",
            fileless[0],
            "name",
            {"files": str(len(fileless))},
        )


@check("CP-07", "附件名称一致", Severity.ERROR, "附件", "GB/T 9704-2012，7.3.4、7.3.7：附件说明与附件标题一致")
def annex_name(subject: Subject) -> Findings:
    """The list of annexes names the annex as it is titled, for the same year."""
    paper = subject.on_paper
    if paper is None:
        yield Unchecked("没有生成正文，未核对附件名称")
        return
    listed = _listed_annexes(paper)
    titles = [passage.text.replace("\n", "") for passage in paper if passage.style == "table-title"]
    subtitles = "".join(passage.text for passage in paper if passage.style == "table-subtitle")
    years = set(re.findall("20[0-9]{2}", subtitles))
    for title in titles:
        if not any(title in name for name in listed):
            written = listed[0] if listed else "（无）"
            yield Found(
                f"附件说明写“{texts.quote(written)}”，附件标题为“{title}”",
                "请统一附件名称",
                section="附件",
                values={"listed": written, "title": title},
                quote=texts.quote(written),
            )
    for name in listed:
        wrong = [year for year in re.findall("20[0-9]{2}", name) if years and year not in years]
        if wrong:
            yield Found(
                f"附件说明的年度为{wrong[0]}，附件为{'、'.join(sorted(years))}",
                "请统一年度",
                section="附件",
                values={"listed": wrong[0], "annex": "、".join(sorted(years))},
                quote=texts.quote(name),
            )


def _listed_annexes(paper: Sequence[Passage]) -> list[str]:
    """The names under the last chapter, or after 附件：."""
    found: list[str] = []
    is_inside = False
    for passage in paper:
        if passage.style == "h1":
            is_inside = passage.text.endswith("附件")
        elif passage.section == "附件":
            break
        elif passage.text.startswith("附件：") or (is_inside and passage.style in {"body", "p", "annex-list"}):
            found.append(_LABEL.sub("", passage.text))
    return found


@check("CP-08", "占位与空白", Severity.ERROR, "概 任 收 管 论 析 项 效 题 措 表", "定稿不得留有占位文字")
def placeholders(subject: Subject) -> Findings:
    """No placeholder is left and no required field empty."""
    short = [passage for passage in subject.passages if passage.text.strip() in _NOTHING]
    for passage in (*subject.corpus.having(_PLACEHOLDER), *short):
        found = _PLACEHOLDER.search(passage.text)
        words = found[0] if found else passage.text.strip()
        if found or words in _NOTHING:
            yield Found(
                f"仍有占位文字“{words}”",
                "请填写实际内容",
                subject.entity(passage),
                passage.field,
                {"words": words},
                quote=texts.around(passage.text, *found.span()) if found else words,
            )
    for chapter in subject.pack.outline:
        for page in chapter.pages:
            state = subject.completeness.by_page[page.key]
            gaps = [item for item in state.missing if item.field and item.field != "reason"]
            if gaps and state.filled:
                yield _gaps(subject, page.title, page.section, gaps)


def _gaps(subject: Subject, title: str, section: str, gaps: Sequence[Missing]) -> Found:
    first = gaps[0]
    labels = list(dict.fromkeys(f"{BY_TABLE[item.table].LABEL}的{item.label}" for item in gaps))
    return Found(
        f"“{title}”还有{len(gaps)}处未填（{'、'.join(labels[:_LISTED])}）",
        "请补充填写",
        subject.data.find(first.table, first.row_id),
        first.field,
        {"missing": str(len(gaps))},
        section=section,
    )
