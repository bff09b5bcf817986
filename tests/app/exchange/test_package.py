"""Packages: written and read as they are; anything else is refused with one sentence, apart from the library."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import json
import os
import random
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.errors import ExportError, ImportFileError
from app.exchange import package, sealing
from app.exchange.package import PasswordNeededError
from app.library import Library
from app.storage.evidence import Filed
from tests.app.exchange import hostile
from tests.app.exchange.hostile import Parts
from tests.app.exchange.mutations import change_json
from tests.app.exchange.office import PNG, office, pdf


def nothing(_done: int, _total: int, _what: str) -> None:
    pass


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A package of the sample with two files and a snapshot."""
    folder = tmp_path_factory.mktemp("whole")
    with Library.open(folder / "library.db", create=True) as library:
        sample = library.reports.add_sample()
        files = [Filed("决算.pdf", library.evidence.keep(pdf())), Filed("图.png", library.evidence.keep(PNG))]
        library.evidence.add(sample, files, ("project", library.data(sample).projects[0].id))
        library.versions.keep(sample, "送审稿")
        library.packages.write(folder / "a.zpg", library.packages.packed(sample, has_snapshots=True), nothing)
    return (folder / "a.zpg").read_bytes()


@pytest.fixture
def found(whole: bytes) -> Parts:
    return hostile.parts(whole)


@pytest.fixture
def staging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where packages are unpacked; whatever else appears under the test's folder is an escape."""
    folder = tmp_path / "staging"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def refuse(tmp_path: Path, staging: Path, content: bytes, sentence: str = "。") -> None:
    """Reads a package that has to be refused; nothing of it may be left anywhere."""
    path = tmp_path / "坏.zpg"
    path.write_bytes(content)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ImportFileError, match=sentence):
        package.read(path, nothing)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_package_is_read_as_it_was_written(whole: bytes, tmp_path: Path, staging: Path) -> None:
    path = tmp_path / "a.zpg"
    path.write_bytes(whole)
    opened = package.read(path, nothing)
    assert opened.report.hash() == opened.state
    assert sorted(file.read_bytes() for file in opened.evidence.values()) == sorted([pdf(), PNG])
    assert [state.name for state in opened.snapshots] == ["送审稿"]
    opened.close()
    assert list(staging.iterdir()) == []


def test_a_package_says_nothing_of_the_machine(whole: bytes, found: Parts) -> None:
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for data in found.values():
        assert os.fsencode(Path.home()) not in data
        assert str(Path.cwd()).encode() not in data


def _set(name: str, value: object, table: str = "") -> Callable[[dict[str, Any]], object]:
    def change(report: dict[str, Any]) -> None:
        where = report["rows"][table][0] if table else report["report"]
        where[name] = value

    return change


_DEEP = json.loads("[" * 500 + "]" * 500)

REPORTS: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("unknown field", _set("novelty", 1), "不认识|升级"),
    ("unknown field of a row", _set("novelty", 1, "project"), "升级"),
    ("unknown table", lambda report: report["rows"].update(spell=[]), "升级"),
    ("number for a text", _set("overall_goal", 5), "格式"),
    ("text for money", _set("budget", "many", "project"), "格式"),
    ("money beyond all bounds", _set("budget", 10**18, "project"), "格式"),
    ("a decimal that takes for ever", _set("weight", "1e999999", "indicator"), "格式"),
    ("a decimal that is none", _set("weight", "NaN", "indicator"), "格式"),
    ("digits of another script", _set("weight", "١٢", "indicator"), "格式"),
    ("a choice that is none", _set("kind", "魔法", "project"), "格式"),
    ("a day that is none", _set("sign_date", "2021-02-30"), "日期"),
    ("a day in words", _set("sign_date", "昨天"), "日期"),
    ("a text beyond all bounds", _set("overall_goal", "长" * 1_000_001), "格式|太大"),
    ("deep nesting", _set("overall_goal", _DEEP), "格式"),
    ("deep nesting in an unknown place", _set("novelty", _DEEP), "升级"),
    ("a key that is none", _set("row_key", "../../x", "project"), "格式"),
    ("a key given twice", lambda report: report["rows"]["project"].append(report["rows"]["project"][0]), "重复"),
    ("a row that points nowhere", _set("task_id", "0" * 24, "indicator"), "不存在"),
    ("a link that points nowhere", _set("evidence_id", "0" * 24, "evidence_link"), "不存在"),
    ("a hash that is none", _set("content_hash", "../x", "evidence"), "格式"),
    ("no report", lambda report: report.pop("report"), "格式"),
    ("no rows", lambda report: report.pop("rows"), "格式"),
    ("a list for the report", lambda report: report.update(report=[]), "格式"),
    ("a year that is none", _set("year", "2021年"), "格式"),
    ("a file that is a program by its name", _set("file_name", "a.exe", "evidence"), "可以添加"),
]


@pytest.mark.parametrize(("change", "sentence"), [case[1:] for case in REPORTS], ids=[case[0] for case in REPORTS])
def test_a_report_that_is_none_is_refused(
    found: Parts, tmp_path: Path, staging: Path, change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    refuse(tmp_path, staging, hostile.with_report(found, change), sentence)


NAMES = [
    "../escape.json", "..\\escape.json", "/etc/passwd", "C:\\x.json", "evidence/../../x", "snapshots/1.json/../x",
    "CON", "report.json ", "REPORT.JSON", "evidence/" + "A" * 64, "evidence/x.exe", "snapshots/0001.json", "a" * 300,
    "evidence/", "\u202enosj.troper",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_not_ours_is_refused(found: Parts, tmp_path: Path, staging: Path, name: str) -> None:
    refuse(tmp_path, staging, hostile.sealed({**found, name: b"x"}))


def _manifest(found: Parts, **changes: object) -> bytes:
    return hostile.zipped({**found, "manifest.json": json.dumps(json.loads(found["manifest.json"]) | changes).encode()})


MANIFESTS: list[tuple[dict[str, object], str]] = [
    ({"format": "other"}, "格式"),
    ({"version": 2, "program": "9.1"}, "9.1 版.*升级"),
    ({"version": 0}, "格式"),
    ({"version": "1"}, "不是数据包|格式"),
    ({"files": {}}, "不一致"),
    ({"files": {"../x": {"sha256": "0" * 64, "size": 1}}}, "不一致"),
    ({"state": "0" * 64}, "不一致"),
    ({"ancestors": ["x"]}, "格式"),
    ({"ancestors": ["0" * 64] * 201}, "格式"),
    ({"snapshots": [{"name": "a", "time": "", "file": "../../x"}]}, "缺少"),
    ({"novelty": True}, "novelty"),
    ({"program": "长" * 41}, "格式"),
]


@pytest.mark.parametrize(("changes", "sentence"), MANIFESTS)
def test_a_manifest_that_does_not_fit_is_refused(
    found: Parts, tmp_path: Path, staging: Path, changes: dict[str, object], sentence: str
) -> None:
    refuse(tmp_path, staging, _manifest(found, **changes), sentence)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "损坏"),
        (b"not a zip at all", "损坏"),
        (b"PK\x05\x06" + b"\0" * 18, "不是本程序"),
        (b"age-encryption.org/v1\n-> X", "密码"),
    ],
)
def test_what_is_no_package_is_refused(tmp_path: Path, staging: Path, data: bytes, sentence: str) -> None:
    refuse(tmp_path, staging, data, sentence)


def test_contents_that_were_changed_on_the_way_are_refused(found: Parts, tmp_path: Path, staging: Path) -> None:
    for name in found:
        if name != "manifest.json":
            refuse(tmp_path, staging, hostile.zipped({**found, name: found[name] + b" "}), "校验码|不一致")
            refuse(tmp_path, staging, hostile.zipped({key: data for key, data in found.items() if key != name}))


def test_contents_of_another_wording_and_the_same_length_are_refused(
    found: Parts, tmp_path: Path, staging: Path
) -> None:
    for name in ("report.json", "snapshots/1.json"):
        changed = found[name].replace("番禺区".encode(), "白云区".encode())
        assert changed != found[name]
        refuse(tmp_path, staging, hostile.zipped({**found, name: changed}), "校验码")


def test_a_name_that_stands_twice_is_refused(found: Parts, tmp_path: Path, staging: Path) -> None:
    twice = [*found.items(), ("report.json", b"{}")]
    with pytest.warns(UserWarning, match="Duplicate"):
        content = hostile.zipped(twice)
    refuse(tmp_path, staging, content)


def test_bombs_are_refused(found: Parts, tmp_path: Path, staging: Path) -> None:
    refuse(tmp_path, staging, hostile.sealed({**found, "snapshots/9.json": b" " * (40 << 20)}), "太大")
    many = {f"evidence/{number:064x}": b"" for number in range(2001)}
    refuse(tmp_path, staging, hostile.sealed({**found, **many}), "太大|不是本程序")
    content = hostile.sealed(found)
    refuse(tmp_path, staging, hostile.lying(content, b"report.json", 1 << 30), "太大")
    refuse(tmp_path, staging, hostile.lying(content, b"report.json", 10), "损坏|校验码")
    noise = random.Random(1).randbytes(2 << 20)
    refuse(tmp_path, staging, hostile.zipped({**found, "manifest.json": noise}), "清单太大")


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path, staging: Path) -> None:
    path = tmp_path / "大.zpg"
    for begin, most in ((b"", package.MOST_BYTES), (sealing.MARK, package.MOST_SEALED + (1 << 16))):
        with path.open("wb") as stream:
            stream.write(begin)
            stream.truncate(most + 1)
        with pytest.raises(ImportFileError, match=f"超过 {most >> 20} MB"):
            package.read(path, nothing, password="正确的密码八个字")


def test_other_ways_of_packing_are_refused(found: Parts, tmp_path: Path, staging: Path) -> None:
    for kind in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        refuse(tmp_path, staging, hostile.zipped(found, kind))


@pytest.mark.parametrize("data", [b"MZ\x90 a program", office("docx", {"word/vbaProject.bin": b"x"})])
def test_evidence_that_could_run_is_refused(found: Parts, tmp_path: Path, staging: Path, data: bytes) -> None:
    name = hashlib.sha256(data).hexdigest()
    report = json.loads(found["report.json"])
    report["rows"]["evidence"][0] |= {"content_hash": name, "file_name": "a.docx"}
    kept = {key: value for key, value in found.items() if not key.startswith(("evidence/", "snapshots/"))}
    changed = kept | {"report.json": json.dumps(report).encode(), f"evidence/{name}": data}
    refuse(tmp_path, staging, hostile.sealed(changed, snapshots=[]), "不安全|docx")


def test_evidence_that_nothing_names_is_refused(found: Parts, tmp_path: Path, staging: Path) -> None:
    refuse(tmp_path, staging, hostile.sealed({**found, "evidence/" + "0" * 64: b"x"}), "不属于任何")


def test_surrogates_and_controls_are_cleaned(found: Parts, tmp_path: Path, staging: Path) -> None:
    def change(report: dict[str, Any]) -> None:
        report["report"]["overall_goal"] = "甲\x00乙\u0007\r\n丙"
        report["rows"]["project"][0]["name"] = "一\n二"

    path = tmp_path / "a.zpg"
    path.write_bytes(hostile.with_report(found, change))
    opened = package.read(path, nothing)
    assert opened.report.report["overall_goal"] == "甲乙\n丙"
    assert opened.report.rows["project"][0]["name"] == "一 二"
    opened.close()
    refuse(tmp_path, staging, hostile.with_report(found, _set("overall_goal", "\ud800")))


def test_flipped_and_cut_bytes_never_do_more_than_a_sentence(
    whole: bytes, tmp_path: Path, staging: Path, scale: Callable[[int, int], int]
) -> None:
    chance = random.Random(7)
    path = tmp_path / "坏.zpg"
    for _ in range(scale(60, 5000)):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content[: chance.randrange(len(content))] if chance.random() < 0.3 else content)
        with contextlib.suppress(ImportFileError):
            package.read(path, nothing).close()
        assert list(staging.iterdir()) == []


def test_a_package_made_by_one_who_knows_the_format_is_refused_or_becomes_a_sound_report(
    found: Parts, tmp_path: Path, staging: Path, library: Library, scale: Callable[[int, int], int]
) -> None:
    path = tmp_path / "改.zpg"
    for seed in range(scale(60, 5000)):
        chance = random.Random(seed)
        name = chance.choice(["report.json", "report.json", "manifest.json", "snapshots/1.json"])
        content = json.loads(found[name])
        change_json(content, chance)
        parts = {**found, name: json.dumps(content).encode()}
        path.write_bytes(hostile.zipped(parts) if name == "manifest.json" else hostile.sealed(parts))
        with contextlib.suppress(ImportFileError):
            opened = library.packages.read(path, nothing)
            report_id = library.packages.add(opened, is_copy=True)
            opened.close()
            library.scores(report_id)
            library.documents.text(report_id)
            library.reports.delete(report_id)
        assert list(staging.iterdir()) == []
    assert library.verify() == []


def test_what_packs_too_well_is_written_so_that_it_can_be_read(tmp_path: Path, library: Library, sample: int) -> None:
    library.set_field(sample, "report", sample, "overall_goal", "同" * 900_000)
    library.packages.write(tmp_path / "a.zpg", library.packages.packed(sample), nothing)
    opened = package.read(tmp_path / "a.zpg", nothing)
    assert opened.report.report["overall_goal"] == "同" * 900_000
    opened.close()


def _scan(number: int) -> bytes:
    """A picture of 15 MB."""
    return PNG[:-12] + number.to_bytes(4) + bytes(15 << 20) + PNG[-12:]


def test_evidence_of_any_size_goes_through_a_package_file_by_file(
    tmp_path: Path, library: Library, sample: int, staging: Path
) -> None:
    scans = {hashlib.sha256(_scan(number)).hexdigest(): number for number in range(8)}
    library.evidence.add(sample, [Filed(f"{number}.png", name) for name, number in scans.items()])
    contents = dataclasses.replace(
        library.packages.packed(sample), evidence=list(scans), read=lambda name: _scan(scans[name])
    )  # fmt: skip
    path = tmp_path / "a.zpg"
    tracemalloc.start()
    try:
        library.packages.write(path, contents, nothing)
        opened = package.read(path, nothing)
        assert tracemalloc.get_traced_memory()[1] < 80 << 20
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 120 << 20
    assert {name: file.stat().st_size for name, file in opened.evidence.items()} == {
        name: len(_scan(number)) for name, number in scans.items()
    }
    opened.close()


def test_a_temporary_folder_that_takes_nothing_is_told(whole: bytes, tmp_path: Path, staging: Path) -> None:
    path = tmp_path / "a.zpg"
    path.write_bytes(whole)

    def fill(_done: int, _total: int, what: str) -> None:
        if what.startswith("佐证材料"):
            for folder in staging.iterdir():
                folder.rmdir()

    with pytest.raises(ImportFileError, match="临时文件夹不能写入"):
        package.read(path, fill)


@pytest.mark.parametrize(
    ("bound", "password", "sentence"), [("MOST_BYTES", "", "上限"), ("MOST_SEALED", "正确的密码八个字", "不设密码")]
)
def test_a_package_that_could_not_be_read_again_is_not_written(
    tmp_path: Path, library: Library, sample: int, monkeypatch: pytest.MonkeyPatch, bound: str, password: str,
    sentence: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(package, bound, 1000)
    target = tmp_path / "a.zpg"
    target.write_bytes(b"earlier")
    with pytest.raises(ExportError, match=sentence):
        library.packages.write(target, library.packages.packed(sample), nothing, password=password)
    assert target.read_bytes() == b"earlier"


def test_a_password_is_needed_and_has_to_be_the_right_one(tmp_path: Path, library: Library, sample: int) -> None:
    pytest.importorskip("pyrage")
    path = tmp_path / "a.zpg"
    contents = library.packages.packed(sample)
    with pytest.raises(ExportError, match="太短"):
        library.packages.write(path, contents, nothing, password="123")
    library.packages.write(path, contents, nothing, password="正确的密码八个字")
    assert contents.report.key.encode() not in path.read_bytes()
    with pytest.raises(PasswordNeededError):
        package.read(path, nothing)
    with pytest.raises(ImportFileError, match="密码不对"):
        package.read(path, nothing, password="错误的密码八个字")
    opened = package.read(path, nothing, password="正确的密码八个字")
    assert opened.state == contents.report.hash()
    assert package.is_package(path.rename(tmp_path / "改名.bin"))
