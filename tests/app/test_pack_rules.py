"""What a pack says of a row has to be such as the row's rule can work with; else file, line, field and row are told."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import packs, paths
from app.errors import InputError, TemplateError
from app.library import Library
from app.model.entities import Rule
from app.model.rule_inputs import demand_parameters, demand_target
from app.model.rule_parameters import parse
from app.scoring.rows import Row, apply


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped pack to spoil."""
    return shutil.copytree(paths.templates() / packs.DEFAULT, tmp_path / "pack")


def write_rows(path: Path, *rows: Mapping[str, object], head: str = "") -> None:
    """Writes rows of an indicator system, a value a line."""
    parts = []
    for row in rows:
        values = {"level2": "预算执行", "level3": "试行指标", "weight": 2} | dict(row)
        lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
        parts.append("\n".join(["[[indicators]]", *lines]))
    path.write_text(head + "\n\n".join(parts) + "\n", encoding="utf-8")


def line_of(path: Path, field: str) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.startswith(f"{field} ="))


WHOLE: list[tuple[Rule, str, str, str]] = [
    (Rule.MANUAL, "", "按时完成", ""),
    (Rule.AT_LEAST, "不适用=折算", "≥95%", ""),
    (Rule.AT_MOST, "", "≤100万元", ""),
    (Rule.AT_MOST_RATIO, "", "3", "起"),
    (Rule.EQUAL, "", "=0", ""),
    (Rule.BANDS, "达成=90%；部分达成=65%；未达成=0", "提升", ""),
    (Rule.PER_POINT, "扣分比例=10%", "100%", ""),
    (Rule.PER_STEP, "每满=10%；扣分=0.5", "≥80%", ""),
    (Rule.TIERS, "90%(含)以上=1；75%-90%=0.7；其他=0", "≥90%", ""),
    (Rule.CHECKLIST, "目标=1；自评=50%", "全部公开", ""),
    (Rule.BREACHES, "超范围支出=1；虚列支出=2", "0", ""),
    (Rule.BREACHES, "扣分=0.5", "", ""),
    (Rule.YES_NO, "满分=否", "否", ""),
    (Rule.NO_EXCESS, "未超出=按比例", "≤100%", ""),
    (Rule.YEAR_ON_YEAR, "上年=100万元；扣分=0.2", "下降3%", ""),
    (Rule.TARGETS_MET, "", "100%", ""),
]
BROKEN: list[tuple[Rule, str, str, str, str]] = [  # rule, field, its value, other field, what is told
    (Rule.MANUAL, "parameters", "扣分=0.5", "", "规则参数中没有“扣分”，这种评分规则不需要参数"),
    (Rule.AT_LEAST, "parameters", "扣分=0.5", "", "这种评分规则不需要参数"),
    (Rule.AT_LEAST, "parameters", "不适用=零分", "", "“不适用”只能是满分、折算，不能是“零分”"),
    (Rule.AT_LEAST, "target", "≤95%", "", "目标值“≤95%”的方向与评分规则相反"),
    (Rule.AT_LEAST, "target", "全部完成", "", "目标值“全部完成”中没有数字"),
    (Rule.AT_MOST, "parameters", "达成=1", "", "这种评分规则不需要参数"),
    (Rule.AT_MOST, "target", "≥3起", "", "方向与评分规则相反"),
    (Rule.AT_MOST_RATIO, "parameters", "每满=1", "", "这种评分规则不需要参数"),
    (Rule.AT_MOST_RATIO, "target", "至少3起", "", "方向与评分规则相反"),
    (Rule.EQUAL, "parameters", "满分=是", "", "这种评分规则不需要参数"),
    (Rule.EQUAL, "target", "3至5起", "", "中有 2 个数字"),
    (Rule.BANDS, "parameters", "基本达成=70%", "", "没有“基本达成”，可用的有：达成、部分达成、未达成"),
    (Rule.BANDS, "parameters", "部分达成=85%", "", "“部分达成”应得分值的 60%（含）至 80%，现为 85.00%，请改正"),
    (Rule.BANDS, "parameters", "未达成=60%", "", "“未达成”应得分值的 0%（含）至 60%"),
    (Rule.BANDS, "parameters", "达成=130%", "", "的值应在 0 到 1（100%）之间"),
    (Rule.PER_POINT, "parameters", "", "", "缺少每次扣分的数额"),
    (Rule.PER_POINT, "parameters", "扣分比列=10%", "", "没有“扣分比列”，可用的有：扣分、扣分比例"),
    (Rule.PER_POINT, "parameters", "扣分=-1", "", "“扣分”应是不小于 0 的数"),
    (Rule.PER_POINT, "target", "0", "扣分=0.2", "目标值“0”不大于 0，无法计算相差的百分点"),
    (Rule.PER_STEP, "parameters", "扣分=0.5", "", "规则参数缺少“每满”，请填写几个百分点为一档"),
    (Rule.PER_STEP, "parameters", "每满=10%", "", "缺少每次扣分的数额"),
    (Rule.PER_STEP, "parameters", "每满=0；扣分=1", "", "“每满”应大于 0"),
    (Rule.PER_STEP, "target", "较好", "每满=10%；扣分=1", "中没有数字"),
    (Rule.TIERS, "parameters", "", "", "规则参数没有分档"),
    (Rule.TIERS, "parameters", "90%=1", "", "看不懂分档“90%”"),
    (Rule.TIERS, "parameters", "90%以上=70", "", "的值应在 0 到 1（100%）之间"),
    (Rule.TIERS, "parameters", "90%-75%=0.7", "", "分档“90%-75%”的下限大于上限，请把小的数写在前面"),
    (Rule.CHECKLIST, "parameters", "", "", "没有列出检查项"),
    (Rule.CHECKLIST, "parameters", "目标", "", "“目标”应写作“名称=值”"),
    (Rule.CHECKLIST, "parameters", "目标=1；目标=2", "", "“目标”写了两次"),
    (Rule.CHECKLIST, "parameters", "目标=一分", "", "“目标”应是不小于 0 的数"),
    (Rule.CHECKLIST, "parameters", "目标=1；扣分=0.5", "", "“扣分”不能用于逐项得分"),
    (Rule.BREACHES, "parameters", "", "", "缺少每次扣分的数额"),
    (Rule.BREACHES, "parameters", "超范围支出=全扣", "", "“超范围支出”应是不小于 0 的数"),
    (Rule.YES_NO, "parameters", "满分=对", "", "“满分”只能是是、否，不能是“对”"),
    (Rule.YES_NO, "parameters", "扣分=1", "", "没有“扣分”，可用的有：满分"),
    (Rule.NO_EXCESS, "parameters", "未超出=一半", "", "“未超出”只能是满分、按比例"),
    (Rule.NO_EXCESS, "target", "≥100%", "", "方向与评分规则相反"),
    (Rule.YEAR_ON_YEAR, "parameters", "去年=100", "", "没有“去年”，可用的有：上年、扣分、扣分比例"),
    (Rule.YEAR_ON_YEAR, "parameters", "上年=不详", "", "规则参数“上年”“不详”中没有数字"),
    (Rule.YEAR_ON_YEAR, "target", "5%", "", "没有写明方向，请写作"),
    (Rule.TARGETS_MET, "parameters", "扣分=1", "", "这种评分规则不需要参数"),
]


@pytest.mark.parametrize(("rule", "parameters", "target", "unit"), WHOLE)
def test_what_a_rule_can_work_with_is_taken(folder: Path, rule: Rule, parameters: str, target: str, unit: str) -> None:
    row = {"rule": rule, "parameters": parameters, "target": target, "unit": unit}
    write_rows(folder / "indicators.toml", row)
    assert packs.load_folder("试用", folder).indicators[0].parameters == parameters


def test_the_tables_name_every_rule() -> None:
    assert {case[0] for case in WHOLE} == {case[0] for case in BROKEN} == set(Rule)


@pytest.mark.parametrize(("rule", "field", "value", "parameters", "told"), BROKEN)
def test_what_a_rule_cannot_work_with_is_told_with_its_place(
    folder: Path, rule: Rule, field: str, value: str, parameters: str, told: str
) -> None:
    path = folder / "indicators.toml"
    values = {"parameters": parameters} | {field: value}
    write_rows(path, {"rule": rule, **values}, head="# 手写的指标体系\n\n")
    line = line_of(path, field)
    place = rf"^模板文件 pack/indicators\.toml 第 {line} 行的 indicators\[0\]\.{field} 有误（指标“试行指标”）："
    with pytest.raises(TemplateError, match=f"{place}[^。]*{re.escape(told)}[^。]*。$"):
        packs.load_folder("试用", folder)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("weight", 150, "应在 0 到 100 之间，现为 150，请改正后再用。"),
        ("weight", -1, "应在 0 到 100 之间"),
        ("weight", 1.234, "分值：“1.234”的小数位太多，最多保留 2 位小数，请核对后重填。"),
        ("weight", 50.5, "“管理效能”各行的分值合计 50.5 分，超过满分 50 分，请改正后再用。"),
        ("level3", "长" * 201, "三级指标：最多填写 200 字，现有 201 字"),
        ("unit", "个" * 21, "计量单位：最多填写 20 字"),
    ],
)
def test_what_a_field_cannot_hold_is_told_with_its_place(folder: Path, field: str, value: object, told: str) -> None:
    path = folder / "indicators.toml"
    write_rows(path, {field: value})
    with pytest.raises(TemplateError, match=re.escape(told)) as raised:
        packs.load_folder("试用", folder)
    assert f"第 {line_of(path, field)} 行的 indicators[0].{field} " in str(raised.value)


def test_the_row_that_passes_the_full_marks_of_its_block_is_named(folder: Path) -> None:
    write_rows(folder / "indicators.toml", *({"weight": 20} for _ in range(4)), {"weight": 5, "block": "履职效能"})
    with pytest.raises(TemplateError, match=r"indicators\[2\].weight 有误：“管理效能”各行的分值合计 80 分，超过满分"):
        packs.load_folder("试用", folder)


def test_blocks_whose_full_marks_can_be_shifted_share_them(tmp_path: Path) -> None:
    folder = shutil.copytree(paths.templates() / "mof-2013", tmp_path / "pack")
    write_rows(folder / "indicators.toml", {"block": "投入", "weight": 60})
    assert packs.load_folder("试用", folder).indicators[0].weight == 60
    write_rows(folder / "indicators.toml", {"block": "投入", "weight": 60}, {"block": "产出", "weight": 41})
    with pytest.raises(TemplateError, match="“投入”“过程”“产出”“效果”各行的分值合计 101 分，超过满分 100 分"):
        packs.load_folder("试用", folder)


def test_a_row_of_the_forms_of_projects_is_held_to_the_same(tmp_path: Path) -> None:
    folder = shutil.copytree(paths.templates() / packs.DEFAULT, tmp_path / "pack")
    project = (paths.templates() / "project-2020" / "project.toml").read_text(encoding="utf-8")
    shutil.copy(paths.templates() / "project-2020" / "project.xhtml", folder)
    (folder / "project.toml").write_text(project.replace('"定性三档"', '"分档得分"', 1), encoding="utf-8")
    with pytest.raises(
        TemplateError, match=r"project.toml 第 \d+ 行的 indicators\[\d\].parameters 有误：规则参数没有分档"
    ):
        packs.load_folder("试用", folder)


def test_a_report_is_told_where_the_pack_of_its_own_is_faulty(library: Library, home: Path) -> None:
    own = shutil.copytree(paths.templates() / packs.DEFAULT, home / "templates" / "本局")
    report = library.reports.new("某市某局", 2022, pack="本局")
    write_rows(own / "indicators.toml", {"rule": Rule.TIERS})
    packs.forget()
    with pytest.raises(
        TemplateError, match=r"indicators.toml 第 1 行的 indicators\[0\].parameters 有误（指标“试行指标”）"
    ):
        library.scores(report)


def test_a_row_that_a_pack_could_not_hold_is_named_before_it_is_saved(
    library: Library, sample: int, home: Path
) -> None:
    row = library.data(sample).indicators[1]
    library.set_field(sample, "indicator", row.id, "parameters", "")
    with pytest.raises(InputError, match=f"指标“{row.level3}”还不能存入模板包：规则参数缺少每次扣分的数额"):
        library.own_packs.save(sample, "本局指标")
    assert not (home / "templates").exists() or not list((home / "templates").iterdir())


def test_blocks_with_too_much_weight_are_named_before_they_are_saved(library: Library, sample: int) -> None:
    row = library.data(sample).indicators[0]
    library.set_field(sample, "indicator", row.id, "weight", Decimal(5))
    with pytest.raises(InputError, match=r"^“管理效能”各行的分值合计 53 分，超过满分 50 分，请改正后再存为模板。$"):
        library.own_packs.save(sample, "本局指标")


PARTS = (
    "扣分=0.5", "扣分比例=10%", "每满=10%", "达成=90%", "部分达成=85%", "未达成=0.2", "目标=1", "90%以上=1", "其他=2",
    "满分=否", "未超出=按比例", "上年=100万元", "上年=无", "不适用=折算", "不适用=零", "扣分", "=1", "其他=0",
)  # fmt: skip
TARGETS = ("", "100%", "≥95%", "≤3起", "0", "下降3%", "达成", "3至5", "1.2E+08")
ACTUALS = ("", "97%", "3起", "0", "下降5%", "达成", "是", "目标", "无", "120万元")


@given(
    st.sampled_from(Rule),
    st.lists(st.sampled_from(PARTS), max_size=3, unique=True).map("；".join),
    st.sampled_from(TARGETS),
    st.sampled_from(ACTUALS),
)
def test_what_a_pack_may_say_no_row_complains_of(rule: Rule, parameters: str, target: str, actual: str) -> None:
    try:
        demand_parameters(rule, parameters, Decimal(2), "")
        demand_target(rule, target, "")
        complaint = ""
    except InputError as error:
        complaint = str(error)
    try:
        apply(rule, Row(Decimal(2), target, actual, "", parse(parameters)))
        found = ""
    except InputError as error:
        found = str(error)
    if not complaint:
        assert not found.startswith(("规则参数", "看不懂分档", "分档“")) or "实际完成值" in found
        assert "方向" not in found
        assert not found.startswith("目标值") or "实际完成值" in found or rule is Rule.TIERS
