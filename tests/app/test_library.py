"""The library: every edit one transaction, one undo step and one notice, and everything computed follows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError, StaleEditError, StorageError, TemplateError
from app.library import Library
from app.model.entities import Project
from app.model.quantities import format_percent
from app.storage.history import Wanted
from app.storage.journal import Change


def paragraphs(library: Library, report_id: int) -> str:
    return "\n".join(paragraph.text for paragraph in library.documents.draw(report_id).paragraphs())


def project(library: Library, report_id: int) -> Project:
    return library.data(report_id).projects[0]


def test_one_edited_figure_changes_everywhere(library: Library, sample: int) -> None:
    line = library.data(sample).fund_lines[0]
    library.set_field(sample, "fund_line", line.id, "executed", 59_000 * 1_000_000)
    text = paragraphs(library, sample)
    assert "执行数60,467.73万元，预算资金完成率98.6%" in text
    assert "支出总额60,467.73万元" in text
    assert "财政拨款执行数为59,000万元，完成全年收入额98.7%" in text
    assert library.facts(sample).total.executed == 60_467_730_000


def test_an_edit_is_announced_with_what_it_changed(library: Library, sample: int) -> None:
    heard: list[Change] = []
    library.subscribe(heard.append)
    row = project(library, sample)
    library.set_field(sample, "project", row.id, "name", "新名称")
    before, after = heard[0].rows["project", row.id]
    assert (getattr(before, "name", ""), getattr(after, "name", "")) == (row.name, "新名称")
    assert heard[0].label == "修改项目名称"


def test_undo_and_redo_survive_a_restart(library: Library, sample: int) -> None:
    row = project(library, sample)
    library.set_field(sample, "project", row.id, "budget", 1)
    library.close()
    with Library.open(library.path) as reopened:
        assert reopened.undo_label(sample) == "修改年度预算"
        reopened.undo(sample)
        assert project(reopened, sample) == row
        reopened.redo(sample)
        assert project(reopened, sample).budget == 1
        assert reopened.history.entries(sample, Wanted(table="project", row_id=row.id, field="budget"))


def test_typing_on_in_one_field_is_one_step(library: Library, sample: int) -> None:
    row = project(library, sample)
    for text in ("甲", "甲乙", "甲乙丙"):
        library.set_field(sample, "project", row.id, "name", text)
    library.undo(sample)
    assert project(library, sample).name == row.name


def test_rows_go_where_they_are_put(library: Library, sample: int) -> None:
    second = library.data(sample).offices[1]
    for name in ("甲", "乙", "丙"):
        library.insert(sample, "office", {"name": name}, before=second.id)
    assert [office.name for office in library.data(sample).offices[1:5]] == ["甲", "乙", "丙", second.name]


def test_rows_still_go_where_they_are_put_when_the_gaps_are_used_up(library: Library, sample: int) -> None:
    second = library.data(sample).offices[1]
    expected = [f"第{number}科" for number in range(30)]
    for name in expected:
        library.insert(sample, "office", {"name": name}, before=second.id)
    found = [office.name for office in library.data(sample).offices]
    assert found[1:31] == expected
    assert found[31] == second.name


def test_moved_rows_keep_their_order(library: Library, sample: int) -> None:
    names = [task.name for task in library.data(sample).tasks]
    ids = [task.id for task in library.data(sample).tasks]
    library.move(sample, "task", [ids[5], ids[3]], before=ids[0])
    assert [task.name for task in library.data(sample).tasks[:3]] == [names[3], names[5], names[0]]
    library.undo(sample)
    assert [task.name for task in library.data(sample).tasks] == names


def test_deleting_a_task_keeps_its_indicators(library: Library, sample: int) -> None:
    task = library.data(sample).tasks[0]
    count = len(library.data(sample).indicators)
    library.delete(sample, "task", [task.id])
    assert len(library.data(sample).indicators) == count
    assert all(row.task_id != task.id for row in library.data(sample).indicators)
    library.undo(sample)
    assert any(row.task_id == task.id for row in library.data(sample).indicators)


def test_what_links_a_row_to_evidence_goes_with_the_row(library: Library, sample: int) -> None:
    row = project(library, sample)
    proof = library.insert(sample, "evidence", {"name": "拨款凭证"})
    library.insert(sample, "evidence_link", {"evidence_id": proof.id, "project_id": row.id})
    library.delete(sample, "project", [row.id])
    assert not library.data(sample).evidence_links
    library.undo(sample)
    assert len(library.data(sample).evidence_links) == 1


def test_a_paragraph_can_be_taken_over_and_given_back(library: Library, sample: int) -> None:
    library.documents.take_over(sample, "funds.total", "全年预算执行良好。")
    assert "全年预算执行良好。" in paragraphs(library, sample)
    line = library.data(sample).fund_lines[0]
    library.set_field(sample, "fund_line", line.id, "budget", 1)
    taken = [p for p in library.documents.draw(sample).paragraphs() if p.key == "funds.total"]
    assert [(p.manual, p.stale) for p in taken] == [(True, True)]
    library.documents.give_back(sample, "funds.total")
    assert "全年预算执行良好。" not in paragraphs(library, sample)


def test_an_unknown_paragraph_cannot_be_taken_over(library: Library, sample: int) -> None:
    with pytest.raises(InputError, match="没有名为"):
        library.documents.take_over(sample, "nowhere", "x")


def test_a_new_report_starts_with_the_packs_score_table(library: Library) -> None:
    report_id = library.reports.new("某市某局", 2025)
    assert sum(row.weight or 0 for row in library.data(report_id).indicators) == 50
    assert library.completeness(report_id).share < 50
    assert "【待填：" in paragraphs(library, report_id)


@pytest.mark.parametrize(
    ("department", "year", "message"), [("", 2025, "部门名称不能为空"), ("某局", 25, "年度“25”不合理")]
)
def test_a_senseless_new_report_is_refused(library: Library, department: str, year: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        library.reports.new(department, year)
    assert library.reports.all() == []


def test_a_department_has_one_report_a_year(library: Library) -> None:
    library.reports.new("某市某局", 2025)
    with pytest.raises(InputError, match="已有 2025 年度"):
        library.reports.new("某市某局", 2025)
    library.reports.new("某市某局", 2026)
    assert [(summary.department, summary.year) for summary in library.reports.all()] == [
        ("某市某局", 2026),
        ("某市某局", 2025),
    ]


def test_a_deleted_report_comes_back_whole(library: Library, sample: int) -> None:
    data = library.data(sample)
    library.reports.delete(sample)
    assert library.reports.all() == []
    with pytest.raises(StorageError):
        library.data(sample)
    library.undo(None)
    assert library.data(sample) == data


def test_an_unknown_report_and_pack_are_told(library: Library) -> None:
    with pytest.raises(StorageError, match="没有编号为 9 的报告"):
        library.data(9)
    with pytest.raises(TemplateError, match="找不到模板包“没有”"):
        library.reports.new("某市某局", 2025, pack="没有")


def test_a_report_whose_pack_is_gone_is_still_listed(library: Library, sample: int) -> None:
    with library.step("改模板包", sample) as step:
        step.update("report", sample, {"pack": "gone"})
    assert [(summary.id, summary.score) for summary in library.reports.all()] == [(sample, None)]


def test_the_sample_is_complete_and_keeps_the_published_scores(library: Library, sample: int) -> None:
    scores = library.scores(sample)
    assert (scores.total, scores.computed_total) == (Decimal("93.25"), Decimal("93.75"))
    assert (scores.management.score, scores.delivery.score) == (Decimal("43.95"), Decimal("49.80"))
    assert scores.delivery.computed == Decimal("49.80")
    assert {item.field for item in library.completeness(sample).missing} <= {"preparer", "filled_on"}


def test_a_file_name_holds_nothing_a_system_refuses(library: Library) -> None:
    report_id = library.reports.new('某市/某局:"一处"', 2025)
    assert library.exports.file_name(report_id, "report", "docx") == "某市某局一处2025年部门整体支出绩效自评报告.docx"


def test_a_library_in_use_elsewhere_is_read_only(library: Library, sample: int) -> None:
    with Library.open(library.path) as second:
        assert second.read_only
        assert "只能查看" in second.reason
        assert second.data(sample).projects
        with pytest.raises(StorageError, match="只能查看"):
            second.set_field(sample, "report", sample, "phone", "1")


def test_a_missing_library_is_not_made_by_opening_it(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        Library.open(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_a_pasted_block_that_changes_and_adds_is_one_step(library: Library, sample: int) -> None:
    office = library.data(sample).offices[0]
    library.paste(
        sample, "office", [("office", office.id, "name", "甲科")], [{"name": "乙科"}, {"name": "丙科"}], "粘贴"
    )
    names = [row.name for row in library.data(sample).offices]
    assert (names[0], names[-2:]) == ("甲科", ["乙科", "丙科"])
    library.undo(sample)
    assert library.data(sample).offices[0].name == office.name
    assert len(library.data(sample).offices) == 9


def test_what_is_generated_can_be_seen_after_a_take_over(library: Library, sample: int) -> None:
    library.documents.take_over(sample, "funds.total", "全年预算执行良好。")
    assert (library.documents.generated_text(sample, "funds.total") or "").startswith("部门整体全年预算数61,296.75万元")


def test_a_report_nobody_has_scored_has_no_total(library: Library) -> None:
    library.reports.new("某市某局", 2025)
    assert [summary.score for summary in library.reports.all()] == [None]


# Back to what was


def test_a_value_of_old_comes_back_as_a_step_of_its_own(library: Library, sample: int) -> None:
    project = library.data(sample).projects[0]
    library.set_field(sample, "project", project.id, "executed", 1)
    library.history.restore_value(sample, "project", project.id, "executed", project.executed)
    assert library.data(sample).projects[0] == project
    assert library.undo_label(sample) == "恢复全年执行数"


def test_a_value_that_points_at_a_deleted_row_is_refused(library: Library, sample: int) -> None:
    task = library.data(sample).tasks[0]
    row = next(row for row in library.data(sample).indicators if row.task_id == task.id)
    library.delete(sample, "task", [task.id])
    with pytest.raises(InputError, match="已被删除"):
        library.history.restore_value(sample, "indicator", row.id, "task_id", task.id)


def test_a_value_of_a_deleted_row_is_refused_and_the_row_can_be_restored(library: Library, sample: int) -> None:
    before = library.data(sample)
    project = before.projects[3]
    library.delete(sample, "project", [project.id])
    with pytest.raises(StaleEditError, match="已被删除"):
        library.history.restore_value(sample, "project", project.id, "executed", 1)
    library.history.restore_row(sample, "project", project.id)
    assert library.data(sample).projects == before.projects


def test_the_layout_is_changed_by_a_step(library: Library, sample: int) -> None:
    library.reports.set_layout(sample, "word")
    assert library.layout(sample).label == "Word 默认"
    assert library.undo_label(sample) == "版式改为Word 默认"
    library.undo(sample)
    assert library.layout(sample).label == "公文标准"
    with pytest.raises(TemplateError, match="没有名为"):
        library.reports.set_layout(sample, "none")


def test_a_new_report_has_the_layout_asked_for(library: Library) -> None:
    assert library.layout(library.reports.new("某市某局", 2022, layout="exact28")).label == "公文 28 磅"
    with pytest.raises(TemplateError, match="没有名为"):
        library.reports.new("某市某局", 2023, layout="none")


def test_several_steps_are_taken_back_with_a_notice_each(library: Library, sample: int) -> None:
    project = library.data(sample).projects[0]
    for value in (1, 2, 3):
        library.set_fields(sample, [("project", project.id, "executed", value)], "修改全年执行数")
    heard: list[str] = []
    library.subscribe(lambda change: heard.append(change.label))
    library.undo_to(sample, library.history.undoable(sample)[-1].id)
    assert library.data(sample).projects[0] == project
    assert heard == ["修改全年执行数"] * 3


def test_backups_are_made_only_of_changes(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    made = library.backups.add_to(folder)
    assert made is not None
    assert library.backups.add_to(folder) is None
    assert [path for _, path in library.backups.found_in(folder)] == [made]
    library.backups.copy(made, tmp_path / "copy.db")
    with Library.open(tmp_path / "copy.db", read_only=True) as copy:
        assert copy.reports.all() == library.reports.all()


def test_reports_of_one_department_are_found_in_the_order_of_years(library: Library) -> None:
    later = library.reports.new("某市某局", 2022)
    library.reports.new("某市另一局", 2021)
    earlier = library.reports.new("某市某局", 2020)
    assert library.years.same_department(later) == [earlier, later]


def test_figures_of_a_year_are_those_that_are_printed(library: Library) -> None:
    figures = library.years.figures(library.reports.add_sample())
    assert figures is not None
    assert (figures.year, figures.score, figures.grade) == (2021, Decimal("93.25"), "优")
    assert format_percent(figures.rate) == "97.5%"


def test_a_year_that_cannot_be_read_has_no_figures(library: Library) -> None:
    report_id = library.reports.new("某市某局", 2022)
    library.set_fields(report_id, [("report", report_id, "pack", "没有这个模板包")], "换模板包")
    assert library.years.figures(report_id) is None


def test_a_check_prepared_here_can_run_in_another_thread(library: Library, sample: int) -> None:
    row = next(row for row in library.data(sample).indicators if row.reason)
    library.set_field(sample, "indicator", row.id, "reason", "")
    work = library.checks.prepared(sample)
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(work).result()
    assert [finding.entity_id for finding in found.findings if finding.rule == "SC-06"] == [row.id]
    assert library.checks.run(sample) == found


def test_a_pasted_block_of_rows_comes_before_the_row_it_names(library: Library, sample: int) -> None:
    first, second, *_ = library.data(sample).projects
    library.paste(sample, "project", [], [{"name": "甲"}, {"name": "乙"}], "粘贴", before=second.id)
    assert [row.name for row in library.data(sample).projects[:4]] == [first.name, "甲", "乙", second.name]


def test_a_check_is_made_once_for_a_snapshot(library: Library, sample: int) -> None:
    first = library.checks.run(sample).findings
    assert library.checks.run(sample).findings is first
    library.set_field(sample, "project", project(library, sample).id, "executed", 0)
    assert library.checks.run(sample).findings is not first


def test_a_check_compares_with_the_report_of_the_year_before(library: Library, sample: int) -> None:
    assert any(item.rule == "PJ-09" for item in library.checks.run(sample).not_checked)
    earlier = library.reports.new(library.data(sample).department.name, 2020)
    row = project(library, sample)
    library.insert(earlier, "project", {"name": row.name, "result": row.result})
    checked = library.checks.run(sample)
    assert not any(item.rule == "PJ-09" for item in checked.not_checked)
    assert any("一字不差" in item.message for item in checked.findings)


def test_a_check_reads_paragraphs_taken_over_by_hand(library: Library, sample: int) -> None:
    library.documents.take_over(
        sample, "funds.total", "部门整体全年预算数61,296.75万元，执行数59,757.75万元，预算资金完成率97.4%。"
    )
    found = [item for item in library.checks.run(sample).findings if item.entity == "override"]
    assert {item.rule for item in found} == {"FN-05", "CX-12"}
    assert all("97.5%" in item.message for item in found)


def test_a_new_indicator_is_of_the_first_block_unless_it_says_another(library: Library, sample: int) -> None:
    library.insert_all(sample, "indicator", [{}, {"block": "履职效能"}])
    assert [row.block for row in library.data(sample).indicators[-2:]] == ["管理效能", "履职效能"]
