"""Until when: a digit, or words that may begin with one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from inbox.core.model import Snooze
from inbox.ui.look.theme import Look
from inbox.ui.snooze import SnoozeSheet

NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


@pytest.fixture
def sheet(look: Look, qtbot: QtBot) -> SnoozeSheet:
    made = SnoozeSheet(look, NOW, "UTC")
    qtbot.addWidget(made)
    made.resize(380, 420)
    made.show()
    return made


def field(sheet: SnoozeSheet) -> QLineEdit:
    line = sheet.first_focus()
    assert isinstance(line, QLineEdit)
    return line


def until(sheet: SnoozeSheet, qtbot: QtBot, *typed: str, enter: bool = False) -> datetime:
    with qtbot.waitSignal(sheet.chosen) as chosen:
        for text in typed:
            QTest.keyClicks(field(sheet), text)
        if enter:
            QTest.keyClick(field(sheet), Qt.Key.Key_Return)
    assert chosen.args is not None
    snooze = chosen.args[0]
    assert isinstance(snooze, Snooze)
    return snooze.until


def test_a_digit_alone_is_a_preset(sheet: SnoozeSheet, qtbot: QtBot) -> None:
    assert until(sheet, qtbot, "1") == NOW + timedelta(hours=3)


def test_a_digit_may_begin_a_time_in_words(sheet: SnoozeSheet, qtbot: QtBot) -> None:
    assert until(sheet, qtbot, "3d", enter=True) == NOW + timedelta(days=3)


def test_enter_behind_a_digit_does_not_wait(sheet: SnoozeSheet, qtbot: QtBot) -> None:
    assert until(sheet, qtbot, "1", enter=True) == NOW + timedelta(hours=3)


def test_words_that_are_no_time_are_said_and_nothing_is_chosen(sheet: SnoozeSheet, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(sheet.chosen, wait=500):
        QTest.keyClicks(field(sheet), "soonish")
        QTest.keyClick(field(sheet), Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("typed", "until_"),
    [("tue 9", "2026-11-24 09:00"), ("in 2 weeks", "2026-12-02 08:00"), ("31.12.", "2026-12-31 09:00"),
     ("noon", "2026-11-18 12:00"), ("next month", "2026-12-01 09:00")],
)  # fmt: skip
def test_words_are_read_as_one_would_say_them(sheet: SnoozeSheet, qtbot: QtBot, typed: str, until_: str) -> None:
    assert f"{until(sheet, qtbot, typed, enter=True):%Y-%m-%d %H:%M}" == until_


def test_while_somebody_types_it_says_which_time_that_is_and_that_it_is_over(sheet: SnoozeSheet, qtbot: QtBot) -> None:
    QTest.keyClicks(field(sheet), "next fri 9")
    assert sheet.hint() == "Fri 27 Nov 2026, 09:00"
    field(sheet).clear()
    with qtbot.assertNotEmitted(sheet.chosen):
        QTest.keyClicks(field(sheet), "1.1.2020")
        assert sheet.hint() == "Wed 1 Jan 2020, 09:00 is over. Choose a later time."
        QTest.keyClick(field(sheet), Qt.Key.Key_Return)
    assert sheet.hint() == "Wed 1 Jan 2020, 09:00 is over. Choose a later time."


def test_who_types_until_they_answer_hears_what_does_that(sheet: SnoozeSheet, qtbot: QtBot) -> None:
    QTest.keyClicks(field(sheet), "until they answer")
    with qtbot.assertNotEmitted(sheet.chosen):
        QTest.keyClick(field(sheet), Qt.Key.Key_Return)
    assert "Waiting on them" in sheet.hint()
