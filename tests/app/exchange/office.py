"""Small Office files, whole and hostile, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/main.xml" ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/></Types>'
)
KINDS = {"docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet"}


def office(suffix: str, parts: Mapping[str, bytes] | None = None, types: str = "") -> bytes:
    """A file that is recognised as of that kind, with further parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types or _TYPES.format(KINDS[suffix]))
        for name, data in (parts or {"main.xml": b"<a/>"}).items():
            package.writestr(name, data)
    return buffer.getvalue()


def pdf(content: bytes = b"") -> bytes:
    """A PDF of one empty page, `content` as a further object."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % content,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 4\n0000000000 65535 f \n%strailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table, len(out),
    )  # fmt: skip


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
