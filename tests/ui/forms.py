"""Forms shown in a window of their own, and an earlier report to compare with."""

from __future__ import annotations

import dataclasses
from typing import Any, cast

from pytestqt.qtbot import QtBot

from app import paths
from app.exchange import entries
from app.library import Library
from tests.ui.keys import type_text
from ui.pages.entity_page import EntityPage
from ui.session import Session
from ui.widgets.editors import LineEditor
from ui.widgets.field_box import FieldBox
from ui.widgets.field_form import FieldForm
from ui.widgets.long_editor import LongEditor


def shown_form(session: Session, qtbot: QtBot, table: str, row_id: int) -> FieldForm:
    """The form of a row, shown and active."""
    made = FieldForm.of_table(session, table)
    made.bind({table: row_id})
    qtbot.addWidget(made)
    made.resize(720, 600)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def box_of(form: FieldForm, field: str) -> FieldBox:
    """The box of a field of the form's first table."""
    found = form.box(form.boxes[0].table, field)
    assert found is not None
    return found


def field(page: EntityPage, table: str, name: str) -> FieldBox:
    """The box of a field on a page: in the form of the table's current row, or in the page's own."""
    form = page.row_forms[table].form if table in page.row_forms else page.form
    found = form.box(table, name) if form is not None else None
    assert found is not None
    return found


def line(box: FieldBox) -> LineEditor:
    """The editor of a field of one line."""
    return cast("LineEditor", box.editor)


def text(box: FieldBox) -> LongEditor:
    """The editor of a long text."""
    return cast("LongEditor", box.editor)


def retype(box: FieldBox, words: str) -> None:
    """Replaces what stands in a field by keys."""
    box.editor.setFocus()
    cast("LineEditor | LongEditor", box.editor).selectAll()
    type_text(box.editor, words)


def add_earlier(library: Library) -> int:
    """Adds the sample's report of the year before: 7 % less of every amount, and other words; its id."""
    sample = entries.read_file(paths.resources() / "sample" / "panyu-2021.toml")
    rows = {table: tuple(_older(row) for row in found) for table, found in sample.rows.items()}
    report = dataclasses.replace(_older(sample.report), year=2020, projects_due=70)
    return library.reports.add_entries(dataclasses.replace(sample, report=report, rows=rows), label="添加上年报告")


def _older(row: Any) -> Any:
    values: dict[str, Any] = {}
    for item in dataclasses.fields(row):
        value = getattr(row, item.name)
        if item.name in {"budget", "executed"} and value is not None:
            values[item.name] = value * 93 // 100
        elif isinstance(value, str) and item.name not in {"pack", "content_hash"}:
            values[item.name] = value.replace("2021", "2020")
    return dataclasses.replace(row, **values)
