"""Fonts by role: which installed family stands in, and the glyphs and widths of every character in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase, QRawFont, QTextLayout

from app.model.layout import FontRole, Layout

PIXELS = 20
"""Font pixels per pt: QFont takes whole pixels only, and twentieths of a pt hold every size in use."""

ASCENT = 0.86
"""The height of the em box above the baseline, in characters. Every Chinese font of the standard has 220/256."""

NATURAL_LINE = 1.3
"""The line height of Word's single spacing in a Chinese font, in characters. The same for every font, so that a page
does not grow by a third where 宋体 is replaced by Noto Serif."""

_TWINS = {
    "宋体": "SimSun",
    "黑体": "SimHei",
    "仿宋": "FangSong",
    "楷体": "KaiTi",
    "仿宋_GB2312": "FangSong_GB2312",
    "楷体_GB2312": "KaiTi_GB2312",
    "华文中宋": "STZhongsong",
    "华文仿宋": "STFangsong",
    "华文宋体": "STSong",
    "方正小标宋简体": "FZXiaoBiaoSong-B05S",
    "方正小标宋_GBK": "FZXiaoBiaoSong-B05",
}
# 小标宋 is a heavy face: where only 宋体 stands in, it does so in bold (the practice for the 公文标题).
_HEAVY = re.compile("小标宋|中宋|XiaoBiaoSong|Zhongsong", re.IGNORECASE)
_LATIN_STAND_INS = {"Times New Roman": ("Liberation Serif", "Tinos", "Nimbus Roman", "TeX Gyre Termes")}

# A Latin letter or digit is set in the role's Latin font; quotes, dashes and middle dots belong to the Chinese one.
_LATIN = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x250)]))
# Proportional in Noto, where a 破折号 of two dashes would show a gap; a character wide in the fonts of the standard.
_FULL_WIDTH = frozenset("—…·")

_MARKS = "\u0300-\u036f\u0483-\u0489\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u302a-\u302f\u3099\u309a"
_MARKS += "\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef"
_JOINING = "\u0590-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufeff\U0001f1e6-\U0001f1ff"
_COMPLEX = re.compile(f"[{_MARKS}{_JOINING}]")
_CLUSTER = re.compile(f"[{_JOINING}{_MARKS}]+|.[{_MARKS}]*(?:(?<=\u200d).[{_MARKS}]*)*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Families:
    """The installed families of a role, best first. A character the first one lacks is looked for in the next."""

    east_asian: tuple[str, ...]
    latin: tuple[str, ...]
    is_bold: bool = False  # in place of a heavier font


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a raw font; the offsets from where its cluster begins are in font pixels."""

    font: int  # index in FontSet.raw_fonts
    index: int
    dx: float
    dy: float
    text: str  # what it stands for; empty for a further glyph of the same characters


def resolve(role: FontRole) -> Families:
    """The families that show a role on this computer; needs a QGuiApplication."""
    east_asian = [name for wanted in role.east_asian if (name := _installed(wanted))]
    if not east_asian:
        east_asian = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)[:1] or [QFont().family()]
    stand_ins = (role.latin, *_LATIN_STAND_INS.get(role.latin, ()))
    latin = next((name for wanted in stand_ins if (name := _installed(wanted))), "")
    wants_heavy = bool(role.east_asian and _HEAVY.search(role.east_asian[0]))
    return Families(
        tuple(east_asian),
        (latin, *east_asian) if latin else tuple(east_asian),
        is_bold=wants_heavy and not _HEAVY.search(east_asian[0]),
    )


def missing_fonts(layout: Layout) -> list[tuple[str, str]]:
    """The fonts of a layout that are not installed, each with the family shown in its place."""
    missing: dict[str, str] = {}
    for name in _used_roles(layout):
        role = layout.fonts[name]
        families = resolve(role)
        wanted = role.east_asian[0] if role.east_asian else ""
        if wanted and not _installed(wanted):
            missing[wanted] = families.east_asian[0]
        if not _installed(role.latin):
            missing.setdefault(role.latin, families.latin[0])
    return list(missing.items())


def _used_roles(layout: Layout) -> Iterable[str]:
    styles = [style.font for style in layout.styles.values()]
    return dict.fromkeys([*styles, layout.table.header_font, layout.table.body_font, layout.page_number.font])


def _installed(name: str) -> str:
    """The name under which a family is installed, its own or its English twin; empty when it is not."""
    return next((each for each in (name, _TWINS.get(name, "")) if each and QFontDatabase.hasFamily(each)), "")


class FontSet:
    """The faces of one layout. Qt's fonts belong to the thread they were made in, and so does a set."""

    def __init__(self, layout: Layout) -> None:
        self._roles = layout.fonts
        self._families: dict[str, Families] = {}
        self._faces: dict[tuple[str, float, bool], Face] = {}
        self.raw_fonts: list[QRawFont] = []

    def face(self, role: str, size: float, *, bold: bool = False) -> Face:
        """The face of a role at a size in pt."""
        key = (role, size, bold)
        face = self._faces.get(key)
        if face is None:
            families = self._families.get(role)
            if families is None:
                families = self._families[role] = resolve(self._roles[role])
            face = self._faces[key] = Face(self, families, size, bold=bold or families.is_bold)
        return face

    def number(self, font: QRawFont) -> int:
        """The index of a raw font, entering it when it is new."""
        for index, known in enumerate(self.raw_fonts):
            if known == font:
                return index
        self.raw_fonts.append(font)
        return len(self.raw_fonts) - 1


class Face:
    """A role at one size: the advance (pt) and glyphs of each character, found out once.

    Kerning and ligatures are off, as they are in Word, so that a text is as wide as its characters.
    """

    def __init__(self, fonts: FontSet, families: Families, size: float, *, bold: bool) -> None:
        self.size = size
        self.advances = _Advances(self)
        self.glyphs: dict[str, tuple[Glyph, ...]] = {"\n": ()}
        self.advances["\n"] = 0.0
        self._fonts = fonts
        self._chinese = self._font(families.east_asian, bold)
        self._latin = self._font(families.latin, bold)
        self._wide = QFont(self._chinese)
        self._wide.setFeature(QFont.Tag("fwid"), 1)

    def clusters(self, text: str) -> list[str]:
        """The text in the smallest parts that can be set by themselves: almost always its characters."""
        return _CLUSTER.findall(text) if _COMPLEX.search(text) else list(text)

    def learn(self, clusters: Iterable[str]) -> None:
        """Finds out all that is not yet known at once, which is far cheaper than one by one."""
        new = set(clusters).difference(self.advances)
        simple = {cluster for cluster in new if len(cluster) == 1 and not _COMPLEX.match(cluster)}
        for cluster in new - simple:
            self._learn_cluster(cluster)
        for characters, font, context in (
            (simple & _LATIN, self._latin, "x"),
            (simple & _FULL_WIDTH, self._wide, "一"),
            (simple - _LATIN - _FULL_WIDTH, self._chinese, "一"),
        ):
            if characters:
                self._learn_characters(characters, font, context)

    def _font(self, families: Sequence[str], bold: bool) -> QFont:
        font = QFont(list(families))
        font.setPixelSize(max(1, round(self.size * PIXELS)))
        font.setBold(bold)
        font.setKerning(False)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        for feature in ("liga", "clig", "calt"):
            font.setFeature(QFont.Tag(feature), 0)
        return font

    def _learn_characters(self, characters: set[str], font: QFont, context: str) -> None:
        # A quotation mark takes its width from the script before it, so signs come right after the context.
        ordered = sorted(characters, key=lambda character: (character.isalnum(), character))
        for character in ordered:
            self.advances[character] = 0.0
            self.glyphs[character] = ()
        for piece in _shaped(f"{context}{''.join(ordered)}{context}", font)[0]:
            if 0 <= piece.place - 1 < len(ordered):
                character = ordered[piece.place - 1]
                number = self._fonts.number(piece.font)
                glyph = Glyph(number, piece.glyph, 0.0, 0.0, "" if self.glyphs[character] else character)
                self.glyphs[character] += (glyph,)
                # FreeType rounds outward at this size: 319.98 for a character of 320.
                self.advances[character] += round(piece.advance, 1) / PIXELS

    def _learn_cluster(self, cluster: str) -> None:
        """A cluster whose glyphs depend on each other: marks on a letter, a joining script, an emoji sequence."""
        font = self._latin if cluster[0] in _LATIN else self._chinese
        pieces, width = _shaped(cluster, font)
        starts = sorted({piece.place for piece in pieces})
        ends = dict(zip(starts, [*starts[1:], len(cluster)], strict=True))
        seen: set[int] = set()
        glyphs: list[Glyph] = []
        for piece in pieces:
            text = "" if piece.place in seen else cluster[piece.place : ends[piece.place]]
            seen.add(piece.place)
            glyphs.append(Glyph(self._fonts.number(piece.font), piece.glyph, piece.x, piece.y, text))
        self.glyphs[cluster] = tuple(glyphs)
        self.advances[cluster] = width / PIXELS


class _Advances(dict[str, float]):
    """Advances in pt by cluster; what is not known is found out when asked for."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, cluster: str) -> float:
        self._face.learn((cluster,))
        return self[cluster]


@dataclass(slots=True)
class _Piece:
    """A shaped glyph; lengths in font pixels, `place` counts characters of the text."""

    font: QRawFont
    glyph: int
    place: int
    x: float
    y: float
    advance: float


def _shaped(text: str, font: QFont) -> tuple[list[_Piece], float]:
    """The glyphs of a text on one line, and its width in font pixels."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setNumColumns(2 * len(text))
    layout.endLayout()
    places = _places(text)
    ascent = line.ascent()
    pieces: list[_Piece] = []
    for run in layout.glyphRuns(-1, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll):
        raw = run.rawFont()
        indexes = run.glyphIndexes()
        advances = raw.advancesForGlyphIndexes(indexes)
        for glyph, unit, at, advance in zip(indexes, run.stringIndexes(), run.positions(), advances, strict=True):
            pieces.append(_Piece(raw, glyph, places[unit], at.x(), at.y() - ascent, advance.x()))
    return pieces, line.naturalTextWidth()


def _places(text: str) -> list[int]:
    """For each UTF-16 unit of a text, the character it belongs to."""
    places: list[int] = []
    for index, character in enumerate(text):
        places += [index] * (2 if character > "\uffff" else 1)
    return places
