"""The pages LibreOffice makes of the Word file, measured against GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.app.render.pdf import MM, Sheet, converted
from tests.app.render.word import written

PROSE = "绩" * 28 * 22 * 4  # four pages without a mark that may hang or be pressed together
ROWS = "".join(f"<tr><td>第{number}行</td><td>甲</td></tr>" for number in range(1, 61))
TABLE = f'<table widths="2 1"><thead><tr><th>指标</th><th>得分</th></tr></thead><tbody>{ROWS}</tbody></table>'
REPORT = f"""<section part="report">
<p class="annex-label">附件4</p><title>广州市番禺区人力资源和社会保障局2021年部门整体支出绩效自评报告</title>
<p>{PROSE}</p><p class="sign">广州市番禺区人力资源和社会保障局</p><p class="date">2022年3月5日</p></section>"""
ANNEX = f"""<section part="annex" orientation="landscape">
<p class="annex-label">附件</p><p class="table-title">部门整体支出绩效自评表</p>{TABLE}</section>"""
WIDE = f'<section part="annex" orientation="landscape" paper="A3"><p class="table-title">大表</p>{TABLE}</section>'


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Sheet]]:
    whole = REPORT + ANNEX + WIDE
    files = {key: written(whole, key) for key in ("standard", "exact28", "word")}
    files["alone"] = written(ANNEX)
    files["outer"] = written(whole, turns_number=False)
    return converted(files, tmp_path_factory.mktemp("pages"))


def grid_of(sheet: Sheet) -> tuple[int, int]:
    """Lines of prose on a page and characters in the fullest."""
    prose = [line.text for line in sheet.lines if set(line.text) == {"绩"}]
    return len(prose), max(map(len, prose))


@pytest.mark.parametrize(("key", "expected"), [("standard", (22, 28)), ("exact28", (22, 27)), ("word", (24, 25))])
def test_a_full_page_has_the_lines_and_characters_of_its_preset(
    pages: Mapping[str, list[Sheet]], key: str, expected: tuple[int, int]
) -> None:
    assert [grid_of(sheet) for sheet in pages[key][1:4]] == [expected] * 3


def test_the_text_stays_within_the_block_of_the_standard(pages: Mapping[str, list[Sheet]]) -> None:
    prose = [line for sheet in pages["standard"] for line in sheet.lines if set(line.text) == {"绩"}]
    assert min(line.left for line in prose) >= 28
    assert max(line.right for line in prose) <= 28 + 156
    assert min(line.top for line in prose) >= 37
    assert max(line.bottom for line in prose) <= 37 + 225


def test_odd_numbers_stand_right_and_even_ones_left(pages: Mapping[str, list[Sheet]]) -> None:
    one_character = 14 * MM
    for number in (1, 2, 3, 4, 5):
        line = pages["standard"][number - 1].line(f"—{number}—")
        if number % 2:
            assert line.right == pytest.approx(210 - 26 - one_character, abs=0.5)
        else:
            assert line.left == pytest.approx(28 + one_character, abs=0.5)


def test_the_dashes_lie_seven_millimetres_beneath_the_text(pages: Mapping[str, list[Sheet]]) -> None:
    assert pages["standard"][0].line("—1—").middle[1] == pytest.approx(37 + 225 + 7, abs=0.5)


def test_numbering_goes_on_through_the_annexes(pages: Mapping[str, list[Sheet]]) -> None:
    for number, sheet in enumerate(pages["standard"], 1):
        assert sheet.texts.count(f"—{number}—") == 1


def test_the_number_of_a_landscape_page_stands_where_the_upright_pages_have_it(
    pages: Mapping[str, list[Sheet]],
) -> None:
    """Laid beside the upright page, the sheet turned back has its number in the same place (GB/T 9704-2012, 8)."""
    for upright, turned in ((4, 6), (5, 7)):
        beneath = pages["standard"][upright - 1].line(f"—{upright}—")
        beside = pages["standard"][turned - 1].line(f"—{turned}—")
        assert beside.middle[1] == pytest.approx(beneath.middle[0], abs=0.5)
        assert 297 - beside.middle[0] == pytest.approx(beneath.middle[1], abs=0.5)


def test_the_number_of_a_landscape_page_can_stay_beneath_the_text(pages: Mapping[str, list[Sheet]]) -> None:
    line = pages["outer"][6].line("—7—")
    assert line.right == pytest.approx(297 - 37 - 14 * MM, abs=0.5)
    assert line.middle[1] > 210 - 26


def test_the_title_is_not_split_between_a_year_and_its_sign(pages: Mapping[str, list[Sheet]]) -> None:
    for key in ("standard", "exact28", "word"):
        assert pages[key][0].texts[1:3] == ["广州市番禺区人力资源和社会保障局", "2021年部门整体支出绩效自评报告"]


def test_the_title_of_an_annex_is_on_the_third_line(pages: Mapping[str, list[Sheet]]) -> None:
    label, title = (pages["standard"][5].line(text) for text in ("附件", "部门整体支出绩效自评表"))
    assert label.left == pytest.approx(35, abs=1)
    line = 28.95 * MM
    assert 28 + 2 * line < title.top < 28 + 3 * line


def test_the_department_signs_two_characters_from_the_right_and_the_date_begins_two_after_it(
    pages: Mapping[str, list[Sheet]],
) -> None:
    """Ten characters are left of the right edge for the date: those of the name, less its own six."""
    name, date = (pages["standard"][4].line(text) for text in ("广州市番禺区人力资源和社会保障局", "2022年3月5日"))
    assert name.right == pytest.approx(210 - 26 - 2 * 15.75 * MM, abs=1.5)
    assert date.right == pytest.approx(210 - 26 - 10 * 15.75 * MM, abs=1.5)


def test_sheets_have_their_sizes_and_no_empty_page_follows(pages: Mapping[str, list[Sheet]]) -> None:
    assert [(round(sheet.width), round(sheet.height)) for sheet in pages["standard"]] == [
        *[(210, 297)] * 5,
        *[(297, 210)] * 3,
        *[(420, 297)] * 2,
    ]
    for sheets in pages.values():
        assert all(len(sheet.lines) > 5 for sheet in sheets)


def test_the_head_of_a_table_is_repeated_on_every_page(pages: Mapping[str, list[Sheet]]) -> None:
    for sheet in pages["standard"][5:]:
        assert sheet.texts.count("指标得分") == 1


def test_no_row_of_a_table_is_lost(pages: Mapping[str, list[Sheet]]) -> None:
    text = [text for sheet in pages["alone"] for text in sheet.texts]
    assert [line for line in text if line.endswith("行甲")] == [f"第{number}行甲" for number in range(1, 61)]


def test_an_annex_alone_is_numbered_beneath_its_text_in_the_middle(pages: Mapping[str, list[Sheet]]) -> None:
    for number, sheet in enumerate(pages["alone"], 1):
        line = sheet.line(f"—{number}—")
        assert line.middle[0] == pytest.approx(297 / 2, abs=0.5)
        assert line.top > 210 - 15
