"""What was not understood is kept in its chapter where it is sentences, and known again where it is there."""

from __future__ import annotations

import pytest

from app import packs
from app.exchange.kept_text import is_prose, keepings, kept_in
from app.exchange.report_reader import Leftover
from app.model.chapters import OPENING, Chapter
from app.model.entities import Override, ReportRow, Supplement
from app.model.report_data import ReportData
from tests.builders import make_data

SENTENCE = "自评工作由局财务科牵头。"
FUNDS = "一（三）部门整体收支情况"


@pytest.fixture
def chapters() -> tuple[Chapter, ...]:
    return packs.load(packs.DEFAULT).chapters


def of(*rows: ReportRow) -> ReportData:
    return make_data(*rows)


def left(*texts: str, path: tuple[str, ...] = ("一、基本情况", "（三）部门整体收支情况")) -> list[Leftover]:
    return [Leftover(path, text) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE, "自评材料经局党组会议审议通过！", "全年共安排资金12,345.67万元，比上年增长5.5%，主要用于民生。",
        "“双创”活动照常开展，专户资金另行报告；", "（含往期活动在内的全部支出均已纳入。）",
    ],
)  # fmt: skip
def test_sentences_are_prose(text: str) -> None:
    assert is_prose(Leftover(("一、基本情况",), text))


@pytest.mark.parametrize(
    "text",
    [
        "52,931.33",
        "附：资料来源", "财政拨款 12,345.67 12,000.00 97.2%", "1.部门机构设置", "，主要原因是人员经费增加。",
        "较好。", "其中：", "具体情况如下：", "序号项目名称预算数（万执行数（万执行率",
        "1 2 3 4 5 6 7 8 9 合计数据见附表。12,345,678.90。",
    ],
)  # fmt: skip
def test_numbers_headings_rows_of_tables_and_rests_of_sentences_are_not(text: str) -> None:
    assert not is_prose(Leftover(("一、基本情况",), text))


def test_an_opening_may_lead_on_to_what_follows() -> None:
    text = "根据区财政局通知要求，现将有关情况报告如下："
    assert is_prose(Leftover((OPENING,), text))
    assert not is_prose(Leftover(("一、基本情况",), text))


def test_the_cells_of_an_annex_are_not() -> None:
    assert not is_prose(Leftover(("五、附件",), SENTENCE))


@pytest.mark.parametrize(
    ("path", "chapter", "is_advised"),
    [
        (("一、基本情况", "（三）部门整体收支情况", "2.预算完成情况、收支规模、支出进度"), FUNDS, True),
        (("二、部门概况",), "一（一）部门概况", True),  # by its words, whatever its number
        (("二、部门整体支出管理及使用情况", "（一）预算执行情况"), FUNDS, True),  # by what it is about
        (("三、综合评价结论",), "二（一）自评结论综述", True),
        (("四、其他", "1.机构设置"), "一（一）部门概况", True),
        (("六、其他需要说明的情况",), "四、下一步改进措施", False),
        (("扣分原因",), "四、下一步改进措施", False),
        ((OPENING,), OPENING, True),
        ((), OPENING, False),  # before the title
    ],
)
def test_a_chapter_is_known_by_its_headings(
    chapters: tuple[Chapter, ...], path: tuple[str, ...], chapter: str, is_advised: bool
) -> None:
    (found,) = keepings(left(SENTENCE, path=path), chapters)
    assert (found.chapter, found.is_advised) == (chapter, is_advised)


@pytest.mark.parametrize("wanted", [True, False])
def test_what_the_officer_says_goes_before_what_is_advised(chapters: tuple[Chapter, ...], wanted: bool) -> None:
    found = keepings([Leftover(("六、其他",), "无法归类", is_kept=wanted), Leftover((OPENING,), SENTENCE)], chapters)
    assert [each.is_advised for each in found] == [wanted, True]


def test_what_the_report_has_already_is_known_again(chapters: tuple[Chapter, ...]) -> None:
    data = of(
        Supplement(id=1, chapter="三、存在的主要问题", text="第一段话写在这里。\n 第二段话也在这里"),
        Override(id=2, key="funds.total", text="这一段由人工写成。"),
    )
    texts = ("这一段由人工写成。", "第一段话写在这里。", "第二段话也在这里。", "第二段话也在这里。")
    found = list(keepings(left(*texts), chapters, data))
    assert [(len(each.leftovers), each.chapter, each.is_known) for each in found] == [
        (1, "", True), (2, "三、存在的主要问题", True), (1, FUNDS, False),
    ]  # fmt: skip
    assert found[1].offer.values["text"] == "第一段话写在这里。\n第二段话也在这里。"


def test_where_text_is_kept_is_told_of_each_paragraph() -> None:
    data = of(Supplement(id=1, chapter=FUNDS, text="甲甲。\n乙乙。"))
    assert kept_in(left("乙乙", "丙丙。", "甲甲。"), data) == [FUNDS, "", FUNDS]


def test_a_heading_that_no_chapter_has_stays_before_its_first_paragraph(chapters: tuple[Chapter, ...]) -> None:
    """It goes behind the last part of its chapter, where the file had it, and is known again there."""
    path = ("二、综合评价分析", "（五）需要说明的其他事项")
    other = "以上数据均以年末为统计截止日。"
    found = list(keepings(left(SENTENCE, other, path=path), chapters))
    assert [each.chapter for each in found] == ["二（四）主要工作成效"] * 2
    assert [each.offer.values["text"] for each in found] == [f"（五）需要说明的其他事项\n{SENTENCE}", other]
    report = of(Supplement(chapter=found[0].chapter, text=f"（五）需要说明的其他事项\n{SENTENCE}\n{other}"))
    assert all(each.is_known for each in keepings(left(SENTENCE, other, path=path), chapters, report))
