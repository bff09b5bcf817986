"""A copy of the sample in which every contradiction is mended, and rewordings of it that say the same."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from typing import Any, cast

from app import packs, paths
from app.checks import Subject
from app.exchange import entries
from app.model.entities import Indicator, KeyWork, Origin, Project, Report, ReportRow, Task
from app.model.facts import Facts
from app.model.fields import Kind, specs
from app.model.passage import Passage
from app.model.report_data import ReportData
from app.scoring import engine
from tests.builders import TASK_BLOCKS

_TEXTS = (
    ("7944人（任务为1400人），年度任务完成率567.4%", "1560人（任务为1400人），年度任务完成率111.4%"),
    ("356人（任务为150人），年度任务完成率237.3%", "189人（任务为150人），年度任务完成率126.0%"),
    ("农村劳动力转移就业7944人，脱贫人口转移就业356人", "农村劳动力转移就业1560人，脱贫人口转移就业189人"),
    ("脱贫人口转移就业269人，任务为150人，完成率为179.3%", "脱贫人口转移就业189人，任务为150人，完成率为126.0%"),
    ("所有案件均按时按期办结", "案件办理有序推进"),
    ("八期线上课程", "10期线上课程"),
    ("服务服务", "服务"),
    ("发放,支出率", "发放，支出率"),
    ("(转移支付项目)", "（转移支付项目）"),
    ("[2021]", "〔2021〕"),
    ("[2020]", "〔2020〕"),
    ("（示例）", ""),
    ("六大项工作任务", "各项工作"),
)
_REASON = "采购价格变化，部分采购计划改为合同续签，实际执行金额与年初采购计划相差较大"
_UNLISTED = "未列示的线下项目因招标推迟、合同分期付款等原因执行率偏低。"


@cache
def corrected() -> ReportData:
    """The mended sample as a snapshot with the ids of its file."""
    found = entries.read_file(paths.resources() / "sample" / "panyu-2021.toml")
    report = dataclasses.replace(
        _mended(found.report), id=1, department_id=1, typed_total=None, typed_management=None, typed_delivery=None
    )
    report = dataclasses.replace(report, management_text=f"{report.management_text}{_UNLISTED}")
    rows: list[ReportRow] = []
    for table in found.rows.values():
        for number, row in enumerate(table, 1):
            rows.append(dataclasses.replace(_mended_row(row), id=number, report_id=1, position=number))
    return ReportData.of(dataclasses.replace(found.department, id=1), report, rows)


def _mended(row: Any) -> Any:
    texts = {}
    for name, spec in specs(type(row)).items():
        if spec.kind in {Kind.TEXT, Kind.LONG}:
            text = getattr(row, name)
            for old, new in _TEXTS:
                text = text.replace(old, new)
            texts[name] = text
    return dataclasses.replace(row, **texts)


def _mended_row(row: ReportRow) -> ReportRow:
    row = _mended(row)
    if not isinstance(row, Indicator):
        return row
    changes: dict[str, Any] = {"origin": Origin.ENTERED.value}
    if row.fact:
        changes["score"] = None
    if row.reason:
        changes["measure"] = "按季度跟踪进度，及时调整工作安排"
    if row.level3 == "政府采购执行率":
        changes["reason"] = _REASON
    if row.level3 == "脱贫人口转移就业人数":
        changes["actual"] = "189"
    return dataclasses.replace(row, **changes)


def subject_of(data: ReportData, printed: tuple[Passage, ...] | None = None) -> Subject:
    """What the rules read of a snapshot."""
    pack = packs.load(packs.DEFAULT)
    facts = Facts.of(data, TASK_BLOCKS)
    scores = engine.score(data, facts, pack.scores)
    return Subject(data, facts, scores, pack, None, None if printed is None else lambda: printed)


_PROSE: Mapping[type[Any], tuple[str, ...]] = {
    Report: ("overall_goal", "overall_work", "management_text", "results_text", "goal_completion"),
    KeyWork: ("text",),
    Task: ("analysis",),
    Project: ("purpose", "result"),
}


def with_prose(data: ReportData, change: Callable[[str], str]) -> ReportData:
    """The snapshot with every running text changed."""
    changes: dict[tuple[str, int], Any] = {}
    for kind, names in _PROSE.items():
        rows = (data.report,) if kind is Report else data.tables[kind.TABLE]
        for row in cast("Sequence[Any]", rows):
            texts = {name: change(getattr(row, name)) for name in names}
            changes[kind.TABLE, row.id] = dataclasses.replace(row, **texts)
    return data.with_changes(changes)


_SYNONYMS = (
    ("任务为", "目标为"), ("任务为", "任务数为"), ("完成率", "完成比例"), ("共处理", "累计处理"), ("其中", "其中："),
    ("全年", "全年共"), ("总计", "合计"), ("达到", "达"), ("完成", "实现"), ("提供", "给予"), ("惠及", "受益"),
    ("2021年", "2021年度"), ("我区", "番禺区"), ("本区", "我区"), ("均已", "都已"), ("组织", "组织开展"),
)  # fmt: skip


def _said_otherwise(old: str, new: str, text: str) -> str:
    return text.replace(old, new)


def _ungrouped(text: str) -> str:
    return re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", text)


def _full_width(text: str) -> str:
    return re.sub("[0-9]+(?=人|家|件)", lambda found: "".join(chr(ord(sign) + 0xFEE0) for sign in found[0]), text)


def _in_full(text: str) -> str:
    """1.5万人 as 15000人."""

    def written(found: re.Match[str]) -> str:
        return f"{Decimal(found[1]) * 10_000:f}".rstrip("0").rstrip(".") if "." in found[1] else f"{found[1]}0000"

    return re.sub(r"([0-9]+(?:\.[0-9]+)?)万(?=人)", written, text)


def _with_names(text: str) -> str:
    return re.sub("(?<=[0-9])人(?!次)", "名", text)


def reworded(data: ReportData, chance: random.Random) -> ReportData:
    """The same report in other words, other number formats or another order."""
    ways: list[Callable[[str], str]] = [_ungrouped, _full_width, _in_full, _with_names]
    ways += [partial(_said_otherwise, *pair) for pair in _SYNONYMS]
    for way in chance.sample(ways, chance.randint(1, 4)):
        data = with_prose(data, way)
    for kind in (KeyWork, Task, Project):
        if chance.random() < 0.3:
            data = _reordered(data, kind, chance)
    return data


def _reordered(data: ReportData, kind: type[ReportRow], chance: random.Random) -> ReportData:
    rows = list(data.tables[kind.TABLE])
    places = [row.position for row in rows]
    chance.shuffle(places)
    moved = {
        (kind.TABLE, row.id): dataclasses.replace(row, position=place) for row, place in zip(rows, places, strict=True)
    }
    return data.with_changes(moved)
