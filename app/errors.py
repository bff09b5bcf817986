"""The errors an officer is told about; every other exception is a bug of ours."""

import errno
import zipfile
import zlib
from collections.abc import Mapping

DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What `zipfile` raises over a file that is cut short, garbled, under a password or packed in an unknown way."""

_REASONS: Mapping[int, str] = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘空间不足",
    errno.EFBIG: "磁盘空间不足",
    errno.EACCES: "没有权限，或者正被其他程序占用",  # Windows says the same of both
    errno.EPERM: "没有权限，或者正被其他程序占用",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "文件或文件夹不存在",
    errno.EISDIR: "这是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
}


def reason(error: OSError) -> str:
    """Why the system refused to read or write, as a clause; its own words are mostly English."""
    unknown = "读写出错" if error.errno is None else f"读写出错，错误号 {error.errno}"
    return _REASONS.get(error.errno or 0, unknown)


class AppError(Exception):
    """Something the officer or the environment did: one Chinese sentence saying what, where and what to do."""


class InputError(AppError):
    """A typed or imported value that cannot be taken, such as a number that is none."""


class StorageError(AppError):
    """The library file cannot be opened, read or written."""


class StaleEditError(StorageError):
    """The row is no longer what the edit, undo or redo was based on; nothing was changed."""


class FinalReportError(AppError):
    """The report is 定稿 and may only be read until it is reopened."""


class ImportFileError(AppError):
    """A file to be read in is missing, damaged, of another kind, or too large."""


class TemplateError(AppError):
    """A template pack is incomplete or a template has an error; the file and line are named."""


class ExportError(AppError):
    """A file could not be written; what stood there before is untouched."""
