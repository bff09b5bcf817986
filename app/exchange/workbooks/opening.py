"""Opens a workbook by what is in it, whatever its name ends with, and says in one sentence why it cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.errors import ImportFileError, reason
from app.exchange import html_table, suffixes
from app.exchange.workbooks import compound, delimited, ods, xls, xlsx
from app.exchange.workbooks.archive import Archive
from app.exchange.workbooks.sheet import Gathering, Sheet, tidy
from app.model.progress import Progress

SUFFIXES = suffixes.WORKBOOKS
"""What the names of workbooks end with, for choosing a file."""

LARGEST = 50 * 1024 * 1024  # bytes of a file
_LARGEST_PAGE = 10 * 1024 * 1024
_LARGEST_OLE = 20 * 1024 * 1024
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_MARKS = {b"%PDF": "PDF 文件", b"\x89PNG": "图片", b"\xff\xd8\xff": "图片", b"Rar!": "压缩包", b"7z\xbc\xaf": "压缩包"}
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"


def sheets(path: Path, progress: Progress) -> Sequence[Sheet]:
    """The sheets of a workbook that have anything in them; ImportFileError when there are none or it is no workbook."""
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
        size = path.stat().st_size
    except FileNotFoundError:
        raise ImportFileError(f"找不到文件“{path.name}”，请检查位置。") from None
    except IsADirectoryError:
        raise ImportFileError(f"“{path.name}”是文件夹，请选择其中的一个文件。") from None
    except OSError as error:
        raise ImportFileError(
            f"文件“{path.name}”无法打开（{reason(error)}）；如果它正在别的程序中打开，请先关闭。"
        ) from None
    if size > LARGEST:
        raise ImportFileError(f"文件“{path.name}”超过 {LARGEST >> 20} MB，不像是填报用的表格；请只保留需要的工作表。")
    if not head:
        raise ImportFileError(f"文件“{path.name}”是空的，请换一个文件。")
    found = [sheet for sheet in _read(path, head, Gathering(path.name, progress), progress) if sheet.lines]
    if not found:
        raise ImportFileError(f"文件“{path.name}”的工作表都是空的，没有可以导入的内容。")
    return found


def _read(path: Path, head: bytes, gathering: Gathering, progress: Progress) -> Sequence[Sheet]:
    if head.startswith(b"PK"):
        return _zipped(path, gathering, progress)
    if head.startswith(compound.MARK):
        return _binary(path, gathering)
    for mark, kind in _MARKS.items():
        if head.startswith(mark):
            raise _no_workbook(path, kind)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        return _page(path, gathering)
    try:
        return delimited.read(path.read_bytes(), path.stem, gathering)
    except delimited.NoTextError:
        raise _no_workbook(path, "") from None


def _page(path: Path, gathering: Gathering) -> Sequence[Sheet]:
    """What some systems call .xls: a web page with a table in it."""
    try:
        lines = html_table.table_of(delimited.decoded(path.read_bytes()[:_LARGEST_PAGE]))
    except delimited.NoTextError:
        raise _no_workbook(path, "") from None
    if not lines:
        raise ImportFileError(f"文件“{path.name}”是网页或 XML 文件，里面没有可以读取的表格；{_SAVE_AS}")
    maker = gathering.sheet(path.stem)
    for number, cells in enumerate(lines, 1):
        maker.add(number, enumerate(map(tidy, cells)))
    return [maker.done(is_flat=True)]


def _no_workbook(path: Path, kind: str) -> ImportFileError:
    what = f"是{kind}，" if kind else ""
    return ImportFileError(
        f"文件“{path.name}”{what}不是可以读取的工作簿；请选择 Excel、WPS 表格（.xlsx、.xls、.et、.ods）或 .csv 文件。"
    )


def _zipped(path: Path, gathering: Gathering, progress: Progress) -> Sequence[Sheet]:
    archive = Archive(path, progress)
    try:
        if "xl/workbook.xml" in archive:
            return xlsx.read(archive, gathering)
        if "xl/workbook.bin" in archive:
            raise ImportFileError(f"文件“{path.name}”是二进制工作簿（.xlsb），不能直接读取；{_SAVE_AS}")
        if "content.xml" in archive and "mimetype" in archive:
            return _open_document(archive, path, gathering)
        kind = "Word 文档" if "word/document.xml" in archive else ""
        raise _no_workbook(path, kind)
    finally:
        archive.close()


def _open_document(archive: Archive, path: Path, gathering: Gathering) -> Sequence[Sheet]:
    if b"spreadsheet" not in archive.start_of("mimetype", 200):
        raise _no_workbook(path, "文档")
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.start_of("META-INF/manifest.xml", 1 << 20):
        raise _locked(path)
    return ods.read(archive, gathering)


def _binary(path: Path, gathering: Gathering) -> Sequence[Sheet]:
    if path.stat().st_size > _LARGEST_OLE:
        raise ImportFileError(f"文件“{path.name}”超过 {_LARGEST_OLE >> 20} MB，无法按旧格式读取；{_SAVE_AS}")
    content = path.read_bytes()
    if _LOCKED in content:
        raise _locked(path)
    try:
        return xls.read(content, gathering)
    except xls.LockedError:
        raise _locked(path) from None
    except xls.TooOldError:
        raise ImportFileError(f"文件“{path.name}”是 Excel 95 或更早的格式，不能直接读取；{_SAVE_AS}") from None
    except xls.UnreadableError:
        if _WORD in content:
            raise _no_workbook(path, "Word 文档") from None
        raise ImportFileError(f"文件“{path.name}”已损坏，或不是工作簿，无法读取；{_SAVE_AS}") from None


def _locked(path: Path) -> ImportFileError:
    return ImportFileError(f"文件“{path.name}”设有打开密码；请用 Excel 或 WPS 打开，取消密码并另存后再导入。")
