"""The library finds the earlier report to compare with, and finds it anew when reports come, go or change."""

from __future__ import annotations

import pytest

from app.library import Library
from app.model.entities import Project


@pytest.fixture
def years(library: Library) -> tuple[int, int]:
    """Two reports of one department, 2020 and 2021, each with one project of the same name."""
    ids = library.reports.new("某市某局", 2020), library.reports.new("某市某局", 2021)
    for report_id, year, budget in ((ids[0], 2020, 5), (ids[1], 2021, 7)):
        library.insert(report_id, Project.TABLE, {"name": f"{year}年培训", "budget": budget})
    return ids


def last_budget(library: Library, report_id: int) -> object:
    found = library.years.last(report_id)
    return None if found is None else found.value("project", library.data(report_id).projects[0].id, "budget")


def test_last_year_is_the_departments_report_before(library: Library, years: tuple[int, int]) -> None:
    assert last_budget(library, years[1]) == 5
    assert library.years.last(years[0]) is None


def test_another_departments_report_is_no_last_year(library: Library, years: tuple[int, int]) -> None:
    other = library.reports.new("另一局", 2022)
    assert library.years.last(other) is None


def test_rows_renamed_since_are_matched_anew(library: Library, years: tuple[int, int]) -> None:
    row = library.data(years[1]).projects[0]
    library.set_field(years[1], "project", row.id, "name", "别的项目")
    assert last_budget(library, years[1]) is None
    library.undo(years[1])
    assert last_budget(library, years[1]) == 5


def test_an_edit_of_the_earlier_report_is_seen(library: Library, years: tuple[int, int]) -> None:
    assert last_budget(library, years[1]) == 5
    library.set_field(years[0], "project", library.data(years[0]).projects[0].id, "budget", 6)
    assert last_budget(library, years[1]) == 6


def test_the_earlier_report_may_go_and_come_back(library: Library, years: tuple[int, int]) -> None:
    assert last_budget(library, years[1]) == 5
    library.reports.delete(years[0])
    assert library.years.last(years[1]) is None
    library.undo(None)
    assert last_budget(library, years[1]) == 5


def test_an_earlier_report_made_later_is_found(library: Library, years: tuple[int, int]) -> None:
    assert library.years.last(years[0]) is None
    library.reports.new("某市某局", 2019)
    found = library.years.last(years[0])
    assert found is not None
    assert found.year == 2019


def test_the_same_state_is_compared_once(library: Library, years: tuple[int, int]) -> None:
    assert library.years.last(years[1]) is library.years.last(years[1])
