"""Files that are none, damaged, or made to do harm: one sentence each, in bounded time and memory."""

from __future__ import annotations

import contextlib
import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ImportFileError
from app.exchange import report_reader
from tests.app.exchange.reading import files

MOST_MEMORY = 200 * 1024 * 1024
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENTITIES = (
    '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def _sparse_zip(path: Path) -> Path:
    """Says of itself that its part is small, and unpacks to 200 MB."""
    body = b"<w:document xmlns:w='%s'><w:body>" % files.W.encode() + b" " * (200 * 2**20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", body)
    content = path.read_bytes()
    size = struct.pack("<I", len(body))
    path.write_bytes(content.replace(size, struct.pack("<I", 1000)))
    return path


def _bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package, package.open("word/document.xml", "w") as part:
        part.write(f"<w:document xmlns:w='{files.W}'><w:body><w:p><w:r><w:t>".encode())
        for _ in range(300):
            part.write(b"a" * 2**20)
    return path


def _bomb_of(path: Path, piece: bytes, times: int, start: bytes = b"") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package, package.open("word/document.xml", "w") as part:
        part.write(f"<w:document xmlns:w='{files.W}'><w:body>".encode() + start)
        for _ in range(times):
            part.write(piece)
    return path


def _many_parts(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for number in range(6000):
            package.writestr(f"word/{number}.xml", "")
        package.writestr("word/document.xml", "<a/>")
    return path


def _zip_of(path: Path, name: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(name, "<a/>")
    return path


def _locked_zip(path: Path) -> Path:
    """A part whose entry says that it is encrypted."""
    files.word(path, files.paragraph("正文"))
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := content.find(mark, start)) >= 0:
            content[start + place] |= 1
            start += 4
    path.write_bytes(bytes(content))
    return path


def _encrypted_pdf(path: Path) -> Path:
    """A file that asks for a password (standard security handler, revision 2)."""
    files.pdf(path, [zlib.compress(b"")])
    handler = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
    path.write_bytes(path.read_bytes().replace(b"/Root 1 0 R", b"/Root 1 0 R" + handler))
    return path


def _broken_xml(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w:document")
    return path


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


MAKERS: dict[str, tuple[str, Callable[[Path], Path], str]] = {
    "missing": ("a.docx", lambda path: path, "找不到文件"),
    "folder": ("a.docx", _folder, "打不开"),
    "empty": ("a.docx", lambda path: _written(path, b""), "空文件"),
    "text called Word": ("a.docx", lambda path: _written(path, "一、基本情况".encode()), "不是 Word 文档"),
    "text called PDF": ("a.pdf", lambda path: _written(path, b"hello"), "不是 PDF 文件"),
    "old Word": ("a.doc", lambda path: _written(path, OLE + b"\0" * 600), "旧版的 .doc 或 .wps"),
    "WPS": ("a.wps", lambda path: _written(path, OLE + b"\0" * 600), "另存为 .docx"),
    "old Word called new": ("a.docx", lambda path: _written(path, OLE + b"\0" * 600), "旧版的 .doc 或 .wps"),
    "encrypted Word": (
        "a.docx",
        lambda path: _written(path, OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")),
        "密码",
    ),
    "picture": ("a.png", lambda path: _written(path, b"\x89PNG\r\n\x1a\n"), "不能导入“a.png”"),
    "binary called text": ("a.txt", lambda path: _written(path, bytes(range(256)) * 20), "不是能读的文本文件"),
    "zip cut short": ("a.docx", lambda path: _written(path, b"PK\x03\x04" + b"\0" * 50), "不是完好的 Word 文档"),
    "workbook": ("a.docx", lambda path: _zip_of(path, "xl/workbook.xml"), "Excel 工作簿"),
    "slides": ("a.docx", lambda path: _zip_of(path, "ppt/presentation.xml"), "演示文稿"),
    "archive": ("a.docx", lambda path: _zip_of(path, "../../evil"), "压缩文件"),
    "bomb of one text": ("a.docx", _bomb, "不是完好的 Word 文档|太大"),
    "bomb of elements": ("a.docx", lambda path: _bomb_of(path, b"<w:x/>" * 2**17, 100), "太大"),
    "bomb of paragraphs": ("a.docx", lambda path: _bomb_of(path, b"<w:p/>" * 2**17, 150), "太大"),
    "bomb of runs": (
        "a.docx",
        lambda path: _bomb_of(path, b"<w:r><w:t>a</w:t></w:r>" * 2**15, 100, start=b"<w:p>"),
        "太大",
    ),
    "bomb that lies about its size": ("a.docx", _sparse_zip, "不是完好的 Word 文档|太大"),
    "many parts": ("a.docx", _many_parts, "太大"),
    "encrypted part": ("a.docx", _locked_zip, "不是完好的 Word 文档"),
    "no XML": ("a.docx", _broken_xml, "不是完好的 Word 文档"),
    "billion laughs": (
        "a.docx",
        lambda path: files.word(path, files.paragraph("&i;"), head=ENTITIES),
        "不是完好的 Word 文档",
    ),
    "external entity": (
        "a.docx",
        lambda path: files.word(
            path, files.paragraph("&x;"), head='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        ),
        "不是完好的 Word 文档",
    ),
    "external DTD": (
        "a.docx",
        lambda path: files.word(path, files.paragraph("一"), head='<!DOCTYPE w SYSTEM "http://localhost:1/x.dtd">'),
        "不是完好的 Word 文档",
    ),
    "deep nesting": ("a.docx", lambda path: files.word(path, "<w:sdt>" * 5000 + "</w:sdt>" * 5000), "不是完好的"),
    "endless row": (
        "a.docx",
        lambda path: files.word(path, files.table([["x"] * 600])),
        "不是完好的 Word 文档",
    ),
    "PDF cut short": ("a.pdf", lambda path: _written(path, b"%PDF-1.7\n1 0 obj"), "不是完好的 PDF 文件"),
    "PDF bomb": ("a.pdf", lambda path: files.pdf(path, [files.packed(400 * 2**20)]), "展开后太大"),
    "PDF bomb in layers": (
        "a.pdf",
        lambda path: files.pdf(path, [files.packed(400 * 2**20, layers=2)], filters="[/FlateDecode/FlateDecode]"),
        "展开后太大",
    ),
    "scan": ("a.pdf", lambda path: files.pdf(path, [zlib.compress(b"0 0 m 9 9 l S")] * 3), "没有文字层"),
    "encrypted PDF": ("a.pdf", _encrypted_pdf, "密码"),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence_and_little_memory(kind: str, tmp_path: Path) -> None:
    name, make, message = MAKERS[kind]
    path = make(tmp_path / name)
    tracemalloc.start()
    try:
        with pytest.raises(ImportFileError, match=message) as refused:
            report_reader.read(path)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
    sentence = str(refused.value)
    assert sentence.endswith("。")
    assert sentence.count("。") == 1
    assert str(tmp_path) not in sentence


def test_a_file_larger_than_any_report_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write("一、基本情况".encode())
        file.truncate(300 * 2**20)
    with pytest.raises(ImportFileError, match="太大"):
        report_reader.read(path)


def test_what_is_read_ends_where_progress_says_so(tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop(done: int, total: int, what: str) -> None:
        raise StopError

    with pytest.raises(StopError):
        report_reader.read(files.word(tmp_path / "a.docx", files.paragraph("一、基本情况")), stop)


@given(st.data())
def test_a_damaged_word_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("damaged") / "a.docx"
    files.word(path, files.paragraph("一、基本情况") + files.table([["项目名称", "预算数"], ["甲", "1"]]))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content[: data.draw(st.integers(1, len(content)))]))
    with contextlib.suppress(ImportFileError):
        report_reader.read(path)


@given(st.text(max_size=2000))
def test_any_text_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("text") / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\0", "").encode("utf-8", "ignore") or b" ")
    report_reader.read(path)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "a.txt"
    path.write_bytes(content)
    with contextlib.suppress(ImportFileError):
        report_reader.read(path)


def test_a_zip_within_the_limits_is_no_bomb(tmp_path: Path) -> None:
    stream = io.BytesIO(b"x" * 100)
    files.word(tmp_path / "a.docx", files.paragraph("一、基本情况"), {"word/media/a.bin": stream.getvalue()})
    assert report_reader.read(tmp_path / "a.docx").name == "a.docx"
