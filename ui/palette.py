"""The window's commands as entries of the go-to box, read from its actions and menus so that none is listed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui import actions
from ui.models.goto_model import Entry, Section


def of_widget(widget: QWidget, *, about: str = "", why_not: str = "") -> Iterator[Entry]:
    """The commands of a widget. `about` says what they act on, `why_not` why one that is off cannot be used."""
    for action in widget.actions():
        if action.property(actions.IS_COMMAND):
            yield _entry(action, about, why_not)


def of_menu(menu: QMenu, *, about: str = "", why_not: str = "") -> Iterator[Entry]:
    """The lines of a menu and of the menus in it, these after the name of their menu."""
    # Not by QAction.menu(): in PySide6 6.9 the menu it gives is deleted with the Python object.
    below = Qt.FindChildOption.FindDirectChildrenOnly
    menus = {inner.menuAction(): inner for inner in menu.findChildren(QMenu, options=below)}
    for action in menu.actions():
        inner = menus.get(action)
        if inner is not None:
            yield from of_menu(inner, about=_plain(action), why_not=why_not)
        elif action.text() and not action.isSeparator():
            yield _entry(action, about, why_not)


def once(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without those whose name came before, as a button and a menu may offer the same."""
    return list({entry.name: entry for entry in reversed(list(entries))}.values())[::-1]


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
