"""The text of a paragraph or cell as runs, each in a font that has its characters."""

from __future__ import annotations

from collections.abc import Sequence

from app.model.layout import FontRole
from app.render.markup import Run
from app.render.word.oxml import PLAIN_RUN, run, run_fonts
from app.render.word.rare import plain_test, stretches

_BOLD = "<w:b/><w:bCs/>"


class RunWriter:
    """Writes runs as WordprocessingML text; `role` is the font of the style they stand in."""

    def __init__(self, role: FontRole) -> None:
        self._role = role
        self._is_plain = plain_test(role)

    def plain(self, runs: Sequence[Run]) -> str | None:
        """The runs when they are none or one of plain text, which is well-formed however it is; else None."""
        if len(runs) > 1:
            return None
        if not runs or not runs[0].text:
            return ""
        run = runs[0]
        return PLAIN_RUN.format(run.text) if not run.bold and self._is_plain(run.text) else None

    def write(self, runs: Sequence[Run]) -> str:
        """The runs one after another."""
        return "".join(map(self._run, runs))

    def _run(self, piece: Run) -> str:
        text = piece.text
        if not piece.bold and self._is_plain(text):
            return PLAIN_RUN.format(text) if text else ""
        bold = _BOLD if piece.bold else ""
        return "".join(run(part, _properties(_fonts(font) + bold)) for part, font in stretches(text, self._role))


def _properties(content: str) -> str:
    return f"<w:rPr>{content}</w:rPr>" if content else ""


def _fonts(font: str) -> str:
    return run_fonts(east_asian=font, latin=font) if font else ""
