"""A finding that is let stand with a reason comes back when its values change."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from app.errors import InputError
from app.library import Library
from app.model.entities import Report
from app.model.results import Finding, Severity


@pytest.fixture
def total(library: Library, sample: int) -> Finding:
    return next(item for item in library.checks.run(sample).findings if item.rule == "SC-01")


def test_an_acknowledged_finding_is_not_open(library: Library, sample: int, total: Finding) -> None:
    library.checks.acknowledge(sample, total, "  按公布文本填报  ")
    checked = library.checks.run(sample)
    assert total in checked.findings
    assert checked.reason(total) == "按公布文本填报"
    assert total not in checked.open
    assert total not in checked.errors
    (row,) = library.data(sample).acknowledgements
    assert (row.rule, row.message) == ("SC-01", total.message)


def test_it_comes_back_when_the_values_change(library: Library, sample: int, total: Finding) -> None:
    library.checks.acknowledge(sample, total, "按公布文本填报")
    library.set_field(sample, Report.TABLE, sample, "typed_total", Decimal("93.35"))
    (found,) = [item for item in library.checks.run(sample).open if item.rule == "SC-01"]
    assert found.values["total"] == "93.35"
    library.undo(sample)
    assert all(item.rule != "SC-01" for item in library.checks.run(sample).open)


def test_it_stays_when_something_else_changes(library: Library, sample: int, total: Finding) -> None:
    library.checks.acknowledge(sample, total, "按公布文本填报")
    library.set_field(sample, "key_work", library.data(sample).key_works[0].id, "title", "新的标题")
    assert library.checks.run(sample).reason(total) is not None


def test_acknowledging_again_changes_the_reason(library: Library, sample: int, total: Finding) -> None:
    library.checks.acknowledge(sample, total, "一")
    library.checks.acknowledge(sample, total, "二")
    assert len(library.data(sample).acknowledgements) == 1
    assert library.checks.run(sample).reason(total) == "二"


def test_it_can_be_withdrawn_and_undone(library: Library, sample: int, total: Finding) -> None:
    library.checks.acknowledge(sample, total, "按公布文本填报")
    library.checks.withdraw(sample, total)
    assert total in library.checks.run(sample).errors
    assert library.undo_label(sample) == "撤回确认"
    library.undo(sample)
    assert total not in library.checks.run(sample).open


def test_a_reason_is_needed(library: Library, sample: int, total: Finding) -> None:
    with pytest.raises(InputError, match="请写明"):
        library.checks.acknowledge(sample, total, " ")


def test_acknowledging_does_not_run_the_rules_again(library: Library, sample: int, total: Finding) -> None:
    before = library.checks.run(sample).findings
    library.checks.acknowledge(sample, total, "按公布文本填报")
    assert library.checks.run(sample).findings is before


def test_a_fingerprint_names_rule_place_and_values() -> None:
    found = Finding("SC-01", Severity.ERROR, "甲", "二", "report", 1, "typed_total", values={"a": "1", "b": "2"})
    same = dataclasses.replace(found, message="乙", section="三", quote="x", values={"b": "2", "a": "1"})
    assert found.fingerprint == same.fingerprint
    others = [
        dataclasses.replace(found, rule="SC-02"),
        dataclasses.replace(found, entity_id=2),
        dataclasses.replace(found, field="year"),
        dataclasses.replace(found, values={"a": "1"}),
    ]
    assert len({found.fingerprint, *(other.fingerprint for other in others)}) == 5
