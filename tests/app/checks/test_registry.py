"""All 79 rules are there, each with what a list of findings says of it; a pack turns them off."""

from __future__ import annotations

import pytest

from app import checks
from app.checks.registry import RULES, check
from app.model.check_settings import RULE_IDS
from app.model.entities import FundLine, Indicator, Project, Task
from app.model.results import Severity
from tests.app.checks.subjects import subject_of
from tests.builders import make_fund_line, make_indicator, make_project


def test_all_rules_are_registered() -> None:
    assert set(RULES) == set(RULE_IDS)
    assert len(RULE_IDS) == 79


def test_a_rule_has_name_level_sections_and_source() -> None:
    for rule in RULES.values():
        assert rule.name
        assert rule.source
        assert rule.severity in Severity
        assert set(rule.sections.split()) <= {
            "概", "任", "收", "管", "论", "析", "项", "效", "题", "措", "表", "附件", "题名", "文件",
        }  # fmt: skip
        assert rule.run.__doc__


def test_a_rule_is_registered_once() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        check("SC-01", "x", Severity.HINT, "表", "x")(lambda _: iter(()))


@pytest.mark.parametrize("rows", [(), (Task(),), (Project(),), (FundLine(),), (Indicator(),)])
def test_an_empty_report_is_checked_to_the_end(rows: tuple[Task | Project | FundLine | Indicator, ...]) -> None:
    checked = checks.run(subject_of(*rows))
    assert checked.findings


def test_findings_come_in_the_order_of_the_rules() -> None:
    rows = (make_fund_line(), make_project(executed=0), make_indicator())
    found = [finding.rule for finding in checks.run(subject_of(*rows)).findings]
    assert found == sorted(found, key=RULE_IDS.index)


def test_a_rule_that_is_off_says_so_and_finds_nothing() -> None:
    row = make_indicator(weight=None)
    assert any(finding.rule == "SC-05" for finding in checks.run(subject_of(row)).findings)
    checked = checks.run(subject_of(row, settings={"off": ("SC-05",)}))
    assert not any(finding.rule == "SC-05" for finding in checked.findings)
    assert [item.reason for item in checked.not_checked if item.rule == "SC-05"] == ["模板包关闭了这项校核"]
