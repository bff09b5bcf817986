"""Every shipped pack in the window and as a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.library import Library
from app.scoring.weights import evenly
from tests.app.pack_reports import KEYS, empty_report, filled_report
from tests.ui.conftest import Answers, show_window
from ui.printing import pdf
from ui.printing.typeset import typeset
from ui.session import SETTLE_MS, Session
from ui.settings import Settings


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library without the sample."""
    with Library.open(tmp_path / "library.db", create=True) as opened:
        yield opened


@pytest.mark.parametrize("key", KEYS)
def test_every_page_shows(
    application: QApplication, library: Library, settings: Settings, answers: Answers, qtbot: QtBot, key: str
) -> None:
    reports = [empty_report(library, key), filled_report(library, key)]
    session = Session(library, answers)
    session.open_report(reports[0])
    window = show_window(session, settings, qtbot)
    failed: list[str] = []
    session.failed.connect(failed.append)
    for report_id in reports:
        session.open_report(report_id)
        for page in list(window.outline.pages()):
            window.workspace.show_page(page.key)
            assert window.workspace.page_key == page.key
        qtbot.wait(2 * SETTLE_MS)
    assert failed == []
    session.close()


@pytest.mark.parametrize("is_filled", [False, True], ids=["empty", "filled"])
@pytest.mark.parametrize("key", KEYS)
def test_a_report_becomes_a_pdf(
    application: QApplication, library: Library, tmp_path: Path, key: str, *, is_filled: bool
) -> None:
    report_id = filled_report(library, key) if is_filled else empty_report(library, key)
    target = tmp_path / "report.pdf"
    pdf.export(library, report_id, target, ("report", "annex"))
    with pypdfium2.PdfDocument(target) as found:
        text = "".join(page.get_textpage().get_text_bounded() for page in found)
    assert "绩效自评报告" in text.replace("\r\n", "").replace("\n", "")


@pytest.mark.parametrize("key", KEYS)
def test_full_marks_with_cents_stay_on_one_line_of_the_annex(
    application: QApplication, library: Library, key: str
) -> None:
    report_id = filled_report(library, key)
    data = library.data(report_id)
    block = data.indicators[0].block
    rows = [row for row in data.indicators if row.block == block]
    weights = evenly(Decimal("27.85"), len(rows))
    changes = [(row.TABLE, row.id, "weight", weight) for row, weight in zip(rows, weights, strict=True)]
    library.set_fields(report_id, changes, "分配分值")
    pages = typeset(library.documents.draw(report_id, ("annex",)), library.layout(report_id))
    lines = [placed.line.text for page in pages for placed in page.lines()]
    if key.startswith("mof"):
        assert any("27.85分" in line for line in lines)
    assert not any(line.endswith(("27.", "27.8")) for line in lines)
