"""校核 of a report that was not made here: what its file says, checked as if it stood in a library."""

from __future__ import annotations

import tempfile
from pathlib import Path

from app.errors import ImportFileError
from app.exchange import report_reader
from app.exchange.report_reader import ReadReport
from app.library import Library
from app.model.entities import Indicator
from app.model.results import Checked


def check_document(path: Path) -> tuple[ReadReport, Checked]:
    """What was read of a .docx, .pdf or .txt, and what 校核 says of it; no library of the officer's is touched.

    Only what the file says is checked: rows of the pack's score table that it does not have are left out, and all of
    them where it has no score table, since its text names but the rows that lost points.
    ImportFileError when the file cannot be read, or tells neither department nor year.
    """
    read = report_reader.read(path)
    if not (read.department.name and read.report.year):
        missing = "年度" if read.department.name else "部门名称"
        raise ImportFileError(f"“{path.name}”里没有读到{missing}，不能校核；请确认文件是否为部门整体支出绩效自评报告。")
    indicators = [item for item in read.understood if isinstance(item.row, Indicator) and "weight" in item.fields]
    told = {(item.row.block, item.row.level3) for item in indicators if isinstance(item.row, Indicator)}
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "校核.sqlite3", create=True) as library:
        report_id = library.import_report(read).report_id
        rows = library.data(report_id).indicators
        library.delete(report_id, Indicator.TABLE, [row.id for row in rows if (row.block, row.level3) not in told])
        return read, library.checks.run(report_id)
