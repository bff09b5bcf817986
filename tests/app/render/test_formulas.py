"""Cells of a workbook that are computed: real formulas with the value that the report prints, nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.library import Library
from app.model.quantities import format_score
from app.render.formulas import CannotComputeError, Named, Sheet, read
from app.render.markup import MarkupError, parse
from tests.app.render.cells_read import cells_of_page, cells_of_sheet, cells_of_word, value
from tests.app.render.test_workbook import MAIN, annex, table, worksheet

D = Decimal


def formulas(content: bytes) -> dict[str, tuple[str, str]]:
    """Formula and kept value by address."""
    found = {}
    for cell in worksheet(content).iter(MAIN + "c"):
        formula, value = cell.find(MAIN + "f"), cell.find(MAIN + "v")
        if formula is not None:
            assert value is not None
            found[str(cell.get("r"))] = (str(formula.text), str(value.text))
    return found


def sheet(**cells: list[tuple[int, int, str | None]]) -> Sheet:
    made = Sheet()
    for name, places in cells.items():
        for row, column, number in places:
            made.add(name, Named(row, column, None if number is None else D(number)))
    return made


@pytest.mark.parametrize(
    ("calc", "row", "formula", "value"),
    [
        ("done / all", 1, "C2/B2", D("0.5")),
        ("done / all * 10", 1, "(C2/B2)*10", D(5)),
        ("min(10, done / all * 10)", 2, "MIN(10,(C3/B3)*10)", D(10)),
        ("sum(done)", 9, "SUM(C2:C3,C6)", D(10)),
        ("sum(none) + 1", 9, "0+1", D(1)),
        ("whole - sum(done)", 9, "A1-SUM(C2:C3,C6)", D(90)),
    ],
)
def test_a_formula_names_cells_of_its_row_or_the_only_one(calc: str, row: int, formula: str, value: Decimal) -> None:
    cells = sheet(all=[(1, 1, "4"), (2, 1, "2")], done=[(1, 2, "2"), (2, 2, "5"), (5, 2, "3")], whole=[(0, 0, "100")])
    assert cells.formula(calc, row) == (f"={formula}", value)


@pytest.mark.parametrize("calc", ["done / all", "missing + 1", "empty + 1", "done / zero"])
def test_what_cannot_be_computed_is_told(calc: str) -> None:
    cells = sheet(all=[(1, 1, "4"), (2, 1, "2")], done=[(5, 2, "3")], empty=[(9, 0, None)], zero=[(9, 1, "0")])
    with pytest.raises(CannotComputeError):
        cells.formula(calc, 9)


@pytest.mark.parametrize(
    "calc", ["", "1 +", "max(a, b)", "sum(1)", "sum(a, b)", "a.b", "a ** b", "'x'", "1.5", "HYPERLINK('x')", "a" * 300]
)
def test_anything_but_sums_and_shares_is_refused(calc: str) -> None:
    assert read(calc) is None
    with pytest.raises(MarkupError):
        parse(f'<section><table widths="1"><tbody><tr><td calc="{calc}">1</td></tr></tbody></table></section>')


def test_a_computed_cell_keeps_what_it_shows() -> None:
    rows = (
        '<tr><td class="num" name="all">200.00</td><td class="num" name="done">195.00</td>'
        '<td class="num" calc="done / all">97.5%</td></tr>'
    )
    assert formulas(annex(table(rows, widths="1 1 1"))) == {"C1": ("B1/A1", "0.975")}


@pytest.mark.parametrize("shown", ["98.0%", "—", ""])
def test_a_cell_that_shows_something_else_is_no_formula(shown: str) -> None:
    rows = (
        '<tr><td class="num" name="all">200.00</td><td class="num" name="done">195.00</td>'
        f'<td class="num" calc="done / all">{shown}</td></tr>'
    )
    assert formulas(annex(table(rows, widths="1 1 1"))) == {}


def test_a_text_among_named_cells_is_not_added_up() -> None:
    rows = (
        '<tr><td class="num" name="a">1.50</td></tr><tr><td class="num" name="a">=9+9</td></tr>'
        '<tr><td class="num" calc="sum(a)">1.50</td></tr>'
    )
    assert formulas(annex(table(rows, widths="1"))) == {"A3": ("SUM(A1:A2)", "1.5")}


def test_the_annex_computes_its_sums_and_rates(library: Library, sample: int) -> None:
    target = library.path.with_name("annex.xlsx")
    typed = ("typed_total", "typed_management", "typed_delivery")
    library.set_fields(sample, [("report", sample, field, None) for field in typed], "清空填报得分")
    library.exports.write(sample, target, ("annex",))
    found = formulas(target.read_bytes())
    texts = [formula for formula, _ in found.values()]
    assert sum("SUM" in text for text in texts) == 8  # budget and executed of three axes, weight and total
    assert sum("/" in text for text in texts) == 9  # rates of three totals and of six lines
    total = format_score(library.scores(sample).total)
    assert [D(kept) for formula, kept in found.values() if "+" in formula] == [D(total)]


def test_a_typed_total_stays_a_number(library: Library, sample: int) -> None:
    target = library.path.with_name("annex.xlsx")
    library.exports.write(sample, target, ("annex",))
    assert not [formula for formula, _ in formulas(target.read_bytes()).values() if "+" in formula]


def test_word_workbook_and_page_have_the_same_cells(library: Library, sample: int) -> None:
    files = {suffix: library.path.with_name(f"annex.{suffix}") for suffix in ("docx", "xlsx", "html")}
    for target in files.values():
        library.exports.write(sample, target, ("annex",))
    word = cells_of_word(files["docx"])
    assert word == cells_of_page(files["html"])
    assert [value(text) for text in word if text] == [value(text) for text in cells_of_sheet(files["xlsx"]) if text]
