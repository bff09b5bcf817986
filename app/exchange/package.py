"""A report with its evidence as one file, .zpg: a zip of a manifest, the report as JSON, and the evidence by hash.

What comes in may be wrong or hostile. Every name is one of four patterns, every size is counted while it is unpacked,
every entry has to have the hash the manifest gives it, and all of it lands in a folder apart before anything is kept.
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

import msgspec

from app.errors import DAMAGED_ZIP, AppError, ExportError, ImportFileError, reason
from app.exchange import attachments, sealing, suffixes
from app.exchange.package_schema import File, Manifest, Origin, Snapshot, decode_report, files_of
from app.model.portable import Portable
from app.model.progress import Progress

SUFFIX = suffixes.PACKAGE
FORMAT, VERSION = "ziping-package", 1
MOST_BYTES = 500 * 1024 * 1024
MOST_SEALED = 200 * 1024 * 1024  # under a password, which needs all of it in memory, twice
_MOST_UNPACKED = 200 * 1024 * 1024  # besides evidence, of which there is never more than a package may have bytes
_MOST_ENTRIES = 2_000
_MOST_RATIO = 100
_MOST_MANIFEST, _MOST_JSON = 1 << 20, 32 * 1024 * 1024
_CHUNK = 1 << 18
_SEALED_ROOM = 64 * 1024  # what a password adds to a file, and more

_MANIFEST, _REPORT, _EVIDENCE = "manifest.json", "report.json", "evidence/"
_NAMES = re.compile(r"manifest\.json|report\.json|snapshots/[0-9]{1,3}\.json|evidence/[0-9a-f]{64}")


class PasswordNeededError(ImportFileError):
    """The package is under a password and none was given."""


@dataclass(frozen=True, slots=True)
class State:
    """A named snapshot of the report."""

    name: str
    time: str  # ISO 8601 with the zone
    report: Portable


@dataclass(frozen=True, slots=True)
class Contents:
    """What a package is written from. `read` gives the bytes of an evidence file by its hash, from any thread."""

    report: Portable
    ancestors: Sequence[str]
    program: str
    evidence: Sequence[str] = ()
    snapshots: Sequence[State] = ()
    read: Callable[[str], bytes] = field(default=lambda _hash: b"")


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was read and found whole. Its evidence lies in a folder of its own until `close`."""

    report: Portable
    state: str
    ancestors: tuple[str, ...]
    made: str  # ISO 8601 with the zone
    program: str  # the version that wrote it
    snapshots: tuple[State, ...]
    evidence: Mapping[str, Path]  # staged files by hash

    def close(self) -> None:
        """Removes the staged files."""
        for path in self.evidence.values():
            path.unlink(missing_ok=True)
        for folder in {path.parent for path in self.evidence.values()}:
            with suppress(OSError):
                folder.rmdir()


# Writing


def write(stream: BinaryIO, contents: Contents, progress: Progress, *, password: str = "") -> None:
    """Writes a package piece by piece; ExportError when it would be too large to be opened again."""
    if not password:
        _write(stream, contents, progress, has_password=False)
        return
    buffer = io.BytesIO()
    _write(buffer, contents, progress, has_password=True)
    progress(1, 1, "加密")
    stream.write(sealing.seal(buffer.getvalue(), password))


def _write(stream: BinaryIO, contents: Contents, progress: Progress, *, has_password: bool) -> None:
    with zipfile.ZipFile(stream, "w") as package:
        files: dict[str, File] = {}
        total = len(contents.evidence) + len(contents.snapshots) + 2
        progress(0, total, "报告内容")
        _add(package, files, _REPORT, contents.report.written())
        kept = []
        for number, state in enumerate(contents.snapshots, 1):
            progress(len(files), total, f"快照“{state.name}”")
            name = f"snapshots/{number}.json"
            _add(package, files, name, state.report.written())
            kept.append(Snapshot(state.name, state.time, name))
        for content_hash in contents.evidence:
            progress(len(files), total, "佐证材料")
            _add(package, files, f"{_EVIDENCE}{content_hash}", contents.read(content_hash))
            _demand_room(stream.tell(), has_password=has_password)
        manifest = Manifest(
            format="ziping-package", version=VERSION, program=contents.program,
            made=datetime.now().astimezone().isoformat(timespec="seconds"), state=contents.report.hash(),
            ancestors=list(contents.ancestors)[:200], snapshots=kept, files=files,
        )  # fmt: skip
        _put(package, _MANIFEST, msgspec.json.encode(manifest))
    _demand_room(stream.tell(), has_password=has_password)


def excess(size: int, *, has_password: bool) -> str:
    """What to tell when a package of so many bytes would be too large; empty when it would not."""
    if has_password and MOST_SEALED < size <= MOST_BYTES:
        return f"设密码的数据包不能超过 {_mb(MOST_SEALED)}；请不设密码，或者去掉“佐证材料文件”后再导出。"
    if size > MOST_BYTES:
        return (
            f"数据包超过 {_mb(MOST_BYTES)} 的上限；请去掉“佐证材料文件”或“快照”后再导出，"
            "佐证材料可以另用“导出佐证材料”发送。"
        )
    return ""


def _mb(size: int) -> str:
    return f"{size // 1024 // 1024} MB"


def _demand_room(size: int, *, has_password: bool) -> None:
    if words := excess(size, has_password=has_password):
        raise ExportError(words)


def _add(package: zipfile.ZipFile, files: dict[str, File], name: str, data: bytes) -> None:
    files[name] = File(hashlib.sha256(data).hexdigest(), len(data))
    if len(files) >= _MOST_ENTRIES:
        raise ExportError("佐证材料太多，装不进一个数据包；请去掉“佐证材料文件”后再导出。")
    _put(package, name, data)


def _put(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name)  # its time is 1980: a package says nothing of the machine it comes from
    # What would unpack to a hundred times its size is refused by the reader, so it is not packed at all.
    is_stored = name.startswith(_EVIDENCE) or len(zlib.compress(data, 1)) * (_MOST_RATIO // 2) < len(data)
    info.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
    package.writestr(info, data)


# Reading


def is_package(path: Path) -> bool:
    """Whether a file is meant as a package: by its suffix, or by what it begins with."""
    if path.suffix.lower() == SUFFIX:
        return True
    try:
        with path.open("rb") as stream:
            return sealing.is_sealed(stream.read(32))
    except OSError:
        return False


def read(path: Path, progress: Progress, *, password: str = "") -> Package:
    """Reads a package, checked through and through; ImportFileError says what is wrong with it.

    PasswordNeededError when it is under a password and none was given.
    """
    staging = Path(tempfile.mkdtemp(prefix="ziping-"))
    try:
        with _opened(path, password) as stream, _told(path.name), zipfile.ZipFile(stream) as package:
            return _read(path.name, package, staging, progress)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


@contextmanager
def _opened(path: Path, password: str) -> Iterator[BinaryIO]:
    try:
        if not path.is_file():
            raise ImportFileError(f"找不到文件“{path.name}”，请检查位置。")
        with path.open("rb") as stream:
            yield _zip(path.name, stream, password)
    except OSError as error:
        raise ImportFileError(f"“{path.name}”无法读取（{reason(error)}），请检查文件后重试。") from None


def _zip(name: str, stream: BinaryIO, password: str) -> BinaryIO:
    """The file itself, or in memory what the password opens."""
    is_sealed = sealing.is_sealed(stream.read(len(sealing.MARK)))
    most = MOST_SEALED + _SEALED_ROOM if is_sealed else MOST_BYTES
    if stream.seek(0, io.SEEK_END) > most:
        raise _refused(name, f"超过 {_mb(most)}，不是本程序导出的数据包")
    stream.seek(0)
    if not is_sealed:
        return stream
    if not password:
        raise PasswordNeededError(f"“{name}”设有密码，请输入密码。")
    return io.BytesIO(sealing.unseal(stream.read(most), password))


def _refused(name: str, why: str) -> ImportFileError:
    return ImportFileError(f"“{name}”{why}，没有打开；请让对方重新导出。")


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except AppError:
        raise
    except msgspec.ValidationError as error:
        found = re.search(r"unknown field `([^`]{1,60})`", str(error))
        what = f"（不认识“{found[1]}”）" if found else ""
        raise _refused(name, f"的内容不符合数据包的格式{what}，可能被改动过") from None
    except (msgspec.DecodeError, RecursionError, *DAMAGED_ZIP):
        raise ImportFileError(f"“{name}”已损坏，或者不是数据包；请让对方重新导出。") from None


def _read(name: str, package: zipfile.ZipFile, staging: Path, progress: Progress) -> Package:
    entries = _entries(name, package)
    manifest = _manifest(name, package, entries)
    if manifest.files.keys() != entries.keys() - {_MANIFEST}:
        raise _refused(name, "中的文件与清单不一致，可能被改动过")
    total = len(entries)
    progress(0, total, "报告内容")
    report = _decoded(manifest, _verified(name, package, manifest, _REPORT))
    if manifest.files[_REPORT].sha256 != manifest.state:
        raise _refused(name, "的内容与清单不一致，可能被改动过")
    states = []
    for number, kept in enumerate(manifest.snapshots, 1):
        progress(number, total, f"快照“{kept.name}”")
        if kept.file not in entries:
            raise _refused(name, f"中缺少快照“{kept.name}”，可能不完整")
        states.append(State(kept.name, kept.time, _decoded(manifest, _verified(name, package, manifest, kept.file))))
    evidence = _stage(name, package, manifest, staging, _names(report, states), progress)
    if not evidence:
        staging.rmdir()
    return Package(
        report, manifest.state, tuple(manifest.ancestors), manifest.made, manifest.program, tuple(states), evidence
    )


def _names(report: Portable, states: Sequence[State]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in (*(state.report for state in states), report):
        found |= files_of(each)
    return found


def _entries(name: str, package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    found = package.infolist()
    wrong = _refused(name, "不是本程序导出的数据包，或者被改动过")
    evidence = sum(info.file_size for info in found if info.filename.startswith(_EVIDENCE))
    others = sum(info.file_size for info in found) - evidence
    if len(found) > _MOST_ENTRIES or evidence > MOST_BYTES or others > _MOST_UNPACKED:
        raise _refused(name, "解开后太大，不是本程序导出的数据包")
    entries = {info.filename: info for info in found}
    if len(entries) != len(found):
        raise wrong
    for info in found:
        is_known = _NAMES.fullmatch(info.filename) and info.orig_filename == info.filename
        is_plain = info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} and not info.flag_bits & 0x1
        if not (is_known and is_plain):
            raise wrong
        if info.file_size > _MOST_RATIO * max(info.compress_size, 1):
            raise _refused(name, "解开后太大，不是本程序导出的数据包")
    if _MANIFEST not in entries:
        raise wrong
    return entries


def _manifest(name: str, package: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> Manifest:
    if entries[_MANIFEST].file_size > _MOST_MANIFEST:
        raise _refused(name, "的清单太大，不是本程序导出的数据包")
    with package.open(_MANIFEST) as stream:
        content = _counted(name, stream, _MOST_MANIFEST)
    origin = msgspec.json.decode(content, type=Origin)
    if origin.format == FORMAT and origin.version > VERSION:
        raise _newer(origin.program)
    return msgspec.json.decode(content, type=Manifest)


def _newer(program: str, field_name: str = "") -> ImportFileError:
    what = f"，其中的“{field_name}”本程序不认识" if field_name else ""
    return ImportFileError(f"这个数据包由 {program[:20] or '更新'} 版的程序导出{what}；请升级本程序后再打开。")


def _decoded(manifest: Manifest, content: bytes) -> Portable:
    try:
        return decode_report(content)
    except msgspec.ValidationError as error:
        found = re.search(r"unknown field `([^`]{1,60})`", str(error))
        if found:
            raise _newer(manifest.program, found[1]) from None
        raise


def _counted(name: str, stream: IO[bytes], most: int) -> bytes:
    """What an entry holds, however large it says it is; never more than `most` bytes."""
    parts, size = [], 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise _refused(name, "解开后太大，不是本程序导出的数据包")
        parts.append(chunk)
    return b"".join(parts)


def _verified(name: str, package: zipfile.ZipFile, manifest: Manifest, entry: str, most: int = _MOST_JSON) -> bytes:
    if entry not in manifest.files:
        raise _refused(name, f"中缺少“{entry}”，可能不完整")
    with package.open(entry) as stream:
        content = _counted(name, stream, most)
    expected = manifest.files[entry]
    if len(content) != expected.size or hashlib.sha256(content).hexdigest() != expected.sha256:
        raise ImportFileError(f"“{name}”中的内容与校验码不符，可能在传送中损坏；请让对方重新发送。")
    return content


def _stage(
    name: str, package: zipfile.ZipFile, manifest: Manifest, staging: Path, names: Mapping[str, str], progress: Progress
) -> dict[str, Path]:
    """Unpacks the evidence into the folder apart, each file looked over as one that an officer adds."""
    found: dict[str, Path] = {}
    entries = [entry for entry in manifest.files if entry.startswith(_EVIDENCE)]
    for number, entry in enumerate(entries):
        content_hash = entry.removeprefix(_EVIDENCE)
        if content_hash not in names:
            raise _refused(name, "中有一份文件不属于任何佐证材料，可能被改动过")
        progress(number, len(entries), f"佐证材料 {names[content_hash]}")
        content = _verified(name, package, manifest, entry, attachments.MOST_BYTES)
        if hashlib.sha256(content).hexdigest() != content_hash:
            raise _refused(name, "中的佐证材料与校验码不符，可能被改动过")
        attachments.check(names[content_hash], content)
        found[content_hash] = staging / content_hash
        try:
            found[content_hash].write_bytes(content)
        except OSError as error:
            why = f"“{name}”没有打开：临时文件夹不能写入（{reason(error)}），请清理磁盘后重试。"
            raise ImportFileError(why) from None
    return found
