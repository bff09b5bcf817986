"""How the window looks: theme, scale, and how amounts are written."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QWidget

from ui.dialogs.settings_form import SettingsForm, choices
from ui.settings import MONEY_UNITS, SCALES, Settings
from ui.theme import ThemeChoice
from ui.widgets.basics import button, row

LEAST = (880, 500)  # logical pixels of the smallest window; 150 % of a screen of 1366×768 leaves 910×512

_THEMES = (("浅色", ThemeChoice.LIGHT), ("深色", ThemeChoice.DARK), ("跟随系统", ThemeChoice.SYSTEM))
_SCALE_HINT = "在系统的显示比例之上再放大，下次打开程序时生效。"
_RESTART_HINT = "重新打开程序后生效。已填的内容都已保存。"


class DisplaySettings(SettingsForm):
    """Acts at once, but for the scale, which Qt reads when it starts."""

    theme_chosen = Signal(object)  # ThemeChoice
    separators_changed = Signal()
    restart_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._scale_at_start = settings.scale
        self.theme = choices([(text, choice.value) for text, choice in _THEMES], settings.theme.value)
        self.scale = choices([(f"{round(float(scale) * 100)}%", scale) for scale in SCALES], settings.scale)
        self.restart_button = button("现在重新打开")
        self.restart_button.hide()
        scale_line = QWidget()
        scale_line.setLayout(row(self.scale, self.restart_button, None))
        scale_line.setFocusProxy(self.scale)
        self.unit = choices([(unit, unit) for unit in MONEY_UNITS], settings.money_unit)
        self.separators = QCheckBox("用千位分隔符，如 61,296.75")
        self.separators.setChecked(settings.has_separators)
        self.add("主题", self.theme)
        self._scale_hint = self.add("显示比例", scale_line, _SCALE_HINT)
        self.scale.setAccessibleName("显示比例")
        self.add("填写金额的单位", self.unit, "只影响表单中的填写；报告和附表中的金额一律以万元为单位。")
        self.add("显示金额", self.separators, "只影响窗口中的显示；报告和附表中的金额总有千位分隔符。")
        self.whole.addStretch(1)
        self._disable_what_does_not_fit()
        self.theme.activated.connect(self._on_theme)
        self.scale.activated.connect(self._on_scale)
        self.unit.activated.connect(self._on_unit)
        self.separators.toggled.connect(self._on_separators)
        self.restart_button.clicked.connect(self.restart_wanted)

    def _disable_what_does_not_fit(self) -> None:
        """A scale at which the smallest window is larger than the screen is not offered."""
        screen = QGuiApplication.primaryScreen().size()
        model = self.scale.model()
        assert isinstance(model, QStandardItemModel)
        for number, scale in enumerate(SCALES):
            factor = float(scale) / float(self._scale_at_start)
            fits = screen.width() / factor >= LEAST[0] and screen.height() / factor >= LEAST[1]
            if not fits and scale != self._settings.scale:
                model.item(number).setEnabled(False)
                model.item(number).setToolTip("屏幕放不下")

    def _on_theme(self) -> None:
        self.theme_chosen.emit(ThemeChoice(str(self.theme.currentData())))

    def _on_scale(self) -> None:
        self._settings.scale = str(self.scale.currentData())
        is_other = self._settings.scale != self._scale_at_start
        self.restart_button.setVisible(is_other)
        self._scale_hint.setText(_RESTART_HINT if is_other else _SCALE_HINT)

    def _on_unit(self) -> None:
        self._settings.money_unit = str(self.unit.currentData())

    def _on_separators(self, is_on: bool) -> None:
        self._settings.has_separators = is_on
        self.separators_changed.emit()
