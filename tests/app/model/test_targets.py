"""Targets and achieved values as officers write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.errors import InputError
from app.model.entities import Rule
from app.model.targets import Band, band, is_met, is_yes, read_quantity, relation
from tests.builders import make_indicator


@pytest.mark.parametrize(
    ("text", "unit", "value", "is_percent"),
    [
        ("≥95%", "", "95", True),
        ("100.0%", "", "100", True),
        ("９５．５％", "", "95.5", True),
        ("95", "%", "95", True),
        ("95以上", "%", "95", True),
        ("低2.5个百分点", "", "2.5", True),
        ("1,400人", "", "1400", False),
        ("１，４００人", "", "1400", False),
        ("2.5万人", "", "25000", False),
        ("2.5", "万人", "25000", False),
        ("25000人", "万人", "25000", False),
        ("1.79亿元", "", "179000000", False),
        ("近360个", "", "360", False),
        ("5000余人", "", "5000", False),
        ("2021年完成1400人", "", "1400", False),
        ("2021年12月31日前完成3项", "", "3", False),
        ("12个月", "", "12", False),
        ("-3.5%", "", "-3.5", True),
        ("0", "项", "0", False),
        ("19/20", "", "95", True),
    ],
)
def test_the_number_of_a_text(text: str, unit: str, value: str, is_percent: bool) -> None:
    found = read_quantity(text, unit)
    assert (found.value, found.is_percent) == (Decimal(value), is_percent)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("持续提升", "“持续提升”中没有数字，请填写数字。"),
        ("12月底前", "没有数字"),
        ("95%-98%", "中有 2 个数字，请只留一个。"),
        ("完成100，超额20", "中有 2 个数字"),
        ("1.2E+08", "科学记数法"),
        ("3/0", "分母为 0，没有应做的事项时请勾选“不适用”。"),
    ],
)
def test_a_text_without_exactly_one_number_is_refused(text: str, problem: str) -> None:
    with pytest.raises(InputError) as error:
        read_quantity(text)
    assert problem in str(error.value)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("≥95%", "≥"), (">=95%", "≥"), ("不少于10人", "≥"), ("95%以上", "≥"), ("不低于95%", "≥"),
        ("≤3%", "≤"), ("不超过3项", "≤"), ("3%以内", "≤"), ("＜＝3%", "≤"),
        ("超过3项", ">"), ("低于3%", "<"), ("=0", "="), ("95%", ""),
    ],
)  # fmt: skip
def test_the_comparison_of_a_text(text: str, sign: str) -> None:
    assert relation(text) == sign


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("达成", Band.MET),
        ("已完成年度任务", Band.MET),
        ("部分达成年度指标并具有一定效果", Band.PARTLY),
        ("基本完成", Band.PARTLY),
        ("未达成年度指标且效果较差", Band.MISSED),
        ("未能完成", Band.MISSED),
        ("良好", None),
        ("", None),
    ],
)
def test_the_band_of_a_text(text: str, found: Band | None) -> None:
    assert band(text) is found


@pytest.mark.parametrize("text", ["是", "已建立", "符合", "全部公开", "√", "有", "及时上缴"])
def test_yes_in_words(text: str) -> None:
    assert is_yes(text) is True


@pytest.mark.parametrize("text", ["否", "未建立", "不符合", "没有", "无", "×", "均未公开", "尚未建立"])
def test_no_in_words(text: str) -> None:
    assert is_yes(text) is False


def test_neither_yes_nor_no() -> None:
    assert is_yes("待核") is None


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("≥95%", "95%", True),
        ("≥95%", "94.9%", False),
        ("1,400人", "1560人", True),
        ("1.5万人", "14999人", False),
        ("1.5万人", "2", None),
        ("≤3%", "3%", True),
        ("≤3%", "3.01%", False),
        (">3项", "3项", False),
        ("<3项", "2项", True),
        ("达成", "达成", True),
        ("持续提升", "已实现", True),
        ("持续提升", "部分达成", False),
        ("良好", "良好", True),
        ("良好", "一般", None),
        ("12月底前", "2021年11月完成3批", None),
        ("95%", "0.96", None),
        ("95%", "", False),
        ("", "95%", None),
    ],
)
def test_whether_a_target_was_met(target: str, actual: str, met: bool | None) -> None:
    assert is_met(make_indicator(target=target), actual) is met


@pytest.mark.parametrize(
    ("rule", "target", "actual", "met"),
    [
        (Rule.AT_MOST, "100万元", "98万元", True),
        (Rule.AT_MOST_RATIO, "100万元", "101万元", False),
        (Rule.NO_EXCESS, "0项", "1项", False),
        (Rule.EQUAL, "0起", "0起", True),
        (Rule.EQUAL, "0起", "1起", False),
        (Rule.EQUAL, "3起", "4起", True),
        (Rule.YES_NO, "是", "未建立", False),
        (Rule.BANDS, "明显提升", "达成", True),
        (Rule.BANDS, "明显提升", "良好", None),
    ],
)
def test_the_rule_says_from_which_side_a_target_is_met(rule: Rule, target: str, actual: str, met: bool | None) -> None:
    assert is_met(make_indicator(rule=rule.value, target=target), actual) is met


def test_a_row_that_does_not_apply_is_neither_met_nor_missed() -> None:
    assert is_met(make_indicator(target="95%", not_applicable=True), "90%") is None
