"""What counts as a visit, and where back and forward lead."""

from __future__ import annotations

from ui.models.goto_model import Place
from ui.visited import DWELL, Visited


class Walk:
    """Visits with a clock and a set of places that are gone."""

    def __init__(self) -> None:
        self.now = 0.0
        self.gone: set[int] = set()
        self.visited = Visited(lambda place: place.row_id not in self.gone, lambda: self.now)

    def rest(self, *places: Place) -> None:
        for place in places:
            self.visited.note(place)
            self.now += DWELL

    def rush(self, *places: Place) -> None:
        for place in places:
            self.visited.note(place)


def row(number: int, field: str = "name", page: str = "projects") -> Place:
    return Place(page, "project", number, field)


def test_nothing_leads_anywhere_at_first() -> None:
    walk = Walk()
    walk.rest(row(1))
    assert not walk.visited.can_step(-1)
    assert not walk.visited.can_step(1)
    assert walk.visited.step(-1) is None


def test_back_and_forward_lead_through_the_pages() -> None:
    walk = Walk()
    walk.rush(Place("overview"), row(1), Place("duties"))
    assert walk.visited.step(-1) == row(1)
    assert walk.visited.step(-1) == Place("overview")
    assert walk.visited.step(-1) is None
    assert walk.visited.step(1) == row(1)
    assert walk.visited.step(1) == Place("duties")
    assert not walk.visited.can_step(1)


def test_a_page_that_comes_to_the_front_keeps_its_row() -> None:
    walk = Walk()
    walk.rush(row(1), Place("projects"), Place("overview"))
    assert walk.visited.step(-1) == row(1)


def test_walking_down_a_table_leaves_no_trail() -> None:
    walk = Walk()
    walk.rush(Place("overview"), row(1), row(2), row(3), Place("duties"))
    assert walk.visited.step(-1) == row(3)
    assert walk.visited.step(-1) == Place("overview")


def test_a_row_that_was_rested_on_is_a_visit() -> None:
    walk = Walk()
    walk.rest(row(1), row(2))
    assert walk.visited.step(-1) == row(1)


def test_a_visit_remembers_the_field_the_caret_was_in_last() -> None:
    walk = Walk()
    walk.rest(row(1, "name"), row(1, "budget"), row(2))
    assert walk.visited.step(-1) == row(1, "budget")
    assert walk.visited.step(-1) is None


def test_a_row_left_by_a_jump_or_after_an_edit_is_a_visit() -> None:
    walk = Walk()
    walk.rush(row(1))
    walk.visited.settle()
    walk.rush(row(2))
    assert walk.visited.step(-1) == row(1)


def test_going_elsewhere_after_going_back_forgets_what_was_ahead() -> None:
    walk = Walk()
    walk.rush(Place("overview"), Place("duties"), Place("funds"))
    walk.visited.step(-1)
    walk.rush(Place("tasks"))
    assert not walk.visited.can_step(1)
    assert walk.visited.step(-1) == Place("duties")


def test_what_is_gone_is_passed_over_until_it_is_back() -> None:
    walk = Walk()
    walk.rest(row(1), row(2), row(3))
    walk.gone = {2}
    assert walk.visited.step(-1) == row(1)
    walk.gone = {2, 3}
    assert not walk.visited.can_step(1)
    walk.gone = set()
    assert walk.visited.step(1) == row(2)


def test_a_place_beside_itself_is_passed_over() -> None:
    walk = Walk()
    walk.rest(row(1), row(2), row(1))
    walk.gone = {2}
    assert not walk.visited.can_step(-1)


def test_the_trail_is_bounded() -> None:
    walk = Walk()
    walk.rest(*(row(number) for number in range(1, 1000)))
    steps = 0
    while walk.visited.step(-1) is not None:
        steps += 1
    assert steps == 199


def test_selections_are_no_part_of_a_visit() -> None:
    walk = Walk()
    walk.rest(Place("projects", "project", 1, "name", 3, 5), row(2))
    assert walk.visited.step(-1) == row(1)
