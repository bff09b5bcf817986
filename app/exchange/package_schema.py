"""The JSON of a package as types, made from the field table: what does not fit them is no report of this program."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, cast

import msgspec

from app.errors import ImportFileError
from app.model.entities import BY_TABLE, ROWS, Department, Entity, Report
from app.model.fields import FieldSpec, Kind, specs
from app.model.portable import OWN, Plain, Portable, Row, travelling
from app.model.text import clean

_KEY = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{24}$")]
_HASH = r"^[0-9a-f]{64}$"
_MOST = 10**15
_LONGEST = 1_000_000  # characters of one text
_NUMBER = r"^-?[0-9]{1,15}(\.[0-9]{1,10})?$"


class File(msgspec.Struct, forbid_unknown_fields=True):
    """What the manifest says of one entry of the zip."""

    sha256: Annotated[str, msgspec.Meta(pattern=_HASH)]
    size: Annotated[int, msgspec.Meta(ge=0, le=_MOST)]


class Snapshot(msgspec.Struct, forbid_unknown_fields=True):
    """A named state that came along, in its own entry."""

    name: Annotated[str, msgspec.Meta(max_length=200)]
    time: Annotated[str, msgspec.Meta(max_length=40)]
    file: Annotated[str, msgspec.Meta(max_length=40)]


class Manifest(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a package is and holds. `ancestors` are the states its report grew out of, the newest first."""

    format: Literal["ziping-package"]
    version: Annotated[int, msgspec.Meta(ge=1, le=1)]
    program: Annotated[str, msgspec.Meta(max_length=40)]
    made: Annotated[str, msgspec.Meta(max_length=40)]
    state: Annotated[str, msgspec.Meta(pattern=_HASH)]
    ancestors: Annotated[list[Annotated[str, msgspec.Meta(pattern=_HASH)]], msgspec.Meta(max_length=200)] = []
    snapshots: Annotated[list[Snapshot], msgspec.Meta(max_length=200)] = []
    files: Annotated[dict[Annotated[str, msgspec.Meta(max_length=100)], File], msgspec.Meta(max_length=2000)]


class Origin(msgspec.Struct):
    """The part of a manifest of any version that says whose it is."""

    format: str = ""
    version: int = 0
    program: str = ""


@cache
def _report_type() -> type[msgspec.Struct]:
    none_there: Any = msgspec.field(default_factory=list)
    rows: list[Any] = [(entity.TABLE, _list_of(_struct(entity)), none_there) for entity in ROWS]
    tables = msgspec.defstruct("Rows", rows, forbid_unknown_fields=True)
    fields = [("department", _struct(Department)), ("report", _struct(Report)), ("rows", tables)]
    return msgspec.defstruct("Package", fields, forbid_unknown_fields=True)


def _list_of(kind: Any) -> Any:
    return list[kind]


def _struct(entity: type[Entity]) -> type[msgspec.Struct]:
    hints = typing.get_type_hints(entity)
    declared = specs(entity)
    defaults = {item.name: item.default for item in dataclasses.fields(entity)}
    own: list[Any] = [] if entity is Department else [(OWN, _KEY)]
    for name in travelling(entity):
        spec = declared.get(name)
        kind = _declared(spec) if spec is not None else _undeclared(entity, name, hints[name])
        if kind is _KEY:
            own.append((name, kind))
        else:
            own.append((name, kind, defaults[name]))
    own.sort(key=len)  # required ones first
    return msgspec.defstruct(entity.__name__, own, forbid_unknown_fields=True)


def _declared(spec: FieldSpec) -> Any:
    match spec.kind:
        case Kind.MONEY | Kind.COUNT:
            return Annotated[int, msgspec.Meta(ge=-_MOST, le=_MOST)] | None
        case Kind.DECIMAL:
            return Annotated[str, msgspec.Meta(pattern=_NUMBER)] | None
        case Kind.FLAG:
            return bool
        case Kind.REFERENCE:
            return _KEY | None
        case Kind.DATE:
            return Annotated[str, msgspec.Meta(max_length=10)]
        case Kind.CHOICE if spec.choices:
            return Literal[spec.choices]
        case _:
            return Annotated[str, msgspec.Meta(max_length=_LONGEST)]


def _undeclared(entity: type[Entity], name: str, hint: Any) -> Any:
    if name == "content_hash":
        return Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?$")]
    if name == "row_id" and "table_name" in travelling(entity):
        return _KEY
    if hint is int:
        return Annotated[int, msgspec.Meta(ge=-_MOST, le=_MOST)]
    if hint is bool:
        return bool
    return Annotated[str, msgspec.Meta(max_length=4000)]


def decode_report(content: bytes) -> Portable:
    """The report of a package; msgspec.ValidationError or ImportFileError for anything else."""
    found = cast("Any", msgspec.json.decode(content, type=_report_type()))
    rows = {entity.TABLE: tuple(_row(entity, row) for row in getattr(found.rows, entity.TABLE)) for entity in ROWS}
    result = Portable(_row(Department, found.department), _row(Report, found.report), rows)
    _demand_whole(result)
    return result


def _row(entity: type[Entity], found: msgspec.Struct) -> Row:
    values: dict[str, Plain] = msgspec.structs.asdict(found)
    declared = specs(entity)
    for name, value in values.items():
        if isinstance(value, str):
            spec = declared.get(name)
            values[name] = clean(value, multiline=spec is None or spec.kind is Kind.LONG)
            if spec is not None and spec.kind is Kind.DATE and value:
                _demand_day(value, spec)
    return values


def _demand_day(text: str, spec: FieldSpec) -> None:
    try:
        is_day = date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_day = False
    if not is_day:
        raise ImportFileError(f"数据包中“{spec.label}”的日期不对，数据包可能被改动过；请让对方重新导出。")


def _demand_whole(found: Portable) -> None:
    """Every key once, and nothing that points nowhere."""
    keys: dict[str, set[str]] = {Report.TABLE: {found.key}}
    for table, rows in found.rows.items():
        keys[table] = {str(row[OWN]) for row in rows}
        if len(keys[table]) != len(rows):
            raise ImportFileError(f"数据包中有重复的{BY_TABLE[table].LABEL}，数据包可能被改动过；请让对方重新导出。")
    for table, rows in found.rows.items():
        targets = [(name, spec.target) for name, spec in specs(BY_TABLE[table]).items() if spec.target]
        for row in rows:
            pointed = [(target, row[name]) for name, target in targets if row[name] is not None]
            if "table_name" in row and "row_id" in row:
                pointed.append((str(row["table_name"]), row["row_id"]))
            if any(str(key) not in keys.get(target, ()) for target, key in pointed):
                raise ImportFileError(
                    f"数据包中有一条{BY_TABLE[table].LABEL}指向不存在的内容，数据包可能不完整；请让对方重新导出。"
                )


def files_of(found: Portable) -> Mapping[str, str]:
    """The names of the evidence files by their hash."""
    return {
        str(row["content_hash"]): str(row["file_name"] or row["name"])
        for row in found.rows["evidence"]
        if row["content_hash"]
    }
