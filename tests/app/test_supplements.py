"""Paragraphs of the officer's own in a report: written, printed, checked, undone, carried over, exchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.exchange import entries, report_reader
from app.library import Library
from app.model.entities import Supplement
from app.model.proposals import Fate, advised

PROBLEMS, FUNDS = "三、存在的主要问题", "一（三）部门整体收支情况"
REPORT = """2022年度湘江市水利局部门整体支出绩效自评报告
根据市财政局通知要求，现将有关情况报告如下：
一、部门概况
（一）机构设置
我局内设办公室、财务科2个科室。
机关工会经费由上级工会单独核算。
附：资料来源
二、收支情况
收支口径与部门决算一致。
三、其他需要说明的情况
历史遗留事项已经移交档案部门。
"""


@pytest.fixture
def sample(library: Library) -> int:
    return library.reports.add_sample()


@pytest.fixture
def published(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, "utf-8")
    return path


def add(library: Library, report_id: int, chapter: str = PROBLEMS, text: str = "其余问题将在次年解决。") -> int:
    return library.insert(report_id, Supplement.TABLE, {"chapter": chapter, "text": text}).id


def body(library: Library, report_id: int) -> list[str]:
    return library.documents.text(report_id, ("report",)).splitlines()


def test_it_prints_at_the_end_of_its_chapter_and_undo_takes_it_away(library: Library, sample: int) -> None:
    before = body(library, sample)
    add(library, sample)
    after = body(library, sample)
    assert after[after.index("四、下一步改进措施") - 1] == "其余问题将在次年解决。"
    assert library.documents.body(library.data(sample)).splitlines() == after
    library.undo(sample)
    assert body(library, sample) == before


def test_a_new_one_stands_in_the_first_chapter(library: Library, sample: int) -> None:
    library.insert(sample, Supplement.TABLE, {"text": "引言。"})
    after = body(library, sample)
    assert after[after.index("一、基本情况") - 1] == "引言。"


def test_checks_read_it_and_say_where_it_stands(library: Library, sample: int) -> None:
    row = add(library, sample, FUNDS, "见番财〔2021〕05号文，共安排12人，其中男5人、女6人。")
    found = [each for each in library.checks.run(sample).findings if each.entity == Supplement.TABLE]
    assert {each.section for each in found} == {"一（三）"}
    assert "TX-01" in {each.rule for each in found}
    assert {each.entity_id for each in found} == {row}


def test_checks_tell_of_a_chapter_that_the_pack_lacks(library: Library, sample: int) -> None:
    add(library, sample, "八、附则")
    (found,) = [each for each in library.checks.run(sample).findings if each.entity == Supplement.TABLE]
    assert (found.rule, found.field, found.severity) == ("CP-01", "chapter", "警")
    assert "现印在“五、附件”的末尾" in found.message


def test_a_new_year_keeps_it_marked(library: Library, sample: int) -> None:
    add(library, sample)
    made = library.reports.new(library.data(sample).department.name, 2022, from_id=sample)
    (row,) = library.data(made).supplements
    assert (row.chapter, row.text) == (PROBLEMS, "其余问题将在次年解决。")
    assert library.carried.is_marked(made, Supplement.TABLE, row.id, "text")


def test_entries_hold_it(library: Library, sample: int) -> None:
    add(library, sample)
    told = entries.to_mapping(library.data(sample))
    assert [(row["chapter"], row["text"]) for row in told["supplements"]] == [(PROBLEMS, "其余问题将在次年解决。")]


def test_another_pack_prints_it_under_the_heading_of_its_title(library: Library) -> None:
    made = library.reports.new("某局", 2021, pack="mof-2013")
    add(library, made, PROBLEMS)
    found = body(library, made)
    assert found[found.index("五、改进措施和有关建议") - 1] == "其余问题将在次年解决。"


def test_a_report_that_is_read_keeps_sentences_in_their_chapters(library: Library, published: Path) -> None:
    read = report_reader.read(published)
    made = library.reading_in.make_report(read)
    assert [(row.chapter, row.text) for row in library.data(made).supplements] == [
        ("正文开头", "根据市财政局通知要求，现将有关情况报告如下："),
        ("一（一）部门概况", "机关工会经费由上级工会单独核算。"),
        (FUNDS, "收支口径与部门决算一致。"),
    ]
    assert [each.text for each in read.leftovers if "附：" in each.text or "历史" in each.text] == [
        "附：资料来源", "历史遗留事项已经移交档案部门。",
    ]  # fmt: skip


def test_reading_into_a_report_is_one_step_and_the_second_time_none(
    library: Library, sample: int, published: Path
) -> None:
    read = report_reader.read(published)
    before = library.data(sample)
    found = library.reading_in.proposals_of_report(sample, read)
    offered = [each for each in found if each.table == Supplement.TABLE]
    assert [each.is_advised for each in offered] == [True, True, False, True, False]
    assert all("没有识别" in each.remark and each.source for each in offered)
    library.reading_in.take(sample, advised(found), read.name)
    assert len(library.data(sample).supplements) == 3
    again = library.reading_in.proposals_of_report(sample, read)
    fates = [each.fate for each in again if each.table == Supplement.TABLE]
    assert fates == [Fate.SAME, Fate.SAME, Fate.NEW, Fate.SAME, Fate.NEW]
    assert not [each for each in advised(again) if each.table == Supplement.TABLE]
    library.undo(sample)
    assert library.data(sample) == before


def test_a_paragraph_written_by_hand_is_not_offered_again(library: Library, sample: int, tmp_path: Path) -> None:
    library.documents.take_over(sample, "funds.total", "收支总体情况良好，与上年基本持平。")
    path = tmp_path / "a.docx"
    library.exports.write(sample, path)
    read = report_reader.read(path)
    assert "收支总体情况良好，与上年基本持平。" in [each.text for each in read.leftovers]
    assert not [each for each in library.reading_in.proposals_of_report(sample, read) if each.table == Supplement.TABLE]
