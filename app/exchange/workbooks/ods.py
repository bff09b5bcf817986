"""Reads .ods (ISO/IEC 26300): cells with the text they show, repetitions counted and not unrolled."""

from __future__ import annotations

from app.exchange.workbooks.archive import Archive, local
from app.exchange.workbooks.figures import figure
from app.exchange.workbooks.sheet import LONGEST_TEXT, MOST_COLUMNS, Fault, Gathering, Sheet, SheetMaker, tidy

_MOST_REPEATED = 1000  # equal rows that are filled; more of them is a format drawn down the sheet
_NUMBERS = frozenset({"float", "currency"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})


def read(archive: Archive, gathering: Gathering) -> list[Sheet]:
    """The worksheets in order."""
    reader = _Reader(gathering)
    archive.parse("content.xml", reader.start, reader.end, reader.text)
    return reader.sheets


class _Reader:
    """Hears of the document's elements and hands on its rows."""

    def __init__(self, gathering: Gathering) -> None:
        self.sheets: list[Sheet] = []
        self._gathering = gathering
        self._maker: SheetMaker | None = None
        self._row = 0
        self._repeated = 1
        self._place = 0
        self._cells: list[tuple[int, str]] = []
        self._given: dict[str, str] = {}
        self._paragraphs: list[str] = []
        self._length = 0
        self._depth = 0  # of paragraphs
        self._aside = 0  # within remarks and drawings, which are no content

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "table" and self._maker is None:
            self._maker = self._gathering.sheet(tidy(local(given, "name")))
            self._row = 0
        elif self._maker is None:
            return
        elif name == "table-row":
            self._row += 1
            self._repeated = _number(local(given, "number-rows-repeated"))
            self._place, self._cells = 0, []
        elif name in _CELLS:
            self._given = {key.rpartition(":")[2]: value for key, value in given.items()}
            self._paragraphs, self._length = [], 0
        elif name in {"annotation", "shapes", "frame"}:
            self._aside += 1
        elif not self._aside:
            self._inline(name, given)

    def _inline(self, name: str, given: dict[str, str]) -> None:
        if name == "p":
            self._depth += 1
            self._paragraphs.append("")
        elif self._depth and name in {"line-break", "tab", "s"}:
            blanks = min(_number(local(given, "c")), 100)
            self.text("\n" if name == "line-break" else " " * blanks)

    def end(self, name: str) -> None:
        if self._maker is None:
            return
        if name == "table" and not self._aside:
            self.sheets.append(self._maker.done())
            self._maker = None
        elif name == "table-row":
            self._end_row(self._maker)
        elif name in _CELLS:
            self._end_cell(self._maker)
        elif name in {"annotation", "shapes", "frame"}:
            self._aside -= 1
        elif name == "p" and not self._aside:
            self._depth -= 1

    def text(self, piece: str) -> None:
        if self._depth and not self._aside and self._paragraphs and self._length <= LONGEST_TEXT:
            self._paragraphs[-1] += piece
            self._length += len(piece)

    def _end_row(self, maker: SheetMaker) -> None:
        if any(text for _, text in self._cells):
            for offset in range(min(self._repeated, _MOST_REPEATED)):
                maker.add(self._row + offset, self._cells)
        self._row += self._repeated - 1

    def _end_cell(self, maker: SheetMaker) -> None:
        given = self._given
        repeated = _number(given.get("number-columns-repeated", ""))
        down, right = (_number(given.get(f"number-{way}-spanned", "")) for way in ("rows", "columns"))
        if down > 1 or right > 1:
            maker.merge((self._row, self._place, self._row + down - 1, self._place + right - 1))
        if shown := self._shown():
            last = min(self._place + repeated, MOST_COLUMNS)
            self._cells += [(place, shown) for place in range(self._place, last)]
        self._place += repeated

    def _shown(self) -> str:
        text, given = tidy("\n".join(self._paragraphs)), self._given
        match given.get("value-type", ""):
            case kind if kind in _NUMBERS:
                is_code = text.isdecimal() and text.startswith("0") and len(text) > 1
                return text if is_code else figure(given.get("value", "")) or text
            case "percentage":
                return figure(given.get("value", ""), "percent") or text
            case "date":
                return given.get("date-value", "")[:10] or text
            case "boolean":
                return "是" if given.get("boolean-value") == "true" else "否"
            case _:
                is_fault = text.startswith(("#", "Err:")) and "formula" in given
                return Fault(text) if is_fault else text


def _number(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and text.isascii() and len(text) < 8 else 1
