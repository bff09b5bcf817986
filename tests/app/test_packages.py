"""A report that travels: what arrives is what left, and two copies that were both edited come together again."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import FinalReportError, StaleEditError, TemplateError
from app.exchange.package import Package
from app.library import Library
from app.model.comparison import Fate
from app.model.entities import Status
from app.model.fields import Kind, Value, specs
from app.model.merging import Change, Merge
from app.model.text import clean
from app.storage.evidence import Filed
from tests.app.exchange.office import PNG, pdf


def nothing(_done: int, _total: int, _what: str) -> None:
    pass


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    """The library of another machine."""
    with Library.open(tmp_path / "other.db", create=True) as opened:
        yield opened


@contextmanager
def packed(library: Library, report_id: int, folder: Path, **options: bool) -> Iterator[Package]:
    """The report as it arrives in a package."""
    path = folder / "a.zpg"
    library.packages.write(path, library.packages.packed(report_id, **options), nothing)
    found = library.packages.read(path, nothing)
    yield found
    found.close()


def send(library: Library, report_id: int, to: Library, folder: Path) -> int:
    """Sends a report to a library that does not have it; its id there."""
    with packed(library, report_id, folder) as found:
        return to.packages.add(found)


def meet(library: Library, report_id: int, to: Library, folder: Path, choose: Callable[[Change], bool]) -> Merge:
    """Sends a report to a library that has it and takes over what is chosen."""
    with packed(library, report_id, folder) as found:
        mine = to.packages.report_of(found)
        assert mine is not None
        meeting = to.packages.meet(mine, found)
        to.packages.take(mine, found, meeting, [change for change in meeting.merge.changes if choose(change)])
        return meeting.merge


def everything(_change: Change) -> bool:
    return True


def certain(change: Change) -> bool:
    return not change.is_conflict


def rich(library: Library, report_id: int) -> None:
    """Adds evidence, a paragraph taken over, and rows of every kind."""
    data = library.data(report_id)
    files = [Filed("决算.pdf", library.evidence.keep(pdf())), Filed("图.png", library.evidence.keep(PNG))]
    library.evidence.add(report_id, files, ("indicator", data.indicators[2].id))
    library.insert(report_id, "adjustment", {"name": "表彰", "score": Decimal("1.5")})
    problem = library.data(report_id).problems[0]
    library.insert(report_id, "measure", {"title": "改", "problem_id": problem.id}, before=data.measures[0].id)
    library.documents.take_over(report_id, "funds.total", "手工写的一段。")


def test_what_arrives_is_what_left(library: Library, sample: int, other: Library, tmp_path: Path) -> None:
    rich(library, sample)
    report_id = send(library, sample, other, tmp_path)
    assert other.packages.packed(report_id).report.written() == library.packages.packed(sample).report.written()
    assert other.documents.text(report_id) == library.documents.text(sample)
    assert [other.evidence.content(row.content_hash) for row in other.data(report_id).evidence] == [pdf(), PNG]
    assert other.verify() == []


def test_marks_of_what_was_carried_over_travel(library: Library, sample: int, other: Library, tmp_path: Path) -> None:
    carried = library.reports.new(library.data(sample).department.name, 2022, from_id=sample)
    report_id = send(library, carried, other, tmp_path)
    assert len(other.carried.marks(report_id)) == len(library.carried.marks(carried)) > 0
    assert other.packages.packed(report_id).report.hash() == library.packages.packed(carried).report.hash()


def test_snapshots_travel_when_they_are_asked_for(
    library: Library, sample: int, other: Library, tmp_path: Path
) -> None:
    library.versions.keep(sample, "初稿")
    library.delete(sample, "project", [library.data(sample).projects[0].id])
    with packed(library, sample, tmp_path) as found:
        assert other.versions.snapshots(other.packages.add(found, is_copy=True)) == []
    with packed(library, sample, tmp_path, has_snapshots=True) as found:
        report_id = other.packages.add(found)
    assert [each.name for each in other.versions.snapshots(report_id)] == ["初稿"]
    now, kept, *_ = other.versions.choices(report_id)
    [difference] = other.versions.compare(kept, now).entries
    assert (difference.fate, difference.table) == (Fate.REMOVED, "project")
    copy = other.versions.restore(other.versions.snapshots(report_id)[0].id)
    assert len(other.data(copy).projects) == len(library.data(sample).projects) + 1


def test_opening_a_package_is_undone_in_one_step(library: Library, sample: int, other: Library, tmp_path: Path) -> None:
    send(library, sample, other, tmp_path)
    other.undo(None)
    assert other.reports.all() == []
    with packed(library, sample, tmp_path) as found:
        assert other.packages.report_of(found) is None


def test_a_pack_that_is_not_here_is_told_before_anything_is_added(
    library: Library, sample: int, other: Library, tmp_path: Path
) -> None:
    library.set_field(sample, "report", sample, "annex_label", "附件9")
    with packed(library, sample, tmp_path) as found:
        found.report.report["pack"] = "elsewhere-2030"  # type: ignore[index]
        with pytest.raises(TemplateError):
            other.packages.add(found)
    assert other.reports.all() == []


def test_without_its_evidence_a_package_names_it_and_the_library_stays_sound(
    library: Library, sample: int, other: Library, tmp_path: Path
) -> None:
    rich(library, sample)
    with packed(library, sample, tmp_path, has_evidence=False) as found:
        report_id = other.packages.add(found)
    assert [row.file_name for row in other.data(report_id).evidence] == ["决算.pdf", "图.png"]
    assert other.verify() == []
    other.set_field(report_id, "report", report_id, "preparer", "甲")
    merge = meet(other, report_id, library, tmp_path, everything)
    assert [change.field for change in merge.changes] == ["preparer"]
    assert library.evidence.content(library.data(sample).evidence[0].content_hash) == pdf()


def test_only_what_the_other_side_changed_is_taken_without_a_question(
    library: Library, sample: int, other: Library, tmp_path: Path
) -> None:
    copy = send(library, sample, other, tmp_path)
    project, theirs = library.data(sample).projects[0], other.data(copy).projects[0]
    library.set_field(sample, "project", project.id, "purpose", "本机写的")
    other.set_field(copy, "project", theirs.id, "result", "对方写的")
    other.delete(copy, "duty", [other.data(copy).duties[-1].id])
    added = other.insert(copy, "project", {"name": "对方的新项目"}, before=other.data(copy).projects[3].id)
    other.insert(copy, "evidence_link", {"evidence_id": other.insert(copy, "evidence", {"name": "凭证"}).id,
                                         "project_id": added.id})  # fmt: skip
    merge = meet(other, copy, library, tmp_path, certain)
    assert not merge.conflicts
    data = library.data(sample)
    assert (data.projects[0].purpose, data.projects[0].result) == ("本机写的", "对方写的")
    assert data.projects[3].name == "对方的新项目"
    assert len(data.duties) == len(other.data(copy).duties)
    assert data.evidence_links[-1].project_id == data.projects[3].id
    assert library.undo_label(sample) == "合并数据包"
    library.undo(sample)
    assert library.data(sample).projects[0].result != "对方写的"
    assert library.verify() == []


def test_what_both_changed_is_a_conflict_with_both_values(
    library: Library, sample: int, other: Library, tmp_path: Path
) -> None:
    copy = send(library, sample, other, tmp_path)
    library.set_field(sample, "report", sample, "preparer", "甲")
    other.set_field(copy, "report", copy, "preparer", "乙")
    merge = meet(other, copy, library, tmp_path, certain)
    [conflict] = merge.conflicts
    assert (conflict.label, conflict.mine, conflict.theirs) == ("填报人", "甲", "乙")
    assert library.data(sample).report.preparer == "甲"
    library.undo(sample)  # nothing was taken, so this undoes the typing
    meet(other, copy, library, tmp_path, everything)


def test_a_row_deleted_here_and_edited_there_is_a_conflict(
    library: Library, sample: int, other: Library, tmp_path: Path
) -> None:
    copy = send(library, sample, other, tmp_path)
    library.delete(sample, "project", [library.data(sample).projects[0].id])
    other.set_field(copy, "project", other.data(copy).projects[0].id, "result", "改过")
    other.delete(copy, "project", [other.data(copy).projects[5].id])
    library.set_field(sample, "project", library.data(sample).projects[4].id, "result", "也改过")
    count = len(library.data(sample).projects)
    merge = meet(other, copy, library, tmp_path, everything)
    assert {change.fate for change in merge.conflicts} == {Fate.ADDED, Fate.REMOVED}
    assert len(library.data(sample).projects) == count
    assert library.data(sample).projects[0].result == "改过"


def test_what_was_merged_is_not_offered_again_until_the_merge_is_undone(
    library: Library, sample: int, other: Library, tmp_path: Path
) -> None:
    copy = send(library, sample, other, tmp_path)
    other.set_field(copy, "report", copy, "preparer", "乙")
    assert len(meet(other, copy, library, tmp_path, everything).changes) == 1
    assert not meet(other, copy, library, tmp_path, everything).changes
    library.undo(sample)
    assert len(meet(other, copy, library, tmp_path, everything).changes) == 1


def test_reports_of_no_common_state_are_compared_field_by_field(
    library: Library, sample: int, other: Library, tmp_path: Path
) -> None:
    copy = send(library, sample, other, tmp_path)
    library._database._connection.execute("PRAGMA query_only=OFF")
    library._database._connection.execute("DELETE FROM shared_state")
    library.set_field(sample, "report", sample, "preparer", "甲")
    other.set_field(copy, "report", copy, "phone", "84800000")
    other.insert(copy, "duty", {"text": "对方的职能"})
    library.insert(sample, "duty", {"text": "本机的职能"})
    merge = meet(other, copy, library, tmp_path, certain)
    assert merge.base is None
    assert {change.field for change in merge.conflicts} == {"preparer", "phone"}
    assert {"对方的职能", "本机的职能"} <= {row.text for row in library.data(sample).duties}


def test_paragraphs_and_files_that_both_added_are_one(
    library: Library, sample: int, other: Library, tmp_path: Path
) -> None:
    copy = send(library, sample, other, tmp_path)
    for each, report_id in ((library, sample), (other, copy)):
        each.documents.take_over(report_id, "funds.total", f"第 {report_id} 份写的。{each.path.name}")
        each.evidence.add(report_id, [Filed("决算.pdf", each.evidence.keep(pdf()))])
    merge = meet(other, copy, library, tmp_path, everything)
    assert [change.table for change in merge.conflicts] == ["override"]
    data = library.data(sample)
    assert (len(data.overrides), len(data.evidence)) == (1, 1)
    assert "other.db" in data.overrides[0].text


def test_confirmed_marks_are_taken_off_here_too(library: Library, sample: int, other: Library, tmp_path: Path) -> None:
    carried = library.reports.new(library.data(sample).department.name, 2022, from_id=sample)
    copy = send(library, carried, other, tmp_path)
    places = sorted(other.carried.marks(copy))[:5]
    other.carried.confirm(copy, places)
    before = len(library.carried.marks(carried))
    meet(other, copy, library, tmp_path, everything)
    assert len(library.carried.marks(carried)) == before - 5


def test_a_final_report_takes_nothing(library: Library, sample: int, other: Library, tmp_path: Path) -> None:
    copy = send(library, sample, other, tmp_path)
    other.set_field(copy, "report", copy, "preparer", "乙")
    library.reports.set_status(sample, Status.FINAL)
    with pytest.raises(FinalReportError):
        meet(other, copy, library, tmp_path, everything)


def test_an_edit_between_looking_and_taking_stops_the_merge(
    library: Library, sample: int, other: Library, tmp_path: Path
) -> None:
    copy = send(library, sample, other, tmp_path)
    other.set_field(copy, "report", copy, "preparer", "乙")
    with packed(other, copy, tmp_path) as found:
        meeting = library.packages.meet(sample, found)
        library.set_field(sample, "report", sample, "phone", "1")
        with pytest.raises(StaleEditError, match="重新打开"):
            library.packages.take(sample, found, meeting, meeting.merge.changes)


def test_copies_of_one_library_file_tell_their_new_rows_apart(library: Library, sample: int, tmp_path: Path) -> None:
    library.packages.packed(sample)  # the common state
    library.backups.write(tmp_path / "copy.db")
    with Library.open(tmp_path / "copy.db") as copy:
        library.insert(sample, "duty", {"text": "本机的"})
        copy.insert(sample, "duty", {"text": "对方的"})
        merge = meet(copy, sample, library, tmp_path, certain)
        assert not merge.conflicts
    assert [row.text for row in library.data(sample).duties[-2:]] in (["本机的", "对方的"], ["对方的", "本机的"])


def test_a_read_only_library_can_send(library: Library, sample: int, other: Library, tmp_path: Path) -> None:
    with Library.open(library.path, read_only=True) as reader:
        assert send(reader, sample, other, tmp_path) == 1


# Properties


def _edit(library: Library, report_id: int, chance: random.Random) -> None:
    """One edit of any kind."""
    data = library.data(report_id)
    table = chance.choice(["project", "duty", "task", "indicator", "measure", "evidence", "fund_line"])
    rows = data.tables[table]
    kind = chance.random()
    if kind < 0.2 or not rows:
        naming = {"duty": "text", "measure": "title", "indicator": "level3", "fund_line": "category"}.get(table, "name")
        before = chance.choice([None, *(row.id for row in rows)])
        library.insert(report_id, table, {naming: f"新{chance.random()}"}, before=before)
    elif kind < 0.35:
        library.delete(report_id, table, [chance.choice(rows).id])
    elif kind < 0.45:
        library.move(report_id, table, [chance.choice(rows).id], chance.choice([None, *(row.id for row in rows)]))
    else:
        row = chance.choice(rows)
        texts = [name for name, spec in specs(type(row)).items() if spec.kind in {Kind.TEXT, Kind.LONG}]
        library.set_fields(report_id, [(table, row.id, chance.choice(texts), f"改{chance.randint(0, 3)}")], "修改")


@pytest.mark.parametrize("seed", range(6))
def test_copies_edited_at_random_come_together(
    library: Library, sample: int, other: Library, tmp_path: Path, seed: int, scale: Callable[[int, int], int]
) -> None:
    """Whatever both did: once each took over the other's, with one choice in conflicts, they are the same."""
    chance = random.Random(seed)
    copy = send(library, sample, other, tmp_path)
    for _ in range(scale(2, 40)):
        for _ in range(chance.randint(1, 12)):
            _edit(library, sample, chance)
        for _ in range(chance.randint(1, 12)):
            _edit(other, copy, chance)
        if chance.random() < 0.3:
            library.undo(sample)
        meet(other, copy, library, tmp_path, everything)
        meet(library, sample, other, tmp_path, everything)
        mine, theirs = library.packages.packed(sample).report, other.packages.packed(copy).report
        for table, rows in mine.rows.items():
            by_key = {row["row_key"]: row for row in theirs.rows[table]}
            assert {row["row_key"]: row for row in rows} == by_key, table
        assert not meet(other, copy, library, tmp_path, everything).changes
    assert library.verify() == other.verify() == []


ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=200)


def test_any_text_and_figure_arrives(tmp_path: Path, scale: Callable[[int, int], int]) -> None:
    path = tmp_path / "a.zpg"
    with Library.open(tmp_path / "a.db", create=True) as library, Library.open(tmp_path / "b.db", create=True) as other:
        report_id = library.reports.new("某局", 2021)
        project = library.insert(report_id, "project")
        adjustment = library.insert(report_id, "adjustment", {"name": "甲"})

        @settings(max_examples=scale(40, 10_000))
        @given(text=ANY_TEXT, money=st.integers(0, 10**14), score=st.decimals(0, 100, places=2))
        def arrive(text: str, money: int, score: Decimal) -> None:
            name, purpose = clean(text, multiline=False), clean(text)
            values: dict[str, Value] = {"name": name, "purpose": purpose, "budget": money}
            library.set_fields(report_id, [("project", project.id, *each) for each in values.items()], "改")
            library.set_field(report_id, "adjustment", adjustment.id, "score", score)
            library.packages.write(path, library.packages.packed(report_id), nothing)
            found = library.packages.read(path, nothing)
            there = other.packages.add(found, is_copy=True)
            found.close()
            row = other.data(there).projects[0]
            assert (row.name, row.purpose, row.budget) == (name, purpose, money)
            assert other.data(there).adjustments[0].score == score
            other.reports.delete(there)

        arrive()


# Finished reports


def test_a_finished_report_keeps_the_department_it_came_with(
    tmp_path: Path, library: Library, sample: int, other: Library
) -> None:
    library.reports.set_status(sample, Status.FINAL)
    department = library.data(sample).department
    there = other.reports.new(department.name, 2020)
    other.set_field(there, "department", 1, "region", "别区")
    added = send(library, sample, other, tmp_path)
    assert other.is_final(added)
    assert other.data(added).department == dataclasses.replace(department, id=1)
    assert other.documents.text(added) == library.documents.text(sample)
    assert other.data(there).department.region == "别区"
    assert other.verify() == []


def test_snapshots_come_in_the_order_they_were_kept_in(
    tmp_path: Path, library: Library, sample: int, other: Library
) -> None:
    library.versions.keep(sample, "初稿")
    library.reports.set_status(sample, Status.REVIEW)
    library.reports.set_status(sample, Status.FINAL)
    with packed(library, sample, tmp_path, has_snapshots=True) as found:
        added = other.packages.add(found)
    assert [kept.name for kept in other.versions.snapshots(added)] == ["定稿", "送审稿", "初稿"]
