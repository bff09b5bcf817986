"""Puts the characters of a PDF page into lines by their baselines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

_SAME_LINE = 0.35  # of a character's height: how far baselines of one line may be apart
_GAP = 0.35  # of a character's height: a space between Latin words that the file does not hold


@dataclass(frozen=True, slots=True)
class Character:
    """A character and where it stands, points from the page's lower left corner."""

    text: str
    left: float
    right: float
    baseline: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """A point within it."""
        return (self.left + self.right) / 2, self.baseline + self.height * 0.3

    def turned(self, quarters: int) -> Character:
        """As it stands when the page is turned clockwise by quarters."""
        left, baseline = turned(self.left, self.baseline, quarters)
        return Character(self.text, left, left + abs(self.right - self.left), baseline, self.height)


def turned(x: float, y: float, quarters: int) -> tuple[float, float]:
    """A point of a page that is turned clockwise about its corner."""
    for _ in range(quarters % 4):
        x, y = y, -x
    return x, y


@dataclass(slots=True)
class Line:
    """Characters on one baseline from left to right."""

    characters: list[Character]

    @property
    def left(self) -> float:
        return self.characters[0].left

    @property
    def right(self) -> float:
        return self.characters[-1].right

    @property
    def baseline(self) -> float:
        return self.characters[0].baseline

    @property
    def size(self) -> float:
        """The width of most of its characters beyond Latin; of all where it has no other."""
        wide = [character for character in self.characters if not character.text.isascii()] or self.characters
        return median(character.right - character.left for character in wide)

    @property
    def height(self) -> float:
        """The height of its tallest character."""
        return max(character.height for character in self.characters)


def lines_of(characters: Iterable[Character]) -> list[Line]:
    """The lines from top to bottom. Blanks at their ends are left out."""
    lines: list[Line] = []
    for character in sorted(characters, key=lambda item: (-item.baseline, item.left)):
        if lines and lines[-1].characters[0].baseline - character.baseline <= _SAME_LINE * character.height:
            lines[-1].characters.append(character)
        else:
            lines.append(Line([character]))
    return [line for line in map(_in_order, lines) if line.characters]


def _in_order(line: Line) -> Line:
    characters = sorted(line.characters, key=lambda item: item.left)
    while characters and characters[0].text.isspace():
        del characters[0]
    while characters and characters[-1].text.isspace():
        del characters[-1]
    return Line(characters)


def text_of(line: Line) -> str:
    """The text of a line, with a space where Latin words stand apart."""
    parts: list[str] = []
    last: Character | None = None
    for character in line.characters:
        if last is not None and _is_apart(last, character):
            parts.append(" ")
        parts.append(character.text)
        last = character
    return "".join(parts)


def _is_apart(first: Character, second: Character) -> bool:
    if not (first.text.isascii() and second.text.isascii()):
        return False
    return second.left - first.right > _GAP * first.height
