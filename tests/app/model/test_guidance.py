"""Every field an officer fills in has its 口径, and none is written for a field that is not there."""

from __future__ import annotations

import re

import pytest

from app.model.entities import BY_TABLE
from app.model.fields import FieldSpec, Kind, specs
from app.model.guidance import GUIDANCE, bounds, guidance
from app.model.quantities import parse_value

FILLED = {
    f"{table}.{name}": spec for table in BY_TABLE for name, spec in specs(BY_TABLE[table]).items() if spec.in_form
}


def test_every_field_of_a_form_has_its_guidance_and_nothing_else_has() -> None:
    assert GUIDANCE.keys() == FILLED.keys()


@pytest.mark.parametrize("key", GUIDANCE)
def test_guidance_is_whole_chinese_sentences(key: str) -> None:
    found = GUIDANCE[key]
    assert re.fullmatch(r".{6,}。", found.meaning)
    assert not re.search(r"[,;!?](?!\d)|\s", found.meaning)
    assert "[" not in found.meaning + found.source + found.example  # 文号 has 〔〕


@pytest.mark.parametrize("key", [key for key, found in GUIDANCE.items() if found.example])
def test_an_example_can_be_typed_into_its_field(key: str) -> None:
    spec = FILLED[key]
    assert parse_value(spec, GUIDANCE[key].example) != spec.empty


def test_a_field_without_guidance_says_its_short_help() -> None:
    assert guidance("project", FieldSpec(name="new", kind=Kind.TEXT, label="新", help="填新。")).meaning == "填新。"
    assert guidance("project", FieldSpec(name="new", kind=Kind.TEXT, label="新")).meaning == "填写新。"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("project.name", "最多 300 字"),
        ("project.budget", "精确到分，不能小于 0"),
        ("indicator.weight", "0 至 100，最多 2 位小数"),
        ("report.projects_due", "整数，不能小于 0"),
        ("project.kind", "从 2 项中选择"),
        ("indicator.task_id", "从已填的条目中选择"),
        ("indicator.not_applicable", ""),
    ],
)
def test_the_bounds_of_a_field_are_said(key: str, said: str) -> None:
    assert bounds(FILLED[key]) == said
