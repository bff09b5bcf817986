"""What a workbook is understood to hold: tables, columns, units, rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import ImportFileError
from app.exchange.workbooks.columns import Match
from app.exchange.workbooks.units import UnitSource
from app.model.offers import Refusal
from tests.app.exchange.workbooks.books import fields, only_part, read, values, write_book

HEAD = ["序号", "项目名称", "年度预算", "执行数"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "表.xlsx"


def test_a_list_of_projects_is_read_by_its_headings(path: Path) -> None:
    write_book(path, {"Sheet1": [HEAD, [1, "培训经费", 300, 290.5], [2, "宣传经费", 12.25, 0]]})
    part = only_part(path)
    assert part.table == "project"
    assert values(part) == [
        {"name": "培训经费", "budget": 300_000_000, "executed": 290_500_000},
        {"name": "宣传经费", "budget": 12_250_000, "executed": 0},
    ]
    assert [offer.source for offer in part.rows.offers] == ["Sheet1 第2行", "Sheet1 第3行"]


def test_titles_above_and_signatures_below_are_no_rows(path: Path) -> None:
    rows = [["2021年度项目支出情况表"], ["填报单位：某局", "", "", "单位：万元"], HEAD, [1, "培训经费", 3, 2],
            ["填报人：甲", "", "联系电话：1"]]  # fmt: skip
    write_book(path, {"Sheet1": rows}, ["A1:D1"])
    part = only_part(path)
    assert [row["name"] for row in values(part)] == ["培训经费"]
    assert (part.unit, part.unit_source, part.rows.notes) == ("万元", UnitSource.SHEET, 1)


def test_headings_of_two_rows_are_read_together(path: Path) -> None:
    rows = [
        ["序号", "项目名称", "预算情况", "", "上年", ""],
        ["", "", "全年预算数", "执行数", "全年预算数", "执行数"],
        [1, "培训经费", 3, 2, 5, 4],
    ]
    write_book(path, {"Sheet1": rows}, ["A1:A2", "B1:B2", "C1:D1", "E1:F1"])
    part = only_part(path)
    assert fields(part) == {
        "序号": "", "项目名称": "name", "预算情况 / 全年预算数": "budget", "预算情况 / 执行数": "executed",
        "上年 / 全年预算数": "", "上年 / 执行数": "",
    }  # fmt: skip
    assert values(part) == [{"name": "培训经费", "budget": 3_000_000, "executed": 2_000_000}]


def test_headings_of_two_rows_are_read_together_without_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("项目名称,本年,,上年,\n,全年预算数,执行数,全年预算数,执行数\n培训经费,3,2,5,4\n", encoding="utf-8")
    part = only_part(path)
    assert values(part) == [{"name": "培训经费", "budget": 3_000_000, "executed": 2_000_000}]


@pytest.mark.parametrize(
    "heading",
    ["年初预算数", "上年执行数", "2020年预算数", "其中：代管", "预算增减额", "执行率", "结转预算数", "调整额"],
)
def test_a_heading_of_another_year_part_or_share_is_never_taken_for_the_amount(path: Path, heading: str) -> None:
    write_book(path, {"Sheet1": [["项目名称", "主要用途", heading], ["甲", "用途", 1]]})
    assert fields(only_part(path))[heading] == ""


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("2021年预算数", "budget"),
        ("本年度执行数", "executed"),
        ("具体项目名称", "name"),
        ("项目完成情况（简述）", "result"),
    ],
)
def test_a_heading_with_words_that_tell_nothing_is_inferred(path: Path, heading: str, field: str) -> None:
    others = {"name": "项目名称", "budget": "年度预算", "executed": "执行数", "purpose": "主要用途"}
    others.pop(field, None)
    write_book(path, {"Sheet1": [[*others.values(), heading], [*("1" for _ in others), "1"]]})
    (column,) = [column for column in only_part(path).columns if column.heading == heading]
    assert column.field == field


def test_a_repeated_heading_counts_once_and_is_told(path: Path) -> None:
    write_book(path, {"Sheet1": [["项目名称", "执行数", "执行数"], ["甲", 1, 2]]})
    part = only_part(path)
    assert values(part) == [{"name": "甲", "executed": 1_000_000}]
    assert part.columns[2].remark == "与 B 列重复"
    assert part.refusals() == [Refusal("Sheet1 C列", "执行数", "2", "与 B 列重复")]


def test_a_table_that_is_left_out_is_told(path: Path) -> None:
    write_book(path, {"Sheet1": [["项目名称", "执行数"], ["甲", 1]]})
    (refusal,) = only_part(path).for_table("").refusals()
    assert refusal.source == "“Sheet1”第 1 行起"
    assert "不导入" in refusal.reason


def test_an_earlier_choice_goes_before_what_the_heading_says(path: Path) -> None:
    write_book(path, {"Sheet1": [["项目名称", "执行数", "累计支出"], ["甲", 1, 2]]})
    part = only_part(path, memory=lambda _table, heading: {"执行数": "", "累计支出": "executed"}.get(heading))
    assert values(part) == [{"name": "甲", "executed": 2_000_000}]
    assert part.columns[2].match is Match.REMEMBERED


def test_another_field_for_a_column_takes_it_from_the_one_that_had_it(path: Path) -> None:
    write_book(path, {"Sheet1": [["项目名称", "执行数", "累计支出"], ["甲", 1, 2]]})
    part = only_part(path).with_field(2, "executed")
    assert values(part) == [{"name": "甲", "executed": 2_000_000}]
    assert [column.field for column in part.columns] == ["name", "", "executed"]


def test_another_table_can_be_chosen(path: Path) -> None:
    write_book(path, {"Sheet1": [["项目", "全年预算数", "执行数"], ["财政拨款", 3, 2]]})
    part = only_part(path)
    assert part.table == "project"
    assert values(part.for_table("fund_line")) == [{"category": "财政拨款", "budget": 3_000_000, "executed": 2_000_000}]
    assert part.for_table("").rows.offers == []


# Units


def test_the_unit_of_a_heading_goes_before_that_of_the_sheet(path: Path) -> None:
    rows = [["单位：万元"], ["项目名称", "年度预算（元）", "执行数"], ["甲", 10000, 1]]
    write_book(path, {"Sheet1": rows})
    assert values(only_part(path)) == [{"name": "甲", "budget": 1_000_000, "executed": 1_000_000}]


def test_the_unit_is_told_by_the_name_of_the_sheet(path: Path) -> None:
    write_book(path, {"项目（单位：元）": [HEAD, [1, "甲", 10000, 100]]})
    assert values(only_part(path))[0]["budget"] == 1_000_000


def test_large_round_amounts_are_taken_for_yuan_until_the_officer_says_otherwise(path: Path) -> None:
    write_book(path, {"Sheet1": [HEAD, [1, "甲", 3_000_000, 2_900_000.5], [2, "乙", 150_000, 0]]})
    part = only_part(path)
    assert (part.unit, part.unit_source) == ("元", UnitSource.SIZE)
    assert part.is_unit_open
    assert values(part.with_unit("万元"))[0]["budget"] == 3_000_000_000_000
    assert not part.with_unit("万元").is_unit_open


def test_figures_of_the_report_tell_the_unit(path: Path) -> None:
    write_book(path, {"Sheet1": [HEAD, [1, "甲", 9000, 8000], [2, "乙", 700, 0]]})
    part = only_part(path, amounts={900_000, 800_000})
    assert (part.unit, part.unit_source) == ("元", UnitSource.KNOWN)


@pytest.mark.parametrize(("amount", "unit"), [(59_787, "万元"), (2_500_000, "元")])
def test_the_size_of_the_reports_amounts_tells_the_unit(path: Path, amount: int, unit: str) -> None:
    write_book(path, {"Sheet1": [HEAD, [1, "甲", amount, amount]]})
    part = only_part(path, amounts=[200_000_000, 900_000_000, 3_000_000_000, 50_000_000_000])
    assert (part.unit, part.unit_source) == (unit, UnitSource.SIZE)


# Rows


def test_rows_of_sums_are_left_out_and_held_against_the_rows(path: Path) -> None:
    rows = [HEAD, [1, "甲", 1, 1], [2, "乙", 2, 1], ["", "小计", 3, 2], [3, "丙", 4, 4], ["合计", "", 8, 6]]
    write_book(path, {"Sheet1": rows})
    part = only_part(path)
    assert [row["name"] for row in values(part)] == ["甲", "乙", "丙"]
    assert part.rows.sums == 2
    (warning,) = part.rows.warnings
    assert (warning.source, warning.text) == ("Sheet1 第6行", "8.00 万元")
    assert "7.00 万元" in warning.reason


def test_a_sum_above_the_rows_is_held_against_all_of_them(path: Path) -> None:
    write_book(path, {"Sheet1": [HEAD, ["合计", "", 3, 2], [1, "甲", 1, 1], [2, "乙", 2, 1]]})
    part = only_part(path)
    assert (part.rows.sums, part.rows.warnings, len(part.rows.offers)) == (1, [], 2)


def test_codes_stay_texts_and_percentages_stay_percentages(path: Path) -> None:
    rows = [["一级指标", "三级指标", "目标值", "实际完成值", "分值"], ["管理效能", "001", 1, 0.975, 2]]
    write_book(path, {"指标": rows}, formats={"C2": "0%", "D2": "0.0%"})
    (row,) = values(only_part(path))
    assert row == {
        "block": "管理效能", "level3": "001", "target": "100%", "actual": "97.5%", "weight": Decimal(2)
    }  # fmt: skip


def test_merged_cells_count_for_every_row_they_cover(path: Path) -> None:
    rows = [
        ["一级指标", "二级指标", "三级指标", "分值"],
        ["履职效能（50分）", "数量", "甲", 2], ["", "", "乙", 3], ["", "质量", "丙", 5],
    ]  # fmt: skip
    write_book(path, {"自评表": rows}, ["A2:A4", "B2:B3"])
    found = [(row["block"], row["level2"], row["level3"]) for row in values(only_part(path))]
    assert found == [("履职效能", "数量", "甲"), ("履职效能", "数量", "乙"), ("履职效能", "质量", "丙")]


def test_a_merged_amount_counts_in_its_first_row_only(path: Path) -> None:
    write_book(path, {"Sheet1": [HEAD, [1, "甲", 5, 1], [2, "乙", "", 1]]}, ["C2:C3"])
    assert [row.get("budget") for row in values(only_part(path))] == [5_000_000, None]


def test_what_a_calculation_adds_beyond_the_last_place_is_rounded_away(path: Path) -> None:
    write_book(path, {"Sheet1": [HEAD, [1, "甲", 0.1 + 0.2, 1 / 3]]})
    (row,) = values(only_part(path))
    assert (row["budget"], row["executed"]) == (300_000, 333_333)


def test_a_typed_amount_that_is_too_fine_is_turned_down(path: Path) -> None:
    write_book(path, {"Sheet1": [HEAD, [1, "甲", "0.3333333", 1]]})
    (refusal,) = only_part(path).rows.refusals
    assert (refusal.source, refusal.label) == ("Sheet1 C2", "年度预算")
    assert "小数位太多" in refusal.reason


def test_a_cell_that_is_no_value_is_told_with_its_place(path: Path) -> None:
    write_book(path, {"Sheet1": [HEAD, [1, "甲", "约300", 1]]})
    part = only_part(path)
    (refusal,) = part.rows.refusals
    assert (refusal.source, refusal.text) == ("Sheet1 C2", "约300")
    assert values(part) == [{"name": "甲", "executed": 1_000_000}]


def test_a_row_without_a_name_is_told_as_a_whole(path: Path) -> None:
    write_book(path, {"Sheet1": [HEAD, [1, "甲", 1, 1], [2, "", 5, 5]]})
    (refusal,) = only_part(path).rows.refusals
    assert (refusal.source, refusal.label) == ("Sheet1 第3行", "")
    assert "没有项目名称" in refusal.reason


def test_dashes_and_empty_cells_are_no_figures(path: Path) -> None:
    write_book(path, {"Sheet1": [HEAD, [1, "甲", "—", ""]]})
    assert values(only_part(path)) == [{"name": "甲"}]


# Sheets


def test_tables_below_one_another_are_read_each_by_its_own_headings(path: Path) -> None:
    rows = [
        ["资金来源", "全年预算数", "执行数"], ["财政拨款", 3, 2], [],
        ["单位名称", "单位类别"], ["甲所", "参公"],
    ]  # fmt: skip
    write_book(path, {"Sheet1": rows})
    parts = read(path).parts
    assert [(part.table, len(part.rows.offers)) for part in parts] == [("fund_line", 1), ("unit", 1)]
    assert values(parts[0])[0]["axis"] == "资金来源"


def test_a_table_is_found_by_headings_that_only_resemble_its_fields(path: Path) -> None:
    rows = [["资金来源", "2021年预算数", "执行数", "完成率"], ["财政拨款", 3, 2, 0.67], ["合计", 3, 2, 0.67]]
    write_book(path, {"收支": rows})
    part = only_part(path)
    assert values(part) == [{"axis": "资金来源", "category": "财政拨款", "budget": 3_000_000, "executed": 2_000_000}]


def test_tables_side_by_side_are_told_apart(path: Path) -> None:
    rows = [
        ["按资金来源", "全年预算数", "执行数", "完成率", "按资金结构", "全年预算数", "执行数", "完成率"],
        ["财政拨款", 3, 2, 0.66, "基本支出", 1, 1, 1], ["其他", 1, 1, 1, "", "", "", ""],
    ]  # fmt: skip
    write_book(path, {"收支": rows})
    found = [(row["axis"], row["category"]) for part in read(path).parts for row in values(part)]
    assert found == [("资金来源", "财政拨款"), ("资金来源", "其他"), ("资金结构", "基本支出")]


def test_a_sheet_without_any_table_of_a_report_is_told(path: Path) -> None:
    write_book(path, {"Sheet1": [HEAD, [1, "甲", 1, 1]], "说明": [["请按要求填写"]]})
    (leftover,) = read(path).leftovers
    assert (leftover.place, leftover.text) == ("工作表“说明”", "请按要求填写")


def test_a_workbook_without_any_table_of_a_report_says_what_is_looked_for(path: Path) -> None:
    write_book(path, {"Sheet1": [["你好", "世界"], [1, 2]]})
    with pytest.raises(ImportFileError, match="没有找到可以导入的表格"):
        read(path)


def test_a_score_table_lists_bonus_items_below_its_indicators(path: Path) -> None:
    rows = [
        ["一级指标", "二级指标", "三级指标", "指标解释", "分值", "自评得分"],
        ["管理效能", "预算", "甲", "", 2, 2], ["加减分项", "加分", "获得表彰", "省级", "", 1.5],
    ]  # fmt: skip
    write_book(path, {"自评表": rows})
    offers = read(path).offers()
    assert [offer.table for offer in offers] == ["indicator", "adjustment"]
    assert offers[1].values == {"kind": "加分", "name": "获得表彰", "score": Decimal("1.5"), "reason": "省级"}


ANNEX = [
    ["部门整体支出绩效自评表"],
    ["单位基本情况", "单位名称", "某县水务局"],
    ["", "年度绩效目标", "保障供水安全。"],
    ["", "整体绩效目标完成情况", "", "未能完成原因", "无"],
    ["一级指标", "二级指标", "三级指标", "分值", "目标值", "实际完成值", "自评得分"],
    ["管理效能", "预算执行", "预算完成率", "2", "100%", "98%", "1.6"],
]


def test_the_labels_above_a_score_table_tell_of_the_report(tmp_path: Path) -> None:
    book = read(write_book(tmp_path / "a.xlsx", {"自评表": ANNEX}))
    (head,) = book.heads
    assert (head.table, head.source) == ("report", "自评表 第2行")
    assert head.values == {"spending_goal": "保障供水安全。", "goal_shortfall": "无"}
    assert book.offers()[0] is head


@pytest.mark.parametrize(
    ("department", "told"), [("某县水务局", []), ("", []), ("某县民政局", ["单位名称：某县水务局"])]
)
def test_another_departments_workbook_is_told_and_its_name_not_taken(
    tmp_path: Path, department: str, told: list[str]
) -> None:
    path = write_book(tmp_path / "a.xlsx", {"自评表": ANNEX})
    book = read(path, department=department)
    assert [each.text for each in book.leftovers] == told
    assert not any(offer.table == "department" for offer in book.offers())


def test_labels_without_a_score_table_tell_nothing(tmp_path: Path) -> None:
    rows = [["单位名称", "某县水务局"], ["项目名称", "年度预算"], ["水库加固", "12.5"]]
    assert read(write_book(tmp_path / "a.xlsx", {"项目": rows})).heads == ()
