"""A published report read back: the sample in every form, other outlines, other noise, and what is left over."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import hypothesis
import pytest

from app import paths
from app.exchange import entries, report_reader
from app.exchange.entries import Entries
from app.exchange.report_reader import Confidence, ReadReport
from app.library import Library
from app.model.entities import (
    Axis,
    Duty,
    Entity,
    FundLine,
    Indicator,
    Measure,
    Office,
    Problem,
    Project,
    Report,
    ReportRow,
    Unit,
)
from app.model.fields import specs
from tests.app.exchange.reading import files
from tests.app.exchange.reading import reports as generated
from tests.app.exchange.reading.accuracy import bare
from tests.bench import reports as bench
from tests.bench.sizes import BY_NAME
from tests.builders import DELIVERY, MANAGEMENT

ANNEX_ONLY = {"goal_completion", "goal_shortfall"}
"""Fields of the report that only the annex prints."""


@pytest.fixture
def expected() -> Entries:
    return entries.read_file(paths.resources() / "sample" / "panyu-2021.toml")


@pytest.fixture
def text(library: Library, sample: int) -> str:
    """The sample's report, a paragraph a line."""
    return library.documents.text(sample, ("report",))


def read_text(folder: Path, text: str, encoding: str = "utf-8") -> ReadReport:
    path = folder / "report.txt"
    path.write_bytes(text.encode(encoding))
    return report_reader.read(path)


T = TypeVar("T", bound=ReportRow)


def rows_of(read: ReadReport | Entries, entity: type[T]) -> list[T]:
    """The rows of one table."""
    return [row for row in read.rows[entity.TABLE] if isinstance(row, entity)]


def differences(read: ReadReport, wanted: Entries, *, without: Iterable[str] = ()) -> list[str]:
    """What was not read as it is in the entries; rows of the score table apart."""
    skipped = set(without)
    found = [*_differing(wanted.department, read.department, set()), *_differing(wanted.report, read.report, skipped)]
    for table, rows in wanted.rows.items():
        if table == Indicator.TABLE:
            continue
        if len(rows) != len(read.rows[table]):
            found.append(f"{table}: {len(read.rows[table])} of {len(rows)}")
        for row, other in zip(rows, read.rows[table], strict=False):
            found += _differing(row, other, set())
    return found


def _differing(wanted: Entity, read: Entity, skipped: set[str]) -> list[str]:
    return [
        f"{wanted.TABLE}/{wanted.id}/{name}: {getattr(read, name)!r}"
        for name in specs(type(wanted))
        if name not in skipped and _bare(getattr(wanted, name)) != _bare(getattr(read, name))
    ]


def _bare(value: object) -> object:
    return bare(value) if isinstance(value, str) else value


def test_the_text_of_the_sample_reads_back_as_its_entries(tmp_path: Path, text: str, expected: Entries) -> None:
    read = read_text(tmp_path, text)
    assert differences(read, expected, without=ANNEX_ONLY) == []
    assert read.leftovers == ()
    assert read.report.year == 2021


@pytest.mark.parametrize("suffix", ["docx", "txt"])
def test_an_exported_sample_reads_back_with_its_annex(
    library: Library, sample: int, tmp_path: Path, expected: Entries, suffix: str
) -> None:
    path = tmp_path / f"a.{suffix}"
    library.exports.write(sample, path)
    read = report_reader.read(path)
    assert differences(read, expected) == []
    assert read.leftovers == ()
    rows, wanted = rows_of(read, Indicator), rows_of(expected, Indicator)
    told = ("block", "level2", "level3", "task_id", "definition", "criterion", "weight", "reason", "origin")
    assert [[getattr(row, name) for name in told] for row in rows] == [
        [getattr(row, name) for name in told] for row in wanted
    ]
    assert [row.score for row in rows] == [
        library.scores(sample).rows[row.id].score for row in library.data(sample).indicators
    ]


@pytest.mark.parametrize("name", ["panyu-2021.txt", "panyu-2021.pdftext.txt"])
def test_the_published_report_reads_as_the_sample(tmp_path: Path, expected: Entries, name: str) -> None:
    folder = os.environ.get("ZIPING_REFERENCE")
    if not folder:
        pytest.skip("ZIPING_REFERENCE does not name the folder of the published report")
    read = report_reader.read(Path(folder) / name)
    assert differences(read, expected, without=ANNEX_ONLY) == []
    assert read.leftovers == ()
    rows = {row.level3: row for row in rows_of(read, Indicator)}
    assert {name: (str(row.score), row.reason) for name, row in rows.items() if row.block == MANAGEMENT} == {
        "预算完成率": ("1.48", "人员经费变化造成不能100.0%完成预算"),
        "财政拨款收入预决算差异率": ("1.48", "人员经费变化造成收入预决算差异"),
        "政府采购执行率": ("0", "采购价格变化"),
        "绩效目标完成率": ("1.97", "只能较好地完成整体绩效目标，部分项目绩效未能实现预期目标"),
    }
    assert [row.reason for row in rows.values() if row.block == DELIVERY] == [
        row.reason
        for row in expected.rows_of(Indicator)
        if isinstance(row, Indicator) and row.reason and row.block == DELIVERY
    ]


def _folded(width: int) -> Callable[[str], str]:
    def fold(text: str) -> str:
        lines = (line[start : start + width] for line in text.split("\n") for start in range(0, len(line), width))
        return "\n".join(lines)

    return fold


def _with_pages(text: str) -> str:
    """Indents, odd spaces, and a page number after every tenth line."""
    lines = ["　　" + line.replace("，", "， ").replace("2021", "2021 ") for line in text.split("\n")]
    return "\n".join(f"{line}\n\n— {number // 10} —" if number % 10 == 9 else line for number, line in enumerate(lines))


def _in_wide_digits(text: str) -> str:
    return text.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}).replace("万元", "万兀")


def _numbered_otherwise(text: str) -> str:
    text = re.sub(r"(?m)^([0-9]+)\.(?!2021)", r"\1、", text)
    return re.sub("(?m)^（([一二三四])）", r"(\1) ", text)


NOISE: dict[str, Callable[[str], str]] = {
    "folded at 26": _folded(26),
    "folded at 32": _folded(32),
    "folded at 80": _folded(80),
    "pages and spaces": _with_pages,
    "full-width digits": _in_wide_digits,
    "other numbers": _numbered_otherwise,
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "everything": lambda text: _folded(30)(_with_pages(_in_wide_digits(text))),
}


@pytest.mark.parametrize("kind", NOISE)
def test_noise_changes_nothing(tmp_path: Path, text: str, expected: Entries, kind: str) -> None:
    read = read_text(tmp_path, NOISE[kind](text))
    assert differences(read, expected, without=ANNEX_ONLY) == []
    assert read.leftovers == ()


def _in_circles(text: str) -> str:
    """1. （1） ① instead of 一、 （一） 1."""
    text = re.sub("(?m)^([0-9]{1,2})[.]", lambda found: chr(ord("①") + int(found[1]) - 1), text)
    text = re.sub("(?m)^([一二三四五])、", lambda found: f"{'一二三四五'.index(found[1]) + 1}.", text)
    return re.sub("(?m)^（([一二三四五])）", lambda found: f"（{'一二三四五'.index(found[1]) + 1}）", text)


def test_another_set_of_numbers_changes_nothing(tmp_path: Path, text: str, expected: Entries) -> None:
    assert differences(read_text(tmp_path, _in_circles(text)), expected, without=ANNEX_ONLY) == []


def test_lines_torn_at_no_width_are_mostly_put_together(tmp_path: Path, text: str, expected: Entries) -> None:
    chance = random.Random(1)
    torn = []
    for line in text.split("\n"):
        rest = line
        while len(rest) > 36:
            cut = chance.randint(28, 36)
            torn.append(rest[:cut])
            rest = rest[cut:]
        torn.append(rest)
    read = read_text(tmp_path, "\n".join(torn))
    counts = {table: len(rows) for table, rows in expected.rows.items() if table != Indicator.TABLE}
    assert {table: len(read.rows[table]) for table in counts} == counts
    assert len(differences(read, expected, without=ANNEX_ONLY)) <= 10  # where a sentence ends with its line


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(tmp_path: Path, text: str, expected: Entries, encoding: str) -> None:
    assert differences(read_text(tmp_path, text, encoding), expected, without=ANNEX_ONLY) == []


def test_text_before_the_title_is_left_over(tmp_path: Path, text: str, expected: Entries) -> None:
    read = read_text(tmp_path, f"番禺区财政局\n关于公开2021年自评材料的通知\n{text}")
    assert differences(read, expected, without=ANNEX_ONLY) == []
    assert [(item.chapter, item.text) for item in read.leftovers] == [
        ("", "番禺区财政局"),
        ("", "关于公开2021年自评材料的通知"),
    ]


@pytest.mark.parametrize("heading", ["一、基本情况", "二、综合评价分析", "三、存在的主要问题", "四、下一步改进措施"])
def test_a_chapter_may_be_missing(tmp_path: Path, text: str, heading: str) -> None:
    chapters = re.split("(?m)^(?=[一二三四五]、)", text)
    read = read_text(tmp_path, "".join(chapter for chapter in chapters if not chapter.startswith(heading)))
    rows = read.rows
    assert bool(rows["office"]) == (heading != "一、基本情况")
    assert bool(rows["project"]) == (heading != "二、综合评价分析")
    assert bool(rows["problem"]) == (heading != "三、存在的主要问题")
    assert bool(rows["measure"]) == (heading != "四、下一步改进措施")
    assert read.leftovers == ()


OTHER = """信息公开选项：主动公开
阳山县农业农村局关于2022年度部门整体支出
绩效自评情况的报告
一、部门（单位）基本概况
（一）职能
1、贯彻执行农业农村工作的方针政策。
2、指导农产品质量安全监管。
（二）机构设置及人员情况
阳山县农业农村局内设机构有办公室、财务股（挂审计股、监督股牌子）、种植业股。下属单位2个，其中：公益一类事业单位2个。\
下属单位分别为：县农技推广中心、县动物疫控中心。全局编制人数56人。
（三）年度总体工作
2022年，我局全面推进乡村振兴。我局粮食播种面积稳定在21万亩。
（四）整体支出绩效目标
保障粮食安全。
二、部门整体支出管理及使用情况
部门整体全年预算数为１２，３４５．６０万兀，执行数12,000.00万元，预算资金完成率97.2%。
2022年度本部门收入总额12,345.60万元，其中：基本支出2,345.60万元，项目支出10,000万元；\
支出总额12,000万元，其中：基本支出2,300万元，项目支出9,700万元。
1、高标准农田建设项目
该项目全年预算数8,000万元，实际支出7,900万元，执行率98.8%。主要用于农田建设。项目完成情况：建成1.2万亩。
2、动物防疫经费
该项目年度预算资金500万元，全年执行数480万元，预算完成率96.0%，主要用于购买疫苗。项目完成情况：密度达100%。
三、部门整体支出绩效情况
经自评，我局2022年度整体支出绩效自评得分为95.5分。其中管理效能得分46分，预算完成率指标得分1.5分，\
扣分原因是项目进度慢；履职效能得分49.5分。
四、存在问题
一是预算编制不够精细。个别项目有偏差；二是项目进度偏慢。
五、改进措施
（一）细化预算编制。提前开展项目论证。
（二）加快支付进度。
六、其他需要说明的情况
无其他需要说明的情况。
"""


def test_another_outline_is_understood(tmp_path: Path) -> None:
    read = read_text(tmp_path, OTHER)
    department, report = read.department, read.report
    assert (department.name, department.region, department.level) == ("阳山县农业农村局", "阳山县", "县级")
    assert (report.year, report.posts, department.short_name) == (2022, 56, "我局")
    assert [row.text for row in rows_of(read, Duty)] == ["贯彻执行农业农村工作的方针政策。", "指导农产品质量安全监管。"]
    assert [row.name for row in rows_of(read, Office)] == [
        "办公室",
        "财务股（挂审计股、监督股牌子）",
        "种植业股",
    ]
    assert [row.kind for row in rows_of(read, Unit)] == ["公益一类"] * 2
    assert report.overall_work == "2022年，我局全面推进乡村振兴。我局粮食播种面积稳定在21万亩。"
    assert report.spending_goal == "保障粮食安全。"
    assert [(line.category, line.budget, line.executed) for line in rows_of(read, FundLine)] == [
        ("基本支出", 2_345_600_000, 2_300_000_000),
        ("项目支出", 10_000_000_000, 9_700_000_000),
    ]
    assert [(row.name, row.budget, row.executed, row.purpose, row.result) for row in rows_of(read, Project)] == [
        ("高标准农田建设项目", 8_000_000_000, 7_900_000_000, "农田建设。", "建成1.2万亩。"),
        ("动物防疫经费", 500_000_000, 480_000_000, "购买疫苗。", "密度达100%。"),
    ]  # fmt: skip
    assert (report.typed_total, report.typed_management, report.typed_delivery) == (
        Decimal("95.5"), Decimal(46), Decimal("49.5"),
    )  # fmt: skip
    assert [(row.level3, row.score, row.reason) for row in rows_of(read, Indicator)] == [
        ("预算完成率", Decimal("1.5"), "项目进度慢")
    ]
    assert [(row.title, row.text) for row in rows_of(read, Problem)] == [
        ("预算编制不够精细", "个别项目有偏差"), ("项目进度偏慢", ""),
    ]  # fmt: skip
    assert [(row.title, row.text) for row in rows_of(read, Measure)] == [
        ("细化预算编制", "提前开展项目论证。"), ("加快支付进度", ""),
    ]  # fmt: skip
    assert [(item.chapter, item.text) for item in read.leftovers] == [
        ("", "信息公开选项：主动公开"),
    ]


def test_every_entry_has_its_passage(tmp_path: Path, text: str) -> None:
    read = read_text(tmp_path, text)
    project = next(item for item in read.understood if isinstance(item.row, Project))
    assert project.passage.startswith("产业人才发展专项资金\n该项目年度预算4,780.91万元")
    assert project.confidence is Confidence.CERTAIN
    goal = next(item for item in read.understood if item.fields == ("overall_goal",))
    assert isinstance(goal.row, Report)
    assert goal.passage == goal.row.overall_goal
    guessed = [item for item in read.understood if item.confidence is Confidence.DOUBTFUL]
    assert {type(item.row) for item in guessed} == {Indicator}
    assert all(item.passage for item in read.understood)


def test_tables_of_a_word_file_are_read_by_their_headings(tmp_path: Path) -> None:
    body = "".join(
        [
            files.paragraph("某县水务局2023年部门整体支出绩效自评报告"),
            files.paragraph("一、部门概况"),
            files.table([["单位名称", "单位性质"], ["县水库管理所", "公益一类事业单位"]]),
            files.paragraph("二、部门收支情况"),
            files.paragraph("单位：元"),
            files.table(
                [
                    ["资金类别", "预算数", "执行数", "完成率"],
                    ["财政拨款", "1,000,000", "900,000.50", "90%"],
                    ["合计", "1,000,000", "900,000.50", ""],
                ]
            ),
            files.paragraph("三、项目支出情况"),
            files.table(
                [
                    ["序号", "项目名称", "年度预算数（万元）", "全年执行数（万元）", "完成率", "主要用途"],
                    ["1", "水库除险加固", "500", "480.5", "96.1%", "加固两座水库"],
                    ["2", "河道保洁", "待定", "12", "—", "保洁"],
                ]
            ),
            files.paragraph("四、绩效自评表"),
            files.table(
                [
                    ["一级指标", "二级指标", "三级指标", "权重", "年度指标值", "实际完成值", "得分", "偏差原因分析"],
                    ["产出指标", "数量指标", "加固水库", "10", "≥2座", "2座", "10", ""],
                    ["", "时效指标", "按时完工率", "10", "100%", "95%", "9.5", "汛期停工"],
                    ["小计", "", "", "20", "", "", "19.5", ""],
                ]
            ),
        ]
    )  # fmt: skip
    read = report_reader.read(files.word(tmp_path / "a.docx", body))
    assert [(row.name, row.kind) for row in rows_of(read, Unit)] == [("县水库管理所", "公益一类")]
    assert [(row.axis, row.category, row.budget, row.executed) for row in rows_of(read, FundLine)] == [
        (Axis.SOURCE, "财政拨款", 100_000_000, 90_000_050)
    ]
    assert [(row.name, row.budget, row.executed, row.purpose) for row in rows_of(read, Project)] == [
        ("水库除险加固", 500_000_000, 480_500_000, "加固两座水库"),
        ("河道保洁", None, 12_000_000, "保洁"),
    ]
    assert [
        (row.block, row.level2, row.level3, row.target, row.actual, row.unit, row.score, row.reason)
        for row in rows_of(read, Indicator)
    ] == [
        ("履职效能", "数量指标", "加固水库", "≥2座", "2", "座", Decimal(10), ""),
        ("履职效能", "时效指标", "按时完工率", "100", "95", "%", Decimal("9.5"), "汛期停工"),
    ]
    assert [item.text for item in read.leftovers] == ["年度预算：待定"]


def test_rows_run_together_are_read(tmp_path: Path) -> None:
    funds = "二、收支情况\n合计300.00280.0093.3%\n基本支出100.0095.0095.0%\n项目支出200.00185.0092.5%\n"
    projects = "三、项目支出情况\n1文物保护经费50.0045.5091.0%\n"
    read = read_text(tmp_path, f"某市文化局2022年部门整体支出绩效自评报告\n{funds}{projects}")
    assert [(row.axis, row.category, row.executed) for row in rows_of(read, FundLine)] == [
        (Axis.STRUCTURE, "基本支出", 95_000_000), (Axis.STRUCTURE, "项目支出", 185_000_000),
    ]  # fmt: skip
    assert [(row.name, row.budget) for row in rows_of(read, Project)] == [("文物保护经费", 50_000_000)]


def test_numbers_that_word_sets_by_itself_are_read(tmp_path: Path) -> None:
    numbering = (
        f'<w:numbering xmlns:w="{files.W}"><w:abstractNum w:abstractNumId="1">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )

    def numbered(text: str, level: int) -> str:
        return files.paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')

    body = "".join(
        [
            files.paragraph("某县水务局\n2023年部门整体支出绩效自评报告", '<w:pStyle w:val="T"/>'),
            files.paragraph("目录\n一、存在的问题……………1"),
            numbered("存在的主要问题", 0),
            numbered("预算不细。有偏差。", 1),
            numbered("进度偏慢。", 1),
            numbered("下一步改进措施", 0),
            numbered("细化预算。", 1),
            "<w:p><w:r><w:t>其他</w:t></w:r><w:del><w:r><w:t>删去</w:t></w:r></w:del></w:p>",
        ]
    )
    styles = f'<w:styles xmlns:w="{files.W}"><w:style w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>'
    parts = {"word/numbering.xml": numbering, "word/styles.xml": styles}
    read = report_reader.read(files.word(tmp_path / "a.docx", body, parts))
    assert (read.department.name, read.report.year) == ("某县水务局", 2023)
    assert [(row.title, row.text) for row in rows_of(read, Problem)] == [
        ("预算不细", "有偏差。"), ("进度偏慢", ""),
    ]  # fmt: skip
    assert [(row.title, row.text) for row in rows_of(read, Measure)] == [("细化预算", "其他")]


def reprinted(library: Library, report_id: int, path: Path) -> tuple[str, str]:
    """A report's text, and that of what was read back from its file."""
    library.exports.write(report_id, path)
    read = report_reader.read(path)
    assert read.leftovers == ()
    return library.documents.text(report_id), library.documents.text(library.reading_in.make_report(read))


@pytest.mark.parametrize("suffix", ["docx", "txt"])
@pytest.mark.timeout(300)
@hypothesis.settings(max_examples=15, phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate])
@hypothesis.given(found=generated.entries())
def test_what_was_exported_prints_the_same_when_read_back(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, found: Entries
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    with Library.open(folder / "library.db", create=True) as library:
        before, after = reprinted(library, library.reports.add_entries(found, label="x"), folder / f"a.{suffix}")
    assert after == before


@pytest.mark.parametrize("suffix", ["docx", "txt"])
def test_a_large_report_prints_the_same_when_read_back(library: Library, tmp_path: Path, suffix: str) -> None:
    before, after = reprinted(library, bench.add_report(library, BY_NAME["medium"]), tmp_path / f"a.{suffix}")
    assert after == before
