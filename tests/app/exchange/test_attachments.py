"""What may be kept as evidence, and what is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from app.errors import ImportFileError
from app.exchange import attachments
from tests.app.exchange.office import JPEG, PNG, office, pdf

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("决算.pdf", pdf()),
        ("截图.PNG", PNG),
        ("照片.jpg", JPEG),
        ("照片.jpeg", JPEG),
        ("说明.docx", office("docx")),
        ("台账.xlsx", office("xlsx", {"xl/printerSettings/printerSettings1.bin": b"P\0r\0i\0n\0t\0"})),
        ("图表.docx", office("docx", {"word/embeddings/Sheet.xlsx": office("xlsx")})),
    ],
)
def test_ordinary_files_are_taken(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = attachments.read(path)
    assert (found.file_name, found.data) == (name, data)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.exe", b"MZ", "可以添加的有"),
        ("a.docm", office("docx"), "可以添加的有"),
        ("a", b"abc", "可以添加的有"),
        ("a.pdf", b"", "空文件"),
        ("a.pdf", b"MZ\x90", "不是 PDF"),
        ("a.pdf", b"%PDF-1.4 cut", "已损坏"),
        ("a.pdf", pdf(b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(a)>>]>>>>"), "脚本"),
        ("a.pdf", pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "启动其他程序"),
        ("a.png", JPEG, "不是 PNG"),
        ("a.png", PNG[:20], "不完整"),
        ("a.jpg", PNG, "不是 JPG"),
        ("a.docx", b"PK\x03\x04 cut", "已损坏"),
        ("a.docx", office("xlsx"), "不是 docx"),
        ("a.xlsx", _OLE + b"\0" * 600, "打开密码"),
        ("a.docx", office("docx", {"word/vbaProject.bin": _OLE}), "宏"),
        ("a.docx", office("docx", types="macroEnabled"), "宏"),
        ("a.docx", office("docx", {"word/activeX/activeX1.xml": b"<a/>"}), "宏"),
        ("a.docx", office("docx", {"word/embeddings/oleObject1.bin": _OLE}), "OLE"),
        ("a.docx", office("docx", {"word/media/image1.png": b"MZ\x90\0"}), "可执行"),
        ("a.xlsx", office("xlsx", {"xl/run.exe": b"a"}), "可执行"),
        ("a.docx", office("docx", {"word/embeddings/Sheet.xlsx": office("xlsx", {"xl/vbaProject.bin": b"a"})}), "宏"),
    ],
)  # fmt: skip
def test_what_is_another_kind_damaged_or_could_run_is_refused(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(ImportFileError, match=sentence) as refused:
        attachments.check(name, data)
    assert f"“{name}”" in str(refused.value)


def test_a_program_attached_to_a_pdf_is_refused_and_an_invoice_is_not(tmp_path: Path) -> None:
    for name, is_taken in (("invoice.xml", True), ("setup.exe", False)):
        document = pdfium.PdfDocument.new()
        document.new_page(100, 100).close()
        attached = document.new_attachment(name)
        attached.set_data(b"data")
        document.save(str(tmp_path / "a.pdf"))
        document.close()
        if is_taken:
            attachments.read(tmp_path / "a.pdf")
        else:
            with pytest.raises(ImportFileError, match="可执行"):
                attachments.read(tmp_path / "a.pdf")


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    parts = {f"word/{number}.xml": b"\0" * (90 * 1024 * 1024) for number in range(5)}
    with pytest.raises(ImportFileError, match="太大"):
        attachments.check("a.docx", office("docx", parts))


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "扫描件.pdf"
    with path.open("wb") as stream:
        stream.truncate(attachments.MOST_BYTES + 1)
    with pytest.raises(ImportFileError, match="20 MB 的上限"):
        attachments.read(path)


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "没有.pdf"):
        with pytest.raises(ImportFileError, match="不是文件"):
            attachments.read(path)


def test_progress_counts_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(JPEG + b"\0" * (3 << 20))
    told: list[tuple[int, int]] = []
    attachments.read(path, lambda done, total: told.append((done, total)))
    size = path.stat().st_size
    assert told[-1] == (size, size)
    assert len(told) == 4


@pytest.mark.parametrize(
    ("name", "kept"),
    [("a\x00b\n.pdf", "ab .pdf"), ("长" * 300 + ".docx", "长" * 195 + ".docx"), ("", "未命名")],
)
def test_names_are_cleaned_and_keep_their_suffix(name: str, kept: str) -> None:
    assert attachments.file_name(name) == kept
