"""Word and PDF files by hand: what other programs write, and what nobody should."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(path: Path, body: str, parts: Mapping[str, str | bytes] | None = None, *, head: str = "") -> Path:
    """A Word file of a body's XML and further parts."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", content)
        for name, part in (parts or {}).items():
            package.writestr(name, part)
    return path


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph; \\n is a line break."""
    runs = '</w:t><w:br/><w:t xml:space="preserve">'.join(text.split("\n"))
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{runs}</w:t></w:r></w:p>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of plain cells."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def pdf(path: Path, streams: Sequence[bytes], *, filters: str = "/FlateDecode") -> Path:
    """A PDF file whose pages have these content streams, already packed."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{3 + 2 * index} 0 R" for index in range(len(streams)))
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {len(streams)}>>".encode())
    for index, stream in enumerate(streams):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {4 + 2 * index} 0 R/Resources<<>>>>".encode()
        )
        objects.append(
            f"<</Length {len(stream)}/Filter{filters}>>\nstream\n".encode() + stream + b"\nendstream"
        )  # fmt: skip
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + content + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for place in places:
        out.write(f"{place:010} 00000 n \n".encode())
    out.write(f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode())
    path.write_bytes(out.getvalue())
    return path


def packed(size: int, layers: int = 1) -> bytes:
    """Zeros of a size, packed again and again."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(b"\0" * 2**20) for _ in range(size >> 20)) + packer.flush()
    for _ in range(layers - 1):
        content = zlib.compress(content, 9)
    return content
