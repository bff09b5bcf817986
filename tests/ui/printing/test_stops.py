"""Every place of a page leads to a field, and says what it is."""

from __future__ import annotations

import pytest

from tests.ui.printing.conftest import Setter
from ui.printing.pages import Page
from ui.printing.stops import NOWHERE, page_text, source, stops, target

TEXT = (
    '<h1>一、收支</h1><p id="funds">部门<f ref="fact/total/budget">61,296</f>万元，执行'
    '<f ref="fact/total/executed">59,757</f>万元。</p><p>完。</p>'
)
TABLE = (
    '<table widths="1 1 2"><thead><tr><th>指标</th><th>得分</th><th>原因</th></tr></thead><tbody>'
    '<tr><td rowspan="2">预算</td><td class="num"><f ref="indicator/1/score">1.5</f></td>'
    '<td><f ref="indicator/1/reason">未完成</f></td></tr>'
    '<tr><td class="num"><f ref="indicator/2/score">2</f></td><td></td></tr></tbody></table>'
)


def place(page: Page, text: str) -> tuple[float, float]:
    """The middle of a run of text."""
    for placed in page.lines():
        for box, run in placed.stretches():
            if text in run.text:
                return (box.left + box.right) / 2, (box.top + box.bottom) / 2
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("text", "ref", "key", "is_exact"),
    [
        ("61,296", "fact/total/budget", "funds", True),
        ("59,757", "fact/total/executed", "funds", True),
        ("部门", "fact/total/budget", "funds", False),
        ("万元。", "fact/total/executed", "funds", False),
        ("一、收支", "fact/total/budget", "", False),
        ("完。", "fact/total/budget", "", False),
    ],
)
def test_words_lead_to_their_nearest_figure(pages_of: Setter, text: str, ref: str, key: str, is_exact: bool) -> None:
    (page,) = pages_of(TEXT)
    assert target(stops(page), *place(page, text)) == (ref, key, is_exact)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("1.5", "indicator/1/score"),
        ("未完成", "indicator/1/reason"),
        ("预算", "indicator/1/score"),
        ("指标", "indicator/1/score"),
    ],
)
def test_cells_lead_to_the_nearest_figure_of_their_row(pages_of: Setter, text: str, ref: str) -> None:
    (page,) = pages_of(TABLE)
    assert target(stops(page), *place(page, text)).ref == ref


def test_an_empty_cell_leads_to_its_row(pages_of: Setter) -> None:
    (page,) = pages_of(TABLE)
    _, y = place(page, "2")
    x, _ = place(page, "未完成")
    assert target(stops(page), x, y) == ("indicator/2/score", "", False)


def test_a_place_without_text_leads_nowhere(pages_of: Setter) -> None:
    (page,) = pages_of(TEXT)
    assert target(stops(page), 5, 5) == NOWHERE


def test_a_page_without_figures_leads_nowhere(pages_of: Setter) -> None:
    (page,) = pages_of("<p>没有数。</p>")
    assert target(stops(page), *place(page, "没有数")) == NOWHERE


def test_rows_and_paragraphs_follow_each_other(pages_of: Setter) -> None:
    (page,) = pages_of(TEXT + TABLE)
    assert [stop.text for stop in stops(page)] == [
        "一、收支",
        "部门61,296万元，执行59,757万元。",
        "完。",
        "指标\t得分\t原因",
        "预算\t1.5\t未完成",
        "2\t",
    ]
    assert page_text(stops(page)).splitlines()[-1] == "2\t"


def test_a_figure_over_two_lines_stands_once_among_a_stops_figures(pages_of: Setter) -> None:
    (page,) = pages_of(f'<p><f ref="report/1/overall_goal">{"绩效目标" * 20}</f></p>')
    assert [figure.ref for figure in stops(page)[0].figures] == ["report/1/overall_goal"]


def test_a_stop_as_a_whole_leads_to_its_first_figure(pages_of: Setter) -> None:
    (page,) = pages_of(TEXT)
    assert source(stops(page), 1) == ("fact/total/budget", "funds", False)
