"""Errors planted by program into a correct report, each kind where the rule that must find it says so."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from app.model.entities import (
    Axis,
    Duty,
    FundLine,
    Indicator,
    KeyWork,
    Measure,
    Office,
    Problem,
    Project,
    ProjectLevel,
    Rule,
    Task,
)
from app.model.facts import Facts
from app.model.quantities import rate, round_half_up
from app.model.report_data import ReportData
from app.model.targets import is_met
from tests.app.checks.corrected import subject_of, with_prose
from tests.builders import TASK_BLOCKS

Plant = Callable[[ReportData, random.Random], ReportData]
WAN = 1_000_000
PLANTS: dict[str, list[Plant]] = {}
"""The plants by the rule that must find them."""

SIBLINGS = {"CX-05": "CX-03"}
"""Rules of which one leaves what the other says: a part above its whole is no matter of their sum."""


def plants(rule: str) -> Callable[[Plant], Plant]:
    def register(plant: Plant) -> Plant:
        PLANTS.setdefault(rule, []).append(plant)
        return plant

    return register


def changed(data: ReportData, row: Any, **values: Any) -> ReportData:
    return data.with_changes({(row.TABLE, row.id): dataclasses.replace(row, **values)})


def removed(data: ReportData, table: str) -> ReportData:
    return data.with_changes({(table, row.id): None for row in data.tables[table]})


def replaced(data: ReportData, old: str, new: str, chance: random.Random) -> ReportData:
    """One occurrence of `old` in the running text, chosen at random, becomes `new`."""
    places = [0]

    def count(text: str) -> str:
        places[0] += text.count(old)
        return text

    with_prose(data, count)
    assert places[0], old
    wanted = chance.randrange(places[0])
    seen = [0]

    def swap(text: str) -> str:
        parts = text.split(old)
        for index in range(1, len(parts)):
            if seen[0] == wanted:
                seen[0] += 1
                return old.join(parts[:index]) + new + old.join(parts[index:])
            seen[0] += 1
        return text

    return with_prose(data, swap)


def other_digits(number: str, chance: random.Random) -> str:
    """A number with one digit changed, as a slip of the hand does."""
    while True:
        place = chance.choice([index for index, sign in enumerate(number) if sign.isdigit()])
        digit = chance.choice([sign for sign in "0123456789" if sign != number[place]])
        made = number[:place] + digit + number[place + 1 :]
        if not made.startswith("0") or made.startswith("0."):
            return made


def amount(chance: random.Random) -> int:
    """An amount of 0.01 to 500 万元, 分."""
    return chance.randint(1, 50_000) * 10_000


def lost_rows(data: ReportData) -> list[Indicator]:
    scores = subject_of(data).scores
    return [row for row in data.indicators if scores.rows[row.id].lost > 0]


def scored_by_rule(data: ReportData) -> list[Indicator]:
    scores = subject_of(data).scores
    return [row for row in data.indicators if scores.rows[row.id].computed is not None and row.rule != Rule.BANDS]


def missed_score(data: ReportData, row: Indicator, chance: random.Random) -> Decimal:
    """A score that is wrong by at least 0.05 and within the weight."""
    right = subject_of(data).scores.rows[row.id].computed or Decimal(0)
    full = row.weight or Decimal(0)
    choices = [Decimal(step) / 20 for step in range(int(full * 20) + 1)]
    return chance.choice([value for value in choices if abs(value - right) >= Decimal("0.05")])


@plants("SC-01")
def total(data: ReportData, chance: random.Random) -> ReportData:
    right = subject_of(data).scores.computed_total
    return changed(
        data, data.report, typed_total=right + Decimal(chance.choice([-1, 1]) * chance.randint(1, 300)) / 100
    )


@plants("SC-02")
def block_total(data: ReportData, chance: random.Random) -> ReportData:
    first, second = subject_of(data).scores.blocks
    gap = Decimal(chance.randint(1, 300)) / 100
    if chance.random() < 0.5:
        return changed(data, data.report, typed_management=first.score - gap)
    return changed(data, data.report, typed_delivery=second.score - gap)


@plants("SC-03")
def score_above_weight(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.indicators)
    return changed(data, row, score=(row.weight or Decimal(0)) + Decimal(chance.randint(1, 200)) / 100)


@plants("SC-04")
def weight(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.indicators)
    return changed(data, row, weight=(row.weight or Decimal(0)) + chance.choice([Decimal("0.5"), Decimal(1)]))


@plants("SC-05")
def no_weight(data: ReportData, chance: random.Random) -> ReportData:
    return changed(data, chance.choice(data.indicators), weight=chance.choice([None, Decimal(0)]))


@plants("SC-06")
def no_reason(data: ReportData, chance: random.Random) -> ReportData:
    return changed(data, chance.choice(lost_rows(data)), reason=chance.choice(["", " "]))


@plants("SC-07")
def untold_loss(data: ReportData, chance: random.Random) -> ReportData:
    return changed(data, chance.choice(lost_rows(data)), reason="")


@plants("SC-09")
def zero_without_words(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice([row for row in data.indicators if not row.reason])
    return changed(data, row, score=Decimal(0), reason=chance.choice(["疫情", "采购价格变化"]), measure="")


@plants("SC-11")
def wrong_score(data: ReportData, chance: random.Random) -> ReportData:
    rows = [row for row in scored_by_rule(data) if not row.fact.startswith("funds.")]
    row = chance.choice(rows)
    return changed(data, row, score=missed_score(data, row, chance))


@plants("SC-12")
def wrong_band(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.indicators)
    full = row.weight or Decimal(0)
    band, share = chance.choice([("达成", "0.7"), ("部分达成", "0.9"), ("部分达成", "0.5"), ("未达成", "0.7")])
    return changed(data, row, rule=Rule.BANDS.value, actual=band, score=full * Decimal(share))


@plants("SC-13")
def wrong_fund_score(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice([row for row in data.indicators if row.fact.startswith("funds.")])
    return changed(data, row, score=missed_score(data, row, chance))


@plants("SC-15")
def wrong_grade(data: ReportData, chance: random.Random) -> ReportData:
    word = chance.choice(["良", "中", "差"])
    said = chance.choice([f"评价等级为{word}。", f"自评等级为“{word}”。", f"评价等级：{word}。"])
    return changed(data, data.report, management_text=data.report.management_text + said)


def _fund(axis: Axis) -> Plant:
    def plant(data: ReportData, chance: random.Random) -> ReportData:
        line = chance.choice([line for line in data.fund_lines if line.axis == axis])
        field = chance.choice(["budget", "executed"])
        return changed(data, line, **{field: getattr(line, field) - amount(chance)})

    return plant


for _rule, _axis in (("FN-01", Axis.SOURCE), ("FN-02", Axis.STRUCTURE), ("FN-03", Axis.LEVEL)):
    plants(_rule)(_fund(_axis))


@plants("FN-04")
def overspent(data: ReportData, chance: random.Random) -> ReportData:
    rows: list[FundLine | Project] = [*data.fund_lines, *data.projects]
    row = chance.choice(rows)
    return changed(data, row, executed=(row.budget or 0) + amount(chance))


def _rate_sentence(chance: random.Random, names: tuple[str, str, str]) -> str:
    budget = chance.randint(1_000_000, 900_000_000)
    executed = budget * chance.randint(600, 999) // 1000
    done = rate(executed, budget)
    assert done is not None
    wrong = round_half_up(done, 1) + Decimal(chance.choice([-1, 1]) * chance.randint(1, 40)) / 10
    first, second = (f"{Decimal(value).scaleb(-6):.2f}" for value in (round(budget, -4), round(executed, -4)))
    return f"{names[0]}{first}万元，{names[1]}{second}万元，{names[2]}{wrong}%。"


@plants("FN-05")
def wrong_rate_in_text(data: ReportData, chance: random.Random) -> ReportData:
    names = chance.choice(
        [("全年预算", "执行数", "完成率"), ("预算安排", "实际支出", "执行率为"), ("预算", "已支付", "支付率达")]
    )
    text = f"{data.report.results_text}{_rate_sentence(chance, names)}"
    return changed(data, data.report, results_text=text)


@plants("FN-05")
def wrong_total_rate(data: ReportData, chance: random.Random) -> ReportData:
    text = f"{data.report.results_text}部门整体预算完成率为{chance.choice(['97.4', '97.6', '79.5', '95.7'])}%。"
    return changed(data, data.report, results_text=text)


@plants("FN-06")
def little_spent(data: ReportData, chance: random.Random) -> ReportData:
    rows: list[FundLine | Project] = [*data.fund_lines, *data.projects]
    row = chance.choice(rows)
    return changed(data, row, executed=(row.budget or 0) * chance.randint(1, 79) // 100)


@plants("PJ-01")
def wrong_number_of_projects(data: ReportData, chance: random.Random) -> ReportData:
    field = chance.choice(["projects_due", "unlisted_projects"])
    gap = chance.choice([1, 2, 9]) if field == "unlisted_projects" else chance.choice([-2, -1])
    return changed(data, data.report, **{field: getattr(data.report, field) + gap})


@plants("PJ-01")
def wrong_number_in_text(data: ReportData, chance: random.Random) -> ReportData:
    said = chance.choice(["其中线上重点项目{}个。", "其中线下自评项目{}个。"]).format(chance.choice([13, 15, 61, 63]))
    return changed(data, data.report, management_text=f"{data.report.management_text}共开展自评，{said}")


@plants("PJ-02")
def projects_above_spending(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.projects)
    field = chance.choice(["budget", "executed"])
    return changed(data, row, **{field: getattr(row, field) + 6_000 * WAN + amount(chance)})


@plants("PJ-03")
def unlisted_not_told(data: ReportData, chance: random.Random) -> ReportData:
    text = data.report.management_text.partition("未列示")[0]
    return changed(data, data.report, management_text=text)


@plants("PJ-04")
def wrong_project_rate(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.projects)
    name = chance.choice(["资金支出率", "预算执行率", "资金支付率", "经费执行率"])
    wrong = Decimal(chance.randint(300, 980)) / 10
    return changed(data, row, result=f"{row.result}{name}为{wrong}%。")


@plants("PJ-05")
def part_of_project_above_it(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.projects)
    field = chance.choice(["budget", "executed"])
    return changed(data, row, **{f"entrusted_{field}": getattr(row, field) + amount(chance)})


PROJECT_ITEMS = (
    "1,250", "350", "727", "760.4", "256", "80", "632.5", "52.78", "4,108.68", "135", "323", "36", "33", "75", "636",
)  # fmt: skip


@plants("PJ-06")
def wrong_item(data: ReportData, chance: random.Random) -> ReportData:
    row = next(row for row in data.projects if "636名" in row.result)
    number = chance.choice(PROJECT_ITEMS)
    wrong = other_digits(number, chance)
    text = re.sub(rf"(?<![0-9,.]){re.escape(number)}(?=万元|名|家)", wrong, row.result, count=1)
    return changed(data, row, result=text)


@plants("PJ-07")
def transfers_above_line(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice([row for row in data.projects if row.level == ProjectLevel.TRANSFER])
    return changed(data, row, executed=(row.executed or 0) + 600 * WAN + amount(chance))


@plants("PJ-08")
def nothing_counted(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice([row for row in data.projects if re.search("[0-9]", row.result)])
    return changed(data, row, result="达到保障各项工作顺利开展的绩效目标，取得良好效果。")


def _numeric_rows(data: ReportData) -> list[Indicator]:
    return [
        row for row in data.indicators if row.block in TASK_BLOCKS and row.rule == Rule.AT_LEAST and row.score is None
    ]


@plants("IX-01")
def far_above_target(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice([row for row in _numeric_rows(data) if row.unit != "%" and not row.reason])
    return changed(data, row, actual=f"{Decimal(row.target) * chance.randint(131, 500) / 100:f}")


@plants("IX-02")
def missed_without_words(data: ReportData, chance: random.Random) -> ReportData:
    facts = Facts.of(data, TASK_BLOCKS)
    row = chance.choice([row for row in _numeric_rows(data) if is_met(row, facts.actual(row))])
    return changed(data, row, actual=f"{Decimal(row.target) * chance.randint(10, 95) / 100:f}")


@plants("IX-05")
def wrong_direction(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(
        [row for row in _numeric_rows(data) if row.level3.endswith(("完成率", "及时率", "结案率", "办结率"))]
    )
    return changed(data, row, target=f"≤{row.target}%")


@plants("IX-06")
def levels_do_not_fit(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(_numeric_rows(data))
    level2, level3 = chance.choice(
        [("数量指标", "资金支付率"), ("质量指标", "培训人数"), ("时效指标", "培训人数"), ("成本指标", "发放及时率")]
    )
    return changed(data, row, level2=level2, level3=level3)


@plants("IX-09")
def words_for_a_number(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(_numeric_rows(data))
    return changed(
        data, row, **{chance.choice(["target", "actual"]): chance.choice(["较多", "若干", "良好", "20人、30场"])}
    )


SAME_FIGURES = (
    "24286件", "97.7%", "87.7%", "82.7%", "3381人次", "455名", "4,108.68万元", "636名", "88.43万", "83.62万", "91.95万",
    "1560人", "189人", "15项",
)  # fmt: skip


@plants("CX-01")
def two_figures_for_one(data: ReportData, chance: random.Random) -> ReportData:
    figure = chance.choice([item for item in SAME_FIGURES if item not in {"88.43万", "91.95万", "15项"}])
    number = re.match("[0-9.,]+", figure)
    assert number
    return replaced(data, figure, other_digits(number[0], chance) + figure[number.end() :], chance)


def _one_of(data: ReportData, chance: random.Random, text: str, numbers: Sequence[str]) -> ReportData:
    """One of some figures of a task's text with another digit."""
    row = next(row for row in data.tasks if text in row.analysis)
    figure = chance.choice(numbers)
    number = re.match("[0-9.,]+", figure)
    assert number
    wrong = other_digits(number[0], chance) + figure[number.end() :]
    return changed(data, row, analysis=row.analysis.replace(figure, wrong, 1))


@plants("CX-03")
def part_above_whole(data: ReportData, chance: random.Random) -> ReportData:
    text = chance.choice(
        ["全年举办培训{}期，其中线上{}期。", "共受理申请{}件，其中网上受理{}件。", "补贴企业{}家（其中小微企业{}家）。"]
    )
    whole = chance.randint(20, 9000)
    said = text.format(whole, whole + chance.randint(1, 900))
    row = chance.choice(data.tasks)
    return changed(data, row, analysis=f"{row.analysis}{said}")


@plants("CX-04")
def wrong_rate_of_target(data: ReportData, chance: random.Random) -> ReportData:
    return replaced(
        data, figure := chance.choice(["111.4%", "126.0%"]), f"{other_digits(figure[:-1], chance)}%", chance
    )


@plants("CX-04")
def wrong_share(data: ReportData, chance: random.Random) -> ReportData:
    row = next(row for row in data.key_works if "再就业率76.8%" in row.text)
    figure = chance.choice(["76.8%", "15342人", "19985人"])
    number = re.match("[0-9.]+", figure)
    assert number
    wrong = other_digits(number[0], chance)
    while figure == "15342人" and abs(int(wrong) - 15342) < 20:
        wrong = other_digits(number[0], chance)
    while figure == "19985人" and abs(int(wrong) - 19985) < 30:
        wrong = other_digits(number[0], chance)
    return changed(data, row, text=row.text.replace(figure, wrong + figure[number.end() :], 1))


@plants("CX-05")
def wrong_part(data: ReportData, chance: random.Random) -> ReportData:
    figures = ["24286件", "36034人", "18014件", "27611人", "6272件", "8423人"]
    return _one_of(data, chance, "其中案前调解", figures)


@plants("CX-08")
def wrong_number_of_things(data: ReportData, chance: random.Random) -> ReportData:
    old, new = chance.choice(
        [
            ("、兜底工程等六大工程", "等六大工程"),
            ("等六大工程", "等五大工程"),
            ("等六大工程", "等七大工程"),
            ("“南粤家政”三项工程", "“南粤家政”四项工程"),
            ("“广东技工”“南粤家政”三项工程", "“南粤家政”三项工程"),
            ("、赫章县三地", "、赫章县四地"),
            ("、16.48万人", ""),
            ("、失业保险、工伤保险参保人数", "、工伤保险参保人数"),
        ]
    )
    return replaced(data, old, new, chance)


def _is_told(row: Indicator, text: str) -> bool:
    """Whether a text has the figure of a row in its unit, exactly and under its name."""
    figure = f"{row.actual}{row.unit}"
    is_vague = f"超过{figure}" in text or f"{figure}以上" in text
    return f"{figure}次" not in text and figure in text and not is_vague and row.level3 != "劳动监察案件结案率"


@plants("CX-12")
def table_differs_from_text(data: ReportData, chance: random.Random) -> ReportData:
    rows = [
        row
        for row in _numeric_rows(data)
        for task in data.tasks
        if task.id == row.task_id and len(row.actual) > 2 and _is_told(row, task.analysis)
    ]
    row = chance.choice(rows)
    return changed(data, row, actual=other_digits(row.actual, chance))


@plants("CX-10")
def year_of_another_report(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.key_works)
    said = chance.choice(
        ["2020年，我局扎实推进各项工作。", "2022年我局扎实推进各项工作。", "2020年度我局扎实推进各项工作。"]
    )
    return changed(data, row, text=f"{row.text}{said}")


@plants("CX-11")
def name_of_another(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.tasks)
    said = chance.choice(
        [
            "广州市南沙区人力资源和社会保障局组织开展培训。",
            "经费由我委统筹安排。",
            "我县就业形势稳定。",
            "服务广州市天河区企业。",
        ]
    )
    return changed(data, row, analysis=f"{row.analysis}{said}")


@plants("CP-01")
def missing_part(data: ReportData, chance: random.Random) -> ReportData:
    kind: Any = chance.choice([Office, Duty, KeyWork, FundLine, Task, Project, Problem, Measure, Indicator, None])
    if kind is None:
        return changed(data, data.report, results_text="")
    return removed(data, kind.TABLE)


@plants("CP-05")
def wrong_coverage(data: ReportData, chance: random.Random) -> ReportData:
    wrong = Decimal(chance.randint(500, 999)) / 10
    text = f"{data.report.management_text}项目支出绩效自评覆盖率为{wrong}%。"
    return changed(data, data.report, management_text=text)


@plants("CP-08")
def placeholder(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.tasks)
    said = chance.choice(["培训××人。", "支出____万元。", "培训XX人。", "【待填：人数】", "（待补充）", "（示例）"])
    return changed(data, row, analysis=f"{row.analysis}{said}")


@plants("CP-08")
def empty_field(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.projects)
    return changed(data, row, **{chance.choice(["budget", "executed"]): None})


@plants("TX-01")
def wrong_brackets(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.projects)
    year = chance.choice(["[2021]", "(2021)", "【2021】", "（2021）"])
    return changed(data, row, purpose=f"{row.purpose}根据穗财社{year}{chance.randint(1, 99)}号文件执行。")


@plants("TX-02")
def half_width(data: ReportData, chance: random.Random) -> ReportData:
    mark = chance.choice("，。；：".replace("。", ""))
    half = {"，": ",", "；": ";", "：": ":"}[mark]
    row = chance.choice([row for row in data.tasks if re.search(f"[\u4e00-\u9fff]{mark}[\u4e00-\u9fff]", row.analysis)])
    text = re.sub(f"(?<=[\u4e00-\u9fff]){mark}(?=[\u4e00-\u9fff])", half, row.analysis, count=1)
    return changed(data, row, analysis=text)


@plants("TX-04")
def gap_in_numbering(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice([row for row in data.key_works if "三是" in row.text])
    old, new = chance.choice([("三是", "四是"), ("二是", "三是")])
    return changed(data, row, text=row.text.replace(old, new, 1))


@plants("PB-01")
def personal(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.tasks)
    said = chance.choice(["联系电话13800138000。", "身份证号440113199001011237。", "向张某某同志发放5000元。"])
    return changed(data, row, analysis=f"{row.analysis}{said}")


@plants("PB-02")
def secret(data: ReportData, chance: random.Random) -> ReportData:
    row = chance.choice(data.key_works)
    said = chance.choice(["按照机密★文件执行。", "引用内部资料。", "本材料不得公开。"])
    return changed(data, row, text=f"{row.text}{said}")
