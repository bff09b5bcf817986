"""The steps between a file and its entries, each by itself: noise, numbers, lines, sentences, run-together rows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.reading import fund_sentences, score_sentences
from app.exchange.reading.cleaning import is_noise, normalised
from app.exchange.reading.items import inline
from app.exchange.reading.joining import joined
from app.exchange.reading.numbering import marker, number_of
from app.exchange.reading.run_together import split_run
from app.library import Library
from app.model.entities import Axis
from app.model.quantities import chinese_number


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("　　２０２１年，完成率９７．４％。", "2021年，完成率97.4%。"),
        ("预算 61,296. 75 万元", "预算61,296.75万元"),
        ("预算 61 ,296.75万兀", "预算61,296.75万元"),
        ("１，２３４万元", "1,234万元"),
        ("共 2，345 人", "共2，345人"),  # an enumeration as well as a number
        ("突兀的问题", "突兀的问题"),
        ("用 Word 和 Excel  编 写", "用Word和Excel编写"),
        ("Word 2016", "Word 2016"),
        ("预算 6 1,2 96.7 5万元", "预算61,296.75万元"),
        ("2 021 年", "2021年"),
        ("人才资金 4,780.91 4,744.58 99.2%", "人才资金4,780.91 4,744.58 99.2%"),  # the cells of a row
        ("穗财社[2021 ]16号", "穗财社[2021]16号"),
        ("a\u200bb\ufeff\u202ec", "abc"),
    ],
)
def test_the_noise_of_files_goes(text: str, clean: str) -> None:
    assert normalised(text) == clean


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once


@pytest.mark.parametrize(
    "text", ["18", "— 1 —", "-12-", "第 3 页", "第3页共20页", "3/20", "一、基本情况……………3", "目录"]
)
def test_page_numbers_and_contents_say_nothing(text: str) -> None:
    assert is_noise(normalised(text))


@pytest.mark.parametrize("text", ["2021年", "一、基本情况", "共18个", "（1）"])
def test_text_is_no_noise(text: str) -> None:
    assert not is_noise(normalised(text))


@pytest.mark.parametrize(
    ("text", "kind", "number", "rest"),
    [
        ("一、基本情况", "一、", 1, "基本情况"),
        ("(十二)其他", "（一）", 12, "其他"),
        ("第三部分 存在问题", "part", 3, "存在问题"),
        ("1.部门机构设置", "1.", 1, "部门机构设置"),
        ("2、职能", "1.", 2, "职能"),
        ("9.2021业务工作经费项目", "1.", 9, "2021业务工作经费项目"),
        ("（3）聚焦维稳", "（1）", 3, "聚焦维稳"),
        ("4)聚焦维稳", "（1）", 4, "聚焦维稳"),
        ("⑤其他", "①", 5, "其他"),
    ],
)
def test_a_number_heads_a_paragraph(text: str, kind: str, number: int, rest: str) -> None:
    found = marker(text)
    assert found is not None
    assert (found.kind, found.number, found.rest) == (kind, number, rest)


@pytest.mark.parametrize("text", ["1.5万人参加", "2021年，我局", "（室），包括", "一是加强", "基本情况", ""])
def test_what_is_no_number_heads_nothing(text: str) -> None:
    assert marker(text) is None


@given(st.integers(1, 999))
def test_chinese_numbers_are_read(number: int) -> None:
    assert number_of(chinese_number(number)) == number


def _bodies(library: Library, report_id: int) -> list[str]:
    return [normalised(line) for line in library.documents.text(report_id, ("report",)).split("\n") if line]


@pytest.mark.parametrize("width", range(20, 61))
def test_lines_cut_at_any_width_are_joined_again(library: Library, sample: int, width: int) -> None:
    whole = _bodies(library, sample)
    lines = [line[start : start + width] for line in whole for start in range(0, len(line), width)]
    # A paragraph that ends with its line exactly cannot be told from one that goes on, save by the number of the next.
    found = list(joined(lines, lines))
    exact = sum(len(line) % width == 0 for line in whole)
    assert len(set(whole) - set(found)) <= 2 * exact


def test_lines_that_are_paragraphs_stay(library: Library, sample: int) -> None:
    whole = _bodies(library, sample)
    assert list(joined(whole, whole)) == whole


def test_a_line_cut_amid_a_sentence_is_joined() -> None:
    lines = [
        "一、基本情况",
        "2021年，我局全面贯彻落实各项决策部署，人社事业取得",
        "了显著成效，全年整体目标圆满完成。",
        "二、其他",
    ]
    assert list(joined(lines, lines)) == [lines[0], lines[1] + lines[2], lines[3]]


@pytest.mark.parametrize(
    ("text", "budget", "executed"),
    [
        ("部门整体全年预算数61,296.75万元，执行数59,757.75万元，预算资金完成率97.4%。", 61_296_750_000, 59_757_750_000),
        ("部门整体支出年度预算为100万元，支出90万元。", 100_000_000, 90_000_000),
        ("部门整体全年预算数【待填：全年预算数】万元，执行数1万元", None, 1_000_000),
    ],
)
def test_the_total_is_read(text: str, budget: int | None, executed: int | None) -> None:
    found = fund_sentences.total_funds(text)
    assert found is not None
    assert (found[0].budget, found[0].executed) == (budget, executed)


@pytest.mark.parametrize(
    "text",
    [
        "该项目年度预算资金391.14万元（包括代管资金386.27万元），全年执行数391.12万元（包括代管资金386.26万元），完成率99.99%。",
        "该项目全年预算数391.14万元（其中代管资金386.27万元），实际支出391.12万元（其中代管资金386.26万元），执行率99.99%。",
        "该项目年度预算0.039114亿元（含代管资金3862700元），执行数391.12万元（含代管资金386.26万元）",
    ],
)
def test_the_funds_of_a_project_are_read(text: str) -> None:
    found = fund_sentences.project_funds(text)
    assert found is not None
    assert found[0] == fund_sentences.Amounts(391_140_000, 391_120_000, 386_270_000, 386_260_000)


def test_a_remark_on_the_amounts_of_a_project_is_kept() -> None:
    text = "该项目年度预算1,200.00万元（其中上级资金800万元），全年执行数1,100.00万元（含结转），完成率91.7%。"
    found = fund_sentences.project_funds(text)
    assert found is not None
    assert found[0] == fund_sentences.Amounts(1_200_000_000, 1_100_000_000)
    assert found[2] == "（其中上级资金800万元）（含结转）"


def test_the_lines_of_the_funds_are_read() -> None:
    text = (
        "2021年度本部门收入总额3万元，其中按资金来源：财政拨款收入1万元，其他资金收入2万元；其中按资金结构：基本支出收入3万元；"
        "本部门支出总额2万元，其中按资金来源：财政拨款执行数为1万元，完成全年收入额100.0%；其他资金执行数为1万元，完成全年收入额50.0%。"
    )
    found = fund_sentences.fund_figures(text)
    assert [(figure.axis, figure.category, figure.is_budget, figure.amount) for figure in found] == [
        (Axis.SOURCE, "财政拨款", True, 1_000_000),
        (Axis.SOURCE, "其他资金", True, 2_000_000),
        (Axis.STRUCTURE, "基本支出", True, 3_000_000),
        (Axis.SOURCE, "财政拨款", False, 1_000_000),
        (Axis.SOURCE, "其他资金", False, 1_000_000),
    ]  # fmt: skip
    assert fund_sentences.self_name(text) == "本部门"


def test_deductions_are_read_with_scores_and_reasons() -> None:
    text = (
        "本部门2021年度自评总得分为93.25分，其中管理效能方面自评得分为43.95分，扣分情况分别为：预算完成率得分1.48分，扣分主要原因是"
        "人员经费变化；结余较多；政府采购执行率得分0分，扣分主要原因是采购价格变化；履职效能方面自评得分为49.80分，扣分情况为："
        "受疫情影响，巡查企业数量未达标；参保人数未达标。"
    )
    assert score_sentences.scores(text, is_conclusion=True) == {
        "total": Decimal("93.25"), "management": Decimal("43.95"), "delivery": Decimal("49.80"),
    }  # fmt: skip
    management, delivery = score_sentences.deductions(text)
    assert [(item.name, item.score, item.reason) for item in management] == [
        ("预算完成率", Decimal("1.48"), "人员经费变化；结余较多"),
        ("政府采购执行率", Decimal(0), "采购价格变化"),
    ]
    assert [item.reason for item in delivery] == ["受疫情影响，巡查企业数量未达标", "参保人数未达标"]


@pytest.mark.parametrize(
    ("reason", "name"),
    [
        ("受疫情影响，劳动监察方面的日常巡查企业数量未达预期目标值", "日常巡查企业数量"),
        ("部分人员转参造成城乡居民养老保险参保人数未达标", "城乡居民养老保险参保人数"),
        ("采购价格变化", ""),
    ],
)
def test_what_fell_short_is_named_by_its_reason(reason: str, name: str) -> None:
    assert score_sentences.missed_name(reason) == name


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("产业人才发展专项资金4,780.914,744.5899.2%", ("产业人才发展专项资金", 4_780_910_000, 4_744_580_000)),
        ("1产业人才专项6,7326,732100.0%", ("产业人才专项", 6_732_000_000, 6_732_000_000)),
        ("财政拨款59,787.1358,290.02", ("财政拨款", 59_787_130_000, 58_290_020_000)),
        ("财政拨款 59,787.13 58,290.02 97.5%", ("财政拨款", 59_787_130_000, 58_290_020_000)),
    ],
)
def test_cells_run_together_are_parted(text: str, row: tuple[str, int, int]) -> None:
    assert split_run(text) == row


@pytest.mark.parametrize("text", ["2021年度惠及1064人", "完成率97.4%", "共1234567", "预算数4,780.914,744.5850.0%"])
def test_what_is_no_row_is_not_parted(text: str) -> None:
    assert split_run(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("一是甲；二是乙。", ["甲", "乙。"]),
        ("（1）甲；（2）乙", ["甲", "乙"]),
        ("1.甲2.乙", ["甲", "乙"]),
        ("甲；乙", []),
        ("一是甲", []),
    ],
)
def test_a_list_within_a_paragraph_is_divided(text: str, parts: list[str]) -> None:
    assert inline(text) == parts
