"""What a table makes of a copied block: which cells change, what rows come new, and what cannot be taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.errors import InputError
from app.model import headings
from app.model.entities import BY_TABLE
from app.model.fields import FieldSpec, Kind, Value, specs
from app.model.quantities import NO_FIGURE
from ui.models.columns import NUMBERS
from ui.models.entity_table_model import EntityTableModel

_COMPUTED = "由报告中的数据自动计算，不能填写。"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A cell that cannot be taken."""

    number: int  # of the row in the report, from 1; 0 where a whole column of the block has no place
    label: str  # of the column; empty where there is none
    text: str
    reason: str

    @property
    def place(self) -> str:
        """Where, in words."""
        return f"第 {self.number} 行" if self.number else "表头"


@dataclass(slots=True)
class Block:
    """A block of texts against a table."""

    table: str
    label: str = "粘贴"  # of the undo step
    before: int | None = None  # id of the row that new rows come before; None: at the end
    changes: list[tuple[str, int, str, Value]] = field(default_factory=list)
    new_rows: list[dict[str, Value]] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """How many cells change or come new."""
        return len(self.changes) + sum(len(row) for row in self.new_rows)

    def add(self, other: Block) -> None:
        """Takes another block's cells along."""
        self.changes += other.changes
        self.new_rows += other.new_rows
        self.rejected += other.rejected


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a column of the block goes. `spec` is None where its texts are passed over."""

    spec: FieldSpec | None
    is_missing: bool = False  # whether there is nothing to the right any more


@dataclass(frozen=True, slots=True)
class Copied:
    """A block with what is known of its columns; `fields` names them where they are known by name."""

    lines: Sequence[Sequence[str]]
    fields: Sequence[FieldSpec | None] | None = None
    unknown: Sequence[str] = ()  # headings that no field of the table has
    is_whole: bool = False  # whether these are all fields of rows, what binds them to computed figures included

    @property
    def width(self) -> int:
        return max(map(len, self.lines), default=0)


def understood(table: str, lines: Sequence[Sequence[str]], column: FieldSpec | None) -> Copied:
    """A block whose first line is taken for headings, and left out, where it names fields of the table.

    `column` is the field that a block of one column would go to: there, its own name only is a heading.
    """
    first = lines[0] if lines else ()
    if len(lines) < 2:
        return Copied(lines)
    found = [headings.named(table, text) for text in first]
    if len(first) == 1:
        is_own = found[0] is not None and column is not None and found[0].name == column.name
        return Copied(lines[1:], found) if is_own else Copied(lines)
    if sum(spec is not None for spec in found) < 2:
        return Copied(lines)
    strange = [text for text, spec in zip(first, found, strict=True) if spec is None and text.strip()]
    unknown = [text for text in strange if not headings.is_idle(table, text)]
    return Copied(lines[1:], found, unknown)


def fit(model: EntityTableModel, copied: Copied, top: int, left: int) -> Block:
    """Lays a block over a table from a corner on; lines beyond the last row become new rows."""
    result = Block(model.table)
    result.rejected += [Rejection(0, "", text, "表中没有这一列，整列不粘贴。") for text in copied.unknown]
    targets = _targets(model, copied, left)
    for line, texts in zip(model.lines_below(top), copied.lines, strict=False):
        row = model.row_at(line)
        values = _values(model, zip(targets, texts, strict=False), line, result.rejected, is_whole=copied.is_whole)
        if row is None:
            result.new_rows.append(values)
            continue
        result.changes += [
            (model.table, row.id, name, value) for name, value in values.items() if getattr(row, name) != value
        ]
    return result


def _targets(model: EntityTableModel, copied: Copied, left: int) -> list[_Target]:
    if copied.fields is not None:
        return [_Target(spec) for spec in copied.fields]
    found = [_Target(column.spec) for column in model.columns[left:]]
    return [*found, *[_Target(None, is_missing=True)] * (copied.width - len(found))]


def _values(
    model: EntityTableModel,
    cells: Iterable[tuple[_Target, str]],
    line: int,
    rejected: list[Rejection],
    *,
    is_whole: bool,
) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for target, text in cells:
        spec = target.spec
        if spec is None:
            if target.is_missing and text.strip():
                rejected.append(Rejection(model.number_of(line), "", text, _beyond(model)))
            continue
        if spec.kind is Kind.CHOICE and not text.strip():
            continue  # one of its words always holds
        locked = None if is_whole else model.locked_text(line, spec.name)
        if locked is not None:
            if text.strip() not in {"", locked}:
                rejected.append(Rejection(model.number_of(line), spec.label, text, _COMPUTED))
            continue
        try:
            result[spec.name] = value_of(model, spec, text)
        except InputError as error:
            rejected.append(_rejection(model, line, spec, text, error))
    return result


def _beyond(model: EntityTableModel) -> str:
    """Why a text right of the last column is not taken, and how it would be where the form below has a field for it."""
    shown = {column.key for column in model.columns}
    declared = specs(BY_TABLE[model.table]).values()
    texts = [spec.label for spec in declared if _is_below(spec) and spec.name not in shown]
    if not texts:
        return "超出表格右边，没有对应的列。"
    return f"超出表格右边。要填入“{'”“'.join(texts)}”，请把标题行（列名）一起复制。"


def _is_below(spec: FieldSpec) -> bool:
    """Whether the form below a table asks for a field as a long text."""
    return spec.kind is Kind.LONG and spec.in_form and not spec.is_apart


def _rejection(model: EntityTableModel, line: int, spec: FieldSpec, text: str, error: InputError) -> Rejection:
    return Rejection(model.number_of(line), spec.label, text, str(error).removeprefix(f"{spec.label}："))


def value_of(model: EntityTableModel, spec: FieldSpec, text: str) -> Value:
    """The value of a pasted text; InputError when it is none. A dash in a column of figures is no figure."""
    return model.session.parse(spec, "" if spec.kind in NUMBERS and text.strip() in NO_FIGURE else text)
