"""项目支出绩效自评表: one form per project, scored by the rules of the score table, written singly or together."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from app import packs
from app.errors import ExportError
from app.library import PROJECTS, Library
from app.model import project_forms
from app.model.entities import FundSource, Rule
from app.model.fields import Value
from app.model.quantities import parse_money
from tests.app.render.test_formulas import formulas
from tests.app.render.word import faults

WAN = 1_000_000  # 分


@pytest.fixture
def project(library: Library, sample: int) -> int:
    """The id of the sample's first project, its form begun."""
    found = library.data(sample).projects[0].id
    library.project_forms.begin(sample, [found])
    return found


def fill(library: Library, report: int, project: int) -> None:
    """Fills a form in: 90 % spent, the first indicator at half its target."""
    form = next(form for form in project_forms.forms(library.data(report)) if form.project.id == project)
    amounts = {FundSource.CURRENT: ("400", "480", "432"), FundSource.OTHER: ("20", "20", "18")}
    changes: list[tuple[str, int, str, Value]] = []
    for row in form.funds:
        for field, amount in zip(
            ("initial", "budget", "executed"), amounts.get(FundSource(row.source), ()), strict=False
        ):
            changes.append((row.TABLE, row.id, field, parse_money(amount)))
    for number, item in enumerate(form.indicators):
        is_banded = item.rule == Rule.BANDS
        values = {
            "level3": f"指标{number}",
            "target": "达成" if is_banded else "100",
            "actual": "达成" if is_banded else "50" if number == 0 else "100",
            "reason": "课程延期" if number == 0 else "",
        }
        changes += [(item.TABLE, item.id, field, value) for field, value in values.items()]
    texts = {"competent": "", "implementer": "就业中心", "goal": "培训1000人。", "goal_result": "培训500人。"}
    changes += [("project", project, field, value) for field, value in texts.items()]
    own = (("budget", "500"), ("executed", "450"))
    changes += [("project", project, field, parse_money(amount)) for field, amount in own]
    library.set_fields(report, changes, "填写")


def test_a_form_begins_with_the_sources_and_the_packs_indicators(library: Library, sample: int, project: int) -> None:
    data = library.data(sample)
    assert [row.source for row in data.project_funds] == [source.value for source in FundSource]
    assert (
        {row.project_id for row in data.project_funds}
        == {row.project_id for row in data.project_indicators}
        == {project}
    )
    settings = packs.load(packs.DEFAULT).projects
    assert settings is not None
    assert settings.full == 100
    assert sum(row.weight or 0 for row in data.project_indicators) + settings.execution == 100
    library.project_forms.begin(sample, [project])
    assert len(library.data(sample).project_funds) == len(FundSource)
    library.undo(sample)
    assert library.data(sample).project_funds == ()


def test_a_form_is_scored_by_its_rows_and_what_was_spent(library: Library, sample: int, project: int) -> None:
    fill(library, sample, project)
    found = library.scores(sample).projects[project]
    assert (found.execution, found.rate) == (Decimal("9.00"), Decimal(90))
    assert [block.score for block in found.blocks] == [Decimal("42.50"), Decimal(30), Decimal(10)]
    assert found.total == Decimal("91.50")
    assert found.is_whole


@pytest.mark.parametrize(
    ("budget", "executed", "execution", "says"),
    [
        ("100", "120", Decimal(10), "得满分 10.00"),
        ("300", "100", Decimal("3.33"), "33.33%"),
        ("0", "0", None, "全年预算数为 0，无法计算执行率"),
    ],
)
def test_the_rate_of_execution_scores_at_most_its_full_marks(
    library: Library, sample: int, project: int, budget: str, executed: str, execution: Decimal | None, says: str
) -> None:
    first = library.data(sample).project_funds[0]
    for field, amount in (("budget", budget), ("executed", executed)):
        library.set_field(sample, first.TABLE, first.id, field, parse_money(amount))
    found = library.scores(sample).projects[project]
    assert found.execution == execution
    assert says in found.explanation


def test_a_project_without_sources_takes_its_own_amounts(library: Library, sample: int, project: int) -> None:
    row = library.data(sample).projects[0]
    form = project_forms.forms(library.data(sample))[0]
    assert (form.total.budget, form.total.executed) == (row.budget, row.executed)


def test_a_form_with_other_money_than_its_project_is_found_where_it_can_be_mended(
    library: Library, sample: int, project: int
) -> None:
    fill(library, sample, project)
    assert [found for found in library.checks.run(sample).findings if found.rule == "PJ-06"] == []
    first = library.data(sample).project_funds[0]
    library.set_field(sample, first.TABLE, first.id, "executed", parse_money("430"))
    (found,) = [found for found in library.checks.run(sample).findings if found.rule == "PJ-06"]
    assert "全年执行数合计448万元，报告中该项目为450万元，相差2万元" in found.message
    assert (found.entity, found.entity_id, found.field) == ("project_fund", first.id, "executed")
    assert found.section


def test_targets_of_forms_count_among_those_met(library: Library, sample: int, project: int) -> None:
    before = library.facts(sample).targets
    fill(library, sample, project)
    facts = library.facts(sample)
    assert (facts.forms, facts.project_targets.met, facts.project_targets.total) == (1, 6, 7)
    assert (facts.targets.met, facts.targets.total) == (before.met + 6, before.total + 7)
    row = next(row for row in library.data(sample).indicators if row.fact == "targets.met_share")
    assert "项目指标 7 项" in library.scores(sample).rows[row.id].explanation


def test_what_is_missing_in_a_form_is_counted_on_its_page(library: Library, sample: int, project: int) -> None:
    state = library.completeness(sample).by_page["project_forms"]
    missing = {(item.table, item.field) for item in state.missing}
    assert {("project", "goal"), ("project_indicator", "score"), ("project_indicator", "level3")} <= missing
    assert not [item for item in library.completeness(sample).by_page["projects"].missing if item.field == "goal"]
    fill(library, sample, project)
    assert library.completeness(sample).by_page["project_forms"].missing == ()


def test_a_form_goes_with_its_project_and_comes_back_with_it(library: Library, sample: int, project: int) -> None:
    before = library.data(sample)
    library.delete(sample, "project", [project])
    assert library.data(sample).project_funds == ()
    assert library.data(sample).project_indicators == ()
    library.history.restore_row(sample, "project", project)
    assert library.data(sample).project_funds == before.project_funds
    assert library.data(sample).project_indicators == before.project_indicators


def test_a_form_can_be_removed_without_its_project(library: Library, sample: int, project: int) -> None:
    library.project_forms.delete(sample, project)
    assert library.project_forms.begun(sample) == []
    assert library.data(sample).find("project", project) is not None


def test_a_new_year_keeps_targets_and_not_what_was_achieved(library: Library, sample: int, project: int) -> None:
    fill(library, sample, project)
    report = library.reports.new("广州市番禺区人力资源和社会保障局", 2022, from_id=sample)
    data = library.data(report)
    [form] = [form for form in project_forms.forms(data) if form.is_begun]
    assert (form.project.goal, form.project.goal_result) == ("培训1000人。", "")
    assert [row.executed for row in form.funds] == [None] * 3
    assert [(row.target, row.actual) for row in form.indicators][:2] == [("100", ""), ("100", "")]
    earlier = library.years.last(report)
    assert earlier is not None
    assert earlier.value("project_fund", form.funds[0].id, "budget") == 480 * WAN


def test_without_any_form_there_is_nothing_to_write(library: Library, sample: int, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="还没有填写项目支出绩效自评表"):
        library.exports.write(sample, tmp_path / "forms.docx", (PROJECTS,))


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "txt"])
def test_forms_are_written_singly_and_all_in_one_file(
    library: Library, sample: int, project: int, tmp_path: Path, suffix: str
) -> None:
    second = library.data(sample).projects[1].id
    library.project_forms.begin(sample, [second])
    fill(library, sample, project)
    for name, part in (("all", PROJECTS), ("one", f"project/{project}")):
        library.exports.write(sample, tmp_path / f"{name}.{suffix}", (part,))
    if suffix == "docx":
        assert list(faults((tmp_path / "all.docx").read_bytes(), tmp_path)) == []
    if suffix == "txt":
        texts = [(tmp_path / f"{name}.txt").read_text(encoding="utf-8") for name in ("all", "one")]
        assert [text.count("项目支出绩效自评表") for text in texts] == [2, 1]
    if suffix == "xlsx":
        with zipfile.ZipFile(tmp_path / "all.xlsx") as package:
            assert len([name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]) == 2


def test_the_workbook_computes_sums_rate_and_scores(
    library: Library, sample: int, project: int, tmp_path: Path
) -> None:
    fill(library, sample, project)
    library.exports.write(sample, tmp_path / "one.xlsx", (f"project/{project}",))
    found = {formula: Decimal(value) for formula, value in formulas((tmp_path / "one.xlsx").read_bytes()).values()}
    assert [value for formula, value in found.items() if formula.startswith("MIN(10")] == [9]
    assert Decimal("91.5") in found.values()
    assert Decimal("0.9") in found.values()


def test_the_file_of_one_form_is_called_by_its_project(library: Library, sample: int, project: int) -> None:
    library.set_field(sample, "project", project, "name", "培训/经费")
    assert library.exports.file_name(sample, f"project/{project}", "pdf") == "2021年项目支出绩效自评表（培训经费）.pdf"
    assert library.exports.file_name(sample, PROJECTS, "pdf").endswith("2021年项目支出绩效自评表.pdf")
