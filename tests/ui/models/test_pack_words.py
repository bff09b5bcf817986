"""Choices whose words are the template pack's, in the table, in the form and when they are pasted."""

from __future__ import annotations

from ui.models import clipboard
from ui.models.clipboard import Copied
from ui.models.entity_table_model import EntityTableModel
from ui.session import Session
from ui.widgets.field_form import FieldForm

BLOCKS = ("管理效能", "履职效能")


def test_a_column_and_a_form_offer_the_words_of_the_pack(session: Session) -> None:
    model = EntityTableModel(session, "indicator")
    column = model.columns[model.column_of("block")]
    assert column.spec is not None
    assert column.spec.choices == BLOCKS
    box = FieldForm.of_table(session, "indicator").box("indicator", "block")
    assert box is not None
    assert box.spec.choices == BLOCKS
    assert session.spec("indicator", "block").choices == BLOCKS


def test_a_pasted_word_that_the_pack_lacks_is_rejected(session: Session) -> None:
    model = EntityTableModel(session, "indicator")
    block = clipboard.fit(model, Copied([["履职效能"], ["投入"]]), len(model.rows), model.column_of("block"))
    assert block.new_rows == [{"block": "履职效能"}, {}]
    assert [item.reason for item in block.rejected] == ["没有“投入”这一项，请从管理效能、履职效能中选择。"]
