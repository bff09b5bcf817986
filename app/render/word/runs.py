"""The text of a paragraph or cell as runs, each in a font that has its characters."""

from __future__ import annotations

from collections.abc import Sequence

from app.model.layout import FontRole
from app.render.blocks import Run
from app.render.word.oxml import PLAIN_RUN, PLAIN_RUN_END, run, run_fonts
from app.render.word.rare import plain_test, stretches

_BOLD = "<w:b/><w:bCs/>"


class RunWriter:
    """Writes runs as WordprocessingML text; `role` is the font of the style they stand in."""

    def __init__(self, role: FontRole) -> None:
        self._role = role
        self._are_plain = plain_test(role)

    def plain(self, runs: Sequence[Run]) -> str | None:
        """The runs when they are none or one of plain text, which is well-formed however it is; else None."""
        if len(runs) != 1:
            return None if runs else ""
        text = runs[0].text
        if runs[0].bold or not self._are_plain((text,)):
            return None
        return f"{PLAIN_RUN}{text}{PLAIN_RUN_END}" if text else ""

    def write(self, runs: Sequence[Run]) -> str:
        """The runs one after another."""
        return "".join(map(self._run, runs))

    def _run(self, piece: Run) -> str:
        if (plain := self.plain((piece,))) is not None:
            return plain
        bold = _BOLD if piece.bold else ""
        parts = stretches(piece.text, self._role)
        return "".join(run(part, _properties(_fonts(font) + bold)) for part, font in parts)


def _properties(content: str) -> str:
    return f"<w:rPr>{content}</w:rPr>" if content else ""


def _fonts(font: str) -> str:
    return run_fonts(east_asian=font, latin=font) if font else ""
