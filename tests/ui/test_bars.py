"""The bar above says how things stand; the line below says which keys make sense."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from inbox.core.model import PlaceStatus
from inbox.ui.bars import StatusBar, TopBar
from inbox.ui.look.controls import Button
from inbox.ui.look.theme import Look, Theme, Wish

HINTS = (("J/K", "move"), ("R", "reply"), ("T", "thank"), ("E", "done"), ("H", "snooze"), ("?", "all keys"))


@pytest.fixture
def top(look: Look, qtbot: QtBot) -> TopBar:
    made = TopBar(look, QMenu("Parlour"), on_a_mac=False)
    qtbot.addWidget(made)
    made.resize(1440, 45)
    made.show_sync("Up to date · 1 min ago")
    made.show()
    return made


@pytest.fixture
def status(look: Look, qtbot: QtBot) -> StatusBar:
    made = StatusBar(look)
    qtbot.addWidget(made)
    made.resize(1440, 31)
    return made


def test_typing_in_the_search_is_told_letter_by_letter(top: TopBar, qtbot: QtBot) -> None:
    typed: list[str] = []
    top.search_typed.connect(typed.append)
    top.focus_search()
    QTest.keyClicks(top.search.line, "ab")
    with qtbot.waitSignal(top.search_entered):
        QTest.keyClick(top.search.line, Qt.Key.Key_Return)
    assert typed == ["a", "ab"]


def test_the_state_is_read_out_and_a_press_fetches(top: TopBar, qtbot: QtBot) -> None:
    top.show_sync("Offline · 2 waiting to send", PlaceStatus.OFFLINE, "No connection since 9:00")
    assert top.sync.accessibleName() == "Offline · 2 waiting to send"
    assert top.sync.accessibleDescription() == "No connection since 9:00"
    with qtbot.waitSignal(top.sync_wanted):
        top.sync.click()


def test_every_button_of_the_bar_acts(top: TopBar, qtbot: QtBot) -> None:
    commands = next(button for button in top.findChildren(Button) if button.text() == "Commands")
    with qtbot.waitSignal(top.commands_wanted):
        commands.click()
    with qtbot.waitSignal(top.theme_wanted):
        top.theme_button.click()
    assert top.menu_button is not None
    assert top.menu_button.accessibleName() == "Menu"


def test_on_a_mac_the_menu_is_in_the_menu_bar(look: Look, qtbot: QtBot) -> None:
    bar = TopBar(look, QMenu("Parlour"), on_a_mac=True)
    qtbot.addWidget(bar)
    assert bar.menu_button is None


def test_the_theme_button_says_what_it_will_do(top: TopBar, theme: Theme) -> None:
    assert top.theme_button.accessibleName() == "Switch to dark"
    theme.choose(Wish.DARK)
    assert top.theme_button.accessibleName() == "Switch to light"


@pytest.mark.parametrize("width", [1440, 960, 640])
@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5])
def test_nothing_in_the_bar_overlaps_or_leaves_it(top: TopBar, look: Look, width: int, scale: float) -> None:
    look.set_scale(scale)
    top.resize(max(width, top.minimumSizeHint().width()), top.height())
    top.align_search(round(52 * scale))
    QApplication.processEvents()
    assert top.minimumSizeHint().width() <= round(640 * max(1.0, scale))
    spans = sorted((part.x(), part.geometry().right()) for part in (top.search, top.sync, top.theme_button))
    assert all(end < begin for (_, end), (begin, _) in pairwise(spans))
    assert spans[-1][1] < top.width()


def test_the_title_is_its_first_word_where_a_wide_beginning_would_push_the_rest_out(top: TopBar, look: Look) -> None:
    look.set_scale(2.0)
    top.resize(960, top.height())
    top.set_title("Parlour · sample")
    top.align_search(look.px(208))
    QApplication.processEvents()
    assert top.title.text() == "Parlour"
    assert top.title.mapTo(top, top.title.rect().topRight()).x() < top.search.x()
    top.resize(1440, top.height())
    top.align_search(look.px(208))
    QApplication.processEvents()
    assert top.title.text() == "Parlour · sample"
    assert top.title.width() >= top.title.sizeHint().width()


def test_all_keys_show_where_there_is_room(status: StatusBar) -> None:
    status.say("23 waiting · 9 people you know", HINTS)
    assert status.shown_hints() == HINTS


def test_the_last_key_stays_whatever_happens(status: StatusBar) -> None:
    status.resize(300, 31)
    status.say("23 waiting · 9 people you know", HINTS)
    assert status.shown_hints()[-1] == HINTS[-1]
    assert len(status.shown_hints()) < len(HINTS)


def test_a_long_sentence_does_not_push_all_keys_out(status: StatusBar) -> None:
    status.resize(900, 31)
    status.say("One place needs you and " * 20, HINTS)
    assert len(status.shown_hints()) >= 4


def test_fewer_keys_fit_when_letters_are_larger(status: StatusBar, look: Look) -> None:
    status.resize(620, 31)
    status.say("23 waiting", HINTS)
    before = len(status.shown_hints())
    look.set_scale(1.5)
    assert len(status.shown_hints()) < before
    assert status.height() == round(31 * 1.5)


def test_the_line_below_is_read_out(status: StatusBar) -> None:
    status.say("23 waiting", HINTS)
    assert status.accessibleName() == "23 waiting"
    assert "R reply" in status.accessibleDescription()


def test_a_begun_sequence_shows(status: StatusBar) -> None:
    status.say("23 waiting", HINTS)
    status.show()
    before = status.grab().toImage()
    status.show_pending("G")
    assert status.grab().toImage() != before
    status.show_pending("")
    assert status.grab().toImage() == before
