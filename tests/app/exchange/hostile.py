"""Packages that no program of ours wrote: a whole one taken apart, changed, and put together again."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

Parts = dict[str, bytes]


def parts(content: bytes) -> Parts:
    """The entries of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(found: Mapping[str, bytes] | list[tuple[str, bytes]], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Entries as a zip; a list may have one name twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as package:
        for name, data in found.items() if isinstance(found, Mapping) else found:
            package.writestr(zipfile.ZipInfo(name), data, compress_type=kind)
    return buffer.getvalue()


def sealed(found: Parts, **manifest: Any) -> bytes:
    """Entries with a manifest that fits them, as one who knows the format would make it."""
    known = json.loads(found["manifest.json"])
    files = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in found.items()
        if name != "manifest.json"
    }
    known |= {"files": files, "state": files["report.json"]["sha256"]} | manifest
    return zipped({**found, "manifest.json": json.dumps(known).encode()})


def with_report(found: Parts, change: Callable[[dict[str, Any]], object]) -> bytes:
    """A package whose report was changed and whose hashes are right."""
    report = json.loads(found["report.json"])
    change(report)
    return sealed({**found, "report.json": json.dumps(report).encode("utf-8", "surrogatepass")})


def lying(content: bytes, name: bytes, size: int) -> bytes:
    """A zip whose directory says another size of an entry."""
    place = content.index(b"PK\x01\x02")
    while content[place + 46 : place + 46 + len(name)] != name:
        place = content.index(b"PK\x01\x02", place + 4)
    return content[: place + 24] + struct.pack("<I", size) + content[place + 28 :]
