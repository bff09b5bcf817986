"""What the program writes, opened by another program: LibreOffice reads it whole and computes what is printed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.library import Library
from tests.app.pack_reports import KEYS, filled_report
from tests.app.render.cells_read import cells_of_sheet, value

_SETTINGS = "registry"  # what LibreOffice calls them in the name of their XML, which is no address
_ALWAYS_COMPUTE = f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/{_SETTINGS}"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


@pytest.fixture
def written(library: Library, tmp_path: Path) -> Path:
    """A folder with the filled report of every pack as Word, workbook and text."""
    folder = tmp_path / "written"
    folder.mkdir()
    for key in KEYS:
        report_id = filled_report(library, key)
        for suffix in ("docx", "xlsx", "txt"):
            library.exports.write(report_id, folder / f"{key}.{suffix}", ("report", "annex"))
    return folder


def converted(folder: Path, source: str, kind: str) -> Path:
    """A folder with what LibreOffice makes of the files of one kind, every formula computed anew."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("there is no LibreOffice (soffice)")
    profile, target = folder / "profile", folder / "converted"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_COMPUTE, encoding="utf-8")
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    sources = sorted(folder.glob(f"*.{source}"))
    subprocess.run([*command, "--outdir", target, *sources], check=True, capture_output=True, timeout=100)
    return target


def words(path: Path) -> str:
    """A text without its breaks, blanks and tabs, which each format has of its own."""
    return re.sub(r"\s+", "", path.read_text(encoding="utf-8-sig"))


def test_every_word_file_opens_with_the_text_of_the_report(written: Path) -> None:
    found = converted(written, "docx", "txt:Text (encoded):UTF8")
    for key in KEYS:
        assert words(found / f"{key}.txt") == words(written / f"{key}.txt")


def test_every_workbook_opens_and_computes_what_is_printed(written: Path) -> None:
    found = converted(written, "xlsx", "xlsx")
    for key in KEYS:
        before, after = (cells_of_sheet(folder / f"{key}.xlsx") for folder in (written, found))
        assert [value(cell) for cell in after] == [value(cell) for cell in before]
