"""Reads .xls and WPS's .et (BIFF in an OLE file) with python-calamine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TypeAlias

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from app.errors import ImportFileError
from app.exchange.workbooks.figures import figure
from app.exchange.workbooks.sheet import Gathering, Sheet, tidy

Content: TypeAlias = int | float | str | bool | time | date | datetime | timedelta


class UnreadableError(Exception):
    """The content is no such workbook."""


class LockedError(Exception):
    """The workbook has a password."""


def read(content: bytes, gathering: Gathering) -> list[Sheet]:
    """The visible worksheets in order; UnreadableError or LockedError says why there are none."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            wanted = [
                entry.name
                for entry in book.sheets_metadata
                if entry.typ == SheetTypeEnum.WorkSheet and entry.visible == SheetVisibleEnum.Visible
            ]
            return [_sheet(book.get_sheet_by_name(name), gathering) for name in wanted]
    except PasswordError:
        raise LockedError from None
    except (CalamineError, OSError, ValueError, UnicodeDecodeError):
        raise UnreadableError from None
    except ImportFileError:
        raise
    except BaseException as error:
        # A panic of the library is no Exception; its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError from None


def _sheet(sheet: CalamineSheet, gathering: Gathering) -> Sheet:
    maker = gathering.sheet(tidy(sheet.name))
    top, left = sheet.start or (0, 0)
    for number, cells in enumerate(_rows(sheet), top + 1):
        maker.add(number, ((left + place, _shown(cell)) for place, cell in enumerate(cells) if cell != ""))
    for (first, start), (last, end) in sheet.merged_cell_ranges or ():
        maker.merge((first + 1, start, last + 1, end))
    return maker.done()


def _rows(sheet: CalamineSheet) -> Iterator[Sequence[Content]]:
    return iter(sheet.iter_rows()) if sheet.start is not None else iter(())


def _shown(cell: Content) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return figure(repr(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return tidy(cell) if isinstance(cell, str) else tidy(str(cell))
