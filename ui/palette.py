"""The window's commands as entries of the go-to box, read from its actions and menus so that none is listed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.model.entities import BY_TABLE
from ui import actions
from ui.models.goto_model import Entry, Section
from ui.widgets.entity_table import EntityTable


def gather(
    owners: Iterable[QWidget], menus: Iterable[QMenu], page: QWidget | None, *, is_read_only: bool
) -> list[Entry]:
    """The commands of widgets, of menus, and of the tables on a page, each name once."""
    why_not = "只读" if is_read_only else ""
    found = [entry for owner in owners for entry in _of_widget(owner, "", why_not)]
    found += [entry for menu in menus for entry in _of_menu(menu, "", why_not)]
    found += _of_widget(page, "", why_not) if page is not None else []
    for table in page.findChildren(EntityTable) if page is not None else ():
        found += _of_widget(table, BY_TABLE[table.table].LABEL, why_not or "没有选中的行")
    return list({entry.name: entry for entry in reversed(found)}.values())[::-1]


def _of_widget(widget: QWidget, about: str, why_not: str) -> Iterator[Entry]:
    """The commands of a widget. `about` says what they act on, `why_not` why one that is off cannot be used."""
    for action in widget.actions():
        if action.property(actions.IS_COMMAND):
            yield _entry(action, about, why_not)


def _of_menu(menu: QMenu, about: str, why_not: str) -> Iterator[Entry]:
    """The lines of a menu and of the menus in it, these after the name of their menu."""
    # Not by QAction.menu(): in PySide6 6.9 the menu it gives is deleted with the Python object.
    below = Qt.FindChildOption.FindDirectChildrenOnly
    menus = {inner.menuAction(): inner for inner in menu.findChildren(QMenu, options=below)}
    for action in menu.actions():
        inner = menus.get(action)
        if inner is not None:
            yield from _of_menu(inner, _plain(action), why_not)
        elif action.text() and not action.isSeparator():
            yield _entry(action, about, why_not)


def _entry(action: QAction, about: str, why_not: str) -> Entry:
    text = _plain(action)
    name = f"{about}：{text}" if about else text
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    hint = "当前" if action.isCheckable() and action.isChecked() else keys
    reason = "" if action.isEnabled() else action.statusTip() or why_not or "现在不能使用"
    words = f"{text}{about}\n{about}{text} {action.toolTip()}"
    return Entry(name, Section.ACTION, hint, action=action, words=words, reason=reason)


def _plain(action: QAction) -> str:
    return action.text().replace("&", "").removesuffix("…")
