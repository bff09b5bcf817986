"""Text as it may be stored and printed: the one sanitiser for typing, paste and files, and how others count it."""

import re

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\x0b\x0c\x85]")
_STOPS = re.compile(r"[\s。；]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str, *, multiline: bool = True) -> str:
    """Text as it may be stored and written to any file: the officer's characters, less those no file can hold.

    Line ends of every kind become \\n, or a space where only one line is meant; surrogates, control characters and
    non-characters go (XML 1.0, 2.2). Nothing else is changed: full-width digits, emoji and rare characters stay.
    """
    if text.isprintable():  # most are; what it takes to clean the others costs fifty times as much
        return text
    text = _NOT_IN_XML.sub("", _LINE_ENDS.sub("\n", text))
    return text if multiline else re.sub(r"\s*\n\s*", " ", text.strip("\n")).replace("\t", " ")


def utf16_length(text: str) -> int:
    """Characters as Qt, Word and Excel count them: one beyond the basic plane, as 𠮷, is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


_INDENT = " \t\u3000\xa0"


def pasted(text: str, *, is_at_start: bool) -> str:
    """Prose from another program: its paragraphs, without the blanks that indent them and the empty lines between.

    `is_at_start` says that the first paragraph begins one here too. A line end at the end is kept: who copies a whole
    paragraph means one.
    """
    first, *others = clean(text).split("\n")
    lines = [first.strip(_INDENT) if is_at_start else first, *(line.strip(_INDENT) for line in others)]
    kept = "\n".join(line for number, line in enumerate(lines) if line or (number == 0 and not is_at_start))
    return kept + "\n" * (bool(others) and not lines[-1] and bool(kept))


def without_stops(text: str) -> str:
    """A paragraph as it is known again in print: without blanks and the stops that a template sets behind entries."""
    return _STOPS.sub("", text)


def with_inner_marks(text: str) -> str:
    """Quotation marks within quotation marks as ‘ and ’ (GB/T 15834-2011, 4.8); as it is where they do not pair."""
    depth, result = 0, []
    for character in text:
        if character == "“":
            depth += 1
            result.append("“" if depth % 2 else "‘")
        elif character == "”":
            result.append("”" if depth % 2 else "’")
            depth -= 1
        else:
            result.append(character)
        if depth < 0:
            return text
    return text if depth else "".join(result)
