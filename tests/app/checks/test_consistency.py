"""The rules of consistency: what each fires on and what it leaves alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from app.model.entities import Indicator, KeyWork, Override, Rule, Task
from app.model.passage import Passage
from app.model.results import Severity
from tests.app.checks.subjects import expect, found_by, subject_of, unchecked_by
from tests.builders import make_indicator, make_project


def work(text: str) -> KeyWork:
    return KeyWork(title="工作", text=text)


def task(text: str, **overrides: Any) -> Task:
    return Task(**{"name": "任务", "analysis": text} | overrides)


def project(text: str) -> Any:
    return make_project(result=text)


def row(**overrides: Any) -> Indicator:
    values: dict[str, Any] = {
        "block": "履职效能", "task_id": 1, "level3": "日常巡查企业数量", "unit": "家", "target": "100",
        "rule": Rule.AT_LEAST.value, "actual": "100",
    }  # fmt: skip
    return make_indicator(**values | overrides)


def insured(actual: str) -> Indicator:
    return row(level3="失业保险参保人数", actual=actual, unit="万人")


CASES: list[tuple[str, Sequence[Any], str | None]] = [
    ("CX-01", [work("完成农村劳动力转移就业7944人。"), task("农村劳动力转移就业1560人。")], "一（二）2为7944人"),
    ("CX-01", [work("仲裁结案率为97.7%。"), task("番禺区仲裁结案率达97.6%。")], "“仲裁结案率”前后不一"),
    ("CX-01", [work("仲裁结案率为97.7%。"), task("番禺区仲裁结案率达97.7%。")], None),
    ("CX-01", [work("调解成功率87.7%。"), task("案件调解成功率98.5%。")], None),
    ("CX-01", [work("惠及1064人。"), task("惠及302人。")], None),
    ("CX-01", [project("受理工伤申请2703宗。"), project("受理工伤申请2704宗。")], None),
    ("CX-01", [work("慰问退休人员5000余人。"), task("慰问退休人员5123人。")], None),
    ("CX-01", [work("劳动合同签订率99.6%。"), task("劳动合同签订率为99.60%。")], None),
    ("CX-01", [task("为455名人才提供免费体检服务。"), project("为456名人才提供免费体检服务。")], "为456名"),
    ("CX-01", [task("为455名人才提供免费体检服务。"), project("为455名人才提供免费体检服务。")], None),
    ("CX-01", [task("劳动力转移就业10人（任务为8人）。"), project("劳动力转移到广东稳定就业90人（任务为8人）。")],
     "（目标均为8人）"),
    ("CX-01", [task("劳动力转移就业10人（任务为8人）。"), project("劳动力转移到广东就业90人（任务为9人）。")], None),
    ("CX-01", [work("提供24320个岗位。"), task("知名企业提供24230个岗位。")], "只差一两位数字"),
    ("CX-01", [work("提供24320个岗位。"), task("知名企业提供24820个岗位。")], "只差一两位数字"),
    ("CX-01", [work("提供24320个岗位。"), task("知名企业提供24320个岗位。")], None),
    ("CX-01", [work("提供24320个岗位。"), task("处理线索24820个。")], None),
    ("CX-01", [work("高校毕业生就业率93.7%。"), task("高校毕业生首次就业率93.1%。")], "只差一两位数字"),
    ("CX-01", [work("失业人员就业率93.7%。"), task("毕业生就业率93.1%。")], None),
    ("CX-01", [work("企业职工养老保险参保88.43万人。"), task("城镇职工养老保险参保88.34万人。")], "只差一两位数字"),
    ("CX-01", [task("累计约为1500人次免除诊查费。"), project("累计为约1600人次免除诊查费。")], "前后不一"),
    ("CX-02", [work("登记失业人员19985人。"), task("参加技能竞赛19985人。")], "19985人既是"),
    ("CX-02", [work("登记失业人员19985人。"), task("全区失业人员19985人。")], None),
    ("CX-02", [work("登记失业人员1400人。"), task("参加技能竞赛1400人。")], None),
    ("CX-03", [work("处理案件100件，其中调解120件。")], "“调解120件”大于其所属的“案件100件”"),
    ("CX-03", [work("处理案件100件，其中调解80件。")], None),
    ("CX-04", [task("转移就业1560人，任务为1400人，完成率为111.5%。")], "1560人÷1400人＝111.4%"),
    ("CX-04", [task("转移就业1560人，任务为1400人，完成率为111.4%。")], None),
    ("CX-04", [task("登记失业人员总数为19985人，再就业人数15342人，失业人员再就业率76.7%。")], "（疑为截断）"),
    ("CX-04", [task("登记失业人员总数为19985人，再就业人数15342人，失业人员再就业率76.8%。")], None),
    ("CX-05", [task("处理案件24286件，其中案前调解18014件，仲裁立案6372件。")], "18014件＋6372件＝24386件"),
    ("CX-05", [task("处理案件24286件，其中案前调解18014件，仲裁立案6272件。")], None),
    ("CX-05", [task("处理案件24286件，其中案前调解18014件，仲裁立案272件。")], None),
    ("CX-05", [task("培训200人，其中女性120人，党员150人。")], None),
    ("CX-05", [task("甲补贴1,250万元、乙补贴50万元，总计发放1,310万元。")], "明细合计1,300万元，文中总计1,310万元"),
    ("CX-06", [work("所有案件均按时按期办结。"), task("劳监案件办结率为98.0%。")], "但二（二）“劳监案件办结率”为98.0%"),
    ("CX-06", [work("所有案件均按时按期办结。"), task("劳监案件办结率为100.0%。")], None),
    ("CX-06", [work("所有案件均按时按期办结。"), task("劳动合同签订率为98.0%。")], None),
    ("CX-06", [work("所有信访案件均已办结。"), task("劳监案件办结率为98.0%。")], None),
    ("CX-06", [work("确保所有案件均按时办结。"), task("劳监案件办结率为98.0%。")], None),
    ("CX-06", [work("所有案件均按时办结。"), row(level3="案件办结率", actual="98", unit="%")], "“案件办结率”为98%"),
    ("CX-07", [task("各项工作任务已达标。", id=1), row(actual="90")], "“日常巡查企业数量”未达标"),
    ("CX-07", [task("各项工作任务已达标。", id=1), row()], None),
    ("CX-07", [task("除日常巡查外，各项工作任务已达标。", id=1), row(actual="90")], None),
    ("CX-07", [task("力争各项工作任务全部完成。", id=1), row(actual="90")], None),
    ("CX-08", [work("聚焦筑魂工程、民生工程、人才工程、激励工程、维稳工程等六大工程。")], "声明六大，列举5项"),
    ("CX-08", [work("聚焦筑魂工程、民生工程、人才工程、激励工程、维稳工程、兜底工程等六大工程。")], None),
    ("CX-08", [work("提供子女教育、医疗卫生、景区免费等15项服务。")], None),
    ("CX-08", [work("推进“粤菜师傅”“广东技工”“南粤家政”四项工程。")], "声明四项，列举3项"),
    ("CX-08", [work("推进“粤菜师傅”“广东技工”“南粤家政”三项工程。")], None),
    ("CX-08", [work("帮扶金沙县、威宁县、赫章县三地。")], None),
    ("CX-08", [work("有省级、市级、区级创业孵化基地共9家。")], None),
    ("CX-08", [work("共设4个科室，包括办公室、财务科、人事科。")], "声明4个，列举3项"),
    ("CX-08", [work("共设3个科室，包括办公室、财务科、人事科。")], None),
    ("CX-08", [work("甲县、乙县、丙县参保人数分别为8万人、9万人。")], "声明3项，列举2个数"),
    ("CX-10", [work("2020年，我局完成培训。")], "出现非报告年度“2020年”"),
    ("CX-10", [work("2021年，我局完成培训，较2020年增长。")], None),
    ("CX-10", [work("向2020年入选的人才发放补贴。发放2020年度失业保险稳岗补贴。")], None),
    ("CX-10", [work("2019年，我局完成培训。")], "出现非报告年度“2019年”"),
    ("CX-10", [work("2019年印发的办法继续执行。2020年底在册300人。")], None),
    ("CX-10", [work("已于2022年完成。")], "出现非报告年度“2022年”"),
    ("CX-10", [work("力争到2025年建成规划体系。依据穗财社〔2020〕1号。")], None),
    ("CX-11", [work("广州市南沙区某某局完成培训。")], "疑似模板残留"),
    ("CX-11", [work("2021年，我委完成培训。")], "出现“我委”"),
    ("CX-11", [work("经费由我委统筹。")], "出现“我委”"),
    ("CX-11", [work("加强自我委派管理，强化我局委员会职责。")], None),
    ("CX-11", [work("我县完成培训。")], "出现“我县”"),
    ("CX-11", [work("我局在番禺区完成培训，服务我区、广州市、毕节市威宁县。")], None),
    ("CX-12", [task("日常巡查企业90家。", id=1), row()], "正文写90家，自评表为100家"),
    ("CX-12", [task("日常巡查企业100家。", id=1), row()], None),
    ("CX-12", [task("专项执法90家。", id=1), row()], None),
    ("CX-12", [task("日常巡查企业90次。", id=1), row()], None),
    ("CX-12", [task("失业保险参保人数83.62万人。", id=1), insured("83.62")], None),
    ("CX-12", [task("失业保险参保人数83.62万人。", id=1), insured("84")], "84万人"),
    ("CX-13", [work("开展技能培训活动200人。"), task("开展技能培训活动300人次。")], "写作“200人”和“300人次”"),
    ("CX-13", [work("惠及300家企业。"), task("惠及21间企业。")], "“企业”的单位写作"),
    ("CX-13", [work("惠及300家企业。"), task("惠及21家企业。")], None),
    ("CX-14", [work("完成情况居全市首位。")], "没有写明依据"),
    ("CX-14", [work("据市局通报，完成情况居全市首位。")], None),
    ("CX-14", [work("第一，加强管理。")], None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "rows", "says"), CASES)
def test_a_rule_fires_or_stays_silent(rule: str, rows: Sequence[Any], says: str | None) -> None:
    expect(rule, subject_of(*rows), says)


@pytest.mark.parametrize(("text", "says"), [("六大项工作任务", "逐项分析的任务为2个"), ("2个主要工作任务", None)])
def test_the_number_of_tasks_is_one(text: str, says: str | None) -> None:
    subject = subject_of(task("甲"), task("乙"), report={"management_text": f"围绕{text}开展。"})
    expect("CX-09", subject, says)


def test_a_missing_part_is_asked_about_and_one_too_much_is_told() -> None:
    texts = ("处理案件100件，其中调解60件，立案35件。", "处理案件100件，其中调解60件，立案45件。")
    found = [found_by("CX-05", subject_of(task(text)))[0].severity for text in texts]
    assert found == [Severity.WARNING, Severity.ERROR]


def test_a_figure_is_asked_about_once_with_all_its_places() -> None:
    rows = [work("农村劳动力转移就业7944人。"), task("农村劳动力转移就业1560人，任务为1400人。"),
            project("农村劳动力转移到广东稳定就业7944人（任务为1400人）。")]  # fmt: skip
    (found,) = found_by("CX-01", subject_of(*rows))
    assert found.message.count("7944人") == 2
    assert found.values == {"first": "7944人", "second": "1560人", "target": "1400人"}


PRINTED = [Passage("部门整体全年预算数100万元，执行数90万元，预算资金完成率90.0%。", "一（三）", key="funds.total")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("部门整体全年预算数100万元，执行数91万元。", "手工段落写“执行数91万元”，按填报数据应为90万元"),
        ("部门整体全年预算数100万元，实际支出90万元。", None),
    ],
)
def test_a_paragraph_taken_over_has_the_figures_of_the_entries(text: str, says: str | None) -> None:
    override = Override(key="funds.total", text=text, generated="x")
    expect("CX-12", subject_of(override, printed=PRINTED), says)


def test_a_paragraph_taken_over_is_not_checked_without_print() -> None:
    assert unchecked_by("CX-12", subject_of(Override(key="funds.total", text="x", generated="x"))) != []
