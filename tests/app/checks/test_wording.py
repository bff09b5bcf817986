"""The rules of wording and of publication: what each fires on and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from app.model.entities import Duty, Evidence, KeyWork, Task
from app.model.passage import Passage
from tests.app.checks.subjects import expect, found_by, subject_of, unchecked_by
from tests.builders import make_project

CASES: list[tuple[str, str, str | None]] = [
    ("TX-01", "根据穗财社[2021]16号文件", "文号“穗财社[2021]16号”应使用六角括号〔2021〕，请改为“〔2021〕16号”"),
    ("TX-01", "根据穗财社(2021)16号文件", "应使用六角括号"),
    ("TX-01", "根据穗财社【2021】16号文件", "应使用六角括号"),
    ("TX-01", "根据穗财社〔2021〕第16号文件", "不加“第”"),
    ("TX-01", "根据穗财社〔2021〕016号文件", "不编虚位"),
    ("TX-01", "根据穗财社〔2021〕16号文件", None),
    ("TX-01", "就业（2021）年", None),
    ("TX-02", "资金(转移支付)发放,支出率", "有半角标点（共3处）"),
    ("TX-02", "支出1,250万元，占比3.5%", None),
    ("TX-02", "见http://example.org/a,b", None),
    ("TX-02", "加强管理  提高效率", "有多余空格"),
    ("TX-02", "加强管理，提高效率", None),
    ("TX-02", "根据穗财社〔2021〕9号粤财社〔2020〕321号", "两个文号之间没有顿号"),
    ("TX-02", "根据穗财社〔2021〕9号、粤财社〔2020〕321号", None),
    ("TX-02", "培训“粤菜师傅”、“广东技工”", "引号或书名号之间不用顿号"),
    ("TX-02", "培训“粤菜师傅”“广东技工”", None),
    ("TX-03", "提供档案管理服务服务28653人次", "“服务服务”疑为重复"),
    ("TX-03", "完成了了任务", "“了了”疑为重复"),
    ("TX-03", "人人参与，一个一个核对", None),
    ("TX-04", "一是抓就业。二是抓人才。四是抓维稳。", "前缺“三是”"),
    ("TX-04", "一是抓就业。二是抓人才。三是抓维稳。一是重新。二是开始。", None),
    ("TX-04", "一是抓就业。三是抓人才。", "前缺“二是”"),
    ("TX-04", "（一）、抓就业。", "序号后标点有误"),
    ("TX-04", "首先，抓就业。第二，抓人才。", "与“首先”混用"),
    ("TX-05", "支出1250万元，预算1,300万元。", "1250万元”没有用千分号"),
    ("TX-05", "支出2700多万元，预算1,300万元。", None),
    ("TX-05", "支出1,250万元，预算1,300万元。", None),
    ("TX-05", "及时率100%，到位率98.5%。", "100%”没有保留一位小数"),
    ("TX-05", "及时率100.0%，到位率98.5%。", None),
    ("TX-05", "发布八期线上课程，组织10期线上活动。", "“八期”“10期”写法不一"),
    ("TX-05", "发布8期线上课程，组织10期线上活动。", None),
    ("TX-05", "三项工程，第十三届竞赛，二期工程，举办10期培训。", None),
    ("PB-01", "身份证号440113199001011237", "疑为身份证号"),
    ("PB-01", "联系人电话13800138000", "疑为手机号码"),
    ("PB-01", "账号6222021234567890129", None),
    ("PB-01", "账号6222 0212 3456 7894", "疑为银行账号"),
    ("PB-01", "向李某某同志发放补贴5000元", "疑为个人姓名和金额"),
    ("PB-01", "涉及金额61,296.75万元，惠及43917家企业", None),
    ("PB-02", "按照机密★文件要求", "涉密、内部信息不得公开"),
    ("PB-02", "引用内部资料", "含“内部资料”"),
    ("PB-02", "落实保密制度，保护商业秘密和用人单位信息", None),
    ("PB-03", "见C:\\Users\\a\\报告.docx", "电脑路径或软件痕迹"),
    ("PB-03", "由python-docx生成", "软件痕迹“python-docx”"),
    ("PB-03", "落实和/或优化", None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "says"), CASES)
def test_a_rule_fires_or_stays_silent(rule: str, text: str, says: str | None) -> None:
    expect(rule, subject_of(KeyWork(title="工作", text=text)), says)


ROWS: list[tuple[str, list[Any], str | None]] = [
    ("TX-04", [make_project(name="2021业务经费")], "标题“1.2021业务…”的序号与数字相连"),
    ("TX-04", [Task(name="5G建设")], "标题“1.5G建设…”"),
    ("TX-04", [make_project(name="业务经费")], None),
    ("TX-01", [make_project(name="补助#穗财农[2021]38号", document_number="穗财农[2021]38号")], "“穗财农[2021]38号”"),
    ("TX-02", [Duty(text="管理(监督)工作")], "有半角标点（共2处）"),
    ("PB-03", [Evidence(name="台账", file_name="D:\\台账\\a.pdf")], "电脑路径"),
]


@pytest.mark.parametrize(("rule", "rows", "says"), ROWS)
def test_fields_of_every_table_are_read(rule: str, rows: list[Any], says: str | None) -> None:
    expect(rule, subject_of(*rows), says)


def test_a_document_number_written_twice_in_a_row_is_one_finding() -> None:
    row = make_project(name="补助#穗财农[2021]38号", document_number="穗财农[2021]38号")
    assert len(found_by("TX-01", subject_of(row))) == 1


@pytest.mark.parametrize(
    ("title", "says"),
    [("某局2021\n年报告", "标题在“2021｜年报”处断行"), ("某局\n2021年报告", None), ("某局2021年报告", None)],
)
def test_a_title_does_not_break_within_a_year(title: str, says: str | None) -> None:
    expect("TX-06", subject_of(printed=[Passage(title, style="title")]), says)


def test_a_title_that_is_not_printed_is_not_checked() -> None:
    assert unchecked_by("TX-06", subject_of()) != []


def test_a_list_of_findings_does_not_publish_what_it_finds() -> None:
    (found,) = found_by("PB-01", subject_of(KeyWork(title="x", text="电话13800138000。")))
    assert "13800138000" not in repr(found)
