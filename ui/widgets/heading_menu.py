"""The menu of a column's heading: its order, which of its words are shown, its width."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from ui.models.columns import Column
from ui.widgets import selection
from ui.widgets.selection import Range

if TYPE_CHECKING:
    from ui.models.entity_table_model import EntityTableModel
    from ui.widgets.entity_table import EntityTable

_MOST = 30  # words that can be chosen from; a column with more is for the filter box
_LONGEST = 20  # characters of a word in the menu


def heading_menu(view: EntityTable, place: int) -> QMenu:
    """The menu of one column."""
    model, column = view.entity_model, view.entity_model.columns[place]
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for text, order in (("从小到大显示", Qt.SortOrder.AscendingOrder), ("从大到小显示", Qt.SortOrder.DescendingOrder)):
        action = menu.addAction(text, _calling(model.sort, place, order))
        action.setCheckable(True)
        is_descending = order == Qt.SortOrder.DescendingOrder
        known = model.arrangement
        action.setChecked(known.column == column.key and known.is_descending == is_descending)
    menu.addAction("恢复原顺序", lambda: model.sort(-1)).setEnabled(model.arrangement.is_sorted)
    menu.addSeparator()
    _add_words(menu, model, column)
    menu.addSeparator()
    menu.addAction("选中整列", lambda: selection.choose(view, Range(0, place, len(model.rows) - 1, place)))
    menu.addAction("适合的列宽", lambda: view.resizeColumnToContents(place))
    menu.addAction("恢复默认列宽", view.column_header.reset_widths)
    return menu


def _add_words(menu: QMenu, model: EntityTableModel, column: Column) -> None:
    words = model.shown_texts(column)
    chosen = model.arrangement.chosen.get(column.key)
    if chosen is None and not 1 < len(words) <= _MOST:
        return
    every = menu.addAction("显示全部", lambda: choose(model, column, None))
    every.setEnabled(chosen is not None)
    for word in words[:_MOST]:
        short = word if len(word) <= _LONGEST else f"{word[: _LONGEST // 2]}…{word[-_LONGEST // 2 :]}"
        action = menu.addAction(short.replace("&", "&&") or "（空白）", _calling(toggle, model, column, word))
        action.setCheckable(True)
        action.setChecked(chosen is not None and word in chosen)


def choose(model: EntityTableModel, column: Column, words: frozenset[str] | None) -> None:
    """Shows only the rows with these words in a column; None shows all again."""
    model.arrange(replace(model.arrangement, chosen=model.arrangement.with_chosen(column.key, words)))


def toggle(model: EntityTableModel, column: Column, word: str) -> None:
    """Shows the rows with a word beside those that are shown already, or no longer; the first word is shown alone."""
    chosen = model.arrangement.chosen.get(column.key, frozenset()) ^ {word}
    choose(model, column, chosen or None)


def _calling(function: Callable[..., None], *values: object) -> Callable[[], None]:
    return lambda: function(*values)
