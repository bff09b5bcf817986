"""How the figures of a sentence hang together: targets, wholes with their parts, totals, shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Context, Decimal

from app.checks.figures import Figure, Reading, Role, narrow
from app.checks.texts import Piece, pairs, sentences
from app.model.quantities import format_percent, round_half_up

_ZERO = Decimal(0)
_EXACT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Attainment:
    """A figure with the target it is stated against."""

    noun: str
    actual: Figure
    target: Figure
    rate: Figure | None  # the completion stated beside them


def attainments(reading: Reading) -> Iterator[Attainment]:
    """Every actual figure that is stated with its target, such as 1560人，任务为1400人，完成率为111.4%."""
    for found in reading.by_field.values():
        for place, target in enumerate(found):
            if target.role is not Role.TARGET:
                continue
            index = _actual_of(found, place)
            if index is None:
                continue
            actual = found[index]
            later = found[max(index, place) + 1 :][:1]
            rate = next((item for item in later if _is_rate_of(item, target)), None)
            noun = actual.noun if len(actual.noun) > 2 else _TARGET_WORDS.sub("", target.noun)
            yield Attainment(noun, actual, target, rate)


_TARGET_WORDS = re.compile("(?:年度|年初|预期)?(?:目标|任务|计划|指标)(?:任务|值|数|人)?$")


def _actual_of(found: Sequence[Figure], place: int) -> int | None:
    """Where the figure stands that a target belongs to: just before it, else just after."""
    target = found[place]
    for index, reach in ((place - 1, 8), (place + 1, 16)):
        if not 0 <= index < len(found):
            continue
        other = found[index]
        if other.role is not Role.ACTUAL or other.sentence != target.sentence or other.unit != target.unit:
            continue
        first, second = sorted((other, target), key=lambda figure: figure.start)
        if second.start - first.end - len(second.label) <= reach:
            return index
    return None


def _is_rate_of(figure: Figure, target: Figure) -> bool:
    is_of_target = figure.label in _OF_WHAT_STANDS_BEFORE and figure.start - target.end <= _OF_TARGET
    is_rate = figure.role is Role.COMPLETION or is_of_target
    return is_rate and figure.sentence == target.sentence and figure.unit == "%"


_OF_WHAT_STANDS_BEFORE = frozenset({"", "比例"})
_OF_TARGET = 5  # characters between a target and the share of it, as in 10亿元的比例为105%


@dataclass(frozen=True, slots=True)
class Split:
    """A whole and what is said to be in it."""

    whole: Figure
    parts: tuple[Figure, ...]
    is_closed: bool  # the parts are meant to be all of it
    is_listed: bool  # a total after its items (总计), not a whole before its parts (其中)
    quote: str

    @property
    def sum(self) -> Decimal:
        """What the parts come to."""
        return sum((part.value for part in self.parts), _ZERO)

    @property
    def is_exact(self) -> bool:
        """Whether every figure is meant to the last digit."""
        return not any(figure.is_approximate for figure in (self.whole, *self.parts))

    @property
    def slack(self) -> Decimal:
        """By how much rounding alone may part sum and whole."""
        steps = [_step(figure) for figure in (self.whole, *self.parts)]
        return sum(steps, _ZERO) / 2 if any(steps) else _ZERO


def _step(figure: Figure) -> Decimal:
    """What one of the last digit is worth, where the figure was rounded to it; 0 for a count in full."""
    scale = next((10**power for word, power in (("亿", 8), ("万", 4)) if word in figure.written), 1)
    if scale == 1 and not figure.places:
        return _ZERO
    return Decimal(scale).scaleb(-figure.places) if figure.unit != "元" else Decimal(50)  # half a hundredth of 万元


_PARTS = re.compile("其中|包括|(?<![得评总扣满])分为")  # 得分为 is a score
_LEAVING = re.compile("另外?|此外|同时|还有|并(?:组织|开展|举办|完成|发放|对|为)")
_OVERLAPPING = re.compile("女|男|党员|残疾|困难|高龄|往期|累计|本科|硕士|博士|以上学历|首次")


def splits(reading: Reading) -> Iterator[Split]:
    """Every whole with its parts, by 其中 and the like or by 总计."""
    for found in reading.by_field.values():
        if len(found) > 1:
            text = narrow(found[0].passage.text)
            pieces = sentences(text)
            if "其中" in text or "包括" in text or "分为" in text:
                yield from _wholes_first(text, pieces, found)
            if _TOTAL.search(text):
                yield from _totals_last(text, pieces, found)


def _wholes_first(text: str, pieces: Sequence[Piece], found: Sequence[Figure]) -> Iterator[Split]:
    for number, piece in enumerate(pieces):
        marks = list(_PARTS.finditer(text, piece.start, piece.start + len(piece.text)))
        heads: dict[str, Figure] = {}
        for index, mark in enumerate(marks):
            zone = max(text.rfind("；", piece.start, mark.start()) + 1, piece.start)
            fresh = [item for item in found if zone <= item.start < mark.start()]
            if not fresh and not heads and mark.start() - piece.start < 2:
                fresh = [item for item in found if item.sentence == number - 1]
            if fresh:
                heads = {item.unit: item for item in fresh if item.role is Role.ACTUAL and item.unit != "%"}
            end = _end_of_parts(text, piece, mark, marks[index + 1 : index + 2])
            if heads:
                yield from _parted(text, mark, heads, [item for item in found if mark.end() <= item.start < end])


def _end_of_parts(text: str, piece: Piece, mark: re.Match[str], later: Sequence[re.Match[str]]) -> int:
    limit = piece.start + len(piece.text)
    if later:
        limit = later[0].start()
        head = text.rfind("；", mark.end(), limit)
        limit = head if head >= 0 and any(sign.isdigit() for sign in text[head:limit]) else limit
    if text[mark.start() - 1 : mark.start()] in {"（", "("}:
        closing = min((place for place in (text.find(sign, mark.end()) for sign in "）)") if place > 0), default=limit)
        return min(limit, closing)
    colon = text.find("：", mark.end(), mark.end() + 12)
    stop = text.find("；", mark.end(), limit)
    return limit if colon > 0 or stop < 0 else stop


def _parted(text: str, mark: re.Match[str], heads: dict[str, Figure], inside: Sequence[Figure]) -> Iterator[Split]:
    is_bracketed = text[mark.start() - 1 : mark.start()] in {"（", "("}
    if is_bracketed:
        heads = {unit: item for unit, item in heads.items() if item.end >= mark.start() - 1}
    parts: dict[str, list[Figure]] = {}
    last = mark.end()
    for item in inside:
        if _LEAVING.search(text, last, item.start):
            break
        if item.unit == "%" or item.role in {Role.CHANGE, Role.PREVIOUS}:
            continue
        if item.unit not in heads:
            break
        parts.setdefault(item.unit, []).append(item)
        last = item.end
    sums = {unit: sum((part.value for part in items), _ZERO) for unit, items in parts.items()}
    exact = {unit for unit, items in parts.items() if len(items) > 1 and sums[unit] == heads[unit].value}
    for unit, items in parts.items():
        whole = heads[unit]
        is_closed = mark[0] == "分为" or bool(exact - {unit})
        yield Split(whole, tuple(items), is_closed, False, text[whole.start - len(whole.label) : items[-1].end])


_TOTAL = re.compile("(?:^|[，、；。：])(?:以上)?(总计|合计|共计|累计共|共(?=[0-9]))")
_COUNTED = frozenset({"人", "家", "个", "户"})


def _totals_last(text: str, pieces: Sequence[Piece], found: Sequence[Figure]) -> Iterator[Split]:
    for piece in pieces:
        start = piece.start
        for segment in piece.text.split("；"):
            end = start + len(segment)
            marks = list(_TOTAL.finditer(text, start, end))
            if marks:
                yield from _totalled(text, found, start, marks[-1].start(1), end)
            start = end + 1


def _totalled(text: str, found: Sequence[Figure], start: int, mark: int, end: int) -> Iterator[Split]:
    """The totals after a 总计 and the items before it, money and counts apart."""
    if text[mark : mark + 2].startswith("共") and text[mark + 1 : mark + 2].isdigit():
        start = max(text.rfind("，", start, max(start, mark - 1)) + 1, start)  # 共 sums up the list just before it
    items = [item for item in found if start <= item.start < mark and item.role is Role.ACTUAL]
    wholes = [item for item in found if mark <= item.start < end and item.role is Role.ACTUAL]
    for unit in dict.fromkeys(item.unit for item in wholes if item.unit != "%"):
        whole = next(item for item in wholes if item.unit == unit)
        is_mixed = unit in _COUNTED and re.search("[或和及、]", whole.after) is not None
        units = _COUNTED if is_mixed else {unit}
        parts = tuple(item for item in items if item.unit in units)
        if len(parts) > 1:
            yield Split(whole, parts, True, True, text[parts[0].start - len(parts[0].label) : whole.end])


def overlaps(split: Split) -> bool:
    """Whether the parts may share members, so that their sum says nothing."""
    return any(_OVERLAPPING.search(part.label) for part in split.parts) and not split.is_listed


@dataclass(frozen=True, slots=True)
class Share:
    """A rate with the two counts it follows from."""

    rate: Figure
    part: Figure
    whole: Figure
    is_sure: bool  # whether the words say what the whole is


_TOTAL_OF = re.compile("总[数量人额]|应[^，]{1,4}[数人]|全部|合计")
_OF_ALL = re.compile("共有|登记|应")
_RATE = re.compile("(?:率|比例|占比)$")
_OF = re.compile("占(?:比|总数|全部|其中)?(?:的)?(?:比例)?(?:约)?$")


def shares(reading: Reading) -> Iterator[Share]:
    """Every rate whose part and whole stand before it in the same sentence, each the only one it could be."""
    for found in reading.by_field.values():
        for place, rate in enumerate(found):
            if rate.unit != "%" or rate.role is not Role.ACTUAL or rate.is_approximate:
                continue
            near = [item for item in found[:place] if item.sentence == rate.sentence]
            counts = [item for item in near if item.unit != "%" and item.role is Role.ACTUAL]
            share = _of_stated(rate, near) or _of_noun(rate, counts) or _of_previous(rate, near, counts)
            if share is not None:
                yield share


def _of_stated(rate: Figure, near: Sequence[Figure]) -> Share | None:
    """占年度计划10亿元的105%: the whole stands in the phrase."""
    if rate.label not in _OF_WHAT_STANDS_BEFORE or len(near) < 2:
        return None
    whole, part = near[-1], near[-2]
    is_of_whole = rate.passage.text[whole.end : whole.end + 1] == "的" and rate.start - whole.end <= _OF_TARGET
    return Share(rate, part, whole, True) if is_of_whole and "占" in whole.label and whole.unit == part.unit else None


def _of_noun(rate: Figure, near: Sequence[Figure]) -> Share | None:
    """再就业人数15342人，再就业率76.8%: the part is what the rate is named for."""
    if not _RATE.search(rate.noun):
        return None
    stem = _RATE.sub("", rate.noun)
    parts = [item for item in near if len(item.noun) > 1 and item.unit != "元" and stem.endswith(item.noun)]
    if len(parts) != 1:
        return None
    part = parts[0]
    others = [item for item in near if item is not part and item.unit == part.unit]
    subject = pairs(stem[: len(stem) - len(part.noun)])
    named = [item for item in others if subject & pairs(item.noun)] if subject else others
    wholes = [item for item in named if _TOTAL_OF.search(item.label)]
    is_sure = bool(wholes)
    wholes = wholes or [item for item in named if _OF_ALL.search(item.label) and item.value > part.value]
    wholes = wholes or [item for item in others if item.start < part.start]
    return Share(rate, part, wholes[0], is_sure) if len(wholes) == 1 and not wholes[0].is_approximate else None


def _of_previous(rate: Figure, near: Sequence[Figure], counts: Sequence[Figure]) -> Share | None:
    """办理3500件，其中网上办理3200件，占91.4%: the part is the figure before."""
    if not _OF.search(rate.label) or not near or not counts or near[-1] is not counts[-1]:
        return None
    part = counts[-1]
    wholes = [item for item in counts[:-1] if item.unit == part.unit]
    return Share(rate, part, wholes[0], False) if len(wholes) == 1 and not wholes[0].is_approximate else None


@dataclass(frozen=True, slots=True)
class Growth:
    """A change in % with this year's and last year's figure."""

    change: Figure
    now: Figure
    before: Figure


_RISING, _FALLING = re.compile("增长|上升|增加|提高"), re.compile("下降|减少|降低")


def growths(reading: Reading) -> Iterator[Growth]:
    """Every change in % whose two figures stand just before it: 6272件，上年5000件，增长25.4%."""
    for found in reading.by_field.values():
        for now, before, change in zip(found, found[1:], found[2:], strict=False):
            is_one = now.sentence == before.sentence == change.sentence and now.unit == before.unit
            is_change = change.unit == "%" and change.role is Role.CHANGE
            if is_one and is_change and now.role is Role.ACTUAL and before.role is Role.PREVIOUS:
                yield Growth(change, now, before)


def wrong_growth(growth: Growth) -> str | None:
    """What a stated change should be; None where it is right or cannot be told."""
    before, now = growth.before.value, growth.now.value
    if before <= 0 or any(item.is_approximate for item in (growth.change, growth.now, growth.before)):
        return None
    exact = 100 * (now - before) / before
    said = growth.change.value
    if _FALLING.search(growth.change.label):
        exact = -exact
    elif not _RISING.search(growth.change.label):
        return None
    return None if said == round_half_up(exact, growth.change.places) else format_percent(exact, 1)


def wrong_rate(written: Figure, part: Decimal, whole: Decimal) -> str | None:
    """What a stated rate should be, where it is not `part` ÷ `whole` rounded half up to the decimals it is written
    with; None where it is.
    """
    if whole <= 0 or written.is_approximate:
        return None
    exact = 100 * part / whole
    if written.value in {round_half_up(exact, written.places), round_half_up(exact, 2)}:
        return None
    return format_percent(exact, max(1, written.places))


def is_truncated(written: Figure, part: Decimal, whole: Decimal) -> bool:
    """Whether a stated rate is the right one cut off instead of rounded."""
    exact = 100 * part / whole
    return exact.quantize(Decimal(1).scaleb(-written.places), ROUND_DOWN, _EXACT) == written.value
