"""The evidence of a report as an office files it: numbered files and a list of them, in a folder or a zip."""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.errors import ExportError
from app.model.entities import Indicator
from app.model.naming import title
from app.model.progress import Progress
from app.model.proofs import Proofs
from app.model.report_data import ReportData
from app.render import files
from app.render.blocks import Document
from app.render.listing import listing

HEADINGS = ("序号", "材料名称", "文件", "证明的指标和项目", "说明")
WIDTHS = (6.0, 28.0, 22.0, 30.0, 20.0)
NO_FILE = "未附文件"
_LONGEST = 80  # characters of a file's name before its suffix
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\s]+')

Write = Callable[[BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the dossier: its name in it, and the content it is read from."""

    file_name: str
    content_hash: str


def items(data: ReportData) -> list[Item]:
    """The files there are, numbered as the annex numbers the evidence."""
    rows = [row for row in data.evidence if row.content_hash]
    names = _file_names(data)
    return [Item(names[row.id], row.content_hash) for row in rows]


def _file_names(data: ReportData) -> dict[int, str]:
    """The names in the dossier by the id of their evidence; two rows may name one content."""
    return {
        row.id: _numbered(number, len(data.evidence), row.name or row.file_name, row.file_name)
        for number, row in enumerate(data.evidence, 1)
        if row.content_hash
    }


def _numbered(number: int, count: int, name: str, original: str) -> str:
    suffix = original.rpartition(".")[2].lower() if "." in original else ""
    width = max(2, len(str(count)))
    stem = _NOT_IN_NAMES.sub(" ", name).strip(" .").removesuffix(f".{suffix}")[:_LONGEST].strip(" .") or "材料"
    return f"{number:0{width}} {stem}" + (f".{suffix}" if suffix else "")


def index(data: ReportData) -> Document:
    """佐证材料目录: every piece of evidence with what it proves; one without a file is listed as such."""
    proofs = Proofs.of(data)
    names = _file_names(data)
    rows = [
        (
            str(number), row.name, names.get(row.id, NO_FILE),
            "；".join(_proven(data, *key) for key in proofs.proven.get(row.id, ())), row.note,
        )
        for number, row in enumerate(data.evidence, 1)
    ]  # fmt: skip
    subtitle = f"{data.department.name}　{data.report.year}年度"
    return listing("佐证材料目录", subtitle, HEADINGS, WIDTHS, rows)


def _proven(data: ReportData, table: str, row_id: int) -> str:
    row = data.find(table, row_id)
    kind = "指标" if table == Indicator.TABLE else "项目"
    return f"{kind}“{title(row)}”" if row is not None else ""


def write(
    target: Path,
    found: Sequence[Item],
    indexes: Mapping[str, Write],
    read: Callable[[str], bytes],
    progress: Progress,
) -> None:
    """Writes the files and the lists by their names: into a zip when `target` is called so, else a new folder.

    `read` gives the bytes of a content hash. ExportError leaves what stood there as it was; a folder must be new.
    """
    contents = _contents(found, indexes, read, progress)
    if target.suffix.lower() == ".zip":
        files.replace(target, lambda stream: _write_zip(stream, contents), files.check_package)
    else:
        _write_folder(target, contents)


def _contents(
    found: Sequence[Item], indexes: Mapping[str, Write], read: Callable[[str], bytes], progress: Progress
) -> Iterator[tuple[str, bytes]]:
    total = len(found) + len(indexes)
    for number, (name, write_index) in enumerate(indexes.items()):
        progress(number, total, name)
        buffer = io.BytesIO()
        write_index(buffer)
        yield name, buffer.getvalue()
    for number, item in enumerate(found, len(indexes)):
        progress(number, total, item.file_name)
        yield item.file_name, read(item.content_hash)


def _write_zip(stream: BinaryIO, contents: Iterable[tuple[str, bytes]]) -> None:
    # Pictures, PDF and Office files are compressed already.
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, data in contents:
            package.writestr(zipfile.ZipInfo(name), data)


def _write_folder(target: Path, contents: Iterable[tuple[str, bytes]]) -> None:
    if target.exists():
        raise ExportError(f"“{target.name}”已经存在，请换一个名称，或先移走原来的文件夹。")
    with files.told(target), tempfile.TemporaryDirectory(prefix="~ziping-", dir=target.parent) as made:
        inside = Path(made) / "files"
        inside.mkdir()
        for name, data in contents:
            with (inside / name).open("xb") as stream:
                stream.write(data)
                files.flush(stream)
        files.sync_folder(inside)
        inside.replace(target)
    files.sync_folder(target.parent)


def lay_out_for_reading(folder: Path, name: str, data: bytes) -> Path:
    """Writes a copy that is only to be looked at into a folder, under a name of its own; ExportError when it cannot."""
    target = folder / (_NOT_IN_NAMES.sub(" ", name).strip(" .") or "材料")
    with files.told(target):
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists():
            with suppress(OSError):
                if target.read_bytes() == data:
                    return target
            target = folder / f"{os.urandom(3).hex()} {target.name}"
        target.write_bytes(data)
        target.chmod(0o400)
    return target
