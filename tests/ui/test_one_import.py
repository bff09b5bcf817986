"""One file comes to one report, whether the window or the command line reads it in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.library import Library
from app.model.entities import Project, Report
from app.model.report_data import ReportData
from ui import cli
from ui.cli.codes import DONE
from ui.dialogs.import_dialog import ImportDialog
from ui.printing import pdf
from ui.session import Session
from ui.settings import Settings

READ_WITHIN = 20_000  # ms
WHOLE = ("report", "annex")
NEW, SAMPLE, BEGUN = 0, 1, 2
"""The report a file is read into: a new one, the one it was printed from, one that is begun."""

FOREIGN = """2021年度某市某局部门整体支出绩效自评报告
根据市财政局通知要求，现将有关情况报告如下：
一、部门概况
我局内设办公室、财务科2个科室。
机关工会经费由上级工会单独核算。
附：资料来源
二、收支情况
收支口径与部门决算一致。
三、其他需要说明的情况
历史遗留事项已经移交档案部门。
"""
"""A report of another outline, with text that belongs to no field."""

Outcome = tuple[ReportData, str | None]
"""What a report holds in the end, and what undo calls the step that brought it there."""


@pytest.fixture
def begun(library: Library) -> int:
    """A report in which a little stands already."""
    report_id = library.reports.new("某市某局", 2021)
    library.insert(report_id, Project.TABLE, {"name": library.data(SAMPLE).projects[0].name, "budget": 500})
    library.set_field(report_id, Report.TABLE, report_id, "overall_goal", "另一个目标")
    return report_id


@pytest.fixture
def copy(library: Library, begun: int, tmp_path: Path) -> Path:
    """The same library once more, for the command line."""
    path = tmp_path / "copy.db"
    library.backups.write(path)
    return path


@pytest.fixture
def source(request: pytest.FixtureRequest, library: Library, tmp_path: Path) -> Path:
    """A file of the sample, of the kind that the test names."""
    kind = str(request.param)
    if kind == "reference":
        folder = os.environ.get("ZIPING_REFERENCE")
        if folder is None:
            pytest.skip("ZIPING_REFERENCE does not name the folder of the published report")
        return Path(folder) / "panyu-2021.txt"
    path = tmp_path / f"文件.{kind.rpartition('-')[2]}"
    if kind.startswith("foreign"):
        path.write_text(FOREIGN, "utf-8")
    elif kind == "pdf":
        pdf.export(library, SAMPLE, path, WHOLE)
    else:
        library.exports.write(SAMPLE, path, ("annex",) if kind == "xlsx" else WHOLE)
    return path


def outcome(library: Library, into: int) -> Outcome:
    report_id = into or max(report.id for report in library.reports.all())
    return library.data(report_id), library.undo_label(into or None)


def by_window(session: Session, settings: Settings, source: Path, into: int, qtbot: QtBot) -> Outcome:
    """Goes through the dialog, pressing nothing but the button that leads on."""
    session.open_report(into)
    dialog = ImportDialog(session, settings, path=source)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(dialog.choose_button.isEnabled, timeout=READ_WITHIN)
    for _ in range(2 if into else 1):
        dialog.done_button.click()
        qtbot.waitUntil(lambda: not dialog.is_running, timeout=READ_WITHIN)
    return outcome(session.library, into)


def by_command(path: Path, source: Path, into: int) -> Outcome:
    target = ["--into", str(into)] if into else []
    assert cli.main(["import", str(source), *target, "--library", str(path)]) == DONE
    with Library.open(path) as library:
        return outcome(library, into)


@pytest.mark.parametrize(
    ("source", "into"),
    [
        *((kind, into) for kind in ("reference", "docx", "pdf", "txt", "foreign-txt") for into in (NEW, SAMPLE, BEGUN)),
        ("xlsx", SAMPLE),
        ("xlsx", BEGUN),
    ],
    indirect=["source"],
)
def test_window_and_command_line_make_the_same_of_a_file(
    session: Session, settings: Settings, copy: Path, source: Path, into: int, qtbot: QtBot
) -> None:
    assert by_window(session, settings, source, into, qtbot) == by_command(copy, source, into)


@pytest.mark.parametrize("source", ["docx", "pdf", "txt", "xlsx"], indirect=True)
def test_what_a_report_prints_changes_nothing_in_it(copy: Path, source: Path, library: Library) -> None:
    assert by_command(copy, source, SAMPLE)[0] == library.data(SAMPLE)
