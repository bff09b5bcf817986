"""Sentences of other departments' reports: what is right is left alone, what is wrong is found."""

from __future__ import annotations

from typing import Any

import pytest

from app.checks.registry import RULES, apply
from app.model.entities import KeyWork, Task
from app.model.results import Finding
from tests.app.checks.subjects import subject_of
from tests.builders import make_project

FIGURES = ("FN-05", "PJ-04", "PJ-05", "PJ-06", *(rule for rule in RULES if rule.startswith("CX-")), "PB-01", "PB-02")

RIGHT = """
全年新建改建学校12所，新增学位1.2万个，其中小学8所、初中4所。
受理群众来信来访1,256件次，办结1,230件次，办结率97.9%。
全区在园幼儿3.5万人，其中公办园1.9万人，普惠性民办园1.3万人，公办及普惠率91.4%。
完成环保督察整改任务28项中的26项，其余2项按序时进度推进。
空气质量优良天数320天，优良率87.7%，较上年提高1.2个百分点；PM2.5平均浓度22微克/立方米。
开展食品抽检5批次/千人，合格率98.7%，不合格食品处置率100%。
全年组织文化活动320场次，惠及群众25万人次；图书馆接待读者68万人次，外借图书102万册次。
办理行政许可3500件，同比增长5%；其中网上办理3200件，占91.4%。
投入资金1.2亿元，其中区级财政8,000万元、镇街配套4,000万元。
公共文化设施面积达到每万人1,200平方米，超额完成1,000平方米的目标。
安排专项资金500万元，实际支出480万元，支出进度96%。
培训党员干部3批共450人，每批150人。
救助困难群众2,300人次，发放救助金568.5万元，人均2,471.7元。
计划新建公园5个，实际建成5个，完成率100%。
道路保洁面积1200万平方米，机械化清扫率达95%以上，生活垃圾分类覆盖率100%。
全年共查处案件45宗，罚没款86万元；移送公安机关3宗，结案42宗，结案率93.3%。
全年接待游客1200万人次，旅游总收入98亿元，分别增长12%和15%。
推进甲、乙、丙等一批项目建设，完成投资3.6亿元。
组织参加第三届、第四届技能大赛，获一等奖2个、二等奖3个，共5个奖项。
签约家庭医生12万人，其中重点人群6万人（含老年人4万人、孕产妇1万人）。
2020年底在册企业1.1万家，2021年底在册企业1.3万家。
目标任务为新增就业3万人，实际新增就业3.4万人，完成目标任务的113.3%。
参保人数比上年末增加1200人，达到5.6万人。
一是强化宣传，发放资料5000份；二是强化培训，举办班次6期；三是强化督导。
抽检样品300份，其中合格295份，不合格5份，合格率98.3%。
完成投资10.5亿元，占年度计划10亿元的105%。
建设A、B两个平台，接入数据8类。
对辖区内15家医疗机构、32家诊所和8家药店开展检查，共检查55家次，发现问题12个，已全部整改。
开展“双随机”检查，抽查企业120家，检查发现的问题均已整改到位。
下辖6个镇、10个街道，共16个镇街，275个村（居）。
全年发放老年人高龄津贴1.3万人、共1560万元，其中80至89岁9800人、90至99岁2900人、100岁以上300人。
受理投诉举报2,600件，其中市场监管类1,900件，知识产权类30件，均按时办结。
全年门诊量35.2万人次，住院量1.1万人次，病床使用率85%。
实施老旧小区改造10个，惠及居民3,200户、9,800人；加装电梯86台，累计260台。
工程于2020年开工，2021年12月完工，将于2022年验收。
立案6272件，较上年5000件增长25.4%。
预算100万元，支出90万元，执行率90%。
""".strip().splitlines()

WRONG = """
CX-05 全年新建改建学校12所，新增学位1.2万个，其中小学8所、初中5所。
CX-04 受理群众来信来访1,256件次，办结1,230件次，办结率93.9%。
CX-03 全区在园幼儿3.5万人，其中公办园3.9万人。
CX-04 办理行政许可3500件，其中网上办理3200件，占81.4%。
CX-05 投入资金1.2亿元，其中区级财政8,500万元、镇街配套4,000万元。
FN-05 安排专项资金500万元，实际支出480万元，支出进度98%。
CX-04 计划新建公园6个，实际建成5个，完成率100%。
CX-04 全年共查处案件45宗，结案42宗，结案率98.3%。
CX-04 目标任务为新增就业3万人，实际新增就业3.4万人，完成目标任务的118.3%。
CX-05 抽检样品300份，其中合格295份，不合格15份，合格率98.3%。
CX-04 完成投资10.5亿元，占年度计划10亿元的115%。
CX-05 组织参加技能大赛，获一等奖2个、二等奖3个，共6个奖项。
CX-05 下辖6个镇、10个街道，共17个镇街。
CX-05 发放高龄津贴1.3万人，其中80至89岁9800人、90至99岁4900人、100岁以上300人。
CX-06 所有投诉均按时办结。投诉办结率95%。
CX-08 推进健康、教育、养老三大工程，四项惠民工程包括助餐、助医、助行。
CX-04 立案6272件，上年5000件，增长35.4%。
CX-04 立案6272件，较上年5000件增长14.7%。
CX-04 任务400人，完成500人，完成率135%。
CX-04 年度目标400人，全年培训500人，完成年度目标的135%。
CX-05 收入合计100万元，其中：财政拨款80万元，事业收入15万元，其他收入10万元。
CX-05 共有教师1,200名，其中高级职称300名、中级职称500名、初级职称450名。
CX-05 合计发放补贴300万元，其中甲类150万元、乙类100万元、丙类60万元。
CX-08 设立5个工作组，分别为综合组、宣传组、督查组、保障组。
""".strip().splitlines()


def said(*rows: Any) -> list[tuple[str, str]]:
    subject = subject_of(*rows)
    found = (item for rule in FIGURES for item in apply(RULES[rule], subject))
    return [(item.rule, item.message) for item in found if isinstance(item, Finding)]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_sentence_is_left_alone(text: str) -> None:
    assert said(Task(id=1, name="任务", analysis=text)) == []
    assert said(make_project(result=text)) == []


def test_right_sentences_do_not_contradict_one_another() -> None:
    works = [KeyWork(id=number, title="工作", text=text) for number, text in enumerate(RIGHT, 1)]
    assert said(*works) == []


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_sentence_is_found(line: str) -> None:
    rule, text = line.split(" ", 1)
    assert rule in {found for found, _ in said(Task(id=1, name="任务", analysis=text))}
