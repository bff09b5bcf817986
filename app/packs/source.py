"""A pack's files as they are written: read, decoded into declared shapes, faults told with file, line and field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import msgspec

from app.errors import TemplateError

S = TypeVar("S", bound=msgspec.Struct)

Place: TypeAlias = tuple[str | int, ...]
"""The names and numbers that lead to a value."""

_HEADING = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\.\.\.|[0-9]+)\]")


def read(path: Path) -> str:
    """The text of a file; TemplateError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise TemplateError(f"模板包“{path.parent.name}”缺少文件 {path.name}，请重新安装或重新导入该模板包。") from None
    except UnicodeDecodeError:
        raise TemplateError(f"模板文件 {path.name} 不是 UTF-8 编码，请另存为 UTF-8 后再用。") from None
    except OSError as error:
        raise TemplateError(f"模板文件 {path.name} 无法读取，请检查文件是否被占用、是否有读取权限。") from error


class TomlFile:
    """A TOML file of a pack."""

    def __init__(self, path: Path) -> None:
        folder = path.parent.name
        is_coming_in = folder.startswith("~")  # which has no folder of its own yet
        self.name = path.name if is_coming_in else f"{folder}/{path.name}"
        self._text = read(path)
        try:
            self.raw: dict[str, Any] = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+), column (\d+)", str(error))
            where = f"第 {found[1]} 行第 {found[2]} 个字符处" if found else "末尾"
            raise TemplateError(f"模板文件 {self.name} {where}写法有误，不是完整的 TOML，请改正后再用。") from None

    def fault(self, place: Place, what: str) -> TemplateError:
        """What is wrong at a place, and what to do unless `what` says so itself; `what` without a full stop."""
        line = line_of(self._text, place)
        where = f"第 {line} 行的 {shown(place)} " if line else f"的 {shown(place)} " if place else ""
        advice = "" if "，请" in what else "，请改正后再用"
        return TemplateError(f"模板文件 {self.name} {where}{what}{advice}。")

    def decode(
        self,
        kind: type[S],
        *,
        raw: Mapping[str, Any] | None = None,
        within: Place = (),
        origin: Callable[[Place], Place] | None = None,
    ) -> S:
        """The file, or the part `raw` of it that stands `within`, in a declared shape. `origin` says where in the file
        a place of a part stands that was put together from several.
        """
        content = self.raw if raw is None else raw
        where = origin or (lambda place: (*within, *place))
        try:
            found = msgspec.convert(content, kind, strict=False)
        except msgspec.ValidationError as error:
            reason, place = _located(content, kind, error)
            if name := _NAMED.search(reason):
                place = (*place, name[1]) if "unknown" in reason else place
            raise self.fault(where(place), f"有误：{_explained(reason)}") from None
        for place in _strange(content, msgspec.inspect.type_info(kind)):
            raise self.fault(where(place), f"有误：没有 {place[-1]} 这一项")
        return found


_NAMED = re.compile("`([^`]*)`")


def _strange(content: Any, info: msgspec.inspect.Type) -> Iterator[Place]:
    """The places of names that a declared shape does not have; msgspec passes over those of dataclasses."""
    if isinstance(info, msgspec.inspect.UnionType):
        kinds = [each for each in info.types if isinstance(each, msgspec.inspect.DataclassType)]
        yield from _strange(content, kinds[0]) if kinds and content is not None else ()
    elif isinstance(info, msgspec.inspect.DataclassType | msgspec.inspect.StructType):
        fields = {each.encode_name: each.type for each in info.fields}
        for name, value in content.items():
            if name not in fields:
                yield (name,)
            else:
                yield from ((name, *place) for place in _strange(value, fields[name]))
    elif isinstance(info, msgspec.inspect.ListType | msgspec.inspect.VarTupleType):
        for number, value in enumerate(content):
            yield from ((number, *place) for place in _strange(value, info.item_type))
    elif isinstance(info, msgspec.inspect.DictType):
        for name, value in content.items():
            yield from ((name, *place) for place in _strange(value, info.value_type))


def shown(place: Place) -> str:
    """A place as the officer reads it, such as scores.blocks[0].weight; counted from 0 as the files' own arrays."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return text.removeprefix(".")


def line_of(text: str, place: Place) -> int:
    """The line of a TOML text where the value at a place begins, or what comes nearest to it; 0 where nothing does."""
    here: Place = ()
    counts: dict[Place, int] = {}
    best, line = 0, 0
    for number, content in enumerate(text.split("\n"), 1):
        if heading := _HEADING.match(content):
            here = _entered(_names(heading[2]), counts, is_array=heading[1] == "[[")
            found = here
        elif key := _KEY.match(content):
            found = (*here, *_names(key[1]))
        else:
            continue
        if len(found) > best and place[: len(found)] == found:
            best, line = len(found), number
    return line


def _names(text: str) -> list[str]:
    return [name.strip().strip("\"'") for name in text.split(".")]


def _entered(names: Sequence[str], counts: dict[Place, int], *, is_array: bool) -> Place:
    """The place that a heading opens; `counts` knows how often each array was opened before."""
    here: Place = ()
    for depth, name in enumerate(names, 1):
        here = (*here, name)
        if is_array and depth == len(names):
            counts[here] = counts.get(here, -1) + 1
        if here in counts:
            here = (*here, counts[here])
    return here


def _located(content: Mapping[str, Any], kind: type[S], error: msgspec.ValidationError) -> tuple[str, Place]:
    """What is wrong, and where: msgspec tells no number or name of an item, so the items are tried one by one."""
    reason, _, path = str(error).partition(" - at ")
    steps = [name or (int(number) if number.isdigit() else ...) for name, number in _STEP.findall(path.strip("`$"))]
    place: list[str | int] = []
    for step in steps:
        if isinstance(step, str | int):
            place.append(step)
        else:
            inside = _inside(content, place)
            items = inside.items() if isinstance(inside, Mapping) else enumerate(inside)
            place.append(next((key for key, item in items if _fails(content, (*place, key), item, kind)), 0))
    return reason, tuple(place)


def _inside(content: Any, place: Sequence[str | int]) -> Any:
    for step in place:
        content = content[step]
    return content


def _fails(content: Any, place: Sequence[str | int], item: object, kind: type[S]) -> bool:
    """Whether the content is still refused with only that item where it stands."""
    try:
        msgspec.convert(_with(content, place, item), kind, strict=False)
    except msgspec.ValidationError:
        return True
    return False


def _with(content: Any, place: Sequence[str | int], value: object) -> Any:
    """The content with a value at a place; of what is on the way only the items passed are kept."""
    if not place:
        return value
    first, *rest = place
    if isinstance(first, int):
        return [_with(content[first], rest, value)]
    kept = {} if len(rest) == 0 else content
    return {**kept, first: _with(content[first], rest, value)}


def _explained(reason: str) -> str:
    """msgspec's commonest complaints, in Chinese."""
    if "missing required field" in reason:
        return f"缺少 {reason.split('`')[-2]}"
    if "unknown field" in reason:
        return f"没有 {reason.split('`')[-2]} 这一项"
    if reason.startswith("Expected"):
        wanted, _, got = reason.removeprefix("Expected ").partition(", got ")
        return f"应为{_kinds(wanted)}，现为{_kinds(got)}"
    if reason.startswith("Invalid enum value"):
        return f"没有“{reason.removeprefix('Invalid enum value ').strip(chr(39))}”这一项"
    return "应为数字" if reason.startswith("Invalid decimal") else f"值不合要求（{reason}）"


_KINDS = {
    "decimal": "数字", "int": "整数", "float": "数字", "str": "文字", "bool": "true 或 false", "array": "列表",
    "object": "表", "null": "空",
}  # fmt: skip


def _kinds(words: str) -> str:
    """Types as TOML's reader knows them, in Chinese."""
    return re.sub("[a-z]+", lambda word: _KINDS.get(word[0], word[0]), words.replace("`", "").replace(" | ", "或"))
