"""SC-01 to SC-10: the score table adds up, and what was lost is explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.checks import texts
from app.checks.registry import Findings, Found, Subject, Unchecked, check
from app.model.entities import Indicator, Origin, Report
from app.model.passage import Passage
from app.model.quantities import format_percent, format_plain, format_score
from app.model.results import BlockScore, Severity

_TOLERANCE = Decimal("0.005")
_ZERO = Decimal(0)
_SAID = re.compile("(?P<name>[^，。；：、]{2,40}?)得分(?:为)?(?P<score>[0-9]+(?:\\.[0-9]+)?)分")
_FULL = re.compile("分值|满分|应得")
_UNSURE = frozenset({Origin.INFERRED.value, Origin.EXAMPLE.value})
_FEWEST = 5  # rows, below which full marks for all are no wonder


def place_of(subject: Subject, block: BlockScore) -> tuple[Report | None, str]:
    """The field where a block's sum is typed; (None, "") in packs where it cannot be."""
    return (subject.report, block.typed_field) if block.typed_field else (None, "")


def rows_of(subject: Subject, block: BlockScore) -> list[Indicator]:
    """The rows of one block of the table."""
    return [row for row in subject.data.indicators if row.block == block.block]


def certainty(rows: list[Indicator]) -> Severity:
    """Sums over rows that hold inferred or example figures can only be asked about."""
    return Severity.WARNING if any(row.origin in _UNSURE for row in rows) else Severity.ERROR


def conclusion(subject: Subject) -> Iterator[Passage]:
    """The printed paragraphs of the conclusion (二（一）)."""
    for passage in subject.on_paper or ():
        if passage.key.startswith("conclusion"):
            yield passage


@check("SC-01", "总分合计", Severity.ERROR, "论 表", "自评表勾稽关系：总得分＝各部分得分＋加减分")
def total(subject: Subject) -> Findings:
    """The typed total is the sum of the blocks and the adjustments."""
    scores = subject.scores
    typed = scores.typed_total
    if typed is None or abs(typed - scores.computed_total) <= _TOLERANCE:
        return
    parts = {block.key: format_score(block.score) for block in scores.blocks}
    named = "＋".join(f"{block.block}{parts[block.key]}分" for block in scores.blocks)
    computed, written = format_score(scores.computed_total), format_score(typed)
    adjusted = format_score(scores.adjustments)
    yield Found(
        f"自评总得分填报{written}分，但{named}＋加减分{adjusted}分＝{computed}分，"
        f"相差{format_score(abs(typed - scores.computed_total))}分",
        "请核对自评表合计",
        subject.report,
        "typed_total",
        {"total": written, "sum": computed, **parts, "adjustments": adjusted},
        f"{'＋'.join(parts.values())}＋{adjusted}＝{computed}≠{written}",
        quote=f"自评总得分{written}分",
    )


@check("SC-02", "分级汇总", Severity.ERROR, "表", "自评表勾稽关系：上级得分＝下级得分之和")
def block_sums(subject: Subject) -> Findings:
    """A block's typed score is the sum of its rows."""
    for block in subject.scores.blocks:
        rows = rows_of(subject, block)
        if not rows or not block.typed or abs(block.score - block.computed) <= _TOLERANCE:
            continue
        if any(subject.scores.rows[row.id].score is None for row in rows):
            yield Unchecked(f"{block.block}还有指标没有得分，未核对各行合计")
            continue
        summed, written = format_score(block.computed), format_score(block.score)
        yield Found(
            f"{block.block}各行得分合计{summed}分，与填报的{written}分不符，相差"
            f"{format_score(abs(block.score - block.computed))}分",
            "请核对各行得分或填报的得分",
            *place_of(subject, block),
            {"sum": summed, "score": written},
            f"各行合计{summed}≠{written}",
            quote=f"{block.block}得分{written}分",
            severity=certainty(rows),
            table=Indicator.TABLE,
        )


@check("SC-03", "得分不超分值", Severity.ERROR, "表 论", "评分规则：0≤得分≤分值")
def bounds(subject: Subject) -> Findings:
    """No score is negative or above its full marks."""
    for number, row in enumerate(subject.data.indicators, 1):
        if row.score is not None and row.weight is not None and not 0 <= row.score <= row.weight:
            score, weight = format_plain(row.score), format_plain(row.weight)
            yield Found(
                f"自评表第{number}行“{row.level3}”得分{score}分，应在0至分值{weight}分之间",
                "请改正得分或分值",
                row,
                "score",
                {"score": score, "weight": weight},
                f"{score}＞{weight}" if row.score > row.weight else f"{score}＜0",
            )
    for block in subject.scores.blocks:
        if block.score > block.weight:
            score, weight = format_score(block.score), format_plain(block.weight)
            yield Found(
                f"{block.block}得分{score}分，超过满分{weight}分",
                "请改正得分",
                *place_of(subject, block),
                {"score": score, "weight": weight},
                f"{score}＞{weight}",
                table=Indicator.TABLE,
            )


@check("SC-04", "分值合计", Severity.ERROR, "表", "当年通知的分值设置")
def weights(subject: Subject) -> Findings:
    """The weights of each block add up to what the notice gives it; of blocks it gives none, those of all together."""
    settings = subject.pack.scores
    for block in subject.scores.blocks:
        if not settings.block(block.key).is_preset:
            yield from _summed(block.block, rows_of(subject, block), settings.block(block.key).weight)
    free = settings.free_blocks
    if free:
        names = [block.name for block in free]
        rows = [row for row in subject.data.indicators if row.block in names]
        yield from _summed("、".join(names), rows, sum((block.weight for block in free), _ZERO))
    known = [block.block for block in subject.scores.blocks]
    for number, row in enumerate(subject.data.indicators, 1):
        if row.block not in known:
            yield Found(
                f"自评表第{number}行“{row.level3}”的一级指标“{row.block}”不在模板包中，分值和得分没有计入",
                f"请改选{'或'.join(known)}",
                row,
                "block",
                {"block": row.block},
            )


def _summed(block: str, rows: Sequence[Indicator], wanted: Decimal) -> Findings:
    """The weights of rows that do not add up to what is wanted of them."""
    summed = sum((row.weight or _ZERO for row in rows), _ZERO)
    if rows and summed != wanted:
        found, full = format_plain(summed), format_plain(wanted)
        yield Found(
            f"{block}各行分值合计{found}分，应等于{full}分",
            "请调整各行分值",
            table=Indicator.TABLE,
            values={"block": block, "sum": found, "weight": full},
            formula=f"{found}≠{full}",
        )


@check("SC-05", "分值大于0", Severity.ERROR, "表", "评分规则：三级指标须有分值")
def weight_is_there(subject: Subject) -> Findings:
    """Every row has a weight above zero."""
    for number, row in enumerate(subject.data.indicators, 1):
        if row.weight is None or row.weight <= 0:
            written = "空" if row.weight is None else format_plain(row.weight)
            yield Found(
                f"自评表第{number}行“{row.level3}”的分值为{written}，应大于0",
                "请填写分值",
                row,
                "weight",
                {"weight": written},
            )


@check("SC-06", "扣分必有原因", Severity.ERROR, "表 论", "财预〔2020〕10号自评表“偏差原因分析及改进措施”栏")
def reason_of_loss(subject: Subject) -> Findings:
    """A row below full marks says why."""
    for number, row, found in subject.losses:
        if not row.reason.strip():
            score, weight = format_plain(found.score), format_plain(found.weight)
            yield Found(
                f"自评表第{number}行“{row.level3}”得分{score}分，低于分值{weight}分，没有写扣分原因",
                "请补写原因",
                row,
                "reason",
                {"score": score, "weight": weight},
                f"{score}＜{weight}",
            )


@check("SC-07", "扣分明细闭合", Severity.ERROR, "论 表", "自评表勾稽关系：满分－得分＝列示的扣分之和")
def losses_are_told(subject: Subject) -> Findings:
    """What a block lost is what its rows with a reason lost."""
    for block in subject.scores.blocks:
        rows = rows_of(subject, block)
        if not rows or any(subject.scores.rows[row.id].score is None for row in rows):
            continue
        lost = block.weight - block.score
        told = sum((found.lost for _, row, found in subject.losses if row.block == block.block and row.reason), _ZERO)
        if abs(lost - told) > _TOLERANCE:
            lost_text, told_text, gap = format_score(lost), format_score(told), format_score(abs(lost - told))
            yield Found(
                f"{block.block}共扣{lost_text}分，列示并说明原因的扣分合计{told_text}分，相差{gap}分",
                "请核对得分，或补写其余扣分的原因",
                *place_of(subject, block),
                {"lost": lost_text, "told": told_text, "gap": gap},
                f"{format_plain(block.weight)}－{format_score(block.score)}＝{lost_text}≠{told_text}",
                severity=certainty(rows),
                table=Indicator.TABLE,
            )


@check("SC-08", "扣分要写满分与扣分值", Severity.WARNING, "论", "写作惯例：写得分须同时写分值，读者才知扣了多少")
def full_marks_are_told(subject: Subject) -> Findings:
    """The conclusion tells the full marks beside each lost score."""
    if subject.on_paper is None:
        yield Unchecked("没有生成正文，未核对自评结论的写法")
        return
    names = {row.level3 for _, row, _ in subject.losses}
    for passage in conclusion(subject):
        found = [said for said in _SAID.finditer(passage.text) if any(said["name"].endswith(name) for name in names)]
        bare = [said for said in found if not _FULL.search(texts.clause_at(passage.text, said.start()))]
        if bare:
            named = "、".join(f"“{said['name'].rpartition('：')[2]}”{said['score']}分" for said in bare)
            yield Found(
                f"自评结论写了{named}，没有写分值，读者无法判断各扣了多少",
                "请把该段改为手工，补写分值，如“得分1.48分（分值2分）”",
                field=passage.key,
                section=passage.section,
                quote=texts.quote(bare[0][0]),
                values={"scores": named},
            )


@check("SC-09", "零分指标说明", Severity.WARNING, "论 题 措", "写作惯例：零分指标须在问题和措施中回应")
def zero_is_answered(subject: Subject) -> Findings:
    """A score of zero has a full reason and comes up again among problems and measures."""
    least = subject.settings.zero_reason_length
    for _, row, found in subject.losses:
        if found.score != 0:
            continue
        gaps = []
        if len(row.reason.strip()) < least:
            gaps.append(f"原因只有{len(row.reason.strip())}字（应不少于{least}字）")
        if not (row.measure.strip() or subject.remedies.mention(row.level3)):
            gaps.append("“存在问题”和“改进措施”没有提到")
        if gaps:
            yield Found(
                f"“{row.level3}”得0分，{'，'.join(gaps)}",
                "请写清原因，并在问题和措施中回应",
                row,
                "reason",
                {"score": "0", "reason_length": str(len(row.reason.strip()))},
                quote=texts.quote(row.reason),
            )


@check("SC-10", "满分异常", Severity.WARNING, "表 项", "复核要点：全部满分或执行率低而总分高的应复核")
def full_marks_everywhere(subject: Subject) -> Findings:
    """A table without any loss, or a high total on a poorly completed budget, is looked at again."""
    scores, settings = subject.scores, subject.settings
    if len(subject.data.indicators) >= _FEWEST and scores.is_scored and not subject.losses:
        number = str(len(subject.data.indicators))
        yield Found(
            f"自评表{number}项指标全部满分，自评可能流于形式",
            "请逐项复核得分依据",
            table=Indicator.TABLE,
            values={"rows": number},
        )
    rate = subject.facts.total.rate
    if rate is not None and rate < settings.low_completion and scores.total >= settings.near_full_score:
        score, completion = format_score(scores.total), format_percent(rate)
        yield Found(
            f"预算完成率只有{completion}，自评总得分却达{score}分",
            "请复核得分依据",
            subject.report,
            "typed_total",
            {"total": score, "rate": completion},
        )
