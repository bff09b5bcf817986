"""Mending by program touches signs and spaces, never a number."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks import replacements
from app.library import Library
from app.model.entities import KeyWork
from app.model.results import Finding
from tests.app.checks.subjects import found_by, subject_of
from tests.builders import make_project


def mended(rule: str, text: str) -> str:
    subject = subject_of(KeyWork(title="工作", text=text))
    changes = replacements(subject.data, found_by(rule, subject))
    return changes[0].after if changes else text


@pytest.mark.parametrize(
    ("rule", "text", "right"),
    [
        ("TX-01", "根据穗财社[2021]16号和粤财社【2020】321号文件", "根据穗财社〔2021〕16号和粤财社〔2020〕321号文件"),
        ("TX-01", "根据穗财社(2021)16号", "根据穗财社〔2021〕16号"),
        ("TX-01", "根据穗财社〔2021〕第016号", "根据穗财社〔2021〕第016号"),
        ("TX-02", "资金(转移支付)发放,支出1,250.5万元;", "资金（转移支付）发放，支出1,250.5万元;"),
        ("TX-02", "加强管理  提高效率", "加强管理提高效率"),
        ("TX-02", "见http://a.b/c,d (e)", "见http://a.b/c,d (e)"),
    ],
)
def test_signs_are_mended(rule: str, text: str, right: str) -> None:
    assert mended(rule, text) == right


def test_a_document_number_is_mended_in_every_field_of_its_row() -> None:
    subject = subject_of(make_project(name="补助#穗财农[2021]38号", document_number="穗财农[2021]38号"))
    changes = replacements(subject.data, found_by("TX-01", subject))
    assert {change.field: change.after for change in changes} == {
        "name": "补助#穗财农〔2021〕38号", "document_number": "穗财农〔2021〕38号",
    }  # fmt: skip


@given(st.text(st.sampled_from("资金支出，,;:()（）[]【】〔〕 0123456789.%号第穗财社年\n"), max_size=60))
def test_no_digit_is_ever_changed_and_mending_twice_is_mending_once(text: str) -> None:
    for rule in ("TX-01", "TX-02"):
        once = mended(rule, text)
        assert re.sub("[^0-9]", "", once) == re.sub("[^0-9]", "", text)
        assert mended(rule, once) == once


def test_what_is_not_safe_is_not_mended() -> None:
    subject = subject_of(KeyWork(title="工作", text="服务服务。支出1250万元，预算1,300万元。"))
    findings = [*found_by("TX-03", subject), *found_by("TX-05", subject)]
    assert len(findings) == 2
    assert replacements(subject.data, findings) == ()
    assert replacements(subject.data, [Finding("TX-01", findings[0].severity, "x", "x", "project", 99)]) == ()


def test_a_library_mends_in_one_step(library: Library, sample: int) -> None:
    before = library.data(sample)
    findings = [item for item in library.checks.run(sample).findings if item.rule in {"TX-01", "TX-02"}]
    changed = library.checks.mend(sample, findings)
    assert {item.table for item in changed} == {"project", "task"}
    assert library.data(sample).projects[3].name.endswith("#穗财农〔2021〕38号项目")
    assert not any(item.rule == "TX-01" for item in library.checks.run(sample).findings)
    assert library.undo_label(sample) == "改正文号括号和标点"
    library.undo(sample)
    assert library.data(sample) == before
    assert library.checks.mend(sample, []) == ()
