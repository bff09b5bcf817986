"""Files that a disk, a mail gateway or somebody with an editor made something else of."""

from __future__ import annotations

import copy
import io
import random
import zipfile
from collections.abc import Iterator
from typing import Any

_PIECES = [
    b"9" * 12,
    b"-1",
    b"1e999",
    b"NaN",
    b"</",
    b"<![CDATA[",
    b"&#0;",
    b"&#55296;",
    b"\xff\xfe",
    b"\0",
    b"\xff" * 4,
]
_VALUES: list[Any] = [
    None, True, 0, -1, 10**15, 10**16, 1.5, "", "x", "长" * 50, "1e999", "NaN", "\ud800", "\x00", "2021-13-01", [], {},
    [[]], "0" * 24,
]  # fmt: skip


def changed_bytes(content: bytes, chance: random.Random) -> bytes:
    """The same with some bytes changed, lost, doubled or put in."""
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        place, length = chance.randrange(len(data) + 1), chance.randint(1, 30)
        match chance.randrange(4):
            case 0:
                data[place : place + 1] = chance.randbytes(1)
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = data[: length + chance.randrange(len(data) + 1)][-length:]
            case _:
                data[place:place] = chance.choice(_PIECES)
    return bytes(data)


def changed_zip(content: bytes, chance: random.Random) -> bytes:
    """The same with one or two parts changed, or one missing; the zip itself is whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name in chance.sample(sorted(parts), chance.choice([1, 1, 2])):
        parts[name] = changed_bytes(parts[name], chance)
    if chance.random() < 0.1:
        del parts[chance.choice(sorted(parts))]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def change_json(found: Any, chance: random.Random) -> None:
    """Changes, moves, doubles, renames or removes values of a document."""
    for _ in range(chance.choice([1, 1, 2, 5])):
        places = list(_places(found))
        holder, key = chance.choice(places)
        match chance.randrange(4):
            case 0:
                holder[key] = chance.choice(_VALUES)
            case 1:
                other, name = chance.choice(places)
                holder[key] = copy.deepcopy(other[name])
            case 2:
                del holder[key]
            case _ if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            case _:
                holder[chance.choice(["novelty", "id", "report_id", f"{key}x"])] = holder.pop(key)


def _places(found: Any) -> Iterator[tuple[Any, Any]]:
    keys = found if isinstance(found, dict) else range(len(found)) if isinstance(found, list) else ()
    for key in keys:
        yield found, key
        yield from _places(found[key])
