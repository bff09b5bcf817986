"""Replacing a file safely: what stood there before stays whole until the new file is whole."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from app.errors import DAMAGED_ZIP, ExportError, reason

_PREFIX, _SUFFIX = "~ziping-", ".tmp"
_LEFTOVER_AGE = 86_400.0  # seconds after which a temporary file can belong to no running export
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 0.8)  # seconds; a virus scanner or an indexer lets go within these
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_BAD_NAME = frozenset({errno.EINVAL, errno.ENAMETOOLONG, errno.EILSEQ})


def replace(target: Path, write: Callable[[BinaryIO], None], validate: Callable[[Path], None] | None = None) -> None:
    """Puts what `write` writes in the place of `target`, or leaves everything as it was.

    The bytes go to a temporary file in the same folder, reach the disk, pass `validate` (which gets that file's path
    and raises to refuse it) and only then take the target's name. ExportError, one sentence naming the file, when it
    is open elsewhere or read-only, the disk is full, or the folder is missing or may not be written to.
    """
    target = Path(os.path.realpath(target))  # a link stays a link
    with told(target):
        _refuse_early(target)
    temporary = target.with_name(f"{_PREFIX}{secrets.token_hex(6)}{_SUFFIX}")
    try:
        with told(target):
            _write(temporary, target, write)
        if validate is not None:
            validate(temporary)
        _rename(temporary, target)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    sync_folder(target.parent)
    _remove_leftovers(target.parent)


def check_package(path: Path) -> None:
    """Looks a Word file or workbook over, as `validate` of `replace`; ExportError when it did not arrive whole.

    A file cut short has no directory at its end; every part is looked up in it and begun to be read.
    """
    try:
        with zipfile.ZipFile(path) as package:
            is_whole = all(_begins(package, part) for part in package.infolist())
    except DAMAGED_ZIP:
        is_whole = False
    if not is_whole:
        raise ExportError("写好的文件读回来不一致，没有保存，磁盘或网络盘可能有故障，请换一个位置再保存。")


def _begins(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with package.open(part) as stream:
        return bool(stream.read(1)) or part.file_size == 0


def open_elsewhere(target: Path) -> Path | None:
    """The file by which Word, WPS or LibreOffice marks that it has `target` open; None when there is no such mark."""
    if not target.exists():
        return None
    return next((mark for mark in _marks(target) if _is_there(mark)), None)


def _marks(target: Path) -> Iterator[Path]:
    """Word puts ~$ before a short name and in place of the first one or two characters of a longer one."""
    name = target.name
    for start in (0, 1, 2):
        yield target.with_name(f"~${name[start:]}")
    yield target.with_name(f".~{name}")  # WPS on Linux
    yield target.with_name(f".~lock.{name}#")  # LibreOffice


def _is_there(mark: Path) -> bool:
    with contextlib.suppress(OSError):  # the mark of a long name can be longer than a name may be
        return mark.exists()
    return False


def _refuse_early(target: Path) -> None:
    if not target.parent.is_dir():
        raise ExportError(f"找不到文件夹“{target.parent}”，无法保存“{target.name}”，请另选一个文件夹。")
    if target.is_dir():
        raise ExportError(f"“{target}”是一个文件夹，请换一个文件名再保存。")
    if mark := open_elsewhere(target):
        raise ExportError(
            f"“{target.name}”正在被 Word 或 WPS 打开，请先关闭它再重试，或另存为别的文件名"
            f"（如确已关闭，请删除同一文件夹中的“{mark.name}”）。"
        )
    if target.exists() and not os.access(target, os.W_OK):
        raise ExportError(f"“{target.name}”是只读文件，请取消只读属性后重试，或另存为别的文件名。")


def _write(temporary: Path, target: Path, write: Callable[[BinaryIO], None]) -> None:
    with temporary.open("xb") as stream:
        write(stream)
        flush(stream)
    with contextlib.suppress(OSError):  # a new file has no mode to keep, and some network folders know none
        shutil.copymode(target, temporary)


def flush(stream: BinaryIO) -> None:
    """Brings what was written to the disk."""
    stream.flush()
    os.fsync(stream.fileno())


@contextlib.contextmanager
def told(target: Path) -> Iterator[None]:
    """Turns what the system refuses while `target` is written into ExportError."""
    try:
        yield
    except OSError as error:
        raise ExportError(_sentence(target, error)) from error


def _sentence(target: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return f"磁盘空间不足，“{target.name}”没有保存，请清理磁盘或换一个位置再保存。"
    if error.errno in _DENIED:
        return f"没有写入文件夹“{target.parent}”的权限，“{target.name}”没有保存，请另选一个文件夹。"
    if error.errno in _BAD_NAME:
        return f"文件名“{target.name}”太长或含有不能使用的字符，请换一个文件名再保存。"
    if error.errno == errno.ENOENT:
        return f"文件夹“{target.parent}”已不存在，“{target.name}”没有保存，请另选一个文件夹。"
    return f"“{target.name}”无法保存（{reason(error)}），请检查磁盘后重试，或另选一个文件夹。"


def _rename(temporary: Path, target: Path) -> None:
    """Windows refuses to replace a file that any program has open, so this waits a little before giving up."""
    for pause in _PAUSES:
        try:
            temporary.replace(target)
        except PermissionError:
            time.sleep(pause)
        except OSError as error:
            raise ExportError(_sentence(target, error)) from error
        else:
            return
    try:
        temporary.replace(target)
    except OSError as error:
        raise ExportError(
            f"“{target.name}”无法替换，可能正在被 Word 或 WPS 打开，请先关闭它再重试，或另存为别的文件名。"
        ) from error


def sync_folder(folder: Path) -> None:
    """Makes the new name survive a power loss; Windows does so by itself and cannot open folders."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):  # some network folders refuse; the file itself is already on the disk
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_leftovers(folder: Path) -> None:
    """Removes what exports that were killed left behind."""
    with contextlib.suppress(OSError):
        for leftover in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            if time.time() - leftover.stat().st_mtime > _LEFTOVER_AGE:
                leftover.unlink()
