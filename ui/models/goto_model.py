"""Everything the go-to box leads to: commands, pages, fields and rows, filtered by what is typed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction

from app.model.entities import BY_TABLE, ReportRow
from app.model.fields import specs
from app.model.initials import initials
from app.model.pack import OutlinePage
from app.model.report_data import ReportData
from ui.models.outline_model import HISTORY, OVERVIEW, VERSIONS, OutlineModel
from ui.session import Session
from ui.titles import title

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

ENTRY_ROLE = Role.UserRole + 1  # Entry; None on a heading
HINT_ROLE = Role.UserRole + 2  # what stands at the right: what an entry is, its keys, or why it cannot be used now

ONLY_ACTIONS = ">"
"""What a query begins with that asks for commands only."""

_SHOWN, _RECENT, _KEPT = 12, 5, 30  # entries shown of a section, and of those used last; how many of these are kept


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go: a page, on it a row or field, and in the field the characters to select."""

    page: str
    table: str = ""
    row_id: int = 0
    field: str = ""
    start: int = 0
    end: int = 0


class Section(StrEnum):
    """The parts of the list, in the order of an empty query."""

    RECENT = "最近"
    PAGE = "页面"
    ACTION = "操作"
    FIELD = "填报项"
    ROW = "条目"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to go to or to do. Either `place` or `action` is set."""

    name: str
    section: Section
    hint: str = ""
    place: Place | None = None
    action: QAction | None = None
    words: str = ""  # what typing is matched with beside the name
    reason: str = ""  # why it cannot be used now; empty when it can

    @property
    def key(self) -> Hashable:
        """What tells it from every other entry."""
        return self.place or self.name


Line = Entry | tuple[str, str]
"""An entry, or a heading and what is remarked of it."""


@dataclass(frozen=True, slots=True)
class Known:
    """An entry with what typing is matched with, each line of it after a line break."""

    entry: Entry
    text: str
    letters: str  # the first letters of the name's pinyin

    @classmethod
    def of(cls, entry: Entry) -> Known:
        """What is known of an entry."""
        text = f"\n{entry.name}\n{entry.words or entry.hint}".casefold()
        return cls(entry, text, f"\n{initials(entry.name)}")

    def rank(self, words: Sequence[str]) -> int | None:
        """How well it matches: 0 a line begins so, 1 it holds the words, or its letters begin so, 2 its letters hold
        them, 3 it has only their characters; None: not at all.
        """
        if all(word in self.text for word in words):
            return 0 if f"\n{words[0]}" in self.text else 1
        if all(word in self.text or (len(word) > 1 and word in self.letters) for word in words):
            return 1 if f"\n{words[0]}" in self.letters else 2
        return 3 if all(len(word) > 1 and _follows(word, self.text) for word in words) else None


class GotoModel(QAbstractListModel):
    """Holds all entries, but shows only the best few of them, so that typing stays fluid with thousands of rows."""

    def __init__(
        self,
        session: Session,
        outline: OutlineModel,
        actions: Callable[[], Iterable[Entry]] = tuple,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._outline, self._find_actions = session, outline, actions
        self._data: ReportData | None = None
        self._places: list[Known] = []
        self._actions: list[Known] = []
        self._recent: list[Hashable] = []
        self._lines: Sequence[Line] = ()
        session.report_opened.connect(self._on_report_opened)

    def load(self) -> None:
        """Reads the commands as they stand, and the places where the report has changed since; shows the first."""
        self._actions = [Known.of(entry) for entry in self._find_actions()]
        data = self._session.data if self._session.report_id else None
        if data is None:
            self._places = []
        elif data is not self._data:
            self._places = [Known.of(entry) for entry in (*self._pages(), *self._fields(), *self._rows())]
        self._data = data
        self.search("")

    def use(self, entry: Entry) -> None:
        """Remembers that an entry was chosen; it comes first from now on."""
        self._recent = [entry.key, *(key for key in self._recent if key != entry.key)][:_KEPT]

    def _on_report_opened(self) -> None:
        self._recent = [key for key in self._recent if not isinstance(key, Place)]

    # Entries

    def _pages(self) -> Iterator[Entry]:
        yield Entry("概览", Section.PAGE, place=Place(OVERVIEW))
        for page in self._outline.pages():
            yield Entry(page.title, Section.PAGE, page.section, Place(page.key))
        yield Entry("修改记录", Section.PAGE, place=Place(HISTORY), words="历史")
        yield Entry("快照与对比", Section.PAGE, place=Place(VERSIONS), words="版本")

    def _fields(self) -> Iterator[Entry]:
        for page in self._outline.pages():
            for name in page.fields if not page.of else ():
                table, _, field = name.partition(".")
                spec = specs(BY_TABLE[table])[field]
                place = Place(page.key, table, self._session.row_id(table), field)
                yield Entry(spec.label, Section.FIELD, page.title, place)

    def _rows(self) -> Iterator[Entry]:
        for page in self._outline.pages():
            for table in page.tables:
                label = BY_TABLE[table].LABEL
                for row in self._session.data.tables[table]:
                    if name := title(row):
                        about = self._owner(page, row) or label
                        yield Entry(name, Section.ROW, about, Place(page.key, table, row.id))

    def _owner(self, page: OutlinePage, row: ReportRow) -> str:
        """What a row belongs to, where rows of one name belong to many; empty where it is the report."""
        owner_id = getattr(row, f"{page.of}_id", 0) if page.of else 0
        owner = self._session.find(page.of, owner_id) if owner_id else None
        return title(owner) if owner is not None else ""

    # Searching

    def search(self, text: str) -> None:
        """Shows what matches: each word of the text as a part of the name, as first letters of its pinyin, or with its
        characters in their order.
        """
        wanted = text.strip().casefold()
        is_only_actions = wanted.startswith(ONLY_ACTIONS)
        wanted = wanted.removeprefix(ONLY_ACTIONS).strip()
        every = self._actions if is_only_actions else [*self._actions, *self._places]
        self.beginResetModel()
        self._lines = self._filtered(every, wanted.split()) if wanted else self._first(is_only_actions=is_only_actions)
        self.endResetModel()

    def _first(self, *, is_only_actions: bool) -> list[Line]:
        """What an empty box offers: what was used last, the pages and the commands."""
        actions = [known.entry for known in self._actions]
        if is_only_actions:
            return _under(Section.ACTION, actions, len(actions))
        pages = [known.entry for known in self._places if known.entry.section is Section.PAGE]
        by_key = {known.entry.key: known.entry for known in (*self._places, *self._actions)}
        recent = [by_key[key] for key in self._recent if key in by_key][:_RECENT]
        return [
            *_under(Section.RECENT, recent, len(recent)),
            *_under(Section.PAGE, pages, len(pages)),
            (Section.ACTION.value, f"以 {ONLY_ACTIONS} 开头只找操作"),
            *actions,
        ]

    def _filtered(self, every: Sequence[Known], words: Sequence[str]) -> list[Line]:
        ranked = [(rank, known.entry) for known in every if (rank := known.rank(words)) is not None]
        recent_keys = {key: number for number, key in enumerate(self._recent)}
        recent = [item for item in ranked if item[1].key in recent_keys and not item[1].reason]
        recent.sort(key=lambda item: recent_keys[item[1].key])
        recent = recent[:_RECENT]
        lines = _under(Section.RECENT, [entry for _, entry in recent], len(recent))
        taken = {entry.key for _, entry in recent}
        by_section: dict[Section, list[tuple[int, Entry]]] = {section: [] for section in Section}
        for rank, entry in ranked:
            if entry.key not in taken:
                by_section[entry.section].append((rank, entry))
        for section, found in sorted(
            by_section.items(), key=lambda item: min((rank for rank, _ in item[1]), default=9)
        ):
            found.sort(key=lambda item: (bool(item[1].reason), item[0]))
            lines += _under(section, [entry for _, entry in found[:_SHOWN]], len(found))
        return lines

    # What Qt asks

    def first_line(self) -> int:
        """The first line that can be chosen; -1 when there is none."""
        return next(
            (number for number, line in enumerate(self._lines) if isinstance(line, Entry) and not line.reason), -1
        )

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self._lines[index.row()] if index.isValid() else None
        if not isinstance(line, Entry) or line.reason:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if not isinstance(line, Entry):
            heading, remark = line
            return heading if role == Role.DisplayRole else remark if role == HINT_ROLE else None
        if role == Role.DisplayRole:
            return line.name
        if role == HINT_ROLE:
            return line.reason or line.hint
        if role == ENTRY_ROLE:
            return line
        if role == Role.AccessibleTextRole:
            return "，".join(part for part in (line.name, line.section.value, line.reason or line.hint) if part)
        return None


def _under(section: Section, entries: Sequence[Entry], count: int) -> list[Line]:
    remark = f"前 {len(entries)} 条，共 {count} 条，再多输几个字" if count > len(entries) else ""
    return [(section.value, remark), *entries] if entries else []


def _follows(word: str, text: str) -> bool:
    """Whether the characters of a word stand in a text in their order."""
    place = -1
    for character in word:
        place = text.find(character, place + 1)
        if place < 0:
            return False
    return True
