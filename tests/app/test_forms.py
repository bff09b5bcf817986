"""采集表: made for everybody who has something to answer, filled in, and read back into the report."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.errors import ImportFileError, StaleEditError
from app.exchange import form_reader
from app.exchange.form_meeting import FormsMeeting
from app.library import Library
from app.model.collection import UNASSIGNED, Collector, collectors, questions
from app.model.entities import Project
from app.model.text import clean
from tests.app.exchange.filled_forms import Book
from tests.app.exchange.office import office


def nothing(_done: int, _total: int, _what: str) -> None:
    pass


@pytest.fixture
def office_of(library: Library, sample: int) -> Collector:
    """An office that is asked for two projects, an indicator and a task."""
    data = library.data(sample)
    found = Collector("office", data.offices[0].id, data.offices[0].name)
    indicator = next(row for row in data.indicators if not row.fact)
    rows = [("project", data.projects[0].id), ("project", data.projects[1].id), ("indicator", indicator.id),
            ("task", data.tasks[0].id)]  # fmt: skip
    library.collection.assign(sample, found, rows)
    return found


def write(library: Library, report_id: int, folder: Path, collector: Collector) -> Path:
    """The form of one collector, noted as sent."""
    made = library.collection.made(report_id, [collector])
    folder.mkdir(exist_ok=True)
    [path] = library.collection.write(folder, made, nothing)
    library.collection.note_made(report_id, made)
    return path


def meet(library: Library, report_id: int, *paths: Path) -> FormsMeeting:
    return library.collection.meet(report_id, [form_reader.read(path) for path in paths])


def take(library: Library, report_id: int, *paths: Path) -> FormsMeeting:
    meeting = meet(library, report_id, *paths)
    library.collection.take(report_id, meeting, meeting.merge.changes)
    return meeting


def test_rows_are_asked_of_whom_they_are_assigned_to(library: Library, sample: int, office_of: Collector) -> None:
    data = library.data(sample)
    assert [each.name for each in collectors(data)] == [office_of.name, UNASSIGNED]
    unit = Collector("unit", data.units[0].id, data.units[0].name)
    library.collection.assign(sample, unit, [("project", data.projects[1].id)])
    data = library.data(sample)
    assert {place[:2] for place in questions(data, unit)} == {("project", data.projects[1].id)}
    assert data.projects[1].office_id is None
    library.undo(sample)
    assert library.data(sample).projects[1].office_id == office_of.row_id


def test_everybody_gets_one_file_with_only_their_rows(
    library: Library, sample: int, office_of: Collector, tmp_path: Path
) -> None:
    made = library.collection.made(sample)
    paths = library.collection.write(tmp_path, made, nothing)
    assert [path.name for path in paths] == [f"2021年自评采集表_{name}.xlsx" for name in (office_of.name, UNASSIGNED)]
    first = Book(paths[0])
    assert first.names == ["填表说明", "工作任务", "自评指标", "重点项目", "_ziping"]
    assert b'state="veryHidden"' in first.parts["xl/workbook.xml"]
    sheet = first.parts["xl/worksheets/sheet4.xml"]
    assert b"sheetProtection" in sheet
    assert b"dataValidation" in sheet
    assert b"<dc:creator></dc:creator>" in first.parts["docProps/core.xml"]
    assert len(form_reader.read(paths[0]).form.questions) == len(questions(library.data(sample), office_of))


def test_an_untouched_form_changes_nothing(library: Library, sample: int, office_of: Collector, tmp_path: Path) -> None:
    meeting = meet(library, sample, write(library, sample, tmp_path, office_of))
    assert meeting.merge.changes == ()
    assert not meeting.warnings + meeting.refused


def test_answers_come_into_the_report_in_one_step(
    library: Library, sample: int, office_of: Collector, tmp_path: Path
) -> None:
    path = write(library, sample, tmp_path, office_of)
    book = Book(path)
    book.put("重点项目", 1, "executed", 270.15)
    book.put("重点项目", 1, "result", "培训 200 人。\n全部就业。")
    book.put("自评指标", 0, "actual", "98.5%")
    book.put("自评指标", 0, "not_applicable", "否")
    book.save()
    meeting = take(library, sample, path)
    assert not meeting.merge.conflicts
    project = library.data(sample).projects[1]
    assert (project.executed, project.result) == (270_150_000, "培训 200 人。\n全部就业。")
    assert library.undo_label(sample) == "读入采集表"
    library.undo(sample)
    assert library.data(sample).projects[1] != project
    assert library.verify() == []


def test_empty_cells_clear_nothing(library: Library, sample: int, office_of: Collector, tmp_path: Path) -> None:
    path = write(library, sample, tmp_path, office_of)
    book = Book(path)
    book.put("重点项目", 0, "result", "")
    book.put("重点项目", 0, "executed", "  ")
    book.save()
    assert meet(library, sample, path).merge.changes == ()


def test_renamed_sorted_and_moved_answers_are_found(
    library: Library, sample: int, office_of: Collector, tmp_path: Path
) -> None:
    path = write(library, sample, tmp_path, office_of)
    book = Book(path)
    book.put("重点项目", 0, "result", "第一个项目的结果")
    book.reverse_rows("重点项目")
    book.rename({"重点项目": "sheet A", "自评指标": "就业科报送"})
    renamed = book.save(tmp_path / "最终版(2).xlsx")
    take(library, sample, renamed)
    assert library.data(sample).projects[0].result == "第一个项目的结果"


def test_what_both_changed_is_chosen_field_by_field(
    library: Library, sample: int, office_of: Collector, tmp_path: Path
) -> None:
    path = write(library, sample, tmp_path, office_of)
    first, second = library.data(sample).projects[:2]
    library.set_field(sample, "project", first.id, "result", "报告里改的")
    library.set_field(sample, "project", second.id, "purpose", "报告里改的用途")
    book = Book(path)
    book.put("重点项目", 0, "result", "表里改的")
    book.put("重点项目", 1, "result", "表里写的")
    book.save()
    meeting = meet(library, sample, path)
    [conflict] = meeting.merge.conflicts
    assert (conflict.mine, conflict.theirs, conflict.base) == ("报告里改的", "表里改的", first.result)
    library.collection.take(sample, meeting, meeting.merge.certain)
    projects = library.data(sample).projects
    assert (projects[0].result, projects[1].result) == ("报告里改的", "表里写的")
    assert projects[1].purpose == "报告里改的用途"


def test_answers_that_are_none_are_told_and_the_others_taken(
    library: Library, sample: int, office_of: Collector, tmp_path: Path
) -> None:
    path = write(library, sample, tmp_path, office_of)
    book = Book(path)
    book.put("重点项目", 0, "executed", "约三百")
    book.put("重点项目", 0, "budget", -5.0)
    book.put("重点项目", 1, "executed", "1,234.5万元")
    book.save()
    meeting = take(library, sample, path)
    assert len(meeting.warnings) == 2
    assert library.data(sample).projects[0].name[:20] in meeting.warnings[0]
    assert [warning.count("全年执行数：") for warning in meeting.warnings] == [0, 1]
    assert library.data(sample).projects[1].executed == 1_234_500_000


def test_locked_words_that_were_changed_are_told(
    library: Library, sample: int, office_of: Collector, tmp_path: Path
) -> None:
    path = write(library, sample, tmp_path, office_of)
    book = Book(path)
    book.put("重点项目", 0, "known:name", "另一个项目")
    book.save()
    [warning] = meet(library, sample, path).warnings
    assert "另一个项目" in warning
    assert "锁定的内容被改动过" in warning


def test_a_hidden_sheet_that_was_changed_or_removed_is_refused(
    library: Library, sample: int, office_of: Collector, tmp_path: Path
) -> None:
    path = write(library, sample, tmp_path, office_of)
    for change, sentence in (
        (lambda book: book.parts.update({"xl/sharedStrings.xml": book.parts["xl/sharedStrings.xml"].replace(
            b"<t>ask</t>", b"<t>word</t>")}), "校验内容被改动"),
        (lambda book: book.drop("_ziping"), "不是本程序生成"),
        (lambda book: [book.drop(name) for name in ("工作任务", "自评指标", "重点项目")], "隐藏的行号"),
    ):  # fmt: skip
        book = Book(path)
        change(book)
        with pytest.raises(ImportFileError, match=sentence):
            form_reader.read(book.save(tmp_path / "改.xlsx"))


def test_other_files_are_no_forms(tmp_path: Path) -> None:
    for name, data in (("a.xlsx", office("xlsx")), ("a.docx", office("docx")), ("b.xlsx", b"PK"), ("c.xlsm", b"PK")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ImportFileError):
            form_reader.read(tmp_path / name)


def test_forms_are_found_in_folders_of_a_folder_and_under_any_spelling(tmp_path: Path) -> None:
    names = ("a.xlsx", "b.XLSX", "科室/附件/c.xlsx", "d.xls", "e.docx", "~$a.xlsx", "1/2/3/太深.xlsx")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"PK")
    found = [path.relative_to(tmp_path).as_posix() for path in form_reader.forms_in(tmp_path)]
    assert found == ["a.xlsx", "b.XLSX", "d.xls", "科室/附件/c.xlsx"]


def test_a_form_in_another_format_is_told_how_to_be_saved(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"")
    with pytest.raises(ImportFileError, match="另存为 xlsx"):
        form_reader.read(tmp_path / "a.xls")


@pytest.mark.parametrize("cell", [b'<c r="XFD1048576"><v>1</v></c>', b"<c r='A1'/>", b'<c r="&#65;1"/>'])
def test_cells_far_apart_do_not_fill_the_memory(
    library: Library, sample: int, office_of: Collector, tmp_path: Path, cell: bytes
) -> None:
    book = Book(write(library, sample, tmp_path, office_of))
    part = "xl/worksheets/sheet2.xml"
    book.parts[part] = book.parts[part].replace(b"</sheetData>", b'<row r="1048576">' + cell + b"</row></sheetData>")
    with pytest.raises(ImportFileError, match="太大"):
        form_reader.read(book.save())


def test_a_form_of_another_report_is_told_apart(
    library: Library, sample: int, office_of: Collector, tmp_path: Path
) -> None:
    path = write(library, sample, tmp_path, office_of)
    other = library.reports.duplicate(sample, 2022)
    meeting = meet(library, other, path)
    assert meeting.taken == ()
    assert "另一份报告" in meeting.refused[0]


def test_an_outdated_form_is_told_and_of_two_the_newer_is_read(
    library: Library, sample: int, office_of: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter(["2022-01-01T08:00:00+08:00", "2022-01-02T08:00:00+08:00"])
    monkeypatch.setattr("app.storage.forms.now", lambda: next(times, "2022-01-03T08:00:00+08:00"))
    old, new = (write(library, sample, tmp_path / name, office_of) for name in ("旧", "新"))
    for path, text in ((old, "旧表写的"), (new, "新表写的")):
        book = Book(path)
        book.put("重点项目", 0, "result", text)
        book.save()
    assert "不是最新的一版" in meet(library, sample, old).warnings[0]
    meeting = take(library, sample, new, old)
    assert "较早的一版" in meeting.refused[0]
    assert library.data(sample).projects[0].result == "新表写的"


def test_of_two_copies_of_one_form_the_one_saved_later_is_read_and_both_are_told(
    library: Library, sample: int, office_of: Collector, tmp_path: Path
) -> None:
    path = write(library, sample, tmp_path, office_of)
    book = Book(path)
    book.put("重点项目", 0, "result", "最终稿")
    final = book.save(tmp_path / "A最终.xlsx")
    book.put("重点项目", 0, "result", "初稿")
    draft = book.save(tmp_path / "B初稿.xlsx")
    os.utime(final, (2_000_000_000, 2_000_000_000))
    os.utime(draft, (1_000_000_000, 1_000_000_000))
    meeting = meet(library, sample, final, draft)
    assert [each.file_name for each in meeting.taken] == ["A最终.xlsx"]
    assert "内容不同" in meeting.refused[0]
    same = book.save(tmp_path / "C副本.xlsx")
    assert "内容相同" in meet(library, sample, draft, same).refused[0]


def test_rows_deleted_meanwhile_are_told(library: Library, sample: int, office_of: Collector, tmp_path: Path) -> None:
    path = write(library, sample, tmp_path, office_of)
    book = Book(path)
    book.put("重点项目", 0, "result", "没有用了")
    book.save()
    library.delete(sample, "project", [library.data(sample).projects[0].id])
    meeting = meet(library, sample, path)
    assert "已被删除" in meeting.warnings[0]
    assert meeting.merge.changes == ()


def test_the_board_says_who_has_answered_how_much(
    library: Library, sample: int, office_of: Collector, tmp_path: Path
) -> None:
    path = write(library, sample, tmp_path, office_of)
    key = office_of.table, office_of.row_id
    assert library.collection.issued(sample)[key].answered is None
    book = Book(path)
    book.put("重点项目", 0, "result", "写了")
    book.save()
    take(library, sample, path)
    board = library.collection.issued(sample)[key]
    assert board.answered is not None
    assert 0 < board.answered <= board.asked == len(questions(library.data(sample), office_of))
    library.undo(sample)
    assert library.collection.issued(sample)[key].answered is None
    library.redo(sample)
    assert library.collection.issued(sample)[key].read is not None
    assert library.verify() == []


def test_last_years_figures_stand_beside_the_answers(library: Library, sample: int, tmp_path: Path) -> None:
    carried = library.reports.new(library.data(sample).department.name, 2022, from_id=sample)
    [made] = library.collection.made(carried)
    [path] = library.collection.write(tmp_path, [made], nothing)
    book = Book(path)
    assert "上年全年执行数（万元）" in book.strings
    assert "4,744.58" in book.strings
    assert form_reader.read(path).form.collector.name == UNASSIGNED


def test_a_form_is_read_by_another_copy_of_the_report(
    library: Library, sample: int, office_of: Collector, tmp_path: Path
) -> None:
    path = write(library, sample, tmp_path, office_of)
    book = Book(path)
    book.put("重点项目", 0, "result", "写了")
    book.save()
    with Library.open(tmp_path / "other.db", create=True) as other:
        other.reports.new("先占一个编号", 2020)
        library.packages.write(tmp_path / "a.zpg", library.packages.packed(sample), nothing)
        found = library.packages.read(tmp_path / "a.zpg", nothing)
        copy = other.packages.add(found)
        found.close()
        take(other, copy, path)
        assert other.data(copy).projects[0].result == "写了"
        assert other.collection.issued(copy)


def test_an_edit_between_reading_and_taking_is_noticed(
    library: Library, sample: int, office_of: Collector, tmp_path: Path
) -> None:
    meeting = meet(library, sample, write(library, sample, tmp_path, office_of))
    library.set_field(sample, "report", sample, "phone", "1")
    with pytest.raises(StaleEditError):
        library.collection.take(sample, meeting, ())


@settings(max_examples=25)
@example(text="_x0041_ =1+1 _x000D_\t甲\n乙\U00020bb7", money=1)
@given(text=st.text(min_size=1, max_size=300), money=st.integers(0, 10**14))
def test_any_text_and_amount_goes_out_and_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, money: int
) -> None:
    folder = tmp_path_factory.mktemp("any")
    name, result = clean(text, multiline=False), clean(text)
    with Library.open(folder / "a.db", create=True) as library:
        report_id = library.reports.new("某局", 2021)
        library.insert(report_id, "project", {"name": name, "result": result, "budget": money})
        collector = collectors(library.data(report_id))[0]
        path = write(library, report_id, folder, collector)
        meeting = meet(library, report_id, path)
        assert not meeting.warnings
        assert meeting.merge.changes == ()
        assert Project.TABLE in {question.table for question in meeting.taken[0].form.questions}
