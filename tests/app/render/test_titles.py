"""Titles break at words and keep their shape; widths count characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.render.titles import break_title
from app.render.widths import em_width, signature_indents

LINE = 20  # characters of 2号 in the 156 mm of GB/T 9704-2012


@pytest.mark.parametrize(
    "lines",
    [
        ["广州市番禺区人力资源和社会保障局", "2021年部门整体支出绩效自评报告"],
        ["广州市番禺区财政局", "2022年部门整体支出绩效自评报告"],
        ["广州市番禺区城市管理和综合执法局", "2021年度部门整体支出绩效自评报告"],
        ["中共广州市番禺区委组织部", "2021年部门整体支出绩效自评报告"],
        ["番禺区审计局2021年", "部门整体支出绩效自评报告"],
        ["2021年度部门整体支出绩效自评报告"],
        ["广州市番禺区人民政府大石街道办事处", "2021年度部门整体支出绩效自评报告"],
        ["广州市番禺区农业农村局2021年度", "乡村振兴专项资金项目支出绩效自评报告"],
        ["广州市番禺区妇女联合会", "2021年部门整体支出绩效自评报告"],
        ["广西壮族自治区南宁市兴宁区卫生健康局", "2021年部门整体支出绩效自评报告"],
        ["广州市番禺区文化广电旅游体育局", "（广州市番禺区文物局）2021年", "部门整体支出绩效自评报告"],
        ["关于印发《广州市番禺区2021年", "部门整体支出绩效自评工作方案》的通知"],
        ["广州市番禺区残疾人联合会", "二〇二一年度部门整体支出绩效自评报告"],
        ["广州市番禺区住房和城乡建设局", "关于2021年部门整体支出绩效自评情况的报告"],
        ["部门整体支出绩效自评表"],
    ],
    ids="".join,
)
def test_a_title_breaks_where_a_typist_would_break_it(lines: list[str]) -> None:
    assert break_title("".join(lines), LINE) == lines


def test_a_name_too_long_for_a_line_breaks_within_but_never_before_the_year_sign() -> None:
    lines = break_title("某" * 30 + "2021年部门整体支出绩效自评报告", LINE)
    assert max(map(em_width, lines)) <= LINE
    assert any("2021年" in line for line in lines)


WORDS = [
    "广州市",
    "番禺区",
    "财政局",
    "某",
    "和",
    "的",
    "2021年",
    "二〇二一年度",
    "部门",
    "整体支出",
    "绩效",
    "自评报告",
    "《",
    "》",
    "（",
    "）",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
def test_no_line_end_falls_into_a_year_or_a_word_of_the_field(title: str) -> None:
    for word in re.findall("2021年|二〇二一年度|绩效|自评报告", title):
        lines = break_title(title, LINE)
        assert sum(line.count(word) for line in lines) == title.count(word)


@given(st.text(max_size=120), st.integers(4, 40))
def test_joined_lines_are_the_title_and_fit_where_anything_fits(title: str, limit: int) -> None:
    lines = break_title(title, limit)
    assert "".join(lines) == title
    assert len(lines) == 1 or max(map(em_width, lines)) <= limit


@given(st.text(alphabet="国家某年报告局12", min_size=1, max_size=400))
def test_a_text_without_punctuation_always_fits(title: str) -> None:
    assert max(map(em_width, break_title(title, LINE))) <= LINE


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("番禺", 2), ("2021年", 3), ("“自评”", 4), ("𠮷", 1), ("１", 1), ("a\u0301", 0.5), ("—", 1)],
)
def test_a_digit_is_half_as_wide_as_a_chinese_character(text: str, width: float) -> None:
    assert em_width(text) == width


@pytest.mark.parametrize(
    ("name", "date", "indents"),
    [
        ("广州市番禺区人力资源和社会保障局", "2022年3月5日", (2, 10)),
        ("番禺区财政局", "2022年3月5日", (2, 0)),
        ("区财政局", "2022年12月31日", (7, 2)),
    ],
)
def test_a_date_begins_two_characters_after_the_name_it_stands_under(
    name: str, date: str, indents: tuple[float, float]
) -> None:
    assert signature_indents(name, date) == indents
