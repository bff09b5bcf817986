"""Years of one department side by side."""

from __future__ import annotations

from app.model.years import YearFigures, one_a_year


def figures(report_id: int, year: int) -> YearFigures:
    return YearFigures(report_id, year, None, "", None)


def test_a_year_with_several_reports_shows_the_open_one_else_the_newest() -> None:
    found = [figures(4, 2021), figures(1, 2020), figures(2, 2020), figures(3, 2021)]
    assert [item.report_id for item in one_a_year(found, 3)] == [2, 3]
    assert [item.report_id for item in one_a_year(found, 1)] == [1, 4]
