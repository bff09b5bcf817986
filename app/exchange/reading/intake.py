"""Finds out what a file is by what it holds, and gives it to the reader for it, or says what to do instead."""

from __future__ import annotations

from pathlib import Path

from app.errors import ImportFileError
from app.exchange.reading import pdf, plain, word
from app.exchange.reading.package import oversized
from app.exchange.reading.source import Source
from app.model.progress import Progress

_LARGEST = {".txt": 16, ".docx": 64, ".pdf": 64}  # MB
_MB = 1024 * 1024
_HEAD = 8192
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def source_of(path: Path, progress: Progress) -> Source:
    """The blocks of a file; ImportFileError says in one sentence why there are none and what to do."""
    head, size = _head(path)
    name = path.name
    if size == 0:
        raise ImportFileError(f"“{name}”是空文件，请确认文件是否选对。")
    if head.startswith(_OLE):
        raise _old_office(path)
    kind = _kind(path, head)
    if size > _LARGEST[kind] * _MB:
        raise oversized(name)
    match kind:
        case ".docx":
            return word.read(path, progress)
        case ".pdf":
            return pdf.read(path, progress)
        case _:
            progress(0, 1, "正在读取文本")
            return plain.read(path.read_bytes(), name)


def _head(path: Path) -> tuple[bytes, int]:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD), path.stat().st_size
    except FileNotFoundError:
        raise ImportFileError(f"找不到文件“{path.name}”，请检查位置。") from None
    except OSError:
        raise ImportFileError(
            f"文件“{path.name}”打不开，请确认它是文件而不是文件夹、没有被其他程序占用，再重试。"
        ) from None


def _kind(path: Path, head: bytes) -> str:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ".docx"
    if b"%PDF-" in head[:1024]:
        return ".pdf"
    suffix = path.suffix.lower()
    if suffix in {".txt", ".text", ".md", ""}:
        return ".txt"
    if suffix in {".docx", ".docm", ".dotx"}:
        raise ImportFileError(f"“{path.name}”不是 Word 文档，或已经损坏；请用 Word 或 WPS 打开后另存为 .docx 再导入。")
    if suffix == ".pdf":
        raise ImportFileError(f"“{path.name}”不是 PDF 文件，或已经损坏；请重新导出 PDF 或改用 .docx 导入。")
    raise ImportFileError(f"不能导入“{path.name}”这种文件，请选择自评报告的 .docx、.pdf 或 .txt 文件。")


def _old_office(path: Path) -> ImportFileError:
    """Word 97–2003, WPS and encrypted files are all of this one format."""
    with path.open("rb") as file:
        is_encrypted = _ENCRYPTED in file.read(4 * _MB)
    if is_encrypted:
        return ImportFileError(f"“{path.name}”设了打开密码，请在 Word 或 WPS 中去掉密码后另存再导入。")
    return ImportFileError(f"“{path.name}”是旧版的 .doc 或 .wps 文件，请用 Word 或 WPS 打开后另存为 .docx 再导入。")
