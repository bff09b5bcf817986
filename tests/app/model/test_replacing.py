"""What replacing makes of fields: as often as it was found, only what is ticked, and never what a field cannot hold."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.model.entities import Entity
from app.model.replacing import replace
from app.model.report_data import ReportData
from app.model.search import Found, Hit, Printed, Query, spans
from tests.app.model.test_search import duty, queries, searched, texts, words
from tests.builders import make_data, make_indicator, make_project


def after(data: ReportData, hits: list[Hit], text: str) -> str:
    plan = replace(data, hits, text)
    assert not plan.refused
    return str(plan.changes[0][3]) if plan.changes else str(hits[0].text)


@given(text=texts, query=queries)
def test_replacing_by_what_is_there_changes_nothing(text: str, query: Query) -> None:
    exact = Query(query.text, is_case_sensitive=True, is_width_alike=False)
    data = make_data(duty(text))
    hits = searched(data, exact)
    plan = replace(data, hits, query.text)
    assert plan.changes == ()
    assert plan.hits == len([hit for hit in hits if hit.is_replaceable])


@st.composite
def with_matches(draw: st.DrawFn) -> tuple[str, str]:
    """A word, and a text in which it stands at least once."""
    word = draw(words)
    return word, word.join(draw(st.lists(texts, min_size=2, max_size=5)))


@given(case=with_matches(), new=st.text(st.sampled_from("新丁"), max_size=3))
def test_what_was_replaced_is_gone_and_its_replacement_is_there_as_often(case: tuple[str, str], new: str) -> None:
    word, text = case
    data = make_data(duty(text))
    hits = [hit for hit in searched(data, word) if hit.is_replaceable]
    replaced = after(data, hits, new)
    assert len(replaced) == len(text) + len(hits) * (len(new) - len(word))
    if new:
        assert spans(Query(word), replaced) == []
        assert replaced.count(new[0]) == len(hits) * new.count(new[0])


@given(case=with_matches(), choice=st.lists(st.booleans(), min_size=200, max_size=200))
def test_only_the_chosen_hits_are_replaced(case: tuple[str, str], choice: list[bool]) -> None:
    word, text = case
    data = make_data(duty(text))
    hits = [hit for hit in searched(data, word) if hit.is_replaceable]
    ticked = [hit for hit, is_chosen in zip(hits, choice, strict=False) if is_chosen] or hits[:1]
    replaced = after(data, ticked, "新")
    assert replaced.count("新") == len(ticked)
    assert len(spans(Query(word), replaced)) == len(hits) - len(ticked)


def test_several_hits_of_a_field_are_one_change() -> None:
    data = make_data(duty("甲乙甲"), duty("甲", 2))
    plan = replace(data, searched(data, "甲"), "丙丙")
    assert plan.changes == (("duty", 1, "text", "丙丙乙丙丙"), ("duty", 2, "text", "丙丙"))
    assert plan.hits == 3


def test_a_replacement_is_taken_as_it_is() -> None:
    data = make_data(duty("甲"))
    assert after(data, searched(data, "甲"), r"\g<0>\1$1") == r"\g<0>\1$1"


def test_what_a_field_cannot_hold_is_refused_and_the_rest_is_done() -> None:
    data = make_data(make_project(name="甲" * 150, purpose="甲"))
    plan = replace(data, searched(data, "甲"), "甲乙丙")
    assert [change[2] for change in plan.changes] == ["purpose"]
    assert [(refusal.row_id, refusal.hits, refusal.sentence) for refusal in plan.refused] == [
        (1, 150, "项目名称：最多填写 300 字，现有 450 字，请删减后再填。")
    ]


def test_a_field_that_changed_meanwhile_is_refused() -> None:
    data = make_data(duty("甲"))
    hits = searched(data, "甲")
    changed: dict[tuple[str, int], Entity | None] = {("duty", 1): duty("乙甲")}
    plan = replace(data.with_changes(changed), hits, "丙")
    assert (plan.changes, plan.hits) == ((), 0)
    assert "刚刚有改动" in plan.refused[0].sentence
    assert "刚刚有改动" in replace(data.with_changes({("duty", 1): None}), hits, "丙").refused[0].sentence


def test_figures_are_never_replaced() -> None:
    data = make_data(make_project(budget=12_000_000), make_indicator(weight=Decimal(12)))
    printed = Printed("projects", "project", 0, "12", 0, 2)
    hits = searched(data, "12", None, printed)
    assert {hit.kind for hit in hits} == {Found.NUMBER, Found.COMPUTED}
    assert replace(data, hits, "13").changes == ()
