"""The field table: what forms, tables, imports, checks and templates need to know of a field, declared once.

An entity declares its fields with the functions below (`text`, `money`, …) as dataclass defaults; `specs` reads
them back. Adding a field is one line in `entities.py` and one migration in `storage/schema.py`.
"""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias, cast


class Kind(StrEnum):
    """How a field's value is held, typed and shown."""

    TEXT = "text"  # str, one line
    LONG = "long"  # str, paragraphs separated by \n
    MONEY = "money"  # int 分 or None; typed and shown in 万元
    DECIMAL = "decimal"  # Decimal or None
    COUNT = "count"  # int or None
    CHOICE = "choice"  # one of `choices`, a str; where the pack names them, one of its `words`
    FLAG = "flag"  # bool
    DATE = "date"  # ISO 8601 str such as 2022-03-05, or ""
    REFERENCE = "reference"  # id of a row of `target`, or None


Value: TypeAlias = str | int | bool | Decimal | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """What the program knows about one field of one entity."""

    name: str = ""
    kind: Kind
    label: str
    unit: str = ""
    help: str = ""  # the 口径: what to fill in and where it comes from
    required: bool = False  # counts as missing while empty
    limit: int | None = None  # longest text, characters
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    places: int = 2  # decimals kept by DECIMAL fields
    choices: tuple[str, ...] = ()
    words: str = ""  # CHOICE: which of the pack's lists of words are the choices; see `TemplatePack.worded`
    target: str = ""  # REFERENCE: the table pointed at
    is_owner: bool = False  # REFERENCE: the row goes with the one it points at
    aliases: tuple[str, ...] = ()  # other column headings met in workbooks
    width: int = 12  # column width in a table, in Chinese characters
    in_table: bool = True  # shown as a column of the entity's table
    in_form: bool = True  # shown in the entity's form
    group: str = ""  # heading under which a form puts it
    is_apart: bool = False  # in a form of its own, on the page that names it, and not in that of its entity
    carried: bool = False  # kept when a new year's report is carried over from this one
    collected: bool = False  # asked of the offices and units in 采集表
    empty: Value = dataclasses.field(init=False)  # the value that stands for 'not filled in'

    def __post_init__(self) -> None:
        object.__setattr__(self, "empty", self._empty())  # kept: an import asks for it for every cell

    def _empty(self) -> Value:
        match self.kind:
            case Kind.TEXT | Kind.LONG | Kind.DATE:
                return ""
            case Kind.CHOICE:
                return self.choices[0] if self.choices else ""
            case Kind.FLAG:
                return False
            case _:
                return None


def _declare(spec: FieldSpec, default: Value) -> Any:
    return dataclasses.field(default=default, metadata={"spec": spec})


def text(label: str, *, limit: int = 200, **details: Any) -> str:
    """A one-line text; empty when not filled in."""
    return cast("str", _declare(FieldSpec(kind=Kind.TEXT, label=label, limit=limit, **details), ""))


def long(label: str, *, limit: int = 200_000, **details: Any) -> str:
    """Paragraphs of text separated by line feeds; empty when not filled in."""
    details = dict[str, Any](in_table=False, width=30) | details
    return cast("str", _declare(FieldSpec(kind=Kind.LONG, label=label, limit=limit, **details), ""))


def money(label: str, **details: Any) -> int | None:
    """An amount in 分, never negative unless `minimum` says so; None when not filled in."""
    details = dict[str, Any](minimum=Decimal(0), unit="万元", width=9) | details
    return cast("int | None", _declare(FieldSpec(kind=Kind.MONEY, label=label, **details), None))


def decimal(label: str, **details: Any) -> Decimal | None:
    """An exact decimal such as a score in 分; None when not filled in."""
    details = dict[str, Any](width=7) | details
    return cast("Decimal | None", _declare(FieldSpec(kind=Kind.DECIMAL, label=label, **details), None))


def count(label: str, **details: Any) -> int | None:
    """A number of things; None when not filled in."""
    details = dict[str, Any](minimum=Decimal(0), width=7) | details
    return cast("int | None", _declare(FieldSpec(kind=Kind.COUNT, label=label, **details), None))


def choice(label: str, choices: type[StrEnum], **details: Any) -> str:
    """One of a fixed list of words; the first is the default."""
    words = tuple(member.value for member in choices)
    return cast("str", _declare(FieldSpec(kind=Kind.CHOICE, label=label, choices=words, **details), words[0]))


def pack_choice(label: str, words: str, **details: Any) -> str:
    """One of the words that the report's template pack lists under that name; empty stands for the first."""
    return cast("str", _declare(FieldSpec(kind=Kind.CHOICE, label=label, words=words, **details), ""))


def flag(label: str, **details: Any) -> bool:
    """Yes or no."""
    details = dict[str, Any](width=5) | details
    return cast("bool", _declare(FieldSpec(kind=Kind.FLAG, label=label, **details), False))


def date(label: str, **details: Any) -> str:
    """A calendar day as ISO 8601 text; empty when not filled in."""
    return cast("str", _declare(FieldSpec(kind=Kind.DATE, label=label, **details), ""))


def reference(label: str, target: str, **details: Any) -> int | None:
    """The id of a row of the table `target`; None when not linked."""
    return cast("int | None", _declare(FieldSpec(kind=Kind.REFERENCE, label=label, target=target, **details), None))


_SPECS: dict[type[Any], dict[str, FieldSpec]] = {}


def specs(entity: type[Any]) -> dict[str, FieldSpec]:
    """The declared fields of an entity class by name, in order, without bookkeeping columns (id, position …)."""
    if entity not in _SPECS:
        _SPECS[entity] = {
            item.name: dataclasses.replace(item.metadata["spec"], name=item.name)
            for item in dataclasses.fields(entity)
            if "spec" in item.metadata
        }
    return _SPECS[entity]
