"""Reads lists of plain text: .csv and .tsv in UTF-8, UTF-16 or GB18030, separated by commas, tabs or semicolons."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice

from app.exchange.workbooks.sheet import LONGEST_TEXT, Gathering, Sheet, tidy

_ENCODINGS = ("utf-8-sig", "gb18030")
_SAMPLED = 20_000  # characters by which the separator is told


class NoTextError(Exception):
    """The content is no text."""


def read(content: bytes, name: str, gathering: Gathering) -> list[Sheet]:
    """The one sheet of a list; NoTextError when the content is no text."""
    text = decoded(content)
    maker = gathering.sheet(name)
    limit = csv.field_size_limit(LONGEST_TEXT * 4)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)), 1):
            maker.add(number, enumerate(map(tidy, cells)))
    except csv.Error:
        raise NoTextError from None
    finally:
        csv.field_size_limit(limit)
    return [maker.done(is_flat=True)]


def decoded(content: bytes) -> str:
    """Bytes as text; NoTextError when they are none."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in content[:_SAMPLED]:
        raise NoTextError
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoTextError


def _separator(text: str) -> str:
    """The separator that most of the first lines have, quoted parts aside."""
    counts = dict.fromkeys(",\t;", 0)
    is_quoted = False
    for character in islice(text, _SAMPLED):
        if character == '"':
            is_quoted = not is_quoted
        elif not is_quoted and character in counts:
            counts[character] += 1
    return max(counts, key=lambda each: counts[each])
