"""What 校核 says of the published report: the contradictions that are in it, and nothing of what is right there."""

from __future__ import annotations

import re

import pytest

from app.library import Library
from app.model.results import Checked, Finding, Severity


@pytest.fixture
def checked(library: Library, sample: int) -> Checked:
    return library.checks.run(sample)


def of(checked: Checked, rule: str) -> list[Finding]:
    return [finding for finding in checked.findings if finding.rule == rule]


def test_the_total_is_not_the_sum_of_its_blocks(checked: Checked) -> None:
    (found,) = of(checked, "SC-01")
    assert found.severity is Severity.ERROR
    assert (found.values["total"], found.values["sum"]) == ("93.25", "93.75")
    assert (found.entity, found.field, found.section) == ("report", "typed_total", "二（一）")
    assert "43.95＋49.80" in found.formula


def test_two_figures_stand_against_the_same_target(checked: Checked) -> None:
    found = {finding.values["first"]: finding for finding in of(checked, "CX-01")}
    assert set(found) == {"7944人", "356人"}
    assert (found["7944人"].values["second"], found["7944人"].values["target"]) == ("1560人", "1400人")
    assert (found["356人"].values["second"], found["356人"].values["target"]) == ("269人", "150人")
    assert all("请核对" in finding.message for finding in found.values())


def test_the_unlisted_projects_spent_less(checked: Checked) -> None:
    (found,) = of(checked, "PJ-03")
    assert (found.values["rate"], found.values["projects"]) == ("80.1%", "62")


def test_four_document_numbers_have_square_brackets(checked: Checked) -> None:
    assert [finding.values["right"] for finding in of(checked, "TX-01")] == [
        "〔2021〕38号", "〔2021〕16号", "〔2021〕9号", "〔2020〕321号",
    ]  # fmt: skip


def test_one_count_is_spelled_and_another_is_not(checked: Checked) -> None:
    assert any(finding.values == {"first": "八期", "second": "10期"} for finding in of(checked, "TX-05"))


def test_targets_far_exceeded_are_not_explained(checked: Checked) -> None:
    assert {finding.values["rate"] for finding in of(checked, "IX-01")} == {"179.3%", "567.4%", "237.3%"}


RIGHT = frozenset(
    {
        "FN-01", "FN-02", "FN-03", "FN-04", "FN-05", "PJ-01", "PJ-02", "PJ-04", "PJ-05", "PJ-06", "PJ-07", "CX-02",
        "CX-03", "CX-04", "CX-05", "CX-08", "CX-10", "CX-11", "CX-12", "CP-01", "CP-05", "CP-07", "SC-03", "SC-04",
        "SC-05", "SC-06", "SC-15", "IX-05", "IX-06", "IX-07", "IX-09", "TX-06", "PB-01", "PB-02",
    }
)  # fmt: skip
"""Fund sums, 14 rates, 9 offices, 9 units, 10 tasks, 76 = 14 + 62, 4,108.68, 636, 24286, 36034, 76.8 %."""


def test_what_is_right_is_left_alone(checked: Checked) -> None:
    assert [finding.message for finding in checked.findings if finding.rule in RIGHT] == []


def test_no_finding_speaks_of_a_figure_that_is_right(checked: Checked) -> None:
    right = (
        "24286",
        "36034",
        "76.8%",
        "3381",
        "455名",
        "24320",
        "97.7%",
        "87.7%",
        "82.7%",
        "636名",
        "4,108.68",
        "99.97",
    )
    said = [finding.message for finding in checked.findings if finding.severity is not Severity.HINT]
    assert [message for message in said if any(re.search(rf"(?<![0-9]){figure}", message) for figure in right)] == []


def test_every_finding_says_where_and_what_to_do(checked: Checked) -> None:
    for finding in checked.findings:
        assert finding.section, finding
        assert finding.values or finding.rule == "CP-01", finding
        assert finding.advice.startswith("请"), finding
        assert finding.message == f"{finding.message.removesuffix(f'，{finding.advice}。')}，{finding.advice}。"


def test_what_could_not_be_checked_says_why(checked: Checked) -> None:
    assert {item.rule for item in checked.not_checked} == {"SC-11", "FN-09", "FN-10", "PJ-09", "PB-03"}
    assert all(item.reason for item in checked.not_checked)
