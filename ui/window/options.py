"""The settings, and what the window does at once when one of them changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from ui.application import Application
from ui.backups import Backups
from ui.session import Session
from ui.settings import Settings
from ui.theme import ThemeChoice
from ui.widgets.field_box import FieldBox
from ui.widgets.totals_row import TotalsRow


class Options(QObject):
    """Opens the settings of a window and follows them."""

    restart_wanted = Signal()  # the program is to be started again, with another scale
    backup_wanted = Signal(object)  # Path of a backup to be looked at

    def __init__(self, session: Session, settings: Settings, backups: Backups, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._settings, self._backups, self._window = session, settings, backups, window
        session.amount_unit.use(settings.money_unit)
        session.amount_unit.changed.connect(self._on_amount_unit_changed)

    def open(self) -> None:
        """Opens the settings."""
        from ui.dialogs.settings_dialog import SettingsDialog  # loads much, and is not for the first page

        self._session.commit_pending()
        dialog = SettingsDialog(self._session, self._settings, self._backups, self._window)
        dialog.theme_chosen.connect(self.use_theme)
        dialog.separators_changed.connect(self._on_separators_changed)
        dialog.display.unit.activated.connect(lambda: self._session.amount_unit.use(self._settings.money_unit))
        dialog.restart_wanted.connect(self.restart_wanted)
        dialog.backup_wanted.connect(self.backup_wanted)
        dialog.open_once()

    def use_theme(self, choice: ThemeChoice) -> None:
        """Draws the program in another theme, from now on."""
        self._settings.theme = choice
        application = QApplication.instance()
        if isinstance(application, Application):
            application.apply_theme(choice)

    def _on_separators_changed(self) -> None:
        """Shows every amount anew."""
        self._session.has_separators = self._settings.has_separators
        for box in self._window.findChildren(FieldBox):
            box.refresh()
        for totals in self._window.findChildren(TotalsRow):
            totals.refresh()
        for view in self._window.findChildren(QAbstractItemView):
            view.viewport().update()

    def _on_amount_unit_changed(self, unit: str) -> None:
        self._settings.money_unit = unit
