"""What 校核 found, as a list in the report's order that can be narrowed down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.model.entities import BY_TABLE
from app.model.fields import specs
from app.model.results import Checked, Finding, NotChecked, Severity
from ui.models.goto_model import Place
from ui.models.outline_model import OutlineModel
from ui.session import Session

Role = Qt.ItemDataRole

ENTRY_ROLE = Role.UserRole + 1  # Heading, Finding or NotChecked
PLACE_ROLE = Role.UserRole + 2  # Place of a finding; None where no page shows it
WHERE_ROLE = Role.UserRole + 3  # that place in words
REASON_ROLE = Role.UserRole + 4  # why a finding is let stand; None while it is open

ORDER = (Severity.ERROR, Severity.WARNING, Severity.HINT)


class Grouping(Enum):
    """What the findings are put together by."""

    PLACE = "按章节"
    RULE = "按规则"


@dataclass(frozen=True, slots=True)
class Heading:
    """What the findings below have in common, a part of the report or a rule, and how many there are."""

    title: str
    count: int


Entry: TypeAlias = Heading | Finding | NotChecked


def rule_name(rule: str) -> str:
    """What a rule is called; its id where it has gone."""
    from app.checks import RULES  # here, since the first page shows no finding

    return RULES[rule].name if rule in RULES else rule


class FindingsModel(QAbstractListModel):
    """Headings and findings, page by page of the outline with the gravest first, or rule by rule with the gravest rule
    first; rules not applied at the end.
    """

    def __init__(self, session: Session, outline: OutlineModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._outline = session, outline
        self._checked: Checked | None = None
        self._levels = frozenset(ORDER)
        self._words, self._grouping = "", Grouping.PLACE
        self._shows_unchecked = self._shows_settled = False
        self._entries: Sequence[Entry] = ()
        session.checker.checked.connect(self.load)
        self.load(session.checker.result)

    def load(self, checked: Checked | None) -> None:
        """Shows the findings of a check."""
        self._checked = checked
        self._show()

    def narrow(
        self, *, levels: Iterable[Severity], words: str, shows_unchecked: bool, shows_settled: bool = False
    ) -> None:
        """Shows only findings of some levels that hold some words; the acknowledged ones, and the rules that could not
        be applied, where they are wanted.
        """
        self._levels, self._words = frozenset(levels), words.strip()
        self._shows_unchecked, self._shows_settled = shows_unchecked, shows_settled
        self._show()

    def group(self, grouping: Grouping) -> None:
        """Puts the findings together another way."""
        self._grouping = grouping
        self._show()

    def counts(self) -> Counter[Severity]:
        """How many open findings there are of each level, whatever is shown."""
        return Counter(found.severity for found in self._checked.open) if self._checked else Counter()

    @property
    def settled(self) -> int:
        """How many findings are acknowledged."""
        return len(self._checked.findings) - len(self._checked.open) if self._checked else 0

    def reason(self, found: Finding) -> str | None:
        """Why a finding is let stand; None while it is open."""
        return self._checked.reason(found) if self._checked else None

    @property
    def unchecked(self) -> int:
        """How many rules could not be applied."""
        return len(self._checked.not_checked) if self._checked else 0

    def place(self, found: Finding) -> Place | None:
        """Where a finding is mended."""
        page = self._outline.page_of(found.entity, found.field) if found.entity else ""
        return Place(page, found.entity, found.entity_id, found.field) if page else None

    def where(self, found: Finding) -> str:
        """That place in words."""
        page = self._outline.page(self._page(found))
        spec = specs(BY_TABLE[found.entity]).get(found.field) if found.entity in BY_TABLE else None
        names = (page.title if page else found.section, spec.label if spec else "")
        return " · ".join(name for name in names if name)

    def _page(self, found: Finding) -> str:
        return self._outline.page_of(found.entity, found.field) if found.entity else ""

    def _show(self) -> None:
        wanted = list(self._wanted())
        if wanted == list(self._entries):
            self._tell(len(wanted))
            return
        self.beginResetModel()
        self._entries = wanted
        self.endResetModel()

    def _tell(self, count: int) -> None:
        """The same findings may have got other reasons."""
        if count:
            self.dataChanged.emit(self.index(0), self.index(count - 1))

    def _wanted(self) -> Iterable[Entry]:
        if self._checked is None:
            return
        shown = [
            found
            for found in (self._checked.findings if self._shows_settled else self._checked.open)
            if found.severity in self._levels
            and self._words.casefold() in f"{found.rule} {rule_name(found.rule)} {found.message}".casefold()
        ]
        groups = self._by_rule(shown) if self._grouping is Grouping.RULE else self._by_page(shown)
        for title, group in groups:
            yield Heading(title, len(group))
            yield from sorted(group, key=_gravity)
        if self._shows_unchecked and self._checked.not_checked:
            yield Heading("未检", len(self._checked.not_checked))
            yield from self._checked.not_checked

    def _by_page(self, shown: Sequence[Finding]) -> Iterable[tuple[str, list[Finding]]]:
        groups: dict[str, list[Finding]] = {page.key: [] for page in self._outline.pages()}
        for found in shown:
            groups.setdefault(self._page(found), []).append(found)
        for key, group in groups.items():
            page = self._outline.page(key)
            if group:
                yield f"{page.section} {page.title}".strip() if page else "全文", group

    def _by_rule(self, shown: Sequence[Finding]) -> Iterable[tuple[str, list[Finding]]]:
        groups: dict[str, list[Finding]] = {}
        for found in sorted(shown, key=_gravity):
            groups.setdefault(found.rule, []).append(found)
        return ((f"{rule_name(rule)}（{rule}）", group) for rule, group in groups.items())

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role in {Role.DisplayRole, Role.AccessibleTextRole}:
            return _text(entry)
        if isinstance(entry, Finding):
            if role == PLACE_ROLE:
                return self.place(entry)
            if role == WHERE_ROLE:
                return self.where(entry)
            if role == REASON_ROLE:
                return self.reason(entry)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._entries[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _gravity(found: Finding) -> int:
    return ORDER.index(found.severity)


def _text(entry: Entry) -> str:
    match entry:
        case Heading():
            return f"{entry.title}（{entry.count}）"
        case Finding():
            return f"{entry.severity} {rule_name(entry.rule)}：{entry.message}"
        case NotChecked():
            return f"{rule_name(entry.rule)}：{entry.reason}"
