"""The fields of Qt's style option, which its type stubs leave out."""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem


class ItemOption(Protocol):
    """What a delegate reads of its option."""

    rect: QRect
    state: QStyle.StateFlag
    font: QFont
    widget: QAbstractItemView


def read(option: QStyleOptionViewItem) -> ItemOption:
    """The same option with its fields known."""
    return cast("ItemOption", option)
