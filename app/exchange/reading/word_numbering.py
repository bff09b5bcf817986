"""The numbers that Word sets before paragraphs by itself and that stand nowhere in their text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from app.model.quantities import chinese_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting",
     "taiwaneseCountingThousand", "chineseLegalSimplified", "japaneseDigitalTenThousand"}
)  # fmt: skip
_LEVELS = 9
_MOST = 9999  # a counter beyond it prints nothing


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str


class Numbering:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, list[_Level | None]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        if root is None:
            return
        for item in root.iterfind(f"{W}abstractNum"):
            self._lists[item.get(f"{W}abstractNumId", "")] = list(_levels(item))
        for item in root.iterfind(f"{W}num"):
            self._abstract[item.get(f"{W}numId", "")] = _value(item, "abstractNumId")

    def label(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of a list at a level from 0; empty for a bullet or an unknown list."""
        key = self._abstract.get(list_id)
        levels = self._lists.get(key or "")
        if levels is None or not 0 <= level < _LEVELS or (own := levels[level]) is None:
            return ""
        counts = self._counts.setdefault(key or "", [0] * _LEVELS)
        counts[level] = counts[level] + 1 if counts[level] else own.start
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        text = own.text
        for place, each in enumerate(levels[: level + 1]):
            if each is not None:
                text = text.replace(f"%{place + 1}", _form(each.form, counts[place] or each.start))
        return "" if own.form in {"bullet", "none"} else text


def _levels(item: etree._Element) -> Iterator[_Level | None]:
    found = {level.get(f"{W}ilvl", ""): level for level in item.iterfind(f"{W}lvl")}
    for number in range(_LEVELS):
        level = found.get(str(number))
        if level is None:
            yield None
            continue
        start = _value(level, "start")
        yield _Level(
            int(start) if start.isdecimal() else 1, _value(level, "numFmt") or "decimal", _value(level, "lvlText")
        )


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(f"{W}{name}")
    return child.get(f"{W}val", "") if child is not None else ""


def _form(form: str, number: int) -> str:
    if not 0 < number <= _MOST:
        return ""
    if form in _CHINESE:
        return chinese_number(number)
    if form.startswith("decimalEnclosedCircle") and number <= 20:
        return chr(ord("①") + number - 1)
    return str(number)
