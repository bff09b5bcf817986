"""CX-03 to CX-05: figures of one sentence that belong together fit together."""

from __future__ import annotations

from decimal import Decimal

from app.checks import texts
from app.checks.figures import Figure
from app.checks.projects import amount_like, part_above_whole, wrong_sum
from app.checks.registry import Findings, Found, Subject, check
from app.checks.relations import (
    Split,
    growths,
    is_truncated,
    overlaps,
    shares,
    wrong_growth,
    wrong_rate,
)
from app.model.entities import Project
from app.model.results import Severity

_NEAR = Decimal("0.95")  # parts that come to less of their whole are not meant to be all of it


def _is_of_project_money(split: Split) -> bool:
    return split.whole.passage.table == Project.TABLE and split.whole.unit == "元"


@check("CX-03", "部分大于整体", Severity.ERROR, "任 析 项", "其中项不超过合计")
def parts(subject: Subject) -> Findings:
    """What is said to be in something is no more than it."""
    for split in subject.splits:
        if not split.is_listed and not _is_of_project_money(split):
            yield from part_above_whole(subject, split)


@check("CX-04", "比率可复算", Severity.ERROR, "任 析 项", "比率＝分子÷分母，四舍五入")
def rates(subject: Subject) -> Findings:
    """A rate stated with the figures it follows from is their quotient."""
    for item in subject.attainments:
        if item.rate is not None:
            yield from _wrong(subject, item.rate, item.actual, item.target)
    for share in shares(subject.reading):
        yield from _wrong(subject, share.rate, share.part, share.whole, None if share.is_sure else Severity.WARNING)
    for growth in growths(subject.reading):
        right = wrong_growth(growth)
        if right:
            now, before, written = growth.now.written, growth.before.written, growth.change.written
            yield Found(
                f"由{before}到{now}应为{growth.change.label}{right}，现写{written}",
                "请核对增减幅度和两个数",
                subject.entity(growth.change.passage),
                growth.change.passage.field,
                {"now": now, "before": before, "written": written, "rate": right},
                f"（{now}－{before}）÷{before}＝{right}",
                quote=f"{growth.change.label}{written}",
            )


def _wrong(subject: Subject, rate: Figure, part: Figure, whole: Figure, severity: Severity | None = None) -> Findings:
    if part.is_approximate or whole.is_approximate:
        return
    right = wrong_rate(rate, part.value, whole.value)
    if right:
        cut = "（疑为截断）" if is_truncated(rate, part.value, whole.value) else ""
        yield Found(
            f"{part.written}÷{whole.written}＝{right}，文中“{rate.noun or rate.label}”写{rate.written}{cut}",
            "请核对比率和两个数",
            subject.entity(rate.passage),
            rate.passage.field,
            {"part": part.written, "whole": whole.written, "written": rate.written, "rate": right},
            f"{part.written}÷{whole.written}＝{right}≠{rate.written}",
            quote=f"{rate.label}{rate.written}",
            severity=severity,
        )


@check("CX-05", "分项相加", Severity.ERROR, "任 收 管 析 项", "各分项之和等于合计")
def sums(subject: Subject) -> Findings:
    """Parts that are meant to be all of a whole come to it."""
    for split in subject.splits:
        if split.is_listed:
            if split.whole.passage.table != Project.TABLE:
                yield from wrong_sum(subject, split)
            continue
        gap = split.sum - split.whole.value
        if len(split.parts) < 2 or not split.is_exact or abs(gap) <= split.slack or overlaps(split):
            continue
        if any(part.value > split.whole.value for part in split.parts):
            continue  # CX-03 and PJ-05 say so
        if gap > 0 or split.is_closed or split.sum >= _NEAR * split.whole.value:
            yield _unequal(subject, split, gap)


def _unequal(subject: Subject, split: Split, gap: Decimal) -> Found:
    shown, summed = "＋".join(part.written for part in split.parts), amount_like(split.whole, split.sum)
    is_sure = gap > 0 or split.is_closed
    whole = f"{split.whole.noun or split.whole.label}{split.whole.written}"
    return Found(
        f"{shown}＝{summed}，与“{whole}”相差{amount_like(split.whole, abs(gap))}",
        "请核对各分项和合计" if is_sure else "请核对是否漏列分项",
        subject.entity(split.whole.passage),
        split.whole.passage.field,
        {"sum": summed, "total": split.whole.written},
        f"{shown}＝{summed}≠{split.whole.written}",
        quote=texts.quote(split.quote),
        severity=None if is_sure else Severity.WARNING,
    )
