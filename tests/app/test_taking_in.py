"""What the rows of a file do to a report."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import packs
from app.errors import FinalReportError, StaleEditError
from app.exchange import workbook_reader
from app.exchange.workbooks.units import UNITS
from app.library import Library
from app.library.row_edits import _positions
from app.model.entities import ReportRow, Status
from app.model.facts import Facts
from app.model.fields import Value
from app.model.offer_matching import merge
from app.model.offers import Offer
from app.model.proposals import Fate, Proposal, advised, counts
from app.model.quantities import MAX_DIGITS
from app.model.report_data import ReportData
from app.model.text import clean
from app.scoring import engine
from tests.app.exchange.workbooks.books import quiet
from tests.app.exchange.workbooks.lists import TABLES, write_lists, write_tsv
from tests.builders import TASK_BLOCKS, make_data, make_fund_line, make_indicator, make_project


def offer(table: str, **values: object) -> Offer:
    return Offer(table, "表 第2行", values)  # type: ignore[arg-type]


def proposed(data: ReportData, *offers: Offer) -> list[Proposal]:
    facts = Facts.of(data, TASK_BLOCKS)
    return merge(data, facts, engine.score(data, facts, packs.load(packs.DEFAULT).scores), offers)


def fates(found: list[Proposal]) -> list[tuple[str, int]]:
    return [(each.fate.value, each.row_id) for each in found]


def test_rows_are_new_changed_the_same_or_missing_in_the_file() -> None:
    data = make_data(make_project(id=1, name="甲"), make_project(id=2, name="乙"), make_project(id=3, name="丙"))
    found = proposed(
        data, offer("project", name="乙", budget=1), offer("project", name="甲", budget=291_000_000),
        offer("project", name="丁"),
    )  # fmt: skip
    assert fates(found) == [("修改", 2), ("相同", 1), ("新增", 0), ("文件中没有", 3)]
    (change,) = found[0].changes
    assert (change.field, change.before, change.after) == ("budget", 291_000_000, 1)
    assert [each.row_id for each in advised(found)] == [2, 0]


def test_names_are_the_same_but_for_blanks_and_full_width_forms() -> None:
    data = make_data(make_project(id=7, name="2021年 培训经费（一）"))
    (found, *_) = proposed(data, offer("project", name="２０２１年培训经费(一)", budget=5))
    assert found.row_id == 7


def test_rows_of_one_document_number_are_the_same_and_their_new_name_is_not_taken_unasked() -> None:
    data = make_data(make_project(id=7, name="培训", document_number="穗财〔2021〕1号"))
    (found, *_) = proposed(data, offer("project", name="培训费", document_number="穗财〔2021〕1号", budget=5))
    assert (found.row_id, [(each.field, each.is_advised) for each in found.changes]) == (
        7, [("name", False), ("budget", True)]
    )  # fmt: skip
    assert "请核对" in found.remark


def test_where_it_is_open_which_row_is_meant_nothing_is_advised() -> None:
    data = make_data(make_project(id=1, name="甲"), make_project(id=2, name="甲"))
    found = proposed(data, offer("project", name="甲", budget=5))
    assert (found[0].fate, found[0].is_advised) == (Fate.NEW, False)
    assert "2 条同名" in found[0].remark
    assert advised(found) == []


def test_as_many_rows_of_one_name_are_taken_in_their_order() -> None:
    data = make_data(make_project(id=1, name="甲"), make_project(id=2, name="甲"))
    found = proposed(data, offer("project", name="甲", budget=5), offer("project", name="甲", budget=6))
    assert [each.row_id for each in found] == [1, 2]


def test_only_rows_of_kinds_that_the_file_has_are_missing() -> None:
    data = make_data(make_fund_line(id=1), make_fund_line(id=2, axis="资金结构", category="基本支出"))
    found = proposed(data, offer("fund_line", axis="资金来源", category="其他"))
    assert fates(found) == [("新增", 0), ("文件中没有", 1)]


def test_funds_without_an_axis_are_those_of_the_report_or_stand_where_such_a_category_stands() -> None:
    data = make_data(
        make_fund_line(id=1, axis="资金来源", category="财政拨款"),
        make_fund_line(id=2, axis="资金结构", category="基本支出"),
        make_fund_line(id=3, axis="预算级次", category="教育费附加"),
    )  # fmt: skip
    found = proposed(
        data, offer("fund_line", category="基本支出", budget=5), offer("fund_line", category="项目支出", budget=7),
        offer("fund_line", category="教育费附加", budget=9),
    )  # fmt: skip
    assert fates(found) == [("修改", 2), ("新增", 0), ("修改", 3)]
    assert ("axis", "资金结构") in [(change.field, change.after) for change in found[1].changes]


def test_what_the_score_table_prints_is_no_change() -> None:
    data = make_data(make_indicator(id=1, target="100", unit="%", actual="95", rule="正向（≥）"))
    score = engine.score(data, Facts.of(data, TASK_BLOCKS), packs.load(packs.DEFAULT).scores).rows[1].score
    (found,) = proposed(
        data, offer("indicator", block="管理效能", level3="预算完成率", target="100%", actual="95%", score=score)
    )
    assert found.fate is Fate.SAME
    (other,) = proposed(data, offer("indicator", block="管理效能", level3="预算完成率", score=Decimal("0.5")))
    assert [each.field for each in other.changes] == ["score"]


def test_what_is_computed_from_the_report_is_not_taken_from_a_file() -> None:
    data = make_data(make_fund_line(), make_indicator(id=5, fact="funds.completion_rate"))
    (found,) = proposed(data, offer("indicator", block="管理效能", level3="预算完成率", actual="12%"))
    assert (found.fate, found.changes) == (Fate.SAME, ())
    assert "自动计算" in found.remark


# In the library


def test_what_was_chosen_is_taken_in_in_one_step_and_undone_in_one(library: Library, sample: int) -> None:
    before = library.data(sample)
    first = before.projects[0]
    offers = [
        offer("task", name="新任务"),
        Offer("indicator", "表 第3行", {"block": "履职效能", "level3": "新指标"}, {"task_id": "新任务"}),
        offer("project", name=first.name, budget=1),
        offer("project", name="新项目", budget=2),
    ]
    library.reading_in.take(sample, advised(library.reading_in.proposals(sample, offers)), "表.xlsx")
    after = library.data(sample)
    assert after.find("project", first.id).budget == 1  # type: ignore[union-attr]
    assert after.projects[-1].name == "新项目"
    assert after.tasks[-1].name == "新任务"
    assert after.indicators[-1].task_id == after.tasks[-1].id
    assert len(after.projects) == len(before.projects) + 1
    assert library.undo_label(sample) == "导入“表.xlsx”"
    library.undo(sample)
    assert dict(library.data(sample).tables) == dict(before.tables)


def test_missing_rows_go_only_where_they_are_chosen(library: Library, sample: int) -> None:
    offers = [offer("unit", name=library.data(sample).units[0].name)]
    found = library.reading_in.proposals(sample, offers)
    library.reading_in.take(sample, advised(found), "导入")
    missing = [each for each in found if each.fate is Fate.MISSING]
    count = len(library.data(sample).units)
    assert len(missing) == count - 1
    library.reading_in.take(sample, missing[:2], "导入")
    assert len(library.data(sample).units) == count - 2


def test_a_row_that_changed_since_is_not_written_over(library: Library, sample: int) -> None:
    row = library.data(sample).projects[0]
    found = advised(library.reading_in.proposals(sample, [offer("project", name=row.name, budget=1)]))
    library.set_field(sample, "project", row.id, "budget", 2)
    with pytest.raises(StaleEditError):
        library.reading_in.take(sample, found, "导入")
    assert library.data(sample).projects[0].budget == 2


def test_a_final_report_takes_nothing_in(library: Library, sample: int) -> None:
    found = advised(library.reading_in.proposals(sample, [offer("project", name="新")]))
    library.reports.set_status(sample, Status.FINAL)
    with pytest.raises(FinalReportError):
        library.reading_in.take(sample, found, "导入")


# Writing out and reading in again changes nothing


def reread(library: Library, report: int, path: Path) -> list[Proposal]:
    book = workbook_reader.read(path, library.reading_in.context(report), quiet)
    assert [part.rows.refusals for part in book.parts if part.rows.refusals] == []
    return library.reading_in.proposals(report, book.offers())


def test_the_annex_read_back_changes_nothing(library: Library, sample: int, tmp_path: Path) -> None:
    row = library.data(sample).indicators[0]
    bonus: dict[str, Value] = {"kind": "加分", "name": "获得表彰", "score": Decimal("1.5"), "reason": "省级"}
    library.insert(sample, "adjustment", bonus)
    library.set_field(sample, "indicator", row.id, "level3", "001")
    library.exports.write(sample, tmp_path / "附表.xlsx", ("annex",))
    found = reread(library, sample, tmp_path / "附表.xlsx")
    assert set(counts(found)) == {Fate.SAME}
    data = library.data(sample)
    rows = len(data.indicators) + len(data.fund_lines) + len(data.adjustments)
    assert counts(found)[Fate.SAME] == rows + 1  # and the report itself, whose goal stands above the table


def test_lists_of_all_tables_read_back_change_nothing(library: Library, sample: int, tmp_path: Path) -> None:
    path = write_lists(library.data(sample), tmp_path / "全部.xlsx")
    found = reread(library, sample, path)
    assert set(counts(found)) == {Fate.SAME}
    assert len(found) == sum(len(library.data(sample).tables[table]) for table in TABLES)


@pytest.mark.parametrize("table", ["unit", "fund_line", "project", "indicator", "problem"])
def test_a_list_of_text_read_back_changes_nothing(library: Library, sample: int, tmp_path: Path, table: str) -> None:
    found = reread(library, sample, write_tsv(library.data(sample), table, tmp_path / "表.tsv"))
    assert set(counts(found)) == {Fate.SAME}


def test_lists_of_a_report_make_the_same_report_of_an_empty_one(library: Library, sample: int, tmp_path: Path) -> None:
    source = library.data(sample)
    other = library.reports.new("某局", 2021)
    library.delete(other, "indicator", [row.id for row in library.data(other).indicators])
    found = reread(library, other, write_lists(source, tmp_path / "全部.xlsx"))
    library.reading_in.take(other, advised(found), "导入")
    again = library.data(other)
    for table in ("unit", "task", "project", "fund_line", "measure"):
        assert len(again.tables[table]) == len(source.tables[table])
    assert [(row.name, row.budget, row.executed) for row in again.projects] == [
        (row.name, row.budget, row.executed) for row in source.projects
    ]
    names = {task.id: task.name for task in again.tasks}, {task.id: task.name for task in source.tasks}
    assert [names[0].get(row.task_id or 0) for row in again.indicators] == [
        names[1].get(row.task_id or 0) for row in source.indicators
    ]


_WORD = st.text(max_size=12).map(clean)  # whatever a report may hold
_NAME = st.text("甲乙丙丁AB12－（）", min_size=1, max_size=8).filter(lambda text: text.strip("－（）"))
_MONEY = st.none() | st.integers(0, 10**MAX_DIGITS - 1)  # 分


@settings(max_examples=60)
@given(
    st.lists(st.tuples(_NAME, _WORD, _MONEY, _MONEY), min_size=1, max_size=8, unique_by=lambda row: row[0]),
    st.sampled_from(UNITS),
)
def test_any_list_of_projects_that_states_its_unit_is_read_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, int | None, int | None]], unit: str
) -> None:
    made = [
        make_project(id=number, name=f"项目{name}", purpose=word, budget=budget, executed=executed)
        for number, (name, word, budget, executed) in enumerate(rows, 1)
    ]
    data = make_data(*made)
    folder = tmp_path_factory.mktemp("list")
    for path in (write_lists(data, folder / "表.xlsx", unit), write_tsv(data, "project", folder / "表.tsv", unit)):
        book = workbook_reader.read(path, workbook_reader.Context(2021), quiet)
        assert {each.fate for each in proposed(data, *book.offers())} == {Fate.SAME}


def test_new_indicators_join_their_group_and_keep_the_order_of_the_file(library: Library) -> None:
    report = library.reports.new("某市某局", 2022)
    before = [row.level3 for row in library.data(report).indicators]
    names = [("预算编制", "甲"), ("资产管理", "乙"), ("预算编制", "丙"), ("新组", "丁")]
    offers = [offer("indicator", block="管理效能", level2=group, level3=name) for group, name in names]
    offers.append(offer("indicator", block="履职效能", level2="任务", level3="戊"))
    library.reading_in.take(report, advised(library.reading_in.proposals(report, offers)), "指标.xlsx")
    after = [(row.level2, row.level3) for row in library.data(report).indicators]
    assert [name for _, name in after if name in before] == before
    groups = [group for group, _ in groupby(after, key=lambda each: each[0])]
    assert len(groups) == len(set(groups))
    assert [name for group, name in after if group == "预算编制"] == ["新增预算事前绩效评估", "甲", "丙"]
    assert after[-2:] == [("新组", "丁"), ("任务", "戊")]


@given(st.lists(st.integers(0, 6), max_size=40))
def test_rows_inserted_anywhere_stand_where_they_were_put(places: list[int]) -> None:
    rows = [make_project(id=number, position=number) for number in range(1, 6)]  # no room between them
    order: list[ReportRow | int] = list(rows)
    for number, place in enumerate(places):
        order.insert(min(place, len(order)), number)
    found = _positions(order)
    assert found == sorted(set(found))
