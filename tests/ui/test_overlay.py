"""Sheets keep the focus and give it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.look.controls import Button, Column
from inbox.ui.look.fields import LineField
from inbox.ui.look.overlay import Overlay, Sheet
from inbox.ui.look.theme import Look


class Form(Sheet):
    wish = (400, 200)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "A form")
        self.field = LineField(look, "Name")
        self.buttons = [Button(look, "One"), Button(look, "Two"), Button(look, "Off"), Button(look, "Hidden")]
        self.setLayout(Column(look, self.field, *self.buttons))
        self.buttons[2].setEnabled(False)
        self.buttons[3].hide()

    def first_focus(self) -> QWidget:
        return self.field.line


class House:
    """A window with a field below and a form above."""

    def __init__(self, look: Look, qtbot: QtBot) -> None:
        self.host = QWidget()
        self.below = QLineEdit(self.host)
        self.overlay = Overlay(look, self.host)
        self.form = Form(look)
        qtbot.addWidget(self.host)
        self.host.resize(800, 500)
        self.host.show()
        self.host.activateWindow()
        qtbot.waitUntil(self.host.isActiveWindow)
        self.below.setFocus()


@pytest.fixture
def house(look: Look, qtbot: QtBot) -> House:
    return House(look, qtbot)


def _focus() -> QWidget | None:
    return QApplication.focusWidget()


def test_tab_goes_round_inside_the_sheet(house: House) -> None:
    house.overlay.open(house.form)
    stops = [house.form.field.line, house.form.buttons[0], house.form.buttons[1]]
    assert _focus() is stops[0]
    for stop in (stops[1], stops[2], stops[0]):
        QTest.keyClick(_focus(), Qt.Key.Key_Tab)
        assert _focus() is stop
    QTest.keyClick(_focus(), Qt.Key.Key_Backtab)
    assert _focus() is stops[2]


def test_esc_closes_it_and_gives_the_focus_back(house: House) -> None:
    covered: list[bool] = []
    house.overlay.covered.connect(covered.append)
    house.overlay.open(house.form)
    QTest.keyClick(_focus(), Qt.Key.Key_Escape)
    assert house.overlay.sheet is None
    assert not house.overlay.isVisible()
    assert _focus() is house.below
    assert covered == [True, False]


def test_keys_do_not_fall_through_the_scrim(house: House) -> None:
    house.overlay.open(house.form)
    house.form.buttons[0].setFocus()
    QTest.keyClick(_focus(), Qt.Key.Key_E)
    assert house.below.text() == ""


def test_a_press_beside_it_closes_and_one_on_it_does_not(house: House) -> None:
    house.overlay.open(house.form)
    QTest.mouseClick(house.overlay, Qt.MouseButton.LeftButton, pos=house.form.geometry().center())
    assert house.overlay.sheet is house.form
    QTest.mouseClick(house.overlay, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert house.overlay.sheet is None


def test_a_second_sheet_takes_the_place_of_the_first(house: House, look: Look) -> None:
    house.overlay.open(house.form)
    other = Form(look)
    house.overlay.open(other)
    assert house.overlay.sheet is other
    house.overlay.close_sheet()
    assert _focus() is house.below


def test_what_asks_for_the_focus_from_below_has_it_once_the_sheet_is_closed(house: House) -> None:
    late = QLineEdit(house.host)
    late.show()
    house.overlay.open(house.form)
    QTest.keyClick(_focus(), Qt.Key.Key_Tab)
    late.setFocus()
    assert _focus() is house.form.buttons[0]
    house.form.buttons[0].hide()
    late.setFocus()
    assert _focus() is house.form.field.line
    house.overlay.close_sheet()
    assert _focus() is late
    house.below.setFocus()
    assert _focus() is house.below


def test_it_does_not_mind_that_the_one_before_is_gone(house: House, qtbot: QtBot) -> None:
    house.overlay.open(house.form)
    house.below.deleteLater()
    qtbot.wait(1)
    house.form.done.emit()
    assert house.overlay.sheet is None


def test_it_stays_inside_a_small_window_and_grows_with_the_text(house: House, look: Look) -> None:
    house.overlay.open(house.form)
    assert house.form.width() == 400
    look.set_scale(1.5)
    assert house.form.width() == 600
    house.host.resize(360, 150)
    assert house.overlay.rect().contains(house.form.geometry())
