"""Figures are read from running text with their noun, unit and part in the sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import checks
from app.checks.figures import Figure, Reading, Role, figures_of
from app.checks.relations import Split, attainments, shares, splits
from app.model.entities import KeyWork, Task
from app.model.passage import Passage
from tests.app.checks.subjects import subject_of
from tests.builders import make_project


def read(text: str) -> tuple[Figure, ...]:
    return figures_of(Passage(text, table="task", row_id=1, field="analysis"), "番禺区")


def reading(text: str) -> Reading:
    return Reading.of([Passage(text, table="task", row_id=1, field="analysis")], "番禺区")


@pytest.mark.parametrize(
    ("text", "noun", "value", "unit"),
    [
        ("完成农村劳动力转移就业1560人", "农村劳动力转移就业", "1560", "人"),
        ("我区已完成农村劳动力转移就业7944人", "农村劳动力转移就业", "7944", "人"),
        ("2021年番禺区仲裁结案率为97.7%", "仲裁结案率", "97.7", "%"),
        ("失业保险参保人数83.62万人", "失业保险参保", "836200", "人"),
        ("一是全年累计发放培训补贴2.98亿元", "培训补贴", "298000000", "元"),
        ("补贴金额3,344.06万元", "补贴", "33440600", "元"),
        ("共举办招聘活动118场次", "招聘活动", "118", "场"),
        ("督促用人单位补签劳动合同１０５４人", "督促用人单位补签劳动合同", "1054", "人"),
        ("培育人次超30万", "培育", "300000", "人次"),
        ("毕节市、黔南州、安顺市脱贫人口转移就业356名", "脱贫人口转移就业", "356", "人"),
        ("日常巡查12670间", "日常巡查", "12670", "家"),
        ("受理工伤申请2703宗", "工伤申请", "2703", "件"),
        ("仲裁立案6272件（较去年同期相比增长14.7%）", "仲裁立案", "6272", "件"),
    ],
)
def test_a_figure_has_noun_value_and_unit(text: str, noun: str, value: str, unit: str) -> None:
    found = read(text)[0]
    assert (found.noun, found.value, found.unit) == (noun, Decimal(value), unit)
    assert text[found.start : found.end] == found.written


@pytest.mark.parametrize(
    "text",
    [
        "2021年3月5日",
        "穗财社〔2021〕16号",
        "（1）贯彻执行",
        "“1+4”政策",
        "12345热线",
        "第十三届",
        "2021年度",
        "A4纸",
        "3.贯彻",
    ],
)
def test_what_is_no_figure_is_not_read(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "is_approximate"),
    [
        ("慰问5000余人", True), ("近360个", True), ("约1500人次", True), ("发放4300多万元", True),
        ("支出647万多元", True), ("超3万个", True), ("支出率达95.0%以上", True), ("培训3—5期", True),
        ("占63%～68%", True), ("慰问5000人", False), ("达到99.6%", False),
    ],
)  # fmt: skip
def test_approximations_and_ranges_are_told_from_exact_figures(text: str, is_approximate: bool) -> None:
    assert {figure.is_approximate for figure in read(text)} == {is_approximate}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("培训1560人，任务为1400人，完成率为111.4%", [Role.ACTUAL, Role.TARGET, Role.COMPLETION]),
        ("培训1560人（目标值1400人）", [Role.ACTUAL, Role.TARGET]),
        ("立案6272件，同比增长14.7%", [Role.ACTUAL, Role.CHANGE]),
        ("立案6272件，上年5000件", [Role.ACTUAL, Role.PREVIOUS]),
        ("完成10个主要工作任务", [Role.ACTUAL]),
    ],
)
def test_a_figure_knows_its_part(text: str, roles: list[Role]) -> None:
    assert [figure.role for figure in read(text)] == roles


def test_figures_after_respectively_stand_under_their_names() -> None:
    text = "企业职工养老保险、失业保险、工伤保险参保人数分别为88.43万人、2.14万人、16.48万人，其他"
    assert [figure.noun for figure in read(text)] == ["企业职工养老保险参保", "失业保险参保", "工伤保险参保"]
    (listing,) = reading("甲县、乙县、丙县分别为1家、2家").listings
    assert (len(listing.names), len(listing.figures)) == (3, 2)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("转移就业1560人，任务为1400人，完成率为111.4%。", [("转移就业", "1560人", "1400人", "111.4%")]),
        ("转移就业7944人（任务为1400人），年度任务完成率567.4%。", [("转移就业", "7944人", "1400人", "567.4%")]),
        ("培训目标1400人，实际完成1560人。", [("培训", "1560人", "1400人", None)]),
        ("结案率97.7%（目标95%）。", [("结案率", "97.7%", "95%", None)]),
        ("转移就业1560人。任务为1400人。", []),
        ("转移就业1560人，任务为14场。", []),
    ],
)
def test_a_figure_finds_its_target(text: str, found: list[tuple[str, str, str, str | None]]) -> None:
    said = [
        (item.noun, item.actual.written, item.target.written, item.rate.written if item.rate else None)
        for item in attainments(reading(text))
    ]
    assert said == found


def shape(split: Split) -> tuple[str, list[str]]:
    return split.whole.written, [part.written for part in split.parts]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "共处理案件24286件，涉及劳动者36034人，其中案前调解18014件，涉及劳动者27611人，立案6272件，涉及劳动者8423人。",
            [("24286件", ["18014件", "6272件"]), ("36034人", ["27611人", "8423人"])],
        ),
        ("全年培训200人，其中女性80人，举办招聘会3场，吸引500人参加。", [("200人", ["80人"])]),
        ("预算391.14万元（包括代管资金386.27万元），执行391.12万元。", [("391.14万元", ["386.27万元"])]),
        ("收入100万元，其中按来源：拨款60万元，其他40万元；其中按结构：基本30万元，项目70万元。",
         [("100万元", ["60万元", "40万元"]), ("100万元", ["30万元", "70万元"])]),
        ("收入9万元，其中：拨款6万元，其他3万元；支出8万元，其中：基本5万元，项目3万元。",
         [("9万元", ["6万元", "3万元"]), ("8万元", ["5万元", "3万元"])]),
        ("总得分为93分，其中管理得分为43分、履职得分为50分。", [("93分", ["43分", "50分"])]),
        ("共有单位9个。其中参公6个、公益3个。", [("9个", ["6个", "3个"])]),
        ("甲奖励1,250万元、乙补贴50万元，总计发放1,300万元。", [("1,300万元", ["1,250万元", "50万元"])]),
        ("甲3名、乙5家，总计向8名个人和单位发放。", [("8名", ["3名", "5家"])]),
        ("培训200人，资料500份，总计投入30万元。", []),
        ("培训200人。", []),
    ],
)  # fmt: skip
def test_wholes_find_their_parts(text: str, found: list[tuple[str, list[str]]]) -> None:
    assert [shape(split) for split in splits(reading(text))] == found


WORDS = """
其中 包括 共 总计 合计 ， 。 、 ； ： 12 3.5 1,250 0 99999999999999999999 万 亿 元 人 家 % 任务为 目标 完成率 分别为
（ ） 2021年
〔2021〕1号 等 三 十 项 大 所有 均 办结 办结率 较上年 增长 下降 占 的 余 约 — 培训 案件 一是 二是 “ ” １２ ％ × ____
"""


@given(st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=40).map("".join))
def test_no_text_stops_the_rules(text: str) -> None:
    rows = (KeyWork(title="工作", text=text), Task(id=1, name=text[:20], analysis=text), make_project(result=text))
    checks.run(subject_of(*rows, report={"management_text": text}))


def test_a_rate_finds_the_counts_it_follows_from() -> None:
    text = "全区城镇登记失业人员总数为19985人，期末实有数2758人，再就业人数15342人，失业人员再就业率76.8%。"
    (share,) = shares(reading(text))
    assert (share.part.written, share.whole.written) == ("15342人", "19985人")
    assert list(shares(reading("再就业人数15342人，合格率76.8%。"))) == []
