"""Puts paragraphs together again that a file has broken into lines, from the lengths of the lines alone."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.exchange.reading.numbering import marker

_FEWEST_LINES = 8  # of a text that can be said to be broken throughout
_SHORT = 12  # characters; headings apart, only the last line of a paragraph is shorter
_LONG = 25  # characters; a line so long that is no heading ends with a stop
_LONGEST_LINE = 64  # characters; lines of a page are shorter, paragraphs mostly longer
_WRAPPED_SHARE = 0.4  # of the longer lines, from which on a text counts as broken into lines throughout
_MOSTLY = 2  # times as many headings as numbered paragraphs
_LONGEST_PARAGRAPH = 20_000  # characters; nobody writes longer ones
_HANGING = 1.5  # Chinese characters by which a line may be wider than the others: a stop beyond the border
_STRAY = 0.05  # of the longer lines that may be wider still
_TORN_SHARE = 0.5  # of the lines without numbers that end amid a sentence, from which on a text counts as torn
_RAGGED = 3.0  # Chinese characters by which full lines differ
_COUNTED = "号年月日万亿元个人%项家次"  # what a number cannot be parted from
_ENDS = "。！？：；”）】…"
_OPENING, _CLOSING = "“（《〔【(", "”）》〕】)"
_FIRST_TOKEN = re.compile(r"[“‘（《〔【]*(?:[0-9A-Za-z.,%]+|.)[，。、；：！？”’）》〕】%]*")
_LEADS = re.compile(
    "附件|附表|该项目(?:年度|全年)?预算|总体工作(?:任务)?完成情况|重点工作(?:任务)?完成情况|部门整体(?:支出)?全年预算"
)  # what begins a paragraph and hardly ever a line within one
_STARTS = re.compile(f"{_LEADS.pattern}|主要用于|根据|一是|[我本][局委办厅院部单]|20[0-9]{{2}}年")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str  # normalised
    raw: str


@dataclass(frozen=True, slots=True)
class _Measure:
    """How lines were broken: at a number of characters, at a width, or only here and there."""

    characters: int = 0
    width: float = 0.0
    shortest: int = 0  # characters of the shortest line that was cut, where they were cut at no width
    headings: frozenset[str] = frozenset()  # kinds of numbers that head headings rather than running text

    @property
    def is_wrapped(self) -> bool:
        return bool(self.characters or self.width or self.shortest)

    def is_long(self, line: str) -> bool:
        """Whether a line is as long as those within a paragraph are."""
        if self.width:
            return _width(line) >= self.width - _RAGGED
        return len(line) >= (self.characters or self.shortest)

    def is_full(self, line: str, following: str, is_first: bool) -> bool:
        """Whether the line ends where it does because what follows had no room on it."""
        if self.shortest:
            return len(line) >= self.shortest and line.strip()[-1:] not in _ENDS
        if self.characters:
            return len(line) >= self.characters
        token = _FIRST_TOKEN.match(following)
        indent = 2 if is_first else 0  # the indent of a first line is lost, its room is not
        return _width(line) + indent + _width(token[0] if token else "") > self.width


def joined(lines: Sequence[str], raw: Sequence[str], *, only_broken: bool = False) -> Iterator[str]:
    """The paragraphs of normalised lines. `raw` are the lines as the file has them.

    With `only_broken`, lines stay as they are unless all of the text is broken at one width.
    """
    measure = _measure(lines, raw)
    if only_broken and not measure.is_wrapped:
        yield from lines
        return
    current, is_first = "", True
    last = _Line("", "")
    for line in map(_Line, lines, raw):
        if current and _goes_on(measure, current, last, line, is_first):
            current, is_first = current + _seam(current, line.text) + line.text, False
        else:
            if current:
                yield current
            current, is_first = line.text, True
        last = line
    if current:
        yield current


def _measure(lines: Sequence[str], raw: Sequence[str]) -> _Measure:
    """How the lines were broken; neither in characters nor at a width where most are whole paragraphs."""
    lengths = [len(line) for line in raw]
    long = [line for line in lines if len(line) >= _SHORT]
    open_ended = sum(line[-1] not in _ENDS for line in long)
    if len(lines) < _FEWEST_LINES or max(lengths) > 4 * _LONGEST_LINE or open_ended < _WRAPPED_SHARE * len(long):
        return _Measure()
    longest = max(lengths)
    if lengths.count(longest) >= _WRAPPED_SHARE * len(lines) and longest >= _SHORT:
        return _with_headings(_Measure(characters=longest), lines, raw)
    widths = Counter(round(2 * _width(line)) / 2 for line in raw if len(line) >= _SHORT)
    if not widths:
        return _Measure()
    width = max(widths, key=lambda width: (widths[width], width))
    found = [_width(line) for line in raw if len(line) >= _SHORT]
    # A page has hardly a line beyond its border, and what is open-ended there fills its line.
    is_page = sum(each > width + _HANGING for each in found) <= _STRAY * len(found)
    if not is_page or sum(width - _RAGGED <= each for each in found) < open_ended:
        return _torn(lines, raw)
    return _with_headings(_Measure(width=width), lines, raw)


def _torn(lines: Sequence[str], raw: Sequence[str]) -> _Measure:
    """How lines were cut that have no width in common; not at all where most end with a sentence, as paragraphs do."""
    texts = [line for line in lines if marker(line) is None]
    cut = sorted(len(line) for line in texts if line[-1] not in _ENDS)
    long = [line for line in texts if len(line) >= _SHORT]
    if sum(line[-1] not in _ENDS for line in long) < max(_TORN_SHARE * len(long), _FEWEST_LINES):
        return _Measure()
    return _with_headings(_Measure(shortest=max(cut[int(len(cut) * _STRAY)], 2)), lines, raw)


def _with_headings(bare: _Measure, lines: Sequence[str], raw: Sequence[str]) -> _Measure:
    """With the kinds of numbers whose paragraphs, joined by the lengths of lines alone, mostly have no stop."""
    open_ended, stopped = Counter[str](), Counter[str]()
    kind = ""
    for index, text in enumerate(lines):
        if (found := marker(text)) is not None:
            kind = found.kind
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if kind and not (
            following and marker(following) is None and bare.is_full(raw[index], following, found is not None)
        ):
            (stopped if text[-1] in _ENDS else open_ended)[kind] += 1
            kind = ""
    kinds = frozenset(kind for kind in open_ended if open_ended[kind] >= _MOSTLY * stopped[kind])
    return dataclasses.replace(bare, headings=kinds)


def _width(text: str) -> float:
    """Width in Chinese characters; a space stands for the little room beside a number."""
    return sum(0.25 if character == " " else 0.5 if character.isascii() else 1.0 for character in text.strip())


def _goes_on(measure: _Measure, current: str, last: _Line, line: _Line, is_first: bool) -> bool:
    """Whether a line belongs to the paragraph before it."""
    if len(current) > _LONGEST_PARAGRAPH:
        return False
    if _is_open(current) or (last.text[-1] in "，、" and not _LEADS.match(line.text)):
        return True
    found = marker(line.text)
    if found is not None and (last.text[-1] in _ENDS or not _is_amid(current, found.number)):
        return False
    if not measure.is_wrapped:
        return _is_cut(current, last.text, line.text)
    if last.text[-1].isdecimal() and line.text[0] in _COUNTED:
        return True
    is_full = measure.is_full(last.raw, line.text, is_first)
    if last.text[-1] in _ENDS:
        return is_full and not _LEADS.match(line.text)
    if len(last.raw) < measure.shortest:
        return False  # no line is cut so early
    head = marker(current)
    if head is not None and head.kind in measure.headings and "。" not in current:
        # A heading may go on, but its last line is short, and the first of the text under it is not.
        return is_full and not _STARTS.match(line.text) and not measure.is_long(line.raw)
    return is_full or any(sign in current for sign in "，。；")


def _is_amid(current: str, number: int) -> bool:
    """Whether a number at the head of a line can be part of the sentence before it, as in 第\\n1、2、3项."""
    return current[-1] in "第、，至到-—" and number > 0


def _is_open(text: str) -> bool:
    """Whether a bracket or quotation mark is still to be closed; not believed over long stretches."""
    tail = text[-60:]
    return any(tail.rfind(opening) > tail.rfind(closing) for opening, closing in zip(_OPENING, _CLOSING, strict=True))


def _is_cut(current: str, last: str, line: str) -> bool:
    """Whether a line of a text that is not broken throughout was broken off, amid a sentence."""
    if last[-1] in _ENDS or _STARTS.match(line):
        return False
    if last[-1] in "，、" or line[0] in "，。；、：）”%》":
        return True
    is_heading = marker(current) is not None and "。" not in current
    return not is_heading and len(current) >= _LONG and "，" in current and line[-1] in "。；："


def _seam(before: str, after: str) -> str:
    """A space between Latin words that a line end kept apart."""
    is_latin = before[-1].isascii() and after[0].isascii() and before[-1].isalpha() and after[0].isalpha()
    return " " if is_latin else ""
