"""Paragraphs taken over by hand in a drawn report."""

from __future__ import annotations

from app.model.entities import Override
from app.render.markup import parse
from app.render.overrides import with_overrides


def test_a_paragraph_taken_over_by_hand_stands_in_for_the_generated_one() -> None:
    document = parse('<section><p id="a">共3个。</p><p>别处</p></section>')
    override = Override(id=5, key="a", text="共三个。\n\n另有说明。", generated="共3个。")
    paragraphs = list(with_overrides(document, [override]).paragraphs())
    assert [(p.text, p.manual, p.stale) for p in paragraphs] == [
        ("共三个。", True, False),
        ("另有说明。", True, False),
        ("别处", False, False),
    ]


def test_a_paragraph_taken_over_tells_when_the_figures_beneath_have_changed() -> None:
    document = parse('<section><p id="a">共4个。</p></section>')
    override = Override(id=5, key="a", text="共三个。", generated="共3个。")
    assert [p.stale for p in with_overrides(document, [override]).paragraphs()] == [True]
