"""Paragraphs that belong to no field come back in their chapters, whatever file they were printed in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from app.exchange import report_reader
from app.exchange.entries import Entries
from app.library import Library
from app.model.chapters import OPENING
from app.model.entities import Supplement
from tests.app.exchange.reading import varied
from tests.app.exchange.reading.test_round_trip import GENERATED

APART = (OPENING, "一、基本情况", "一（三）部门整体收支情况", "二、综合评价分析", "二（一）自评结论综述")
"""The chapters whose end is no entry's text. In the others a paragraph at the end is one of the entry before it: on
paper they are the same, and only what prints comes back.
"""
WITHIN = (
    "一（一）部门概况", "一（二）年度总体工作和重点工作任务", "一（四）部门整体绩效管理情况",
    "二（二）各项工作任务绩效目标完成情况分析", "二（三）各重点任务项目支出完成情况分析", "二（四）主要工作成效",
    "三、存在的主要问题", "四、下一步改进措施",
)  # fmt: skip

# Sentences without what is read as an entry wherever it stands (amounts, scores, numbers of projects, lists of offices)
# and without blanks beside Chinese, which are the typesetter's to a reader.
_CLAUSES = st.sampled_from((
    "自评工作由财务科牵头", "各业务科室共同参与", "自评材料经局党组会议审议通过", "口径与部门决算一致", "不含代管资金",
    "<专户>资金另行报告", "A&B两类事项{{合并}}反映", "见《2021年度工作总结》第3章", "“双创”活动（含往期）照常开展",
    "𠮷祥路办事点按期搬迁", "其余情况{%与上年%}相同", "没有其他需要说明的重大变化",
))  # fmt: skip
_LINES = st.lists(_CLAUSES, min_size=2, max_size=6, unique=True).map(lambda found: "，".join(found) + "。")


def supplements(chapters: tuple[str, ...]) -> st.SearchStrategy[list[Supplement]]:
    """Paragraphs, each said once: what a report says twice is not told apart when it is read into it again."""
    lines = st.lists(
        st.tuples(st.sampled_from(chapters), st.integers(0, 2), _LINES), max_size=9, unique_by=lambda x: x[2]
    )
    return lines.map(_rows)


def _rows(found: list[tuple[str, int, str]]) -> list[Supplement]:
    texts: dict[tuple[str, int], list[str]] = {}
    for chapter, number, line in found:
        texts.setdefault((chapter, number), []).append(line)
    return [Supplement(chapter=chapter, text="\n".join(lines)) for (chapter, _), lines in texts.items()]


def add(library: Library, report_id: int, found: list[Supplement]) -> None:
    rows = [{"chapter": row.chapter, "text": row.text} for row in found]
    library.insert_all(report_id, Supplement.TABLE, rows)


def lines_of(library: Library, report_id: int) -> dict[str, list[str]]:
    """The paragraphs by chapter, as they print."""
    found: dict[str, list[str]] = {}
    for row in library.data(report_id).supplements:
        found.setdefault(row.chapter, []).extend(row.text.split("\n"))
    return found


def read_anew(library: Library, report_id: int, path: Path) -> int:
    """What an exported report becomes as a report of its own; its id."""
    library.exports.write(report_id, path)
    return library.reading_in.make_report(report_reader.read(path))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.open(tmp_path_factory.mktemp("supplements") / "library.db", create=True)


@pytest.mark.parametrize("suffix", ["docx", "txt"])
@pytest.mark.timeout(600)
def test_paragraphs_at_the_end_of_a_chapter_come_back_in_it(
    library: Library, tmp_path_factory: pytest.TempPathFactory, scale: Callable[[int, int], int], suffix: str
) -> None:
    path = tmp_path_factory.mktemp("trip") / f"a.{suffix}"

    @hypothesis.settings(max_examples=scale(20, 1000), phases=GENERATED)
    @hypothesis.given(entries=varied.entries(), found=supplements(APART))
    def trip(entries: Entries, found: list[Supplement]) -> None:
        told = varied.stopped(entries) if suffix == "txt" else entries
        report_id = library.reports.add_entries(told, label="x")
        add(library, report_id, found)
        made = read_anew(library, report_id, path)
        assert lines_of(library, made) == lines_of(library, report_id)
        again = library.reading_in.proposals_of_report(report_id, report_reader.read(path))
        assert [each for each in again if each.table == Supplement.TABLE and each.changes] == []

    trip()


@pytest.mark.parametrize("suffix", ["docx", "txt"])
@pytest.mark.timeout(600)
def test_a_report_with_paragraphs_in_any_chapter_prints_the_same_when_it_is_read_back(
    library: Library, tmp_path_factory: pytest.TempPathFactory, scale: Callable[[int, int], int], suffix: str
) -> None:
    path = tmp_path_factory.mktemp("trip") / f"a.{suffix}"
    sample = library.reports.add_sample()

    @hypothesis.settings(max_examples=scale(10, 300), phases=GENERATED)
    @hypothesis.given(found=supplements(APART + WITHIN))
    def trip(found: list[Supplement]) -> None:
        library.delete(sample, Supplement.TABLE, [row.id for row in library.data(sample).supplements])
        add(library, sample, found)
        made = read_anew(library, sample, path)
        assert library.documents.text(made, ("report",)) == library.documents.text(sample, ("report",))

    trip()
