"""Evidence in the library: kept once, linked, undone, exported, and gone when nothing needs it."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from app.errors import ExportError, StorageError
from app.library import EVIDENCE, Library
from app.model.proofs import Proofs
from app.storage.evidence import Filed
from tests.app.exchange.office import PNG, pdf
from tests.flushes import noted


def _nothing(_done: int, _total: int, _what: str) -> None:
    pass


def _file(library: Library, name: str, data: bytes) -> Filed:
    return Filed(name, library.evidence.keep(data))


def test_a_file_becomes_a_row_linked_to_what_it_proves(library: Library, sample: int) -> None:
    indicator = library.data(sample).indicators[3]
    library.evidence.add(sample, [_file(library, "决算.pdf", pdf())], (indicator.TABLE, indicator.id))
    row = library.data(sample).evidence[-1]
    assert (row.name, row.file_name) == ("决算", "决算.pdf")
    data = library.data(sample)
    assert Proofs.of(data).proving[indicator.TABLE, indicator.id] == [row.id]
    assert library.evidence.content(row.content_hash) == pdf()
    assert library.evidence.describe(sample)[row.content_hash].size == len(pdf())


def test_it_is_one_step_of_undo_and_redo(library: Library, sample: int) -> None:
    before = library.data(sample)
    target = ("project", before.projects[0].id)
    library.evidence.add(sample, [_file(library, "a.png", PNG), _file(library, "b.pdf", pdf())], target)
    after = library.data(sample)
    library.undo(sample)
    assert library.data(sample).tables == before.tables
    library.redo(sample)
    assert library.data(sample).tables == after.tables


def test_the_same_file_is_added_once_and_linked_again(library: Library, sample: int) -> None:
    first, second = library.data(sample).projects[:2]
    file = _file(library, "a.png", PNG)
    [one], _ = library.evidence.add(sample, [file], (first.TABLE, first.id))
    ids, met = library.evidence.add(sample, [Filed("另一个名字.png", file.content_hash)], (second.TABLE, second.id))
    assert (ids, met) == ([one], 1)
    assert Proofs.of(library.data(sample)).proven[one] == [("project", first.id), ("project", second.id)]


def test_a_row_that_only_names_the_file_takes_it(library: Library, sample: int) -> None:
    named = library.insert(sample, "evidence", {"name": "部门决算", "file_name": "决算.pdf"})
    assert named.id in {row.id for row in Proofs.of(library.data(sample)).without_file}
    ids, met = library.evidence.add(sample, [_file(library, "决算.pdf", pdf())])
    assert (ids, met) == ([named.id], 0)
    assert library.data(sample).evidence[-1].name == "部门决算"


def test_links_follow_what_is_ticked(library: Library, sample: int) -> None:
    data = library.data(sample)
    [row_id], _ = library.evidence.add(sample, [_file(library, "a.png", PNG)])
    first, second = [(row.TABLE, row.id) for row in data.indicators[:2]]
    project = (data.projects[0].TABLE, data.projects[0].id)
    library.evidence.prove(sample, row_id, [first, project])
    library.evidence.prove(sample, row_id, [second, project])
    assert Proofs.of(library.data(sample)).proven[row_id] == [second, project]
    library.evidence.proven_by(sample, project, [])
    assert Proofs.of(library.data(sample)).proven[row_id] == [second]


def test_a_file_is_replaced_and_removed(library: Library, sample: int) -> None:
    [row_id], _ = library.evidence.add(sample, [_file(library, "a.png", PNG)])
    library.evidence.set_file(sample, row_id, _file(library, "b.pdf", pdf()))
    assert library.data(sample).find("evidence", row_id).file_name == "b.pdf"  # type: ignore[union-attr]
    library.evidence.set_file(sample, row_id, Filed("b.pdf", ""))
    library.undo(sample)
    assert library.evidence.content(library.data(sample).evidence[-1].content_hash) == pdf()


def test_contents_go_only_when_nothing_names_them(library: Library, sample: int) -> None:
    kept = _file(library, "a.png", PNG)
    library.evidence.keep(b"%PDF-never filed")
    library.evidence.add(sample, [kept])
    library.undo(sample)  # the journal can still bring the row back
    assert library.evidence.sweep() == 1
    library.redo(sample)
    assert library.evidence.content(kept.content_hash) == PNG
    assert library.evidence.sweep() == 0
    assert library.verify() == []


def test_contents_of_snapshots_stay(library: Library, sample: int) -> None:
    library.evidence.add(sample, [_file(library, "a.png", PNG)])
    snapshot = library.versions.keep(sample, "稿")
    library.reports.delete(sample)
    assert library.evidence.sweep() == 0
    copy = library.versions.restore(snapshot.id)
    assert library.evidence.content(library.data(copy).evidence[-1].content_hash) == PNG


def test_a_lost_file_is_told(library: Library) -> None:
    with pytest.raises(StorageError, match="重新添加"):
        library.evidence.content("0" * 64)


def test_the_list_names_what_is_proven_and_what_is_missing(library: Library, sample: int) -> None:
    indicator, project = library.data(sample).indicators[0], library.data(sample).projects[0]
    [row_id], _ = library.evidence.add(sample, [_file(library, "a.png", PNG)])
    library.evidence.prove(sample, row_id, [(indicator.TABLE, indicator.id), (project.TABLE, project.id)])
    library.insert(sample, "evidence", {"name": "会议纪要"})
    text = library.documents.text(sample, (EVIDENCE,))
    assert "佐证材料目录" in text
    assert f"指标“{indicator.level3}”；项目“{project.name}”" in text
    assert "会议纪要" in text
    assert "未附文件" in text


def test_each_of_two_rows_of_one_file_is_listed_with_its_own(library: Library, sample: int) -> None:
    library.evidence.add(sample, [_file(library, "合同.png", PNG)])
    filed = _file(library, "发票.png", PNG)
    library.insert(sample, "evidence", {"name": "发票"})
    library.evidence.set_file(sample, library.data(sample).evidence[-1].id, filed)
    text = library.documents.text(sample, (EVIDENCE,))
    assert "01 合同.png" in text
    assert "02 发票.png" in text


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".txt", ".html"])
def test_the_list_is_written_in_every_format(library: Library, sample: int, tmp_path: Path, suffix: str) -> None:
    library.evidence.add(sample, [_file(library, "a.png", PNG)])
    target = tmp_path / f"目录{suffix}"
    library.exports.write(sample, target, (EVIDENCE,))
    assert target.stat().st_size > 0


def test_the_files_are_exported_numbered_with_their_list(library: Library, sample: int, tmp_path: Path) -> None:
    count = len(library.data(sample).evidence)
    library.evidence.add(sample, [_file(library, "决/算:2021.pdf", pdf()), _file(library, "图.png", PNG)])
    names = [f"{count + 1:02} 决 算 2021.pdf", f"{count + 2:02} 图.png"]
    folder, package = tmp_path / "佐证材料", tmp_path / "佐证材料.zip"
    for target in (folder, package):
        library.evidence.write(sample, target, [".docx", ".txt"], _nothing)
    assert sorted(path.name for path in folder.iterdir()) == ["00 佐证材料目录.docx", "00 佐证材料目录.txt", *names]
    assert (folder / names[1]).read_bytes() == PNG
    with zipfile.ZipFile(package) as opened:
        assert sorted(opened.namelist())[2:] == names
        assert opened.read(names[0]) == pdf()
    with pytest.raises(ExportError, match="已经存在"):
        library.evidence.write(sample, folder, [".txt"], _nothing)


@pytest.mark.skipif(os.name == "nt", reason="Windows flushes names by itself")
def test_a_folder_of_evidence_is_on_the_disk_before_it_gets_its_name(
    library: Library, sample: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.evidence.add(sample, [_file(library, "a.png", PNG)])
    found = noted(monkeypatch)
    library.evidence.write(sample, tmp_path / "佐证", [".txt"], _nothing)
    sizes = [f"{path.stat().st_size} bytes" for path in sorted((tmp_path / "佐证").iterdir())]
    assert found == [*sizes, "folder", "name", "folder"]


def test_nothing_is_left_of_an_export_that_was_stopped(library: Library, sample: int, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, _total: int, _what: str) -> None:
        if done:
            raise StoppedError

    library.evidence.add(sample, [_file(library, "a.png", PNG)])
    for target in (tmp_path / "out" / "佐证", tmp_path / "out" / "佐证.zip"):
        target.parent.mkdir(exist_ok=True)
        with pytest.raises(StoppedError):
            library.evidence.write(sample, target, [".txt"], stop)
    assert list((tmp_path / "out").iterdir()) == []
