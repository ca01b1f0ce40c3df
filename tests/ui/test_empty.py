"""An empty list says why it is empty."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inbox.ui.empty import (
    Emptiness,
    EmptyState,
    Picture,
    beside_the_list,
    in_a_line,
    nobody_waits,
    nothing_found,
    nothing_here,
    offline,
    reading,
    trouble,
)
from inbox.ui.look.controls import Button
from inbox.ui.look.theme import Look

STATES = [
    nobody_waits("Four are snoozed; the next one comes back on Monday at 9:00."),
    nothing_here("Snoozed"),
    nothing_found("<b>bread</b>"),
    reading("slowoven.example"),
    offline(),
    trouble("The Slow Oven does not answer. It is tried again in 5 minutes."),
]


@pytest.fixture
def empty(look: Look, qtbot: QtBot) -> EmptyState:
    made = EmptyState(look)
    qtbot.addWidget(made)
    made.resize(300, 480)
    made.show()
    return made


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.picture)
@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5])
def test_every_state_is_drawn_whole_in_a_narrow_list(
    empty: EmptyState, look: Look, qtbot: QtBot, state: Emptiness, scale: float
) -> None:
    look.set_scale(scale)
    empty.show_state(state)
    qtbot.wait(5)
    said = [label for label in empty.findChildren(QLabel) if label.isVisible()]
    assert [label.text() for label in said] == [text for text in (state.title, state.words) if text]
    assert all(label.height() >= label.heightForWidth(label.width()) for label in said)
    image = empty.grab().toImage()
    ground = image.pixelColor(0, 0)
    assert any(
        image.pixelColor(x, y) != ground for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)
    )
    assert state.title in empty.accessibleName()


def test_its_button_says_for_which_state_it_was_pressed(empty: EmptyState, qtbot: QtBot) -> None:
    empty.show_state(STATES[-1])
    with qtbot.waitSignal(empty.acted) as acted:
        empty.findChildren(Button)[-1].click()
    assert acted.args == [STATES[-1]]


def test_the_list_says_in_a_line_what_the_middle_shows_with_a_picture(empty: EmptyState) -> None:
    state = nobody_waits("Everybody has heard from you.")
    empty.show_state(in_a_line(state))
    assert [label.text() for label in empty.findChildren(QLabel) if label.isVisible()] == [state.title]
    assert not empty.findChildren(Picture)
    assert beside_the_list(state) == state


def test_while_a_place_is_read_the_two_do_not_say_the_same() -> None:
    state = reading("slowoven.example")
    assert in_a_line(state) == state
    assert beside_the_list(state).title != state.title
