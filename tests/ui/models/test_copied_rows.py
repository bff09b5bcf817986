"""Whole rows on the clipboard."""

from __future__ import annotations

import pytest

from app.model.entities import ROWS
from app.model.fields import specs
from ui.models import clipboard, copied_rows
from ui.models.entity_table_model import EntityTableModel
from ui.session import Session

_TABLES = [entity.TABLE for entity in ROWS if entity.TABLE not in {"evidence_link", "override"}]


@pytest.mark.parametrize("table", _TABLES)
def test_copied_rows_come_back_with_all_their_fields(session: Session, table: str) -> None:
    rows = session.data.tables[table]
    model = EntityTableModel(session, table)
    copied = copied_rows.read(table, copied_rows.written(session, table, rows))
    assert copied is not None
    block = clipboard.fit(model, copied, len(rows), 0)
    assert block.rejected == []
    for row, made in zip(rows, block.new_rows, strict=True):
        assert {name: made.get(name, getattr(row, name)) for name in specs(type(row))} == {
            name: getattr(row, name) for name in specs(type(row))
        }


def test_rows_of_another_table_are_not_taken(session: Session) -> None:
    written = copied_rows.written(session, "project", session.data.projects)
    assert copied_rows.read("unit", written) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff", b'{"table":"unit"}', b'{"table":"unit","fields":["id"],"lines":[["1"]]}', b"[" * 10_000],
)
def test_what_is_no_rows_of_ours_is_nothing(content: bytes) -> None:
    assert copied_rows.read("unit", content) is None
