"""Rows as officers fill them in: the score, and the reasoning in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.errors import InputError
from app.model.entities import Rule
from app.model.rule_parameters import parse
from app.scoring.rows import Outcome, Row, apply


def outcome(
    rule: Rule, actual: str, target: str = "", parameters: str = "", *, weight: str = "2", unit: str = ""
) -> Outcome:
    return apply(rule, Row(Decimal(weight), target, actual, unit, parse(parameters)))


@pytest.mark.parametrize(
    ("rule", "target", "actual", "parameters", "score", "why"),
    [
        (Rule.AT_LEAST, "≥95%", "96%", "", "2", "目标值 ≥95%，实际 96%，达到目标"),
        (Rule.AT_LEAST, "1,400人", "700", "", "1", "目标值 1,400人，实际 700，为目标的 50.00%"),
        (Rule.AT_LEAST, "2万人", "15000人", "", "1.5", "目标值 2万人，实际 15000人，为目标的 75.00%"),
        (Rule.AT_LEAST, "100%", "19/20", "", "1.9", "目标值 100%，实际 19/20，为目标的 95.00%"),
        (Rule.AT_LEAST, "0", "-1", "", "0", "目标值 0，实际 -1，未达到目标"),
        (Rule.AT_MOST, "≤100万元", "80万元", "", "2", "目标值 ≤100万元，实际 80万元，未超过目标"),
        (Rule.AT_MOST, "≤100万元", "125万元", "", "1.5", "目标值 ≤100万元，实际 125万元，超过目标 25.00%"),
        (Rule.AT_MOST, "0起", "1起", "", "0", "目标值 0起，实际 1起，超过目标"),
        (Rule.AT_MOST_RATIO, "100", "125", "", "1.6", "目标值 100，实际 125，超过目标 25.00%"),
        (Rule.EQUAL, "=0", "0", "", "2", "目标值 =0，实际 0，与目标相等"),
        (Rule.EQUAL, "=0", "1", "", "0", "目标值 =0，实际 1，与目标不等"),
        (Rule.EQUAL, "4期", "3期", "", "1.5", "目标值 4期，实际 3期，为目标的 75.00%"),
        (Rule.BANDS, "提升", "达成", "", "2", "达成，按分值的 100.00% 计"),
        (Rule.BANDS, "提升", "部分达成，正在推进", "", "1.4", "部分达成，按分值的 70.00% 计"),
        (Rule.BANDS, "提升", "未达成", "", "0.6", "未达成，按分值的 30.00% 计"),
        (Rule.BANDS, "提升", "部分达成", "部分达成=65%", "1.3", "部分达成，按分值的 65.00% 计"),
        (Rule.PER_POINT, "100%", "97.4%", "扣分比例=10%", "1.48", "目标值 100%，实际 97.4%，低 2.60 个百分点"),
        (Rule.PER_POINT, "0%", "2.5%", "扣分=0.2", "1.5", "目标值 0%，实际 2.5%，高 2.50 个百分点"),
        (Rule.PER_POINT, "≥90%", "95%", "扣分=0.2", "2", "目标值 ≥90%，实际 95%，达到目标"),
        (Rule.PER_POINT, "200人", "190人", "扣分=0.2", "1", "目标值 200人，实际 190人，低 5.00 个百分点"),
        (Rule.PER_STEP, "100%", "81%", "每满=10%；扣分=0.5", "1.5",
         "目标值 100%，实际 81%，低 19.00 个百分点，每满 10 个百分点扣一次，共 1 次"),
        (Rule.PER_STEP, "100%", "95%", "每满=10%；扣分=0.5", "2",
         "目标值 100%，实际 95%，低 5.00 个百分点，不足 10 个百分点，不扣分"),
        (Rule.PER_STEP, "≥80%", "81%", "每满=10%；扣分=0.5", "2", "目标值 ≥80%，实际 81%，达到目标"),
        (Rule.TIERS, "", "76%", "90%以上=1；75%以上=0.7", "1.4", "实际 76%，属于“75%以上”一档，按分值的 70.00% 计"),
        (Rule.TIERS, "200人", "190人", "90%以上=1", "2",
         "目标值 200人，实际 190人，为 95.00%，属于“90%以上”一档，按分值的 100.00% 计"),
        (Rule.TIERS, "", "3天", "5天以内=1", "2", "实际 3天，属于“5天以内”一档，按分值的 100.00% 计"),
        (Rule.TIERS, "", "10%", "90%以上=1", "0", "实际 10%，不在得分的档内"),
        (Rule.CHECKLIST, "", "目标、自评", "目标=1；自评=1", "2", "2 项全部符合"),
        (Rule.CHECKLIST, "", "目标", "目标=1；自评=1", "1", "2 项中“自评”未得满分"),
        (Rule.CHECKLIST, "", "目标：是；自评：0.5", "目标=1；自评=1", "1.5", "2 项中“自评”未得满分"),
        (Rule.CHECKLIST, "", "目标、未自评", "目标=50%；自评=50%", "1", "2 项中“自评”未得满分"),
        (Rule.CHECKLIST, "", "全部公开", "目标=1；自评=1", "2", "2 项全部符合"),
        (Rule.CHECKLIST, "", "均未公开", "目标=1；自评=1", "0", "2 项中“目标”“自评”未得满分"),
        (Rule.CHECKLIST, "", "目标=9", "目标=1；自评=1", "1", "2 项中“自评”未得满分"),
        (Rule.BREACHES, "", "2项", "扣分=0.5", "1", "发现 2 项，每项扣 0.50"),
        (Rule.BREACHES, "", "未发现问题", "扣分=0.5", "2", "未发现问题"),
        (Rule.BREACHES, "", "0", "扣分=0.5", "2", "未发现问题"),
        (Rule.BREACHES, "", "9", "扣分=0.5", "0", "发现 9 项，每项扣 0.50"),
        (Rule.BREACHES, "", "挪用、虚列=2", "挪用=1；虚列=0.25", "0.5", "发现问题：挪用、虚列"),
        (Rule.BREACHES, "", "无", "挪用=1；虚列=0.25", "2", "未发现问题"),
        (Rule.BREACHES, "", "０项", "挪用=1；虚列=0.25", "2", "未发现问题"),
        (Rule.AT_MOST, "≤100万元", "0", "", "2", "目标值 ≤100万元，实际 0，未超过目标"),
        (Rule.YES_NO, "是", "已建立", "", "2", "实际 已建立"),
        (Rule.YES_NO, "是", "否", "", "0", "实际 否"),
        (Rule.YES_NO, "", "无", "满分=否", "2", "实际 无"),
        (Rule.NO_EXCESS, "≤100%", "82%", "", "2", "目标值 ≤100%，实际 82%，未超过目标"),
        (Rule.NO_EXCESS, "100%", "80%", "未超出=按比例", "1.6", "目标值 100%，实际 80%，为目标的 80.00%"),
        (Rule.NO_EXCESS, "100%", "101%", "未超出=按比例", "0", "目标值 100%，实际 101%，超过目标 1.00%"),
        (Rule.YEAR_ON_YEAR, "≤0%", "95万元", "上年=100万元", "2", "同比下降 5.00%，达到目标"),
        (Rule.YEAR_ON_YEAR, "≤0%", "102万元", "上年=100万元；扣分=0.5", "1", "同比增长 2.00%，与目标 ≤0% 差 2.00%"),
        (Rule.YEAR_ON_YEAR, "下降5%以上", "下降3%", "", "0", "同比下降 3.00%，与目标 下降5%以上 差 2.00%"),
        (Rule.YEAR_ON_YEAR, "下降5%", "下降6%", "", "2", "同比下降 6.00%，达到目标"),
        (Rule.YEAR_ON_YEAR, "增长5%", "增长5%", "", "2", "同比增长 5.00%，达到目标"),
        (Rule.YEAR_ON_YEAR, "≥0%", "0%", "", "2", "同比变动 0.00%，达到目标"),
        (Rule.YEAR_ON_YEAR, "≤0%", "增长2%", "上年=100万元", "0", "同比增长 2.00%，与目标 ≤0% 差 2.00%"),
        (Rule.YEAR_ON_YEAR, "≤0%", "-2%", "上年=100万元", "2", "同比下降 2.00%，达到目标"),
        (Rule.YEAR_ON_YEAR, "下降1%以上", "下降2%", "上年=50%", "2", "同比下降 2.00%，达到目标"),
        (Rule.TARGETS_MET, "", "98.5%", "", "1.97", "达标率 98.50%"),
        (Rule.TARGETS_MET, "100%", "19/20", "", "1.9", "达标率 95.00%"),
    ],
)  # fmt: skip
def test_a_row_is_scored_and_explained(
    rule: Rule, target: str, actual: str, parameters: str, score: str, why: str
) -> None:
    found = outcome(rule, actual, target, parameters)
    assert (found.score, found.why) == (Decimal(score), why)


@pytest.mark.parametrize(
    ("rule", "target", "actual", "parameters", "reason"),
    [
        (Rule.MANUAL, "", "96%", "", "人工评分，请直接填写得分。"),
        (Rule.AT_LEAST, "", "96%", "", "没有填写目标值。"),
        (Rule.AT_LEAST, "95%", " ", "", "没有填写实际完成值。"),
        (Rule.AT_LEAST, "较高", "96%", "", "目标值“较高”中没有数字，请填写数字。"),
        (Rule.AT_LEAST, "95%", "90%至96%", "", "实际完成值“90%至96%”中有 2 个数字，请只留一个。"),
        (Rule.AT_LEAST, "≤95%", "96%", "", "目标值“≤95%”的方向与评分规则相反，请改正其中之一。"),
        (Rule.AT_MOST, "≥95%", "96%", "", "目标值“≥95%”的方向与评分规则相反，请改正其中之一。"),
        (Rule.AT_LEAST, "95%", "0.96", "", "目标值“95%”和实际完成值“0.96”一个是百分比、一个不是，请统一写法。"),
        (Rule.AT_LEAST, "100万元", "99", "", "目标值“100万元”和实际完成值“99”一个有单位、一个没有，请都写上单位。"),
        (Rule.AT_LEAST, "100", "2亿元", "", "目标值“100”和实际完成值“2亿元”一个有单位、一个没有，请都写上单位。"),
        (Rule.AT_LEAST, "100", "1.2E8", "", "实际完成值“1.2E8”是科学记数法，请写成普通的数字。"),
        (Rule.YEAR_ON_YEAR, "≤0%", "98", "上年=100万元",
         "规则参数“上年”的“100万元”和实际完成值“98”单位不同或没有写单位，无法相比，请统一写法。"),
        (Rule.AT_LEAST, "95%", "96%", "扣分=1", "规则参数中没有“扣分”，这种评分规则不需要参数。"),
        (Rule.BANDS, "", "良好", "", "实际完成值“良好”应以“达成”“部分达成”或“未达成”开头。"),
        (Rule.BANDS, "", "", "", "没有填写实际完成值。"),
        (Rule.PER_POINT, "100%", "97%", "", "规则参数缺少每次扣分的数额，请填写“扣分比例=10%”或“扣分=0.2”这样的参数。"),
        (Rule.PER_POINT, "0人", "1人", "扣分=1", "目标值“0人”不大于 0，无法计算相差的百分点，请改正目标值或评分规则。"),
        (Rule.TIERS, "≥90%", "95", "90%以上=1", "分档是百分比，实际完成值“95”不是，请写成百分比。"),
        (Rule.TIERS, "100万元", "99", "90%以上=1", "分档是百分比，实际完成值“99”不是，请写成百分比。"),
        (Rule.CHECKLIST, "", "目标", "", "规则参数没有列出检查项，请填写“目标=1；自评=1”这样的参数。"),
        (Rule.CHECKLIST, "", "监控", "目标=1；自评=1", "实际完成值中的“监控”不在检查项中，检查项有：目标、自评。"),
        (Rule.CHECKLIST, "", "目标：待核", "目标=1", "看不懂“待核”，请填写“是”“否”或得分。"),
        (Rule.BREACHES, "", "若干", "扣分=1", "实际完成值“若干”应是发现问题的项数，没有的填“无”。"),
        (Rule.BREACHES, "", "-1", "扣分=1", "实际完成值“-1”应是发现问题的项数，不能是负数。"),
        (Rule.YES_NO, "", "待核", "", "实际完成值“待核”应填“是”或“否”。"),
        (Rule.YEAR_ON_YEAR, "0%", "1%", "", "目标值“0%”没有写明方向，请写作“≤0%”或“增长5%以上”。"),
        (Rule.YEAR_ON_YEAR, "≤0%", "1", "上年=0", "上年数不大于 0，无法计算同比，请勾选“不适用”或直接填写得分。"),
        (Rule.TARGETS_MET, "", "65", "", "实际完成值“65”应是达标率，例如“98.5%”或“65/66”。"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_scored_says_why(
    rule: Rule, target: str, actual: str, parameters: str, reason: str
) -> None:
    with pytest.raises(InputError) as error:
        outcome(rule, actual, target, parameters)
    assert str(error.value) == reason


def test_a_bare_number_has_the_unit_of_its_row() -> None:
    found = outcome(Rule.AT_LEAST, "96", "≥95%", unit="%")
    assert (found.score, found.why) == (Decimal(2), "目标值 ≥95%，实际 96%，达到目标")
    assert outcome(Rule.AT_LEAST, "19/20", "95", unit="%").why == "目标值 95%，实际 19/20，达到目标"
    assert outcome(Rule.AT_LEAST, "15000人", "1.5", unit="万人").score == 2
