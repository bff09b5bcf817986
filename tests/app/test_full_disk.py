"""Whatever is exported to a disk without room for it: one sentence, the old file whole, and later it works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app import packs
from app.errors import ExportError, ImportFileError
from app.exchange import package
from app.library import Library
from app.storage.evidence import Filed
from tests.app.exchange.office import PNG, pdf
from tests.full_disk import room


def unheard(_done: int, _total: int, _what: str) -> None:
    pass


def write_report(library: Library, report_id: int, target: Path) -> None:
    library.exports.write(report_id, target)


def write_package(library: Library, report_id: int, target: Path) -> None:
    library.packages.write(target, library.packages.packed(report_id), unheard)


def write_pack(library: Library, _report_id: int, target: Path) -> None:
    library.own_packs.share(packs.DEFAULT, target)


def write_dossier(library: Library, report_id: int, target: Path) -> None:
    library.evidence.write(report_id, target, [".docx", ".xlsx"], unheard)


WAYS: dict[str, Callable[[Library, int, Path], None]] = {
    "a.docx": write_report,
    "a.xlsx": write_report,
    "a.html": write_report,
    "a.txt": write_report,
    "a.zpg": write_package,
    "pack.zip": write_pack,
    "dossier.zip": write_dossier,
}


@pytest.fixture
def filed(library: Library, sample: int) -> int:
    """The sample with two files of evidence."""
    files = [Filed("决算.pdf", library.evidence.keep(pdf())), Filed("图.png", library.evidence.keep(PNG))]
    library.evidence.add(sample, files)
    return sample


@pytest.mark.parametrize("name", WAYS)
def test_an_export_without_room_leaves_the_old_file(
    library: Library, filed: int, tmp_path: Path, scale: Callable[[int, int], int], name: str
) -> None:
    write, target = WAYS[name], tmp_path / "to" / name
    target.parent.mkdir()
    write(library, filed, target)
    needed = target.stat().st_size
    target.write_text("old")
    count = scale(3, 25)
    for number in range(count):
        with room(needed * number // count), pytest.raises(ExportError, match="磁盘空间不足"):
            write(library, filed, target)
        assert [path.name for path in target.parent.iterdir()] == [name]
        assert target.read_text() == "old"
    write(library, filed, target)
    assert target.stat().st_size > needed // 2


def test_a_folder_of_evidence_without_room_is_not_there(library: Library, filed: int, tmp_path: Path) -> None:
    target = tmp_path / "to" / "佐证材料"
    target.parent.mkdir()
    for size in (0, 1, 100, 1000):
        with room(size), pytest.raises(ExportError, match="磁盘空间不足"):
            write_dossier(library, filed, target)
        assert list(target.parent.iterdir()) == []
    write_dossier(library, filed, target)
    assert len(list(target.iterdir())) > 2


def test_a_package_that_finds_no_room_to_be_unpacked_is_told(
    library: Library, filed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, staging = tmp_path / "a.zpg", tmp_path / "staging"
    write_package(library, filed, path)
    staging.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(staging))
    for size in (0, 1, 20):
        with room(size), pytest.raises(ImportFileError, match="临时文件夹"):
            package.read(path, unheard)
        assert list(staging.iterdir()) == []
    package.read(path, unheard).close()
