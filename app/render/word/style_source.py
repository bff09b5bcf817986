"""Reads the styles of an office's own Word file, and nothing else of it: neither its text nor who wrote it."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from app.errors import DAMAGED_ZIP, ExportError
from app.render.word.oxml import W

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MOST_BYTES = 20_000_000  # of one part; real ones stay below 2 MB
_MOST_PARTS = 5_000


@dataclass(frozen=True, slots=True)
class StyleSource:
    """Parts of the office's file as they stand there."""

    styles: bytes
    others: Mapping[str, bytes]  # theme and numbering, which styles may refer to


class _NotWordError(Exception):
    """The file is no Word file that can be used."""


def read_style_source(path: Path) -> StyleSource:
    """The style parts of a .docx; ExportError when it is none, is damaged, protected or out of proportion."""
    try:
        with zipfile.ZipFile(path) as package:
            return _read(package)
    except OSError as error:
        raise ExportError(
            f"样式来源文件“{path.name}”无法读取，请检查它是否还在、是否被占用，或者在“设置 › Word”中另选。"
        ) from error
    except (_NotWordError, etree.XMLSyntaxError, KeyError, *DAMAGED_ZIP) as error:
        raise ExportError(
            f"“{path.name}”不是可用的 Word 文档（.docx），或已损坏、设有密码，请在 Word 或 WPS 中另存为 .docx 后再选。"
        ) from error


def _read(package: zipfile.ZipFile) -> StyleSource:
    if len(package.infolist()) > _MOST_PARTS:
        raise _NotWordError("too many parts")
    main = _targets(package, "")["officeDocument"]
    targets = _targets(package, main)
    styles = _part(package, targets["styles"], f"{{{W}}}styles")
    others: dict[str, bytes] = {}
    for kind in ("theme", "numbering"):
        # A part with pictures of its own stays behind.
        if kind in targets and _relations_of(targets[kind]) not in package.namelist():
            others[kind] = _part(package, targets[kind])
    return StyleSource(styles, others)


def _targets(package: zipfile.ZipFile, name: str) -> dict[str, str]:
    """What a part, or the package itself, refers to, by the kind of the relation."""
    folder = posixpath.dirname(name)
    relations = etree.fromstring(_part(package, _relations_of(name)), _parser())
    return {
        relation.get("Type", "").removeprefix(_RELATION): _resolved(relation.get("Target", ""), folder)
        for relation in relations
        if isinstance(relation.tag, str) and relation.get("TargetMode") != "External"
    }


def _relations_of(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _resolved(target: str, folder: str) -> str:
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _part(package: zipfile.ZipFile, name: str, root: str = "") -> bytes:
    """A part's bytes, after a look at its size, its well-formedness and, where `root` is given, its root element."""
    if package.getinfo(name).file_size > _MOST_BYTES:
        raise _NotWordError(f"{name} is too large")
    xml = package.read(name)
    element = etree.fromstring(xml, _parser())
    if element.getroottree().docinfo.internalDTD is not None:  # Word never writes one; entities are declared there
        raise _NotWordError(f"{name} has a document type")
    if root and element.tag != root:
        raise _NotWordError(f"{name} is something else")
    return xml


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
