"""The rows of a report: one frozen dataclass per table, each field declared once with all that is known of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from app.model.fields import choice, count, date, decimal, flag, long, money, pack_choice, reference, text


class Level(StrEnum):
    """Administrative level of a department."""

    DISTRICT = "区级"
    CITY = "市级"
    PROVINCE = "省级"
    COUNTY = "县级"


class Status(StrEnum):
    """Where a report stands; 定稿 is read-only."""

    DRAFT = "草稿"
    REVIEW = "送审"
    FINAL = "定稿"


class UnitKind(StrEnum):
    """Kinds of subordinate units, in the order a report counts them."""

    CIVIL_SERVICE_MANAGED = "参公"
    PUBLIC_WELFARE_1 = "公益一类"
    PUBLIC_WELFARE_2 = "公益二类"
    ADMINISTRATIVE = "行政"
    OTHER = "其他"


class Axis(StrEnum):
    """The three ways the same money is broken down."""

    SOURCE = "资金来源"
    STRUCTURE = "资金结构"
    LEVEL = "预算级次"


class ProjectKind(StrEnum):
    """How a project was evaluated."""

    ONLINE = "线上重点"
    OFFLINE = "线下自评"


class ProjectLevel(StrEnum):
    """Which budget a project's money comes from."""

    LOCAL = "本级"
    TRANSFER = "转移支付"


class FundSource(StrEnum):
    """Where the money of a project comes from, as 项目支出绩效自评表 asks (财预〔2020〕10号)."""

    CURRENT = "当年财政拨款"
    BROUGHT_FORWARD = "上年结转资金"
    OTHER = "其他资金"


class Rule(StrEnum):
    """How a row of the score table is scored; see `app.scoring.rules`."""

    MANUAL = "人工评分"
    AT_LEAST = "正向（≥）"
    AT_MOST = "反向（≤）"
    AT_MOST_RATIO = "反向（目标÷实际）"
    EQUAL = "等于（=）"
    BANDS = "定性三档"
    PER_POINT = "每差一个百分点扣分"
    PER_STEP = "每满一档扣分"
    TIERS = "分档得分"
    CHECKLIST = "逐项得分"
    BREACHES = "逐项扣分"
    YES_NO = "是否"
    NO_EXCESS = "超出不得分"
    YEAR_ON_YEAR = "同比"
    TARGETS_MET = "达标率"


class Origin(StrEnum):
    """Where a row's figures come from, so that nothing inferred passes for published."""

    ENTERED = "填报"
    PUBLISHED = "公布"
    INFERRED = "推断"
    EXAMPLE = "示例"


class AdjustmentKind(StrEnum):
    """Bonus or penalty."""

    BONUS = "加分"
    PENALTY = "减分"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A stored row. `id` is 0 until stored."""

    TABLE: ClassVar[str]
    LABEL: ClassVar[str]

    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Department(Entity):
    """部门: who reports."""

    TABLE: ClassVar[str] = "department"
    LABEL: ClassVar[str] = "部门"

    name: str = text("部门全称", required=True, width=24, group="部门", help="与公章一致的全称，用于标题、附表和落款。")
    short_name: str = text("正文简称", limit=20, width=8, group="部门", help="正文中的自称，如“我局”。")
    self_name: str = text("报告自称", limit=20, width=8, group="部门", help="收支和自评结论中的自称，如“本部门”。")
    region: str = text("行政区域", limit=40, width=8, group="部门", help="如“番禺区”。")
    level: str = choice("部门级别", Level, width=6, group="部门", help="决定预算级次的叫法：区本级、市本级等。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Entity):
    """自评报告: one department in one year."""

    TABLE: ClassVar[str] = "report"
    LABEL: ClassVar[str] = "自评报告"

    department_id: int = 0
    year: int = 0
    status: str = choice("状态", Status, in_table=False, in_form=False)
    pack: str = ""  # key of the template pack
    layout: str = ""  # key of a layout preset of the pack; empty: the pack's default
    previous_id: int | None = None  # the report this one was carried over from
    remark: str = ""  # what tells it from another of the same year, such as the snapshot it was restored from

    annex_label: str = text(
        "附件标记", limit=20, group="首页", carried=True, help="版心左上角的标记，如“附件4”；单独成文时留空。"
    )
    sign_date: str = date("成文日期", group="首页", help="填写后在文末署名；作为附件报送时一般留空。")
    posts: int | None = count("编制数", unit="人", group="人员", carried=True, help="机构编制部门批准的编制人数。")
    staff: int | None = count("在职人员数", unit="人", group="人员", help="年末实有在职人员数，不含退休和编外人员。")
    overall_goal: str = long(
        "部门履职总体目标", required=True, group="年度总体工作", carried=True, help="本年度履职的总体目标。"
    )
    overall_work: str = long("总体工作完成情况", required=True, group="年度总体工作", help="全年总体工作完成情况综述。")
    spending_goal: str = long(
        "部门整体支出绩效目标",
        required=True,
        group="绩效目标",
        carried=True,
        help="年初申报的整体支出绩效目标，附表“年度整体绩效目标”取此。",
    )
    goal_completion: str = long(
        "整体绩效目标完成情况", required=True, group="绩效目标", help="附表“整体绩效目标完成情况”栏。"
    )
    goal_shortfall: str = long("未能完成原因", group="绩效目标", help="附表“未能完成原因”栏；全部完成时填“无”。")
    projects_due: int | None = count(
        "应开展自评的项目数",
        unit="个",
        required=True,
        group="绩效管理",
        help="纳入绩效自评范围的项目总数，覆盖率的分母。",
    )
    unlisted_projects: int | None = count(
        "未逐项列示的线下自评项目数",
        unit="个",
        group="绩效管理",
        help="已自评但不在“重点项目”表中逐项列示的线下项目个数。",
    )
    management_text: str = long(
        "绩效管理开展情况", required=True, group="绩效管理", help="接在自评覆盖率一句之后的正文。"
    )
    results_text: str = long("主要工作成效", required=True, group="工作成效")
    typed_management: Decimal | None = decimal(
        "管理效能得分（填报）",
        unit="分",
        minimum=Decimal(0),
        maximum=Decimal(100),
        group="得分",
        help="留空即按自评表计算。",
    )
    typed_delivery: Decimal | None = decimal(
        "履职效能得分（填报）",
        unit="分",
        minimum=Decimal(0),
        maximum=Decimal(100),
        group="得分",
        help="留空即按自评表计算。",
    )
    typed_total: Decimal | None = decimal(
        "自评总得分（填报）",
        unit="分",
        minimum=Decimal(0),
        maximum=Decimal(110),
        group="得分",
        help="留空即按自评表计算。",
    )
    preparer: str = text("填报人", limit=40, group="附表签署", carried=True)
    phone: str = text("联系电话", limit=40, group="附表签署", carried=True)
    leader: str = text("单位负责人", limit=40, group="附表签署", carried=True)
    filled_on: str = date("填报日期", group="附表签署")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow(Entity):
    """A row that belongs to one report and has a place in its order."""

    report_id: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(ReportRow):
    """内设机构/科室."""

    TABLE: ClassVar[str] = "office"
    LABEL: ClassVar[str] = "内设科室"

    name: str = text("科室名称", required=True, width=30, carried=True, aliases=("科室", "内设机构", "处室"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(ReportRow):
    """下属单位."""

    TABLE: ClassVar[str] = "unit"
    LABEL: ClassVar[str] = "下属单位"

    name: str = text("单位名称", required=True, width=30, carried=True, aliases=("下属单位", "单位"))
    kind: str = choice(
        "单位类别", UnitKind, width=9, carried=True, aliases=("类别", "单位性质"), help="按机构编制文件填写。"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(ReportRow):
    """职能: one numbered duty."""

    TABLE: ClassVar[str] = "duty"
    LABEL: ClassVar[str] = "主要职能"

    text: str = long(
        "职能内容", required=True, in_table=True, width=60, limit=5000, carried=True, aliases=("职责", "主要职能"),
        help="按“三定”规定逐条填写，不用写序号。",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWork(ReportRow):
    """重点工作: a headline and its text under 一(二)2."""

    TABLE: ClassVar[str] = "key_work"
    LABEL: ClassVar[str] = "重点工作"

    title: str = text(
        "重点工作", required=True, limit=300, width=40, carried=True, help="领起全段的一句话，句末不加句号。"
    )
    text: str = long("完成情况", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundLine(ReportRow):
    """收支: budget and executed amounts of one category on one axis."""

    TABLE: ClassVar[str] = "fund_line"
    LABEL: ClassVar[str] = "收支情况"

    axis: str = choice("口径", Axis, width=8, carried=True, help="同一笔资金的三种分法，各自合计必须相等。")
    category: str = text("类别", required=True, limit=60, width=14, carried=True, aliases=("项目", "资金类别"))
    budget: int | None = money(
        "全年预算数", required=True, aliases=("预算数", "调整预算数"), help="含年中调整的全年预算数。"
    )
    executed: int | None = money("执行数", required=True, aliases=("全年执行数", "支出数", "决算数"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(ReportRow):
    """工作任务: one main task with its analysis."""

    TABLE: ClassVar[str] = "task"
    LABEL: ClassVar[str] = "工作任务"

    name: str = text("任务名称", required=True, width=40, carried=True, aliases=("工作任务", "年度主要任务"))
    analysis: str = long("完成情况分析", required=True, collected=True, help="写明目标值和完成值；未达标的写原因。")
    office_id: int | None = reference(
        "负责科室", "office", width=10, in_table=False, carried=True, help="采集表发给哪个科室。"
    )
    unit_id: int | None = reference(
        "负责单位", "unit", width=10, in_table=False, carried=True, help="采集表发给哪个下属单位。"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(ReportRow):
    """项目: one project, its money and what came of it."""

    TABLE: ClassVar[str] = "project"
    LABEL: ClassVar[str] = "重点项目"

    name: str = text("项目名称", required=True, limit=300, width=26, carried=True, aliases=("名称", "项目"))
    document_number: str = text(
        "文号", limit=120, width=14, in_table=False, aliases=("资金文号", "下达文号"),
        help="下达资金的文件号，年份用六角括号，如“穗财社〔2021〕27号”；多个用顿号隔开。",
    )  # fmt: skip
    kind: str = choice("自评方式", ProjectKind, width=7, carried=True, aliases=("类型",))
    level: str = choice("资金级次", ProjectLevel, width=7, in_table=False, carried=True)
    budget: int | None = money(
        "年度预算",
        required=True,
        collected=True,
        aliases=("年度预算数", "全年预算数", "全年预算", "预算数", "预算金额"),
    )
    executed: int | None = money(
        "全年执行数", required=True, collected=True, aliases=("执行数", "支出数", "执行金额", "实际支出")
    )
    entrusted_budget: int | None = money(
        "其中代管资金预算", in_table=False, help="年度预算中代管资金的数额；没有留空。"
    )
    entrusted_executed: int | None = money("其中代管资金执行", in_table=False)
    task_id: int | None = reference(
        "工作任务", "task", width=10, in_table=False, carried=True, help="项目服务于哪项工作任务，据此按预算分配分值。"
    )
    office_id: int | None = reference(
        "负责科室", "office", width=10, in_table=False, carried=True, help="采集表发给哪个科室。"
    )
    unit_id: int | None = reference(
        "负责单位", "unit", width=10, in_table=False, carried=True, help="采集表发给哪个下属单位。"
    )
    purpose: str = long(
        "主要用途",
        required=True,
        carried=True,
        collected=True,
        aliases=("用途", "资金用途"),
        help="接在“主要用于”之后。",
    )
    result: str = long(
        "项目完成情况",
        required=True,
        collected=True,
        aliases=("完成情况",),
        help="量化产出和效益；执行率低于80%的写原因。",
    )
    competent: str = text(
        "主管部门", group="自评表", is_apart=True, in_table=False, carried=True, help="留空即为填报部门。"
    )
    implementer: str = text(
        "实施单位", group="自评表", is_apart=True, in_table=False, carried=True, help="具体实施项目的科室或下属单位。"
    )
    goal: str = long("预期目标", required=True, limit=5000, group="自评表", is_apart=True, carried=True)
    goal_result: str = long("目标完成情况", required=True, limit=5000, group="自评表", is_apart=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(ReportRow):
    """指标: a row of the score table."""

    TABLE: ClassVar[str] = "indicator"
    LABEL: ClassVar[str] = "自评指标"

    block: str = pack_choice("一级指标", "blocks", width=7, carried=True)  # the name of a block of the pack
    task_id: int | None = reference(
        "工作任务", "task", width=10, in_table=False, carried=True, help="指标所属的工作任务；不挂任务的指标留空。"
    )
    level2: str = text("二级指标", required=True, width=10, carried=True)
    level3: str = text("三级指标", required=True, width=16, carried=True, aliases=("指标", "指标名称"))
    definition: str = long("指标解释", limit=5000, carried=True)
    criterion: str = long("评分标准", limit=5000, carried=True)
    weight: Decimal | None = decimal(
        "分值", unit="分", required=True, minimum=Decimal(0), maximum=Decimal(100), aliases=("权重", "满分"), width=5,
        carried=True,
    )  # fmt: skip
    target: str = text("目标值", limit=200, width=8, carried=True, aliases=("年度指标值", "指标值", "计划数"))
    actual: str = text("实际完成值", limit=200, width=9, collected=True, aliases=("完成值", "实际值", "完成数"))
    unit: str = text("计量单位", limit=20, width=6, in_table=False, carried=True)
    rule: str = choice(
        "评分规则", Rule, width=9, in_table=False, carried=True, help="决定得分如何由目标值和实际完成值算出。"
    )
    parameters: str = text(
        "规则参数", limit=4000, in_table=False, carried=True, help="如每个百分点扣分值的比例，写作“扣分比例=10%”。"
    )
    fact: str = text(
        "取数", limit=80, in_table=False, in_form=False, carried=True
    )  # name of a computed fact used as the actual value
    score: Decimal | None = decimal(
        "得分（填报）", unit="分", minimum=Decimal(0), maximum=Decimal(100), aliases=("自评得分", "得分"), width=6,
        help="留空即按评分规则计算。",
    )  # fmt: skip
    reason: str = long("扣分原因", limit=5000, in_table=True, width=16, collected=True, aliases=("偏差原因",))
    measure: str = long("改进措施", limit=5000, collected=True)
    not_applicable: bool = flag("不适用", in_table=False, collected=True, help="不适用的指标按满分计。")
    origin: str = choice("数据来源", Origin, width=6, in_table=False, help="推断和示例的数据不得当作已公布数据使用。")
    office_id: int | None = reference(
        "负责科室", "office", width=10, in_table=False, carried=True, help="采集表发给哪个科室。"
    )
    unit_id: int | None = reference(
        "负责单位", "unit", width=10, in_table=False, carried=True, help="采集表发给哪个下属单位。"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFund(ReportRow):
    """项目资金: what one source gave to a project, in its 项目支出绩效自评表."""

    TABLE: ClassVar[str] = "project_fund"
    LABEL: ClassVar[str] = "项目资金"

    project_id: int | None = reference(
        "所属项目", "project", required=True, is_owner=True, in_table=False, in_form=False, carried=True
    )
    source: str = choice("资金来源", FundSource, width=8, carried=True)
    initial: int | None = money("年初预算数", aliases=("年初数",))
    budget: int | None = money("全年预算数", aliases=("预算数", "调整预算数"))
    executed: int | None = money("全年执行数", aliases=("执行数", "支出数"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectIndicator(ReportRow):
    """项目指标: a row of the 项目支出绩效自评表 of one project."""

    TABLE: ClassVar[str] = "project_indicator"
    LABEL: ClassVar[str] = "项目指标"

    project_id: int | None = reference(
        "所属项目", "project", required=True, is_owner=True, in_table=False, in_form=False, carried=True
    )
    block: str = pack_choice("一级指标", "project_blocks", width=6, carried=True)
    level2: str = text("二级指标", required=True, width=7, carried=True)
    level3: str = text("三级指标", required=True, width=10, carried=True, aliases=("指标", "指标名称"))
    target: str = text("年度指标值", required=True, width=6, carried=True, aliases=("目标值", "指标值"))
    actual: str = text("实际完成值", width=6, aliases=("完成值", "实际值"))
    unit: str = text("计量单位", limit=20, width=6, in_table=False, carried=True)
    weight: Decimal | None = decimal(
        "分值", unit="分", required=True, minimum=Decimal(0), maximum=Decimal(100), aliases=("权重", "满分"), width=5,
        carried=True,
    )  # fmt: skip
    rule: str = choice("评分规则", Rule, width=9, in_table=False, carried=True)
    parameters: str = text("规则参数", limit=4000, in_table=False, carried=True)
    score: Decimal | None = decimal(
        "得分（填报）", unit="分", minimum=Decimal(0), maximum=Decimal(100), aliases=("自评得分", "得分"), width=6,
        help="留空即按评分规则计算。",
    )  # fmt: skip
    reason: str = long(
        "偏差原因及改进措施", limit=5000, in_table=True, width=10,
        aliases=("偏差原因", "扣分原因", "偏差原因分析及改进措施"),
    )  # fmt: skip
    not_applicable: bool = flag("不适用", in_table=False, help="不适用的指标按满分计。")

    @property
    def fact(self) -> str:
        """A project's rows are bound to no computed fact."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment(ReportRow):
    """加减分: a bonus or penalty item."""

    TABLE: ClassVar[str] = "adjustment"
    LABEL: ClassVar[str] = "加减分项"

    kind: str = choice("类别", AdjustmentKind, width=6)
    name: str = text("事项", required=True, width=24)
    score: Decimal | None = decimal("分数", unit="分", required=True, minimum=Decimal(0), maximum=Decimal(20))
    reason: str = long("依据", limit=5000, in_table=True, width=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(ReportRow):
    """存在问题."""

    TABLE: ClassVar[str] = "problem"
    LABEL: ClassVar[str] = "存在问题"

    title: str = text("问题", required=True, limit=300, width=44, help="领起全段的一句话，句末不加句号。")
    text: str = long("具体情况")
    indicator_id: int | None = reference(
        "来自指标", "indicator", in_table=False, in_form=False
    )  # the row of the score table it was drafted from


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(ReportRow):
    """改进措施."""

    TABLE: ClassVar[str] = "measure"
    LABEL: ClassVar[str] = "改进措施"

    title: str = text("措施", required=True, limit=300, width=44, help="领起全段的一句话，句末不加句号。")
    text: str = long("具体做法")
    problem_id: int | None = reference("针对的问题", "problem", width=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement(ReportRow):
    """补充段落: paragraphs of the officer's own at the end of a chapter, for what no other field has a place for."""

    TABLE: ClassVar[str] = "supplement"
    LABEL: ClassVar[str] = "补充段落"

    chapter: str = pack_choice(
        "所在章节", "chapters", width=13, carried=True, help="印在这一章节的末尾、下一个标题之前。"
    )  # the word of a chapter of the pack's template
    text: str = long("正文", required=True, in_table=True, width=44, carried=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(ReportRow):
    """佐证材料: a file that proves a figure; its content is kept by hash."""

    TABLE: ClassVar[str] = "evidence"
    LABEL: ClassVar[str] = "佐证材料"

    name: str = text("材料名称", required=True, width=30)
    file_name: str = text("文件名", width=24)
    note: str = long("说明", limit=5000, in_table=True, width=24)
    content_hash: str = ""  # SHA-256 of the attached file, hexadecimal; empty while none is attached


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLink(ReportRow):
    """Which indicator or project a piece of evidence proves; exactly one of the two is set."""

    TABLE: ClassVar[str] = "evidence_link"
    LABEL: ClassVar[str] = "佐证关联"

    evidence_id: int | None = reference("佐证材料", "evidence", required=True, is_owner=True)
    indicator_id: int | None = reference("指标", "indicator", is_owner=True)
    project_id: int | None = reference("项目", "project", is_owner=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(ReportRow):
    """手工段落: a generated paragraph taken over by hand."""

    TABLE: ClassVar[str] = "override"
    LABEL: ClassVar[str] = "手工段落"

    key: str = text("段落", limit=120, in_form=False)  # the id the template gives the paragraph
    text: str = long("正文", required=True)
    generated: str = long("改为手工时的原文", in_form=False)  # to tell when the figures beneath have changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried(ReportRow):
    """沿用标记: the fields of one row that came from last year and that nobody has confirmed yet.

    Bookkeeping, so none of its columns is a declared field. The row may be the report itself.
    """

    TABLE: ClassVar[str] = "carried"
    LABEL: ClassVar[str] = "沿用标记"

    table_name: str = ""
    row_id: int = 0
    fields: str = ""  # names separated by commas, in the entity's order; a mark without any is deleted


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement(ReportRow):
    """确认说明: why a finding of 校核 is let stand; it holds as long as the finding's values stay what they are."""

    TABLE: ClassVar[str] = "acknowledgement"
    LABEL: ClassVar[str] = "确认说明"

    rule: str = text("规则", limit=20, in_form=False)
    fingerprint: str = text("发现标识", limit=64, in_form=False, in_table=False)  # of the finding
    message: str = long("发现", limit=5000, in_form=False, in_table=True)  # as it was when it was acknowledged
    reason: str = long("说明", limit=5000, required=True, in_table=True, in_form=False)


ROWS: tuple[type[ReportRow], ...] = (
    Office, Unit, Duty, KeyWork, FundLine, Task, Project, Indicator, ProjectFund, ProjectIndicator,
    Adjustment, Problem, Measure, Evidence, EvidenceLink, Supplement, Override, Carried, Acknowledgement,
)  # fmt: skip
"""The tables of a report, parents before the rows that point at them."""

_ENTITIES: tuple[type[Entity], ...] = (Department, Report, *ROWS)
BY_TABLE: dict[str, type[Entity]] = {entity.TABLE: entity for entity in _ENTITIES}


def columns(entity: type[Entity]) -> tuple[str, ...]:
    """The stored columns of an entity in order, id first."""
    return _COLUMNS[entity]


_COLUMNS = {entity: tuple(item.name for item in dataclasses.fields(entity)) for entity in BY_TABLE.values()}
