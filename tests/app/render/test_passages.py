"""A document as passages: every paragraph with its place, the title with its line ends."""

from __future__ import annotations

from app.library import Library
from app.render.passages import passages


def test_paragraphs_know_their_place_and_key(library: Library, sample: int) -> None:
    found = list(passages(library.documents.draw(sample), library.layout(sample)))
    by_key = {passage.key: passage for passage in found if passage.key}
    assert by_key["funds.total"].section == "一（三）"
    assert by_key["conclusion.scores"].section == "二（一）"
    assert [passage.text for passage in found if passage.style == "h1"][-1] == "五、附件"
    assert {passage.section for passage in found if passage.style == "table-title"} == {"附件"}


def test_the_title_has_the_lines_it_is_printed_in(library: Library, sample: int) -> None:
    title = next(
        item for item in passages(library.documents.draw(sample), library.layout(sample)) if item.style == "title"
    )
    lines = title.text.split("\n")
    assert len(lines) > 1
    assert not any(line[-1].isdigit() for line in lines)
    assert title.text.replace("\n", "").endswith("部门整体支出绩效自评报告")
