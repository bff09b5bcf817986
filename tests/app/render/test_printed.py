"""The figures of a document, with the text around them."""

from __future__ import annotations

from app.render.blocks import Cell, Document, Paragraph, Row, Run, Section, Table
from app.render.printed import figures

PARAGRAPH = Paragraph("body", (Run("共"), Run("76", "fact/projects_total"), Run("个，"), Run("甲", "unit/1/name")))
TABLE = Table((1.0,), (), ((Row((Cell((Run("97.5%", "fact/total/rate"),)), Cell((Run("无"),)))),),))


def test_a_figure_comes_with_its_reference_its_text_and_its_place() -> None:
    found = list(figures(Document((Section("report", "portrait", "A4", (PARAGRAPH, TABLE)),))))
    assert found == [
        ("fact/projects_total", "共76个，甲", 1, 3),
        ("unit/1/name", "共76个，甲", 5, 6),
        ("fact/total/rate", "97.5%", 0, 5),
    ]
    assert [text[start:end] for _, text, start, end in found] == ["76", "甲", "97.5%"]
