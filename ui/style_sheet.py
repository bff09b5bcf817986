"""The one style sheet, written from the theme's values; what it cannot say, widgets paint themselves."""

from __future__ import annotations

from collections.abc import Callable
from string import Template

from ui import theme
from ui.theme import Theme

_SHEET = """
* { outline: none; }
QMainWindow, QDialog, QMessageBox { background: $background; }
QToolTip { background: $tooltip; color: $on_tooltip; border: 1px solid $border; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[role="secondary"] { color: $secondary; font-size: ${small}px; }
QLabel[role="card"] { font-size: ${card}px; font-weight: 600; }
QLabel[role="page"] { font-size: ${page}px; font-weight: 600; }
QLabel[role="group"] { font-size: ${body}px; font-weight: 600; }
QLabel[role="unit"], QToolButton[role="unit"] { color: $placeholder; font-size: ${small}px; }
QToolButton[role="unit"] { background: transparent; border: none; border-radius: 4px; padding: 0 4px; }
QToolButton[role="unit"]:hover { background: $hover; color: $accent; }
QLabel[role="unit"] { padding: 0 4px; }
QLabel[role="title"] { font-size: 22px; font-weight: 600; }
QLabel[role="error"] { color: $error; font-size: ${small}px; }
QLabel[role="warning"] { color: $warning; font-size: ${small}px; }
QLabel[role="good"] { color: $good; font-size: ${small}px; }
QLabel[role="department"] { font-size: ${card}px; font-weight: 600; }

QFrame[role="sheet"] { background: $surface; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[role="bar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[role="status"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[role="panel"] { background: $background; border: none; border-left: 1px solid $line; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="popup"] { background: $surface; border: 1px solid $border; }
QWidget[role="page"] { background: $background; }

QFrame[role="card-over"] { background: $surface; border: 1px solid $border; border-radius: ${radius}px; }
QFrame[role="quote"] { background: $raised; border: none; border-left: 2px solid $border; border-radius: 0; }
QFrame[role="quote"] QPlainTextEdit { background: transparent; border: none; padding: 0; }
QPushButton[role="quiet"] {
  background: transparent; border: none; color: $secondary; font-size: ${small}px; padding: 0; text-align: left;
  min-height: 18px;
}
QPushButton[role="quiet"]:hover { color: $accent; text-decoration: underline; }

QFrame[role="toast"] { background: $tooltip; border: 1px solid $border; border-radius: ${radius}px; }
QFrame[role="toast"] QLabel { color: $on_tooltip; }
QPushButton[role="toast-link"] {
  background: transparent; border: none; color: $on_tooltip; font-weight: 600; text-decoration: underline;
  padding: 0 4px; min-height: 20px;
}

QFrame[notice="info"] { background: $accent_ground; border: none; border-bottom: 1px solid $line; }
QFrame[notice="locked"] { background: $accent_ground; border: none; border-bottom: 1px solid $line; }
QFrame[notice="warning"] { background: $warning_ground; border: none; border-bottom: 1px solid $line; }
QFrame[notice="error"] { background: $error_ground; border: none; border-bottom: 1px solid $line; }
QFrame[notice="good"] { background: $good_ground; border: none; border-bottom: 1px solid $line; }
QDialog QFrame[notice] { border: none; border-radius: ${field_radius}px; }

QPushButton, QToolButton[role="button"] {
  background: $surface; color: $text; border: 1px solid $border; border-radius: ${field_radius}px;
  padding: 0 12px; min-height: 30px;
}
QPushButton:hover, QToolButton[role="button"]:hover { background: $hover; }
QPushButton:pressed, QToolButton[role="button"]:pressed { background: $selection; }
QPushButton:focus, QToolButton[role="button"]:focus { border-color: $accent; }
QPushButton:disabled, QToolButton[role="button"]:disabled { color: $disabled; border-color: $line; }
QPushButton[role="filled"], QToolButton[role="filled"] {
  background: $fill; color: $on_fill; border: 1px solid $fill; border-radius: ${field_radius}px;
  padding: 0 14px; min-height: 30px; font-weight: 600;
}
QPushButton[role="filled"]:hover, QToolButton[role="filled"]:hover { background: $fill_hover; }
QPushButton[role="filled"]:pressed, QToolButton[role="filled"]:pressed { background: $fill_pressed; }
QPushButton[role="filled"]:focus, QToolButton[role="filled"]:focus { border-color: $text; }
QPushButton[role="filled"]:disabled, QToolButton[role="filled"]:disabled {
  background: $track; color: $disabled; border-color: $line;
}
QToolButton[role="filled"] { padding: 0 38px 0 12px; }
QToolButton[role="filled"]::menu-button { border: none; border-left: 1px solid $fill_pressed; width: 26px; }
QToolButton[role="filled"]::menu-arrow { image: url($arrow_on_fill); width: 14px; height: 14px; }
QPushButton::menu-indicator {
  image: url($arrow); width: 14px; height: 14px; subcontrol-origin: padding; subcontrol-position: center right;
  right: 8px;
}
QToolButton[role="flat"], QPushButton[role="flat"] {
  background: transparent; border: 1px solid transparent; border-radius: ${field_radius}px; padding: 0 8px;
  min-height: 28px; color: $text;
}
QToolButton[role="flat"]:hover, QPushButton[role="flat"]:hover { background: $hover; }
QToolButton[role="flat"]:pressed, QPushButton[role="flat"]:pressed { background: $selection; }
QToolButton[role="flat"]:checked { background: $selection; color: $accent; }
QToolButton[role="flat"]:focus, QPushButton[role="flat"]:focus { border-color: $accent; }
QToolButton[role="flat"]:disabled, QPushButton[role="flat"]:disabled { color: $disabled; }
QToolButton[joined="true"] { padding-right: 0; }
QToolButton[arrow="true"] { padding: 0; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="tag"] {
  background: $raised; color: $secondary; border: 1px solid $line; border-radius: 11px; padding: 0 8px;
  min-height: 20px; max-height: 20px; font-size: ${small}px;
}
QToolButton[role="tag"]:hover { background: $hover; color: $text; }
QToolButton[role="tag"]:focus { border-color: $accent; }
QToolButton[role="carried"] {
  background: $raised; color: $secondary; border: 1px solid $line; border-radius: 4px; padding: 0 4px;
  font-size: 11px;
}
QToolButton[role="carried"]:hover { background: $accent_ground; color: $accent; border-color: $accent; }
QPushButton[role="link"] {
  background: transparent; border: 1px solid transparent; border-radius: 4px; color: $accent; padding: 0 4px;
  min-height: 22px;
}
QPushButton[small="true"] { font-size: ${small}px; }
QToolButton[role="help"] { background: transparent; border: none; padding: 0; }
QPushButton[role="link"]:hover { background: $accent_ground; }
QPushButton[flush="true"] { padding-left: 0; }
QPushButton[role="link"]:focus { border-color: $accent; }
QPushButton[role="link"]:disabled { color: $disabled; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {
  background: $surface; color: $text; border: 1px solid $border; border-radius: ${field_radius}px;
  selection-background-color: $fill; selection-color: $on_fill;
}
QLineEdit, QSpinBox { padding: 0 9px; min-height: 30px; max-height: 30px; }
QComboBox { padding: 0 9px 0 11px; min-height: 30px; max-height: 30px; }
QLineEdit[search="true"] { padding-left: 3px; }
QPlainTextEdit, QTextEdit { padding: 4px 7px; }
QTextEdit:focus { border-color: $accent; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover, QSpinBox:hover { border-color: $secondary; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border-color: $accent; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] { border-color: $error; }
QLineEdit[marked="true"], QPlainTextEdit[marked="true"], QComboBox[marked="true"] { background: $marked; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QLineEdit:read-only, QPlainTextEdit:read-only {
  background: $raised; color: $secondary; border-color: $line;
}
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url($arrow); width: 14px; height: 14px; }
QComboBox::down-arrow:disabled { image: none; }
QComboBox QAbstractItemView {
  background: $surface; color: $text; border: 1px solid $border; padding: 4px 0;
  selection-background-color: $selection; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: 20px; background: transparent; }
QSpinBox::up-arrow { image: url($arrow_up); width: 12px; height: 12px; }
QSpinBox::down-arrow { image: url($arrow); width: 12px; height: 12px; }
QTableView QLineEdit, QTableView QComboBox {
  border: 1px solid $accent; border-radius: 0; padding: 0 3px; min-height: 0; max-height: 4096px;
}
QTableView QLineEdit[invalid="true"] { border: 2px solid $error; }

QCheckBox { spacing: 8px; background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 2px; }
QCheckBox:focus { border-color: $accent; }
QCheckBox::indicator, QTableView::indicator, QListView::indicator {
  width: 16px; height: 16px; border: 1px solid $border; border-radius: 4px; background: $surface;
}
QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked {
  background: $fill; border-color: $fill; image: url($check_on_fill);
}
QRadioButton { spacing: 8px; background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 2px; }
QRadioButton:focus { border-color: $accent; }
QRadioButton::indicator {
  width: 16px; height: 16px; border: 1px solid $border; border-radius: 9px; background: $surface;
}
QRadioButton::indicator:hover { border-color: $accent; }
QRadioButton::indicator:checked { border: 5px solid $fill; background: $on_fill; width: 8px; height: 8px; }
QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator:disabled { background: $raised; border-color: $line; }

QTableView, QTreeView, QListView {
  background: $surface; color: $text; border: none; gridline-color: $line;
  selection-background-color: $selection; selection-color: $text; alternate-background-color: $raised;
}
QTableView::item { padding: 0 3px; }
QTreeView[role="rows"]::item {
  height: ${row}px; padding: 0 3px; border: 1px solid transparent; border-left: none; border-right: none;
}
QTreeView[role="rows"]::item:hover { background: $hover; }
QTreeView[role="rows"]::item:selected { background: $selection; color: $text; }
QTreeView[role="rows"]::item:focus { border-color: $accent; }
QTreeView[role="rows"]::branch { background: transparent; }
QTreeView[role="rows"]::branch:has-children:closed { image: url($folded); }
QTreeView[role="rows"]::branch:has-children:open { image: url($arrow); }
QListView[role="popup"] { border: 1px solid $border; padding: 4px 0; }
QListView[role="plain"] { background: transparent; }
QListView[role="plain"]::item { padding: 0 8px; border-radius: 4px; }
QListView[role="plain"]::item:hover { background: $hover; }
QListView[role="plain"]::item:selected { background: $selection; color: $text; }
QListView[role="lines"] { border: 1px solid $line; border-radius: ${field_radius}px; padding: 4px 0; }
QListView[role="lines"]:focus { border-color: $accent; }
QListView[role="lines"]::item { padding: 4px 12px; border: 1px solid transparent; }
QListView[role="lines"]::item:focus { border-color: $accent; }
QListView[role="lines"]::item:hover { background: $hover; }
QListView[role="lines"]::item:selected { background: $selection; color: $text; }
QListView[role="lines"]::item:disabled { background: transparent; color: $secondary; }
QListView[role="steps"] { padding: 4px 0; }
QDialog QTableView { border: 1px solid $line; border-radius: ${field_radius}px; }
QDialogButtonBox { button-layout: 3; }
QMessageBox QLabel#qt_msgbox_label { padding: 12px 16px 12px 4px; }
QListView[role="steps"]::item { padding: 5px 12px; }
QListView[role="steps"]::item:selected { background: $selection; color: $text; }
QHeaderView { background: $raised; border: none; }
QHeaderView:vertical { background: $surface; }
QHeaderView::section {
  background: $raised; color: $secondary; border: none; border-right: 1px solid $line;
  border-bottom: 1px solid $line; padding: 0 6px; font-size: ${small}px;
}
QHeaderView::section:last { border-right: none; }
QHeaderView::section:checked { background: $selection; color: $text; }
QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }
QWidget[role="drop-line"] { background: $accent; }
QLabel[role="drop-hint"] { background: $accent_ground; color: $accent; border: 1px dashed $accent;
  border-radius: ${radius}px; font-weight: 600; }
QTableCornerButton::section { background: $raised; border: none; border-right: 1px solid $line;
  border-bottom: 1px solid $line; }

QTreeView#outline { background: $sidebar; padding-top: 8px; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $border; border: 3px solid transparent; border-radius: 6px; background-clip: padding; }
QScrollBar::handle:vertical { min-height: 36px; margin: 2px 3px; border-radius: 3px; border: none; }
QScrollBar::handle:horizontal { min-width: 36px; margin: 3px 2px; border-radius: 3px; border: none; }
QScrollBar::handle:hover { background: $secondary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $accent_ground; }
QSplitter[lined="true"]::handle { background: $line; }

QTabBar { background: transparent; border: none; }
QTabBar::tab {
  background: transparent; color: $secondary; padding: 0 14px; min-height: 34px; border: none;
  border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { background: $hover; }

QMenu { background: $surface; color: $text; border: 1px solid $border; padding: 4px 0; }
QMenu::item { padding: 6px 28px 6px 12px; min-height: 18px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QMenu::icon { padding-left: 10px; }

QProgressBar {
  background: $track; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; color: transparent;
}
QProgressBar::chunk { background: $fill; border-radius: 4px; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; }
QCalendarWidget QToolButton { color: $text; background: transparent; border: none; padding: 4px 8px; }
QCalendarWidget QToolButton:hover { background: $hover; border-radius: 4px; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url($previous); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url($next); }
QCalendarWidget QSpinBox { min-height: 24px; max-height: 24px; }
QCalendarWidget QAbstractItemView { selection-background-color: $fill; selection-color: $on_fill; }
"""


def build(chosen: Theme, picture: Callable[[str, str], str]) -> str:
    """The sheet of a theme; `picture` gives the file of a drawing in a colour."""
    return Template(_SHEET).substitute(
        theme.colors(chosen),
        small=theme.SMALL,
        body=theme.BODY,
        card=theme.CARD_TITLE,
        page=theme.PAGE_TITLE,
        radius=theme.RADIUS,
        field_radius=theme.FIELD_RADIUS,
        arrow=picture("chevron-down", chosen.secondary),
        arrow_up=picture("chevron-up", chosen.secondary),
        row=theme.ROW,
        folded=picture("chevron-right", chosen.secondary),
        previous=picture("chevron-left", chosen.text),
        next=picture("chevron-right", chosen.text),
        arrow_on_fill=picture("chevron-down", chosen.on_fill),
        check_on_fill=picture("check", chosen.on_fill),
    )
