"""Files that prove something, looked over before they are kept: of five kinds, and nothing in them that runs."""

from __future__ import annotations

import hashlib
import io
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.errors import DAMAGED_ZIP, ImportFileError, reason
from app.model.text import clean

SUFFIXES = ("pdf", "png", "jpg", "jpeg", "docx", "xlsx")
MOST_BYTES = 20 * 1024 * 1024
_CHUNK = 1 << 20
_LONGEST_NAME = 200
_MOST_PARTS, _MOST_UNPACKED = 5_000, 400 * 1024 * 1024  # of a Word file or workbook
_DEPTH = 3  # workbooks within documents within documents

_OLE, _PDF, _PNG, _JPEG = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"#!")
_RUNS = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|jar|lnk|cpl|pif|reg|sh|apk|docm|xlsm|xlsb|pptm|ppam|"
    r"xlam|dotm|xltm|swf)$",
    re.IGNORECASE,
)
_MACROS = re.compile(r"vbaproject|vbadata|activex|macrosheets|dialogsheets", re.IGNORECASE)
_MAIN = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_KINDS = "PDF、PNG、JPG、Word（docx）和 Excel（xlsx）"

_pdfium = threading.Lock()  # PDFium keeps state of its own and serves one thread at a time


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that may be kept."""

    file_name: str
    data: bytes

    @property
    def content_hash(self) -> str:
        """SHA-256, hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def read(path: Path, progress: Callable[[int, int], None] | None = None) -> Attachment:
    """Reads and checks a file; ImportFileError says why it cannot be taken. `progress` is told bytes read, of all."""
    name = file_name(path.name)
    try:
        if not path.is_file():
            raise ImportFileError(f"“{name}”不是文件，不能作为佐证材料；文件夹请打开后选择其中的文件。")
        size = path.stat().st_size
        _demand_size(name, size)
        with path.open("rb") as stream:
            data = b"".join(_chunks(stream, size, progress))
    except OSError as error:
        raise ImportFileError(f"“{name}”无法读取（{reason(error)}），请检查文件后重新添加。") from None
    check(name, data)
    return Attachment(name, data)


def _chunks(stream: io.BufferedReader, size: int, progress: Callable[[int, int], None] | None) -> Iterator[bytes]:
    done = 0
    while done <= MOST_BYTES and (chunk := stream.read(_CHUNK)):
        done += len(chunk)
        if progress is not None:
            progress(min(done, size), size)
        yield chunk


def file_name(name: str) -> str:
    """A file's own name as it is kept: one clean line, its suffix intact."""
    name = clean(name, multiline=False).strip() or "未命名"
    stem, dot, suffix = name.rpartition(".")
    longest = _LONGEST_NAME - len(suffix) - 1
    return f"{stem[:longest]}{dot}{suffix}" if dot and len(suffix) < len(name) - 1 else name[:_LONGEST_NAME]


def suffix_of(name: str) -> str:
    """The suffix of a file's name in small letters, without its dot."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def check(name: str, data: bytes) -> None:
    """ImportFileError, one sentence naming the file, when it is too large, of another kind, damaged, or could run."""
    suffix = suffix_of(name)
    _demand_size(name, len(data))
    if suffix not in SUFFIXES:
        raise ImportFileError(f"“{name}”不能作为佐证材料：可以添加的有 {_KINDS}；其他文件请先另存为 PDF。")
    if suffix in _MAIN:
        _check_office(name, suffix, data)
    elif suffix == "pdf":
        _check_pdf(name, data)
    elif suffix == "png":
        _demand(name, data.startswith(_PNG) and b"IEND" in data[-4096:], "不是 PNG 图片，或者图片不完整")
    else:
        _demand(name, data.startswith(_JPEG) and b"\xff\xd9" in data, "不是 JPG 图片，或者图片不完整")


def _demand_size(name: str, size: int) -> None:
    if size == 0:
        raise ImportFileError(f"“{name}”是空文件（0 字节），请检查后重新添加。")
    if size > MOST_BYTES:
        raise ImportFileError(
            f"“{name}”有 {size / 1024 / 1024:.1f} MB，超过每份 {MOST_BYTES // 1024 // 1024} MB 的上限；"
            "请降低扫描分辨率或分成几份。"
        )


def _demand(name: str, is_so: bool, complaint: str) -> None:
    if not is_so:
        raise ImportFileError(f"“{name}”{complaint}，请打开原文件检查后重新添加。")


def _check_pdf(name: str, data: bytes) -> None:
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    _demand(name, data[:1024].lstrip().startswith(_PDF), "不是 PDF 文件")
    if b"/Launch" in data:
        raise _runs(name, "能启动其他程序的链接")
    with _pdfium:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            is_locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
            why = "设有打开密码，内容无法检查，请取消密码" if is_locked else "已损坏，或者不是 PDF 文件，请检查"
            raise ImportFileError(f"“{name}”{why}后重新添加。") from None
        try:
            has_scripts = raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0
            names = [document.get_attachment(number).get_name() for number in range(document.count_attachments())]
        finally:
            document.close()
    if has_scripts:
        raise _runs(name, "脚本")
    if any(_RUNS.search(inner.strip()) for inner in names):
        raise _runs(name, "可执行文件")


def _check_office(name: str, suffix: str, data: bytes, depth: int = _DEPTH) -> None:
    if data.startswith(_OLE):
        raise ImportFileError(f"“{name}”设有打开密码，或者是旧版格式；请取消密码，另存为 {suffix} 后重新添加。")
    damaged = ImportFileError(f"“{name}”已损坏，或者不是 {suffix} 文件，请用 WPS 或 Office 打开检查后重新添加。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise ImportFileError(f"“{name}”解开后太大，不像正常的文件；请另存一份后重新添加。")
            types = _begin(package, "[Content_Types].xml", 1 << 20)
            for part in parts:
                _check_part(name, package, part, depth)
    except (KeyError, *DAMAGED_ZIP):
        raise damaged from None
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise _runs(name, "宏")
    if _MAIN[suffix] not in types:
        raise damaged


def _check_part(name: str, package: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> None:
    inner = part.filename
    if _MACROS.search(inner):
        raise _runs(name, "宏")
    if _RUNS.search(inner):
        raise _runs(name, "可执行文件")
    begin = _begin(package, inner, 8)
    if begin.startswith(_OLE):
        raise _runs(name, "嵌入的对象（OLE）")
    if begin.startswith(_PROGRAMS):
        raise _runs(name, "可执行文件")
    within = suffix_of(inner)
    if within in _MAIN:
        # A chart keeps its figures as a workbook within the document.
        if depth == 0 or part.file_size > MOST_BYTES:
            raise _runs(name, "多层嵌入的文件")
        _check_office(name, within, _begin(package, inner, MOST_BYTES), depth - 1)


def _begin(package: zipfile.ZipFile, inner: str, size: int) -> bytes:
    with package.open(inner) as stream:
        return stream.read(size)


def _runs(name: str, what: str) -> ImportFileError:
    return ImportFileError(f"“{name}”含有{what}，可能不安全；请打印或另存为 PDF 后再添加。")
