"""Packs made by officers: saved from a report's indicator system, shared as one file, installed from one.

A shared pack is a zip of the pack's own few files and a manifest with their hashes. Nothing of it is believed: names
are taken from a list, sizes are counted while reading, and the pack is loaded from a folder of its own before it
counts.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import msgspec

from app import packs, paths
from app.errors import DAMAGED_ZIP, ImportFileError, InputError, TemplateError
from app.model.entities import Indicator
from app.model.pack import TemplatePack
from app.model.rule_inputs import demand_parameters, demand_target
from app.packs.scores import overfull

SUFFIX = ".zip"
_MANIFEST = "manifest.json"
_FORMAT = 1
_MOST_ENTRIES = len(packs.FILES) + 1
_MOST_PACKED, _MOST_UNPACKED, _MOST_RATIO = 5_000_000, 20_000_000, 100
_CHUNK = 65_536
_NOT_IN_NAME = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
_HEAD = re.compile(r"(?m)^(?:label|source|extends)[ \t]*=.*\n?")
_BROKEN = "“{}”不是完整的模板包文件，请让对方重新导出后再发来。"

Check = Callable[[TemplatePack], None]
"""Looks a loaded pack over; raises TemplateError to refuse it."""


class _Manifest(msgspec.Struct, forbid_unknown_fields=True):
    format: int
    key: str
    files: dict[str, str]  # name to SHA-256, hexadecimal


def save_as(base: str, label: str, source: str, rows: Iterable[Indicator]) -> str:
    """Makes a pack of the officer's own out of another, with a report's rows as its indicator system; its key.

    InputError when the name says nothing or is taken, or a pack could not hold the rows; TemplateError when the base
    is faulty.
    """
    key = _key(label)
    if not key:
        raise InputError("模板包的名称不能为空，请填写如“番禺区2022年指标体系”这样的名称。")
    if key in packs.available():
        raise InputError(f"已有名为“{label.strip()}”的模板包，请换一个名称。")
    rows = tuple(rows)
    for row in rows:
        _demand_usable(row)
    if over := overfull(rows, packs.load(base).scores.blocks):
        raise InputError(f"{over[1]}，请改正后再存为模板。")
    files = {name: path.read_bytes() for name, path in packs.pack_files(_folder(base)).items()}
    head = {"label": label.strip(), "source": source}
    files[packs.MAIN] = (_toml(head) + _without_head(files[packs.MAIN].decode("utf-8"))).encode()
    files["indicators.toml"] = "\n".join(map(_indicator, rows)).encode() or b"indicators = []\n"
    with _staged(files) as folder:
        packs.load_folder(key, folder)
        _put(folder, key)
    return key


def _demand_usable(row: Indicator) -> None:
    """InputError names the row that a pack could not hold."""
    try:
        demand_parameters(row.rule, row.parameters, row.weight, row.unit)
        demand_target(row.rule, row.target, row.unit)
    except InputError as error:
        raise InputError(f"指标“{row.level3}”还不能存入模板包：{error}") from None


def share(key: str) -> bytes:
    """A pack as one file; TemplateError when it is faulty. Packs that it extends are put into it."""
    files = {name: path.read_bytes() for name, path in packs.pack_files(_folder(key)).items()}
    text = files[packs.MAIN].decode("utf-8")
    head = packs.load(key)
    files[packs.MAIN] = (_toml({"label": head.label, "source": head.source}) + _without_head(text)).encode()
    manifest = _Manifest(_FORMAT, key, {name: hashlib.sha256(data).hexdigest() for name, data in files.items()})
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {_MANIFEST: msgspec.json.encode(manifest), **files}.items():
            # A fixed time, so that the same pack gives the same bytes.
            package.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def install(path: Path, check: Check) -> str:
    """Adds the pack of a shared file to the officer's own; its key, numbered where that name is taken.

    ImportFileError when the file is no such pack, damaged or too large; TemplateError when the pack in it is faulty.
    """
    manifest, files = _read(path)
    key = _free(_key(manifest.key) or "模板包")
    with _staged(files) as folder:
        check(packs.load_folder(key, folder))
        _put(folder, key)
    return key


def _folder(key: str) -> Path:
    packs.load(key)
    return packs.available()[key]


def _key(label: str) -> str:
    key = _NOT_IN_NAME.sub("", label).strip(". ")[:40]
    return "" if _RESERVED.match(key) else key


def _free(key: str) -> str:
    taken = {name.casefold() for name in packs.available()}
    names = (key if number == 1 else f"{key}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name.casefold() not in taken)


# Writing


def _without_head(text: str) -> str:
    """The text of a `pack.toml` without the lines that say what it is called and what it extends."""
    place = re.search(r"(?m)^\s*\[", text)
    end = place.start() if place else len(text)
    return _HEAD.sub("", text[:end]) + text[end:]


def _toml(values: Mapping[str, object]) -> str:
    # What JSON writes for a text or number is TOML as well, but for DEL, which no field can hold.
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())


def _indicator(row: Indicator) -> str:
    values: dict[str, object] = {"block": row.block, "level2": row.level2, "level3": row.level3}
    values |= {"rule": row.rule}
    for name in ("definition", "criterion", "target", "unit", "parameters", "fact"):
        if text := getattr(row, name):
            values[name] = text
    weight = "" if row.weight is None else f"weight = {row.weight:f}\n"
    return f"[[indicators]]\n{_toml(values)}{weight}"


@contextmanager
def _staged(files: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder beside the officer's packs with these files, gone afterwards unless it was put in its place."""
    folder = paths.user_packs() / f"~{secrets.token_hex(6)}"
    try:
        folder.mkdir(parents=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        yield folder
    except OSError as error:
        raise TemplateError(f"模板包不能写入文件夹“{folder.parent}”，请检查磁盘空间和写入权限后再试。") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(folder: Path, key: str) -> None:
    folder.replace(folder.with_name(key))
    packs.forget()


# Reading


def _read(path: Path) -> tuple[_Manifest, dict[str, bytes]]:
    """The manifest and files of a shared pack, every promise of it checked."""
    name = path.name
    try:
        if path.stat().st_size > _MOST_PACKED:
            raise ImportFileError(f"“{name}”太大，模板包文件一般不到 1 MB，请确认选对了文件。")
        with zipfile.ZipFile(path) as package:
            found = dict(_entries(package, name))
    except FileNotFoundError:
        raise ImportFileError(f"找不到文件“{name}”，请检查位置。") from None
    except DAMAGED_ZIP:
        raise ImportFileError(_BROKEN.format(name)) from None
    manifest = _manifest(found.pop(_MANIFEST, b""), name)
    if {each: hashlib.sha256(data).hexdigest() for each, data in found.items()} != manifest.files:
        raise ImportFileError(_BROKEN.format(name))
    return manifest, found


def _entries(package: zipfile.ZipFile, name: str) -> Iterator[tuple[str, bytes]]:
    """The files in a zip, read no further than a pack can be long."""
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > _MOST_ENTRIES or len(set(names)) != len(names) or not set(names) <= {_MANIFEST, *packs.FILES}:
        raise ImportFileError(f"“{name}”里有模板包以外的文件，没有导入；请向来源确认后再用。")
    left = _MOST_UNPACKED
    for part in parts:
        content = bytearray()
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                left -= len(chunk)
                if left < 0 or len(content) > _CHUNK + _MOST_RATIO * max(1, part.compress_size):
                    raise ImportFileError(f"“{name}”解压后太大，没有导入；请确认选对了文件。")
        yield part.filename, bytes(content)


def _manifest(content: bytes, name: str) -> _Manifest:
    try:
        found = msgspec.json.decode(content, type=_Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ImportFileError(_BROKEN.format(name)) from None
    if found.format != _FORMAT:
        raise ImportFileError(f"“{name}”由更新版本的程序导出（格式 {found.format}），请先升级程序再导入。")
    return found
