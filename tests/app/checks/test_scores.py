"""The rules of the score table."""

from __future__ import annotations

from app.library import Library
from app.model.entities import Indicator


def test_a_lost_point_without_reason_is_found_at_its_field(library: Library, sample: int) -> None:
    row = next(row for row in library.data(sample).indicators if row.level3 == "政府采购执行率")
    assert library.check(sample).findings == ()
    library.set_field(sample, Indicator.TABLE, row.id, "reason", "")
    (found,) = library.check(sample).findings
    assert (found.rule, found.entity, found.entity_id, found.field) == ("SC-06", "indicator", row.id, "reason")
    assert "“政府采购执行率”得分0分" in found.message
