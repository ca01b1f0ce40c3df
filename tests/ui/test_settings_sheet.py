"""Every change is told at once, by keys or mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.fields import Writing
from inbox.ui.look.overlay import Overlay
from inbox.ui.look.theme import Look, Theme, Wish
from inbox.ui.settings_sheet import SettingsSheet, SettingValues

VALUES = SettingValues(Wish.LIGHT, 140, 55, ("Thank you, {name}!",), 90, single_keys=True)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(960, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def sheet(look: Look, host: QWidget) -> SettingsSheet:
    made = SettingsSheet(look, VALUES)
    Overlay(look, host).open(made)
    QApplication.processEvents()
    return made


@pytest.fixture
def changes(sheet: SettingsSheet) -> list[tuple[str, object]]:
    told: list[tuple[str, object]] = []
    sheet.changed.connect(lambda name, value: told.append((name, value)))
    return told


def _button(sheet: SettingsSheet, words: str) -> PaintedButton:
    return next(b for b in sheet.findChildren(PaintedButton) if words in (b.text(), b.accessibleName()))


def test_what_is_in_force_is_shown(sheet: SettingsSheet) -> None:
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert "140 %" in said
    assert "55 seconds" in said
    checked = [button.text() for button in sheet.findChildren(PaintedButton) if button.isChecked()]
    assert checked == ["Light", "90 days", "Single-letter keys"]
    assert sheet.findChild(Writing).toPlainText() == "Thank you, {name}!"


def test_each_setting_tells_its_name_and_value(sheet: SettingsSheet, changes: list[tuple[str, object]]) -> None:
    _button(sheet, "Dark").click()
    _button(sheet, "High contrast").click()
    _button(sheet, "Text size: less").click()
    _button(sheet, "Time to take back: more").click()
    _button(sheet, "all").click()
    _button(sheet, "Single-letter keys").click()
    sheet.findChild(Writing).setPlainText("One, {name}\n\n  Two  \n")
    assert changes == [
        ("theme", Wish.DARK),
        ("contrast", True),
        ("text_percent", 130),
        ("undo_seconds", 60),
        ("wait_days", None),
        ("single_keys", False),
        ("openings", ("One, {name}", "Two")),
    ]


def test_numbers_stop_at_their_ends(sheet: SettingsSheet, changes: list[tuple[str, object]]) -> None:
    for _ in range(9):
        _button(sheet, "Text size: more").click()
    assert changes[-1] == ("text_percent", 200)
    assert not _button(sheet, "Text size: more").isEnabled()


def test_the_theme_is_chosen_with_arrows_where_the_focus_begins(
    sheet: SettingsSheet, changes: list[tuple[str, object]]
) -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert changes == [("theme", Wish.SYSTEM)]


def test_the_text_grows_under_the_sheet(sheet: SettingsSheet, look: Look, theme: Theme, host: QWidget) -> None:
    sheet.changed.connect(lambda name, value: look.set_scale(value / 100) if name == "text_percent" else None)
    before = sheet.width()
    _button(sheet, "Text size: more").click()
    QApplication.processEvents()
    assert look.scale == 1.5
    assert sheet.width() > before
    assert host.rect().contains(sheet.geometry())
