"""The errors an officer is told about; every other exception is a bug of ours."""

import zipfile
import zlib

DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What `zipfile` raises over a file that is cut short, garbled, under a password or packed in an unknown way."""


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
