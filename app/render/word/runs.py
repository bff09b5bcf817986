"""The text of a paragraph or cell as runs, each in a font that has its characters."""

from __future__ import annotations

from collections.abc import Iterable

from app.model.layout import FontRole
from app.render.markup import Run
from app.render.word.oxml import run, run_fonts
from app.render.word.rare import has_rare, stretches

_BOLD = "<w:b/><w:bCs/>"


def runs_xml(runs: Iterable[Run], role: FontRole) -> str:
    """The runs as text of WordprocessingML; `role` is the font of the style they stand in."""
    return "".join([_run_xml(piece, role) for piece in runs])


def _run_xml(piece: Run, role: FontRole) -> str:
    bold = _BOLD if piece.bold else ""
    if not has_rare(piece.text, role):
        return run(piece.text, _properties(bold))
    return "".join(run(text, _properties(_fonts(font) + bold)) for text, font in stretches(piece.text, role))


def _properties(content: str) -> str:
    return f"<w:rPr>{content}</w:rPr>" if content else ""


def _fonts(font: str) -> str:
    return run_fonts(east_asian=font, latin=font) if font else ""
