"""Numbers as an officer types them, exactly as they are kept and shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.model import quantities
from app.model.entities import BY_TABLE, Entity, FundLine, Indicator, Project, Report, Unit
from app.model.fields import FieldSpec, Kind, Value, specs

MOST = 10**15 - 1
amounts = st.integers(-MOST, MOST)
MONEY = specs(FundLine)["budget"]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("61296.75", 61_296_750_000),
        ("61,296.75", 61_296_750_000),
        (" 61 296.75　", 61_296_750_000),
        ("１２３．５", 123_500_000),
        ("１，２３４．５０", 1_234_500_000),
        ("6,732万元", 6_732_000_000),
        ("6732 万兀", 6_732_000_000),
        ("6732万", 6_732_000_000),
        ("1.79亿元", 17_900_000_000),
        ("12.34元", 1_234),
        ("5分", 5),
        ("-3.5", -3_500_000),
        ("−3.5", -3_500_000),
        ("-0", 0),
        ("0.000001", 1),
        ("1.0000000000", 1_000_000),
        ("007", 7_000_000),
    ],
)
def test_an_amount_is_read_as_fen(text: str, fen: int) -> None:
    assert quantities.parse_money(text) == fen


@pytest.mark.parametrize("unit", ["分", "元", "万元", "亿元"])
def test_the_unit_of_the_field_holds_where_the_text_names_none(unit: str) -> None:
    assert quantities.parse_money("3", unit) == quantities.parse_money(f"3{unit}", "万元")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "abc", "12,34", "1,2345", ",123", "1.2.3", "1.", ".5", "+-1", "1e5", "NaN", "Infinity", "1_000",
        "٣", "12²", "①", "三万", "12美元", "12 34", "1--2", "=1+1",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_the_text_and_what_to_do(text: str) -> None:
    with pytest.raises(InputError, match=r"^“.*”不是金额，请填写.*。$") as error:
        quantities.parse_money(text)
    assert f"“{text.strip()}”" in str(error.value)


def test_an_amount_finer_than_a_fen_is_refused() -> None:
    with pytest.raises(InputError, match=r"“0\.0000001”的小数位太多，金额只能精确到分"):
        quantities.parse_money("0.0000001")
    with pytest.raises(InputError, match="精确到分"):
        quantities.parse_money("1.234元")


@pytest.mark.parametrize("text", ["1" * 16, "0.1234567890123456", "9" * 100_000])
def test_a_number_of_more_than_fifteen_digits_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="位数太多，数字最多 15 位"):
        quantities.parse_money(text)


def test_an_amount_that_would_not_fit_is_refused() -> None:
    assert quantities.parse_money("999999999.999999") == MOST
    with pytest.raises(InputError, match="超出了可以填写的最大金额，请检查单位是否为万元"):
        quantities.parse_money("1000000000")


def test_a_long_text_is_cut_in_the_message() -> None:
    with pytest.raises(InputError) as error:
        quantities.parse_money("某" * 5000)
    assert len(str(error.value)) < 80


@given(amounts)
def test_what_is_shown_or_edited_reads_back_as_the_same_amount(fen: int) -> None:
    assert quantities.parse_money(quantities.show_value(MONEY, fen)) == fen
    assert quantities.parse_money(quantities.edit_value(MONEY, fen)) == fen
    assert quantities.parse_money(quantities.money_json(fen) or "") == fen


@given(st.lists(st.integers(0, MOST // 100), max_size=40))
def test_amounts_read_from_text_add_up_exactly(parts: list[int]) -> None:
    shown = [quantities.show_value(MONEY, part) for part in parts]
    assert sum(quantities.parse_money(text) for text in shown) == sum(parts)


@pytest.mark.parametrize(
    ("fen", "prose", "table"),
    [
        (6_732_000_000, "6,732", "6,732.00"),
        (11_282_800_000, "11,282.8", "11,282.80"),
        (61_296_750_000, "61,296.75", "61,296.75"),
        (100_000_000, "100", "100.00"),
        (0, "0", "0.00"),
        (5_000, "0.01", "0.01"),
        (4_999, "0", "0.00"),
        (-4_999, "0", "0.00"),
        (-5_000, "-0.01", "-0.01"),
        (999_995_000, "1,000", "1,000.00"),
        (None, "—", "—"),
    ],
)
def test_an_amount_in_a_sentence_and_in_a_table(fen: int | None, prose: str, table: str) -> None:
    assert quantities.format_money(fen) == prose
    assert quantities.format_money_table(fen) == table


def test_money_rounds_half_up_around_every_edge(scale: Callable[[int, int], int]) -> None:
    for hundredth in range(scale(300, 5_000)):
        edge = hundredth * 10_000 + 5_000  # 分 half way between two hundredths of a 万元
        for fen in (edge - 1, edge, edge + 1):
            whole, rest = divmod((fen + 5_000) // 10_000, 100)
            assert quantities.format_money_table(fen) == f"{whole:,}.{rest:02}"
            if fen >= 5_000:
                assert quantities.format_money_table(-fen) == f"-{whole:,}.{rest:02}"


def test_an_amount_finer_than_two_decimals_keeps_its_digits_in_a_field() -> None:
    assert quantities.show_value(MONEY, 6_732_000_000) == "6,732.00"
    assert quantities.show_value(MONEY, 1_234_567_890) == "1,234.56789"
    assert quantities.edit_value(MONEY, 6_732_000_000) == "6732"


def test_money_in_json_is_exact_with_at_least_two_decimals() -> None:
    assert quantities.money_json(61_296_750_000) == "61296.75"
    assert quantities.money_json(6_732_000_000) == "6732.00"
    assert quantities.money_json(1) == "0.000001"
    assert quantities.money_json(None) is None


def test_the_rate_is_exact_and_missing_without_a_base() -> None:
    found = quantities.rate(59_757_750_000, 61_296_750_000)
    assert quantities.rate_json(found) == "97.4893"
    assert str(found).startswith("97.48926329699")
    assert quantities.rate(1, 0) is None
    assert quantities.rate(1, None) is None
    assert quantities.rate(None, 1) is None
    assert quantities.rate_json(None) is None
    assert quantities.rate(0, 5) == 0


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        ("97.4893", "97.5%"),
        ("97.45", "97.5%"),
        ("97.4499", "97.4%"),
        ("100", "100.0%"),
        ("99.94", "99.9%"),
        ("99.95", "99.95%"),
        ("99.97138", "99.97%"),
        ("99.9949", "99.99%"),
        ("99.996", "99.99%"),
        ("99.99999999", "99.99%"),
        ("100.04", "100.04%"),
        ("100.0000001", "100.01%"),
        ("100.05", "100.1%"),
        ("0", "0.0%"),
        ("0.05", "0.1%"),
        ("0.04", "0.04%"),
        ("0.0001", "0.01%"),
        ("-0.0001", "-0.01%"),
        ("-3.25", "-3.3%"),
        ("567.4285", "567.4%"),
    ],
)
def test_a_percentage_has_one_decimal_unless_that_would_be_false(rate: str, shown: str) -> None:
    assert quantities.format_percent(Decimal(rate)) == shown


def test_a_missing_percentage_is_a_dash() -> None:
    assert quantities.format_percent(None) == "—"


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_percentage_is_rounded_from_the_quotient_and_never_falsely_full_or_empty(executed: int, budget: int) -> None:
    shown = quantities.format_percent(quantities.rate(executed, budget))
    tenths = (2_000 * executed + budget) // (2 * budget)
    if tenths not in {0, 1000} or executed in {0, budget}:
        assert shown == f"{tenths // 10}.{tenths % 10}%"
    assert (shown == "100.0%") == (executed == budget)
    assert (shown == "0.0%") == (executed == 0)


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_rounding_is_half_up_on_exact_digits(units: int, places: int) -> None:
    value = Decimal(units).scaleb(-6)
    size = 10 ** (6 - places)
    expected = (abs(units) * 2 + size) // (2 * size) * (1 if units >= 0 else -1)
    assert quantities.round_half_up(value, places) == Decimal(expected).scaleb(-places)


def test_rounding_knows_no_negative_zero() -> None:
    assert str(quantities.round_half_up(Decimal("-0.001"), 2)) == "0.00"


@pytest.mark.parametrize(
    ("value", "plain", "score"),
    [("49.80", "49.8", "49.80"), ("0.00", "0", "0.00"), ("100", "100", "100.00"), ("2.675", "2.675", "2.68")],
)
def test_scores_have_two_decimals_and_plain_numbers_no_trailing_zeros(value: str, plain: str, score: str) -> None:
    assert quantities.format_plain(Decimal(value)) == plain
    assert quantities.format_score(Decimal(value)) == score


def test_a_plain_number_has_no_exponent_and_no_negative_zero() -> None:
    assert quantities.format_plain(Decimal("1E+3")) == "1000"
    assert quantities.format_plain(Decimal("-0.0")) == "0"
    assert quantities.format_plain(None) == quantities.format_score(None) == "—"


@pytest.mark.parametrize(
    "text", ["2022-03-05", "2022-3-5", "2022年3月5日", "2022年03月05日", "2022/3/5", "2022.3.5", "20220305",
             "２０２２年３月５日", " 2022-03-05 00:00:00 "],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_form(text: str) -> None:
    assert quantities.parse_date(text) == "2022-03-05"


@pytest.mark.parametrize("text", ["", "2022年3月", "2022/3-5", "22-3-5", "3月5日", "2022-03-05 12:30", "今天"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="不是完整的日期，请写成 2022年3月5日 或 2022-03-05。"):
        quantities.parse_date(text)


@pytest.mark.parametrize("text", ["2022-02-29", "2022年13月1日", "20220931"])
def test_a_day_that_the_calendar_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=f"日历上没有“{text}”这一天"):
        quantities.parse_date(text)


@pytest.mark.parametrize("text", ["0000-01-01", "202-01-01", "0221年3月5日", "22020305"])
def test_a_year_that_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=text):
        quantities.parse_date(text)


days = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(str)


@given(days)
def test_a_day_reads_back_as_it_is_shown(day: str) -> None:
    assert quantities.parse_date(quantities.format_date(day)) == day


@pytest.mark.parametrize(("text", "found"), [("76", 76), ("76个", 76), ("1,400", 1400), ("76.0", 76), ("７６", 76)])
def test_a_count_is_a_whole_number(text: str, found: int) -> None:
    assert quantities.parse_count(text, "个") == found


@pytest.mark.parametrize("text", ["7.5", "76人", "很多"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="请填写整数"):
        quantities.parse_count(text, "个")


@pytest.mark.parametrize("text", ["是", "√", "Y", "true", "1", "有", "ＹＥＳ"])
def test_yes_is_understood(text: str) -> None:
    assert quantities.parse_flag(text) is True


@pytest.mark.parametrize("text", ["否", "×", "n", "0", "无", ""])
def test_no_is_understood(text: str) -> None:
    assert quantities.parse_flag(text) is False


def test_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(InputError, match="“也许”既不是“是”也不是“否”"):
        quantities.parse_flag("也许")


@pytest.mark.parametrize(
    ("spec", "text", "value"),
    [
        (MONEY, "61,296.75", 61_296_750_000),
        (specs(Indicator)["weight"], "2.5分", Decimal("2.5")),
        (specs(Report)["projects_due"], "76个", 76),
        (specs(Unit)["kind"], "公益一类", "公益一类"),
        (specs(Unit)["kind"], "参公事业单位", "参公"),
        (specs(Project)["kind"], "线上重点项目", "线上重点"),
        (specs(Indicator)["rule"], "反向(≤)", "反向（≤）"),
        (specs(Indicator)["not_applicable"], "不适用", True),
        (specs(Indicator)["not_applicable"], "否", False),
        (specs(Report)["sign_date"], "2022年3月5日", "2022-03-05"),
        (specs(Unit)["name"], "某局\n一中心\x00", "某局 一中心"),
        (specs(Report)["overall_goal"], "一、\r\n二、", "一、\n二、"),
    ],
)
def test_a_field_reads_a_text_by_its_kind(spec: FieldSpec, text: str, value: Value) -> None:
    assert quantities.parse_value(spec, text) == value


@pytest.mark.parametrize("entity", BY_TABLE.values(), ids=BY_TABLE)
def test_an_empty_text_is_the_empty_value_of_every_field(entity: type[Entity]) -> None:
    for spec in specs(entity).values():
        if spec.kind is not Kind.REFERENCE:
            assert quantities.parse_value(spec, "") == spec.empty


@pytest.mark.parametrize(
    ("spec", "text", "message"),
    [
        (MONEY, "abc", "全年预算数：“abc”不是金额"),
        (MONEY, "-1", "全年预算数：“-1”太小，不能小于 0"),
        (specs(Indicator)["weight"], "101", "分值：“101”太大，不能大于 100"),
        (specs(Indicator)["weight"], "1.234", "分值：“1.234”的小数位太多，最多保留 2 位小数"),
        (specs(Report)["projects_due"], "-1", "太小，不能小于 0"),
        (specs(Unit)["kind"], "企业", "单位类别：没有“企业”这一项，请从参公、公益一类、公益二类、行政、其他中选择。"),
        (specs(Unit)["kind"], "不是参公", "没有“不是参公”这一项"),
        (specs(Unit)["name"], "某" * 201, "单位名称：最多填写 200 字，现有 201 字，请删减后再填。"),
    ],
)
def test_a_field_refuses_with_its_label(spec: FieldSpec, text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        quantities.parse_value(spec, text)
    assert message in str(error.value)


def test_a_reference_is_left_to_the_caller() -> None:
    with pytest.raises(ValueError, match="task_id"):
        quantities.parse_value(specs(Indicator)["task_id"], "1")


def _values(spec: FieldSpec) -> st.SearchStrategy[Value]:
    """Values a field can hold."""
    match spec.kind:
        case Kind.MONEY:
            return st.none() | st.integers(0, MOST)
        case Kind.DECIMAL:
            most = int((spec.maximum or Decimal(100)) * 10**spec.places)
            return st.none() | st.integers(0, most).map(lambda units: Decimal(units).scaleb(-spec.places))
        case Kind.COUNT:
            return st.none() | st.integers(0, 10**15 - 1)
        case Kind.CHOICE:
            return st.sampled_from(spec.choices or ("管理效能", "投入"))  # a choice among the pack's words is any
        case Kind.FLAG:
            return st.booleans()
        case Kind.DATE:
            return st.just("") | days
        case _:
            return st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=20)


ALL_SPECS = [spec for entity in BY_TABLE.values() for spec in specs(entity).values() if spec.kind is not Kind.REFERENCE]


@given(st.sampled_from(ALL_SPECS).flatmap(lambda spec: st.tuples(st.just(spec), _values(spec))))
def test_every_field_reads_back_what_it_shows_and_edits(case: tuple[FieldSpec, Value]) -> None:
    spec, value = case
    assert quantities.parse_value(spec, quantities.edit_value(spec, value)) == value
    assert quantities.parse_value(spec, quantities.show_value(spec, value)) == value


@pytest.mark.parametrize(
    ("spec", "value", "shown"),
    [
        (specs(Indicator)["score"], Decimal("1.5"), "1.50"),
        (specs(Indicator)["weight"], Decimal("2.00"), "2"),
        (specs(Report)["projects_due"], 1400, "1400"),
        (specs(Report)["sign_date"], "2022-03-05", "2022年3月5日"),
        (specs(Indicator)["not_applicable"], True, "是"),
        (MONEY, None, ""),
    ],
)
def test_a_cell_shows_a_value_by_its_kind(spec: FieldSpec, value: Value, shown: str) -> None:
    assert quantities.show_value(spec, value) == shown


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"), (1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九"),
        (100, "一百"), (101, "一百零一"), (110, "一百一十"), (1001, "一千零一"), (1010, "一千零一十"),
        (10_000, "一万"), (100_100, "十万零一百"), (20_030_010, "二千零三万零一十"),
    ],
)  # fmt: skip
def test_chinese_numbering(number: int, text: str) -> None:
    assert quantities.chinese_number(number) == text


def test_chinese_numbers_differ_from_each_other() -> None:
    assert len({quantities.chinese_number(number) for number in range(20_000)}) == 20_000


@pytest.mark.parametrize("number", [-1, 100_000_000])
def test_there_is_a_last_chinese_number(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        quantities.chinese_number(number)


@given(st.none() | st.integers(0, MOST), st.sampled_from(quantities.MONEY_UNITS))
def test_an_amount_in_either_unit_is_the_very_same_amount(fen: int | None, unit: str) -> None:
    spec = dataclasses.replace(MONEY, unit=unit)
    for text in (quantities.show_value(spec, fen), quantities.edit_value(spec, fen)):
        assert quantities.parse_value(spec, text) == fen
        assert quantities.parse_value(MONEY, quantities.with_unit(text, unit)) == fen


@pytest.mark.parametrize(
    ("unit", "shown", "edited"), [("万元", "4,744.58", "4744.58"), ("元", "47,445,800.00", "47445800")]
)
def test_an_amount_is_shown_in_the_fields_unit(unit: str, shown: str, edited: str) -> None:
    spec = dataclasses.replace(MONEY, unit=unit)
    assert quantities.show_value(spec, 4_744_580_000) == shown
    assert quantities.edit_value(spec, 4_744_580_000) == edited


@pytest.mark.parametrize(
    ("text", "named"),
    [("12", "12元"), (" １２ ", "１２元"), ("1.2亿", "1.2亿"), ("12万元", "12万元"), ("abc", "abc"), ("", "")],
)
def test_an_amount_names_the_unit_it_is_meant_in(text: str, named: str) -> None:
    assert quantities.with_unit(text, "元") == named
