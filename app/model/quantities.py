"""Money, decimals, counts, dates and rates: read, rounded and shown in one place, so that no two places disagree."""

from __future__ import annotations

import decimal
import re
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from app.errors import InputError
from app.model.fields import FieldSpec, Kind, Value
from app.model.text import clean

MISSING = "—"
"""What stands in a text for a figure that is not there."""

NO_FIGURE = frozenset({"-", "—", "–", "－", "――", "——", "/"})
"""How sheets write that there is no figure."""

MAX_DIGITS = 15
"""The most digits a typed number may have, and an amount in 分: ten thousand 亿元, and exact in a workbook cell."""

_EXACT = decimal.Context(prec=60)
_WAN = 1_000_000  # 分 in a 万元
MONEY_UNITS = ("万元", "元")
"""What an officer may type and read amounts in; the first is what reports and tables use."""

_FEN_IN = {"分": 1, "元": 100, "万元": _WAN, "万": _WAN, "亿元": 10_000 * _WAN, "亿": 10_000 * _WAN}

# The full-width forms an input method types. Not NFKC, which would make 12² the number 122.
_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: " ", 0x2212: "-", 0x00A0: " "}
_NUMBER = re.compile(r"(-?)([0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)(\.[0-9]+)?")
_DATE = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?: 00:00(?::00)?)?"
    r"|([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"
    r"|([0-9]{4})([/.])([0-9]{1,2})\8([0-9]{1,2})"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_YES = frozenset({"是", "√", "✓", "☑", "对", "有", "y", "yes", "true", "1"})
_NO = frozenset({"", "否", "×", "✗", "☐", "x", "错", "无", "n", "no", "false", "0"})
_CHOICE_TAILS = ("事业单位", "单位", "项目", "资金", "指标")


def half_width(text: str) -> str:
    """Text with full-width ASCII, the minus sign and odd spaces as their ASCII forms; for numbers, never for prose."""
    return text.translate(_HALF_WIDTH)


def parse_money(text: str, unit: str = "万元") -> int:
    """An amount as 分, exactly.

    `unit` (分, 元, 万元, 亿元) holds where the text names none. Full-width digits, thousands separators and spaces
    around are taken. InputError when the text is no amount, is finer than a 分, or has more than 15 digits.
    """
    number, suffix = _split(half_width(text).replace("兀", "元"))
    scale = _FEN_IN.get(suffix or unit)
    if number is None or scale is None:
        raise InputError(f"“{_quote(text)}”不是金额，请填写以{unit}为单位的数字，例如 61,296.75。")
    fen = _number(number, text) * scale
    if fen != fen.to_integral_value():
        raise InputError(f"“{_quote(text)}”的小数位太多，金额只能精确到分，请核对后重填。")
    if abs(fen) >= 10**MAX_DIGITS:
        raise InputError(f"“{_quote(text)}”超出了可以填写的最大金额，请检查单位是否为{unit}。")
    return int(fen)


def parse_decimal(text: str, unit: str = "") -> Decimal:
    """A number exactly as typed; `unit` (such as 分 or %) may follow it. InputError when it is none."""
    number, suffix = _split(half_width(text))
    if number is None or suffix not in {"", half_width(unit)}:
        raise InputError(f"“{_quote(text)}”不是数字，请填写数字，例如 49.8。")
    return _number(number, text)


def parse_count(text: str, unit: str = "") -> int:
    """A whole number; `unit` (such as 个) may follow it, and zeros after a point count as none. InputError else."""
    number, suffix = _split(half_width(text))
    if number is None or suffix not in {"", half_width(unit)}:
        raise InputError(f"“{_quote(text)}”不是个数，请填写整数，例如 76。")
    value = _number(number, text)
    if value != value.to_integral_value():
        raise InputError(f"“{_quote(text)}”不是整数，请填写整数，例如 76。")
    return int(value)


def parse_date(text: str) -> str:
    """A day as ISO 8601 text, from 2022-03-05, 2022年3月5日, 2022/3/5, 2022.3.5 or 20220305. InputError else."""
    found = _DATE.fullmatch(half_width(text).strip())
    if found is None:
        raise InputError(f"“{_quote(text)}”不是完整的日期，请写成 2022年3月5日 或 2022-03-05。")
    year, month, day = (int(part) for part in found.groups() if part and part not in "/.")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise InputError(f"“{_quote(text)}”的年份不在 {_FIRST_YEAR} 至 {_LAST_YEAR} 年之间，请核对年份。")
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise InputError(f"日历上没有“{_quote(text)}”这一天，请核对年月日。") from None


def parse_flag(text: str) -> bool:
    """Yes or no from 是/否, √/×, 有/无, 1/0 and the like; empty is no. InputError else."""
    word = half_width(text).strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise InputError(f"“{_quote(text)}”既不是“是”也不是“否”，请填写“是”或“否”。")


def parse_value(spec: FieldSpec, text: str) -> Value:
    """What a typed, pasted or imported text means in a field; `spec.empty` where nothing is filled in.

    Money is 分. Limits, bounds and choices of the field hold. InputError with the field's label. A REFERENCE is
    the caller's to resolve (ValueError): only it knows the rows that can be meant.
    """
    try:
        return _parse_value(spec, text)
    except InputError as error:
        raise InputError(f"{spec.label}：{error}") from None


def _parse_value(spec: FieldSpec, text: str) -> Value:
    if spec.kind in {Kind.TEXT, Kind.LONG}:
        return _limited(spec, clean(text, multiline=spec.kind is Kind.LONG))
    if not text.strip():
        return spec.empty
    match spec.kind:
        case Kind.MONEY:
            fen = parse_money(text, spec.unit or "万元")
            _check_bounds(spec, to_wan(fen), text)
            return fen
        case Kind.DECIMAL:
            return _bounded_decimal(spec, text)
        case Kind.COUNT:
            number = parse_count(text, spec.unit)
            _check_bounds(spec, Decimal(number), text)
            return number
        case Kind.CHOICE:
            return _choice(spec, text)
        case Kind.FLAG:
            return text.strip() == spec.label or parse_flag(text)
        case Kind.DATE:
            return parse_date(text)
        case _:
            raise ValueError(f"{spec.name} is a reference; its caller resolves it")


def _limited(spec: FieldSpec, text: str) -> str:
    if spec.limit is not None and len(text) > spec.limit:
        raise InputError(f"最多填写 {spec.limit} 字，现有 {len(text)} 字，请删减后再填。")
    return text


def _bounded_decimal(spec: FieldSpec, text: str) -> Decimal:
    value = parse_decimal(text, spec.unit)
    if value != round_half_up(value, spec.places):
        raise InputError(f"“{_quote(text)}”的小数位太多，最多保留 {spec.places} 位小数，请核对后重填。")
    _check_bounds(spec, value, text)
    return value


def _check_bounds(spec: FieldSpec, value: Decimal, text: str) -> None:
    if spec.minimum is not None and value < spec.minimum:
        raise InputError(f"“{_quote(text)}”太小，不能小于 {format_plain(spec.minimum)}，请核对后重填。")
    if spec.maximum is not None and value > spec.maximum:
        raise InputError(f"“{_quote(text)}”太大，不能大于 {format_plain(spec.maximum)}，请核对后重填。")


def _choice(spec: FieldSpec, text: str) -> str:
    """The choice meant by a word, also where a workbook adds what the word classifies, as in 参公事业单位."""
    if spec.words and not spec.choices:  # read where the pack that knows the words is not at hand
        return clean(text, multiline=False).strip()
    by_word = _choices(spec.choices)
    word = half_width(text).strip()
    for tail in ("", *_CHOICE_TAILS):
        if word.endswith(tail) and (found := by_word.get(word.removesuffix(tail))) is not None:
            return found
    raise InputError(f"没有“{_quote(text)}”这一项，请从{'、'.join(spec.choices)}中选择。")


@cache
def _choices(choices: tuple[str, ...]) -> dict[str, str]:
    return {half_width(choice): choice for choice in choices}


def _split(text: str) -> tuple[re.Match[str] | None, str]:
    """The number a half-width text starts with, and the unit after it."""
    text = text.strip()
    found = _NUMBER.match(text)
    return found, text[found.end() :].strip() if found else ""


def _number(found: re.Match[str], text: str) -> Decimal:
    """The value of a matched number. InputError when it has too many digits to be meant."""
    sign, whole, fraction = found.groups(default="")
    digits = whole.replace(",", "").replace(" ", "")
    if len(digits) + max(0, len(fraction) - 1) > MAX_DIGITS:
        raise InputError(f"“{_quote(text)}”的位数太多，数字最多 {MAX_DIGITS} 位，请核对后重填。")
    return Decimal(f"{sign}{digits}{fraction}") + 0  # no negative zero


def _quote(text: str) -> str:
    """The officer's text, short enough to stand in a sentence."""
    text = clean(text, multiline=False).strip()
    return text if len(text) <= 30 else f"{text[:30]}…"


def show_value(spec: FieldSpec, value: Value) -> str:
    """What a cell or form shows: money in the field's unit with separators and two decimals, more where it is finer;
    scores with their decimals, 分值 without trailing zeros, days as 2022年3月5日. Empty for None. No REFERENCE.
    """
    match spec.kind:
        case Kind.MONEY if isinstance(value, int):
            amount = in_unit(value, spec.unit)
            places = max(2, _decimals(amount))
            return f"{amount:,.{places}f}"
        case Kind.DECIMAL if isinstance(value, Decimal):
            # 分值 is printed as the notice writes it: 2, not 2.00.
            return format_plain(value) if spec.name == "weight" else f"{round_half_up(value, spec.places):f}"
        case Kind.FLAG:
            return "是" if value else "否"
        case Kind.DATE if isinstance(value, str) and value:
            return format_date(value)
        case _:
            return "" if value is None else str(value)


def edit_value(spec: FieldSpec, value: Value) -> str:
    """What an editor starts with: as `show_value`, but without separators and trailing zeros; `parse_value` reads
    it back as the same value. No REFERENCE.
    """
    match spec.kind:
        case Kind.MONEY if isinstance(value, int):
            return format_plain(in_unit(value, spec.unit))
        case Kind.DECIMAL if isinstance(value, Decimal):
            return format_plain(value)
        case Kind.DATE:
            return str(value)
        case _:
            return show_value(spec, value)


def to_wan(fen: int) -> Decimal:
    """分 as 万元, exactly."""
    return Decimal(fen).scaleb(-6, _EXACT)


def in_unit(fen: int, unit: str) -> Decimal:
    """分 as an amount in a unit (元, 万元 …), exactly; 万元 where none is named."""
    return _EXACT.divide(Decimal(fen), Decimal(_FEN_IN[unit or MONEY_UNITS[0]]))


def with_unit(text: str, unit: str) -> str:
    """A typed amount with the unit it is meant in, so that it says the same wherever it is read; other text as is."""
    found, suffix = _split(half_width(text))
    return text if found is None or suffix else f"{text.strip()}{unit}"


def rate(executed: int | None, budget: int | None) -> Decimal | None:
    """`executed` ÷ `budget` in %, unrounded (over ten decimals); None for a base that is missing or not above zero."""
    if executed is None or budget is None or budget <= 0:
        return None
    return _EXACT.divide(Decimal(100 * executed), Decimal(budget))


def round_half_up(value: Decimal, places: int) -> Decimal:
    """四舍五入 to `places` decimals, away from zero where it is a tie; never a negative zero."""
    return _quantize(value, places, ROUND_HALF_UP)


def _quantize(value: Decimal, places: int, rounding: str) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding, _EXACT)
    return rounded or abs(rounded)


def _decimals(value: Decimal) -> int:
    """How many decimals a value needs."""
    return len(format_plain(value).partition(".")[2])


def format_money(fen: int | None) -> str:
    """分 as 万元 in a sentence: separators, at most two decimals, no trailing zeros (6,732; 11,282.8; 61,296.75)."""
    if fen is None:
        return MISSING
    return _strip_zeros(format_money_table(fen))


def format_money_table(fen: int | None) -> str:
    """分 as 万元 in a table: separators, always two decimals (6,732.00)."""
    return MISSING if fen is None else f"{round_half_up(to_wan(fen), 2):,f}"


def format_percent(rate: Decimal | None, places: int = 1) -> str:
    """A rate in % with its sign: one decimal (97.5%), two where one would show a false 100.0 or 0.0 (99.97%).

    Where two decimals would be false as well, the rate is rounded to the side it is on: 99.999 is 99.99%.
    """
    if rate is None:
        return MISSING
    rounded = round_half_up(rate, places)
    if _is_false(rounded, rate):
        rounded = round_half_up(rate, 2)
    if _is_false(rounded, rate):
        rounded = _quantize(rate, 2, ROUND_CEILING if rate > rounded else ROUND_FLOOR)
    return f"{rounded:f}%"


def _is_false(rounded: Decimal, rate: Decimal) -> bool:
    """Whether rounding made a rate look complete, or look like nothing."""
    return rounded != rate and abs(rounded) in {Decimal(0), Decimal(100)}


@lru_cache(maxsize=4096)  # a score table has few different scores
def format_score(score: Decimal | None) -> str:
    """A score with two decimals (49.80)."""
    return MISSING if score is None else f"{round_half_up(score, 2):f}"


@lru_cache(maxsize=4096)  # a score table has few different scores
def format_plain(value: Decimal | None) -> str:
    """A number without trailing zeros or exponent: 49.80 is 49.8, 0.00 is 0."""
    if value is None:
        return MISSING
    text = _strip_zeros(f"{value:f}")
    return "0" if text == "-0" else text


def _strip_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_date(day: str) -> str:
    """An ISO day as a document writes it, without leading zeros (GB/T 9704-2012, 7.3.5.4): 2022年3月5日."""
    found = date.fromisoformat(day)
    return f"{found.year}年{found.month}月{found.day}日"


def money_json(fen: int | None) -> str | None:
    """分 as a plain decimal text in 万元, exact, with at least two decimals: "61296.75"."""
    if fen is None:
        return None
    amount = to_wan(fen)
    return f"{amount:.{max(2, _decimals(amount))}f}"


def rate_json(rate: Decimal | None) -> str | None:
    """A rate in % as a plain decimal text with four decimals: "97.4893"."""
    return None if rate is None else f"{round_half_up(rate, 4):f}"


_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """A whole number from 0 to 99,999,999 as numbering writes it: 十, 二十一, 一百零二. ValueError beyond."""
    if not 0 <= number < 100_000_000:
        raise ValueError(f"no Chinese number for {number}")
    text = _chinese(number)
    return text.removeprefix("一") if text.startswith("一十") else text


def _chinese(number: int) -> str:
    for size, word in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            head, rest = divmod(number, size)
            gap = "零" if 0 < rest < size // 10 else ""
            return f"{_chinese(head)}{word}{gap}{_chinese(rest) if rest else ''}"
    return _DIGITS[number]
